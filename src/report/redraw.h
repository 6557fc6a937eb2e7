/* A workbook drawn anew as .xlsx: what the reader knows of it.  Kept: values, results of formulas, number and date
 * formats, font, size, bold, italic, underline, of runs too; alignment, wrapped text, borders of filled cells; merges,
 * widths, hidden rows and columns; names, order and visibility of sheets. */
#ifndef TH_REPORT_REDRAW_H
#define TH_REPORT_REDRAW_H

#include "book/change.h"

/* Into the file at `path`.  `sheet` NULL: all.  Fonts by the rules; text is what the book was normalised to.
 * `created`: Unix time of the properties, so that the same input gives the same bytes.  TH_FAILED: *trouble says why. */
th_status th_redraw(th_arena *arena, const th_book *book, const th_sheet *sheet, th_font_rules rules, int64_t created,
                    const char *path, th_str *trouble);

#endif
