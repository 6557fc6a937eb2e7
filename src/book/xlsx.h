/* Inside the .xlsx reader: one package being read (ECMA-376 parts 1 and 2, transitional and strict). */
#ifndef TH_BOOK_XLSX_H
#define TH_BOOK_XLSX_H

#include "book/grid.h"
#include "book/xml.h"
#include "book/zip.h"

#define TH_XLSX_CELL_FONT UINT32_MAX /* a run without a font of its own: that of the cell */
enum { TH_XLSX_ROWS = 1048576, TH_XLSX_COLS = 16384 };

typedef struct th_xlsx_xf {
    uint32_t font, format_code;
    uint8_t format;
    int8_t decimals;
} th_xlsx_xf;

typedef struct th_xlsx_string {
    th_str text;
    th_cell_run *runs;
    uint32_t nruns;
} th_xlsx_string; /* runs: NULL without rich text */

/* Collects the text of one <si> or <is>: runs, phonetic parts left out. */
typedef struct th_xlsx_rich {
    th_buf text;
    th_cell_run *runs;
    size_t nruns, cap;
    uint32_t font; /* of the run at hand */
    int phonetic;  /* depth inside <rPh> */
    bool inside_t, any_run;
} th_xlsx_rich;

typedef struct th_xlsx {
    th_book *book;
    th_zip zip;
    th_xlsx_xf *xfs;
    size_t nxfs, xfs_cap;
    th_xlsx_string *strings;
    size_t nstrings, strings_cap;
} th_xlsx;

/* Reads a part through the scanner.  TH_FAILED: refused, the finding is in the book. */
th_status th_xlsx_part(th_xlsx *x, const th_zip_entry *entry, const th_xml_handler *handler);
th_status th_xlsx_styles(th_xlsx *x, const th_zip_entry *entry);
th_status th_xlsx_strings(th_xlsx *x, const th_zip_entry *entry);
th_status th_xlsx_sheet(th_xlsx *x, const th_zip_entry *entry, size_t sheet); /* index of the book's sheet */

void th_xlsx_rich_begin(th_xlsx_rich *r, th_arena *arena);
void th_xlsx_rich_start(th_xlsx_rich *r, th_xlsx *x, th_str name, const th_xml_attr *attrs, size_t n);
void th_xlsx_rich_end(th_xlsx_rich *r, th_str name);
void th_xlsx_rich_text(th_xlsx_rich *r, th_str text);
th_xlsx_string th_xlsx_rich_take(th_xlsx_rich *r, th_arena *arena); /* with _xHHHH_ escapes resolved */

#endif
