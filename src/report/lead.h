/* Texts that begin with what has happened to the workbook since it was made. */
#ifndef TH_REPORT_LEAD_H
#define TH_REPORT_LEAD_H

#include "draw/pen.h"
#include "report/plan.h"

/* A merged cell that says `said`, and before it, live, which sheets have been changed.  It is left out of the
 * comparison itself. */
void th_lead_merge(const th_report *r, th_pen *p, th_area area, th_live_text said, th_look look);

#endif
