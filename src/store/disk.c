/* File systems across a network, which are no place for a store. */
#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "base/banned.h"

static const struct {
    unsigned long magic;
    const char *name;
} network_disks[] = {
#define TH_NETWORK_DISK(magic, name) {magic, name},
#include "store/network_disks.def"
#undef TH_NETWORK_DISK
};

th_str th_disk_network(unsigned long magic)
{
    for (size_t i = 0; i < sizeof network_disks / sizeof *network_disks; i++)
        if (network_disks[i].magic == (uint32_t)magic) /* some systems extend the number by its sign */
            return th_str_of(network_disks[i].name);
    return (th_str){0};
}

const char *th_disk_folder(th_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : th_str_cstr(arena, (th_str){path, (size_t)(slash - path)});
}

th_status th_disk_allows(th_arena *arena, const char *path, th_trouble *trouble)
{
    struct statfs disk;
    if (statfs(path, &disk) != 0 && (errno != ENOENT || statfs(th_disk_folder(arena, path), &disk) != 0)) {
        *trouble = th_trouble_of_system(arena, th_words_quoted(th_str_of(path)), errno);
        return TH_FAILED;
    }
    th_str name = th_disk_network((unsigned long)disk.f_type);
    if (!name.len)
        return TH_OK;
    *trouble =
        TH_TROUBLE(arena,
                   "kho số liệu %s nằm trên ổ đĩa mạng (" TH_FMT "), nơi nó có thể hỏng mà không ai biết. Cách "
                   "xử lý: đặt nó trên ổ đĩa của chính máy chạy chương trình; chỉ để hộp thư và kết quả trên ổ mạng",
                   "the store %s lies on a network file system (" TH_FMT "), where it may be damaged without "
                   "notice. To mend it: keep it on a disk of the machine that runs the program; only inbox and "
                   "results belong on the share",
                   path, TH_ARG(name));
    return TH_FAILED;
}

bool th_disk_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    errno = reason;
    return synced;
}
