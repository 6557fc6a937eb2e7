/* Counting: opens every workbook, visits every cell that holds something, takes its value.  Nothing
 * is kept, so a workbook may have any number of cells. */
#ifndef TH_BATCH_COUNT_H
#define TH_BATCH_COUNT_H

#include "batch/worker.h"

typedef struct th_count {
    size_t files;  /* that were tried */
    size_t errors; /* of them, refused: nothing of them is in the other figures */
    size_t cells;  /* nums + strs + error values */
    size_t nums;   /* numbers, dates (by their serial), booleans (0 and 1) */
    size_t strs;
    size_t bytes; /* of strs, in UTF-8, legacy text as it stands in the file */
    double sum;   /* of nums; the same whatever the number of workers */
} th_count;

/* `jobs` workers take one file after the other.  A refused file is a finding in `findings`, in the order of
 * `inputs`.  TH_FATAL: no process can be started. */
th_status th_count_run(th_arena *arena, const th_limits *limits, const th_inputs *inputs, unsigned jobs,
                       const th_progress *progress, th_count *total, th_findings *findings);

#endif
