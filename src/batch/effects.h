/* What each row that somebody entered comes to, found by doing the run once more without it: a copy of what was read is
 * adjusted, checked and scored as the run itself is.  Rows of Sổ nhận are not tried, since they decide which files are
 * read; neither are more rows than a person waits for. */
#ifndef TH_BATCH_EFFECTS_H
#define TH_BATCH_EFFECTS_H

#include "score/effect.h"

typedef struct th_untouched th_untouched; /* a dataset before anything of the ledger was applied to it */

/* Before th_dataset_adjust(); in the arena of the dataset.  NULL: the definition has no row that needs it. */
th_untouched *th_effects_prepare(const th_dataset *ds);
/* Once the dataset is sealed, and before anything more is said of it; `untouched` may be NULL.  Its facts have to stay
 * as they are: rows that change none are tried on them. */
void th_effects_sealed(th_untouched *untouched, const th_dataset *ds);
/* What is done to a dataset between sealing it and the checks. */
typedef void th_effects_complete(th_dataset *ds);
/* After th_score_run(), whose scores are `with`.  Findings of `ds` are not sorted yet.  What was prepared is gone
 * then. */
th_effects *th_effects_try(const th_dataset *ds, const th_untouched *untouched, const th_scores *with,
                           th_effects_complete *complete);

#endif
