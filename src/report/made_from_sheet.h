/* Where the table of what a workbook is made of (report/made_from.h) goes. */
#ifndef TH_REPORT_MADE_FROM_SHEET_H
#define TH_REPORT_MADE_FROM_SHEET_H

#include "report/writer.h"

/* Writes the table from `row` of NHẬT KÝ on; returns the first row below it. */
uint32_t th_report_made_from(th_writer *writer, uint32_t row);

#endif
