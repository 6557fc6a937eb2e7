/* The sheet NGUỒN SỐ LIỆU where its rows stand in a .csv (report/source_file.h): the file, how to look up a figure, and
 * a row for each indicator, and for each column of a list, with the rows of the file that have its figures.  Whatever
 * leads to the source of a figure leads there. */
#ifndef TH_REPORT_SOURCE_INDEX_H
#define TH_REPORT_SOURCE_INDEX_H

#include "report/plan.h"

enum {
    TH_INDEX_CODE = 0,
    TH_INDEX_LABEL,
    TH_INDEX_FORM,
    TH_INDEX_KIND,
    TH_INDEX_N,
    TH_INDEX_FROM, /* links to sources lead here: TH_SOURCE_VALUE */
    TH_INDEX_TO,
    TH_INDEX_KEY,
    TH_INDEX_COLUMNS,
    TH_INDEX_HEAD = 10,
    TH_INDEX_FIRST = 11,
    TH_INDEX_FILE_FIRST = 2 /* the row of the file below its labels, from 1 */
};
_Static_assert((int)TH_INDEX_FROM == (int)TH_SOURCE_VALUE, "links lead to the rows of the file");

/* The file has been written: fills r->source_ranges. */
void th_source_index_place(th_report *r);
void th_source_index_draw(const th_report *r);
/* A column of the table, as formulas name it. */
th_str th_source_index_column(const th_report *r, uint32_t col);

#endif
