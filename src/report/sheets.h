/* The writers of the sheets.  Each stands in a file of its own. */
#ifndef TH_REPORT_SHEETS_H
#define TH_REPORT_SHEETS_H

#include "report/writer.h"

#define TH_REPORT_SHEET(id, name, writer, vi, en) void writer(const th_report *r);
#include "report/sheets.def"
#undef TH_REPORT_SHEET

#endif
