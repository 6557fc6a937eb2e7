/* Rows of NGUỒN SỐ LIỆU by key: "Lào Cai · BCVT.01a · Năm nay" is a figure, "Lào Cai · VB.05 · Dòng 3" a cell of a
 * list.  A key stands in its row and travels with it; LÝ LỊCH SỐ LIỆU finds a row by it.  A key is as TRIM() leaves
 * it. */
#ifndef TH_REPORT_FIGURE_KEY_H
#define TH_REPORT_FIGURE_KEY_H

#include "report/plan.h"

#define TH_KEY_BETWEEN " · "

/* [unit]: what a key says of it: its name, or its code where the name is too long to be looked for, or not the only
 * one. */
th_str *th_figure_key_units(const th_report *r);
th_str th_figure_key_measure(th_arena *arena, const th_fact *f);
th_str th_figure_key(const th_report *r, const th_fact *f);

#endif
