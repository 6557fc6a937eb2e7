/* The rows that the program writes are, byte for byte, those that the library would write.  Linked with the calls of
 * the library as the program answers them (cli/library_files.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "draw/chart.h"
#include "draw/pen.h"
#include "draw/control.h"
#include "pack/zip.h"
#include "pack/zip_write.h"

#include <math.h>
#include <stdlib.h>

enum { ROUNDS = 40, MOST_CELLS = 600, ROWS = 60, COLS = 30, FAR_ROW = 1048575, FAR_COL = 16383 };

static const char *const texts[] = {"",
                                    "Sở Nội vụ",
                                    "a & b < c > d \"e\" 'f'",
                                    "_x0041_ gõ tay",
                                    "hai\ndòng\tcột",
                                    "  đầu đuôi ",
                                    "chuông\x07\x01",
                                    "₫ ½ 😀",
                                    "0012",
                                    "Sở Nội vụ"};
static const double numbers[] = {0,
                                 -0.0,
                                 1,
                                 -17,
                                 999999999999999,
                                 1e15,
                                 -1e15,
                                 1e16,
                                 0.1,
                                 1.0 / 3,
                                 1e300,
                                 -2.5e-300,
                                 1234567.125,
                                 4503599627370497.5,
                                 65530,
                                 0.30000000000000004};
static const char *const formulas[] = {"SUM(A1:A3)", "=IF(A1<2,\"x & y\",B1)", "1+1"};

static unsigned draw_of(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245 + 12345;
    return (*seed >> 16) % below;
}

static uint32_t some_row(unsigned *seed)
{
    return draw_of(seed, 40) ? draw_of(seed, ROWS) : FAR_ROW - draw_of(seed, 3);
}

static uint32_t some_col(unsigned *seed)
{
    return draw_of(seed, 40) ? draw_of(seed, COLS) : FAR_COL - draw_of(seed, 3);
}

static th_str some_text(unsigned *seed)
{
    return th_str_of(texts[draw_of(seed, sizeof texts / sizeof *texts)]);
}

static double some_number(unsigned *seed)
{
    return numbers[draw_of(seed, sizeof numbers / sizeof *numbers)];
}

typedef struct easel {
    th_arena *arena;
    th_tab *tab;
    const th_cell_format *formats[3];
    unsigned *seed;
} easel;

static void draw_formula(easel *at, uint32_t row, uint32_t col, const th_cell_format *format)
{
    th_str formula = th_str_of(formulas[draw_of(at->seed, 3)]);
    if (draw_of(at->seed, 2))
        th_tab_formula_text(at->tab, row, col, (th_live_text){formula, some_text(at->seed)}, format);
    else
        th_tab_formula(at->tab, row, col, (th_live){formula, th_exact_int(at->arena, (long)draw_of(at->seed, 1000))},
                       format);
}

/* Few lead out of the workbook: most sheets have links inside it only. */
static th_link some_link(easel *at)
{
    const th_link links[] = {{TH_STR("internal:'Một'!C7"), "›"},
                             {TH_STR("internal:'Hai & <\"3\">'!A1"), "›"},
                             {TH_STR("internal:'Một'!A1048576"), "xem & sửa"},
                             {TH_STR("external:hop-thu/so noi vu.xlsx#B1!C2"), "mở"}};
    return links[draw_of(at->seed, 40) ? draw_of(at->seed, 3) : 3];
}

static void draw_cell(easel *at)
{
    uint32_t row = some_row(at->seed), col = some_col(at->seed);
    const th_cell_format *format = at->formats[draw_of(at->seed, 3)];
    const th_text_part parts[] = {{TH_STR("đậm "), at->formats[1]}, {TH_STR("thường"), NULL}};
    switch (draw_of(at->seed, 10)) {
    case 0:
    case 1:
    case 2: th_tab_text(at->tab, row, col, some_text(at->seed), format); break;
    case 3:
    case 4: th_tab_number(at->tab, row, col, some_number(at->seed), format); break;
    case 5: th_tab_bool(at->tab, row, col, draw_of(at->seed, 2), format); break;
    case 6: th_tab_blank(at->tab, row, col, format); break;
    case 7: draw_formula(at, row, col, format); break;
    case 8: th_tab_rich(at->tab, row, col, (th_rich_text){parts, 2}, format); break;
    default:
        th_tab_link(at->tab, row, col, some_link(at), format);
        if (draw_of(at->seed, 2))
            th_tab_text(at->tab, row, col, some_text(at->seed), format);
    }
}

/* Over what stands there, with and without a text and a format. */
static void draw_merges(easel *at, uint32_t from)
{
    for (uint32_t row = from; row < from + 9; row += 3) {
        uint32_t col = draw_of(at->seed, COLS);
        th_tab_merge(at->tab, (th_area){row, col, row + draw_of(at->seed, 3), col + 1 + draw_of(at->seed, 4)},
                     some_text(at->seed), at->formats[draw_of(at->seed, 3)]);
    }
}

static void draw_rest(easel *at, size_t sheet)
{
    draw_merges(at, 40);
    th_tab_height(at->tab, some_row(at->seed), 15 + draw_of(at->seed, 3));
    th_tab_height(at->tab, 200 + draw_of(at->seed, 10), 41.25);
    th_tab_hide_row(at->tab, 300);
    th_tab_merge(at->tab, (th_area){70, 2, 72, 4}, some_text(at->seed), at->formats[1]);
    th_tab_text(at->tab, 71, 3, TH_STR("trong vùng gộp"), at->formats[2]);
    if (sheet)
        return;
    /* of a comment on nothing the library would write an empty row */
    th_tab_text(at->tab, 3, 3, TH_STR("có ghi chú"), at->formats[1]);
    th_tab_comment(at->tab, 3, 3, &(th_comment){.text = TH_STR("ghi chú"), .lines = 2});
}

/* Two sheets, of which the first may stay empty. */
static th_str drawn(th_arena *arena, unsigned seed)
{
    th_trouble trouble = {0};
    th_output *output = th_output_new(arena, NULL, &trouble);
    assert_non_null(output);
    th_output_dress(output, &(th_letterhead){.contents = TH_STR("Một")});
    th_output_describe(output, &(th_about){.created = 1});
    easel at = {.arena = arena, .seed = &seed};
    at.formats[1] = th_cell_format_new(output, &(th_format_spec){.bold = true});
    at.formats[2] = th_cell_format_new(output, &(th_format_spec){.number = "0.00"});
    const th_chart_series series = {TH_STR("điểm"), TH_STR("Hai & <\"3\">"), {0, 1, 5, 1}};
    for (size_t sheet = 0; sheet < 2; sheet++) {
        at.tab = th_output_add(output, sheet ? TH_STR("Hai & <\"3\">") : TH_STR("Một"));
        size_t cells = draw_of(&seed, 4) ? draw_of(&seed, MOST_CELLS) : 0;
        for (size_t i = 0; i < cells; i++) {
            draw_cell(&at);
            if (i == cells / 2)
                draw_merges(&at, 10);
        }
        if (cells || sheet)
            draw_rest(&at, sheet);
    }
    th_pen pen = th_pen_over(at.tab);
    th_pen_chart(&pen, 400,
                 &(th_chart){.kind = TH_CHART_STACKED,
                             .sheet = TH_STR("Hai & <\"3\">"),
                             .names = {0, 0, 5, 0},
                             .series = &series,
                             .nseries = 1,
                             .title = TH_STR("Biểu đồ"),
                             .wide = 300,
                             .high = 200,
                             .description = "d"});
    assert_int_equal(th_output_close(output, &trouble), TH_OK);
    return th_output_bytes(output);
}

static void the_rows_are_those_of_the_library(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0), *own = th_arena_new(0);
    th_str library[ROUNDS];
    if (TH_ARENA_GUARD(arena) || TH_ARENA_GUARD(own))
        abort();
    for (unsigned i = 0; i < ROUNDS; i++)
        library[i] = drawn(arena, i);
    th_zip_write_answers();
    for (unsigned i = 0; i < ROUNDS; i++) {
        th_str bytes = drawn(own, i);
        assert_int_equal(bytes.len, library[i].len);
        assert_memory_equal(bytes.ptr, library[i].ptr, bytes.len);
        th_arena_reset(own);
    }
    th_arena_free(own);
    th_arena_free(arena);
}

/* A workbook of 300 sheets with a cell in the last row of each was refused for the memory that it took. */
static void cells_far_below_take_little(void **state)
{
    (void)state;
    enum { SHEETS = 300, MOST = 16 << 20 };
    th_trouble trouble = {0};
    th_arena *arena = th_arena_new(0);
    if (TH_ARENA_GUARD(arena))
        abort();
    th_zip_write_answers();
    th_output *output = th_output_new(arena, NULL, &trouble);
    assert_non_null(output);
    for (int i = 0; i < SHEETS; i++)
        assert_true(th_tab_number(th_output_add(output, th_str_fmt(arena, "T%d", i)), FAR_ROW, 0, i, NULL));
    assert_true(th_arena_used(arena) < MOST);
    assert_int_equal(th_output_close(output, &trouble), TH_OK);
    th_arena_free(arena);
}

/* ---- watched sheets, which keep no list of their cells beside their rows ---- */

static th_tab *watched_tab(th_arena *arena)
{
    th_trouble trouble = {0};
    th_zip_write_answers();
    th_output *output = th_output_new(arena, NULL, &trouble);
    assert_non_null(output);
    th_output_dress(output, &(th_letterhead){.contents = TH_STR("Một")});
    th_control_watch(output, (th_control_place){TH_STR("Một"), 20, 0});
    return th_output_add(output, TH_STR("Một"));
}

static th_str written_part(th_arena *arena, const th_tab *tab, const char *part)
{
    th_zip zip;
    th_str text;
    assert_int_equal(th_zip_open(arena, &th_limits_default, th_output_bytes(th_tab_output(tab)), &zip), TH_OK);
    assert_int_equal(th_zip_read(arena, &zip, th_zip_find(&zip, th_str_of(part)), &text), TH_OK);
    return text;
}

static void close_watched(const th_tab *tab)
{
    th_trouble trouble = {0};
    assert_int_equal(th_output_close(th_tab_output(tab), &trouble), TH_OK);
}

static void must_hold(th_str text, const char *const *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (th_str_find(text, th_str_of(wanted[i]), 0) == SIZE_MAX)
            fail_msg("no %s in\n" TH_FMT, wanted[i], TH_ARG(text));
}

/* What stands in a merged range, which the library makes, is said by the row as well, whichever cell of that column
 * came first.  The rows are asked by one name, which the workbook defines, since no number of theirs may change. */
static void a_merged_text_is_part_of_what_its_row_says(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    if (TH_ARENA_GUARD(arena))
        abort();
    th_tab *tab = watched_tab(arena);
    const th_cell_format *format = th_cell_format_new(th_tab_output(tab), &(th_format_spec){.bold = true});
    th_tab_number(tab, 0, 0, 7, NULL);
    th_tab_merge(tab, (th_area){0, 1, 0, 2}, TH_STR("đầu"), format);
    th_tab_merge(tab, (th_area){1, 0, 2, 1}, TH_STR("gộp"), format);
    th_tab_merge(tab, (th_area){4, 0, 4, 1}, TH_STR("cuối"), NULL); /* of which one cell is made */
    th_tab_height(tab, 20, 40);                                     /* of a row that holds nothing */
    th_control_finish(tab);
    const th_control_figures *figures = th_control_figures_of(tab);
    assert_int_equal(figures->cells, 7); /* and three of the rows that are asked */
    assert_string_equal(th_str_cstr(arena, figures->cells_now), "COUNTA('Một'!$A$1:$Y$505)");
    close_watched(tab);
    static const char *const asked[] = {"EXACT(KS_1_N9_1,\"¦đầu¦|1|2|", "EXACT(KS_1_N9_1,\"gộp¦¦|0|1|0\")",
                                        "EXACT(KS_1_N9_1,\"cuối¦¦|0|1|0\")"};
    must_hold(written_part(arena, tab, "xl/worksheets/sheet1.xml"), asked, 3);
    static const char *const defined[] = {
        "<definedName name=\"KS_1_N9_1\">IFERROR(CONCATENATE(T('Một'!$A1),\"¦\",'Một'!$B1,\"¦\",",
        "COUNTA('Một'!$A1:$C1)"};
    must_hold(written_part(arena, tab, "xl/workbook.xml"), defined, 2);
    th_arena_free(arena);
}

/* A number that may change is counted, and no more: its row has a formula of its own where others of its column may
 * not. */
static void a_number_that_may_change_is_counted_alone(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    if (TH_ARENA_GUARD(arena))
        abort();
    th_tab *tab = watched_tab(arena);
    th_tab_number(tab, 0, 0, 7, NULL);
    th_control_loosen(tab, true);
    th_tab_number(tab, 1, 0, 8, NULL);
    th_control_loosen(tab, false);
    th_control_finish(tab);
    assert_int_equal(th_control_figures_of(tab)->sum_now.len, 0);
    close_watched(tab);
    static const char *const asked[] = {"EXACT(KS_1_N9_1,\"|1|1|", "<c r=\"C2\" s=\"1\"><f>IF(EXACT(IFERROR(",
                                        "\"|1|1\"),2,-1)"};
    must_hold(written_part(arena, tab, "xl/worksheets/sheet1.xml"), asked, 3);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_rows_are_those_of_the_library),
                                       cmocka_unit_test(cells_far_below_take_little),
                                       cmocka_unit_test(a_merged_text_is_part_of_what_its_row_says),
                                       cmocka_unit_test(a_number_that_may_change_is_counted_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
