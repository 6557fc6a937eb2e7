/* References, and the map by which an expression becomes a formula over the
 * cells of the consolidated workbook. */
#ifndef TH_REPORT_CELLS_H
#define TH_REPORT_CELLS_H

#include "report/plan.h"

/* 'TỔNG HỢP'!$E$6 ; ranges 'TỔNG HỢP'!$E$6:$K$6 ; without a sheet when `sheet` is empty. */
void th_cells_ref(th_buf *out, th_str sheet, uint32_t row, uint32_t col);
void th_cells_range(th_buf *out, th_str sheet, uint32_t row1, uint32_t col1, uint32_t row2, uint32_t col2);
th_str th_cells_at(th_arena *arena, th_str sheet, uint32_t row, uint32_t col);
th_str th_cells_between(th_arena *arena, th_str sheet, uint32_t row1, uint32_t col1, uint32_t row2, uint32_t col2);
/* A text as it stands in a formula: quotes doubled. */
th_str th_cells_quoted(th_arena *arena, th_str text);

/* The formula of `expr` for one unit, without '='; "" when something in it has no cell. */
th_str th_cells_formula(const th_report *r, const th_expr *expr, uint32_t unit);

#endif
