/* Which file of which unit counts. */
#ifndef TH_BATCH_SUBMISSIONS_H
#define TH_BATCH_SUBMISSIONS_H

#include "batch/worker.h"

/* Adds the record streams of the workers to `ds`: of two files of one unit only one (the later by Sổ nhận, else
 * the first by name); a worker that did not finish, or a stream that is not whole, counts for nothing. */
void th_submissions_add(th_dataset *ds, const th_inputs *inputs, const th_str *records, const th_trouble *trouble);

/* A finding for each unit of the definition without an accepted or a named refused file. */
void th_submissions_missing(th_dataset *ds);
/* A note for each unit whose receipt is after the deadline. */
void th_submissions_late(th_dataset *ds);

#endif
