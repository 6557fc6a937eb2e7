/* Finds which figures are doubtful or were changed on the way, and what to say of them. */
#ifndef TH_REPORT_MARKS_H
#define TH_REPORT_MARKS_H

#include "draw/style.h"
#include "report/plan.h"

/* Fills mark, remark, finding_fact and first_finding. */
void th_marks_make(th_report *r);
/* The fill of the cell that shows a fact: that of an error, of a warning, of a changed figure, or none. */
th_look th_marks_fill(const th_report *r, size_t fact);

#endif
