/* Archives through libarchive: whatever the bytes, no two members have one name, and the limits hold. */
#include "pack/archive.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool leaves_dots(th_arena *arena, th_str name)
{
    (void)arena;
    return th_str_starts(name, TH_STR("."));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    th_arena *arena = th_arena_new((size_t)64 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return 0;
    }
    th_limits limits = th_limits_default;
    limits.file_bytes = (size_t)4 * 1024 * 1024;
    th_archive archive;
    th_status status = th_archive_read(arena, &limits, (th_str){(const char *)data, size}, leaves_dots, &archive);
    if ((status == TH_FAILED) != (archive.state != TH_ARCHIVE_WHOLE) || (status == TH_FAILED && archive.n))
        abort();
    size_t total = 0;
    for (size_t i = 0; i < archive.n; i++) {
        total += archive.at[i].bytes.len;
        if (i && th_str_eq(archive.at[i].name.text, archive.at[i - 1].name.text))
            abort(); /* a name stands for one member */
    }
    if (total > limits.file_bytes || archive.n > limits.archive_members)
        abort();
    th_arena_free(arena);
    return 0;
}
