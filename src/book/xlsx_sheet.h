/* Inside the .xlsx reader: a sheet while its part streams by.
 *
 *   xlsx_sheet.c  elements and attributes from the scanner, whatever their form
 *   xlsx_cells.c  rows and cells in the form that nearly all writers use, without the scanner
 *   xlsx_value.c  what a cell holds, from either
 */
#ifndef TH_BOOK_XLSX_SHEET_H
#define TH_BOOK_XLSX_SHEET_H

#include "book/xlsx.h"

/* The attribute t of a cell, <c t="...">. */
typedef enum th_xlsx_type {
    TH_XLSX_NUMBER = 0,
    TH_XLSX_SHARED,
    TH_XLSX_STR,
    TH_XLSX_BOOL,
    TH_XLSX_ERROR,
    TH_XLSX_INLINE,
    TH_XLSX_ISO_DATE
} th_xlsx_type;

typedef struct th_xlsx_part {
    th_xlsx *xlsx;
    size_t sheet;
    uint32_t row, col; /* of the cell at hand; the next ones when r= is missing */
    th_cell cell;
    th_xlsx_type type;
    th_buf value; /* of <v> */
    bool in_cell, in_v, has_v, has_f, in_is, outside, too_long;
    th_xlsx_rich rich;
    th_buf formula;     /* of <f>, while formulas are kept */
    bool in_f, other_f; /* other: of an array or a table */
    long shared;        /* its group, or -1 */
    th_formula *groups; /* by number: the formula that is shared */
    size_t ngroups, groups_cap;
    th_cell_run *runs; /* scratch: of the text at hand, with the book's fonts */
    size_t nruns, runs_cap;
} th_xlsx_part;

/* "B12" to 0-based; false when it is no address a sheet has. */
bool th_xlsx_address(th_str number, uint32_t *row, uint32_t *col);
th_sheet *th_xlsx_sheet_of(const th_xlsx_part *part);
/* A decimal number from `low` to `high`. */
bool th_xlsx_whole(th_str s, long low, long high, long *out);
bool th_xlsx_is_true(th_str s);
th_xlsx_type th_xlsx_type_of(th_str name);
void th_xlsx_begin_row(th_xlsx_part *part, th_str number, th_str hidden);
/* The cell at (row, col) begins; `style` is an index of xlsx->xfs, or beyond: none. */
void th_xlsx_begin_cell(th_xlsx_part *part, uint32_t row, uint32_t col, size_t style);
/* An empty cell that is seen, unless a visitor reads. */
void th_xlsx_keep_blank(th_xlsx_part *part, uint32_t row, uint32_t col, uint8_t look);
/* What the cell at hand holds.  False: refused, the finding is in the book. */
bool th_xlsx_put_string(th_xlsx_part *part, th_xlsx_string string);
bool th_xlsx_put_value(th_xlsx_part *part, th_str value); /* of <v>, by the type; not empty, not inlineStr */
bool th_xlsx_put_pending(th_xlsx_part *part);             /* a formula without a result */
bool th_xlsx_unreadable(th_xlsx_part *part, th_str vi, th_str en);

/* Begins sheet `sheet` of the book; the handler is for the scanner of its part. */
th_xml_handler th_xlsx_part_begin(th_xlsx_part *part, th_xlsx *xlsx, size_t sheet);

/* th_xml_handler.shortcut of a sheet */
size_t th_xlsx_cells(void *ctx, th_xml *xml, th_str rest);

#endif
