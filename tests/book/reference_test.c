/* References in formulas, and formulas as every copy of them has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/reference.h"

static void what_is_a_reference(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t end;
        uint32_t row, col;
        bool fixed_row, fixed_col;
    } cases[] = {
        {"A1", 2, 0, 0, false, false},
        {"$B12+1", 4, 11, 1, false, true},
        {"b$3)", 3, 2, 1, true, false},
        {"$AA$10:C3", 6, 9, 26, true, true},
        {"XFD1048576", 10, 1048575, 16383, false, false},
        {"XFE1", 0, 0, 0, false, false},
        {"A1048577", 0, 0, 0, false, false},
        {"A0", 0, 0, 0, false, false},
        {"LOG10(", 0, 0, 0, false, false},
        {"B12!A1", 0, 0, 0, false, false},
        {"B12_3", 0, 0, 0, false, false},
        {"B12.x", 0, 0, 0, false, false},
        {"ABCD1", 0, 0, 0, false, false},
        {"A12345678", 0, 0, 0, false, false},
        {"A", 0, 0, 0, false, false},
        {"$", 0, 0, 0, false, false},
        {"12", 0, 0, 0, false, false},
        {"B2\xC3\xA9", 0, 0, 0, false, false},
        {"", 0, 0, 0, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_reference reference;
        assert_int_equal(th_reference_read(th_str_of(cases[i].text), 0, &reference), cases[i].end);
        if (!cases[i].end)
            continue;
        assert_int_equal(reference.row, cases[i].row);
        assert_int_equal(reference.col, cases[i].col);
        assert_int_equal(reference.fixed_row, cases[i].fixed_row);
        assert_int_equal(reference.fixed_col, cases[i].fixed_col);
    }
}

static void copies_of_a_formula_are_one(void **state)
{
    (void)state;
    static const struct {
        th_formula formula;
        const char *relative;
    } cases[] = {
        {{.row = 9, .col = 5, .text = {"=SUM(F11:F13)", 13}}, "SUM(R[1]C:R[3]C)"},
        {{.row = 9, .col = 6, .text = {"SUM(G11:G13)", 12}}, "SUM(R[1]C:R[3]C)"},
        {{.row = 1, .col = 2, .text = {"A1/$A$5*$B2", 11}}, "R[-1]C[-2]/R5C1*RC2"},
        {{.row = 1, .col = 1, .text = {"B2", 2}}, "RC"},
        /* shared formulas: the text is of a cell two rows up and one column to the left */
        {{.row = 11, .col = 6, .down = 2, .right = 1, .text = {"F11+F$1", 7}}, "R[1]C+R1C"},
        {{.row = 0, .col = 0, .text = {"'A1''s B2'!C3&\"D4 \"\"E5\"\"\"", 26}},
         "'A1''s B2'!R[2]C[2]&\"D4 \"\"E5\"\"\""},
        {{.row = 0, .col = 0, .text = {"Sheet1!A2+LOG10(B1)+A:A+TONG_B2", 31}},
         "Sheet1!R[1]C+LOG10(RC[1])+A:A+TONG_B2"},
        {{.row = 0, .col = 0, .text = {"\"A1", 3}}, "\"A1"},
        {{.row = 0, .col = 0, .text = {"=", 1}}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *arena = th_arena_new(0);
        th_str relative = th_formula_relative(arena, &cases[i].formula);
        assert_string_equal(th_str_cstr(arena, relative), cases[i].relative);
        /* and back; a shared formula comes back moved */
        th_str again = th_formula_absolute(arena, relative, cases[i].formula.row, cases[i].formula.col);
        th_str text = cases[i].formula.text;
        if (!th_str_starts(text, TH_STR("=")))
            text = th_str_fmt(arena, "=" TH_FMT, TH_ARG(text));
        if (!cases[i].formula.down)
            assert_string_equal(th_str_cstr(arena, again), th_str_cstr(arena, text));
        th_arena_free(arena);
    }
}

static void what_looks_like_a_relative_reference(void **state)
{
    (void)state;
    static const struct {
        const char *relative, *absolute;
    } cases[] = {
        {"R[1]C+R1C", "=C12+C$1"},
        {"R[-20]C", "=#REF!"},
        {"RC[-3]", "=#REF!"},
        {"R[9999999]C", "=#REF!"},
        {"ROUND(RC,1)", "=ROUND(C11,1)"},
        {"R[x]C+R[1+C", "=R[x]C+R[1+C"},
        {"RC(1)+RCX+MAX_RC", "=RC(1)+RCX+MAX_RC"},
        {"R", "=R"},
        {"R[", "=R["},
        {"", "="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *arena = th_arena_new(0);
        th_str absolute = th_formula_absolute(arena, th_str_of(cases[i].relative), 10, 2);
        assert_string_equal(th_str_cstr(arena, absolute), cases[i].absolute);
        th_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_a_reference),
        cmocka_unit_test(copies_of_a_formula_are_one),
        cmocka_unit_test(what_looks_like_a_relative_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
