/* Drawing a consolidated workbook in a process of its own (batch/drawing.h), and what that process tells of the lists
 * that it wrote into files beside it (report/long_list.h). */
#ifndef TH_BATCH_REPORT_DRAWING_H
#define TH_BATCH_REPORT_DRAWING_H

#include "base/limits.h"
#include "base/status.h"
#include "report/report.h"

typedef struct th_report_job {
    th_report_input input;
    th_report_edition edition;
    const char *path;    /* of the workbook: a temporary file */
    th_long_lists lists; /* with the paths of their temporary files; then what came of them */
} th_report_job;

/* Names temporary files for the lists after that of the workbook, and removes what a killed run has left of them. */
void th_report_job_lists(th_arena *arena, th_report_job *job, const th_limits *limits);
/* As th_drawing_do().  After TH_OK job->lists tells which files there are. */
th_status th_report_draw(th_arena *arena, th_report_job *job, th_trouble *trouble);
/* Removes the temporary files of the lists. */
void th_report_job_drop(const th_report_job *job);

#endif
