/* Taking in what lies in the inboxes, before a run reads it: each content is kept once, under its SHA-256, and the run
 * reads the kept copies.  So a file that changes during the night is not half old, half new, and what counted can be
 * read again when it is gone from the inbox. */
#ifndef TH_BATCH_INTAKE_H
#define TH_BATCH_INTAKE_H

#include "base/status.h"
#include "batch/files.h"
#include "fact/memory.h"

typedef struct th_intake_options {
    const char *const *inboxes;
    size_t ninboxes;
    const char *kept; /* the folder of copies, which is there */
    const th_limits *limits;
} th_intake_options;

/* What cannot be read or is larger than is allowed is refused with the reason, and is not opened again in this run; it
 * has no hash among the files.  TH_FAILED: an inbox cannot be listed, or a copy cannot be kept, and then no half of one
 * is left. */
th_status th_intake(th_arena *arena, const th_intake_options *options, th_taken *taken, th_trouble *trouble);

/* How many files of the last run are there no more, neither by name nor by content. */
size_t th_intake_lost(th_arena *arena, const th_memory *memory, const th_taken *taken);

#endif
