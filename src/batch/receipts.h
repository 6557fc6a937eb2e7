/* What Sổ nhận says about the files of an inbox. */
#ifndef TH_BATCH_RECEIPTS_H
#define TH_BATCH_RECEIPTS_H

#include "fact/dataset.h"

/* Binds each source of `ds` to the latest row of Sổ nhận that names it: by its name relative to the inbox, by its
 * name alone where that occurs once, or by either without regard to case, blanks around it and a missing ending where
 * one file alone is meant, which is noted; a member of an archive also to a row that names the archive.  A row with a
 * content mark names only files with those bytes, by any of these names, and all copies of them.  A file that is
 * to wait or is withdrawn does not count; one whose content is of another unit than its row says counts for nobody.
 * Each of these is said. */
void th_receipts_bind(th_dataset *ds);

/* Where a whole inbox was read: a finding for each row whose file is not there, which decides nothing though somebody
 * believes that it does.  That a unit has sent nothing at all is said of the unit. */
void th_receipts_without_file(th_dataset *ds);

#endif
