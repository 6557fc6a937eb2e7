/* A definition learnt from whatever was read, loaded, and the workbook drawn as a reply.  With STRICT in the
 * environment a proposal that has a fault is a finding too. */
enum { TARGET_MEGABYTES = 256 };
#include "target.h"

#include "in_memory.h"
#include "mutate_package.h"

#include "book/book.h"
#include "learn/learn.h"
#include "report/feedback.h"

static bool learn(th_arena *arena, th_book *book, size_t size)
{
    th_learned learned;
    th_definition *d = NULL;
    th_findings faults = {0};
    th_book_normalise(book);
    if (th_learn(arena, book, 2022, &learned) != TH_OK)
        return false;
    const th_definition_parts parts = {learned.parts, learned.nparts};
    if (th_definition_load(arena, &th_limits_default, &parts, &d, &faults) != TH_OK) {
        for (size_t i = 0; i < faults.n && getenv("STRICT"); i++)
            fprintf(stderr, TH_FMT " %u: " TH_FMT "\n", TH_ARG(faults.at[i].place.sheet), faults.at[i].place.row + 1,
                    TH_ARG(faults.at[i].vi));
        if (getenv("STRICT"))
            abort();
        return false;
    }
    th_dataset *ds = th_dataset_new(arena, d);
    th_source source = {.file = TH_STR("a.xlsx"), .unit = 0, .receipt = TH_NONE};
    th_feedback feedback = {.ds = ds, .unit = 0, .source = &source, .book = book};
    th_trouble trouble = {0};
    th_dataset_seal(ds);
    if (size % 8 == 0) /* the slowest part */
        in_memory_drawn(th_feedback_write(arena, &feedback, &(th_drawn){.path = in_memory_path()}, &trouble), &trouble);
    return true;
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    th_book *book = NULL;
    th_findings findings = {0};
    return th_book_open(arena, &th_limits_default, &(th_book_file){.bytes = input, .name = TH_STR("a")}, &book,
                        &findings) < TH_FAILED &&
           learn(arena, book, input.len);
}
