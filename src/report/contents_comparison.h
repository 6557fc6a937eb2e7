/* MỤC LỤC: the figures of the workbook against their sources, counted live. */
#ifndef TH_REPORT_CONTENTS_COMPARISON_H
#define TH_REPORT_CONTENTS_COMPARISON_H

#include "report/writer.h"

/* From `row` on, up to the column `last_col`.  Returns the row of what comes next. */
uint32_t th_contents_comparison(th_writer *writer, uint32_t row, uint32_t last_col);

#endif
