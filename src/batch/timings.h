/* Where a run spends its time: seconds, seconds of processors and memory by stage (timings.def).  NULL wherever nobody
 * asked, and then no clock is read.
 *
 * Reading and extracting are what the workers did, all together, as they say themselves in memory that they share with
 * the run: it tells of costs, and nothing else rests on it.  Collecting is what passes in the run itself meanwhile,
 * processes that start and end included; its seconds are those that a person waits for the files. */
#ifndef TH_BATCH_TIMINGS_H
#define TH_BATCH_TIMINGS_H

#include <stdint.h>

typedef enum th_step {
#define TH_STEP(id, name, vi, en) TH_STEP_##id,
#include "batch/timings.def"
#undef TH_STEP
    TH_STEPS
} th_step;

typedef struct th_step_cost {
    uint64_t nanoseconds, cpu; /* passed, and of processors */
    uint64_t peak;             /* KiB: of the largest process so far */
} th_step_cost;

typedef struct th_timings th_timings;

/* Before any process is forked; NULL where there is no memory for it.  It lives as long as the process. */
th_timings *th_timings_new(void);

/* In the run: this stage begins, and the one before it ends. */
void th_timings_enter(th_timings *timings, th_step stage);
/* In a worker: it is given something to do; it goes on to a stage; it has done it. */
void th_timings_work(th_timings *timings, th_step stage);
void th_timings_worked(th_timings *timings);

/* What the stages cost up to now; the last one goes on. */
void th_timings_tell(th_timings *timings, th_step_cost costs[TH_STEPS]);

#endif
