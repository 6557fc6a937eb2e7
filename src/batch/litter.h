/* What lies beside submissions, in a folder and in an archive, and is no submission: told by its name, folders
 * apart. */
#ifndef TH_BATCH_LITTER_H
#define TH_BATCH_LITTER_H

#include "base/str.h"

/* The mark of Excel and LibreOffice that somebody has the workbook open, and files that are not whole yet. */
bool th_is_temporary(th_arena *arena, th_str name);
/* What systems leave: desktop.ini, .DS_Store, __MACOSX. */
bool th_is_litter(th_arena *arena, th_str name);
/* The file by which an inbox is known: a folder without it may be the place of a share that is not mounted.  It is no
 * submission, and not counted. */
#define TH_INBOX_MARKER "DUNG-XOA-tonghop.txt"
bool th_is_inbox_marker(th_arena *arena, th_str name);

#endif
