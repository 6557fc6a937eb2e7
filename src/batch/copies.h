/* Files with the same bytes. */
#ifndef TH_BATCH_COPIES_H
#define TH_BATCH_COPIES_H

#include "batch/files.h"
#include "fact/dataset.h"

/* Keeps one of identical files of `all`, with the words and the row of Sổ nhận of all of them, so that what any of
 * their names decides is decided; which name it shows decides nothing.  What Sổ nhận withdraws is withdrawn under every
 * name, unless it lists that name too.  Each file that is left out is said in a finding of `ds`. */
void th_copies_settle(th_dataset *ds, th_dataset *all);

/* Adds the files that were not read because source number of[i] of `all` has the bytes of input i (batch/same_bytes.h),
 * SIZE_MAX where it was read.  They are left out as copies of that; of many, only the first are named in findings. */
void th_copies_add(th_dataset *ds, th_dataset *all, const th_inputs *inputs, const size_t *of);

#endif
