#include "batch/publish.h"

#include "batch/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { LOCK_TRIES = 8 };

/* Locks the file at p->lock; a lock file that was removed between open and lock is tried again. */
static th_status lock(th_arena *arena, th_publication *p, th_trouble *trouble)
{
    for (int attempt = 0; attempt < LOCK_TRIES; attempt++) {
        int fd = open(p->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (fd < 0) {
            *trouble = TH_TROUBLE(arena, "không ghi được vào thư mục “%s”: %s", "folder “%s” cannot be written: %s",
                                  p->folder, strerror(errno));
            return TH_FAILED;
        }
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            char holder[32] = "";
            ssize_t n = read(fd, holder, sizeof holder - 1);
            holder[n > 0 ? n : 0] = '\0';
            close(fd);
            *trouble = TH_TROUBLE(
                arena, "một lượt chạy khác (tiến trình %s) đang ghi “%s”; chờ lượt đó xong rồi chạy lại",
                "another run (process %s) is writing “%s”; wait until it has ended and run again", holder, p->out);
            return TH_FAILED;
        }
        struct stat held, named;
        if (fstat(fd, &held) == 0 && stat(p->lock, &named) == 0 && held.st_ino == named.st_ino &&
            held.st_dev == named.st_dev) {
            p->fd = fd;
            return TH_OK;
        }
        close(fd);
    }
    *trouble = TH_TROUBLE(arena, "không khóa được “%s”", "“%s” cannot be locked", p->lock);
    return TH_FAILED;
}

th_status th_publish_begin(th_arena *arena, const char *out, th_publication *p, th_trouble *trouble)
{
    const char *slash = strrchr(out, '/');
    const char *name = slash ? slash + 1 : out;
    th_str folder = slash ? (th_str){out, slash == out ? 1 : (size_t)(slash - out)} : TH_STR(".");
    p->fd = -1;
    p->out = th_str_cstr(arena, th_str_of(out));
    p->folder = th_str_cstr(arena, folder);
    p->part = th_str_cstr(arena, th_str_fmt(arena, "%s/.%s.part", p->folder, name));
    p->lock = th_str_cstr(arena, th_str_fmt(arena, "%s/.%s.lock", p->folder, name));
    struct stat st;
    if (!*name || (stat(out, &st) == 0 && !S_ISREG(st.st_mode))) {
        *trouble = TH_TROUBLE(arena, "“%s” không phải tên một tệp", "“%s” is not the name of a file", out);
        return TH_FAILED;
    }
    if (lock(arena, p, trouble) != TH_OK)
        return TH_FAILED;
    char pid[32];
    int n = snprintf(pid, sizeof pid, "%ld", (long)getpid());
    if (ftruncate(p->fd, 0) != 0 || write(p->fd, pid, (size_t)n) != n) {
        *trouble = TH_TROUBLE(arena, "không ghi được “%s”: %s", "“%s” cannot be written: %s", p->lock, strerror(errno));
        th_publish_abandon(p);
        return TH_FAILED;
    }
    unlink(p->part); /* left by a run that was killed: we hold the lock */
    return TH_OK;
}

static void unlock(th_publication *p)
{
    if (p->fd < 0)
        return;
    unlink(p->lock);
    close(p->fd);
    p->fd = -1;
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

th_status th_publish_write(const th_publication *p, th_str bytes, th_arena *arena, th_trouble *trouble)
{
    int fd = open(p->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool done = fd >= 0 && th_process_write(fd, bytes);
    done = fd >= 0 && close(fd) == 0 && done;
    if (done)
        return TH_OK;
    *trouble = TH_TROUBLE(arena, "không ghi được “%s”: %s", "“%s” cannot be written: %s", p->part, strerror(errno));
    return TH_FAILED;
}

th_status th_publish_commit(th_arena *arena, th_publication *p, th_trouble *trouble)
{
    if (!sync_path(p->part, O_RDWR) || rename(p->part, p->out) != 0) {
        *trouble = TH_TROUBLE(arena, "không ghi được “%s”: %s", "“%s” cannot be written: %s", p->out, strerror(errno));
        th_publish_abandon(p);
        return TH_FAILED;
    }
    sync_path(p->folder,
              O_RDONLY | O_DIRECTORY); /* the name itself; a file system without it still has the whole file */
    unlock(p);
    return TH_OK;
}

void th_publish_abandon(th_publication *p)
{
    if (p->fd < 0)
        return;
    unlink(p->part);
    unlock(p);
}
