/* Counting: opens every workbook, visits every cell that holds something, and takes its value.  Nothing is kept, so a
 * workbook may have any number of cells. */
#ifndef TH_BATCH_COUNT_H
#define TH_BATCH_COUNT_H

#include "batch/worker.h"

typedef struct th_count {
    size_t files;  /* how many were tried */
    size_t errors; /* how many of them were refused; nothing of these is in the other figures */
    size_t cells;  /* nums, strs and error values */
    size_t nums;   /* numbers, dates (by their serial), booleans (0 and 1) */
    size_t strs;
    size_t bytes; /* of all strs, in UTF-8; legacy text counts as it stands in the file */
    double sum;   /* of all nums; it is the same whatever the number of workers */
} th_count;

/* Each of the workers takes one file after the other.  A refused file is a finding in `findings`, in the order of the
 * inputs.  TH_FATAL where no process can be started. */
th_status th_count_run(th_arena *arena, const th_work *work, th_count *total, th_findings *findings);

#endif
