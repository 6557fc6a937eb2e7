/* The map by which an expression becomes a formula over the cells of the consolidated workbook. */
#ifndef TH_REPORT_CELLS_H
#define TH_REPORT_CELLS_H

#include "report/plan.h"

/* Whose cells are meant, and how; it must stay while its map is used. */
typedef struct th_cells {
    const th_report *r;
    uint32_t unit; /* the number of units: the cluster */
    bool on_share; /* points of a part are those on the share of what was assigned */
    bool printed;  /* figures of which their cell shows fewer decimals than they have are rounded to these */
} th_cells;
th_excel th_cells_map(th_cells *where);

/* The formula of `expr` for one unit, without its '='; "" when something in the expression has no cell. */
th_str th_cells_formula(const th_report *r, const th_expr *expr, uint32_t unit);
/* The same of a step that breaks ties: points of a part are those on the share of what was assigned, to two places. */
th_str th_cells_step_formula(const th_report *r, const th_expr *expr, uint32_t unit);

#endif
