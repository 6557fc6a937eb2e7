/* ĐIỂM TẠM TÍNH of the blank workbook: what points the figures would come to, live, as far as a unit's own figures
 * decide them.  What the cluster scores, or holds against other units, has no points here. */
#ifndef TH_REPORT_TEMPLATE_POINTS_H
#define TH_REPORT_TEMPLATE_POINTS_H

#include "draw/tab.h"
#include "report/template_plan.h"

/* Can the workbook compute the points of any criterion? */
bool th_template_has_points(th_arena *arena, const th_template_plan *plan);
void th_template_points_sheet(th_arena *arena, const th_template_plan *plan, th_tab *tab, th_str unit);

#endif
