/* Verifying a consolidated workbook: what it lists is looked for by hash, the run is made again from that into a
 * private workbook, and both are laid beside each other, cell by cell.
 *
 * Nothing is written but files in a private folder, which is removed.  The workbook may have been saved by any program
 * and may be hostile: it is read behind walls first. */
#ifndef TH_BATCH_VERIFY_H
#define TH_BATCH_VERIFY_H

#include "batch/run.h"
#include "report/verification.h"

typedef struct th_verify_options {
    const char *book;          /* the workbook */
    const th_run_options *run; /* what the command line names, as for `merge`; without definition: of a dossier */
    const char *const *beside; /* further folders in which listed files may be */
    size_t nbeside;
    const char *store, *dossier;      /* or NULL */
    const th_report_edition *edition; /* which the workbook has to be; NULL: any */
    const char *temporary;            /* where the private folder is made: "/tmp" */
} th_verify_options;

/* All is in `arena`.  What stands in the way is verification->why, and then verification->as is TH_VERIFIED_NOT. */
void th_verify(th_arena *arena, const th_verify_options *options, th_verification *verification);

#endif
