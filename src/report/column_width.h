/* How wide the columns of figures have to be: a number that does not fit its column is shown as "###". */
#ifndef TH_REPORT_COLUMN_WIDTH_H
#define TH_REPORT_COLUMN_WIDTH_H

#include "report/plan.h"

/* In characters, of each unit and then of the cluster, for the figures of a form, or for those of TỔNG HỢP where `form`
 * is TH_NONE; with signs, and words that stand for a whole form.  Every width is at least what it was. */
void th_column_widths(const th_report *r, uint32_t form, double *widths);

/* The same where units are rows: of the names of the units, and of each measure of an indicator that is present (this
 * year's always is), so that its label takes few lines above them. */
double th_column_width_of_names(const th_report *r);
void th_column_widths_turned(const th_report *r, uint32_t indicator, const bool *present, double *widths);
/* The label as it stands there: behind its group. */
th_str th_column_head(const th_report *r, uint32_t indicator);

#endif
