/* Comparing two sides of a rule: tolerance by interval, qualifiers, and the
 * half-up rule for printed percentages.
 *
 * A value written at d decimals stands for [x - 10^-d/2, x + 10^-d/2] (XBRL
 * Calculations 1.1); whole numbers and money are exact.  A printed percentage
 * against the ratio of its parts passes when it equals the ratio rounded half up
 * at the decimals it is printed with, and is "cut" when it only equals the ratio
 * cut off there.  "trên 97" stands for everything above 97. */
#ifndef TH_CHECK_COMPARE_H
#define TH_CHECK_COMPARE_H

#include "form/definition.h"

typedef enum th_verdict { TH_HOLDS = 0, TH_BROKEN, TH_CUT_OFF } th_verdict;

/* One side of a rule as it was evaluated. */
typedef struct th_side {
    const th_exact *num; /* never NULL here */
    int decimals;        /* as written; -1 unrounded; INT_MAX computed exactly */
    uint32_t qualifiers; /* of a bare figure */
    bool stated;         /* a bare figure of the workbook, not a computation */
    bool whole;          /* its type is a whole number or money: exact */
} th_side;

/* `tolerance` is absolute; NULL: what rounding allows.  Only TH_OP_EQ gives TH_CUT_OFF. */
th_verdict th_compare(th_arena *arena, th_op op, const th_side *left, const th_side *right, const th_exact *tolerance);

/* How far the true value may lie from the written one, by rounding alone. */
const th_exact *th_compare_slack(th_arena *arena, const th_side *side);
/* Was it printed with its decimals, so that what is computed has to be rounded to them? */
bool th_compare_is_printed(const th_side *side);

#endif
