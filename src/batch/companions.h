/* Files that are no submission by themselves: archives, and documents (letters, signed pages, pictures) that come along
 * with workbooks.  Whose they are, and which documents came alone. */
#ifndef TH_BATCH_COMPANIONS_H
#define TH_BATCH_COMPANIONS_H

#include "fact/dataset.h"

/* Gives archives and documents their units: by Sổ nhận, by name and folders, else that of all workbooks in the same
 * archive or folder, if they are of one unit.  A document is one that came along where its unit sent something else,
 * or, where nobody knows whose it is, where any workbook lies beside it.  Else it is all that was sent: it is refused
 * as a file that cannot be read, and said. */
void th_companions_settle(th_dataset *ds);

/* Where a whole inbox was read and a unit sent nothing: a note for each document of nobody, which may be the report. */
void th_companions_of_nobody(th_dataset *ds);

#endif
