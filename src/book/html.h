/* Pages with tables, as systems on the web and Excel itself write them under the name of a workbook (.xls, .html).
 * Shared by html*.c only.
 *
 *   html.c        tokens to tables: rows and cells
 *   html_text.c   the text of a cell: lines, fonts (html_reader.h)
 *   html_table.c  where cells stand: spans, lines, tables inside tables
 *   html_value.c  what attributes state of a value
 *   html_cell.c   what a cell holds, and pushing it
 *   html_page.c   the page as a whole
 *   html_css.c    styles: number formats, fonts, what is hidden
 *
 * Where something stands follows Excel and LibreOffice: the page is one sheet; text outside tables has a row a line in
 * the first column; a cell is as many rows high as it has lines, and a table inside a cell widens its column. */
#ifndef TH_BOOK_HTML_H
#define TH_BOOK_HTML_H

#include "base/lookup.h"
#include "book/grid.h"
#include "pack/html.h"

/* ---- styles ---- */

typedef enum th_html_tri { TH_HTML_UNSTATED = 0, TH_HTML_NO, TH_HTML_YES } th_html_tri;

/* What styles state. */
typedef struct th_html_style {
    th_str format; /* a code; "" not stated */
    th_str font;   /* "" not stated */
    uint16_t twips;
    uint8_t hidden, bold, italic, underline, raised, struck; /* th_html_tri */
    uint8_t same_cell;                                       /* th_html_tri: a line break of this kind makes no row */
    uint8_t align;                                           /* TH_CELL_ALIGN; 0 not stated */
} th_html_style;

typedef struct th_html_css {
    th_arena *arena;
    th_lookup rules; /* "td", ".xl65", "td.xl65": 1 + an index of `styles` */
    th_html_style *styles;
    size_t n, cap;
} th_html_css;

/* Takes the rules of a style sheet; selectors of more than one element are left out. */
void th_html_css_add(th_html_css *css, th_str sheet);
/* What applies to an element, over what is in *style: rules by element, class and both, then its own declarations. */
void th_html_css_apply(const th_html_css *css, const th_html_token *token, th_html_style *style);
/* A format as Excel names it in pages and XML ("Short Date", "Percent") as a code; others are codes already. */
th_str th_html_format_code(th_str name);

/* ---- tables ---- */

typedef struct th_html_table th_html_table;

/* What stands in a cell, one below the other: text, or a table. */
typedef struct th_html_part {
    th_html_table *table; /* NULL: text */
    th_str text;
    uint32_t lines, nruns; /* how many rows the text takes */
    const th_cell_run *runs;
} th_html_part;

typedef struct th_html_cell {
    uint32_t row, rows, col, cols;
    uint32_t font, format_code, nparts, parts_cap;
    th_html_part *parts;
    th_str value;   /* what the page states beside the text it shows */
    th_str formula; /* "" none */
    char stated;    /* th_cell_type, when the page states it; 0: the text decides */
    uint8_t format, look;
    int8_t decimals;
    bool hidden;
} th_html_cell;

struct th_html_table {
    size_t sheet;
    th_html_cell **cells; /* in the order of the page */
    size_t ncells, cells_cap;
    uint32_t nrows, ncols;
    bool in_row, in_cell, bordered, hidden;
    uint32_t row, col;         /* where the next cell goes, unless a span covers it */
    uint32_t *busy;            /* by column: the row up to which a cell above covers it */
    th_html_cell **above;      /* by column: that cell */
    size_t busy_cap;           /* of both */
    uint32_t *row_at, *col_at; /* where each begins on the sheet, and the end of the last; set by th_html_place() */
    uint32_t *hidden_rows;     /* in order */
    size_t nhidden, hidden_cap;
    uint32_t col_entry; /* the column that the next <col> is about */
    th_span *hidden_cols;
    size_t nhidden_cols, hidden_cols_cap;
};

enum { TH_HTML_COLUMNS = 16384, TH_HTML_MOST_COLSPAN = 1000, TH_HTML_MOST_ROWSPAN = 65534 };

th_html_table *th_html_table_new(th_arena *arena, size_t sheet);
void th_html_row_open(th_html_table *table);
void th_html_row_close(th_html_table *table);
/* The next cell of the row that is open; NULL: it lies beyond the last column of a sheet. */
th_html_cell *th_html_cell_open(th_arena *arena, th_html_table *table, uint32_t rows, uint32_t cols);
void th_html_add_part(th_arena *arena, th_html_cell *cell, const th_html_part *part);
/* Finds the place of all rows and columns.  The tables are those of the page, each behind the one it stands in; the
 * first of a sheet begins at its top left. */
void th_html_place(th_arena *arena, th_html_table **tables, size_t n);

/* ---- cells ---- */

/* What the attributes of a cell's element state of its value (Excel, LibreOffice, Google Sheets, SheetJS). */
void th_html_take_value(th_book *book, const th_html_token *token, th_html_cell *cell);
void th_html_take_format(th_book *book, th_html_cell *cell, th_str code);

/* Pushes what the placed tables of the page hold. */
th_status th_html_push_tables(th_book *book, th_html_table **tables, size_t n);
/* Is the text a number that nothing could be read from but this number, and that would be written back the same? */
bool th_html_is_plain_number(th_str text, double *number);

/* ---- the page ---- */

/* The encoding that a meta element names in the beginning of the page; "". */
th_str th_html_charset(th_str bytes);
/* Hides columns all of whose cells are hidden. */
void th_html_hide_columns(th_arena *arena, th_html_table *table);
/* Is there a table with a figure; or, where no password is asked for, with two rows of two texts? */
bool th_html_holds_data(th_html_table *const *tables, size_t n, bool password);

#endif
