/* Nothing read, nothing published.  A share that is not mounted is an empty folder: without these questions the next
 * workbook would say that nobody has reported, and take the place of one that is right. */
#ifndef TH_BATCH_NOTHING_H
#define TH_BATCH_NOTHING_H

#include "batch/run.h"

/* Before anything is read: can every folder be listed, and is there a file in each?  TH_FAILED: *trouble names the
 * folder. */
th_status th_nothing_there(th_arena *arena, const th_run_options *options, th_trouble *trouble);

/* When all is read: does a file of the run count, and did any file of each folder say something?  A file that another
 * replaced or that waits did, and a feedback workbook with replies; a letter or an empty template did not.
 * TH_FAILED: run->trouble names the folder, run->faults has what was wrong with its files. */
th_status th_nothing_counts(th_run *run, const th_run_options *options);

#endif
