/* Where a row "theo máy" of Cụm chấm names all units or all criteria (*), it settles nothing by itself: every merge
 * with an output writes one ready row a cell beside the workbook, each with its own Mã xác nhận.  They count when a
 * person has put them into Cụm chấm; the file is written and never read. */
#ifndef TH_BATCH_PROPOSED_CONFIRMATIONS_H
#define TH_BATCH_PROPOSED_CONFIRMATIONS_H

#include "batch/run.h"

#define TH_PROPOSED_CONFIRMATIONS "xac-nhan-de-nghi.csv"

/* Fills in run->confirmations.  Where nothing is asked for, only an earlier file of ours is emptied of its rows. */
void th_proposed_confirmations_write(th_run *run, const th_run_options *options);

/* Computed points that a row with "*" asks for, and that nobody has settled. */
bool th_confirmation_waits(const th_run *run, uint32_t criterion, uint32_t unit);

#endif
