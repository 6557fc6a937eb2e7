/* The library's calls for one sheet, each behind a name of ours. */
#include "draw/tab.h"

#include "draw/library.h"

#include <stdlib.h>

#include "base/banned.h"

enum { PAPER_A4 = 9, COMMENT_WIDTH = 320, COMMENT_POINTS = 10, COMMENT_LINE = 17, MOST_COMMENT_LINES = 20 };
enum { COMMENT_COLOUR = 0xFFFDF0 };

/* The library counts columns in 16 bits, which hold more columns than a sheet has. */
static lxw_col_t library_column(uint32_t col)
{
    return (lxw_col_t)col;
}

/* ---- cells ---- */

bool th_tab_text(th_tab *tab, uint32_t row, uint32_t col, th_str text, const th_cell_format *format)
{
    return worksheet_write_string(tab->sheet, row, library_column(col), th_tab_cstr(tab, text),
                                  th_cell_format_own(format)) == LXW_NO_ERROR;
}

bool th_tab_number(th_tab *tab, uint32_t row, uint32_t col, double number, const th_cell_format *format)
{
    return worksheet_write_number(tab->sheet, row, library_column(col), number, th_cell_format_own(format)) ==
           LXW_NO_ERROR;
}

bool th_tab_bool(th_tab *tab, uint32_t row, uint32_t col, bool yes, const th_cell_format *format)
{
    return worksheet_write_boolean(tab->sheet, row, library_column(col), yes, th_cell_format_own(format)) ==
           LXW_NO_ERROR;
}

bool th_tab_blank(th_tab *tab, uint32_t row, uint32_t col, const th_cell_format *format)
{
    return worksheet_write_blank(tab->sheet, row, library_column(col), th_cell_format_own(format)) == LXW_NO_ERROR;
}

bool th_tab_error(th_tab *tab, uint32_t row, uint32_t col, const char *error, const th_cell_format *format)
{
    th_str formula = th_str_fmt(tab->output->arena, "=%s", error);
    return worksheet_write_formula_str(tab->sheet, row, library_column(col), th_tab_cstr(tab, formula),
                                       th_cell_format_own(format), error) == LXW_NO_ERROR;
}

bool th_tab_formula_text(th_tab *tab, uint32_t row, uint32_t col, th_live_text live, const th_cell_format *format)
{
    return worksheet_write_formula_str(tab->sheet, row, library_column(col), th_tab_cstr(tab, live.formula),
                                       th_cell_format_own(format), th_tab_cstr(tab, live.text)) == LXW_NO_ERROR;
}

bool th_tab_formula(th_tab *tab, uint32_t row, uint32_t col, th_live live, const th_cell_format *format)
{
    if (!live.number)
        return th_tab_formula_text(tab, row, col, (th_live_text){.formula = live.formula}, format);
    return worksheet_write_formula_num(tab->sheet, row, library_column(col), th_tab_cstr(tab, live.formula),
                                       th_cell_format_own(format), th_exact_to_double(live.number)) == LXW_NO_ERROR;
}

bool th_tab_keeps(double number)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.16G", number);
    return strtod(digits, NULL) == number;
}

bool th_tab_rich(th_tab *tab, uint32_t row, uint32_t col, th_rich_text text, const th_cell_format *format)
{
    th_arena *arena = tab->output->arena;
    lxw_rich_string_tuple *parts = th_arena_array(arena, text.n, sizeof *parts);
    lxw_rich_string_tuple **list = th_arena_array(arena, text.n + 1, sizeof *list);
    for (size_t i = 0; i < text.n; i++) {
        parts[i] =
            (lxw_rich_string_tuple){th_cell_format_own(text.parts[i].format), th_tab_cstr(tab, text.parts[i].text)};
        list[i] = &parts[i];
    }
    return worksheet_write_rich_string(tab->sheet, row, library_column(col), list, th_cell_format_own(format)) ==
           LXW_NO_ERROR;
}

bool th_tab_link(th_tab *tab, uint32_t row, uint32_t col, th_link link, const th_cell_format *format)
{
    return worksheet_write_url_opt(tab->sheet, row, library_column(col), th_tab_cstr(tab, link.url),
                                   th_cell_format_own(format), link.shown, NULL) == LXW_NO_ERROR;
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
    worksheet_write_comment_opt(tab->sheet, row, library_column(col), th_tab_cstr(tab, comment->text), &options);
}

void th_tab_merge(th_tab *tab, th_area area, th_str text, const th_cell_format *format)
{
    worksheet_merge_range(tab->sheet, area.row1, library_column(area.col1), area.row2, library_column(area.col2),
                          th_tab_cstr(tab, text), th_cell_format_own(format));
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
    worksheet_set_column_opt(tab->sheet, library_column(first), library_column(last), characters, NULL,
                             hidden ? &options : NULL);
}

void th_tab_height(th_tab *tab, uint32_t row, double points)
{
    worksheet_set_row(tab->sheet, row, points, NULL);
}

void th_tab_hide_row(th_tab *tab, uint32_t row)
{
    lxw_row_col_options options = {.hidden = LXW_TRUE};
    worksheet_set_row_opt(tab->sheet, row, LXW_DEF_ROW_HEIGHT, NULL, &options);
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
    worksheet_autofilter(tab->sheet, area.row1, library_column(area.col1), area.row2, library_column(area.col2));
}

void th_tab_protect(th_tab *tab)
{
    lxw_protection allowed = {.format_cells = LXW_TRUE,
                              .format_columns = LXW_TRUE,
                              .format_rows = LXW_TRUE,
                              .insert_rows = LXW_TRUE,
                              .sort = LXW_TRUE,
                              .autofilter = LXW_TRUE,
                              .insert_hyperlinks = LXW_TRUE};
    worksheet_protect(tab->sheet, NULL, &allowed);
}

/* ---- on paper ---- */

void th_tab_paper(th_tab *tab)
{
    worksheet_set_landscape(tab->sheet);
    worksheet_set_paper(tab->sheet, PAPER_A4);
    worksheet_fit_to_pages(tab->sheet, 1, 0);
}

void th_tab_footer(th_tab *tab, th_str footer)
{
    worksheet_set_footer(tab->sheet, th_tab_cstr(tab, footer));
}

void th_tab_repeat(th_tab *tab, uint32_t first, uint32_t last)
{
    worksheet_repeat_rows(tab->sheet, first, last);
}

void th_tab_break(th_tab *tab, uint32_t row)
{
    lxw_row_t breaks[] = {row, 0};
    worksheet_set_h_pagebreaks(tab->sheet, breaks);
}

void th_tab_freeze(th_tab *tab, uint32_t rows, uint32_t columns)
{
    worksheet_freeze_panes(tab->sheet, rows, library_column(columns));
}
