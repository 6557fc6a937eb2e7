/* A definition proposed from a workbook, published. */
#ifndef TH_BATCH_LEARN_H
#define TH_BATCH_LEARN_H

#include "batch/guard.h"
#include "learn/learn.h"

typedef struct th_learn_options {
    const th_limits *limits;
    const char *input, *out; /* out: a folder, or a name that ends in .xlsx */
    int year;                /* when the workbook states none */
    int64_t created;         /* Unix time of the properties of an .xlsx */
    th_guard *guard;
} th_learn_options;

/* Reads a file of others, so call it in a process of its own.  TH_FAILED: nothing was written; `faults` or *trouble
 * says why. */
th_status th_learn_file(th_arena *arena, const th_learn_options *options, th_learned *learned, th_findings *faults,
                        th_trouble *trouble);

#endif
