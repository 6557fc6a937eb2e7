/* Đóng: errors that stay as they are, with who decided it and why.
 *
 * An error is open until it is mended, explained (a row of Giải trình bears its mark), or closed by a row of Đóng with
 * its mark.  Every error of a unit has a mark, also one about no single cell.  A mark rests on the data, so that a row
 * of Đóng ends with them; that it has no error any more is said. */
#ifndef TH_CHECK_CLOSE_H
#define TH_CHECK_CLOSE_H

#include "fact/dataset.h"

/* Marks the errors that have none yet, then applies Đóng and Giải trình.  After th_explain_run(). */
void th_close_run(th_dataset *ds);
/* The row of Đóng by which the unit is not ranked, or NULL. */
const th_closing *th_close_of_unit(const th_definition *d, uint32_t unit);

#endif
