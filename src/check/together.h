/* One cause, one line: what is said of cell after cell of one column, or of row after row by one rule. */
#ifndef TH_CHECK_TOGETHER_H
#define TH_CHECK_TOGETHER_H

#include "check/check.h"

/* An odd comparison is folded under the figure of its row that is in doubt, a note at a cell under what is graver.
 * Findings of one kind at several cells of a column, and a rule that fails in most rows of a unit, are folded under
 * the first of them, which names the others.  Indices of findings stay. */
void th_together_run(th_arena *arena, th_dataset *ds, const th_check_results *results);

#endif
