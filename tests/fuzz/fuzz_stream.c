/* Any bytes as a record stream: it is refused with a reason and adds nothing, or it is read, and then what is
 * written of it reads back to the same bytes. */
#include "../definition_fixture.h"
#include "fact/stream.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static th_str written(const th_dataset *ds)
{
    th_buf out;
    th_buf_init(&out, ds->arena);
    th_stream_write(&out, ds);
    return th_buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const th_fixture_part parts[] = {TH_FIXTURE_PARTS};
    static th_definition *definition;
    if (!definition)
        definition = th_fixture_definition(th_arena_new(0), parts, sizeof parts / sizeof *parts);
    th_arena *arena = th_arena_new(0);
    if (!arena || !definition)
        abort();
    th_str bytes = th_str_copy(arena, (th_str){(const char *)data, size});
    th_trouble why = {0};
    th_dataset *ds = th_dataset_new(arena, definition);
    if (th_stream_read(ds, bytes, size % 2, &why) != TH_OK) {
        if (!why.vi.len || ds->nsources || ds->nfacts || ds->nstored || ds->nconversions || ds->findings.n)
            abort();
    } else if (size % 2 == 0) {
        th_dataset *again = th_dataset_new(arena, definition);
        th_str once = written(ds);
        if (th_stream_read(again, once, false, &why) != TH_OK || !th_str_eq(once, written(again)))
            abort();
        th_dataset_seal(ds);
    }
    th_arena_free(arena);
    return 0;
}
