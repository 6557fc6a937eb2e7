/* The figure of this year where it stands that all others point at (th_plan_now_cell): with its link to its source, its
 * mark and its comment, or the word that says why there is none. */
#ifndef TH_REPORT_NOW_FIGURE_H
#define TH_REPORT_NOW_FIGURE_H

#include "report/writer.h"

void th_now_figure(th_writer *writer, th_cell_at at, uint32_t indicator, uint32_t unit);
/* Does the cell of the fact count as filled in? */
bool th_now_is_filled(const th_report *r, const th_fact *f);
/* The cluster's, as a formula over them. */
void th_now_whole(th_writer *writer, th_cell_at at, uint32_t indicator, th_look look);

#endif
