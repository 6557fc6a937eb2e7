/* An output that cannot be put in its place now, because somebody has it open or it is read-only, is written beside it
 * under a new name: "Tong-hop (2023-01-05 0134).xlsx" of a night, "Tong-hop (2).xlsx" of a merge, which knows no clock.
 * Whoever has the old one open would else save it over the new one, or the whole run would be for nothing.
 *
 * Excel keeps a file "~$NAME" beside one that is open, LibreOffice ".~lock.NAME#".  One older than a day was left by
 * a program that did not end well, and says nothing. */
#ifndef TH_BATCH_DIVERSION_H
#define TH_BATCH_DIVERSION_H

#include "batch/guard.h"

/* Why the file at `path` is not to be replaced now; empty: it may be, or there is none. */
th_trouble th_diversion_needed(th_arena *arena, const char *path);
/* Another name for the output, which the guard allows, noted in guard->diverted; NULL: none was found. */
const char *th_divert(th_arena *arena, th_guard *guard, const th_outfile *out, th_trouble why);
/* Is this output of a command whose outputs are diverted, and not to be replaced by force? */
bool th_diverts(const th_guard *guard, const th_outfile *out);
/* Where what was to be written to `path` is: there, unless it was diverted. */
const char *th_diverted_to(const th_guard *guard, const char *path);

#endif
