/* Folders and files of a test, in TMPDIR or where such files go: nobody else has them, and they are gone with the arena
 * that asked for them. */
#ifndef TH_TESTS_SCRATCH_FILE_H
#define TH_TESTS_SCRATCH_FILE_H

#include "base/str.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { SCRATCH_MOST_BYTES = 1 << 22, SCRATCH_LONGEST_PATH = 4096 };

typedef struct scratch_place {
    char path[SCRATCH_LONGEST_PATH];
    pid_t maker; /* a process that was forked leaves it alone */
} scratch_place;

static inline void scratch_remove(const char *path)
{
    if (remove(path) == 0)
        return;
    DIR *dir = opendir(path);
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        char inside[SCRATCH_LONGEST_PATH];
        int len = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && len > 0 && len < SCRATCH_LONGEST_PATH)
            scratch_remove(inside);
    }
    if (dir)
        closedir(dir);
    remove(path);
}

static inline void scratch_leave(void *what)
{
    const scratch_place *place = what;
    if (place->maker == getpid())
        scratch_remove(place->path);
}

/* An empty folder; its path is in `arena`.  NULL: none can be made. */
static inline const char *scratch_folder(th_arena *arena)
{
    const char *parent = getenv("TMPDIR");
    scratch_place *place = th_arena_alloc(arena, sizeof *place);
    int len = snprintf(place->path, sizeof place->path, "%s/tonghop-test-XXXXXX", parent && *parent ? parent : "/tmp");
    if (len < 0 || len >= SCRATCH_LONGEST_PATH || !mkdtemp(place->path))
        return NULL;
    place->maker = getpid();
    th_arena_defer(arena, scratch_leave, place);
    return place->path;
}

/* A path in a folder of its own, in `arena`.  Nothing is there yet.  NULL: none can be made. */
static inline const char *scratch_path(th_arena *arena)
{
    const char *folder = scratch_folder(arena);
    return folder ? th_str_cstr(arena, th_str_fmt(arena, "%s/file", folder)) : NULL;
}

/* At most SCRATCH_MOST_BYTES, in `arena`; "" where there is no such file. */
static inline th_str scratch_bytes(th_arena *arena, const char *path)
{
    FILE *from = fopen(path, "rb");
    if (!from)
        return (th_str){0};
    char *bytes = th_arena_alloc(arena, SCRATCH_MOST_BYTES);
    size_t n = fread(bytes, 1, SCRATCH_MOST_BYTES, from);
    fclose(from);
    return (th_str){bytes, n};
}

#endif
