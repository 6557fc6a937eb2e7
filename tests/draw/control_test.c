/* Control figures: what a row is asked, which rows are watched, and where a sheet says that it was changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/ascii.h"
#include "draw/row_says.h"
#include "sheet_fixture.h"

enum { LAST_ROW = (1 << 20) - 1 };

static sheet_drawn watched_sheet(void)
{
    sheet_drawn drawn = sheet_begun((th_str){0}, true);
    assert_non_null(th_output_add(drawn.output, TH_STR("Mã")));
    return drawn;
}

static void number_at(sheet_drawn *drawn, uint32_t row, uint32_t col, double number)
{
    th_pen_number(&drawn->pen, row, col, number, (th_style){0, NULL});
}

/* A row in which something is left out. */
static void left_out_at(sheet_drawn *drawn, uint32_t row)
{
    th_control_pause(drawn->tab, true);
    number_at(drawn, row, 0, 1);
    th_control_pause(drawn->tab, false);
}

/* ---- where it is said ---- */

static void a_sheet_says_its_state_at_the_right_of_its_first_row(void **state)
{
    (void)state;
    static const struct {
        uint32_t col;
        const char *cell;
    } places[] = {{5, "F1"}, {1, "B1"}, {0, "B1"}}; /* in A1 stands the cluster */
    for (size_t i = 0; i < 3; i++) {
        sheet_drawn drawn = watched_sheet();
        number_at(&drawn, 5, 0, 1);
        th_control_show(drawn.tab, places[i].col);
        th_control_finish(drawn.tab);
        th_str said = th_control_says(drawn.arena, th_control_figures_of(drawn.tab));
        sheet_close(&drawn);
        const char *cell = th_str_cstr(drawn.arena, th_str_fmt(drawn.arena, "<c r=\"%s\"", places[i].cell));
        assert_string_equal(
            sheet_between(&drawn, SHEET, cell, "</c>") + strlen(" s=\"1\""),
            th_str_cstr(drawn.arena,
                        th_str_fmt(drawn.arena, " t=\"str\"><f>'Mã'!$C$5</f><v>" TH_FMT "</v>", TH_ARG(said))));
        th_arena_free(drawn.arena);
    }
}

static void a_sheet_that_was_not_asked_says_nothing_of_its_state(void **state)
{
    (void)state;
    sheet_drawn drawn = watched_sheet();
    number_at(&drawn, 5, 0, 1);
    th_control_finish(drawn.tab);
    sheet_close(&drawn);
    assert_false(sheet_says(&drawn, SHEET, "Mã"));
    assert_false(sheet_says(&drawn, SHEET, "khớp"));
    th_arena_free(drawn.arena);
}

/* ---- which rows ---- */

/* Five hundred rows below the last are watched as well, as far as a sheet has any. */
static void what_is_typed_below_is_watched_as_far_as_there_are_rows(void **state)
{
    (void)state;
    static const struct {
        uint32_t row;
        const char *counted;
    } sheets[] = {{5, "COUNTA('Trang'!$A$1:$X$506)"},
                  {LAST_ROW - 500, "COUNTA('Trang'!$A$1:$X$1048576)"},
                  {LAST_ROW - 499, "COUNTA('Trang'!$A$1:$X$1048576)"},
                  {LAST_ROW, "COUNTA('Trang'!$A$1:$X$1048576)"}};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        sheet_drawn drawn = watched_sheet();
        number_at(&drawn, sheets[i].row, 0, 1);
        number_at(&drawn, sheets[i].row, 1, 1); /* the last column; two of the sheet follow, and twenty */
        th_control_finish(drawn.tab);
        const th_control_figures *figures = th_control_figures_of(drawn.tab);
        assert_string_equal(th_str_cstr(drawn.arena, figures->cells_now), sheets[i].counted);
        sheet_close(&drawn);
        th_arena_free(drawn.arena);
    }
}

/* What was changed turns red in the rows in which nothing is left out, and in no others, however many areas these
 * are. */
static void the_rows_that_turn_red_are_those_that_are_compared(void **state)
{
    (void)state;
    static const struct {
        uint32_t rows, left_out[6]; /* 0: no more */
        const char *areas;
    } sheets[] = {{5, {0}, "A1:B505"},
                  {5, {2}, "A1:B2 A4:B505"},
                  {14, {1, 3, 5, 7, 8, 10}, "A1:B1 A3:B3 A5:B5 A7:B7 A10:B10 A12:B514"}};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        sheet_drawn drawn = watched_sheet();
        for (uint32_t row = 0; row < sheets[i].rows; row++)
            number_at(&drawn, row, 0, row);
        for (size_t k = 0; k < 6 && sheets[i].left_out[k]; k++)
            left_out_at(&drawn, sheets[i].left_out[k]);
        th_control_finish(drawn.tab);
        sheet_close(&drawn);
        assert_string_equal(sheet_between(&drawn, SHEET, "<conditionalFormatting sqref=\"", "\""), sheets[i].areas);
        th_arena_free(drawn.arena);
    }
}

/* ---- what they are asked ---- */

enum { COLS = 3 };

/* A row of texts and numbers: a digit is a number, '?' one that may change, a letter a text, ' ' nothing. */
static th_row_cells row_of(th_arena *arena, uint32_t row, const char *kinds)
{
    th_noted_cell *cells = th_arena_array(arena, COLS, sizeof *cells);
    th_row_cells made = {row, cells, 0};
    for (uint16_t col = 0; col < COLS; col++)
        if (kinds[col] == '?')
            cells[made.n++] = (th_noted_cell){.row = row, .col = col, .kind = TH_NOTED_LOOSE};
        else if (th_is_digit(kinds[col]))
            cells[made.n++] =
                (th_noted_cell){.row = row, .col = col, .kind = TH_NOTED_NUMBER, .number = kinds[col] - '0'};
        else if (kinds[col] != ' ')
            cells[made.n++] = (th_noted_cell){.row = row, .col = col, .kind = TH_NOTED_TEXT, .text = {&kinds[col], 1}};
    return made;
}

static th_row_shape shape_of(th_arena *arena, const th_row_cells *rows, size_t n)
{
    th_row_shape shape;
    th_row_shape_begin(&shape, arena, COLS - 1);
    shape.sheet = TH_STR("'Trang'!");
    for (size_t i = 0; i < n; i++)
        th_row_shape_learn(&shape, &rows[i]);
    return shape;
}

/* All rows are asked by one name, unless a number may change in a column in which others may not. */
static void a_row_is_loose_where_its_number_may_change_and_others_may_not(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const th_row_cells rows[] = {row_of(arena, 0, "a1 "), row_of(arena, 1, "b2?"), row_of(arena, 2, "c??"),
                                 row_of(arena, 3, "d ?"), row_of(arena, 4, "e  ")};
    const th_row_shape shape = shape_of(arena, rows, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(th_row_is_loose(&shape, &rows[i]), i == 2);
    th_arena_free(arena);
}

/* A number is asked for as an integer: in the formula the decimals are shifted as they were when the row was read. */
static void a_name_asks_for_numbers_with_the_decimals_of_its_rows(void **state)
{
    (void)state;
    static const struct {
        int exponent;
        const char *name, *number;
    } names[] = {{-2, "KS_1_C2_1", "ROUND(N('Trang'!$B1)/100,0)"},
                 {-1, "KS_1_C1_1", "ROUND(N('Trang'!$B1)/10,0)"},
                 {0, "KS_1_N0_1", "ROUND(N('Trang'!$B1),0)"},
                 {1, "KS_1_N1_1", "ROUND(N('Trang'!$B1)*10,0)"},
                 {2, "KS_1_N2_1", "ROUND(N('Trang'!$B1)*100,0)"}};
    th_arena *arena = th_arena_new(0);
    const th_row_cells row = row_of(arena, 0, "a1 ");
    th_row_shape shape = shape_of(arena, &row, 1);
    th_row_name found;
    for (size_t i = 5; i-- > 0;)
        assert_string_equal(th_str_cstr(arena, th_row_asks(&shape, &row, (th_row_mode){.exponent = names[i].exponent})),
                            names[i].name);
    for (size_t i = 0; i < 5; i++) {
        assert_true(th_row_shape_name(&shape, i, &found));
        assert_string_equal(th_str_cstr(arena, found.name), names[i].name);
        assert_true(th_str_find(found.formula, th_str_of(names[i].number), 0) != SIZE_MAX);
        /* blank ones among them, all columns that the sheet has */
        assert_true(th_str_find(found.formula, TH_STR("COUNT('Trang'!$A1:$C1),\"|\",COUNTA('Trang'!$A1:$C1)"), 0) !=
                    SIZE_MAX);
    }
    assert_false(th_row_shape_name(&shape, 5, &found));
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_says_its_state_at_the_right_of_its_first_row),
        cmocka_unit_test(a_sheet_that_was_not_asked_says_nothing_of_its_state),
        cmocka_unit_test(what_is_typed_below_is_watched_as_far_as_there_are_rows),
        cmocka_unit_test(the_rows_that_turn_red_are_those_that_are_compared),
        cmocka_unit_test(a_row_is_loose_where_its_number_may_change_and_others_may_not),
        cmocka_unit_test(a_name_asks_for_numbers_with_the_decimals_of_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
