/* A definition proposed from a workbook, published. */
#ifndef TH_BATCH_LEARN_H
#define TH_BATCH_LEARN_H

#include "batch/clerk.h"
#include "batch/definition.h"
#include "batch/files.h"
#include "learn/learn.h"

typedef struct th_learn_options {
    const th_limits *limits;
    const char *input, *out; /* out: a folder, or a name that ends in .xlsx */
    int year;                /* when the workbook states none */
    int64_t created;         /* Unix time of the properties of an .xlsx */
    th_guard *guard;
} th_learn_options;

/* One workbook being learnt from, and what a clerk has handed over of it (batch/clerk.h). */
typedef struct th_learning {
    const th_learn_options *options;
    th_arena *arena; /* the principal's */
    th_input input;
    th_layout_files files;
    bool published;
} th_learning;

/* In the principal, first.  TH_FAILED: there is nothing to be learnt from, or nowhere to write; *trouble says why. */
th_status th_learn_begin(th_arena *arena, const th_learn_options *options, th_learning *learning, th_trouble *trouble);
/* Why nothing was written: one or the other. */
typedef struct th_unlearnt {
    th_findings faults;
    th_trouble trouble;
} th_unlearnt;

/* In the clerk, whose walls are raised once the workbook is there; has the definition published.  TH_FAILED: *why says
 * why not. */
th_status th_learn_file(th_arena *arena, const th_learning *learning, th_clerk *clerk, th_learned *learned,
                        th_unlearnt *why);
/* In the principal: takes what is handed over, and publishes when all is there. */
th_clerk_reply th_learn_take(th_learning *learning, const th_handed *what);

#endif
