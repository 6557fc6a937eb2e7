/* One of two sheets that are laid side by side: its rows, and of each what stands in its cells, with formulas whose
 * result is an empty text, which no grid holds. */
#ifndef TH_BOOK_SIDE_H
#define TH_BOOK_SIDE_H

#include "book/grid.h"

typedef struct th_side_cell {
    uint32_t col;
    const th_cell *cell;       /* NULL: the formula's result is an empty text */
    const th_formula *formula; /* NULL: none, or its text is not known */
    bool computed;             /* it is a formula */
} th_side_cell;

typedef struct th_side_row {
    uint32_t row;
    size_t first, n; /* of its cells */
    uint32_t match;  /* index of the row of the other side and 1; 0: none */
    th_str key;      /* of its constants, and of the formulas without their places */
} th_side_row;

typedef struct th_side {
    const th_sheet *sheet;
    th_side_cell *cells;
    size_t ncells, cells_cap;
    th_side_row *rows; /* by row; those in which something stands */
    size_t nrows, rows_cap;
} th_side;

void th_side_open(th_arena *arena, const th_sheet *sheet, th_side *side);

/* A constant or a result, as a key: equal where the values are. */
bool th_side_cell_is_number(const th_side_cell *cell);
th_str th_side_text(th_arena *arena, const th_cell *cell); /* line ends are those of Unix */

/* Finds for each row the one of the other side; true: one of them stands elsewhere than its match. */
bool th_side_match(th_arena *arena, th_side *saved, th_side *derived);

#endif
