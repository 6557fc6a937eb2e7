/* What draw writes down by rule: number formats of figures, patterns of formulas, references, and where texts break. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "draw/figure.h"
#include "draw/formula.h"
#include "draw/lines.h"

#include <math.h>
#include <stdlib.h>

/* ---- figures ---- */

static void a_figure_shows_the_decimals_that_are_stated_or_needed(void **state)
{
    (void)state;
    static const struct {
        int stated;
        const char *number;
        int decimals;
    } cases[] = {{TH_DECIMALS_UNSTATED, "5", 0},
                 {TH_DECIMALS_UNSTATED, "5.5", 1},
                 {TH_DECIMALS_UNSTATED, "5.25", 2},
                 {TH_DECIMALS_UNSTATED, "5.125", 2},
                 {0, "5.25", 0},
                 {3, "5", 3},
                 {9, "5", 9},
                 {10, "5", 9},
                 {TH_PLAIN, "2022", TH_PLAIN},
                 {TH_DECIMALS_UNSTATED, NULL, 0}};
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const th_exact *number = cases[i].number ? th_exact_double(arena, atof(cases[i].number)) : NULL;
        assert_int_equal(th_figure_decimals(cases[i].stated, number), cases[i].decimals);
    }
    assert_string_equal(th_figure_format(arena, 0, 0, NULL), "#,##0");
    assert_string_equal(th_figure_format(arena, 1, 0, NULL), "#,##0.0");
    assert_string_equal(th_figure_format(arena, 3, 0, NULL), "#,##0.000");
    assert_string_equal(th_figure_format(arena, TH_PLAIN, 0, NULL), "0");
    assert_string_equal(th_figure_format(arena, 0, 0, th_exact_int(arena, 63)), "#,##0\"/63\"");
    th_arena_free(arena);
}

/* Words stand next to the number; a sign at the left edge of the cell, with blanks between, so that digits stay below
 * each other. */
static void what_stands_around_a_number_is_in_its_format(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const th_figure_words signed_only = {.sign = TH_STR("?")},
                          all = {TH_STR("*"), TH_STR("trên"), TH_STR(" trở lên"), th_exact_int(arena, 63)};
    assert_string_equal(th_figure_format_in(arena, 1, &signed_only), "\"?\"* #,##0.0");
    assert_string_equal(th_figure_format_in(arena, 0, &all), "\"*\"* \"trên \"#,##0\"/63\"\" trở lên\"");
    assert_string_equal(th_figure_date_format(arena, TH_STR("?")), "\"? \"dd/mm/yyyy");
    th_arena_free(arena);
}

/* Yes and no stand in the middle, words at the left, figures at the right. */
static void a_word_stands_where_its_type_stands(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    static const struct {
        th_type type;
        th_look look;
    } words[] = {{TH_TYPE_BOOL, TH_LOOK_BORDER | TH_LOOK_WRAP | TH_LOOK_CENTER},
                 {TH_TYPE_TEXT, TH_LOOK_BORDER | TH_LOOK_WRAP},
                 {TH_TYPE_ENUM, TH_LOOK_BORDER | TH_LOOK_WRAP},
                 {TH_TYPE_DOCNO, TH_LOOK_BORDER | TH_LOOK_WRAP},
                 {TH_TYPE_INT, TH_LOOK_FIGURE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        th_fact fact = {.value = {.state = TH_STATE_VALUE, .text = TH_STR("Có")}};
        fact.value.num = th_exact_int(arena, 1);
        const th_shown shown = {.fact = &fact, .type = words[i].type, .decimals = TH_DECIMALS_UNSTATED};
        assert_int_equal(th_figure_cell_of(arena, shown, TH_LOOK_FIGURE).style.look, words[i].look);
    }
    th_arena_free(arena);
}

/* ---- formulas and references ---- */

static void the_fields_of_a_pattern_are_filled(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_str filled = TH_FORMULA(arena, "IF({a}<={b},{a},{c}&\"{\"&{unknown}{", {"a", TH_STR("$A$1")}, {"b", TH_STR("2")},
                               {"c", {0}});
    assert_string_equal(th_str_cstr(arena, filled), "IF($A$1<=2,$A$1,&\"{\"&{unknown}{");
    th_arena_free(arena);
}

static void a_reference_is_named_as_formulas_name_it(void **state)
{
    (void)state;
    static const struct {
        const char *sheet;
        th_area area;
        const char *cell, *range;
    } cases[] = {{"", {0, 0, 0, 0}, "$A$1", "$A$1:$A$1"},
                 {"S", {5, 4, 5, 10}, "'S'!$E$6", "'S'!$E$6:$K$6"},
                 {"a'b", {0, 25, 1, 26}, "'a''b'!$Z$1", "'a''b'!$Z$1:$AA$2"},
                 {"", {1048575, 16383, 0, 701}, "$XFD$1048576", "$XFD$1048576:$ZZ$1"},
                 {"", {9, 702, 9, 51}, "$AAA$10", "$AAA$10:$AZ$10"}};
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str sheet = th_str_of(cases[i].sheet);
        assert_string_equal(th_str_cstr(arena, th_ref_cell(arena, sheet, cases[i].area.row1, cases[i].area.col1)),
                            cases[i].cell);
        assert_string_equal(th_str_cstr(arena, th_ref_area(arena, sheet, cases[i].area)), cases[i].range);
    }
    th_arena_free(arena);
}

/* ---- lines ---- */

/* A figure of Times New Roman is half an em: at 11 points seven and a third pixels.  A column has seven for each of its
 * characters. */
static void a_text_breaks_where_a_spreadsheet_breaks_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double width;
        unsigned points;
        bool bold;
        unsigned lines;
    } cases[] = {{"", 10, 11, false, 1},
                 {"a", 10, 11, false, 1},
                 {"a\nb", 10, 11, false, 2},
                 {"\n\n", 10, 11, false, 3},
                 {"0123456789", 10.9, 11, false, 1},
                 {"0123456789", 10.7, 11, false, 2}, /* a word longer than its line is broken */
                 {"01234 56789", 11, 11, false, 2},
                 {"01234 56789", 12, 11, false, 1},
                 {"0123456789", 10.9, 11, true, 2},
                 {"0123456789", 11.7, 11, true, 1},
                 {"0123456789", 10.9, 12, false, 2},
                 {"aaaa bbbb cccc dddd", 5, 11, false, 4},
                 {"aaaa bbbb cccc dddd", 10, 11, false, 2},
                 {"a                    b", 2, 11, false, 2},
                 {"ĐĐĐĐĐ", 7.7, 11, false, 2},
                 {"đđđđđ", 7.7, 11, false, 1},
                 {"00000000000000000000", 5.5, 11, false, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned lines = th_lines(th_str_of(cases[i].text), cases[i].width, cases[i].points, cases[i].bold);
        if (lines != cases[i].lines)
            fail_msg("“%s” in %g: %u lines", cases[i].text, cases[i].width, lines);
    }
    static const struct {
        const char *text;
        double ems; /* thousandths */
    } widths[] = {{"", 0},    {"0", 500}, {"00", 1000}, {" ", 250}, {"~", 541}, {"A", 722}, {"i", 278}, {"\x7F", 500},
                  {"À", 722}, {"Ý", 722}, {"Þ", 500},   {"à", 500}, {"Ă", 722}, {"ă", 500}, {"Đ", 722}, {"Ơ", 722},
                  {"ơ", 500}, {"Ư", 722}, {"Ạ", 722},   {"ạ", 500}, {"Ỹ", 722}, {"ỹ", 500}, {"½", 500}};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        double want = widths[i].ems * 12 * (96.0 / 72) / 1000 / 7 / 0.97;
        if (fabs(th_line_width(th_str_of(widths[i].text), 12) - want) > 1e-9)
            fail_msg("“%s”", widths[i].text);
    }
}

static void cells_of_the_own_row_go_along(void **state)
{
    (void)state;
    static const struct {
        const char *formula, *along; /* in row 6 */
    } cases[] = {{"$A$6", "$A6"},
                 {"SUM($C$6:$M$6)", "SUM($C6:$M6)"},
                 {"SUM($C$6:$M$7)+$AB$6", "SUM($C$6:$M$7)+$AB6"},
                 {"$A$5&$A$60&$A$7", "$A$5&$A$60&$A$7"},
                 {"'S'!$A$6&'a''b'!$A$6:$B$6", "'S'!$A$6&'a''b'!$A$6:$B$6"},
                 {"IF($A$6=\"$A$6\",\"'\",$B$6)", "IF($A6=\"$A$6\",\"'\",$B6)"},
                 {"$A$6:$A$9", "$A$6:$A$9"},
                 {"A6+$A6", "A6+$A6"},
                 {"$", "$"},
                 {"\"", "\""}};
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(th_str_cstr(arena, th_ref_along_row(arena, th_str_of(cases[i].formula), 5)),
                            cases[i].along);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_shows_the_decimals_that_are_stated_or_needed),
        cmocka_unit_test(what_stands_around_a_number_is_in_its_format),
        cmocka_unit_test(a_word_stands_where_its_type_stands),
        cmocka_unit_test(the_fields_of_a_pattern_are_filled),
        cmocka_unit_test(a_reference_is_named_as_formulas_name_it),
        cmocka_unit_test(cells_of_the_own_row_go_along),
        cmocka_unit_test(a_text_breaks_where_a_spreadsheet_breaks_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
