/* The container itself: directory, headers, deflate streams; every entry is inflated. */
enum { TARGET_MEGABYTES = 64 };
#include "target.h"

#include "pack/zip.h"

static bool add_up(void *ctx, const char *piece, size_t len)
{
    size_t *sum = ctx;
    for (size_t i = 0; i < len; i++)
        *sum += (unsigned char)piece[i];
    return true;
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_limits limits = th_limits_default;
    limits.inflated_bytes = (size_t)8 * 1024 * 1024;
    th_zip zip;
    size_t sum = 0;
    th_status status = th_zip_open(arena, &limits, input, &zip);
    if ((status == TH_FAILED) != (zip.trouble.vi.len > 0))
        abort(); /* a refusal has a reason */
    for (size_t i = 0; status == TH_OK && i < zip.n; i++)
        if (th_zip_inflate(arena, &zip, &zip.entries[i], add_up, &sum) == TH_OK &&
            th_zip_find(&zip, zip.entries[i].name) == NULL)
            abort();
    return status == TH_OK;
}
