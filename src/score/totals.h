/* From the leaves of one unit to its groups and its total. */
#ifndef TH_SCORE_TOTALS_H
#define TH_SCORE_TOTALS_H

#include "score/score.h"

/* Fills the points of all groups, and scores->totals, from the leaves of a unit that has reported. */
void th_totals_run(th_arena *arena, th_scores *scores, uint32_t unit);

/* The maxima of a criterion's leaves, all of them and those that were assigned to the unit; both 0 in bonus and
 * deduction groups. */
typedef struct th_share {
    const th_exact *whole, *assigned;
} th_share;

th_share th_totals_share(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit);

/* The points of a criterion as if all of it had been assigned: official × whole / assigned.  As they are, where all
 * was, where nothing was, and in bonus and deduction groups. */
const th_exact *th_totals_on_share(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit);

#endif
