/* How wide the columns of figures have to be: a number that does not fit its column is shown as "###". */
#ifndef TH_REPORT_COLUMN_WIDTH_H
#define TH_REPORT_COLUMN_WIDTH_H

#include "fact/dataset.h"

/* In characters, of each unit and then of the cluster, for the figures of a form, or for those of TỔNG HỢP where `form`
 * is TH_NONE.  Every width is at least what it was. */
void th_column_widths(th_arena *arena, const th_dataset *ds, uint32_t form, double *widths);

#endif
