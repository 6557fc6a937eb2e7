/* Who has an output open, and what it is called instead. */
#include "batch/diversion.h"

#include "batch/moments.h"
#include "book/book.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { SECONDS_OPEN = 24 * 60 * 60, MOST_NAMES = 100 };

/* Is a file of that name beside it, not older than a day? */
static bool is_held_by(th_arena *arena, const char *path, const char *before, const char *behind)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    th_str folder = {path, (size_t)(name - path)};
    const char *owner = th_str_cstr(arena, th_str_fmt(arena, TH_FMT "%s%s%s", TH_ARG(folder), before, name, behind));
    return lstat(owner, &st) == 0 && S_ISREG(st.st_mode) && th_moment_now() - (int64_t)st.st_mtime < SECONDS_OPEN;
}

th_trouble th_diversion_needed(th_arena *arena, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return (th_trouble){0};
    if (is_held_by(arena, path, "~$", "") || is_held_by(arena, path, ".~lock.", "#"))
        return TH_TROUBLE(arena, "“%s” đang mở trong Excel hoặc LibreOffice", "“%s” is open in Excel or LibreOffice",
                          path);
    if (!(st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) || access(path, W_OK) != 0)
        return TH_TROUBLE(arena, "“%s” đang đặt chỉ đọc", "“%s” is read-only", path);
    return (th_trouble){0};
}

bool th_diverts(const th_guard *guard, const th_outfile *out)
{
    return guard->diverts && !guard->force &&
           (out->mark != TH_MARK_NONE || th_str_ends(th_str_of(out->path), TH_STR(".csv")));
}

/* A name that nothing has, or one of ours of an earlier diversion that may be replaced. */
static bool may_be_used(th_arena *arena, th_guard *guard, const th_outfile *out)
{
    struct stat st;
    th_trouble ignored = {0};
    return (lstat(out->path, &st) != 0 || !th_diversion_needed(arena, out->path).vi.len) &&
           th_guard_allows(guard, out, &ignored) == TH_OK;
}

const char *th_divert(th_arena *arena, th_guard *guard, const th_outfile *out, th_trouble why)
{
    th_str stem = th_str_of(out->path), ending = th_book_ending(stem);
    stem = th_str_sub(stem, 0, stem.len - ending.len);
    for (int number = 1; number < MOST_NAMES; number++) {
        th_outfile other = *out;
        th_str added = guard->beside;
        if (number > 1 && added.len)
            added = th_str_fmt(arena, TH_FMT " %d", TH_ARG(added), number);
        else if (!added.len)
            added = th_str_fmt(arena, "%d", number + 1);
        other.path = th_str_cstr(
            arena, th_str_fmt(arena, TH_FMT " (" TH_FMT ")" TH_FMT, TH_ARG(stem), TH_ARG(added), TH_ARG(ending)));
        if (!may_be_used(arena, guard, &other))
            continue;
        const th_diverted diverted = {th_str_cstr(guard->arena, th_str_of(out->path)),
                                      th_str_cstr(guard->arena, th_str_of(other.path)),
                                      {th_str_copy(guard->arena, why.vi), th_str_copy(guard->arena, why.en)}};
        TH_PUSH(guard->arena, guard->diverted, guard->ndiverted, guard->diverted_cap, diverted);
        return other.path;
    }
    return NULL;
}

const char *th_diverted_to(const th_guard *guard, const char *path)
{
    for (size_t i = 0; path && i < guard->ndiverted; i++)
        if (strcmp(guard->diverted[i].path, path) == 0)
            return guard->diverted[i].instead;
    return path;
}
