/* What a run was made of, as its workbook lists it (report/made_from.h), and the way back from such a list to what a
 * run goes by. */
#ifndef TH_BATCH_MADE_OF_H
#define TH_BATCH_MADE_OF_H

#include "batch/run.h"
#include "report/made_from_read.h"

/* In run->arena.  What could not be read when it was read has a row without a hash. */
const th_made_from *th_made_of_run(th_run *run, const th_run_options *options);

/* What the list says a run went by, beside its files. */
typedef struct th_made_terms {
    int as_of, day; /* serials */
    bool allow_empty, source_links;
    bool remembers; /* a night, with a memory */
    bool frozen;    /* it was held to what is frozen */
    th_leftovers left;
    th_limits limits; /* those of the run */
    th_memory memory; /* before the run */
} th_made_terms;

/* `limits` are the most that is allowed.  TH_FAILED: a row cannot be read, says *trouble. */
th_status th_made_terms_read(th_arena *arena, const th_made_from *rows, const th_limits *limits, th_made_terms *terms,
                             th_trouble *trouble);
/* Which edition the list is of. */
th_report_edition th_made_edition(const th_made_from *rows);
/* What the row of an input says of it; its path is for the caller to find. */
th_input th_made_input(const th_made *row);

#endif
