/* Workers: one process for each input file.  A worker reads one workbook and writes its record stream (fact/stream.h)
 * into a pipe; nothing else comes back.  They are started by the server (batch/server.h).  A file that makes its worker
 * crash, hang or eat memory costs that worker and one finding. */
#ifndef TH_BATCH_WORKER_H
#define TH_BATCH_WORKER_H

#include "batch/files.h"
#include "batch/server.h"
#include "fact/dataset.h"

/* How far it has come. */
typedef struct th_progress_step {
    size_t done, total;
    th_str name;            /* of the file that was done last */
    long long milliseconds; /* from the start of its worker to its end; of a group of files, of all of them */
} th_progress_step;

/* Told in the parent: `step` whenever a file is done, `say` once what is to be known of the machine and is no finding
 * about a file.  Both may be NULL. */
typedef struct th_progress {
    void *ctx;
    void (*step)(void *ctx, const th_progress_step *step);
    void (*say)(void *ctx, th_trouble what);
} th_progress;

/* By input: its stream, and why its worker did not finish, which is empty where it did. */
typedef struct th_streams {
    th_str *records;
    th_trouble *trouble;
} th_streams;

/* Who takes what was read of an input as soon as it is there, so that it is not kept; what is told is gone when `take`
 * returns. */
typedef struct th_taker {
    void (*take)(void *ctx, size_t input, th_str records, th_trouble trouble);
    void *ctx;
} th_taker;

/* What the workers are to do. */
typedef struct th_work {
    const th_inputs *inputs;
    const th_limits *limits; /* of each worker */
    unsigned jobs;           /* how many workers at once; 0 counts as 1 */
    const th_progress *progress;
    const bool *left_out; /* by input: it is not to be read; NULL: all are */
    th_taker taker;       /* NULL: what is read is kept */
} th_work;

/* What is left out keeps what `streams` held of it; with a taker they may be NULL.  TH_FATAL where no process can be
 * started. */
th_status th_workers_run(th_arena *arena, const th_work *work, th_server *server, th_streams *streams);

#endif
