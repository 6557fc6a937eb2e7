/* Reading a file whole, without ever waiting for it. */
#include "batch/files.h"

#include "batch/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

typedef enum read_end { READ_ALL, READ_CHANGED, READ_ERROR } read_end;

static read_end read_once(th_arena *arena, int fd, const struct stat *before, th_str *bytes)
{
    size_t size = (size_t)before->st_size, got = 0;
    unsigned tries = 0;
    char *buffer = th_arena_array(arena, size + 1, 1);
    while (got <= size) {
        ssize_t n = pread(fd, buffer + got, size + 1 - got, (off_t)got);
        if (n < 0 && th_process_interrupted(&tries))
            continue;
        if (n < 0)
            return READ_ERROR;
        if (n == 0)
            break;
        got += (size_t)n;
    }
    struct stat after;
    if (got != size || fstat(fd, &after) != 0 || after.st_size != before->st_size ||
        after.st_mtim.tv_sec != before->st_mtim.tv_sec || after.st_mtim.tv_nsec != before->st_mtim.tv_nsec)
        return READ_CHANGED;
    *bytes = (th_str){buffer, size};
    return READ_ALL;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

th_refusal th_file_fetch(th_arena *arena, const th_limits *limits, const th_input *input, th_str *bytes)
{
    if (input->refused.why)
        return input->refused;
    /* O_NONBLOCK: opening a FIFO must not wait for a writer */
    __attribute__((cleanup(close_fd))) int fd = open(input->path.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return (th_refusal){TH_REFUSED_SYSTEM, errno, 0};
    for (int attempt = 0; attempt < 2; attempt++) {
        struct stat st;
        if (fstat(fd, &st) != 0)
            return (th_refusal){TH_REFUSED_SYSTEM, errno, 0};
        if (!S_ISREG(st.st_mode))
            return (th_refusal){.why = TH_REFUSED_IRREGULAR};
        if (st.st_size == 0)
            return (th_refusal){.why = TH_REFUSED_EMPTY};
        if ((unsigned long long)st.st_size > limits->file_bytes)
            return (th_refusal){TH_REFUSED_LARGE, 0, (uint64_t)st.st_size};
        switch (read_once(arena, fd, &st, bytes)) {
        case READ_ALL: return (th_refusal){0};
        case READ_CHANGED: break;
        case READ_ERROR: return (th_refusal){TH_REFUSED_SYSTEM, errno, 0};
        default: break;
        }
    }
    return (th_refusal){.why = TH_REFUSED_CHANGES};
}

th_trouble th_refusal_words(th_arena *arena, const th_limits *limits, const th_refusal *refusal)
{
    switch (refusal->why) {
    case TH_REFUSED_SYSTEM: return th_system_words(arena, refusal->code);
    case TH_REFUSED_IRREGULAR: return TH_TROUBLE_IS("không phải tệp thông thường", "it is not a regular file");
    case TH_REFUSED_EMPTY: return TH_TROUBLE_IS("tệp rỗng", "it is empty");
    case TH_REFUSED_LARGE:
        return TH_TROUBLE(arena, "tệp lớn %llu MB, cho phép %zu MB (giới hạn “file-mb”)",
                          "it has %llu MB, %zu MB are allowed (limit “file-mb”)",
                          (unsigned long long)refusal->bytes >> 20, limits->file_bytes >> 20);
    case TH_REFUSED_CHANGES: return TH_TROUBLE_IS("tệp đang được chép hoặc đang sửa", "it is being copied or edited");
    case TH_REFUSED_NOT:
    case TH_REFUSALS:
    default: return (th_trouble){0};
    }
}

static th_finding_kind kind_of_refusal(th_refused why)
{
    if (why == TH_REFUSED_EMPTY)
        return TH_F_FILE_EMPTY;
    if (why == TH_REFUSED_LARGE)
        return TH_F_FILE_LIMIT;
    return why == TH_REFUSED_CHANGES ? TH_F_FILE_DAMAGED : TH_F_FILE_UNREADABLE;
}

th_status th_file_read(th_arena *arena, const th_limits *limits, const th_input *input, th_str *bytes,
                       th_findings *findings)
{
    const th_refusal refusal = th_file_fetch(arena, limits, input, bytes);
    if (refusal.why == TH_REFUSED_NOT)
        return TH_OK;
    const th_place place = {.file = input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    const th_trouble why = th_refusal_words(arena, limits, &refusal);
    th_trouble_add(findings, arena, kind_of_refusal(refusal.why), &place, why);
    return TH_FAILED;
}
