/* What a workbook lists, found again, and made into the options of a run. */
#ifndef TH_BATCH_VERIFY_PARTS_H
#define TH_BATCH_VERIFY_PARTS_H

#include "batch/dossier_read.h"
#include "batch/made_of.h"
#include "batch/verify.h"
#include "batch/verify_files.h"

/* A verification on its way. */
typedef struct th_verifying {
    th_arena *arena;
    const th_verify_options *options;
    th_verification *result;
    const char *folder; /* private; NULL: it was not made yet */
    th_book *saved;
    th_made_read made;
    th_made_terms terms;
    th_candidates files;
    th_run_options run; /* that derives the workbook */
    th_taken taken;
    th_repetition repetition;
    bool intact;             /* the digest of the list is right */
    bool changed;            /* listed bytes are nowhere, and others have their name */
    bool definition_changed; /* likewise, of definition, ledger or a record stream: it may explain anything */
    bool moved_on;           /* the inbox is another one now, and the listed bytes were found */
    bool no_previous;        /* the outcome of the previous run is not at hand */
    th_run_stream stated;    /* and is listed as the workbook lists it */
    struct {
        const char *path;
        th_str sha256;
    } derived_list[TH_LONG_LISTS]; /* of the run that was made: what it wrote beside the workbook; path NULL: nothing */
    th_strs changed_files;         /* names */
    th_strs changed_units;         /* names of units whose files they are */
    th_strs others;                /* names of the other units, and of the other inputs */
} th_verifying;

/* Fills work->run; TH_FAILED: the verification is refused, and says why. */
th_status th_verify_prepare(th_verifying *work);
/* To be called after the run: notes whether the definition was the listed one. */
void th_verify_definition(th_verifying *work, const th_run *run);

#endif
