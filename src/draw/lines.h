/* How many lines a text takes in a column: spreadsheets do not all fit row heights to
 * wrapped text on opening, and never to merged cells, so heights are written. */
#ifndef TH_DRAW_LINES_H
#define TH_DRAW_LINES_H

#include "base/str.h"

/* `width`: of the column, in characters as a spreadsheet counts them; `points`: size of the face. */
unsigned th_lines(th_str text, double width, unsigned points, bool bold);

/* The column width at which it stands on one line. */
double th_line_width(th_str text, unsigned points);

#endif
