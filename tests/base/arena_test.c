/* The arena: alignment, zeroed memory, the budget to its last byte, deferred functions, growing arrays. */
#include "base/same.h"

#include "base/arena.h"

#include <string.h>

enum { ALIGNMENT = 16, FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

static void memory_is_aligned_zeroed_and_apart(void **state)
{
    unsigned char *last = NULL;
    for (size_t size = 0; size < 200; size++) {
        unsigned char *got = th_arena_alloc(*state, size);
        assert_non_null(got);
        assert_int_equal((uintptr_t)got % ALIGNMENT, 0);
        assert_true(size < 2 || got != last);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(got[i], 0);
            got[i] = 0xFF; /* the next one must not see it */
        }
        last = got;
    }
}

static void what_is_handed_out_is_counted_in_whole_units(void **state)
{
    th_arena *arena = *state;
    assert_int_equal(th_arena_used(arena), 0);
    static const size_t sizes[] = {0, 1, 16, 17, 32}, sums[] = {0, 16, 32, 64, 96};
    for (size_t i = 0; i < 5; i++) {
        th_arena_alloc(arena, sizes[i]);
        assert_int_equal(th_arena_used(arena), sums[i]);
    }
    th_arena_array(arena, 3, 16);
    assert_int_equal(th_arena_used(arena), 144);
}

static void what_was_allocated_last_grows_where_it_is(void **state)
{
    th_arena *arena = th_arena_scratch(*state);
    unsigned char *first = th_arena_alloc(arena, 20);
    size_t before = th_arena_used(*state);
    first[19] = 7;
    assert_true(th_arena_extend(arena, first, 20, 100));
    assert_int_equal(th_arena_used(arena), 112);
    assert_int_equal(th_arena_used(*state), before + 80);
    assert_int_equal(first[19], 7);
    for (size_t i = 20; i < 112; i++)
        assert_int_equal(first[i], 0);
    unsigned char *second = th_arena_alloc(arena, 16);
    assert_ptr_equal(second, first + 112);
    assert_false(th_arena_extend(arena, first, 100, 200)); /* it is not the last any more */
    assert_false(th_arena_extend(arena, second, 16, 8));
    assert_false(th_arena_extend(arena, second, 16, SIZE_MAX));
    assert_false(th_arena_extend(arena, second, 16, FIRST_BLOCK));
    assert_int_equal(th_arena_used(arena), 128);
    th_arena_free(arena);
}

static void what_is_given_back_is_handed_out_again_and_zero(void **state)
{
    th_arena *arena = th_arena_scratch(*state);
    unsigned char *first = th_arena_alloc(arena, 100);
    memset(first, 0xFF, 112);
    th_arena_give_back(arena, first, 100, 20);
    assert_int_equal(th_arena_used(arena), 32);
    unsigned char *second = th_arena_alloc(arena, 96);
    assert_ptr_equal(second, first + 32);
    for (size_t i = 0; i < 96; i++)
        assert_int_equal(second[i], 0);
    th_arena_give_back(arena, first, 100, 0); /* it is not the last any more */
    assert_int_equal(th_arena_used(arena), 128);
    th_arena_free(arena);
}

static void a_budget_holds_for_what_grows_where_it_is(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(64);
    void *volatile memory = NULL;
    assert_int_equal(TH_ARENA_GUARD(arena), 0);
    memory = th_arena_alloc(arena, 16);
    assert_false(th_arena_extend(arena, memory, 16, 65));
    assert_true(th_arena_extend(arena, memory, 16, 64));
    th_arena_free(arena);
}

/* How often `size` bytes are served from `budget`. */
static int served(size_t budget, size_t size)
{
    th_arena *arena = th_arena_new(budget);
    assert_non_null(arena);
    volatile int times = 0;
    if (!TH_ARENA_GUARD(arena))
        while (times < 1000) {
            th_arena_alloc(arena, size);
            times++;
        }
    assert_true(times == 1000 || th_arena_used(arena) <= budget);
    th_arena_free(arena);
    return times;
}

static void a_budget_may_be_used_up_exactly_and_not_by_more(void **state)
{
    (void)state;
    assert_int_equal(served(160, 16), 10);
    assert_int_equal(served(159, 16), 9);
    assert_int_equal(served(161, 16), 10);
    assert_int_equal(served(16, 16), 1);
    assert_int_equal(served(15, 16), 0);
    assert_int_equal(served(16, 17), 0);
    assert_int_equal(served(1000, 64), 15);
    assert_int_equal(served(0, 64), 1000); /* no limit */
    assert_int_equal(served(FIRST_BLOCK * 3, FIRST_BLOCK), 3);
}

static void sizes_that_no_machine_has_return_to_the_owner(void **state)
{
    (void)state;
    for (volatile int i = 0; i < 5; i++) {
        th_arena *volatile arena = th_arena_new(0);
        volatile int jumped = 0;
        size_t cap = SIZE_MAX / 2 + 1;
        if (TH_ARENA_GUARD(arena))
            jumped = 1;
        else if (i == 0)
            th_arena_alloc(arena, SIZE_MAX);
        else if (i == 1)
            th_arena_alloc(arena, SIZE_MAX - ALIGNMENT);
        else if (i == 2)
            th_arena_array(arena, SIZE_MAX / 16 + 1, 16);
        else if (i == 3)
            th_arena_array(arena, SIZE_MAX / 2, 3);
        else
            th_arena_grow(arena, NULL, cap, &cap, 1);
        assert_int_equal(jumped, 1);
        th_arena_free(arena);
    }
}

static void the_recovery_point_can_be_reached_again(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(64);
    volatile int jumps = 0;
    if (TH_ARENA_GUARD(arena))
        jumps++;
    if (jumps < 3)
        th_arena_alloc(arena, 65);
    assert_int_equal(jumps, 3);
    assert_int_equal(th_arena_used(arena), 0); /* what was refused is not counted */
    assert_non_null(th_arena_alloc(arena, 64));
    th_arena_free(arena);
}

/* Large and small items in turn: none lies over another, and what is written stays. */
static void blocks_of_all_sizes_hold_what_was_written(void **state)
{
    enum { ITEMS = 300 };
    static const size_t sizes[] = {24,  FIRST_BLOCK / 2, FIRST_BLOCK / 2 + 16, FIRST_BLOCK, 400, LARGEST_BLOCK + 16,
                                   8000};
    unsigned char *items[ITEMS];
    for (size_t i = 0; i < ITEMS; i++) {
        size_t size = i % 97 == 5 || i % 7 != 5 ? sizes[i % 7] : 48;
        items[i] = th_arena_alloc(*state, size);
        assert_int_equal(items[i][0], 0);
        assert_int_equal(items[i][size - 1], 0);
        items[i][0] = (unsigned char)i;
        items[i][size - 1] = (unsigned char)i;
    }
    for (size_t i = 0; i < ITEMS; i++)
        assert_int_equal(items[i][0], (unsigned char)i);
}

static void a_large_item_leaves_the_running_block_in_use(void **state)
{
    char *first = th_arena_alloc(*state, 16);
    th_arena_alloc(*state, 4 * FIRST_BLOCK);
    char *second = th_arena_alloc(*state, 16);
    assert_ptr_equal(second, first + 16);
}

static char order[8];
static size_t nordered;

static void note_order(void *what)
{
    order[nordered++] = *(const char *)what;
}

static void deferred_functions_run_once_and_last_first(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    char *names = th_arena_alloc(arena, 3); /* still there when they run */
    for (size_t i = 0; i < 3; i++) {
        names[i] = (char)('a' + i);
        th_arena_defer(arena, note_order, &names[i]);
    }
    assert_int_equal(nordered, 0);
    th_arena_free(arena);
    assert_int_equal(nordered, 3);
    assert_memory_equal(order, "cba", 3);
    th_arena_free(NULL);
}

static void arrays_grow_when_they_are_full(void **state)
{
    th_arena *arena = *state;
    int *numbers = NULL;
    size_t n = 0, cap = 0;
    static const size_t caps[] = {4, 4, 4, 4, 8, 8, 8, 8, 16};
    for (int i = 0; i < 9; i++) {
        TH_PUSH(arena, numbers, n, cap, i * 3);
        assert_int_equal(n, i + 1);
        assert_int_equal(cap, caps[i]);
    }
    for (int i = 0; i < 9; i++)
        assert_int_equal(numbers[i], i * 3);
    assert_ptr_equal(th_arena_grow(arena, numbers, 15, &cap, sizeof *numbers), numbers);
    th_arena_alloc(arena, 1); /* what is not the last any more moves */
    assert_ptr_not_equal(th_arena_grow(arena, numbers, 16, &cap, sizeof *numbers), numbers);
    assert_int_equal(cap, 32);
}

static void a_scratch_arena_gives_back_what_it_took(void **state)
{
    th_arena *arena = *state;
    th_arena_alloc(arena, 64);
    th_arena *scratch = th_arena_scratch(arena), *inner = th_arena_scratch(scratch), *other = th_arena_scratch(arena);
    th_arena_alloc(scratch, LARGEST_BLOCK);
    th_arena_alloc(inner, 32);
    th_arena_alloc(other, 16);
    assert_int_equal(th_arena_used(arena), 64 + LARGEST_BLOCK + 32 + 16);
    nordered = 0;
    char name = 'x';
    th_arena_defer(inner, note_order, &name);
    th_arena_reset(scratch); /* and with it the one inside */
    assert_int_equal(nordered, 1);
    assert_int_equal(th_arena_used(scratch), 0);
    assert_int_equal(th_arena_used(arena), 64 + 16);
    const unsigned char *again = th_arena_alloc(scratch, 48);
    for (size_t i = 0; i < 48; i++)
        assert_int_equal(again[i], 0);
    th_arena_free(other);
    assert_int_equal(th_arena_used(arena), 64 + 48);
    th_arena_free(scratch);
    assert_int_equal(th_arena_used(arena), 64);
    assert_non_null(th_arena_scratch(arena)); /* freed with the arena */
}

static void a_scratch_arena_takes_from_the_budget_of_its_owner(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(160);
    volatile int times = 0, jumps = 0;
    if (TH_ARENA_GUARD(arena)) {
        jumps++;
    } else {
        th_arena *scratch = th_arena_scratch(th_arena_scratch(arena));
        for (; times < 1000; times++) {
            th_arena_alloc(scratch, 96);
            if (times < 3)
                th_arena_reset(scratch);
        }
    }
    assert_int_equal(jumps, 1);
    assert_int_equal(times, 4);
    th_arena_free(arena);
}

/* The function that set the recovery point has returned; its frame is another function's. */
static th_arena *arena_of_a_function(th_arena *follows)
{
    th_arena *arena = th_arena_new(64);
    if (!arena || TH_ARENA_GUARD(arena))
        fail();
    th_arena_alloc(arena, 32);
    th_arena_follow(arena, follows);
    return arena;
}

static void an_arena_shares_the_recovery_point_of_the_one_it_follows(void **state)
{
    (void)state;
    th_arena *first = th_arena_new(0), *second = th_arena_new(0);
    th_arena *volatile arena = NULL;
    volatile int jumps = 0;
    if (TH_ARENA_GUARD(first)) {
        jumps++;
    } else {
        th_arena_follow(second, first);
        arena = arena_of_a_function(second);
        th_arena_alloc(th_arena_scratch(arena), 64);
    }
    assert_int_equal(jumps, 1);
    th_arena_free(arena);
    th_arena_free(first);
    th_arena_free(second);
}

static void given_memory_is_used_first_and_stays_the_callers(void **state)
{
    (void)state;
    _Alignas(16) static unsigned char given[4096];
    th_arena *arena = th_arena_new_over(0, given, sizeof given);
    for (int round = 0; round < 3; round++) {
        unsigned char *small = th_arena_alloc(arena, 1000), *large = th_arena_alloc(arena, 100000);
        assert_true(round > 0 || (small > given && small < given + sizeof given));
        assert_true(large < given || large >= given + sizeof given);
        for (size_t i = 0; i < 1000; i++)
            assert_int_equal(small[i], 0);
        assert_int_equal(large[99999], 0);
        assert_null(*th_arena_memo(arena));
        *th_arena_memo(arena) = small;
        memset(small, 0xAA, 1000);
        memset(large, 0xAA, 100000);
        th_arena_reset(arena);
        assert_int_equal(th_arena_used(arena), 0);
    }
    th_arena_free(arena);
}

/* Of what an array leaves behind, the large is free again, and is no longer counted; the small stays where it is. */
static void an_array_that_has_outgrown_its_block_gives_it_back(void **state)
{
    th_arena *arena = *state;
    uint64_t *numbers = NULL;
    size_t n = 0, cap = 0;
    for (uint64_t i = 0; i < 700000; i++)
        TH_PUSH(arena, numbers, n, cap, i * 7);
    size_t held = cap * sizeof *numbers;
    assert_in_range(th_arena_used(arena), held, held + 2 * LARGEST_BLOCK);
    for (uint64_t i = 0; i < n; i++)
        assert_int_equal(numbers[i], i * 7);
}

/* Whatever is enlarged keeps what it holds, what is new of it is zero, and it is counted once, here and in the arena
 * above: small, in a block of its own, at its end and beyond it, with others behind it. */
static void what_is_enlarged_holds_what_it_held(void **state)
{
    static const size_t sizes[] = {100, 400000, LARGEST_BLOCK + 100, 3 * LARGEST_BLOCK, 9 * LARGEST_BLOCK + 7};
    for (size_t behind = 0; behind < 2; behind++) {
        th_arena *scratch = th_arena_scratch(*state);
        size_t size = 40, others = 0;
        unsigned char *memory = th_arena_alloc(scratch, size);
        memset(memory, 0xA5, size);
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            if (behind) {
                unsigned char *other = th_arena_alloc(scratch, 5000);
                assert_int_equal(other[4999], 0);
                memset(other, 0x5A, 5000);
                others += 5008;
            }
            memory = th_arena_enlarge(scratch, memory, size, sizes[i]);
            for (size_t k = 0; k < sizes[i]; k++)
                assert_int_equal(memory[k], k < size ? 0xA5 : 0);
            size = sizes[i];
            memset(memory, 0xA5, size);
        }
        /* Of what it left behind only what was no block of its own is still counted. */
        assert_in_range(th_arena_used(*state), size + others, size + others + LARGEST_BLOCK / 2);
        th_arena_free(scratch);
        assert_int_equal(th_arena_used(*state), 0);
    }
}

static void what_is_enlarged_stays_within_the_budget(void **state)
{
    (void)state;
    enum { BUDGET = 8 * LARGEST_BLOCK };
    th_arena *arena = th_arena_new(BUDGET);
    volatile bool exhausted = false;
    unsigned char *volatile memory = NULL;
    if (TH_ARENA_GUARD(arena)) {
        exhausted = true;
    } else {
        memory = th_arena_alloc(arena, 2 * LARGEST_BLOCK);
        memory = th_arena_enlarge(arena, memory, 2 * LARGEST_BLOCK, 5 * LARGEST_BLOCK);
        memory[5 * LARGEST_BLOCK - 1] = 1;
        memory = th_arena_enlarge(arena, memory, 5 * LARGEST_BLOCK, BUDGET + 1);
    }
    assert_true(exhausted);
    assert_int_equal(memory[5 * LARGEST_BLOCK - 1], 1);
    th_arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_array_that_has_outgrown_its_block_gives_it_back),
        TEST(what_is_enlarged_holds_what_it_held),
        cmocka_unit_test(what_is_enlarged_stays_within_the_budget),
        TEST(memory_is_aligned_zeroed_and_apart),
        TEST(what_is_handed_out_is_counted_in_whole_units),
        TEST(a_budget_may_be_used_up_exactly_and_not_by_more),
        TEST(sizes_that_no_machine_has_return_to_the_owner),
        TEST(the_recovery_point_can_be_reached_again),
        TEST(blocks_of_all_sizes_hold_what_was_written),
        TEST(a_large_item_leaves_the_running_block_in_use),
        TEST(deferred_functions_run_once_and_last_first),
        TEST(a_scratch_arena_gives_back_what_it_took),
        TEST(a_scratch_arena_takes_from_the_budget_of_its_owner),
        TEST(an_arena_shares_the_recovery_point_of_the_one_it_follows),
        TEST(arrays_grow_when_they_are_full),
        TEST(what_was_allocated_last_grows_where_it_is),
        TEST(what_is_given_back_is_handed_out_again_and_zero),
        TEST(given_memory_is_used_first_and_stays_the_callers),
        TEST(a_budget_holds_for_what_grows_where_it_is),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
