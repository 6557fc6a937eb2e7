/* Cells in looks, links within the library's bounds, and row heights that follow from texts and widths. */
#include "draw/pen.h"

#include "draw/library.h"
#include "draw/lines.h"
#include "pack/xstring.h"
#include "text/utf8.h"

#include <math.h>

#include "base/banned.h"

enum { MOST_TEXT = 32767, MOST_FORMULA = 8192, MOST_COMMENT = 900, COMMENT_LINE = 48, MOST_HEIGHTS = 1 << 20 };
enum { UNSAID_WIDTH = 9, MOST_HEIGHT = 409 };

th_pen th_pen_over(th_tab *tab)
{
    th_output *output = tab->output;
    return (th_pen){
        .tab = tab, .arena = output->arena, .output = output, .letterhead = &output->letterhead, .name = tab->name};
}

void th_pen_expect(th_pen *p, size_t links)
{
    p->one_link_a_row = links > TH_MOST_LINKS;
}

static const th_cell_format *format_of_look(const th_pen *p, th_look look)
{
    return th_style_get(p->output, look, NULL);
}

static const th_cell_format *format_of_style(const th_pen *p, th_style style)
{
    return th_style_get(p->output, style.look, style.format);
}

/* What the next character takes of a cell, which counts UTF-16 units; th_tab_text() writes the underscore of what looks
 * like an escape as one more. */
static size_t next_units(th_str text, size_t *at)
{
    uint32_t code;
    size_t escape = th_xstring_escape_at(text, *at, &code) ? 6 : 0;
    return escape + (th_utf8_next(text, at) > 0xFFFF ? 2 : 1);
}

static bool fits_whole(th_str text, size_t most)
{
    size_t units = 0;
    for (size_t at = 0; at < text.len && units <= most;)
        units += next_units(text, &at);
    return units <= most;
}

/* UTF-8 that XML may carry, no longer than `most` units; the cut is marked. */
static th_str cell_text(th_arena *arena, th_str text, size_t most)
{
    if (text.len < most && th_utf8_is_plain(text) && th_str_find(text, TH_STR("_x"), 0) == SIZE_MAX)
        return text;
    size_t room = fits_whole(text, most) ? most : most - 60;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0, kept = 0; at < text.len;) {
        size_t next = at;
        kept += next_units(text, &next);
        if (kept > room) {
            size_t left = th_utf8_count(th_str_sub(text, at, text.len));
            th_buf_fmt(&out, " […còn %zu ký tự nữa, xem tệp gốc]", left);
            break;
        }
        uint32_t c = th_utf8_next(text, &at);
        bool kept_as_it_is = c == '\t' || c == '\n' || (!th_utf8_is_control(c) && c != 0xFFFE && c != 0xFFFF);
        if (c != '\r')
            th_utf8_put(&out, kept_as_it_is ? c : TH_REPLACEMENT);
    }
    return th_buf_str(&out);
}

/* ---- widths, and heights that follow from them ---- */

void th_pen_width(th_pen *p, uint32_t first, uint32_t last, double width)
{
    if (last >= p->nwidths) {
        double *more = th_arena_array(p->arena, (size_t)last + 1, sizeof *more);
        for (uint32_t c = 0; c <= last; c++)
            more[c] = c < p->nwidths ? p->widths[c] : UNSAID_WIDTH;
        p->widths = more;
        p->nwidths = last + 1;
    }
    for (uint32_t c = first; c <= last; c++)
        p->widths[c] = width;
    th_tab_width(p->tab, first, last, width, false);
}

void th_pen_widths(th_pen *p, const double *widths, uint32_t n)
{
    for (uint32_t c = 0; c < n; c++)
        th_pen_width(p, c, c, widths[c]);
}

void th_pen_height(th_pen *p, uint32_t row, double points)
{
    if (row >= MOST_HEIGHTS)
        return;
    if (row >= p->nheights) {
        size_t n = ((size_t)row + 64) * 2;
        uint16_t *more = th_arena_array(p->arena, n, sizeof *more);
        for (size_t i = 0; i < p->nheights; i++)
            more[i] = p->heights[i];
        p->heights = more;
        p->nheights = n;
    }
    uint16_t height = (uint16_t)(points > MOST_HEIGHT ? MOST_HEIGHT : points);
    if (height > p->heights[row])
        p->heights[row] = height;
}

static double width_of_column(const th_pen *p, uint32_t col)
{
    return col < p->nwidths ? p->widths[col] : UNSAID_WIDTH;
}

static void grow_row(th_pen *p, th_area area, th_str text, th_look look)
{
    double width = 0;
    if (!(look & TH_LOOK_WRAP))
        return;
    for (uint32_t col = area.col1; col <= area.col2; col++)
        width += width_of_column(p, col);
    unsigned points = th_look_points(look);
    unsigned lines = th_lines(text, look & TH_LOOK_INDENT ? width - 1.5 : width, points, look & TH_LOOK_BOLD);
    if (lines > 1 || points > 11)
        th_pen_height(p, area.row1, lines * (points * 1.2 + 0.8) + 3);
}

bool th_pen_wraps(const th_pen *p, uint32_t col, th_str text, th_look look)
{
    return th_lines(text, width_of_column(p, col), th_look_points(look), look & TH_LOOK_BOLD) > 1;
}

/* ---- cells ---- */

void th_pen_text_in(th_pen *p, uint32_t row, uint32_t col, th_str text, th_style style)
{
    if (!text.len) {
        th_pen_blank(p, row, col, style.look);
        return;
    }
    grow_row(p, th_across(row, col, col), text, style.look);
    th_tab_text(p->tab, row, col, cell_text(th_output_texts(p->output), text, MOST_TEXT), format_of_style(p, style));
}

void th_pen_text(th_pen *p, uint32_t row, uint32_t col, th_str text, th_look look)
{
    th_pen_text_in(p, row, col, text, (th_style){look, NULL});
}

void th_pen_number(th_pen *p, uint32_t row, uint32_t col, double number, th_style style)
{
    th_tab_number(p->tab, row, col, number, format_of_style(p, style));
}

void th_pen_exact(th_pen *p, uint32_t row, uint32_t col, const th_exact *number, th_style style)
{
    if (!number)
        th_pen_blank(p, row, col, style.look);
    else if (isfinite(th_exact_to_double(number)))
        th_pen_number(p, row, col, th_exact_to_double(number), style);
    else /* beyond what a cell can hold as a number: its digits */
        th_pen_text(p, row, col, th_exact_text(th_output_texts(p->output), number), style.look);
}

void th_pen_blank(th_pen *p, uint32_t row, uint32_t col, th_look look)
{
    th_tab_blank(p->tab, row, col, format_of_look(p, look));
}

void th_pen_blanks(th_pen *p, uint32_t row, uint32_t col1, uint32_t col2, th_look look)
{
    for (uint32_t col = col1; col <= col2; col++)
        th_pen_blank(p, row, col, look);
}

void th_pen_merge(th_pen *p, th_area area, th_str text, th_look look)
{
    if (area.row1 == area.row2 && area.col1 == area.col2)
        th_pen_text(p, area.row1, area.col1, text, look);
    else {
        if (area.row1 == area.row2)
            grow_row(p, area, text, look);
        th_tab_merge(p->tab, area, cell_text(th_output_texts(p->output), text, MOST_TEXT), format_of_look(p, look));
    }
}

static bool fits_a_cell(th_str formula)
{
    return formula.len && th_utf8_count(formula) < MOST_FORMULA;
}

/* On a sheet that is watched, what stands in one row stays right when rows are sorted. */
static th_str going_along(th_pen *p, th_str formula, uint32_t row)
{
    return th_control_watched(p->tab) ? th_ref_along_row(th_output_texts(p->output), formula, row) : formula;
}

void th_pen_formula(th_pen *p, uint32_t row, uint32_t col, th_live live, th_style style)
{
    live.formula = going_along(p, live.formula, row);
    const th_cell_format *format = format_of_style(p, style);
    if (!fits_a_cell(live.formula) || (live.number && !isfinite(th_exact_to_double(live.number))))
        th_pen_exact(p, row, col, live.number, style);
    else
        th_tab_formula(p->tab, row, col, live, format);
}

void th_pen_formula_text_in(th_pen *p, uint32_t row, uint32_t col, th_live_text live, th_style style)
{
    if (!fits_a_cell(live.formula)) {
        th_pen_text_in(p, row, col, live.text, style);
        return;
    }
    grow_row(p, th_across(row, col, col), live.text, style.look);
    live.formula = going_along(p, live.formula, row);
    live.text = cell_text(th_output_texts(p->output), live.text, MOST_TEXT);
    th_tab_formula_text(p->tab, row, col, live, format_of_style(p, style));
}

void th_pen_formula_text(th_pen *p, uint32_t row, uint32_t col, th_live_text live, th_look look)
{
    th_pen_formula_text_in(p, row, col, live, (th_style){look, NULL});
}

void th_pen_merge_live(th_pen *p, th_area area, th_live_text live, th_look look)
{
    th_pen_merge(p, area, live.text, look);
    if (!fits_a_cell(live.formula))
        return;
    live.text = cell_text(th_output_texts(p->output), live.text, MOST_TEXT);
    th_tab_formula_text(p->tab, area.row1, area.col1, live, format_of_look(p, look));
}

static void add_place(th_pen *p, th_buf *url, th_target to)
{
    th_str target = th_ref_cell(th_output_texts(p->output), to.sheet, to.row, to.col);
    for (size_t i = 0; i < target.len; i++)
        if (target.ptr[i] != '$')
            th_buf_byte(url, target.ptr[i]);
}

static bool has_room_for_link(const th_pen *p, uint32_t row)
{
    return p->links < TH_MOST_LINKS && !(p->one_link_a_row && p->linked_row == row + 1);
}

static void make_link(th_pen *p, uint32_t row, uint32_t col, th_str url)
{
    /* the string is replaced by what the caller writes next */
    if (!th_tab_link(p->tab, row, col, (th_link){url, "›"}, format_of_look(p, 0)))
        return;
    p->links++;
    p->linked_row = row + 1;
}

void th_pen_link(th_pen *p, uint32_t row, uint32_t col, th_target to)
{
    if (!has_room_for_link(p, row))
        return;
    th_buf url;
    th_buf_init(&url, th_output_texts(p->output));
    th_buf_add(&url, TH_STR("internal:"));
    add_place(p, &url, to);
    make_link(p, row, col, th_buf_str(&url));
}

void th_pen_link_out(th_pen *p, uint32_t row, uint32_t col, th_str address, th_target to)
{
    if (!address.len || !has_room_for_link(p, row))
        return;
    th_buf url;
    th_buf_init(&url, th_output_texts(p->output));
    th_buf_fmt(&url, "external:" TH_FMT, TH_ARG(address));
    if (to.sheet.len)
        th_buf_byte(&url, '#');
    if (to.sheet.len)
        add_place(p, &url, to);
    make_link(p, row, col, th_buf_str(&url));
}

void th_pen_comment(th_pen *p, uint32_t row, uint32_t col, th_str text)
{
    size_t lines = 2 + th_utf8_count(text) / COMMENT_LINE;
    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    th_tab_comment(p->tab, row, col,
                   &(th_comment){cell_text(th_output_texts(p->output), text, MOST_COMMENT), lines, TH_FACE});
}
