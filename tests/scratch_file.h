/* A file of a test, in TMPDIR or where such files go: a path that nobody else has, and the bytes written there. */
#ifndef TH_TESTS_SCRATCH_FILE_H
#define TH_TESTS_SCRATCH_FILE_H

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SCRATCH_MOST_BYTES = 1 << 20 };

/* In `arena`.  Nothing is there yet.  NULL: none can be made. */
static inline const char *scratch_path(th_arena *arena)
{
    const char *folder = getenv("TMPDIR");
    th_str pattern = th_str_fmt(arena, "%s/tonghop-test-XXXXXX", folder && *folder ? folder : "/tmp");
    char *path = th_arena_array(arena, pattern.len + 1, 1);
    for (size_t i = 0; i < pattern.len; i++)
        path[i] = pattern.ptr[i];
    int fd = mkstemp(path);
    return fd >= 0 && close(fd) == 0 && remove(path) == 0 ? path : NULL;
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
