/* Writing the list of hashes, and holding a folder against it. */
#include "batch/dossier_sums.h"

#include "base/ascii.h"
#include "base/digest.h"
#include "batch/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

enum { HASH_DIGITS = 64, MOST_FILES = 200000, MOST_DEPTH = 32, LIST_MIB = 64, MIB_BYTES = 1 << 20 };

bool th_sums_path_is_safe(th_str path)
{
    th_str rest = path, name;
    if (!path.len || path.ptr[path.len - 1] == '/')
        return false;
    for (size_t i = 0; i < path.len; i++)
        if ((unsigned char)path.ptr[i] < ' ' || path.ptr[i] == '\\' || path.ptr[i] == 0x7F)
            return false;
    while (rest.len && th_str_cut(&rest, '/', &name))
        if (!name.len || th_str_eq(name, TH_STR(".")) || th_str_eq(name, TH_STR("..")))
            return false;
    return true;
}

void th_sums_add(th_sums *sums, th_arena *arena, th_str path, th_str sha256)
{
    const th_sum sum = {th_str_copy(arena, path), th_str_copy(arena, sha256)};
    TH_PUSH(arena, sums->at, sums->n, sums->cap, sum);
}

static int by_path(const void *left, const void *right)
{
    return th_str_cmp(((const th_sum *)left)->path, ((const th_sum *)right)->path);
}

static void sort_sums(th_sums *sums)
{
    if (sums->n > 1)
        qsort(sums->at, sums->n, sizeof *sums->at, by_path);
}

th_str th_sums_text(th_arena *arena, th_sums *sums)
{
    th_buf out;
    th_buf_init(&out, arena);
    sort_sums(sums);
    for (size_t i = 0; i < sums->n; i++)
        th_buf_fmt(&out, TH_FMT "  " TH_FMT "\n", TH_ARG(sums->at[i].sha256), TH_ARG(sums->at[i].path));
    return th_buf_str(&out);
}

th_str th_sums_of(const th_sums *sums, th_str path)
{
    for (size_t i = 0; i < sums->n; i++)
        if (th_str_eq(sums->at[i].path, path))
            return sums->at[i].sha256;
    return (th_str){0};
}

/* ---- reading the list ---- */

static th_status refuse_dossier(th_arena *arena, const char *folder, th_words why, th_trouble *trouble)
{
    *trouble = (th_trouble){th_str_fmt(arena, "không dùng được hồ sơ “%s”: " TH_FMT, folder, TH_ARG(why.vi)),
                            th_str_fmt(arena, "the dossier “%s” cannot be used: " TH_FMT, folder, TH_ARG(why.en))};
    return TH_FAILED;
}

static bool is_a_file(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* "3fa9…  goc/SL.xlsx", as sha256sum writes it of a file read as text or ("*") as it is. */
static bool take_sum(th_arena *arena, th_str line, th_sums *sums)
{
    th_str path = th_str_sub(line, HASH_DIGITS + 2, line.len);
    if (line.len < HASH_DIGITS + 3 || line.ptr[HASH_DIGITS] != ' ' ||
        (line.ptr[HASH_DIGITS + 1] != ' ' && line.ptr[HASH_DIGITS + 1] != '*'))
        return false;
    for (size_t i = 0; i < HASH_DIGITS; i++)
        if (th_hex_value(line.ptr[i]) < 0 || th_is_upper(line.ptr[i]))
            return false;
    if (!th_sums_path_is_safe(path) || th_str_eq(path, TH_STR(TH_SUMS_FILE)))
        return false;
    th_sums_add(sums, arena, path, th_str_sub(line, 0, HASH_DIGITS));
    return true;
}

static th_status read_sums(th_arena *arena, const char *folder, th_sums *sums, th_trouble *trouble)
{
    const char *path = th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_SUMS_FILE, folder));
    const th_input input = {.path = th_str_of(path), .name = TH_STR(TH_SUMS_FILE)};
    th_limits limits = th_limits_default;
    limits.file_bytes = (size_t)LIST_MIB * MIB_BYTES;
    th_str bytes = {0}, line;
    if (!is_a_file(path) || th_file_fetch(arena, &limits, &input, &bytes).why)
        return refuse_dossier(arena, folder,
                              TH_WORDS_ARE("không đọc được tệp " TH_SUMS_FILE "; đây có phải thư mục hồ sơ không",
                                           "its file " TH_SUMS_FILE " cannot be read; is this the folder of a dossier"),
                              trouble);
    while (bytes.len && th_str_cut(&bytes, '\n', &line))
        if (sums->n == MOST_FILES || !take_sum(arena, line, sums))
            return refuse_dossier(
                arena, folder,
                TH_WORDS(arena, TH_SUMS_FILE ": dòng %zu không đúng", TH_SUMS_FILE ": line %zu is wrong", sums->n + 1),
                trouble);
    sort_sums(sums);
    for (size_t i = 1; i < sums->n; i++)
        if (th_str_eq(sums->at[i - 1].path, sums->at[i].path))
            return refuse_dossier(arena, folder,
                                  TH_WORDS(arena, TH_SUMS_FILE ": “" TH_FMT "” có hai dòng",
                                           TH_SUMS_FILE ": “" TH_FMT "” has two lines", TH_ARG(sums->at[i].path)),
                                  trouble);
    return TH_OK;
}

/* ---- holding a folder against it ---- */

typedef struct sums_walk {
    th_arena *arena;
    const char *folder;
    const th_sums *sums;
    th_lookup rows; /* index + 1, by path */
    bool *seen;
    th_trouble *trouble;
} sums_walk;

static th_status refuse_entry(const sums_walk *walk, th_str path, th_words why)
{
    th_arena *arena = walk->arena;
    return refuse_dossier(arena, walk->folder,
                          (th_words){th_str_fmt(arena, "“" TH_FMT "” " TH_FMT, TH_ARG(path), TH_ARG(why.vi)),
                                     th_str_fmt(arena, "“" TH_FMT "” " TH_FMT, TH_ARG(path), TH_ARG(why.en))},
                          walk->trouble);
}

static th_status check_file(sums_walk *walk, th_str path)
{
    const uint32_t *row = th_lookup_find(&walk->rows, path);
    if (!row)
        return refuse_entry(walk, path, TH_WORDS_ARE("không có trong " TH_SUMS_FILE, "is not in " TH_SUMS_FILE));
    th_arena *scratch = th_arena_scratch(walk->arena);
    const char *file = th_str_cstr(scratch, th_str_fmt(scratch, "%s/" TH_FMT, walk->folder, TH_ARG(path)));
    const th_input input = {.path = th_str_of(file), .name = path};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_str bytes = {0};
    th_refusal refusal = th_file_fetch(scratch, &any, &input, &bytes);
    bool read = !refusal.why || refusal.why == TH_REFUSED_EMPTY;
    bool same = read && th_str_eq(th_sha256(scratch, bytes), walk->sums->at[*row - 1].sha256);
    th_arena_free(scratch);
    walk->seen[*row - 1] = true;
    if (!read)
        return refuse_entry(walk, path, TH_WORDS_ARE("không đọc được", "cannot be read"));
    if (same)
        return TH_OK;
    return refuse_entry(
        walk, path,
        TH_WORDS_ARE("đã bị sửa, không khớp " TH_SUMS_FILE, "was changed, it is not what " TH_SUMS_FILE " says"));
}

/* Names of the entries of a folder below the dossier ("" is the dossier), so that none stays open while others are. */
static th_strs entries_of(const sums_walk *walk, th_str below)
{
    th_strs names = {0};
    DIR *dir = opendir(th_str_cstr(walk->arena, th_str_fmt(walk->arena, "%s/" TH_FMT, walk->folder, TH_ARG(below))));
    struct dirent *entry;
    while (dir && names.n <= MOST_FILES && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            th_strs_add(&names, walk->arena, th_str_copy(walk->arena, th_str_of(entry->d_name)));
    if (dir)
        closedir(dir);
    return names;
}

static th_status check_entry(sums_walk *walk, th_str path, th_strs *folders)
{
    struct stat st;
    th_arena *arena = walk->arena;
    if (lstat(th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT, walk->folder, TH_ARG(path))), &st) != 0)
        return refuse_entry(walk, path, th_system_words(arena, errno));
    if (S_ISDIR(st.st_mode)) {
        th_strs_add(folders, arena, path);
        return TH_OK;
    }
    if (!S_ISREG(st.st_mode))
        return refuse_entry(walk, path,
                            TH_WORDS_ARE("không phải tệp thông thường (liên kết hoặc thiết bị)",
                                         "is no regular file, but a link or a device"));
    return th_str_eq(path, TH_STR(TH_SUMS_FILE)) ? TH_OK : check_file(walk, path);
}

static size_t depth_of(th_str path)
{
    size_t depth = 0;
    for (size_t i = 0; i < path.len; i++)
        depth += path.ptr[i] == '/';
    return depth;
}

static th_status check_folder_by_folder(sums_walk *walk)
{
    th_strs folders = {0};
    th_strs_add(&folders, walk->arena, (th_str){0});
    for (size_t at = 0; at < folders.n; at++) {
        th_str below = folders.at[at];
        if (depth_of(below) > MOST_DEPTH || folders.n > MOST_FILES)
            return refuse_entry(walk, below,
                                TH_WORDS_ARE("nằm quá sâu hoặc quá nhiều", "lies too deep or is too much"));
        const th_strs names = entries_of(walk, below);
        for (size_t i = 0; i < names.n; i++) {
            th_str path = names.at[i];
            if (below.len)
                path = th_str_fmt(walk->arena, TH_FMT "/" TH_FMT, TH_ARG(below), TH_ARG(names.at[i]));
            if (check_entry(walk, path, &folders) != TH_OK)
                return TH_FAILED;
        }
    }
    return TH_OK;
}

th_status th_sums_verify(th_arena *arena, const char *folder, th_sums *sums, th_trouble *trouble)
{
    *sums = (th_sums){0};
    if (read_sums(arena, folder, sums, trouble) != TH_OK)
        return TH_FAILED;
    sums_walk walk = {.arena = arena,
                      .folder = folder,
                      .sums = sums,
                      .seen = th_arena_array(arena, sums->n + 1, sizeof(bool)),
                      .trouble = trouble};
    for (uint32_t i = 0; i < sums->n; i++)
        *th_lookup_at(&walk.rows, arena, sums->at[i].path) = i + 1;
    if (check_folder_by_folder(&walk) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < sums->n; i++)
        if (!walk.seen[i])
            return refuse_entry(&walk, sums->at[i].path, TH_WORDS_ARE("không còn", "is not there any more"));
    return TH_OK;
}
