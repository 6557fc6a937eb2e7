/* What MA TRẬN KIỂM TRA says of a rule and a unit: "đạt 3", "sai 2/31", "–" where it could not be evaluated, and
 * nothing where it was not asked. */
#ifndef TH_REPORT_MATRIX_CELLS_H
#define TH_REPORT_MATRIX_CELLS_H

#include "report/report.h"

typedef struct th_matrix_cell {
    uint32_t passed, failed, skipped;
} th_matrix_cell;

/* By check * (units + 1) + unit, the cluster being the last unit; in `arena`. */
th_matrix_cell *th_matrix_cells(th_arena *arena, const th_report_input *in);
th_str th_matrix_text(th_arena *arena, const th_matrix_cell *cell);

#endif
