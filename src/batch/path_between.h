/* The way from one file to another, as a link says it. */
#ifndef TH_BATCH_PATH_BETWEEN_H
#define TH_BATCH_PATH_BETWEEN_H

#include "base/str.h"

/* From the folder of the file `from`, which need not be there yet, to the file `to`: relative, and encoded as addresses
 * are; "" where `to` is not there. */
th_str th_path_between(th_arena *arena, const char *from, const char *to);

#endif
