/* The rows of CHUYỂN MÃ: the same text of one sheet, converted in the same way, is one row that names all of its cells.
 * They stand in the sheet, or in a .csv beside the workbook (report/long_list.h). */
#ifndef TH_REPORT_CONVERSION_ROWS_H
#define TH_REPORT_CONVERSION_ROWS_H

#include "draw/csv_file.h"
#include "fact/dataset.h"

enum {
    TH_CONVERSION_FILE = 0,
    TH_CONVERSION_SHEET,
    TH_CONVERSION_CELL,
    TH_CONVERSION_ENCODING,
    TH_CONVERSION_EVIDENCE,
    TH_CONVERSION_BEFORE,
    TH_CONVERSION_AFTER,
    TH_CONVERSION_TIMES,
    TH_CONVERSION_COLUMNS
};
extern const char *const th_conversion_labels[TH_CONVERSION_COLUMNS];

typedef struct th_conversion_row {
    const th_conversion *first; /* of its cells, which stand one after the other in `order` */
    size_t from, n;
} th_conversion_row;

typedef struct th_conversion_rows {
    const th_conversion **order;
    th_conversion_row *at;
    size_t n;
} th_conversion_rows;

th_conversion_rows th_conversion_rows_make(th_arena *arena, const th_dataset *ds);
/* "B3, B5": all of them; a cell of ours holds as many as a sheet of a department has. */
th_str th_conversion_row_cells(th_arena *arena, const th_conversion_rows *all, const th_conversion_row *row);
th_str th_conversion_row_evidence(const th_conversion_row *row);

struct th_report;
/* Into the .csv beside the workbook, behind the row of labels. */
void th_conversion_file_rows(const struct th_report *r, th_csv_file *file);

#endif
