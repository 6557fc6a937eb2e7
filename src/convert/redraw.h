/* Drawing a workbook anew as .xlsx, from what the reader knows of it: values and the results of formulas; number and
 * date formats; font, size, bold, italic and underline of cells and of runs; alignment, wrapped text and borders;
 * merges, widths, hidden rows and columns; the names, order and visibility of sheets.  Everything else is lost. */
#ifndef TH_CONVERT_REDRAW_H
#define TH_CONVERT_REDRAW_H

#include "convert/change.h"
#include "convert/patch.h"
#include "draw/output.h"

/* What is drawn into a workbook of its own. */
typedef struct th_redrawing {
    const th_book *book;  /* normalised */
    const th_sheet *only; /* NULL: all sheets */
    th_font_rules rules;
    int64_t created; /* Unix time for the properties, so that the same input gives the same bytes */
    th_drawn *to;
} th_redrawing;

/* *inexact: figures that libxlsxwriter does not write to the last digit, for th_package_put_figures().  TH_FAILED:
 * *trouble says why. */
th_status th_redraw(th_arena *arena, const th_redrawing *what, th_figures *inexact, th_trouble *trouble);

/* A cell to be coloured and commented. */
typedef struct th_redraw_mark {
    size_t sheet;
    uint32_t row, col, colour; /* RGB */
    th_str comment;
} th_redraw_mark;
typedef struct th_redraw_marks {
    th_redraw_mark *at;
    size_t n, cap;
} th_redraw_marks;

/* A workbook that is being written already, and what the sheets are called there, in their order. */
typedef struct th_redraw_target {
    th_output *out;
    th_strs *names;
} th_redraw_target;

/* Adds all sheets of the book behind those the target has; hidden ones are shown. */
th_status th_redraw_into(th_arena *arena, const th_book *book, const th_redraw_target *target,
                         const th_redraw_marks *marks, th_trouble *trouble);

#endif
