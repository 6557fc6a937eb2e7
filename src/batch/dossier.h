/* The dossier (hồ sơ đợt): what a period was decided on, frozen in a folder of its own when its figures or points are
 * (form/definition.h, Chốt).  It can be read in years to come without this program, by whoever can open a workbook and
 * a text; and the program repeats the run from it (batch/dossier_read.h) to the same bytes.
 *
 * A dossier is made whole or not at all, and what is there is never replaced.  It holds no time but what the store and
 * the ledger state. */
#ifndef TH_BATCH_DOSSIER_H
#define TH_BATCH_DOSSIER_H

#include "batch/run.h"
#include "store/store.h"

/* Which dossier a night is to make: that of the points where they are frozen, else that of the figures. */
typedef struct th_dossier_due {
    const th_freeze_row *row; /* by which they were frozen */
    unsigned version;         /* of the step, from 1 */
} th_dossier_due;

/* False: nothing is frozen in the period, a year. */
bool th_dossier_is_due(const th_freezes *freezes, int period, th_dossier_due *due);

typedef struct th_dossier {
    const char *folder; /* in which dossiers stand */
    th_dossier_due due;
    th_run *run; /* as the night made it, from these options, with memory and what was taken in */
    const th_run_options *options;
    const char *workbook;   /* as it was published */
    th_str workbook_hash;   /* of what the run drew */
    const char *feedback;   /* a folder, or NULL */
    th_str outcome;         /* of the run, as the store has it */
    th_store_runs runs;     /* of the store, this one the last */
    const th_trouble *said; /* beside the findings, in this night */
    size_t nsaid;
} th_dossier;

/* "FOLDER/2023-so-lieu-lan-1". */
const char *th_dossier_path(th_arena *arena, const th_dossier *dossier);
bool th_dossier_is_there(th_arena *arena, const th_dossier *dossier);
/* TH_FAILED: *trouble says why, and nothing of it is left. */
th_status th_dossier_write(th_arena *arena, const th_dossier *dossier, const char **path, th_trouble *trouble);

#endif
