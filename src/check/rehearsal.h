/* A rehearsal of a definition: what became of each rule over the files at hand, and which indicators no rule looks at.
 * A rule that never speaks, or always does, is more often wrong than right, and nothing else would say so. */
#ifndef TH_CHECK_REHEARSAL_H
#define TH_CHECK_REHEARSAL_H

#include "check/check.h"

typedef enum th_rehearsed {
    TH_REHEARSED_MIXED = 0,    /* none of the others */
    TH_REHEARSED_NEVER_FAILED, /* it held wherever it was evaluated */
    TH_REHEARSED_NEVER_HELD,   /* it failed wherever it was evaluated, for more than one unit of several */
    TH_REHEARSED_NO_FIGURES,   /* no unit has what it asks about */
    TH_REHEARSED_NOT_ASKED     /* off, of another period, or of something that was not given to this rehearsal */
} th_rehearsed;

typedef struct th_rehearsed_rule {
    th_rehearsed outcome;
    uint32_t passed, failed; /* results: units, and for a rule of rows the rows of each */
    uint32_t units;          /* for how many units (the cluster counts as one) it was evaluated */
    th_words why;            /* of the last two outcomes */
} th_rehearsed_rule;

typedef struct th_rehearsal {
    th_rehearsed_rule *rules; /* by check */
    bool *unchecked; /* by indicator: no rule that is on looks at it; free text is never said to be unchecked */
} th_rehearsal;

/* `results` are those of th_check_run over `ds`; NULL: there were no files, and only what the definition tells by
 * itself is said. */
th_rehearsal th_rehearse(th_arena *arena, const th_dataset *ds, const th_check_results *results);

#endif
