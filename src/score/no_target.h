/* Units that have no target: two ways of scoring hold them against each other. */
#ifndef TH_SCORE_NO_TARGET_H
#define TH_SCORE_NO_TARGET_H

#include "score/score.h"

/* Does this way of scoring hold units without a target against each other? */
bool th_scores_among_peers(th_scoring scoring);

/* Is the unit of the points one of them?  It has no target where the target is 0, or blank in a form that it sent;
 * where the form is missing, or the cell unreadable, nobody knows. */
bool th_has_no_target(const th_dataset *ds, const th_criterion *criterion, uint32_t unit, const th_points *points);

#endif
