/* What `nightly` would stumble over, all at once, before the night comes.  Nothing is written. */
#ifndef TH_BATCH_NIGHTLY_CHECK_H
#define TH_BATCH_NIGHTLY_CHECK_H

#include "batch/config.h"
#include "batch/guard.h"

/* What a run takes on the disk of the kept files at most: all inboxes once more, and three times the workbook: the new
 * one beside the old, and the copy of the generation. */
typedef struct th_nightly_disk {
    unsigned long long needed, free; /* bytes */
    bool known;                      /* else the system did not say what is free */
} th_nightly_disk;

typedef struct th_nightly_checking {
    const char *file; /* the configuration */
    const th_limits *limits;
    th_guard *guard; /* of an empty list of outputs: what is read is added to it */
} th_nightly_checking;

/* TH_FAILED where there is a fault. */
th_status th_nightly_check(th_arena *arena, const th_nightly_checking *checking, th_config_faults *faults,
                           th_nightly_disk *disk);

/* Tells a guard what a configuration names to be read. */
void th_config_guard(const th_config *config, th_guard *guard);

#endif
