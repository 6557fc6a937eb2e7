/* What waits for a decision of the secretariat, as ready rows with the sheets and columns of the ledger: files in
 * conflict or waiting (Sổ nhận, with the content mark), computed points that rows with "*" of Cụm chấm ask for, scores
 * that somebody typed into a consolidated workbook which was replaced since and is kept beside the new one, replies of
 * units (Giải trình).  An output only: it is replaced by each run, and is neither a ledger nor a submission. */
#ifndef TH_BATCH_DECISIONS_H
#define TH_BATCH_DECISIONS_H

#include "batch/run.h"
#include "report/brief.h"

/* Writes options->decisions.  TH_FAILED: *trouble says why it was not; TH_WARN: which old workbook it lacks the typed
 * scores of, since that could not be looked at. */
th_status th_decisions_publish(th_run *run, const th_run_options *options, th_trouble *trouble);
/* How many rows of each sheet there are; of scores, once they were published. */
th_waiting_rows th_decisions_waiting(th_arena *arena, const th_run *run);

#endif
