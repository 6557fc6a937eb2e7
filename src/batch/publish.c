/* A lock, a part beside the output, and the rename that makes it the output. */
#define _XOPEN_SOURCE 700 /* realpath: a link is followed to the file that is replaced */
#include "batch/publish.h"

#include "base/digest.h"
#include "batch/diversion.h"
#include "batch/files.h"
#include "batch/lock.h"
#include "batch/process.h"
#include "book/book.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { MOST_KEPT = 1000, PIECE = 64 * 1024, DIGEST_SHOWN = 16 };

static th_trouble unwritten(th_arena *arena, const char *path, int code)
{
    return th_trouble_of_system(arena, TH_WORDS(arena, "không ghi được “%s”", "“%s” cannot be written", path), code);
}

static th_status lock_output(th_arena *arena, th_publication *publication, th_trouble *trouble)
{
    th_lock lock = {publication->lock, -1};
    th_locked locked = th_lock_take(arena, &lock, publication->out, trouble);
    publication->fd = lock.fd;
    return locked == TH_LOCK_HELD ? TH_OK : TH_FAILED;
}

/* ".NAME.part".  A name so long that this would be none is cut where a character begins, and its digest follows. */
static char *name_beside(th_arena *arena, const char *folder, const char *name, const char *ending)
{
    size_t len = strlen(name);
    if (len + strlen(ending) + 2 <= NAME_MAX)
        return th_str_cstr(arena, th_str_fmt(arena, "%s/.%s.%s", folder, name, ending));
    size_t kept = NAME_MAX - DIGEST_SHOWN - strlen(ending) - 3;
    while (kept && ((unsigned char)name[kept] & 0xC0) == 0x80)
        kept--;
    th_str digest = th_sha256(arena, th_str_of(name));
    return th_str_cstr(arena, th_str_fmt(arena, "%s/." TH_FMT "." TH_FMT ".%s", folder, (int)kept, name, DIGEST_SHOWN,
                                         digest.ptr, ending));
}

static void name_files(th_arena *arena, const char *path, th_publication *publication)
{
    char real[PATH_MAX];
    struct stat st;
    const char *out = lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && realpath(path, real) ? real : path;
    const char *slash = strrchr(out, '/');
    const char *name = slash ? slash + 1 : out;
    th_str folder = TH_STR(".");
    if (slash)
        folder = (th_str){out, slash == out ? 1 : (size_t)(slash - out)};
    publication->out = th_str_cstr(arena, th_str_of(out));
    publication->folder = th_str_cstr(arena, folder);
    publication->part = name_beside(arena, publication->folder, name, "part");
    publication->lock = name_beside(arena, publication->folder, name, "lock");
}

static bool is_no_file(const char *path)
{
    struct stat st;
    size_t len = strlen(path);
    return len == 0 || path[len - 1] == '/' || (stat(path, &st) == 0 && !S_ISREG(st.st_mode));
}

/* Where memory ran out in between, nobody comes back to abandon it. */
static void abandon_with_arena(void *publication)
{
    th_publish_abandon(publication);
}

/* Where the output goes: to its path, or beside it. */
static th_status choose_path(th_arena *arena, th_guard *guard, const th_outfile *out, const char **path,
                             th_trouble *trouble)
{
    *path = out->path;
    if (th_guard_allows(guard, out, trouble) != TH_OK)
        return TH_FAILED;
    if (!th_diverts(guard, out))
        return TH_OK;
    th_trouble why = th_diversion_needed(arena, out->path);
    if (!why.vi.len || (*path = th_divert(arena, guard, out, why)))
        return TH_OK;
    *trouble = why;
    return TH_FAILED;
}

th_status th_publish_begin(th_arena *arena, th_guard *guard, const th_outfile *out, th_publication *publication,
                           th_trouble *trouble)
{
    const char *path;
    *publication = (th_publication){.fd = -1, .guard = guard, .asked = *out};
    if (is_no_file(out->path)) {
        *trouble = TH_TROUBLE(arena, "“%s” không phải tên một tệp", "“%s” is not the name of a file", out->path);
        return TH_FAILED;
    }
    if (choose_path(arena, guard, out, &path, trouble) != TH_OK)
        return TH_FAILED;
    name_files(arena, path, publication);
    if (th_guard_spares(guard, publication->part, trouble) != TH_OK ||
        th_guard_spares(guard, publication->lock, trouble) != TH_OK ||
        lock_output(arena, publication, trouble) != TH_OK)
        return TH_FAILED;
    unlink(publication->part); /* left by a run that was killed: we hold the lock */
    publication->of_arena = th_arena_alloc(arena, sizeof *publication);
    *publication->of_arena = *publication;
    th_arena_defer(arena, abandon_with_arena, publication->of_arena);
    return TH_OK;
}

static void unlock(th_publication *publication)
{
    if (publication->fd < 0)
        return;
    th_lock lock = {publication->lock, publication->fd};
    th_lock_release(&lock);
    publication->fd = -1;
    if (publication->of_arena)
        publication->of_arena->fd = -1;
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

/* Does the file hold these bytes and no others? */
static bool holds_bytes(const char *path, th_str bytes)
{
    char piece[PIECE];
    size_t at = 0;
    ssize_t n = 0;
    unsigned tries = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool same = fd >= 0;
    while (same && (n = read(fd, piece, sizeof piece)) != 0) {
        if (n < 0 && th_process_interrupted(&tries))
            continue;
        same = n > 0 && (size_t)n <= bytes.len - at && memcmp(piece, bytes.ptr + at, (size_t)n) == 0;
        at += same ? (size_t)n : 0;
    }
    if (fd >= 0)
        close(fd);
    return same && at == bytes.len;
}

th_status th_publish_write(const th_publication *publication, th_str bytes, th_arena *arena, th_trouble *trouble)
{
    int fd = open(publication->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    bool done = fd >= 0 && th_process_write(fd, bytes);
    done = fd >= 0 && close(fd) == 0 && done;
    if (!done) {
        *trouble = unwritten(arena, publication->part, errno);
        return TH_FAILED;
    }
    if (holds_bytes(publication->part, bytes))
        return TH_OK;
    *trouble = TH_TROUBLE(arena, "“%s” không chứa đúng những gì đã ghi", "“%s” does not hold what was written",
                          publication->part);
    return TH_FATAL;
}

th_trouble th_publish_refusal(th_arena *arena, th_status status, th_trouble why)
{
    th_findings findings = {0};
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (status != TH_FATAL)
        return why;
    const th_finding *finding = th_trouble_add(&findings, arena, TH_F_FILE_NOT_AS_WRITTEN, &nowhere, why);
    return (th_trouble){th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(finding->rule), TH_ARG(finding->vi)),
                        th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(finding->rule), TH_ARG(finding->en))};
}

/* A second name for the file, or a copy where the file system has no second names. */
static bool name_again(th_arena *arena, const char *path, const char *name)
{
    if (link(path, name) == 0)
        return true;
    if (errno == EEXIST)
        return false;
    const th_input old = {.path = th_str_of(path), .name = th_str_of(path)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_findings ignored = {0};
    th_str bytes;
    if (th_file_read(arena, &any, &old, &bytes, &ignored) != TH_OK)
        return false;
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool done = fd >= 0 && th_process_write(fd, bytes) && fsync(fd) == 0;
    if (fd >= 0 && (close(fd) != 0 || !done))
        unlink(name);
    return done;
}

/* Under this name the `number`th old one of `out` is kept, from 1. */
static const char *name_of_kept(th_arena *arena, const char *out, int number)
{
    th_str stem = th_str_of(out), ending = th_book_ending(stem);
    stem = th_str_sub(stem, 0, stem.len - ending.len);
    return th_str_cstr(arena, th_str_fmt(arena, TH_FMT " (bản cũ %d)" TH_FMT, TH_ARG(stem), number, TH_ARG(ending)));
}

/* The highest number of an old one; 0: there is none. */
static int last_kept(th_arena *arena, const char *out)
{
    struct stat st;
    int number = MOST_KEPT - 1;
    while (number > 0 && lstat(name_of_kept(arena, out, number), &st) != 0)
        number--;
    return number;
}

size_t th_publish_kept(th_arena *arena, const char *out, const char **newest, size_t most)
{
    struct stat st;
    size_t n = 0;
    for (int number = last_kept(arena, out); number > 0 && n < most; number--) {
        const char *name = name_of_kept(arena, out, number);
        if (lstat(name, &st) == 0 && S_ISREG(st.st_mode))
            newest[n++] = name;
    }
    return n;
}

th_status th_publish_keep(th_arena *arena, const th_publication *publication, const char **kept, th_trouble *trouble)
{
    int number = last_kept(arena, publication->out) + 1;
    const char *name = name_of_kept(arena, publication->out, number);
    if (number < MOST_KEPT && name_again(arena, publication->out, name)) {
        *kept = name;
        return TH_OK;
    }
    int why = number < MOST_KEPT ? errno : EEXIST;
    th_words what =
        TH_WORDS(arena, "không giữ lại được bản cũ của “%s”", "the old “%s” cannot be kept", publication->out);
    *trouble = th_trouble_of_system(arena, what, why);
    return TH_FAILED;
}

/* On a share a file that is open may not be replaced, which is known only when it is tried. */
static bool rename_beside(th_arena *arena, th_publication *publication, int why)
{
    bool is_held = why == EACCES || why == EPERM || why == EBUSY || why == ETXTBSY;
    if (!is_held || !th_diverts(publication->guard, &publication->asked))
        return false;
    th_trouble reason = unwritten(arena, publication->out, why);
    const char *path = th_divert(arena, publication->guard, &publication->asked, reason);
    if (!path || rename(publication->part, path) != 0)
        return false;
    publication->out = th_str_cstr(arena, th_str_of(path));
    return true;
}

th_status th_publish_commit(th_arena *arena, th_publication *publication, th_trouble *trouble)
{
    bool synced = sync_path(publication->part, O_RDWR);
    if (!synced || rename(publication->part, publication->out) != 0) {
        int why = errno;
        if (!synced || !rename_beside(arena, publication, why)) {
            *trouble = unwritten(arena, publication->out, why);
            th_publish_abandon(publication);
            return TH_FAILED;
        }
    }
    th_process_publishes();
    /* Make the rename durable.  Where fsync on a directory is unsupported, the data are safe anyway. */
    sync_path(publication->folder, O_RDONLY | O_DIRECTORY);
    if (publication->in_place.call)
        publication->in_place.call(publication->in_place.ctx);
    unlock(publication);
    return TH_OK;
}

void th_publish_abandon(th_publication *publication)
{
    if (publication->fd < 0)
        return;
    unlink(publication->part);
    unlock(publication);
}

const char *th_publish_beside(th_arena *arena, const char *other, const char *name)
{
    const char *slash = strrchr(other, '/');
    th_str folder = slash ? (th_str){other, (size_t)(slash + 1 - other)} : (th_str){0};
    return th_str_cstr(arena, th_str_fmt(arena, TH_FMT "%s", TH_ARG(folder), name));
}
