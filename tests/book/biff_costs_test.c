/* What an .xls may cost: records that a hostile file fills so that each leads through all others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "xls_builder.h"

#include <time.h>

static int setup(void **state)
{
    *state = th_arena_new(64 * 1024 * 1024);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

/* A text as long as a cell may hold, with a run for each letter. */
static void put_rich_text(bytes *b, unsigned row, unsigned units)
{
    enum { PIECE = 4000, RUNS = 2000 };
    begin(b, TH_BIFF_RSTRING);
    cell(b, row, 0, 0);
    put2(b, units);
    put1(b, 1);
    for (unsigned i = 0; i < units; i++) {
        if (i && i % PIECE == 0) {
            end(b);
            begin(b, TH_BIFF_CONTINUE);
            put1(b, 1);
        }
        put2(b, 0x1EC7);
    }
    end(b);
    begin(b, TH_BIFF_CONTINUE);
    put2(b, units);
    for (unsigned i = 0; i < units; i++) {
        if (i && i % RUNS == 0) {
            end(b);
            begin(b, TH_BIFF_CONTINUE);
        }
        put2(b, i);
        put2(b, i % 2);
    }
    end(b);
}

/* Counting the letters before each run from the beginning of the text would take a minute. */
static void many_runs_are_found_fast(void **state)
{
    enum { UNITS = 32000, ROWS = 24, SECONDS = 5, LETTER = 3 };
    made m;
    th_book *book;
    globals(&m, 8);
    start_sheet(&m);
    for (unsigned row = 0; row < ROWS; row++)
        put_rich_text(&m.b, row, UNITS);
    eof(&m.b);
    clock_t begun = clock();
    assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
    assert_true(clock() - begun < SECONDS * CLOCKS_PER_SEC);
    const th_cell *last = th_sheet_at(&book->sheets[0], ROWS - 1, 0);
    assert_int_equal(last->raw.len, LETTER * UNITS);
    assert_int_equal(last->nruns, UNITS);
    assert_int_equal(last->runs[UNITS - 1].start, LETTER * (UNITS - 1));
    free(m.b.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(many_runs_are_found_fast, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
