/* What lies beside submissions, in a folder and in an archive, and is only counted: told by its name, folders apart. */
#ifndef TH_BATCH_LITTER_H
#define TH_BATCH_LITTER_H

#include "base/str.h"

/* The mark of Excel and LibreOffice that somebody has the workbook open, and files that are not whole yet. */
bool th_is_temporary(th_arena *arena, th_str name);
/* What systems leave: desktop.ini, .DS_Store, __MACOSX. */
bool th_is_litter(th_arena *arena, th_str name);

#endif
