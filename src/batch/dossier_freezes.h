/* What was frozen when a run was made, as files of a dossier: chot.tsv is the list of freezes; da-chot.tsv and the
 * files below da-chot/ are the definition and the ledger of those days, bo-nho-chot.tsv the memory of the run that
 * froze the figures.  The last three are there where the run was held to something. */
#ifndef TH_BATCH_DOSSIER_FREEZES_H
#define TH_BATCH_DOSSIER_FREEZES_H

#include "batch/dossier_tree.h"
#include "batch/frozen.h"

/* `freezes` and `frozen` may be NULL. */
th_status th_dossier_freezes_write(th_tree *tree, const th_freezes *freezes, const th_frozen *frozen);

/* How a file of the dossier is read. */
typedef struct th_dossier_fetch {
    th_status (*file)(void *ctx, th_str path, th_str *bytes, th_trouble *trouble);
    bool (*has)(void *ctx, th_str path);
    void *ctx;
} th_dossier_fetch;

typedef struct th_dossier_freezes {
    long long run; /* the number of the run that is repeated */
    int period;    /* its year: a store remembers the freezes of earlier years, which hold for good */
    th_freezes freezes;
    th_frozen frozen; /* frozen.figures is NULL where it was held to nothing */
} th_dossier_freezes;

/* Fills all but `run` and `period`. */
th_status th_dossier_freezes_read(th_arena *arena, const th_dossier_fetch *fetch, th_dossier_freezes *read,
                                  th_trouble *trouble);

#endif
