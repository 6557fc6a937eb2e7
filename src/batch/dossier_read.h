/* A run repeated from its dossier (batch/dossier.h): what it read and went by, and nothing of this machine but the
 * program. */
#ifndef TH_BATCH_DOSSIER_READ_H
#define TH_BATCH_DOSSIER_READ_H

#include "batch/dossier_freezes.h"
#include "batch/dossier_sums.h"
#include "batch/dossier_terms.h"
#include "batch/run.h"

typedef struct th_repetition {
    const char *folder; /* of the dossier */
    th_sums sums;
    th_dossier_terms terms;
    th_memory memory;
    th_taken taken;
    th_dossier_freezes held;
} th_repetition;

/* Verifies the dossier and fills what of `options` the run went by; what it refers to is in the repetition, which has
 * to stay where it is.  options->limits are the most that is allowed, and become those of the run.
 * TH_FAILED: *trouble names what is not as it was. */
th_status th_repetition_open(th_arena *arena, const char *folder, th_repetition *repetition, th_run_options *options,
                             th_trouble *trouble);
/* Has the file the bytes of the workbook of the dossier, in that edition? */
bool th_repetition_is_same(th_arena *arena, const th_repetition *repetition, th_report_edition edition,
                           const char *workbook);

#endif
