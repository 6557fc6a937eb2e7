/* What a run knows of the runs before it: which files there were, which of them counted, and since when.  A run without
 * a store (`merge`) has no memory, and decides by what lies in the inbox alone.
 *
 * Days are serials of the 1900 system: the day of a run is its --as-of, or the date on which it was made. */
#ifndef TH_FACT_MEMORY_H
#define TH_FACT_MEMORY_H

#include "base/str.h"

/* One content of one file, as a run left it.  A file that is written over is another content of the same name. */
typedef struct th_remembered {
    th_str file;         /* relative to the inbox, NFC; of a member "archive › member" */
    th_str sha256;       /* of these bytes, hex */
    th_str input;        /* what lay in the inbox: the file itself, or the archive that it is a member of */
    th_str input_sha256; /* under this name the input is kept */
    th_str unit;         /* code; empty: not recognised */
    int first_seen;      /* the day of the first run that met this content under this name */
    int seen_before;     /* the latest day of the runs before that one; 0: that one was the first */
    int last_seen;       /* the day of the last run that found it in the inbox */
    bool waits;          /* it came too late to count without a decision of the secretariat */
    th_strs counts;      /* codes of the forms that were taken from it by the last run */
} th_remembered;

/* A file that lay in the inbox, readable or not. */
typedef struct th_inbox_file {
    th_str name, sha256;
} th_inbox_file;

typedef struct th_memory th_memory;
struct th_memory {
    int day;    /* the latest of all runs, also where the clock has gone back since; 0: there was none */
    int period; /* its year; a run of another period begins without a memory; 0: not known */
    th_remembered *at;
    size_t n, cap;
    th_inbox_file *inbox; /* of the last run, by name */
    size_t ninbox, inbox_cap;
    /* What counts is frozen: as the run that froze it left the memory, and the day of its row.  NULL: it is not. */
    const th_memory *frozen;
    int frozen_on;
};

#endif
