/* A record stream of any records, with the count and the hash that a forger computes, too: it is refused with a reason
 * and adds nothing, or it is read, and then what is written of it reads back to the same bytes. */
enum { TARGET_MEGABYTES = 64 };
#include "mutate_stream.h"
#include "target.h"

static bool fuzz_try(th_arena *arena, th_str input)
{
    const th_definition *definition = stream_definition();
    const th_stream_use use = (th_stream_use)(input.len % 3);
    th_trouble why = {0};
    th_dataset *ds = th_dataset_new(arena, definition);
    if (th_stream_read(ds, input, use, &why) != TH_OK) {
        if (!why.vi.len || ds->nsources || ds->nfacts || ds->nstored || ds->nconversions || ds->findings.n)
            abort();
        return false;
    }
    /* Records of codes that the definition does not know are left out, and a list may have lost its first rows. */
    bool whole = true;
    for (size_t i = 0; i < ds->findings.n; i++)
        whole = whole && ds->findings.at[i].kind != TH_F_FILE_RECORDS;
    if (use != TH_STREAM_LAST_YEAR && whole) {
        th_dataset *again = th_dataset_new(arena, definition);
        th_str once = stream_written(arena, ds);
        if (th_stream_read(again, once, use, &why) != TH_OK || !th_str_eq(once, stream_written(arena, again)))
            abort();
    }
    th_dataset_seal(ds);
    return true;
}
