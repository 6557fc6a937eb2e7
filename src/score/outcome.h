/* How the units stand, as a part of what a run came to (fact/dataset.h), for the next run to compare with. */
#ifndef TH_SCORE_OUTCOME_H
#define TH_SCORE_OUTCOME_H

#include "score/score.h"

/* Fills ds->outcome but for the definition's hash and the program. */
void th_score_outcome(th_dataset *ds, const th_scores *scores);

#endif
