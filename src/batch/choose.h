/* Which file counts, form by form.  A file replaces only the forms it holds, and no form disappears because a later
 * file lacks it.  Between two files with the same form decides, in this order:
 *
 *   0. where the figures are frozen: the content from which the form counted then
 *   1. Sổ nhận: a file that it names before one that it does not; of two, the one received later
 *      a file before the kept copy that it was written over (batch/remember.h)
 *   2. the folder: one in a folder of old files ("cũ", "nháp", "lưu", "backup") after one outside
 *   3. words of name and title (fact/edition.h): a correction or supplement, then a file that says nothing, then a
 *      draft; "lần 3" before "lần 2"
 *   4. the date in the signature line of the form
 *   5. with a memory: a file from which the form was taken by the run before; what the other states otherwise waits
 *
 * Where none of these decides the files are in conflict: figures that are equal count, those that differ are withheld
 * until Sổ nhận names one of the files.  A file that waits, since Sổ nhận says so or it came too late, does not count.
 * Names, their order and times of modification decide nothing. */
#ifndef TH_BATCH_CHOOSE_H
#define TH_BATCH_CHOOSE_H

#include "fact/dataset.h"

/* `all` holds the sources, held forms and facts of every file, bound to Sổ nhận, in the arena of `ds`.  Marks the held
 * forms that count and the sources that are replaced, and gives `ds` the facts that count, the figures that are passed
 * over, and a finding for each decision. */
void th_choose(th_dataset *ds, th_dataset *all);

#endif
