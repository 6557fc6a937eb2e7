/* What a tab notes of its cells while they are written, for draw/control.h: their texts and numbers, not their looks.
 * A cell may be written several times; the last one counts. */
#ifndef TH_DRAW_NOTED_H
#define TH_DRAW_NOTED_H

#include "base/str.h"

#include <stdint.h>

typedef enum th_noted_kind {
    TH_NOTED_BLANK = 0,
    TH_NOTED_NUMBER,
    TH_NOTED_TEXT,
    TH_NOTED_LOOSE,
    TH_NOTED_LEFT_OUT
} th_noted_kind;

typedef struct th_noted_cell {
    uint32_t row;
    uint16_t col;
    uint8_t kind; /* th_noted_kind */
    size_t order;
    double number;
    th_str text; /* also "", the result of a formula */
} th_noted_cell;

struct th_rows; /* draw/rows.h */

typedef struct th_noted {
    th_arena *arena;            /* its own, until the sheet is finished */
    const struct th_rows *rows; /* where the cells are kept; NULL: in the list that follows */
    th_noted_cell *at;          /* all of them; where there are `rows`, those of one row */
    size_t n, cap;
    bool paused, loose;
    bool leaves_out; /* out_row and out_col are a cell to leave out */
    uint32_t out_row, out_col;
} th_noted;

/* `noted` NULL: the sheet is not watched.  While `loose`, a number is noted as one whose value does not matter.  Where
 * there are `rows`, they have the cells, and only the text of a cell that the library made is noted. */
void th_noted_blank(th_noted *noted, uint32_t row, uint32_t col);
void th_noted_number(th_noted *noted, uint32_t row, uint32_t col, double number);
void th_noted_text(th_noted *noted, uint32_t row, uint32_t col, th_str text);
void th_noted_leave_out(th_noted *noted, uint32_t row, uint32_t col);

/* The noted cells of one row, ascending, blank and left out ones among them. */
typedef struct th_row_cells {
    uint32_t row;
    const th_noted_cell *at;
    size_t n;
} th_row_cells;

/* To be called before the rows are walked: of a cell that was written several times, keeps the last. */
void th_noted_settle(th_noted *noted);
/* The next row that has cells; *at is 0 before the first.  False: there is none.  The cells are valid until the next
 * call. */
bool th_noted_next(th_noted *noted, size_t *at, th_row_cells *row);

#endif
