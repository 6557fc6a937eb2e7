/* One cause, one line: a failed rule that rests on figures a graver or equally grave, earlier finding has put in doubt
 * is a consequence of it.  It stays in the list, folded, and is not counted. */
#ifndef TH_CHECK_FOLD_H
#define TH_CHECK_FOLD_H

#include "check/imbalance.h"

typedef struct th_doubts th_doubts;

th_doubts *th_doubts_new(th_arena *arena, th_dataset *ds);
/* What reading and ranges had to say about single figures comes before any rule. */
void th_doubts_of_values(th_doubts *doubts);
/* The finding (index in ds->findings) of a rule that failed for `unit`; TH_NONE: the cluster.  In doubt is the cell
 * that explains it, or else every figure it used. */
void th_doubts_add(th_doubts *doubts, size_t finding, uint32_t unit, const th_broken *broken,
                   const th_culprit *culprit);
/* The finding about a cell whose formula or number rests on the figures that are used. */
void th_doubts_add_used(th_doubts *doubts, size_t finding, uint32_t unit, const th_sources *used);
void th_doubts_fold(th_doubts *doubts);

/* Makes the finding at `index` a consequence of the one at `cause`, unless it is one already.  The cause takes the
 * level of the graver of the two. */
void th_fold_under(th_dataset *ds, size_t index, size_t cause);

#endif
