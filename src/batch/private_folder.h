/* A folder for what nobody else may see or touch, as long as it is needed. */
#ifndef TH_BATCH_PRIVATE_FOLDER_H
#define TH_BATCH_PRIVATE_FOLDER_H

#include "base/arena.h"

/* "TEMPORARY/tonghop-WHAT-" and six characters that no other folder has, open to us alone.  It is removed with all that
 * is in it when the arena is freed, also where memory has run out; and where this process is killed before, by another
 * one that waits for its end.  NULL: it cannot be made, and errno says why. */
const char *th_private_folder(th_arena *arena, const char *temporary, const char *what);

#endif
