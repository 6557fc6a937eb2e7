/* Figures beside a blank cell of “Năm nay”: a number in a column that the definition does not know, or among the
 * remarks; and, where the whole column is blank, in “Năm trước” or “Kế hoạch”.  Such a figure may have been typed into
 * the wrong column, so each column that holds some is one question.  None of them is taken for a figure of this
 * year. */
#ifndef TH_FACT_BESIDE_H
#define TH_FACT_BESIDE_H

#include "fact/reading.h"

typedef struct th_beside_cell {
    uint32_t row, col;
} th_beside_cell;

typedef struct th_beside {
    th_reading *reading;
    const th_sheet *sheet;
    uint32_t form;
    uint32_t now, left; /* the column of “Năm nay”; figures stand right of `left` */
    uint32_t
        figures[2]; /* columns that hold figures of their own, and tell something only where `empty`; or TH_NO_CELL */
    uint32_t never[7]; /* columns of another kind, or TH_NO_CELL */
    bool empty;        /* no required figure of “Năm nay” is filled in */
    th_beside_cell *at;
    size_t n, cap;
} th_beside;

/* Notes the number that stands nearest to the blank cell of this row; true when there is one. */
bool th_look_beside(th_beside *beside, uint32_t row);
/* One finding for each column that holds some. */
void th_say_beside(th_beside *beside);

#endif
