/* Feedback workbooks: each drawn by a clerk (batch/clerk.h), for it reads the unit's file again. */
#ifndef TH_BATCH_FEEDBACK_H
#define TH_BATCH_FEEDBACK_H

#include "batch/run.h"

/* After a run with checks: writes <Mã>.xlsx for every unit into `folder`, which is made when it is not there.  A
 * workbook that could not be written becomes a finding TEP-021.  TH_FAILED: *trouble says why nothing was written. */
th_status th_feedback_all(th_run *run, const th_run_options *options, const char *folder, th_trouble *trouble);
/* Where that workbook of a unit stands; with another ending, what lies beside it. */
const char *th_feedback_path(th_arena *arena, const char *folder, th_str code, const char *ending);
/* May the workbook of that name be written?  Asked before the files are read. */
th_status th_feedback_allowed(th_guard *guard, const char *out, th_trouble *trouble);
/* The reply to the only file of a run. */
th_status th_feedback_one(th_run *run, const th_run_options *options, const char *out, th_trouble *trouble);

#endif
