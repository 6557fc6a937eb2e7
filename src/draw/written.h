/* What was written into a sheet: each cell with its value, so that the file can be held against it (draw/readback.h).
 *
 * A cell may be written several times; the last one counts, as in the file.  A value is 64 bits: of a number, the bits
 * of the double that its digits in the file read back as; of a text, a hash.
 */
#ifndef TH_DRAW_WRITTEN_H
#define TH_DRAW_WRITTEN_H

#include "base/str.h"

#include <stdint.h>

typedef enum th_written_kind {
    TH_WRITTEN_BLANK = 0,
    TH_WRITTEN_NUMBER,
    TH_WRITTEN_TEXT,
    TH_WRITTEN_BOOL,
    TH_WRITTEN_FORMULA,     /* with a number as its result; the value is of both */
    TH_WRITTEN_FORMULA_TEXT /* with a text */
} th_written_kind;

typedef struct th_written_cell {
    uint32_t row;
    uint16_t col;
    uint8_t kind; /* th_written_kind */
    uint64_t value;
} th_written_cell;

typedef struct th_written_cells {
    th_written_cell *at;
    size_t n, cap;
    th_arena *room; /* of the list alone, so that a shorter one is given back; NULL: there is none yet */
} th_written_cells;

typedef struct th_written {
    th_written_cells cells, links; /* of links the address counts, and the value: 1 leads out of the workbook, else 0 */
    size_t nmerges;
    bool refused; /* the library did not take a cell: the first of them */
    uint32_t refused_row, refused_col;
} th_written;

uint64_t th_written_of_text(th_str text);
uint64_t th_written_of_number(double number);
uint64_t th_written_of_both(uint64_t formula, uint64_t result);

void th_written_add(th_written_cells *list, th_arena *arena, th_written_cell cell);
/* Room for so many more, in one go. */
void th_written_expect(th_written_cells *list, th_arena *arena, size_t more);
/* Sorts by row, then column; of cells at one address the last one added stays. */
void th_written_settle(th_written_cells *list, th_arena *arena);

#endif
