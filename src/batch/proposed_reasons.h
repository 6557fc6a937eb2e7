/* Replies that wait (check/replies.h) as rows for the sheet Giải trình of the definition, beside the workbook.  A
 * proposal only: who accepts a reason, and when, is for a person to fill in; the file is written and never read.
 *
 * Every merge with an output writes it anew, so what somebody filled into the last one is kept beside it, and a file
 * of others is left alone. */
#ifndef TH_BATCH_PROPOSED_REASONS_H
#define TH_BATCH_PROPOSED_REASONS_H

#include "batch/run.h"

#define TH_PROPOSED_REASONS "giai-trinh-de-nghi.csv"

/* Fills in run->reasons.  When no reply waits only an earlier file of ours is emptied of its rows. */
void th_proposed_reasons_write(th_run *run, const th_run_options *options);

#endif
