/* The blank workbooks of a definition, published: one for any unit, one for one unit, or one for each (Mau_<Mã>.xlsx).
 * All of a folder are allowed before the first is written. */
#ifndef TH_BATCH_TEMPLATE_H
#define TH_BATCH_TEMPLATE_H

#include "batch/guard.h"

typedef struct th_template_options {
    const th_limits *limits;
    const char *definition, *out;
    const char *unit;      /* its code or name; NULL: for any unit */
    bool all;              /* a workbook for every unit; `out` is the folder */
    const char *last_year; /* a record stream of last year's figures; NULL: none, or those of the store */
    const char *store;     /* of which the last run of last year is taken; NULL: none */
    const char *program;   /* "tonghop 0.1.0" */
    th_guard *guard;
    int64_t created; /* Unix time of the properties; -1: none, since Ngày lập is not the date of a template */
} th_template_options;

/* TH_FAILED: nothing was written; `faults` or *trouble says why.  Otherwise `faults` says what of last year's figures
 * was not taken, and *without which of the units have none of them; its words are empty where every one has some. */
th_status th_template(th_arena *arena, const th_template_options *options, th_findings *faults, th_words *without,
                      th_trouble *trouble);

#endif
