/* What words and signs in cells mean, below the table that uses them: also on paper, and without colour. */
#ifndef TH_REPORT_LEGEND_H
#define TH_REPORT_LEGEND_H

#include "report/writer.h"

enum { TH_LEGEND_ROWS = 4 };
/* Writes it from `row` on, across the columns from `first` up to `last`. */
void th_legend(th_writer *writer, uint32_t row, uint32_t first, uint32_t last);

#endif
