/* Formulas as different programs write them come to one text, and others do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/formula_plain.h"

static th_str plain(th_arena *arena, const char *text, th_plain how)
{
    const th_formula formula = {.row = 4, .col = 2, .text = th_str_of(text)};
    return th_formula_plain(arena, &formula, how);
}

static const struct {
    const char *a, *b;
    bool same;
} pairs[] = {
    {"SUM(A1:A3)", "= sum( $A$1 : A3 )", true},
    {"'TỔNG HỢP'!A1+0.50", "'TỔNG HỢP'!$A$1+.5", true},
    {"'B01_TTC'!A1", "B01_TTC!A1", true},
    {"IFERROR(A1,\"\")", "_xlfn.IFERROR(A1,\"\")", true},
    {"IF(TRUE,1,2)", "IF(TRUE(),1,2)", true},
    {"COUNTIF($A:$A,\"x\")", "COUNTIF(A:A,\"x\")", true},
    {"A1&\"a b\"", "A1&\"ab\"", false},
    {"A1&\"x\"\"y\"", "A1&\"x\"\"z\"", false},
    {"A1&\"$\"", "A1&\"\"", false},
    {"A1+A2", "A1+A3", false},
    {"A1+1", "A1-1", false},
    {"'Cũ'!A1", "'Mới'!A1", false},
    {"LOG10(A1)", "LOG10(A2)", false},
    {"", "", true},
    {"\"", "\"", true},
    {"'", "'", true},
};

static void test_one_text(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        bool same = th_str_eq(plain(arena, pairs[i].a, TH_PLAIN_PLACES), plain(arena, pairs[i].b, TH_PLAIN_PLACES));
        if (same != pairs[i].same)
            print_error("%s / %s\n", pairs[i].a, pairs[i].b);
        assert_int_equal(same, pairs[i].same);
    }
    th_arena_free(arena);
}

/* The formula of a shared group two rows further down and one column to the right. */
static void test_shared(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const th_formula shared = {.row = 6, .col = 3, .text = TH_STR("A1+$A1+A$1"), .down = 2, .right = 1};
    const th_formula own = {.row = 6, .col = 3, .text = TH_STR("B3+$A3+B$1")};
    assert_true(
        th_str_eq(th_formula_plain(arena, &shared, TH_PLAIN_PLACES), th_formula_plain(arena, &own, TH_PLAIN_PLACES)));
    th_arena_free(arena);
}

static void test_moved(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const th_formula here = {.row = 4, .col = 2, .text = TH_STR("SUM(A5:B5)")};
    const th_formula below = {.row = 9, .col = 2, .text = TH_STR("SUM(A10:B10)")};
    assert_true(
        th_str_eq(th_formula_plain(arena, &here, TH_PLAIN_MOVES), th_formula_plain(arena, &below, TH_PLAIN_MOVES)));
    assert_false(
        th_str_eq(th_formula_plain(arena, &here, TH_PLAIN_PLACES), th_formula_plain(arena, &below, TH_PLAIN_PLACES)));
    assert_true(th_str_eq(plain(arena, "A!B3+SUM(C4:D5)", TH_PLAIN_BONES), TH_STR("A!#+SUM(#:#)")));
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_text), cmocka_unit_test(test_shared),
                                       cmocka_unit_test(test_moved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
