/* Texts that begin with what has happened to the workbook since it was made. */
#ifndef TH_REPORT_LEAD_H
#define TH_REPORT_LEAD_H

#include "draw/pen.h"
#include "report/plan.h"

/* A merged cell with the verdict on the figures as SỐ KIỂM SOÁT has it, which is `now`, and before it, live, which
 * sheets have been changed.  The rows of the sheet cannot watch it; its state in the first row does. */
void th_lead_merge(const th_report *r, th_pen *p, th_area area, th_str now, th_look look);

#endif
