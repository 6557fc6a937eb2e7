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
    uint32_t row, col; /* of the cell at hand; without r= it is the next one */
    th_cell cell;
    th_xlsx_type type;
    th_buf value;         /* the content of <v> */
    unsigned depth;       /* of elements that are open */
    bool in_data, in_row; /* <sheetData> of the sheet itself, and a <row> of it, are open */
    bool in_cell, in_v, has_v, has_f, in_is, has_is, outside, too_long;
    bool twice; /* two values stand in the cell */
    th_xlsx_rich rich;
    th_buf formula;     /* the content of <f>, while formulas are kept */
    bool in_f, other_f; /* other_f: the formula is that of an array or a table */
    size_t meta;        /* its attribute vm: which rich value it shows, from 1; 0: none */
    long shared;        /* the group of a shared formula, or -1 */
    th_formula *groups; /* the formula of each group */
    size_t ngroups, groups_cap;
    th_cell_run *runs; /* scratch for the runs of the text at hand, with the fonts of the book */
    size_t nruns, runs_cap;
} th_xlsx_part;

/* At how many open elements each stands: <worksheet>, <sheetData>, <row>, <c>.  What stands elsewhere, as in
 * alternatives of other programs and in extensions, is no cell (ECMA-376 18.3.1). */
enum { TH_XLSX_IN_SHEET = 1, TH_XLSX_IN_LIST, TH_XLSX_IN_ROW, TH_XLSX_IN_CELL };

/* Reads an address such as "B12".  False when no sheet has it. */
bool th_xlsx_address(th_str number, uint32_t *row, uint32_t *col);
th_sheet *th_xlsx_sheet_of(const th_xlsx_part *part);
/* Reads a decimal number.  False when it is not between `low` and `high`. */
bool th_xlsx_whole(th_str s, long low, long high, long *out);
bool th_xlsx_is_true(th_str s);
th_xlsx_type th_xlsx_type_of(th_str name);
/* `number`, `hidden` and `height` are attributes as they stand; a row of height 0 is hidden too. */
void th_xlsx_begin_row(th_xlsx_part *part, th_str number, th_str hidden, th_str height);
/* Begins the cell at (row, col).  `style` is an index into xlsx->xfs; beyond it, the cell has no style. */
void th_xlsx_begin_cell(th_xlsx_part *part, uint32_t row, uint32_t col, size_t style);
/* Keeps an empty cell that is seen by its borders, unless a visitor reads. */
void th_xlsx_keep_blank(th_xlsx_part *part, uint32_t row, uint32_t col, uint8_t look);
/* Give the cell at hand its content.  False when the file is refused; then the book holds the finding. */
bool th_xlsx_put_string(th_xlsx_part *part, th_xlsx_string string);
bool th_xlsx_put_value(th_xlsx_part *part, th_str value); /* of <v>, which is not empty; of any type but inlineStr */
bool th_xlsx_push(th_xlsx_part *part);                    /* as it is */
bool th_xlsx_put_pending(th_xlsx_part *part);             /* a formula without a result */
/* Does a formula show a picture: =IMAGE("…") and what WPS has for it? */
bool th_xlsx_is_picture(th_str formula);
bool th_xlsx_unreadable(th_xlsx_part *part, th_str vi, th_str en);

/* Begins sheet `sheet` of the book, and returns the handler for the scanner of its part. */
th_xml_handler th_xlsx_part_begin(th_xlsx_part *part, th_xlsx *xlsx, size_t sheet);

/* The shortcut of that handler: takes rows and cells in their usual form. */
size_t th_xlsx_cells(void *ctx, th_xml *xml, th_str rest);

#endif
