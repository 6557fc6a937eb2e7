/* Which differences an input that has changed since explains. */
#ifndef TH_BATCH_VERIFY_EXPLAIN_H
#define TH_BATCH_VERIFY_EXPLAIN_H

#include "batch/verify_parts.h"

/* To be called after the run: notes the units whose files have changed. */
void th_verify_note_units(th_verifying *work, const th_run *run);
/* Takes out, and counts, what cannot be told without the outcome of the previous run. */
void th_verify_without_previous(th_verifying *work);
/* Marks what is explained.  The bytes that the workbook was made of are gone, so that it cannot be known what they came
 * to; but what does not depend on them can.  So the run is made once more without the changed files: cells that come
 * out the same with and without them must be those of the workbook.  Explained are the other cells; rows that name a
 * changed file or its unit, or that one of the workbooks lacks and that name no other unit and no other file; texts
 * that differ in numbers only; and formulas that are as they were and come to something else. */
void th_verify_explain(th_verifying *work, const th_book *derived);

#endif
