/* Generations: what each run came to, kept for a while: LƯU/YYYY-MM-DD-hhmm/ with the workbook (tong-hop.xlsx), the
 * store (so-lieu.db), the outcome (luot.records), the ledger, where there is one (so-ban-thu-ky.xlsx), and a number:
 * in what order they were made (thu-tu.txt), for by their names a clock that goes back would decide.  One is made whole
 * under another name and then named; a folder that holds anything else, or lacks the store, is none, and is never
 * touched. */
#ifndef TH_BATCH_GENERATIONS_H
#define TH_BATCH_GENERATIONS_H

#include "base/status.h"
#include "base/trouble.h"

#include <stdint.h>

typedef struct th_generation {
    const char *kept; /* the folder of generations */
    int64_t moment;   /* after which it is called */
    const char *workbook;
    const char *store;  /* copied as it is now */
    const char *ledger; /* one that is a workbook is kept; NULL: there is none */
    th_str ledger_hash; /* as the run read it: saved meanwhile, it is left out, for it may be half saved */
    th_str outcome;
} th_generation;

/* *path is where it stands.  Two of one minute stand beside each other.  TH_FAILED: nothing of it is left. */
th_status th_generation_make(th_arena *arena, const th_generation *generation, const char **path, th_trouble *trouble);
/* The ledger of the newest generation that has one, or NULL. */
const char *th_generations_ledger(th_arena *arena, const char *kept);
/* Removes the oldest, so that `most` are left; none where the place of one cannot be read. */
void th_generations_prune(th_arena *arena, const char *kept, size_t most);

/* Puts the store of a generation in the place of the present one, which is kept beside it as *old ("" where there was
 * none).  `generation` is a path, or the name of one in `kept`. */
typedef struct th_restoring {
    const char *generation, *kept, *store;
    int64_t moment; /* in the name of what is put aside */
} th_restoring;
th_status th_generation_restore(th_arena *arena, const th_restoring *restoring, const char **old, th_trouble *trouble);

#endif
