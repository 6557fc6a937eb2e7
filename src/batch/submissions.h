/* Which file of which unit counts. */
#ifndef TH_BATCH_SUBMISSIONS_H
#define TH_BATCH_SUBMISSIONS_H

#include "batch/same_bytes.h"
#include "batch/worker.h"

/* What was read of the inputs. */
typedef struct th_readings {
    th_arena *arena; /* of the streams */
    th_streams streams;
    th_same_bytes same; /* copies, which have no stream of their own */
} th_readings;

/* Adds what was read to `ds`, and decides which file counts (batch/choose.h).  A worker that did not finish, or a
 * stream that is not whole, counts for nothing. */
void th_submissions_add(th_dataset *ds, const th_inputs *inputs, const th_readings *readings);

/* A file of which nothing was read: a refused source and the finding that says why. */
void th_submissions_refuse(th_dataset *ds, th_str file, th_finding_kind kind, th_trouble why);

/* Adds a finding for each unit that has sent nothing and was not closed.  Files that were refused, wait or were
 * withdrawn count as sent; those that were set aside, documents, and what came after a freeze do not. */
void th_submissions_missing(th_dataset *ds);
/* Adds a note for each unit whose receipt is after the deadline. */
void th_submissions_late(th_dataset *ds);

#endif
