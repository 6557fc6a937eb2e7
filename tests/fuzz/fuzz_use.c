/* What was read is used: normalised, looked for forms, written as records, read back, checked, scored, and written as
 * the consolidated workbook.  Run in the folder of the project: the definition is that of samples/truong-hoc. */
#include "mutate_package.h"

#include "batch/definition.h"
#include "book/book.h"
#include "fact/extract.h"
#include "fact/stream.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    const th_definition_source source = {"samples/truong-hoc/dinh-nghia", &th_limits_default, &faults, &trouble};
    if (!forever || th_definition_open(forever, &source, &loaded, &hash) >= TH_FAILED)
        abort();
    return loaded;
}

static void use(th_arena *arena, th_book *book, size_t size)
{
    const th_definition *d = definition();
    th_dataset *one = th_dataset_new(arena, d), *all = th_dataset_new(arena, d);
    th_source source = {.file = TH_STR("a.xlsx"), .unit = TH_NONE, .period = d->period, .receipt = TH_NONE};
    th_buf records;
    th_trouble trouble = {0};
    th_book_normalise(book);
    th_extract(one, book, &source, one->findings.n);
    th_buf_init(&records, arena);
    th_stream_write(&records, one);
    if (th_stream_read(all, th_buf_str(&records), false, &trouble) != TH_OK)
        abort(); /* what a worker writes, the merge understands */
    th_dataset_seal(all);
    th_check_results checks = {0};
    th_check_run(arena, all, &checks);
    th_scores *scores = th_score_run(arena, all, &checks);
    th_findings_sort(&all->findings);
    th_report_input input = {.ds = all, .checks = &checks, .scores = scores, .program = TH_STR("fuzz")};
    if (size % 16 == 0) /* the slowest part */
        th_report_write(arena, &input, "/dev/null", &(th_trouble){0});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    definition();
    th_arena *arena = th_arena_new((size_t)256 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return 0;
    }
    th_book *book = NULL;
    th_findings findings = {0};
    if (th_book_open(arena, &th_limits_default,
                     &(th_book_file){.bytes = (th_str){(const char *)data, size}, .name = TH_STR("a")}, &book,
                     &findings) < TH_FAILED)
        use(arena, book, size);
    th_arena_free(arena);
    return 0;
}
