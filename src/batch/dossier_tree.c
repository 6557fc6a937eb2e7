/* Making a folder of files. */
#include "batch/dossier_tree.h"

#include "base/digest.h"
#include "batch/new_file.h"
#include "batch/remove_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { FILE_MODE = 0640, FOLDER_MODE = 0750 };
#define PART_NAME ".ho-so.part"

static const char *inside(th_arena *arena, const char *folder, th_str name)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT, folder, TH_ARG(name)));
}

void th_tree_abandon(const th_tree *tree)
{
    th_folder_remove(tree->part);
}

/* ---- making ---- */

static th_status refuse_tree(th_tree *tree, th_words why)
{
    *tree->trouble =
        (th_trouble){th_str_fmt(tree->arena, "không lập được hồ sơ trong “%s”: " TH_FMT, tree->folder, TH_ARG(why.vi)),
                     th_str_fmt(tree->arena, "no dossier can be made in “%s”: " TH_FMT, tree->folder, TH_ARG(why.en))};
    th_tree_abandon(tree);
    return TH_FAILED;
}

static th_status refuse_of_system(th_tree *tree, th_str path, int code)
{
    th_words what = {th_str_fmt(tree->arena, "không ghi được “" TH_FMT "”", TH_ARG(path)),
                     th_str_fmt(tree->arena, "“" TH_FMT "” cannot be written", TH_ARG(path))};
    return refuse_tree(tree, th_trouble_of_system(tree->arena, what, code));
}

th_status th_tree_begin(th_tree *tree)
{
    tree->part = inside(tree->arena, tree->folder, TH_STR(PART_NAME));
    tree->root = inside(tree->arena, tree->part, TH_STR("ho-so"));
    tree->sums = (th_sums){0};
    th_tree_abandon(tree);
    if ((mkdir(tree->folder, FOLDER_MODE) != 0 && errno != EEXIST) || mkdir(tree->part, FOLDER_MODE) != 0 ||
        mkdir(tree->root, FOLDER_MODE) != 0)
        return refuse_of_system(tree, th_str_of(tree->folder), errno);
    return TH_OK;
}

/* The folders above a file. */
static bool make_folders(th_arena *arena, const char *root, th_str path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] != '/')
            continue;
        if (mkdir(inside(arena, root, th_str_sub(path, 0, i)), FOLDER_MODE) != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

th_status th_tree_place(th_tree *tree, th_str path, const char **file)
{
    if (!th_sums_path_is_safe(path))
        return refuse_tree(tree, (th_words){th_str_fmt(tree->arena, "tên “" TH_FMT "” không dùng được", TH_ARG(path)),
                                            th_str_fmt(tree->arena, "name “" TH_FMT "” cannot be used", TH_ARG(path))});
    *file = inside(tree->arena, tree->root, path);
    return make_folders(tree->arena, tree->root, path) ? TH_OK : refuse_of_system(tree, path, errno);
}

th_status th_tree_put(th_tree *tree, th_str path, th_str bytes)
{
    const char *file;
    if (th_tree_place(tree, path, &file) != TH_OK)
        return TH_FAILED;
    int why = th_new_file(file, bytes, FILE_MODE);
    if (why)
        return refuse_of_system(tree, path, why);
    th_sums_add(&tree->sums, tree->arena, path, th_sha256(tree->arena, bytes));
    return TH_OK;
}

static th_refusal fetch_all(th_arena *arena, const char *from, th_str *bytes)
{
    const th_input input = {.path = th_str_of(from), .name = th_str_of(from)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    *bytes = (th_str){0};
    th_refusal refusal = th_file_fetch(arena, &any, &input, bytes);
    if (refusal.why == TH_REFUSED_EMPTY)
        refusal = (th_refusal){0};
    return refusal;
}

static th_status refuse_original(th_tree *tree, const char *from, th_refusal refusal)
{
    th_words why = TH_WORDS_ARE("nội dung đã đổi sau khi lượt này đọc", "it has changed since this run read it");
    if (refusal.why == TH_REFUSED_SYSTEM)
        why = th_system_words(tree->arena, refusal.code);
    return refuse_tree(tree,
                       (th_words){th_str_fmt(tree->arena, "không chép được “%s”: " TH_FMT, from, TH_ARG(why.vi)),
                                  th_str_fmt(tree->arena, "“%s” cannot be copied: " TH_FMT, from, TH_ARG(why.en))});
}

th_status th_tree_copy(th_tree *tree, th_str path, const char *from, th_str sha256)
{
    th_arena *arena = tree->arena, *scratch = th_arena_scratch(arena);
    th_str bytes;
    th_status status = TH_OK;
    th_refusal refusal = fetch_all(scratch, from, &bytes);
    if (refusal.why || (sha256.len && !th_str_eq(th_sha256(scratch, bytes), sha256)))
        status = refuse_original(tree, from, refusal);
    else
        status = th_tree_put(tree, path, bytes);
    th_arena_free(scratch);
    return status;
}

th_status th_tree_adopt(th_tree *tree, th_str path)
{
    const char *file = inside(tree->arena, tree->root, path);
    th_arena *scratch = th_arena_scratch(tree->arena);
    th_str bytes, sha256 = {0};
    th_refusal refusal = fetch_all(scratch, file, &bytes);
    if (!refusal.why)
        sha256 = th_sha256(tree->arena, bytes);
    th_arena_free(scratch);
    int fd = open(file, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    bool synced = fd >= 0 && fchmod(fd, FILE_MODE) == 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (refusal.why || !synced)
        return refuse_of_system(tree, path, why);
    th_sums_add(&tree->sums, tree->arena, path, sha256);
    return TH_OK;
}

/* ---- the name ---- */

/* Every folder above a file, some of them several times. */
static void sync_folders(const th_tree *tree)
{
    th_arena *scratch = th_arena_scratch(tree->arena);
    for (size_t i = 0; i < tree->sums.n; i++) {
        th_str path = tree->sums.at[i].path;
        for (size_t k = 0; k < path.len; k++)
            if (path.ptr[k] == '/')
                th_folder_sync(inside(scratch, tree->root, th_str_sub(path, 0, k)));
    }
    th_folder_sync(tree->root);
    th_arena_free(scratch);
}

th_status th_tree_name(th_tree *tree, th_str name, const char **path)
{
    th_sums read;
    struct stat st;
    th_str list = th_sums_text(tree->arena, &tree->sums);
    int why = th_new_file(inside(tree->arena, tree->root, TH_STR(TH_SUMS_FILE)), list, FILE_MODE);
    if (why)
        return refuse_of_system(tree, TH_STR(TH_SUMS_FILE), why);
    if (th_sums_verify(tree->arena, tree->root, &read, tree->trouble) != TH_OK) {
        th_tree_abandon(tree);
        return TH_FAILED;
    }
    sync_folders(tree);
    *path = inside(tree->arena, tree->folder, name);
    if (lstat(*path, &st) == 0)
        return refuse_of_system(tree, name, EEXIST);
    if (rename(tree->root, *path) != 0)
        return refuse_of_system(tree, name, errno);
    th_folder_sync(tree->folder);
    th_tree_abandon(tree);
    return TH_OK;
}
