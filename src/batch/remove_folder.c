/* Walks a folder and removes what is in it. */
#include "batch/remove_folder.h"

#include "base/str.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { DEEPEST_REMOVED = 64 };

static bool is_a_folder_itself(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void remove_below(th_arena *arena, const char *path, int depth);

static void remove_entry(th_arena *arena, const char *path, int depth)
{
    if (is_a_folder_itself(path))
        remove_below(arena, path, depth + 1);
    else
        unlink(path); /* of a link the link */
}

/* Depth is that of what we made, and of what LibreOffice keeps for itself.  A folder of somebody else is left. */
static void remove_below(th_arena *arena, const char *path, int depth) // NOLINT(misc-no-recursion)
{
    DIR *dir = depth < DEEPEST_REMOVED ? opendir(path) : NULL;
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_entry(arena, th_str_cstr(arena, th_str_fmt(arena, "%s/%s", path, entry->d_name)), depth);
    if (dir)
        closedir(dir);
    rmdir(path);
}

void th_folder_remove(th_arena *arena, const char *path)
{
    th_arena *scratch = th_arena_scratch(arena);
    if (is_a_folder_itself(path))
        remove_below(scratch, path, 0);
    th_arena_free(scratch);
}
