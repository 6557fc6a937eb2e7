/* What was read is used: normalised, looked for forms, written as records, read back, checked, scored, and drawn as the
 * consolidated workbook.  Run in the folder of the project: the definition is that of samples/truong-hoc. */
enum { TARGET_MEGABYTES = 256 };
#include "consolidated.h"
#include "mutate_package.h"
#include "target.h"

#include "../definition_fixture.h"

#include "batch/definition.h"
#include "book/book.h"
#include "fact/extract.h"
#include "fact/stream.h"

static const th_definition *definition(void)
{
    static th_definition *loaded;
    static th_arena *forever;
    th_str hash;
    th_trouble trouble = {0};
    th_findings faults = {0};
    if (loaded)
        return loaded;
    forever = th_arena_new(0);
    const th_definition_source source = {
        .path = "samples/truong-hoc/dinh-nghia", .limits = &th_limits_default, .faults = &faults, .trouble = &trouble};
    if (!forever || th_definition_open(forever, &source, &loaded, &hash) >= TH_FAILED)
        abort();
    return loaded;
}

static bool use(th_arena *arena, th_book *book)
{
    const th_definition *d = definition();
    th_dataset *one = th_dataset_new(arena, d), *all = th_dataset_new(arena, d);
    th_source source = {.file = TH_STR("a.xlsx"),
                        .sha256 = TH_STR(TH_FIXTURE_HASH),
                        .unit = TH_NONE,
                        .period = d->period,
                        .receipt = TH_NONE};
    th_buf records;
    th_trouble trouble = {0};
    th_book_normalise(book);
    th_extract(one, book, &source, one->findings.n);
    th_buf_init(&records, arena);
    th_stream_write(&records, one);
    if (th_stream_read(all, th_buf_str(&records), TH_STREAM_SUBMITTED, &trouble) != TH_OK) {
        fprintf(stderr, TH_FMT "\n", TH_ARG(trouble.en)); /* what a worker writes, the merge understands */
        abort();
    }
    th_dataset_seal(all);
    return consolidated(arena, all);
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_book *book = NULL;
    th_findings findings = {0};
    definition();
    return th_book_open(arena, &th_limits_default, &(th_book_file){.bytes = input, .name = TH_STR("a")}, &book,
                        &findings) < TH_FAILED &&
           use(arena, book);
}
