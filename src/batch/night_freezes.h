/* A night reads its definition once before the run: for its year, and for the rows of Chốt, which say what the run is
 * held to. */
#ifndef TH_BATCH_NIGHT_FREEZES_H
#define TH_BATCH_NIGHT_FREEZES_H

#include "batch/nightly.h"
#include "store/store.h"

/* Sets period, freezes, and of the options what the run is held to.  TH_FAILED: night->trouble says why. */
th_status th_night_recall_freezes(th_nightly *night, th_store *store);

#endif
