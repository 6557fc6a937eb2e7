/* A night: what tonghop.conf says, made into one run with a memory.
 *
 * The order, so that a run may be killed at any point and the next one needs nothing but to be made:
 *
 *   lock → marker of each inbox → memory out of the store → intake → run → workbook drawn and read back
 *        → recorded in the store, in one transaction → workbook renamed into its place → dossier, where something
 *        was frozen → generation
 *
 * Before the record nothing has changed but that more is kept.  What is recorded counts from then on, also where the
 * rename does not come to pass: the next run compares with it and publishes.  A file that counted is therefore
 * remembered before anybody could see that it did. */
#ifndef TH_BATCH_NIGHTLY_H
#define TH_BATCH_NIGHTLY_H

#include "batch/config.h"
#include "batch/intake.h"
#include "batch/lock.h"
#include "batch/run.h"

typedef struct th_nightly_options {
    const char *file; /* the configuration */
    const th_limits *limits;
    th_guard *guard;
    unsigned jobs;    /* where the configuration states none */
    bool allow_empty; /* publish though an inbox is empty or has lost most of its files */
    bool if_asked;    /* run only where a file asks for it (batch/request.h) */
    int64_t moment;   /* the run is made as at this moment; -1: now */
    int64_t created;
    const char *program;
    th_progress progress;
} th_nightly_options;

typedef enum th_night_end {
    TH_NIGHT_STOPPED = 0, /* nothing was written: `faults`, the faults of `run`, or `trouble` say why */
    TH_NIGHT_BUSY,        /* nothing was written: another run holds the folder, says `trouble` */
    TH_NIGHT_NOT_ASKED,   /* if_asked, and nobody asked */
    TH_NIGHT_PUBLISHED
} th_night_end;

typedef struct th_nightly {
    th_arena *arena; /* of all but the run; th_nightly_free() releases both */
    th_config config;
    th_config_faults faults;
    th_run_options options; /* of the run */
    th_run *run;            /* NULL: none was made */
    th_trouble trouble;
    th_trouble *said; /* what is to be known beside the findings, such as of a clock that went back */
    size_t nsaid, said_cap;
    int least;              /* the least exit code that tells of what was said */
    const char *generation; /* where the run is kept; NULL: it could not be, and `said` tells why */
    const char *dossier;    /* that was made of what was frozen; NULL: none was to be made, or it could not be */
    bool asked;             /* a request was taken, and is to be answered */

    int64_t began, stated;         /* moments; stated: -1, the clock tells */
    long long number;              /* of the run in the store; 0: the store was not asked */
    int last_day;                  /* of the run before, a serial; 0: there was none */
    int period;                    /* of the definition, a year; 0: it cannot be read, and the run will say why */
    const th_definition *as_asked; /* as it was read before the run, for the rows of Chốt; NULL: it cannot be */
    th_freezes freezes;            /* what is frozen, with what this run freezes and opens */
    long long last_year;           /* the run of the store that last year's figures come from; 0: none */
    th_lock lock;
    th_memory memory; /* before the run */
    th_taken taken;
    th_str outcome;       /* of the run, as it was recorded */
    th_str workbook_hash; /* likewise */
} th_nightly;

/* Makes a night.  NULL only without memory; otherwise the caller calls th_nightly_free() in the end. */
th_nightly *th_nightly_do(const th_nightly_options *options, th_night_end *end);
/* The lock of the folder is held until here. */
void th_nightly_free(th_nightly *night);

/* Answers the request that was taken: when, how it ended in one sentence, where the workbook is. */
th_status th_nightly_answer(th_nightly *night, th_night_end end, th_trouble *trouble);

/* Puts the store of a generation back, under the lock of the folder.  *old: where the present one is now, "" where
 * there was none.  TH_NIGHT_PUBLISHED: done. */
th_nightly *th_nightly_restore(const th_nightly_options *options, const char *generation, const char **old,
                               th_night_end *end);

#endif
