/* Listing an inbox and reading its files whole, without ever waiting for one. */
#include "batch/files.h"

#include "book/book.h"
#include "text/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static th_str shown_name(th_arena *arena, th_str name)
{
    if (th_utf8_valid(name))
        return th_text_nfc(arena, th_str_copy(arena, name));
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c >= 0x20 && c < 0x7f)
            th_buf_byte(&out, (char)c);
        else
            th_buf_fmt(&out, "\\x%02X", c);
    }
    return th_buf_str(&out);
}

static th_str base_name(th_str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return th_str_sub(path, i, path.len);
    return path;
}

static void add_input(th_arena *arena, th_inputs *inputs, th_str path)
{
    th_input input = {th_str_copy(arena, path), shown_name(arena, base_name(path))};
    TH_PUSH(arena, inputs->at, inputs->n, inputs->cap, input);
}

/* Excel's and LibreOffice's mark that somebody has the workbook open. */
static bool is_owner_file(th_str name)
{
    return th_str_starts(name, TH_STR("~$")) || th_str_starts(name, TH_STR(".~lock."));
}

static void note_owner(th_arena *arena, th_str path, th_findings *findings)
{
    enum { MOST = 256 };
    th_input input = {th_str_copy(arena, path), shown_name(arena, base_name(path))};
    th_limits few = th_limits_default;
    th_findings ignored = {0};
    th_str bytes = {0}, who = {0};
    few.file_bytes = MOST;
    if (th_file_read(arena, &few, &input, &bytes, &ignored) == TH_OK)
        who = th_book_owner(arena, bytes);
    th_place place = {.file = input.name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_str by = who.len ? th_str_fmt(arena, "“" TH_FMT "”", TH_ARG(who)) : TH_STR("?");
    th_findings_add(findings, arena, TH_F_FILE_OWNER, &place, TH_WITH(input.name, by));
}

static void close_dir(void *dir)
{
    closedir(dir);
}

static th_status list_folder(th_arena *arena, const char *path, th_inputs *inputs, th_findings *findings)
{
    DIR *dir = opendir(path);
    if (!dir)
        return TH_FAILED;
    th_arena_defer(arena, close_dir, dir);
    struct dirent *entry;
    while ((entry = readdir(dir))) {
        th_str full = th_str_fmt(arena, "%s/%s", path, entry->d_name);
        struct stat st;
        if (stat(th_str_cstr(arena, full), &st) == 0 && S_ISDIR(st.st_mode))
            continue;
        th_str name = base_name(full);
        if (is_owner_file(name))
            note_owner(arena, full, findings);
        else if (!th_str_starts(name, TH_STR(".")))
            add_input(arena, inputs, full);
    }
    return TH_OK;
}

static int input_order(const void *left, const void *right)
{
    const th_input *a = left, *b = right;
    int order = th_str_cmp(a->name, b->name);
    return order ? order : th_str_cmp(a->path, b->path);
}

th_status th_inputs_list(th_arena *arena, const char *const *paths, size_t npaths, th_inputs *inputs,
                         th_findings *findings, th_trouble *trouble)
{
    for (size_t i = 0; i < npaths; i++) {
        struct stat st;
        if (stat(paths[i], &st) != 0) {
            *trouble = TH_TROUBLE(arena, "%s: %s", "%s: %s", paths[i], strerror(errno));
            return TH_FAILED;
        }
        if (!S_ISDIR(st.st_mode)) {
            add_input(arena, inputs, th_str_of(paths[i]));
        } else if (list_folder(arena, paths[i], inputs, findings) != TH_OK) {
            *trouble = TH_TROUBLE(arena, "%s: %s", "%s: %s", paths[i], strerror(errno));
            return TH_FAILED;
        }
    }
    if (inputs->n > 1)
        qsort(inputs->at, inputs->n, sizeof *inputs->at, input_order);
    return TH_OK;
}

static th_status refuse_input(th_arena *arena, th_findings *findings, th_finding_kind kind, th_str name, th_trouble why)
{
    th_place place = {.file = name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(findings, arena, kind, &place, why);
    return TH_FAILED;
}

/* What the system says of errno, which is English only. */
static th_trouble system_trouble(void)
{
    th_str said = th_str_of(strerror(errno));
    return (th_trouble){said, said};
}

typedef enum read_end { READ_ALL, READ_CHANGED, READ_ERROR } read_end;

static read_end read_once(th_arena *arena, int fd, const struct stat *before, th_str *bytes)
{
    size_t size = (size_t)before->st_size, got = 0;
    char *buffer = th_arena_array(arena, size + 1, 1);
    while (got <= size) {
        ssize_t n = pread(fd, buffer + got, size + 1 - got, (off_t)got);
        if (n < 0 && errno == EINTR)
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

th_status th_file_read(th_arena *arena, const th_limits *limits, const th_input *input, th_str *bytes,
                       th_findings *findings)
{
    /* O_NONBLOCK: opening a FIFO must not wait for a writer */
    __attribute__((cleanup(close_fd))) int fd = open(input->path.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return refuse_input(arena, findings, TH_F_FILE_UNREADABLE, input->name, system_trouble());
    for (int attempt = 0; attempt < 2; attempt++) {
        struct stat st;
        if (fstat(fd, &st) != 0)
            return refuse_input(arena, findings, TH_F_FILE_UNREADABLE, input->name, system_trouble());
        if (!S_ISREG(st.st_mode))
            return refuse_input(arena, findings, TH_F_FILE_UNREADABLE, input->name,
                                TH_TROUBLE_IS("không phải tệp thông thường", "it is not a regular file"));
        if (st.st_size == 0)
            return refuse_input(arena, findings, TH_F_FILE_EMPTY, input->name, (th_trouble){0});
        if ((unsigned long long)st.st_size > limits->file_bytes)
            return refuse_input(arena, findings, TH_F_FILE_LIMIT, input->name,
                                TH_TROUBLE(arena, "tệp lớn %llu MB, cho phép %zu MB (giới hạn “file-mb”)",
                                           "it has %llu MB, %zu MB are allowed (limit “file-mb”)",
                                           (unsigned long long)st.st_size >> 20, limits->file_bytes >> 20));
        switch (read_once(arena, fd, &st, bytes)) {
        case READ_ALL: return TH_OK;
        case READ_CHANGED: break;
        case READ_ERROR: return refuse_input(arena, findings, TH_F_FILE_UNREADABLE, input->name, system_trouble());
        default: break;
        }
    }
    return refuse_input(arena, findings, TH_F_FILE_DAMAGED, input->name,
                        TH_TROUBLE_IS("tệp đang được chép hoặc đang sửa", "it is being copied or edited"));
}
