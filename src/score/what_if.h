/* What would change if the disputed figures were corrected: points and ranks are computed again over a copy of the
 * facts, for one proposal of the check room at a time and then for all together.  The dataset stays as it is. */
#ifndef TH_SCORE_WHAT_IF_H
#define TH_SCORE_WHAT_IF_H

#include "score/score.h"

void th_score_what_if(th_arena *arena, const th_dataset *ds, const th_check_results *checks, th_scores *scores);

/* Does any unit get another rank by it? */
bool th_what_if_moves(const th_what_if *what_if);

#endif
