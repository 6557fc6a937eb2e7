/* The blank workbook of a definition, published. */
#ifndef TH_BATCH_TEMPLATE_H
#define TH_BATCH_TEMPLATE_H

#include "batch/guard.h"

typedef struct th_template_options {
    const th_limits *limits;
    const char *definition, *out;
    const char *unit;    /* its code or name; NULL: for any unit */
    const char *program; /* "tonghop 0.1.0" */
    th_guard *guard;
    int64_t created; /* -1: Ngày lập of the definition is no date of a template: none */
} th_template_options;

/* TH_FAILED: nothing was written; `faults` or *trouble says why. */
th_status th_template(th_arena *arena, const th_template_options *options, th_findings *faults, th_trouble *trouble);

#endif
