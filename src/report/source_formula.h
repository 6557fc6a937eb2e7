/* The formula of the cell that a figure comes from, as whoever opens the file sees it: a text, no formula of ours. */
#ifndef TH_REPORT_SOURCE_FORMULA_H
#define TH_REPORT_SOURCE_FORMULA_H

#include "fact/dataset.h"

/* "=SUM(G13:G15)"; "" where the cell has none, or none was kept. */
th_str th_source_formula(th_arena *arena, const th_fact *fact);

#endif
