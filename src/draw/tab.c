/* The library's calls for one sheet, each behind a name of ours. */
#include "draw/tab.h"

#include "book/decimal.h"
#include "draw/library.h"
#include "pack/xstring.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

enum { COMMENT_WIDTH = 320, COMMENT_POINTS = 10, COMMENT_LINE = 17, MOST_COMMENT_LINES = 20 };
enum { COMMENT_COLOUR = 0xFFFDF0 };

/* The library counts columns in 16 bits, which hold more columns than a sheet has. */
static lxw_col_t library_column(uint32_t col)
{
    return (lxw_col_t)col;
}

/* ---- cells ---- */

/* The library has its copies of the texts of a cell once it is written. */
static void forget_texts(const th_output *output)
{
    enum { FEW_BYTES = 64 * 1024 };
    if (th_arena_used(output->texts) > FEW_BYTES)
        th_arena_reset(output->texts);
}

/* Remembers every cell that the library took, and the first one that it did not. */
static bool note_written(th_tab *tab, lxw_error error, th_written_cell cell)
{
    forget_texts(tab->output);
    th_paper_saw(tab->paper, cell.row, cell.col);
    if (error == LXW_NO_ERROR)
        th_written_add(&tab->written.cells, tab->output->arena, cell);
    else if (!tab->written.refused) {
        tab->written.refused = true;
        tab->written.refused_row = cell.row;
        tab->written.refused_col = cell.col;
    }
    return error == LXW_NO_ERROR;
}

/* The library prints 16 digits: the number that they read back as, NaN when they are none. */
static double number_as_written(double number)
{
    char digits[64];
    double read;
    if (fabs(number) < 1e15 && number == floor(number) && number != 0)
        return number; /* its digits are fewer */
    snprintf(digits, sizeof digits, "%.16G", number);
    return th_decimal_read(th_str_of(digits), &read) ? read : (double)NAN;
}

static uint64_t value_of_number(double number)
{
    return th_written_of_number(number_as_written(number));
}

/* The library leaves out a blank cell that has no format. */
static bool note_blank(th_tab *tab, lxw_error error, uint32_t row, uint32_t col, const th_cell_format *format)
{
    th_noted_blank(tab->noted, row, col);
    th_paper_saw(tab->paper, row, col);
    if (error == LXW_NO_ERROR && !format)
        return true;
    return note_written(tab, error, (th_written_cell){.row = row, .col = (uint16_t)col, .kind = TH_WRITTEN_BLANK});
}

static lxw_error error_unless(bool taken)
{
    return taken ? LXW_NO_ERROR : LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
}

static lxw_error write_text(th_tab *tab, uint32_t row, uint32_t col, th_str text, const th_cell_format *format)
{
    if (tab->rows && text.len)
        return error_unless(th_rows_text(tab->rows, row, col, text, format));
    if (tab->rows)
        return error_unless(th_rows_blank(tab->rows, row, col, format));
    char *own = th_rows_library_text(tab->output->texts, text);
    return worksheet_write_string(tab->sheet, row, library_column(col), own, th_cell_format_own(format));
}

bool th_tab_text(th_tab *tab, uint32_t row, uint32_t col, th_str text, const th_cell_format *format)
{
    lxw_error error = write_text(tab, row, col, text, format);
    if (!text.len)
        return note_blank(tab, error, row, col, format);
    th_noted_text(tab->noted, row, col, text);
    return note_written(tab, error, (th_written_cell){row, (uint16_t)col, TH_WRITTEN_TEXT, th_written_of_text(text)});
}

bool th_tab_number(th_tab *tab, uint32_t row, uint32_t col, double number, const th_cell_format *format)
{
    lxw_error error = LXW_ERROR_PARAMETER_VALIDATION;
    if (isfinite(number) && tab->rows)
        error = error_unless(th_rows_number(tab->rows, row, col, number, format));
    else if (isfinite(number))
        error = worksheet_write_number(tab->sheet, row, library_column(col), number, th_cell_format_own(format));
    th_noted_number(tab->noted, row, col, number);
    return note_written(tab, error, (th_written_cell){row, (uint16_t)col, TH_WRITTEN_NUMBER, value_of_number(number)});
}

bool th_tab_bool(th_tab *tab, uint32_t row, uint32_t col, bool yes, const th_cell_format *format)
{
    lxw_error error;
    if (tab->rows)
        error = error_unless(th_rows_bool(tab->rows, row, col, yes, format));
    else
        error = worksheet_write_boolean(tab->sheet, row, library_column(col), yes, th_cell_format_own(format));
    return note_written(tab, error, (th_written_cell){row, (uint16_t)col, TH_WRITTEN_BOOL, th_written_of_number(yes)});
}

bool th_tab_blank(th_tab *tab, uint32_t row, uint32_t col, const th_cell_format *format)
{
    lxw_error error;
    if (tab->rows)
        error = error_unless(th_rows_blank(tab->rows, row, col, format));
    else
        error = worksheet_write_blank(tab->sheet, row, library_column(col), th_cell_format_own(format));
    return note_blank(tab, error, row, col, format) && error == LXW_NO_ERROR;
}

/* A formula may begin with '='; in the file it does not. */
static uint64_t value_of_formula(th_str formula, uint64_t result)
{
    if (th_str_starts(formula, TH_STR("=")))
        formula = th_str_sub(formula, 1, formula.len);
    return th_written_of_both(th_written_of_text(formula), result);
}

static lxw_error write_formula(th_tab *tab, uint32_t row, uint32_t col, th_row_formula formula,
                               const th_cell_format *of)
{
    lxw_format *format = th_cell_format_own(of);
    if (tab->rows)
        return error_unless(th_rows_formula(tab->rows, row, col, formula, of));
    if (formula.text)
        return worksheet_write_formula_str(tab->sheet, row, library_column(col), formula.formula, format, formula.text);
    return worksheet_write_formula_num(tab->sheet, row, library_column(col), formula.formula, format, formula.number);
}

bool th_tab_formula_text(th_tab *tab, uint32_t row, uint32_t col, th_live_text live, const th_cell_format *format)
{
    lxw_error error = write_formula(tab, row, col,
                                    (th_row_formula){.formula = th_tab_cstr(tab, live.formula),
                                                     .text = th_rows_library_text(tab->output->texts, live.text)},
                                    format);
    th_noted_text(tab->noted, row, col, live.text);
    return note_written(tab, error,
                        (th_written_cell){row, (uint16_t)col, TH_WRITTEN_FORMULA_TEXT,
                                          value_of_formula(live.formula, th_written_of_text(live.text))});
}

bool th_tab_error(th_tab *tab, uint32_t row, uint32_t col, const char *error, const th_cell_format *format)
{
    th_str formula = th_str_fmt(tab->output->texts, "=%s", error);
    return th_tab_formula_text(tab, row, col, (th_live_text){formula, th_str_of(error)}, format);
}

bool th_tab_formula(th_tab *tab, uint32_t row, uint32_t col, th_live live, const th_cell_format *format)
{
    if (!live.number)
        return th_tab_formula_text(tab, row, col, (th_live_text){.formula = live.formula}, format);
    double number = th_exact_to_double(live.number);
    lxw_error error = LXW_ERROR_PARAMETER_VALIDATION;
    if (isfinite(number))
        error = write_formula(tab, row, col,
                              (th_row_formula){.formula = th_tab_cstr(tab, live.formula), .number = number}, format);
    th_noted_number(tab->noted, row, col, number);
    return note_written(tab, error,
                        (th_written_cell){row, (uint16_t)col, TH_WRITTEN_FORMULA,
                                          value_of_formula(live.formula, value_of_number(number))});
}

bool th_tab_keeps(double number)
{
    return number_as_written(number) == number;
}

bool th_tab_rich(th_tab *tab, uint32_t row, uint32_t col, th_rich_text text, const th_cell_format *format)
{
    th_arena *arena = tab->output->texts;
    lxw_rich_string_tuple *parts = th_arena_array(arena, text.n, sizeof *parts);
    lxw_rich_string_tuple **list = th_arena_array(arena, text.n + 1, sizeof *list);
    th_buf whole;
    th_buf_init(&whole, arena);
    for (size_t i = 0; i < text.n; i++) {
        parts[i] = (lxw_rich_string_tuple){th_cell_format_own(text.parts[i].format),
                                           th_rows_library_text(tab->output->texts, text.parts[i].text)};
        list[i] = &parts[i];
        th_buf_add(&whole, text.parts[i].text);
    }
    lxw_error error =
        worksheet_write_rich_string(tab->sheet, row, library_column(col), list, th_cell_format_own(format));
    if (error != LXW_NO_ERROR)
        return false; /* the caller writes a plain text then */
    th_rows_cell_of_library(tab->rows, row, col);
    uint64_t value = th_written_of_text(th_buf_str(&whole));
    th_noted_text(tab->noted, row, col, th_buf_str(&whole));
    return note_written(tab, error, (th_written_cell){row, (uint16_t)col, TH_WRITTEN_TEXT, value});
}

static bool write_link(th_tab *tab, uint32_t row, uint32_t col, th_link link, const th_cell_format *format)
{
    if (th_rows_keeps_link(tab->rows, link, format))
        return th_rows_link(tab->rows, row, col, link, format);
    th_rows_links_to_library(tab->rows, format);
    if (worksheet_write_url_opt(tab->sheet, row, library_column(col), th_tab_cstr(tab, link.url),
                                th_cell_format_own(format), link.shown, NULL) != LXW_NO_ERROR)
        return false;
    th_rows_cell_of_library(tab->rows, row, col);
    return true;
}

bool th_tab_link(th_tab *tab, uint32_t row, uint32_t col, th_link link, const th_cell_format *format)
{
    if (!write_link(tab, row, col, link, format))
        return false;
    th_written_cell cell = {row, (uint16_t)col, TH_WRITTEN_TEXT, 0};
    th_str inside = TH_STR("internal:"), shown = th_str_of(link.shown);
    bool leads_inside = th_str_starts(link.url, inside);
    if (!link.shown)
        shown = leads_inside ? th_str_sub(link.url, inside.len, link.url.len) : link.url;
    cell.value = !leads_inside;
    th_written_add(&tab->written.links, tab->output->arena, cell);
    cell.value = th_written_of_text(shown);
    th_noted_text(tab->noted, row, col, shown);
    return note_written(tab, LXW_NO_ERROR, cell);
}

void th_tab_comment(th_tab *tab, uint32_t row, uint32_t col, const th_comment *comment)
{
    size_t lines = comment->lines < MOST_COMMENT_LINES ? comment->lines : MOST_COMMENT_LINES;
    lxw_comment_options options = {.author = (char[]){""},
                                   .width = COMMENT_WIDTH,
                                   .height = (uint16_t)(COMMENT_LINE * lines),
                                   .font_size = COMMENT_POINTS,
                                   .color = COMMENT_COLOUR};
    if (comment->face)
        options.font_name = th_tab_cstr(tab, th_str_of(comment->face));
    /* in comments the library escapes nothing */
    th_str text = th_xstring_write(tab->output->texts, comment->text);
    worksheet_write_comment_opt(tab->sheet, row, library_column(col), th_tab_cstr(tab, text), &options);
    forget_texts(tab->output);
}

/* The library writes a blank into every cell of the range, for its borders.  Beyond so many of them in a workbook, a
 * range is only noted: one range may be a whole sheet. */
enum { MOST_MERGED_CELLS = 200000 };

static bool room_for_blanks(th_tab *tab, th_area area)
{
    uint64_t cells = ((uint64_t)area.row2 - area.row1 + 1) * ((uint64_t)area.col2 - area.col1 + 1);
    if (cells > MOST_MERGED_CELLS - tab->output->merged_cells)
        return false;
    tab->output->merged_cells += cells;
    return true;
}

/* Notes a merged range as the library does, but its cells stay out of the file. */
static lxw_error note_range(const th_tab *tab, th_area area)
{
    if (area.row2 >= LXW_ROW_MAX || area.col2 >= LXW_COL_MAX)
        return LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
    lxw_merged_range *range = calloc(1, sizeof *range);
    if (!range)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    range->first_row = area.row1;
    range->last_row = area.row2;
    range->first_col = library_column(area.col1);
    range->last_col = library_column(area.col2);
    STAILQ_INSERT_TAIL(tab->sheet->merged_ranges, range, list_pointers);
    tab->sheet->merged_range_count++;
    return LXW_NO_ERROR;
}

static void merge_without_blanks(th_tab *tab, th_area area, th_str text, const th_cell_format *format)
{
    lxw_error error = note_range(tab, area);
    if (error == LXW_NO_ERROR) {
        tab->written.nmerges++;
        th_tab_text(tab, area.row1, area.col1, text, format);
    } else {
        note_blank(tab, error, area.row1, area.col1, format);
    }
}

/* Notes which cells of a merged range the library has made.  Without a format it writes no blanks: what stood in such a
 * cell before stands on. */
static void note_merged(th_tab *tab, th_area area, bool says, bool formatted)
{
    tab->written.nmerges++;
    for (uint32_t row = area.row1; tab->rows && row <= area.row2; row++)
        for (uint32_t col = area.col1; col <= area.col2; col++)
            if (formatted || (says && row == area.row1 && col == area.col1))
                th_rows_cell_of_library(tab->rows, row, col);
}

void th_tab_merge(th_tab *tab, th_area area, th_str text, const th_cell_format *format)
{
    th_tab_tie(tab, area.row1, area.row2);
    if (!room_for_blanks(tab, area)) {
        merge_without_blanks(tab, area, text, format);
        return;
    }
    lxw_error error =
        worksheet_merge_range(tab->sheet, area.row1, library_column(area.col1), area.row2, library_column(area.col2),
                              th_rows_library_text(tab->output->texts, text), th_cell_format_own(format));
    if (error == LXW_NO_ERROR)
        note_merged(tab, area, text.len != 0, format != NULL);
    if (text.len)
        th_noted_text(tab->noted, area.row1, area.col1, text);
    if (text.len)
        note_written(tab, error,
                     (th_written_cell){area.row1, (uint16_t)area.col1, TH_WRITTEN_TEXT, th_written_of_text(text)});
    for (uint32_t row = area.row1; row <= area.row2; row++)
        for (uint32_t col = area.col1; col <= area.col2; col++)
            if (!text.len || row != area.row1 || col != area.col1)
                note_blank(tab, error, row, col, format);
}

void th_tab_expect(th_tab *tab, size_t cells)
{
    th_written_expect(&tab->written.cells, tab->output->arena, cells);
}

/* ---- rows, columns, the sheet ---- */

th_output *th_tab_output(const th_tab *tab)
{
    return tab->output;
}

th_str th_tab_name(const th_tab *tab)
{
    return tab->name;
}

void th_tab_width(th_tab *tab, uint32_t first, uint32_t last, double characters, bool hidden)
{
    lxw_row_col_options options = {.hidden = LXW_TRUE};
    th_paper_width(tab->paper, first, last, hidden ? 0 : characters);
    worksheet_set_column_opt(tab->sheet, library_column(first), library_column(last), characters, NULL,
                             hidden ? &options : NULL);
}

void th_tab_height(th_tab *tab, uint32_t row, double points)
{
    th_paper_height(tab->paper, row, points);
    worksheet_set_row(tab->sheet, row, points, NULL);
    th_rows_row_of_library(tab->rows, row);
}

void th_tab_hide_row(th_tab *tab, uint32_t row)
{
    lxw_row_col_options options = {.hidden = LXW_TRUE};
    th_paper_height(tab->paper, row, 0);
    worksheet_set_row_opt(tab->sheet, row, LXW_DEF_ROW_HEIGHT, NULL, &options);
    th_rows_row_of_library(tab->rows, row);
}

void th_tab_mark(th_tab *tab, uint32_t rgb)
{
    worksheet_set_tab_color(tab->sheet, rgb);
}

void th_tab_hide(th_tab *tab)
{
    worksheet_hide(tab->sheet);
}

void th_tab_activate(th_tab *tab)
{
    worksheet_activate(tab->sheet);
}

void th_tab_filter(th_tab *tab, th_area area)
{
    th_paper_list(tab->paper);
    tab->filter = area;
    tab->filtered = true;
    if (tab->noted)
        return; /* th_control_finish() makes it, with the column of row numbers */
    worksheet_autofilter(tab->sheet, area.row1, library_column(area.col1), area.row2, library_column(area.col2));
}

static void protect_sheet(const th_tab *tab, bool objects)
{
    lxw_protection allowed = {.format_cells = LXW_TRUE,
                              .format_columns = LXW_TRUE,
                              .format_rows = LXW_TRUE,
                              .insert_rows = LXW_TRUE,
                              .sort = LXW_TRUE,
                              .autofilter = LXW_TRUE,
                              .insert_hyperlinks = LXW_TRUE,
                              .objects = objects};
    worksheet_protect(tab->sheet, NULL, &allowed);
}

void th_tab_protect(th_tab *tab)
{
    protect_sheet(tab, false);
}

void th_tab_protect_figures(th_tab *tab)
{
    protect_sheet(tab, true);
}
