/* Whether what the last run left is all there and unchanged, as after the folder of a cluster was moved to another
 * machine.  Nothing is written. */
#ifndef TH_BATCH_NIGHTLY_PAST_H
#define TH_BATCH_NIGHTLY_PAST_H

#include "batch/config.h"
#include "base/limits.h"

typedef enum th_past_match {
    TH_PAST_NONE = 0, /* the run had none, and there is none */
    TH_PAST_SAME,     /* byte by byte */
    TH_PAST_CHANGED,
    TH_PAST_GONE /* the run had one, and it cannot be read here */
} th_past_match;

typedef struct th_nightly_past {
    long long number; /* of the last run; 0: there was none, or the store cannot be read */
    int day;          /* of that run, a serial */
    th_past_match definition, ledger, workbook;
    size_t originals, kept; /* files that the store remembers, and how many of them are kept here whole */
} th_nightly_past;

void th_nightly_look_back(th_arena *arena, const char *file, const th_limits *limits, th_nightly_past *past);

#endif
