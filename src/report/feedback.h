/* The feedback workbook of one unit: a reply it can act on.  First sheet: was the file accepted, what must be mended,
 * each finding with a link to its cell, what stands there, what was understood, the rule and how to mend it, the reply
 * of the unit (mended, or right for a reason), how much was mended since the last time, and which forms were read, with
 * control figures.  Causes stand first, the grave ones before the others; what follows from them stands at the end.
 * Then the points with their reasons; then the unit's own sheets drawn anew, the cells in question coloured and
 * commented. */
#ifndef TH_REPORT_FEEDBACK_H
#define TH_REPORT_FEEDBACK_H

#include "base/trouble.h"
#include "book/grid.h"
#include "check/changes.h"
#include "draw/output.h"
#include "score/score.h"

typedef struct th_feedback {
    const th_dataset *ds;
    const th_scores *scores;       /* NULL: no points are shown */
    uint32_t unit;                 /* TH_NONE: not recognised */
    const th_source *source;       /* the file that counts, else a refused one; NULL: none came */
    const th_book *book;           /* normalised; NULL: the file cannot be read, or is a record stream */
    const th_run_changes *changes; /* since the previous run; NULL: none is known */
    th_str contact;                /* whom to ask; "": nobody is named */
    th_str program;
    int64_t created; /* Unix time of the document properties */
} th_feedback;

/* TH_FAILED: *trouble says why (Vietnamese). */
th_status th_feedback_write(th_arena *arena, const th_feedback *feedback, th_drawn *to, th_trouble *trouble);

#endif
