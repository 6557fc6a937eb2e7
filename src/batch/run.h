/* The pipeline: definition → workers → dataset → checks → scores → workbook.
 * Every command that reads department files goes through here. */
#ifndef TH_BATCH_RUN_H
#define TH_BATCH_RUN_H

#include "batch/effects.h"
#include "batch/files.h"
#include "batch/guard.h"
#include "batch/worker.h"
#include "check/changes.h"
#include "check/check.h"
#include "fact/freeze.h"
#include "report/report.h"
#include "score/score.h"

typedef struct th_run th_run;

/* Called when the workbook has been drawn and read back at `part`, and before anything takes its place.  Anything but
 * TH_OK, with *trouble, stops the run, and nothing is written. */
typedef struct th_run_ready {
    th_status (*call)(void *ctx, th_run *run, const char *part, th_trouble *trouble);
    void *ctx;
} th_run_ready;

typedef struct th_run_options {
    const char *definition;    /* folder of .csv or a workbook */
    const char *ledger;        /* the same of what the secretariat enters, or NULL: it stands in the definition */
    const char *const *inputs; /* files and folders */
    size_t ninputs;
    const char *const *records; /* record streams, each one or several joined */
    size_t nrecords;
    const char *last_year;     /* record stream of last year's accepted facts, or NULL */
    const char *previous;      /* merge: the outcome of an earlier run of the period, to compare with, or NULL */
    const char *outcome;       /* merge: where the outcome of this run is written, or NULL */
    int as_of;                 /* the day deadlines are compared with, a serial; 0: before all of them */
    const char *out;           /* merge: the consolidated workbook; else NULL */
    const char *decisions;     /* merge: where what waits for decisions is written (batch/decisions.h), or NULL */
    const char *scores;        /* merge: a consolidated workbook whose typed scores are proposed, or NULL */
    th_guard *guard;           /* of what is written; it knows what the options name */
    unsigned jobs;             /* workers at a time; 0: one */
    bool allow_empty;          /* publish though there is nothing to read, or nothing that counts */
    bool source_links;         /* the workbook leads to the files themselves */
    th_report_edition edition; /* of the workbook */
    bool alone;                /* nothing is written beside the workbook, such as proposals of reasons */
    bool complete;             /* a unit of the definition without a file is a finding */
    bool checks;               /* evaluate checks and scores */
    const th_limits *limits;
    int64_t created;     /* Unix time of the workbook's properties; -1: Ngày lập of the definition */
    const char *program; /* "tonghop 0.1.0" */
    th_str contact;      /* whom units may ask, for their feedback; "": nobody is named */
    th_progress progress;

    /* The outcome of the previous run at hand, before `previous`.  Where it is of no use, the run is made without. */
    th_str previous_bytes;
    th_str last_year_bytes;         /* last year's figures at hand, before `last_year`; likewise */
    int day;                        /* the day of the run, a serial; 0: that of as_of */
    const th_memory *memory;        /* what the runs before this one knew, or NULL */
    const th_taken *taken;          /* read instead of `inputs`, of which only the names count then, or NULL */
    const struct th_frozen *frozen; /* what the run is held to (batch/frozen.h), or NULL */
    const th_freezes *freezes;      /* what was frozen, for the trace; NULL: the rows of Chốt tell it */
    th_run_ready ready;             /* merge; call NULL: nothing */
    struct th_timings *timings;     /* what the stages cost is kept there (batch/timings.h), or NULL */
    const struct th_share *share;   /* extract: what is read goes there, and nothing else is done (batch/share.h) */
    struct th_run_stream *stated;   /* a previous outcome that is listed though it is not at hand, or NULL */
} th_run_options;

/* What became of scores that somebody had typed (report/typed.h). */
typedef struct th_run_scores {
    size_t replaced;       /* cells in the workbook that was replaced */
    const char *kept;      /* where that workbook is now; NULL: nothing was typed into it */
    size_t proposed;       /* rows for Cụm chấm out of options->scores */
    const char *proposals; /* where they stand; NULL: nobody asked */
} th_run_scores;

/* What units wrote in the feedback workbooks they sent back (check/replies.h), as rows for Giải trình. */
typedef struct th_run_reasons {
    size_t waiting;
    const char *path;   /* where the rows stand, when any wait */
    const char *kept;   /* the file that was there, where somebody had filled in a row; NULL: nobody had */
    th_trouble trouble; /* why they could not be written; empty: they were */
} th_run_reasons;

/* Ready rows "theo máy" that rows with "*" of Cụm chấm ask for. */
typedef struct th_run_confirmations {
    size_t waiting;
    const char *path;   /* where the rows stand, when any wait */
    th_trouble trouble; /* why they could not be written; empty: they were */
} th_run_confirmations;

/* A record stream that a run was given; no hash: none was. */
typedef struct th_run_stream {
    uint64_t bytes;
    th_str sha256;
} th_run_stream;

struct th_run {
    th_arena *arena;                     /* everything below; th_run_free() releases it */
    th_definition *definition;           /* NULL when it has faults */
    th_str definition_hash, ledger_hash; /* of no ledger: empty */
    th_definition_parts now;             /* what lay at the paths of both, byte for byte */
    th_findings faults;                  /* of the definition */
    th_inputs inputs;
    th_dataset *ds;
    th_check_results checks;
    th_scores *scores;
    th_untouched *untouched; /* what was read, before the ledger was applied; NULL: nobody needs it */
    th_effects *effects;     /* what each row of the ledger comes to; NULL: no workbook is written */
    th_run_stream last_year, previous;
    const th_made_from *made_from;    /* what the workbook is made of; NULL: it was not listed yet */
    th_run_changes changes;           /* since options->previous */
    struct th_long_files *long_files; /* what stands beside the workbook (batch/long_lists.h); NULL: none was written */
    th_run_scores typed;
    th_run_reasons reasons;
    th_run_confirmations confirmations;
    size_t scores_waiting; /* rows of Cụm chấm that wait for a decision (batch/decisions.h) */
    th_trouble trouble;    /* why nothing was done; empty otherwise */

    th_freezes freezes;      /* what is frozen, for the trace */
    bool held_to;            /* with a memory: then this run and those after it are held to what is frozen */
    th_memory memory;        /* what the next run is to know */
    th_trouble not_compared; /* why options->previous_bytes was of no use; empty: it was, or there was none */
    th_trouble no_last_year; /* the same of options->last_year_bytes */
};

/* TH_OK: done (findings in run->ds->findings).  TH_FAILED: nothing was written; `faults` or `trouble`
 * says why.  In both cases the caller frees `run`, whose arena shares the recovery point of options->guard->arena until
 * the caller sets one. */
th_status th_run_do(const th_run_options *options, th_run **run);
void th_run_free(th_run *run);

/* What of a run with an output is told, for whatever is made of it after the workbook. */
th_report_input th_run_report_input(th_run *run, const th_run_options *options);

/* Unix time of the properties of what is written: as asked, else Ngày lập, else 0. */
int64_t th_run_created(const th_run *run, const th_run_options *options);

/* 0 clean, 1 warnings, 2 errors; from the findings of the dataset. */
int th_run_exit_code(const th_run *run);

#endif
