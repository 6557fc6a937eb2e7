/* Walks a folder and removes what is in it. */
#include "batch/remove_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* Depth is that of what we made, and of what LibreOffice keeps for itself. */
enum { DEEPEST_REMOVED = 64 };

static void remove_below(int parent, const char *name, int depth);

/* Removes a file, a folder with all that is in it, or a link, but never what a link leads to. */
static void remove_entry(int parent, const char *name, int depth)
{
    if (unlinkat(parent, name, 0) != 0)
        remove_below(parent, name, depth + 1);
}

/* Goes by descriptors: what was a folder when it was looked at cannot become a link to another one. */
static void remove_below(int parent, const char *name, int depth) // NOLINT(misc-no-recursion)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 && depth < DEEPEST_REMOVED ? fdopendir(fd) : NULL;
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_entry(fd, entry->d_name, depth);
    if (dir)
        closedir(dir);
    else if (fd >= 0)
        close(fd);
    unlinkat(parent, name, AT_REMOVEDIR);
}

void th_folder_remove(const char *path)
{
    remove_below(AT_FDCWD, path, 0);
}
