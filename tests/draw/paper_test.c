/* Sheets on paper: where pages begin, down and across, what is repeated on each, and what stands at their edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sheet_fixture.h"

/* The rows, or with "colBreaks" the columns, at which pages begin: "10 19". */
static th_str breaks_of(const sheet_drawn *drawn, const char *element)
{
    th_str sheet = sheet_part(drawn, SHEET);
    th_buf out;
    th_buf_init(&out, drawn->arena);
    size_t at = th_str_find(sheet, th_str_fmt(drawn->arena, "<%s ", element), 0);
    size_t end = at == SIZE_MAX ? at : th_str_find(sheet, th_str_fmt(drawn->arena, "</%s>", element), at);
    while (at != SIZE_MAX && (at = th_str_find(sheet, TH_STR("<brk id=\""), at)) < end) {
        at += 9;
        size_t quote = th_str_find(sheet, TH_STR("\""), at);
        th_buf_fmt(&out, "%s" TH_FMT, out.len ? " " : "", TH_ARG(th_str_sub(sheet, at, quote - at)));
    }
    return th_buf_str(&out);
}

static void must_break(const sheet_drawn *drawn, const char *element, const char *at)
{
    th_str found = breaks_of(drawn, element);
    if (!th_str_eq(found, th_str_of(at)))
        fail_msg("%s: " TH_FMT ", not %s", element, TH_ARG(found), at);
}

/* ---- rows ---- */

static sheet_drawn rows_of_height(uint32_t rows, double points)
{
    sheet_drawn drawn = sheet_begun((th_str){0}, false);
    for (uint32_t row = 0; row < rows; row++) {
        th_pen_number(&drawn.pen, row, 0, row, (th_style){0, NULL});
        th_tab_height(drawn.tab, row, points);
    }
    return drawn;
}

/* A4 across is 595 points high, of which the margins take 93.6; three in a hundred of the rest are left free. */
static void a_page_is_filled_and_no_more(void **state)
{
    (void)state;
    static const struct {
        double points;
        const char *breaks;
    } heights[] = {{48.6, "10 20"}, {48.7, "9 18"}};
    for (size_t i = 0; i < 2; i++) {
        sheet_drawn drawn = rows_of_height(25, heights[i].points);
        th_tab_paper(drawn.tab);
        th_tab_settle_paper(drawn.tab, 0);
        sheet_close(&drawn);
        must_break(&drawn, "rowBreaks", heights[i].breaks);
        th_arena_free(drawn.arena);
    }
}

/* The rows that every page repeats take their room on each page below the one on which they stand. */
static void repeated_rows_take_room_on_each_page(void **state)
{
    (void)state;
    sheet_drawn drawn = rows_of_height(30, 48.6);
    th_tab_paper(drawn.tab);
    th_tab_repeat(drawn.tab, 0, 1);
    th_tab_settle_paper(drawn.tab, 0);
    sheet_close(&drawn);
    must_break(&drawn, "rowBreaks", "10 18 26");
    th_arena_free(drawn.arena);
}

/* A signature never stands alone on a page.  On a sheet of few rows all of them stay with it: where they are too high
 * for one page, it ends where it is full, and not behind a first row that would stand alone. */
static void the_rows_above_a_signature_stay_with_it(void **state)
{
    (void)state;
    sheet_drawn drawn = rows_of_height(3, 150);
    th_tab_paper(drawn.tab);
    th_pen_signatures(&drawn.pen, 3, 5);
    th_tab_height(drawn.tab, 4, 150);
    th_tab_settle_paper(drawn.tab, 0);
    sheet_close(&drawn);
    must_break(&drawn, "rowBreaks", "4");
    th_arena_free(drawn.arena);

    drawn = rows_of_height(10, 48.6);
    th_tab_paper(drawn.tab);
    th_pen_signatures(&drawn.pen, 10, 5);
    th_tab_settle_paper(drawn.tab, 0);
    sheet_close(&drawn);
    must_break(&drawn, "rowBreaks", "7");
    th_arena_free(drawn.arena);
}

/* ---- columns ---- */

/* Ten columns of these characters on a sheet that is divided at each of them; 2 of them are repeated. */
static sheet_drawn columns_of_width(double characters, uint32_t *last)
{
    static const uint32_t starts[] = {2, 3, 4, 5, 6, 7, 8, 9};
    sheet_drawn drawn = sheet_begun((th_str){0}, false);
    th_pen_width(&drawn.pen, 0, 9, characters);
    for (uint32_t col = 0; col < 10; col++)
        th_pen_number(&drawn.pen, 0, col, col, (th_style){0, NULL});
    *last = th_tab_divide(drawn.tab, (th_division){starts, 8, 2, 9});
    return drawn;
}

static void a_wide_sheet_is_divided_into_pages_across(void **state)
{
    (void)state;
    uint32_t last;
    sheet_drawn drawn = columns_of_width(40, &last);
    assert_int_equal(last, 3);
    sheet_close(&drawn);
    must_break(&drawn, "colBreaks", "4 6 8");
    sheet_must_say(&drawn, BOOK, ">Trang!$A:$B<");
    th_arena_free(drawn.arena);

    drawn = columns_of_width(22, &last); /* one page less than two */
    assert_int_equal(last, 7);
    sheet_close(&drawn);
    must_break(&drawn, "colBreaks", "8");
    th_arena_free(drawn.arena);

    drawn = columns_of_width(10, &last);
    assert_int_equal(last, 9);
    sheet_close(&drawn);
    must_break(&drawn, "colBreaks", "");
    assert_false(sheet_says(&drawn, BOOK, "Print_Titles"));
    th_arena_free(drawn.arena);
}

/* A sheet that cannot be printed small enough takes more pages across, and each says whose rows they are. */
static void what_is_too_wide_repeats_its_first_columns(void **state)
{
    (void)state;
    static const struct {
        double characters;
        const char *titles;
    } widths[] = {{10, "Trang!$5:$6"}, {60, "Trang!$A:$B,Trang!$5:$6"}};
    for (size_t i = 0; i < 2; i++) {
        sheet_drawn drawn = sheet_begun((th_str){0}, false);
        th_pen_width(&drawn.pen, 0, 9, widths[i].characters);
        th_pen_number(&drawn.pen, 0, 9, 1, (th_style){0, NULL});
        th_pen_page(&drawn.pen, 4, 5, 2);
        sheet_close(&drawn);
        assert_string_equal(sheet_between(&drawn, BOOK, "Print_Titles\" localSheetId=\"0\">", "<"), widths[i].titles);
        th_arena_free(drawn.arena);
    }
}

/* Of a long sheet the first page alone is printed; where the heading has room for it, the sheet says so. */
static void of_a_long_sheet_the_first_page_is_printed(void **state)
{
    (void)state;
    static const struct {
        uint32_t head;
        const char *area;
        bool said;
    } heads[] = {{4, "Trang!$A$1:$F$25", true}, {7, "Trang!$A$1:$F$28", false}};
    for (size_t i = 0; i < 2; i++) {
        sheet_drawn drawn = rows_of_height(60, 15);
        th_pen_first_page_only(&drawn.pen, heads[i].head, 5);
        th_pen_page(&drawn.pen, heads[i].head, heads[i].head, 1);
        sheet_close(&drawn);
        assert_string_equal(sheet_between(&drawn, BOOK, "Print_Area\" localSheetId=\"0\">", "<"), heads[i].area);
        assert_int_equal(sheet_says(&drawn, SHEET, "<c r=\"B4\""), heads[i].said);
        th_arena_free(drawn.arena);
    }
}

/* ---- edges ---- */

static void a_footer_says_how_far_the_figures_have_come(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        sheet_drawn drawn = sheet_begun(i ? TH_STR("Xếp hạng tạm tính") : (th_str){0}, false);
        th_pen_number(&drawn.pen, 0, 0, 1, (th_style){0, NULL});
        th_pen_page_upright(&drawn.pen);
        sheet_close(&drawn);
        const char *left = sheet_between(&drawn, SHEET, "&amp;8 Cụm · kỳ 2022", "&amp;R");
        assert_string_equal(left, i ? "\nXếp hạng tạm tính" : "");
        th_arena_free(drawn.arena);
    }
}

/* The number of an annex stands in the middle of the first row, with room at both sides; on a sheet too narrow for that
 * at its left edge, where it can run on over the next cells. */
static void an_annex_stands_in_the_middle_where_there_is_room(void **state)
{
    (void)state;
    static const uint32_t last[] = {9, 2};
    for (size_t i = 0; i < 2; i++) {
        sheet_drawn drawn = sheet_begun((th_str){0}, false);
        drawn.pen.annex = TH_STR("II");
        th_pen_width(&drawn.pen, 0, 9, 10);
        th_pen_text(&drawn.pen, 20, 0, TH_STR("đậm"), TH_LOOK_BOLD);
        th_pen_heading(&drawn.pen, TH_STR("Tên"), TH_STR("dưới"), last[i]);
        sheet_close(&drawn);
        sheet_must_say(&drawn, "xl/sharedStrings.xml", "Phụ lục II");
        if (i == 0)
            sheet_must_say(&drawn, SHEET, "<mergeCell ref=\"C1:H1\"/>");
        else
            assert_string_equal(sheet_between(&drawn, SHEET, "<c r=\"A1\" s=", " "),
                                sheet_between(&drawn, SHEET, "<c r=\"A21\" s=", " "));
        th_arena_free(drawn.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_filled_and_no_more),
        cmocka_unit_test(repeated_rows_take_room_on_each_page),
        cmocka_unit_test(the_rows_above_a_signature_stay_with_it),
        cmocka_unit_test(a_wide_sheet_is_divided_into_pages_across),
        cmocka_unit_test(what_is_too_wide_repeats_its_first_columns),
        cmocka_unit_test(of_a_long_sheet_the_first_page_is_printed),
        cmocka_unit_test(a_footer_says_how_far_the_figures_have_come),
        cmocka_unit_test(an_annex_stands_in_the_middle_where_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
