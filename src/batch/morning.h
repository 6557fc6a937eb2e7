/* What people read in the morning, written after a night: trang-thai.html, and for each unit a text beside its feedback
 * workbook that is ready to be sent. */
#ifndef TH_BATCH_MORNING_H
#define TH_BATCH_MORNING_H

#include "batch/config.h"
#include "batch/run.h"
#include "report/page.h"

#include <stdint.h>

typedef struct th_morning {
    th_arena *arena;
    const th_config *config;
    th_guard *guard;
    int64_t moment;        /* of the run */
    const char *workbook;  /* where it stands */
    const char *decisions; /* likewise; NULL: there are none */
    th_brief *brief;       /* of a run that published; else NULL */
} th_morning;

/* The texts of all units; that of a unit whose feedback workbook was not made now is removed, and so is what was
 * written for units that are gone.  TH_FAILED: *trouble says which was not written, and the others were; TH_WARN: what
 * is left of a unit that is gone, since somebody has saved it. */
th_status th_morning_letters(const th_morning *morning, th_trouble *trouble);
/* The page of a run that published. */
th_status th_morning_page(const th_morning *morning, th_trouble *trouble);
/* The page after a try that wrote nothing, and why: what the last run came to stays below. */
th_status th_morning_page_of_failure(const th_morning *morning, th_str why, th_trouble *trouble);

#endif
