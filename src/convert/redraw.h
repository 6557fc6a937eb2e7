/* A workbook drawn anew as .xlsx: what the reader knows of it.  Kept: values, results of formulas, number and date
 * formats, font, size, bold, italic, underline, of runs too; alignment, wrapped text, borders; merges,
 * widths, hidden rows and columns; names, order and visibility of sheets. */
#ifndef TH_CONVERT_REDRAW_H
#define TH_CONVERT_REDRAW_H

#include "convert/change.h"
#include "convert/patch.h"
#include "draw/output.h"

/* Into the file at `path`.  `sheet` NULL: all.  Fonts by the rules; text is what the book was normalised to.
 * `created`: Unix time of the properties, so that the same input gives the same bytes.  *inexact: figures that libxlsxwriter
 * does not write to the last digit, for th_package_put_figures().  TH_FAILED: *trouble says why. */
th_status th_redraw(th_arena *arena, const th_book *book, const th_sheet *sheet, th_font_rules rules, int64_t created,
                    const char *path, th_figures *inexact, th_str *trouble);

typedef struct th_redraw_mark { /* a cell to be coloured and commented; its colour is RGB */
    size_t sheet;
    uint32_t row, col, colour;
    th_str comment;
} th_redraw_mark;
typedef struct th_redraw_marks {
    th_redraw_mark *at;
    size_t n, cap;
} th_redraw_marks;

/* All sheets of the book, hidden ones shown, behind those `out` has; *names: what they are called there, in order. */
th_status th_redraw_into(th_arena *arena, const th_book *book, th_output *out, const th_redraw_marks *marks,
                         th_strs *names, th_str *trouble);

#endif
