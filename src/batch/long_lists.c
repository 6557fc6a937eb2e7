/* Names, digests, renames. */
#include "batch/long_lists.h"

#include "base/ascii.h"
#include "base/digest.h"
#include "batch/new_file.h"
#include "batch/process.h"
#include "book/book.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { FILE_PIECE = 64 * 1024 };

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static th_str stem_of(const char *workbook)
{
    th_str path = th_str_of(workbook);
    path.len -= th_book_ending(path).len;
    return path;
}

/* ---- names ---- */

const char *th_long_file_name(th_arena *arena, const char *workbook, th_str ending)
{
    return th_str_cstr(arena, th_str_fmt(arena, TH_FMT TH_FMT, TH_ARG(stem_of(workbook)), TH_ARG(ending)));
}

/* ".nguon-so-lieu-" and so on, then digits of a digest, then ".csv". */
static bool is_ending(th_str ending)
{
    for (size_t id = 0; id < TH_LONG_LISTS; id++) {
        th_str infix = th_long_list_infix((th_long_list_id)id);
        if (!th_str_starts(ending, infix) || ending.len != infix.len + TH_LONG_DIGEST + sizeof ".csv" - 1 ||
            !th_str_ends(ending, TH_STR(".csv")))
            continue;
        th_str digits = th_str_sub(ending, infix.len, TH_LONG_DIGEST);
        size_t n = 0;
        while (n < digits.len && th_is_one_of(digits.ptr[n], "0123456789abcdef"))
            n++;
        return n == TH_LONG_DIGEST;
    }
    return false;
}

bool th_long_file_is_of(const char *workbook_name, const char *name, th_str *ending)
{
    th_str stem = stem_of(workbook_name), all = th_str_of(name);
    *ending = th_str_starts(all, stem) ? th_str_sub(all, stem.len, all.len) : (th_str){0};
    return is_ending(*ending);
}

/* ---- bytes ---- */

/* What is read from `from` goes into the digest, or the file, or both; 0 or an errno. */
static int read_through(int from, th_hashing *hashing, int to)
{
    char piece[FILE_PIECE];
    unsigned tries = 0;
    ssize_t n;
    while ((n = read(from, piece, sizeof piece)) != 0) {
        if (n < 0 && th_process_interrupted(&tries))
            continue;
        if (n < 0)
            return errno;
        if (hashing)
            th_hashing_add(hashing, (th_str){piece, (size_t)n});
        if (to >= 0 && !th_process_write(to, (th_str){piece, (size_t)n}))
            return errno;
    }
    return 0;
}

th_str th_long_file_sha256(th_arena *arena, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    th_hashing *hashing = th_hashing_new(arena);
    bool read = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && read_through(fd, hashing, -1) == 0;
    if (fd >= 0)
        close(fd);
    return read ? th_hashing_end(hashing, arena) : (th_str){0};
}

int th_long_file_copy(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), why = 0;
    if (in < 0)
        return errno;
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (out < 0)
        why = errno;
    if (!why)
        why = read_through(in, NULL, out);
    if (!why && fsync(out) != 0)
        why = errno;
    if (out >= 0 && close(out) != 0 && !why)
        why = errno;
    if (out >= 0 && why)
        unlink(to);
    close(in);
    return why;
}

/* Does the file hold what its name says: nobody has changed it since? */
static bool is_as_named(th_arena *arena, const char *path, th_str ending)
{
    th_arena *scratch = th_arena_scratch(arena);
    th_str digest = th_str_sub(ending, ending.len - (sizeof ".csv" - 1) - TH_LONG_DIGEST, TH_LONG_DIGEST);
    th_str sha256 = th_long_file_sha256(scratch, path);
    bool same = sha256.len && th_str_starts(sha256, digest);
    th_arena_free(scratch);
    return same;
}

/* ---- beside a workbook ---- */

typedef struct beside {
    const char *path;
    th_str ending;
} beside;
typedef struct beside_all {
    beside *at;
    size_t n, cap;
} beside_all;

static beside_all find_lists_beside(th_arena *arena, const char *workbook)
{
    beside_all found = {0};
    size_t folder = (size_t)(base_of(workbook) - workbook);
    const char *path = folder ? th_str_cstr(arena, (th_str){workbook, folder}) : ".";
    DIR *dir = opendir(path);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        th_str ending;
        if (!th_long_file_is_of(base_of(workbook), entry->d_name, &ending))
            continue;
        ending = th_str_copy(arena, ending);
        TH_PUSH(arena, found.at, found.n, found.cap, ((beside){th_long_file_name(arena, workbook, ending), ending}));
    }
    if (dir)
        closedir(dir);
    return found;
}

int th_long_files_copy(th_arena *arena, const char *workbook, const char *to)
{
    beside_all found = find_lists_beside(arena, workbook);
    int why = 0;
    for (size_t i = 0; i < found.n && !why; i++)
        if (is_as_named(arena, found.at[i].path, found.at[i].ending))
            why = th_long_file_copy(found.at[i].path, th_long_file_name(arena, to, found.at[i].ending));
    return why;
}

/* ---- publishing ---- */

static bool is_placed(const th_long_files *files, const char *path)
{
    for (size_t id = 0; id < TH_LONG_LISTS; id++)
        if (files->at[id].path && strcmp(base_of(files->at[id].path), base_of(path)) == 0)
            return true;
    return false;
}

/* The old workbook is gone, and what it had with it; or it has another name, and so has what it had. */
static void clear_old(th_long_files *files, const char *workbook)
{
    th_arena *scratch = th_arena_scratch(files->arena);
    const char *kept = files->kept ? *files->kept : NULL;
    beside_all found = find_lists_beside(scratch, workbook);
    for (size_t i = 0; i < found.n; i++) {
        const char *path = found.at[i].path;
        bool placed = is_placed(files, path);
        if ((placed && !kept) || !is_as_named(scratch, path, found.at[i].ending))
            continue;
        if (kept && th_long_file_copy(path, th_long_file_name(scratch, kept, found.at[i].ending)) != 0)
            continue;
        if (!placed)
            unlink(path);
    }
    th_arena_free(scratch);
}

/* Renaming the workbook was refused, and it has another name now: so have its files. */
static void follow_workbook(th_long_files *files)
{
    for (size_t id = 0; id < TH_LONG_LISTS; id++) {
        th_long_file *file = &files->at[id];
        if (!file->path)
            continue;
        th_str ending = th_long_list_ending(files->arena, (th_long_list_id)id, files->job.lists.at[id].sha256);
        const char *path = th_long_file_name(files->arena, files->publication->out, ending);
        int why = file->fresh && rename(file->path, path) == 0 ? 0 : th_long_file_copy(file->path, path);
        if (why == 0 || why == EEXIST)
            file->path = path;
    }
}

static void settle_files(void *ctx)
{
    th_long_files *files = ctx;
    bool elsewhere = strcmp(files->placed_for, files->publication->out) != 0;
    files->done = true;
    if (elsewhere)
        follow_workbook(files);
    clear_old(files, files->publication->out);
    th_folder_sync(files->publication->folder);
}

void th_long_files_abandon(th_long_files *files)
{
    if (!files || files->done)
        return;
    files->done = true;
    th_report_job_drop(&files->job);
    for (size_t id = 0; id < TH_LONG_LISTS; id++)
        if (files->at[id].path && files->at[id].fresh)
            unlink(files->at[id].path);
}

static void abandon_files(void *files)
{
    th_long_files_abandon(files);
}

th_long_files *th_long_files_begin(th_arena *arena, th_publication *publication, const th_limits *limits,
                                   const char *const *kept)
{
    th_long_files *files = th_arena_alloc(arena, sizeof *files);
    *files = (th_long_files){.arena = arena, .publication = publication, .kept = kept};
    files->job.path = publication->part;
    files->placed_for = publication->out;
    th_report_job_lists(arena, &files->job, limits);
    publication->in_place.call = settle_files;
    publication->in_place.ctx = files;
    th_arena_defer(arena, abandon_files, files);
    return files;
}

static th_status refuse_list(th_long_files *files, const char *path, int code, th_trouble *trouble)
{
    *trouble = th_trouble_of_system(
        files->arena, TH_WORDS(files->arena, "không ghi được “%s”", "“%s” cannot be written", path), code);
    return TH_FAILED;
}

static th_status refuse_changed(th_long_files *files, const char *path, th_trouble *trouble)
{
    *trouble = TH_TROUBLE(files->arena,
                          "“%s” đã có và không còn đúng như tonghop ghi, có thể có nội dung gõ thêm, nên không bị ghi "
                          "đè; cất tệp đi, hoặc thêm --force để thay",
                          "“%s” is there already and is not what tonghop wrote; somebody may have typed into it, so it "
                          "is kept; move it away, or add --force to replace it",
                          path);
    return TH_FAILED;
}

static th_status put_list_in_place(th_long_files *files, th_long_list_id id, th_trouble *trouble)
{
    const th_long_list *list = &files->job.lists.at[id];
    th_long_file *file = &files->at[id];
    th_str ending = th_long_list_ending(files->arena, id, list->sha256);
    const char *path = th_long_file_name(files->arena, files->publication->out, ending);
    struct stat st;
    if (strlen(base_of(path)) > NAME_MAX)
        return refuse_list(files, path, ENAMETOOLONG, trouble);
    if (th_guard_spares(files->publication->guard, path, trouble) != TH_OK)
        return TH_FAILED;
    bool there = lstat(path, &st) == 0;
    bool same = there && th_str_eq(th_long_file_sha256(files->arena, path), list->sha256);
    if (there && !same && !files->publication->guard->force)
        return refuse_changed(files, path, trouble);
    if (same) {
        unlink(list->path);
        *file = (th_long_file){path, list->rows, false};
        return TH_OK;
    }
    int fd = open(list->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    bool synced = fd >= 0 && fsync(fd) == 0;
    synced = fd >= 0 && close(fd) == 0 && synced;
    if (!synced || rename(list->path, path) != 0)
        return refuse_list(files, path, errno, trouble);
    *file = (th_long_file){path, list->rows, true};
    return TH_OK;
}

th_status th_long_files_draw(th_long_files *files, th_trouble *trouble)
{
    th_status status = th_report_draw(files->arena, &files->job, trouble);
    bool placed = false;
    for (size_t id = 0; id < TH_LONG_LISTS && status == TH_OK; id++)
        if (files->job.lists.at[id].rows) {
            status = put_list_in_place(files, (th_long_list_id)id, trouble);
            placed = true;
        }
    if (placed && status == TH_OK)
        th_folder_sync(files->publication->folder);
    return status;
}
