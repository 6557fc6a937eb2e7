/* Texts of many runs: each run gets its part of what the whole becomes, and the work follows the number of runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/encoding.h"

/* "hµ" and "ng", or a VNI letter apart from its mark, in turn. */
static th_run_text run_of(size_t i, bool apart)
{
    if (apart)
        return (th_run_text){i % 2 ? TH_STR("ø ") : TH_STR("ha"), TH_STR("VNI-Times")};
    return (th_run_text){i % 2 ? TH_STR("ng ") : TH_STR("hµ"), TH_STR(".VnTime")};
}

/* What the arena handed out for a text of `n` runs; all of its readings must be right. */
static size_t memory_of_runs(size_t n, bool apart)
{
    th_arena *arena = th_arena_new(0);
    th_run_text *runs = th_arena_array(arena, n, sizeof *runs);
    th_run_reading *readings = th_arena_array(arena, n, sizeof *readings);
    for (size_t i = 0; i < n; i++)
        runs[i] = run_of(i, apart);
    size_t before = th_arena_used(arena);
    th_normal normal = th_text_normalise(arena, runs, n, NULL, readings);
    size_t used = th_arena_used(arena) - before, at = 0;
    for (size_t i = 0; i < n; i++) {
        th_str wanted = i % 2 ? TH_STR("ng ") : TH_STR("hà");
        if (apart) /* the mark belongs to the letter before it */
            wanted = i % 2 ? TH_STR(" ") : TH_STR("hà");
        assert_true(th_str_eq(readings[i].text, wanted));
        assert_true(th_str_eq(th_str_sub(normal.text, at, wanted.len), wanted));
        at += wanted.len;
    }
    assert_int_equal(at, normal.text.len);
    th_arena_free(arena);
    return used;
}

static void each_run_gets_its_part_however_many_there_are(void **state)
{
    (void)state;
    static const size_t counts[] = {2, 4, 10, 100, 398, 400, 402, 1000, 8000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (int apart = 0; apart < 2; apart++)
            memory_of_runs(counts[i], apart);
}

static void memory_follows_the_number_of_runs(void **state)
{
    (void)state;
    for (int apart = 0; apart < 2; apart++)
        assert_true(memory_of_runs(8000, apart) < 5 * memory_of_runs(2000, apart));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_run_gets_its_part_however_many_there_are),
        cmocka_unit_test(memory_follows_the_number_of_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
