/* Exact numbers, strings, the arena, findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/exact.h"
#include "base/finding.h"

static void same(th_str got, const char *want)
{
    th_str w = th_str_of(want);
    assert_int_equal(got.len, w.len);
    if (w.len)
        assert_memory_equal(got.ptr, w.ptr, w.len);
}

static int setup(void **state)
{
    *state = th_arena_new(0);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

static void decimals_are_exact(void **state)
{
    th_arena *a = *state;
    const th_exact *sum = th_exact_add(a, th_exact_double(a, 0.1), th_exact_double(a, 0.2));
    assert_int_equal(th_exact_cmp(sum, th_exact_double(a, 0.3)), 0);
    same(th_exact_text(a, th_exact_parse(a, TH_STR("-12.50"))), "-12.5");
    same(th_exact_text(a, th_exact_parse(a, TH_STR("1e3"))), "1000");
    same(th_exact_text(a, th_exact_parse(a, TH_STR("123/216"))), "41/72");
    same(th_exact_text(a, th_exact_parse(a, TH_STR("0.005"))), "0.005");
    assert_null(th_exact_parse(a, TH_STR("1.2.3")));
    assert_null(th_exact_parse(a, TH_STR("")));
    assert_null(th_exact_parse(a, TH_STR("1/0")));
    assert_null(th_exact_parse(a, TH_STR("1e999")));
}

static void rounding_is_half_up_away_from_zero(void **state)
{
    th_arena *a = *state;
    same(th_exact_text(a, th_exact_round(a, th_exact_parse(a, TH_STR("0.125")), 2)), "0.13");
    same(th_exact_text(a, th_exact_round(a, th_exact_parse(a, TH_STR("-0.125")), 2)), "-0.13");
    const th_exact *ratio = th_exact_mul(a, th_exact_parse(a, TH_STR("133/139")), th_exact_int(a, 100));
    same(th_exact_text(a, th_exact_round(a, ratio, 0)), "96");
    same(th_exact_text(a, th_exact_cut(a, ratio, 0)), "95");
    same(th_exact_text(a, th_exact_round(a, ratio, 1)), "95.7");
}

static void vietnamese_writing(void **state)
{
    th_arena *a = *state;
    same(th_exact_vi(a, th_exact_int(a, 328250000), 0, true), "328.250.000");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("1234.5")), 2, true), "1.234,5");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("1234.5")), 2, false), "1.234,50");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("-0.001")), 2, true), "0");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("0.05")), 2, true), "0,05");
}

static void doubles_go_through_their_shortest_text(void **state)
{
    th_arena *a = *state;
    static const double values[] = {98.7,    0.1,   1e15, 123456789.125, 5e-324, 1.7976931348623157e308,
                                    2.0 / 3, -1e-7, 1e21};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_true(th_exact_to_double(th_exact_double(a, values[i])) == values[i]);
    same(th_double_text(a, 98.7), "98.7");
    same(th_double_text(a, 100000), "100000");
    same(th_double_text(a, 1234567890123.0), "1234567890123");
    same(th_double_text(a, 0.00001), "0.00001");
    same(th_double_text(a, -0.0), "0");
    assert_int_equal(th_exact_decimals(th_exact_double(a, 98.7), 9), 1);
    assert_int_equal(th_exact_decimals(th_exact_parse(a, TH_STR("1/3")), 9), 10);
}

static void strings_are_cut_and_found(void **state)
{
    (void)state;
    th_str rest = TH_STR("a||b"), head;
    assert_true(th_str_cut(&rest, '|', &head));
    same(head, "a");
    assert_true(th_str_cut(&rest, '|', &head));
    same(head, "");
    assert_true(th_str_cut(&rest, '|', &head));
    same(head, "b");
    assert_false(th_str_cut(&rest, '|', &head));
    assert_int_equal(th_str_find(TH_STR("abcabd"), TH_STR("abd"), 0), 3);
    assert_true(th_str_find(TH_STR("ab"), TH_STR("abc"), 0) == SIZE_MAX);
    long n;
    assert_true(th_str_to_long(TH_STR("-2147483649"), &n));
    assert_int_equal(n, -2147483649L);
    assert_false(th_str_to_long(TH_STR("99999999999999999999"), &n));
    assert_false(th_str_to_long(TH_STR("-"), &n));
}

static void a_spent_budget_returns_to_the_owner(void **state)
{
    (void)state;
    th_arena *small = th_arena_new(1000);
    volatile int served = 0;
    if (!TH_ARENA_GUARD(small)) {
        for (;;) {
            th_arena_alloc(small, 64);
            served++;
        }
    }
    assert_int_equal(served, 15);
    th_arena_free(small);
}

static void cells_have_names(void **state)
{
    th_arena *a = *state;
    same(th_cell_name(a, 0, 0), "A1");
    same(th_cell_name(a, 11, 27), "AB12");
    same(th_cell_name(a, 1048575, 16383), "XFD1048576");
    same(th_cell_name(a, TH_NO_CELL, 0), "");
}

static void findings_fill_their_sentence(void **state)
{
    th_arena *a = *state;
    th_findings list = {0};
    th_findings_add(&list, a, TH_F_FORM_MISSING, NULL, (th_str[]){TH_STR("Biểu 03")}, 1);
    th_findings_add(&list, a, TH_F_FILE_EMPTY, NULL, NULL, 0);
    th_findings_sort(&list);
    same(list.at[0].rule, "TEP-005");
    same(list.at[1].vi, "Thiếu biểu bắt buộc “Biểu 03”.");
    assert_int_equal(th_findings_count(&list, TH_LEVEL_BLOCK), 1);
}

static void every_kind_of_finding_has_words_and_its_own_code(void **state)
{
    (void)state;
    for (unsigned k = 0; k < TH_FINDING_KINDS; k++) {
        assert_true(th_finding_code((th_finding_kind)k).len > 0);
        for (unsigned j = 0; j < k; j++)
            assert_false(th_str_eq(th_finding_code((th_finding_kind)k), th_finding_code((th_finding_kind)j)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(rounding_is_half_up_away_from_zero),
        cmocka_unit_test(vietnamese_writing),
        cmocka_unit_test(doubles_go_through_their_shortest_text),
        cmocka_unit_test(strings_are_cut_and_found),
        cmocka_unit_test(a_spent_budget_returns_to_the_owner),
        cmocka_unit_test(cells_have_names),
        cmocka_unit_test(findings_fill_their_sentence),
        cmocka_unit_test(every_kind_of_finding_has_words_and_its_own_code),
    };
    return cmocka_run_group_tests_name("base", tests, setup, teardown);
}
