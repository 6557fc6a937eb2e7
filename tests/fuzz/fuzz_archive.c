/* Archives through libarchive: whatever the bytes, no two members have one name, and the limits hold. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "pack/archive.h"

static bool leaves_dots(th_arena *arena, th_str name)
{
    (void)arena;
    return th_str_starts(name, TH_STR("."));
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_limits limits = th_limits_default;
    limits.file_bytes = (size_t)4 * 1024 * 1024;
    th_archive archive;
    th_status status = th_archive_read(arena, &limits, input, leaves_dots, &archive);
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
    return status < TH_FAILED && archive.n;
}
