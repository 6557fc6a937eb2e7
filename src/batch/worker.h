/* Workers: one process per input file.  A worker reads one workbook and writes
 * its record stream (fact/stream.h) into a pipe; nothing else comes back.  A file
 * that crashes, hangs or eats memory costs one worker and one finding. */
#ifndef TH_BATCH_WORKER_H
#define TH_BATCH_WORKER_H

#include "batch/files.h"
#include "fact/dataset.h"

/* `step` may be NULL.  It is called in the parent. */
typedef struct th_progress {
    void *ctx;
    void (*step)(void *ctx, size_t done, size_t total, th_str name);
} th_progress;

/* records[i]: the stream of inputs->at[i]; trouble[i]: empty, or why the worker did not finish.
 * Both arrays have inputs->n items, in `arena`. */
th_status th_workers_run(th_arena *arena, const th_definition *definition, const th_limits *limits,
                         const th_inputs *inputs, unsigned jobs, const th_progress *progress, th_str **records,
                         th_trouble **trouble);

#endif
