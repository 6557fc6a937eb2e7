/* The list of the sheets of a workbook, as MỤC LỤC of either edition has it: a link to each, and what stands in it. */
#ifndef TH_REPORT_SHEET_LIST_H
#define TH_REPORT_SHEET_LIST_H

#include "report/writer.h"

/* The height of a line in points, small as its print: a page holds the whole list. */
enum { TH_SHEET_LIST_LINE = 13 };

/* From `row` on, over the columns 0 to `last`; both count from 0.  Returns the row behind a blank one that ends it. */
uint32_t th_sheet_list_write(th_writer *writer, uint32_t row, uint32_t last);

#endif
