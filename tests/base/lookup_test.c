/* Lookups: what was put at a key is found there, and nowhere else; memory follows the number of keys. */
#include "base/same.h"

#include "base/lookup.h"

enum { KEYS = 5000 };

static void what_was_put_is_found(void **state)
{
    th_lookup lookup = {0};
    assert_null(th_lookup_find(&lookup, TH_STR("")));
    for (uint32_t i = 0; i < KEYS; i++) {
        uint32_t key[] = {i / 3, i % 3};
        assert_null(th_lookup_find(&lookup, th_key_of(key)));
        uint32_t *value = th_lookup_at(&lookup, *state, th_key_of(key));
        assert_int_equal(*value, 0);
        *value = i + 1;
    }
    *th_lookup_at(&lookup, *state, TH_STR("")) = 7;
    for (uint32_t i = 0; i < KEYS; i++) {
        uint32_t key[] = {i / 3, i % 3};
        assert_int_equal(*th_lookup_find(&lookup, th_key_of(key)), i + 1);
        assert_ptr_equal(th_lookup_at(&lookup, *state, th_key_of(key)), th_lookup_find(&lookup, th_key_of(key)));
    }
    assert_int_equal(*th_lookup_find(&lookup, TH_STR("")), 7);
    assert_null(th_lookup_find(&lookup, TH_STR("x")));
    assert_int_equal(lookup.n, KEYS + 1);
}

static void a_key_is_copied(void **state)
{
    th_lookup lookup = {0};
    char bytes[] = "khóa";
    *th_lookup_at(&lookup, *state, th_str_of(bytes)) = 3;
    bytes[0] = 'x';
    assert_null(th_lookup_find(&lookup, th_str_of(bytes)));
    assert_int_equal(*th_lookup_find(&lookup, TH_STR("khóa")), 3);
}

static size_t memory_of_keys(uint32_t n)
{
    th_arena *arena = th_arena_new(0);
    th_lookup lookup = {0};
    for (uint32_t i = 0; i < n; i++)
        *th_lookup_at(&lookup, arena, th_key_of(((uint32_t[]){i}))) = i;
    size_t used = th_arena_used(arena);
    th_arena_free(arena);
    return used;
}

static void memory_follows_the_number_of_keys(void **state)
{
    (void)state;
    assert_true(memory_of_keys(8 * 4096) < 9 * memory_of_keys(4096));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_put_is_found),
        TEST(a_key_is_copied),
        TEST(memory_follows_the_number_of_keys),
    };
    return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
