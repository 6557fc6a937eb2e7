/* Sheets on paper.  The scale is computed and not left to "one page wide", which prints a wide sheet as small as it
 * likes and knows no page of our own; so is where pages begin, since a signature must not stand alone on one. */
#include "draw/paper.h"

#include "draw/library.h"
#include "draw/tab.h"

#include <stdlib.h>

#include "base/banned.h"

enum { PAPER_A4 = 9, LEAST_SCALE = 45, LEAST_WHOLE = 60, DIVIDED_SCALE = 70, MOST_SCALE = 100 };
enum { MOST_BREAKS = 1023, MOST_PLACED_ROWS = 60000 };
/* Points.  The margins are those of set_margins(); programs differ in how high a row of theirs is. */
static const double long_side = 842, short_side = 595, beside = 2 * 0.4 * 72, above_and_below = 2 * 0.65 * 72,
                    usual_height = 15, trusted = 0.97;
/* A column of so many characters in points: the widest of what spreadsheets make of Times New Roman. */
static const double points_a_character = 5.8, padding = 0.71;

typedef struct tied_rows {
    uint32_t first, last;
} tied_rows;

struct th_paper {
    th_arena *arena;
    double *widths; /* by column, in characters; 0: hidden */
    size_t nwidths;
    float *heights; /* by row, in points; below 0: as usual */
    size_t nheights;
    uint32_t last_row, last_col; /* that hold a cell */
    th_area area;
    bool has_area, is_list, upright, repeats;
    uint32_t scale; /* 0: as it fits */
    th_area repeated;
    tied_rows *ties;
    size_t nties, ties_cap;
    uint32_t *begins; /* rows at which a page has to begin */
    size_t nbegins, begins_cap;
};

th_paper *th_paper_new(th_arena *arena)
{
    th_paper *paper = th_arena_alloc(arena, sizeof *paper);
    *paper = (th_paper){.arena = arena};
    return paper;
}

void th_paper_saw(th_paper *paper, uint32_t row, uint32_t col)
{
    paper->last_row = row > paper->last_row ? row : paper->last_row;
    paper->last_col = col > paper->last_col ? col : paper->last_col;
}

void th_paper_width(th_paper *paper, uint32_t first, uint32_t last, double characters)
{
    enum { MOST_COLUMNS = 16384 };
    if (last >= MOST_COLUMNS)
        return;
    if (last >= paper->nwidths) {
        size_t n = ((size_t)last + 8) * 2;
        double *more = th_arena_array(paper->arena, n, sizeof *more);
        for (size_t i = 0; i < n; i++)
            more[i] = i < paper->nwidths ? paper->widths[i] : TH_USUAL_WIDTH;
        paper->widths = more;
        paper->nwidths = n;
    }
    for (uint32_t col = first; col <= last; col++)
        paper->widths[col] = characters;
}

void th_paper_height(th_paper *paper, uint32_t row, double points)
{
    if (row >= MOST_PLACED_ROWS)
        return;
    if (row >= paper->nheights) {
        size_t n = ((size_t)row + 64) * 2;
        float *more = th_arena_array(paper->arena, n, sizeof *more);
        for (size_t i = 0; i < n; i++)
            more[i] = i < paper->nheights ? paper->heights[i] : -1;
        paper->heights = more;
        paper->nheights = n;
    }
    paper->heights[row] = (float)points;
}

void th_paper_list(th_paper *paper)
{
    paper->is_list = true;
}

/* ---- what the sheets say of themselves ---- */

void th_tab_paper(th_tab *tab)
{
    tab->paper->upright = false;
    worksheet_set_landscape(tab->sheet);
    worksheet_set_paper(tab->sheet, PAPER_A4);
    worksheet_fit_to_pages(tab->sheet, 1, 0);
}

void th_tab_upright(th_tab *tab)
{
    th_tab_paper(tab);
    tab->paper->upright = true;
    worksheet_set_portrait(tab->sheet);
}

void th_tab_print_area(th_tab *tab, th_area area)
{
    tab->paper->area = area;
    tab->paper->has_area = true;
    worksheet_print_area(tab->sheet, area.row1, (lxw_col_t)area.col1, area.row2, (lxw_col_t)area.col2);
}

void th_tab_footer(th_tab *tab, th_str footer)
{
    worksheet_set_footer(tab->sheet, th_tab_cstr(tab, footer));
}

void th_tab_repeat(th_tab *tab, uint32_t first, uint32_t last)
{
    tab->paper->repeats = true;
    tab->paper->repeated = (th_area){first, 0, last, 0};
    worksheet_repeat_rows(tab->sheet, first, last);
}

/* The library forgets those that it had, and does not free them. */
static void set_breaks(th_tab *tab, lxw_row_t *breaks)
{
    free(tab->sheet->hbreaks);
    tab->sheet->hbreaks = NULL;
    worksheet_set_h_pagebreaks(tab->sheet, breaks);
}

void th_tab_break(th_tab *tab, uint32_t row)
{
    th_paper *paper = tab->paper;
    lxw_row_t breaks[MOST_BREAKS + 1] = {0};
    TH_PUSH(paper->arena, paper->begins, paper->nbegins, paper->begins_cap, row);
    for (size_t i = 0; i < paper->nbegins && i < MOST_BREAKS; i++)
        breaks[i] = paper->begins[i];
    set_breaks(tab, breaks);
}

void th_tab_tie(th_tab *tab, uint32_t first, uint32_t last)
{
    th_paper *paper = tab->paper;
    tied_rows rows = {first, last};
    if (last > first && last < MOST_PLACED_ROWS)
        TH_PUSH(paper->arena, paper->ties, paper->nties, paper->ties_cap, rows);
}

void th_tab_scale(th_tab *tab, uint32_t percent)
{
    tab->paper->scale = percent;
    worksheet_set_print_scale(tab->sheet, (uint16_t)percent);
}

void th_tab_freeze(th_tab *tab, uint32_t rows, uint32_t columns)
{
    worksheet_freeze_panes(tab->sheet, rows, (lxw_col_t)columns);
}

/* ---- the scale ---- */

static double width_in_points(const th_paper *paper, uint32_t col)
{
    double characters = col < paper->nwidths ? paper->widths[col] : TH_USUAL_WIDTH;
    return characters > 0 ? (characters + padding) * points_a_character : 0;
}

static double width_of_columns(const th_paper *paper, uint32_t first, uint32_t end)
{
    double wide = 0;
    for (uint32_t col = first; col < end; col++)
        wide += width_in_points(paper, col);
    return wide;
}

static uint32_t fitting_scale(const th_paper *paper, th_area printed)
{
    double wide = width_of_columns(paper, printed.col1, printed.col2 + 1),
           room = (paper->upright ? short_side : long_side) - beside;
    double percent = wide > 0 ? 100 * room / wide : MOST_SCALE;
    if (percent > MOST_SCALE)
        return MOST_SCALE;
    return percent < LEAST_SCALE ? LEAST_SCALE : (uint32_t)percent;
}

/* ---- pages across ---- */

uint32_t th_tab_divide(th_tab *tab, th_division division)
{
    th_paper *paper = tab->paper;
    lxw_col_t breaks[MOST_BREAKS + 1] = {0};
    size_t n = 0;
    double repeated = width_of_columns(paper, 0, division.columns);
    double room = (long_side - beside) * trusted * 100 / DIVIDED_SCALE, used = repeated;
    if (fitting_scale(paper, (th_area){0, 0, 0, division.last}) >= LEAST_WHOLE)
        return division.last;
    for (size_t i = 0; i < division.n && n < MOST_BREAKS; i++) {
        uint32_t first = division.starts[i], end = i + 1 < division.n ? division.starts[i + 1] : division.last + 1;
        double wide = width_of_columns(paper, first, end);
        if (used + wide > room && used > repeated) {
            breaks[n++] = (lxw_col_t)first;
            used = repeated;
        }
        used += wide;
    }
    if (!n)
        return division.last;
    worksheet_set_v_pagebreaks(tab->sheet, breaks);
    worksheet_repeat_columns(tab->sheet, 0, (lxw_col_t)(division.columns - 1));
    paper->scale = DIVIDED_SCALE;
    return breaks[0] - 1;
}

/* ---- where pages begin ---- */

static double height_in_points(const th_paper *paper, uint32_t row)
{
    return row < paper->nheights && paper->heights[row] >= 0 ? (double)paper->heights[row] : usual_height;
}

static double height_of_rows(const th_paper *paper, uint32_t first, uint32_t end)
{
    double high = 0;
    for (uint32_t row = first; row < end; row++)
        high += height_in_points(paper, row);
    return high;
}

/* [row]: it stays on the page of the row above. */
static const bool *tied_to_the_row_above(const th_paper *paper, th_area printed)
{
    bool *tied = th_arena_array(paper->arena, (size_t)printed.row2 + 1, sizeof *tied);
    for (size_t i = 0; i < paper->nties; i++)
        for (uint32_t row = paper->ties[i].first + 1; row <= paper->ties[i].last && row <= printed.row2; row++)
            tied[row] = true;
    return tied;
}

static bool has_to_begin(const th_paper *paper, uint32_t row)
{
    for (size_t i = 0; i < paper->nbegins; i++)
        if (paper->begins[i] == row)
            return true;
    return false;
}

/* The row at which the page that begins at `top` has to end, as `row` does not fit any more. */
static uint32_t cut_before(const bool *tied, uint32_t top, uint32_t row)
{
    uint32_t cut = row;
    while (cut > top + 1 && tied[cut])
        cut--;
    return tied[cut] ? row : cut;
}

static void begin_pages(th_tab *tab, th_area printed, uint32_t scale)
{
    th_paper *paper = tab->paper;
    const bool *tied = tied_to_the_row_above(paper, printed);
    double room = ((paper->upright ? long_side : short_side) - above_and_below) * trusted * 100 / scale, used = 0;
    double repeated = paper->repeats ? height_of_rows(paper, paper->repeated.row1, paper->repeated.row2 + 1) : 0;
    lxw_row_t breaks[MOST_BREAKS + 1] = {0};
    size_t n = 0;
    for (uint32_t row = printed.row1, top = row; row <= printed.row2; row++) {
        bool asked = row > top && has_to_begin(paper, row);
        bool full = row > top && used + height_in_points(paper, row) > room;
        if (asked || full) {
            uint32_t cut = asked ? row : cut_before(tied, top, row);
            if (n == MOST_BREAKS)
                return;
            breaks[n++] = cut;
            top = cut;
            used = (cut > paper->repeated.row2 ? repeated : 0) + height_of_rows(paper, cut, row);
        }
        used += height_in_points(paper, row);
    }
    if (n)
        set_breaks(tab, breaks);
}

/* Columns hidden at the right are left out: LibreOffice prints "###" for the numbers in them. */
static th_area seen_area(const th_paper *paper)
{
    uint32_t last = paper->last_col;
    while (last > 0 && width_in_points(paper, last) == 0)
        last--;
    return (th_area){0, 0, paper->last_row, last};
}

void th_tab_settle_paper(th_tab *tab, uint32_t columns)
{
    th_paper *paper = tab->paper;
    if (!paper->has_area)
        th_tab_print_area(tab, seen_area(paper));
    th_area printed = paper->area;
    uint32_t scale = paper->scale ? paper->scale : fitting_scale(paper, printed);
    worksheet_set_print_scale(tab->sheet, (uint16_t)scale);
    worksheet_set_margins(tab->sheet, beside / 144, beside / 144, above_and_below / 144, above_and_below / 144);
    worksheet_set_header(tab->sheet, "&C&\"" TH_FACE "\"&12&P");
    worksheet_set_start_page(tab->sheet, 1);
    tab->output->numbered = true;
    if (columns && scale == LEAST_SCALE)
        worksheet_repeat_columns(tab->sheet, 0, (lxw_col_t)(columns - 1));
    if (!paper->is_list && printed.row2 < MOST_PLACED_ROWS)
        begin_pages(tab, printed, scale);
}

/* ---- the first page ---- */

/* The library knows one header for all pages.  The texts of cells have their '<' escaped, and stand before. */
th_str th_paper_first_page(const void *nothing, th_arena *arena, th_str bytes)
{
    (void)nothing;
    const th_str begins = TH_STR("<headerFooter>"), footer = TH_STR("<oddFooter>"), ends = TH_STR("</oddFooter>");
    size_t at = th_str_find(bytes, begins, 0);
    size_t from = at == SIZE_MAX ? SIZE_MAX : th_str_find(bytes, footer, at);
    size_t upto = from == SIZE_MAX ? SIZE_MAX : th_str_find(bytes, ends, from);
    if (upto == SIZE_MAX)
        return bytes;
    th_str text = th_str_sub(bytes, from + footer.len, upto - from - footer.len);
    upto += ends.len;
    return th_str_fmt(
        arena, TH_FMT "<headerFooter differentFirst=\"1\">" TH_FMT "<firstFooter>" TH_FMT "</firstFooter>" TH_FMT,
        TH_ARG(th_str_sub(bytes, 0, at)), TH_ARG(th_str_sub(bytes, at + begins.len, upto - at - begins.len)),
        TH_ARG(text), TH_ARG(th_str_sub(bytes, upto, bytes.len - upto)));
}
