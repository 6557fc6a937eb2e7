/* Merged ranges: which keep apart, and which covers a cell, held against asking every range in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/merges.h"

#include <stdbool.h>

enum { SIDE = 24, MOST = 40, ROUNDS = 300 };

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static th_merge random_merge(uint32_t *seed)
{
    uint32_t row = next_random(seed) % SIDE, col = next_random(seed) % SIDE;
    uint32_t height = next_random(seed) % 6, width = next_random(seed) % 6;
    if (next_random(seed) % 10 == 0)
        height = SIDE - 1 - row;
    if (next_random(seed) % 10 == 0)
        width = SIDE - 1 - col;
    return (th_merge){row, col, row + height, col + width};
}

static bool covers(const th_merge *merge, uint32_t row, uint32_t col)
{
    return row >= merge->row1 && row <= merge->row2 && col >= merge->col1 && col <= merge->col2;
}

static bool overlap(const th_merge *a, const th_merge *b)
{
    return a->row1 <= b->row2 && b->row1 <= a->row2 && a->col1 <= b->col2 && b->col1 <= a->col2;
}

static bool before(const th_merge *a, const th_merge *b)
{
    return a->row1 != b->row1 ? a->row1 < b->row1 : a->col1 <= b->col1;
}

static void those_that_overlap_come_last(const th_merge *merges, size_t kept, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool over = false;
        for (size_t k = 0; k < kept && k < (i < kept ? i : kept); k++)
            over |= overlap(&merges[k], &merges[i]) && before(&merges[k], &merges[i]);
        assert_int_equal(over, i >= kept);
        assert_true(i == 0 || i == kept || before(&merges[i - 1], &merges[i]));
    }
}

static void the_one_that_covers_a_cell_is_found(th_arena *arena, const th_merge *merges, size_t n)
{
    const th_merge_index *index = th_merge_index_new(arena, merges, n);
    for (uint32_t row = 0; row < SIDE + 6; row++)
        for (uint32_t col = 0; col < SIDE + 6; col++) {
            const th_merge *wanted = NULL;
            for (size_t i = 0; i < n && !wanted; i++)
                wanted = covers(&merges[i], row, col) ? &merges[i] : NULL;
            assert_ptr_equal(th_merge_index_find(index, row, col), wanted);
        }
}

static void ranges_are_kept_and_found_as_one_by_one(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        th_arena *arena = th_arena_new(0);
        th_merge merges[MOST];
        size_t n = next_random(&seed) % MOST;
        for (size_t i = 0; i < n; i++)
            merges[i] = random_merge(&seed);
        size_t kept = th_merges_apart(arena, merges, n);
        those_that_overlap_come_last(merges, kept, n);
        the_one_that_covers_a_cell_is_found(arena, merges, kept);
        th_arena_free(arena);
    }
}

static void without_ranges_nothing_is_covered(void **state)
{
    (void)state;
    assert_null(th_merge_index_find(th_merge_index_new(NULL, NULL, 0), 0, 0));
}

/* A ladder of ranges that are as wide as a sheet is, or as high as the ladder: the memory grows with their number. */
static size_t memory_of_ladder(uint32_t n, bool wide)
{
    th_arena *arena = th_arena_new(0);
    th_merge *merges = th_arena_array(arena, n, sizeof *merges);
    size_t before_them = th_arena_used(arena);
    for (uint32_t i = 0; i < n; i++)
        merges[i] = wide ? (th_merge){i, 0, i, 16383} : (th_merge){i / 2, i, n - 1, i};
    assert_int_equal(th_merges_apart(arena, merges, n), n);
    const th_merge_index *index = th_merge_index_new(arena, merges, n);
    assert_ptr_equal(th_merge_index_find(index, n - 1, 5), &merges[wide ? n - 1 : 5]);
    size_t used = th_arena_used(arena) - before_them;
    th_arena_free(arena);
    return used;
}

static void memory_follows_the_number_of_ranges(void **state)
{
    (void)state;
    assert_true(memory_of_ladder(16000, true) < 5 * memory_of_ladder(4000, true));
    assert_true(memory_of_ladder(16000, false) < 5 * memory_of_ladder(4000, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_kept_and_found_as_one_by_one),
        cmocka_unit_test(without_ranges_nothing_is_covered),
        cmocka_unit_test(memory_follows_the_number_of_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
