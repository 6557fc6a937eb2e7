/* One sheet of a workbook being written, cell by cell as the caller gives them: texts are not cut, nothing grows.  The
 * pen (draw/pen.h) stands above it.  Rows and columns are 0-based.  `format` NULL: as the workbook has it.
 * What returns bool is false when the cell was refused: outside a sheet, or a text longer than a cell can hold. */
#ifndef TH_DRAW_TAB_H
#define TH_DRAW_TAB_H

#include "base/exact.h"
#include "draw/cell_format.h"
#include "draw/output.h"
#include "draw/reference.h"

#define TH_USUAL_WIDTH 8.43 /* of a column that has none of its own, in characters */

/* ---- cells ---- */

/* So many more cells are about to be written. */
void th_tab_expect(th_tab *tab, size_t cells);

bool th_tab_text(th_tab *tab, uint32_t row, uint32_t col, th_str text, const th_cell_format *format);
bool th_tab_number(th_tab *tab, uint32_t row, uint32_t col, double number, const th_cell_format *format);
bool th_tab_bool(th_tab *tab, uint32_t row, uint32_t col, bool yes, const th_cell_format *format);
/* A formula, without '=', and the result it has. */
typedef struct th_live {
    th_str formula;
    const th_exact *number; /* NULL: the result is "" */
} th_live;
typedef struct th_live_text {
    th_str formula, text;
} th_live_text;
bool th_tab_formula(th_tab *tab, uint32_t row, uint32_t col, th_live live, const th_cell_format *format);
bool th_tab_formula_text(th_tab *tab, uint32_t row, uint32_t col, th_live_text live, const th_cell_format *format);
bool th_tab_blank(th_tab *tab, uint32_t row, uint32_t col, const th_cell_format *format);
/* An error value ("#N/A"), which can only be the result of a formula that gives it. */
bool th_tab_error(th_tab *tab, uint32_t row, uint32_t col, const char *error, const th_cell_format *format);
/* Numbers are written with 16 digits: is this one the same when it is read back? */
bool th_tab_keeps(double number);

/* A text in several faces.  No part is empty, and there are at least two. */
typedef struct th_text_part {
    th_str text;
    const th_cell_format *format;
} th_text_part;
typedef struct th_rich_text {
    const th_text_part *parts;
    size_t n;
} th_rich_text;
bool th_tab_rich(th_tab *tab, uint32_t row, uint32_t col, th_rich_text text, const th_cell_format *format);

/* Makes the cell a link; what is written there next is its text. */
typedef struct th_link {
    th_str url;        /* "internal:'Sheet'!A1" */
    const char *shown; /* NULL: the address */
} th_link;
bool th_tab_link(th_tab *tab, uint32_t row, uint32_t col, th_link link, const th_cell_format *format);

typedef struct th_comment {
    th_str text;
    size_t lines;     /* its box is as high as these, within reason */
    const char *face; /* NULL: the spreadsheet's own */
} th_comment;
void th_tab_comment(th_tab *tab, uint32_t row, uint32_t col, const th_comment *comment);

/* More than one cell, and its text. */
void th_tab_merge(th_tab *tab, th_area area, th_str text, const th_cell_format *format);

/* ---- rows, columns, the sheet ---- */

th_output *th_tab_output(const th_tab *tab);
th_str th_tab_name(const th_tab *tab);
void th_tab_width(th_tab *tab, uint32_t first, uint32_t last, double characters, bool hidden);
void th_tab_height(th_tab *tab, uint32_t row, double points);
void th_tab_hide_row(th_tab *tab, uint32_t row);
void th_tab_mark(th_tab *tab, uint32_t rgb); /* of the tab itself */
void th_tab_hide(th_tab *tab);
void th_tab_activate(th_tab *tab); /* the sheet that is seen first */
void th_tab_filter(th_tab *tab, th_area area);
/* Protects the sheet: only cells of the look TH_LOOK_INPUT stay open.  No password: it guards against slips, not
 * against people. */
void th_tab_protect(th_tab *tab);
/* Protects a sheet of results as th_tab_protect() does, but lets comments be added. */
void th_tab_protect_figures(th_tab *tab);

/* ---- on paper ---- */

void th_tab_paper(th_tab *tab);                    /* A4 landscape, one page wide */
void th_tab_upright(th_tab *tab);                  /* A4 portrait, one page wide */
void th_tab_print_area(th_tab *tab, th_area area); /* what is outside is on the screen only */
void th_tab_footer(th_tab *tab, th_str footer);
void th_tab_repeat(th_tab *tab, uint32_t first, uint32_t last); /* rows, at the top of every page */
void th_tab_break(th_tab *tab, uint32_t row);                   /* a new page begins there */
void th_tab_tie(th_tab *tab, uint32_t first, uint32_t last);    /* rows that stay on one page, where it holds them */
void th_tab_scale(th_tab *tab, uint32_t percent);               /* instead of one page wide */
/* A sheet that would be printed too small is divided: pages across begin at some of these columns, which ascend, and
 * the first `columns` are repeated on each.  Once widths are known; gives the last column of the first page. */
typedef struct th_division {
    const uint32_t *starts;
    size_t n;
    uint32_t columns, last;
} th_division;
uint32_t th_tab_divide(th_tab *tab, th_division division);
void th_tab_freeze(th_tab *tab, uint32_t rows, uint32_t columns);
/* Last of all: the scale at which the columns fit the page, and where pages begin; of a list, in which rows are
 * filtered and sorted, the latter is left to the spreadsheet.  `columns` are repeated at the left where the sheet takes
 * more than one page across.  Pages are numbered at the top, each sheet from 1, its first page without. */
void th_tab_settle_paper(th_tab *tab, uint32_t columns);

#endif
