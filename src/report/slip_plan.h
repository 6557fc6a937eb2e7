/* Where things stand in PHIẾU ĐIỂM: a block of rows for each unit that has reported, all of the same shape, on
 * pages of its own.  First the heading and one sentence that answers why the unit stands where it does; then a line for
 * each criterion, one for the part that was not assigned, and the total; then the two neighbours. */
#ifndef TH_REPORT_SLIP_PLAN_H
#define TH_REPORT_SLIP_PLAN_H

#include "report/plan.h"

/* Columns.  In the rows about a neighbour DATA and TARGET hold the unit's data and those of the other, and so on; see
 * slips.c. */
enum {
    TH_SLIP_CODE = 0,
    TH_SLIP_TITLE,
    TH_SLIP_DATA,
    TH_SLIP_TARGET,
    TH_SLIP_SELF,
    TH_SLIP_COMPUTED,
    TH_SLIP_GIVEN,
    TH_SLIP_OFFICIAL,
    TH_SLIP_WHY,
    TH_SLIP_PRINTED,               /* so many columns are printed */
    TH_SLIP_WAY = TH_SLIP_PRINTED, /* printed once, below the last page: it is the same for all units */
    TH_SLIP_SHOWN,                 /* so many columns are seen */
    TH_SLIP_ROW = TH_SLIP_SHOWN,   /* hidden: which row of CHẤM ĐIỂM */
    TH_SLIP_COLUMNS
};
/* Rows of a block, from its first. */
enum { TH_SLIP_NAME = 1, TH_SLIP_STAGE, TH_SLIP_ANSWER, TH_SLIP_BACK, TH_SLIP_HEAD, TH_SLIP_LINES };
/* How many differences to a neighbour are shown one by one; and how many rows that takes, with one each for title,
 * heads, all other differences, and the sum. */
enum { TH_SLIP_DIFFERENCES = 6, TH_SLIP_NEIGHBOUR = TH_SLIP_DIFFERENCES + 4 };

/* Rows of a whole block. */
uint32_t th_slip_height(const th_report *r);
/* Row of a block, from its first, of a criterion; of TH_KEY_BASE: what was not assigned; of TH_KEY_TOTAL: the total. */
uint32_t th_slip_line(const th_report *r, uint32_t criterion);
/* Row of a block where the rows about the neighbour above (0) or below (1) begin. */
uint32_t th_slip_neighbour(const th_report *r, int below);
/* Fills slip_row. */
void th_slips_place(th_report *r);

#endif
