/* The folder of a cluster, made ready for `nightly`: tonghop.conf and all that it names.  What is there already stays
 * as it is, so that it can be done again to add what is missing. */
#ifndef TH_BATCH_NIGHTLY_INIT_H
#define TH_BATCH_NIGHTLY_INIT_H

#include "base/limits.h"
#include "base/status.h"
#include "base/trouble.h"

#include <stdint.h>

#define TH_CONFIG_FILE "tonghop.conf"

typedef struct th_init_options {
    const char *folder;     /* made where it is not there; what is above it has to be */
    const char *definition; /* copied into it; NULL: none */
    const th_limits *limits;
    int64_t created; /* the Unix time that the ledger gives as its own */
    bool english;    /* the comments of tonghop.conf */
} th_init_options;

/* A file or a folder of it. */
typedef struct th_init_step {
    const char *path;
    bool made; /* else it was there */
} th_init_step;

typedef struct th_init_steps {
    th_init_step *at;
    size_t n, cap;
    bool has_definition; /* there is one in its folder now */
    size_t nentered;     /* sheets of entered rows of the definition that stand in the ledger now */
} th_init_steps;

/* TH_FAILED: `faults` says what is wrong in the definition, and nothing was made; or *trouble says what could not be
 * made, and `steps` what was before that. */
th_status th_nightly_init(th_arena *arena, const th_init_options *options, th_init_steps *steps, th_findings *faults,
                          th_trouble *trouble);

#endif
