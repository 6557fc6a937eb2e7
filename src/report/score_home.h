/* Where the data of a criterion come from: the cell that a click on them leads to. */
#ifndef TH_REPORT_SCORE_HOME_H
#define TH_REPORT_SCORE_HOME_H

#include "draw/pen.h"
#include "report/plan.h"

/* The first figure that the expression names, where the workbook shows it for the unit: in TỔNG HỢP, in the sheet of
 * its form, or, of what is known of the submission itself, in KIỂM TRA or MỤC LỤC.  False: there is none. */
bool th_score_home(const th_report *r, const th_expr *expr, uint32_t unit, th_target *home);

#endif
