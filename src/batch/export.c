/* Filling a folder with the tables of a store, and putting it in place. */
#define _GNU_SOURCE /* renameat2: two folders change places in one step */
#include "batch/export.h"

#include "base/digest.h"
#include "batch/files.h"
#include "batch/lock.h"
#include "batch/new_file.h"
#include "batch/process.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { DIGEST_DIGITS = 64, GAP = 2 };

/* How DOC-TOI.txt begins, in either language. */
#define MARK_VI "tonghop export: kho số liệu thành các bảng .csv\n"
#define MARK_EN "tonghop export: the store as tables .csv\n"

static const char *in_export(th_arena *arena, const char *folder, const char *name)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/%s", folder, name));
}

/* ".NAME.ENDING" beside a folder, however many slashes its path ends in. */
static const char *named_beside(th_arena *arena, const char *folder, const char *ending)
{
    th_str path = th_str_of(folder);
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    size_t name = path.len;
    while (name && path.ptr[name - 1] != '/')
        name--;
    return th_str_cstr(arena, th_str_fmt(arena, TH_FMT "." TH_FMT ".%s", (int)name, path.ptr, (int)(path.len - name),
                                         path.ptr + name, ending));
}

static th_status refuse_system(th_arena *arena, const char *path, int why, th_trouble *trouble)
{
    *trouble = th_trouble_of_system(
        arena, TH_WORDS(arena, "không ghi được thư mục “%s”", "folder “%s” cannot be written", path), why);
    return TH_FAILED;
}

/* ---- what stands there ---- */

static bool read_export_file(th_arena *arena, const char *path, th_str *bytes)
{
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_findings ignored = {0};
    return th_file_read(arena, &any, &input, bytes, &ignored) == TH_OK;
}

/* Is the file named in the text with the SHA-256 that it has? */
static bool is_named(th_arena *arena, th_str readme, const char *folder, const char *name)
{
    th_str bytes, line;
    if (!read_export_file(arena, in_export(arena, folder, name), &bytes))
        return false;
    th_str digest = th_sha256(arena, bytes);
    while (th_str_cut(&readme, '\n', &line))
        if (line.len > DIGEST_DIGITS + GAP && th_str_eq(th_str_sub(line, 0, DIGEST_DIGITS), digest) &&
            th_str_eq(th_str_sub(line, DIGEST_DIGITS + GAP, line.len), th_str_of(name)))
            return true;
    return false;
}

/* The first entry that an earlier export did not leave there; NULL: there is none.  `any_bytes`: whatever is in its
 * files. */
static const char *find_foreign(th_arena *arena, th_str readme, const char *folder, bool any_bytes)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    const char *found = NULL;
    while (dir && !found && (entry = readdir(dir))) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, TH_EXPORT_README) == 0)
            continue;
        th_arena *scratch = th_arena_scratch(arena);
        bool ours = any_bytes ? th_str_ends(th_str_of(name), TH_STR(".csv")) : is_named(scratch, readme, folder, name);
        if (!ours)
            found = th_str_cstr(arena, th_str_of(name));
        th_arena_free(scratch);
    }
    if (dir)
        closedir(dir);
    return found;
}

static th_status may_replace(th_arena *arena, const th_export *job, th_trouble *trouble)
{
    struct stat st;
    th_str readme = {0};
    if (lstat(job->folder, &st) != 0)
        return errno == ENOENT ? TH_OK : refuse_system(arena, job->folder, errno, trouble);
    bool ours = S_ISDIR(st.st_mode) &&
                read_export_file(arena, in_export(arena, job->folder, TH_EXPORT_README), &readme) &&
                (th_str_starts(readme, TH_STR(MARK_VI)) || th_str_starts(readme, TH_STR(MARK_EN)));
    if (!ours) {
        *trouble = TH_TROUBLE(arena,
                              "“%s” đã có và không phải thư mục do “tonghop export” lập, nên giữ nguyên; đặt tên khác "
                              "cho thư mục kết quả",
                              "“%s” is there already and was not made by “tonghop export”, so it is kept; choose "
                              "another name for the folder",
                              job->folder);
        return TH_FAILED;
    }
    const char *foreign = find_foreign(arena, readme, job->folder, job->guard->force);
    if (!foreign)
        return TH_OK;
    *trouble =
        TH_TROUBLE(arena,
                   "“%s/%s” không còn như “tonghop export” đã ghi, nên cả thư mục được giữ nguyên; cất tệp ấy đi "
                   "nơi khác, đặt tên khác cho thư mục kết quả, hoặc thêm --force để thay các tệp .csv",
                   "“%s/%s” is not as “tonghop export” wrote it, so the folder is kept; move that file "
                   "elsewhere, choose another name for the folder, or add --force to replace its .csv",
                   job->folder, foreign);
    return TH_FAILED;
}

/* Files only: what else is in the folder keeps it. */
static void clear_export_folder(th_arena *arena, const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlink(in_export(arena, folder, entry->d_name));
    if (dir)
        closedir(dir);
    rmdir(folder);
}

/* ---- what is written ---- */

typedef struct export_folder {
    th_export *job;
    th_store *store;
    const char *path;
    th_buf listed, sums; /* of DOC-TOI.txt: a line a table */
} export_folder;

static th_status write_table(th_arena *arena, export_folder *into, th_str name, th_trouble *trouble)
{
    th_export *job = into->job;
    th_arena *scratch = th_arena_scratch(arena);
    const char *file = th_str_cstr(arena, th_str_fmt(arena, TH_FMT ".csv", TH_ARG(name)));
    th_buf csv;
    size_t rows;
    th_buf_init(&csv, scratch);
    th_status status = th_store_csv(into->store, name, &csv, &rows, trouble);
    if (status == TH_OK) {
        int why = th_new_file(in_export(scratch, into->path, file), th_buf_str(&csv), 0640);
        if (why)
            status = refuse_system(arena, job->folder, why, trouble);
        th_str digest = th_sha256(scratch, th_buf_str(&csv));
        th_buf_fmt(&into->sums, TH_FMT "  %s\n", TH_ARG(digest), file);
        th_buf_fmt(&into->listed, job->english ? "  %s: %zu rows\n" : "  %s: %zu dòng\n", file, rows);
        job->ntables++;
        job->nrows += rows;
    }
    th_arena_free(scratch);
    return status;
}

static const char explained_vi[] =
    "Mỗi bảng một tệp .csv: UTF-8, các cột cách nhau bằng dấu phẩy, dòng đầu là tên cột.\n"
    "Các bảng v_… đọc được ngay: v_so_lieu_hien_nay (số liệu đang tính), v_lich_su (từng số đã đổi ra sao),\n"
    "v_tep_da_tinh (biểu nào lấy ở tệp nào), v_phat_hien_mo (điều còn phải xem), v_luot_chay (các lượt chạy).\n"
    "Các bảng khác là bảng của kho, giải thích từng cột ở docs/so-lieu.md của chương trình.\n"
    "\n"
    "Mở bằng Excel: trang Dữ liệu › Từ văn bản/CSV, dấu phân cách là dấu phẩy. (Bấm đúp vào tệp thì Excel của máy\n"
    "đặt tiếng Việt dồn mọi cột vào một.) LibreOffice: chọn UTF-8 và dấu phẩy.\n"
    "Chữ bắt đầu bằng = + - @ có thêm dấu ' ở trước, để bảng tính không tính nó như công thức; số âm thì không.\n"
    "Phân số như 1/3 ở cột gia_tri_dung có thể bị bảng tính đổi thành ngày: chọn kiểu Văn bản cho cột ấy khi mở.\n"
    "Cột bytes của bảng parts chỉ ghi số byte.\n"
    "\n"
    "Đây là bản chép để xem. Sửa ở đây không đổi gì trong kho; điều cần đổi thì ghi vào sổ ban thư ký.\n";
static const char explained_en[] =
    "Each table is a file .csv: UTF-8, commas between columns, the first line has their names.\n"
    "The tables v_… can be read as they stand: v_so_lieu_hien_nay (figures that count now), v_lich_su (how each\n"
    "figure changed), v_tep_da_tinh (which form is taken from which file), v_phat_hien_mo (what is open),\n"
    "v_luot_chay (runs).\n"
    "The others are the tables of the store; docs/so-lieu.md of the program explains each column.\n"
    "\n"
    "In Excel: Data › From Text/CSV, the delimiter is a comma. (A double click puts all columns into one where the\n"
    "machine separates lists by semicolons.) LibreOffice: choose UTF-8 and the comma.\n"
    "A text that begins with = + - @ has a ' before it, so that no spreadsheet computes it; a negative number has\n"
    "not.\n"
    "A fraction such as 1/3 in gia_tri_dung may be taken for a date: make that column Text when opening.\n"
    "Column bytes of table parts has the number of bytes only.\n"
    "\n"
    "This is a copy to look at.  Changing it changes nothing in the store; what is to be decided goes into the\n"
    "ledger.\n";

static th_status write_readme(th_arena *arena, const export_folder *into, long long last, th_trouble *trouble)
{
    const th_export *job = into->job;
    th_buf text;
    th_buf_init(&text, arena);
    th_str listed = th_buf_str(&into->listed), sums = th_buf_str(&into->sums);
    if (job->english)
        th_buf_fmt(&text, MARK_EN "Store: %s, up to run %lld\n\n%s\nTables:\n" TH_FMT "\nSHA-256:\n" TH_FMT, job->store,
                   last, explained_en, TH_ARG(listed), TH_ARG(sums));
    else
        th_buf_fmt(&text, MARK_VI "Kho: %s, đến lượt %lld\n\n%s\nCác bảng:\n" TH_FMT "\nSHA-256:\n" TH_FMT, job->store,
                   last, explained_vi, TH_ARG(listed), TH_ARG(sums));
    int why = th_new_file(in_export(arena, into->path, TH_EXPORT_README), th_buf_str(&text), 0640);
    return why ? refuse_system(arena, job->folder, why, trouble) : TH_OK;
}

static th_status fill_folder(th_arena *arena, th_store *store, th_export *job, const char *part, th_trouble *trouble)
{
    th_strs names = {0};
    long long last;
    export_folder into = {.job = job, .store = store, .path = part};
    th_buf_init(&into.listed, arena);
    th_buf_init(&into.sums, arena);
    th_status status = th_store_tables(store, arena, &names, trouble);
    if (status == TH_OK)
        status = th_store_last(store, &last, trouble);
    for (size_t i = 0; i < names.n && status == TH_OK; i++)
        status = write_table(arena, &into, names.at[i], trouble);
    th_store_tables_end(store);
    return status == TH_OK ? write_readme(arena, &into, last, trouble) : status;
}

/* ---- putting it in place ---- */

/* A folder that is there changes places with the new one, and goes.  Where a file system cannot do that, it is moved
 * away first: for a moment nothing is there. */
static int put_folder_in_place(th_arena *arena, const char *part, const char *folder)
{
    if (renameat2(AT_FDCWD, part, AT_FDCWD, folder, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno == EEXIST && renameat2(AT_FDCWD, part, AT_FDCWD, folder, RENAME_EXCHANGE) == 0) {
        clear_export_folder(arena, part);
        return 0;
    }
    const char *old = named_beside(arena, folder, "old");
    struct stat st;
    bool there = lstat(folder, &st) == 0;
    clear_export_folder(arena, old);
    if (there && rename(folder, old) != 0)
        return errno;
    if (rename(part, folder) != 0) {
        int why = errno;
        if (there)
            rename(old, folder);
        return why;
    }
    clear_export_folder(arena, old);
    return 0;
}

static th_status export_locked(th_arena *arena, th_export *job, th_trouble *trouble)
{
    th_store *store;
    const char *part = named_beside(arena, job->folder, "part");
    if (may_replace(arena, job, trouble) != TH_OK ||
        th_store_open(arena, job->store, TH_STORE_READ, &store, trouble) != TH_OK)
        return TH_FAILED;
    clear_export_folder(arena, part); /* of an export that was killed */
    th_status status = mkdir(part, 0750) == 0 ? TH_OK : refuse_system(arena, part, errno, trouble);
    if (status == TH_OK)
        status = fill_folder(arena, store, job, part, trouble);
    th_store_close(store);
    if (status == TH_OK) {
        th_folder_sync(part);
        int why = put_folder_in_place(arena, part, job->folder);
        if (why)
            status = refuse_system(arena, job->folder, why, trouble);
    }
    if (status != TH_OK) {
        clear_export_folder(arena, part);
        return status;
    }
    th_process_publishes();
    th_folder_sync(th_str_cstr(arena, th_str_fmt(arena, "%s/..", job->folder)));
    return TH_OK;
}

th_status th_export_do(th_arena *arena, th_export *job, th_trouble *trouble)
{
    th_lock lock = {named_beside(arena, job->folder, "lock"), -1};
    if (th_guard_allows_folder(job->guard, job->folder, trouble) != TH_OK ||
        th_lock_take(arena, &lock, job->folder, trouble) != TH_LOCK_HELD)
        return TH_FAILED;
    th_status status = export_locked(arena, job, trouble);
    th_lock_release(&lock);
    return status;
}
