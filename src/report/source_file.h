/* NGUỒN SỐ LIỆU as a .csv beside the workbook (report/long_list.h): the columns of the sheet, in their order, a row for
 * each fact.  What is a formula in the sheet stands here as what it comes to when the workbook is made. */
#ifndef TH_REPORT_SOURCE_FILE_H
#define TH_REPORT_SOURCE_FILE_H

#include "draw/csv_file.h"
#include "report/plan.h"

/* Behind the row of labels. */
void th_source_file_rows(const th_report *r, th_csv_file *file);

#endif
