/* Which criteria nobody can get the full points for, as far as the definition alone proves it.  Before any file is
 * read: whatever units report, such a maximum stands in no result. */
#ifndef TH_SCORE_REACHABLE_H
#define TH_SCORE_REACHABLE_H

#include "form/definition.h"

typedef struct th_reach {
    const th_exact *most; /* the most points that the computation can bring; never above the maximum */
    bool short_of_max;    /* and it is less than the maximum */
    th_words why;         /* where it is short: what keeps it there */
} th_reach;

/* By criterion.  Of a sum only its parts are called short; a bonus group is, when its parts together stay below its
 * cap.  What the cluster scores can reach anything, and a deduction that cannot reach its cap is no fault. */
th_reach *th_score_reachable(th_arena *arena, const th_definition *d);

#endif
