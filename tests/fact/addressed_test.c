/* What formulas of a workbook compute: the same text for the same thing, however it is written. */
#include "book_fixture.h"
#include "fact/computed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Rows 7 to 13 are S.01 to S.06, with a blank row between S.03 and S.04; F is this year, E last year. */
static const char *computes(const char *formula, bool percent)
{
    static char kept[400];
    bakery b = bakery_open();
    size_t s = sheet(&b, "SL"), other = sheet(&b, "Nháp");
    frame(&b, s, "Hạ", "Năm 2024");
    static const char *const codes[] = {"01", "02", "03", "", "04", "05", "06"};
    static const char *const labels[] = {"Tổng số bánh",  "Loại to",   "Loại to",  "",
                                         "Tỷ lệ bánh to", "Doanh thu", "Bánh hỏng"};
    for (uint32_t i = 0; i < 7; i++) {
        if (!*codes[i])
            continue;
        text(&b, s, 6 + i, 2, codes[i]);
        text(&b, s, 6 + i, 1, labels[i]);
        if (i == 5)
            continue; /* S.05 is blank */
        number(&b, s, 6 + i, 4, 10 + i);
        const th_cell now = {.row = 6 + i,
                             .col = 5,
                             .type = TH_CELL_NUMBER,
                             .number = 20 + i,
                             .flags = i ? 0 : TH_CELL_FORMULA,
                             .format = percent && i == 0 ? TH_FORMAT_PERCENT : TH_FORMAT_GENERAL,
                             .format_decimals = -1};
        th_sheet_push(b.book, &b.book->sheets[s], &now);
    }
    number(&b, other, 0, 0, 1);
    const th_formula f = {.row = 6, .col = 5, .text = th_str_of(formula)};
    th_sheet_formula(b.book, &b.book->sheets[s], &f);
    extract(&b, "a.xlsx");
    kept[0] = '\0';
    for (size_t i = 0; i < b.ds->nfacts; i++)
        if (b.ds->facts[i].row == 6 && b.ds->facts[i].col == 5)
            snprintf(kept, sizeof kept, TH_FMT, TH_ARG(th_fact_formula_of(&b.ds->facts[i]).computes));
    th_arena_free(b.arena);
    return kept;
}

static void the_same_is_written_alike(void **state)
{
    (void)state;
    static const struct {
        const char *formula, *computes;
    } cases[] = {
        {"F8+F9", "(+ S.02:nay S.03:nay)"},
        {"=F9+$F$8", "(+ S.02:nay S.03:nay)"},
        {"SUM( f8 : f9 )", "(+ S.02:nay S.03:nay)"},
        {"+F8 + F9", "(+ S.02:nay S.03:nay)"},
        {"SUM(F8:F10)", "(+ S.02:nay S.03:nay)"}, /* an empty row adds nothing */
        {"F8+F9+F10", "(+ S.02:nay S.03:nay)"},
        {"SUBTOTAL(9,F8:F9)", "(+ S.02:nay S.03:nay)"},
        {"ROUND(SUM(F8,F9);0)", "(+ S.02:nay S.03:nay)"},
        {"IF(COUNT(F8:F9)<2,\"\",F8+F9)", "(+ S.02:nay S.03:nay)"},
        {"IFERROR(F8+F9,\"\")", "(+ S.02:nay S.03:nay)"},
        {"F8-(F9-E8)", "(+ S.02:nay S.02:truoc -S.03:nay)"},
        {"F8+F9+0", "(+ 0 S.02:nay S.03:nay)"},
        {"F8+F9-2+7", "(+ 5 S.02:nay S.03:nay)"},
        {"F8/F9*100", "(* 100 S.02:nay /S.03:nay)"},
        {"100*F8/F9", "(* 100 S.02:nay /S.03:nay)"},
        {"(F8/F9)/1%", "(* 100 S.02:nay /S.03:nay)"},
        {"F9/F8", "(* S.03:nay /S.02:nay)"},
        {"PRODUCT(F8:F9)", "(* S.02:nay S.03:nay)"},
        {"SUM(F8:F13)", "(+ S.02:nay S.03:nay S.04:nay S.05:nay S.06:nay)"}, /* a blank figure is one */
        {"E7", "S.01:truoc"},
        {"MAX(F9,F8)", "(MAX S.02:nay S.03:nay)"},
        {"IF(F8>F9,F8,F9)", "(IF (> S.02:nay S.03:nay) S.02:nay S.03:nay)"},
        {"F8^2", "(^ S.02:nay 2)"},
        {"F8&\"a (b)\"", "(& S.02:nay ?\"a__b_\")"},
        {"F8+'Nháp'!A1", "(+ ?Nháp!R[-6]C[-5] S.02:nay)"},
        {"'SL'!F8+SL!F9", "(+ S.02:nay S.03:nay)"},
        {"F8+F3", "S.02:nay"},
        {"Khác!A1+1", "?"},
        {"F8+tong", "?"},
        {"F8/0", "?"},
        {"SUM(F8:F9", "?"},
        {"\"a", "?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *is = computes(cases[i].formula, false);
        if (strcmp(is, cases[i].computes) != 0)
            print_error("%s is %s\n", cases[i].formula, is);
        assert_string_equal(is, cases[i].computes);
    }
}

static void a_percent_format_is_what_people_read(void **state)
{
    (void)state;
    assert_string_equal(computes("F8/F9", true), "(* 100 S.02:nay /S.03:nay)");
}

/* Reading gives back what was written; values and equality. */
static void texts_are_read_again(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        bool equal;
    } cases[] = {
        {"(+ S.02:nay S.03:nay)", "(+ S.03:nay S.02:nay)", true},
        {"(* 100 (+ -1 (* S.02:nay /S.02:truoc)))", "(* 100 (+ S.02:nay -S.02:truoc) /S.02:truoc)", true},
        {"(* 2 S.02:nay)", "(+ S.02:nay S.02:nay)", true},
        {"(+ 0 S.02:nay S.03:nay)", "(+ S.02:nay S.03:nay)", false},
        {"(+ S.02:nay S.03:nay)", "(+ S.02:nay -S.03:nay)", false},
        {"(MIN S.02:nay S.03:nay)", "(MAX S.02:nay S.03:nay)", false},
        {"T.nam@1", "T.nam@2", false},
        {"?R[1]C[0]", "?R[2]C[0]", false},
    };
    static const char *const wrong[] = {"",          "(",     "()",       "(+ S.02:nay",    "S.99:nay", "S.02:khong",
                                        "S.02:nay)", "(+  )", "(* 1 /0)", "(+ S.02:nay) x", "KHONG@1"};
    bakery b = bakery_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_computed *one = th_computed_read(b.arena, b.d, th_str_of(cases[i].one)),
                    *other = th_computed_read(b.arena, b.d, th_str_of(cases[i].other));
        assert_non_null(one);
        assert_non_null(other);
        assert_int_equal(th_computed_equal(b.arena, one, other), cases[i].equal);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(th_computed_read(b.arena, b.d, th_str_of(wrong[i])));
    th_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_is_written_alike),
        cmocka_unit_test(a_percent_format_is_what_people_read),
        cmocka_unit_test(texts_are_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
