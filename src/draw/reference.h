/* Cells and ranges as formulas name them: 'TỔNG HỢP'!$E$6, 'TỔNG HỢP'!$E$6:$K$6; without a sheet when `sheet` is empty.
 * Rows and columns are 0-based. */
#ifndef TH_DRAW_REFERENCE_H
#define TH_DRAW_REFERENCE_H

#include "base/str.h"

#include <stdint.h>

/* A rectangle of cells; both ends belong to it. */
typedef struct th_area {
    uint32_t row1, col1, row2, col2;
} th_area;

static inline th_area th_across(uint32_t row, uint32_t first, uint32_t last)
{
    return (th_area){row, first, row, last};
}

static inline th_area th_down(uint32_t col, uint32_t first, uint32_t last)
{
    return (th_area){first, col, last, col};
}

void th_ref_add(th_buf *out, th_str sheet, uint32_t row, uint32_t col);
void th_ref_add_area(th_buf *out, th_str sheet, th_area area);
th_str th_ref_cell(th_arena *arena, th_str sheet, uint32_t row, uint32_t col);
th_str th_ref_area(th_arena *arena, th_str sheet, th_area area);
/* The formula with $A$6 as $A6 wherever that is a cell of the row it stands in, or an area of that row alone: so it
 * goes along when rows are sorted.  Cells of other rows and of named sheets stay as they are. */
th_str th_ref_along_row(th_arena *arena, th_str formula, uint32_t row);

#endif
