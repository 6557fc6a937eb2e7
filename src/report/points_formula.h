/* The formula of the points that the computer gives (Máy tính), over the criterion's own row of CHẤM ĐIỂM. */
#ifndef TH_REPORT_POINTS_FORMULA_H
#define TH_REPORT_POINTS_FORMULA_H

#include "report/plan.h"

#define TH_NOT_ASSIGNED "không được giao"
#define TH_PASSED "đạt"
#define TH_NOT_PASSED "không đạt"
/* What stands in Đang tính where nothing counts yet. */
#define TH_NO_DATA "chờ số liệu"
#define TH_TO_SCORE "chờ Cụm chấm"
#define TH_UNCONFIRMED "chưa tính"
/* In Cụm chấm: the computed points are accepted. */
#define TH_BY_MACHINE "theo máy"

/* Do data and target alone say that there is nothing to score (a zero divisor, a target of zero)? */
bool th_points_not_assigned(const th_criterion *criterion, const th_points *points);
/* The formula, or "" when the points of this way of scoring cannot be written as one. */
th_str th_points_formula(const th_report *r, uint32_t criterion, uint32_t unit);

/* A row of one criterion, as references. */
typedef struct th_points_cells {
    th_str most, data, target;
} th_points_cells;

/* The same of one unit by itself; "" where others have a say in it. */
th_str th_points_own_formula(th_arena *arena, const th_criterion *criterion, const th_points_cells *cells);
/* The cell of a criterion's data, of which `data` is the expression: whether it is met, as words, or a number. */
th_str th_points_data(th_arena *arena, const th_criterion *criterion, th_str data);

#endif
