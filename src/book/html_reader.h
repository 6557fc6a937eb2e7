/* A page that is being read: the open tables, and the text at hand.  html.c and html_text.c only. */
#ifndef TH_BOOK_HTML_READER_H
#define TH_BOOK_HTML_READER_H

#include "book/html.h"

enum { TH_HTML_DEEPEST = 32, TH_HTML_INLINE_DEPTH = 64 };

/* A table that is open, and the cell of it that is. */
typedef struct th_html_level {
    th_html_table *table;
    th_html_cell *cell;
    bool blank_due; /* a paragraph ended: an empty row comes before whatever follows in the cell */
    th_html_style table_style, row_style, cell_style;
} th_html_level;

typedef struct th_html_font_tag {
    char name[12];
    th_html_style style;
    uint32_t font; /* of the book; `known`: it was looked up */
    bool known;
} th_html_font_tag;

typedef struct th_html_reader {
    th_book *book;
    th_html html;
    th_html_token token;
    th_html_css css;
    th_html_table **tables;
    size_t ntables, tables_cap;
    th_html_level levels[TH_HTML_DEEPEST];
    size_t depth;  /* of the innermost level */
    size_t beyond; /* tables inside it that are nested too deeply to be ones */
    /* the text at hand, of the innermost cell that is open */
    th_buf text;
    th_cell_run *runs;
    size_t nruns, runs_cap;
    uint32_t rows, blanks,
        breaks; /* rows that it takes up to here; empty rows, and breaks that take none, before more */
    size_t spaces;
    bool in_line;
    th_html_font_tag fonts[TH_HTML_INLINE_DEPTH];
    size_t nfonts;
    const char *skipped; /* the element whose text is none of the page; NULL */
    unsigned unclosed;   /* such elements, as bits, that are known not to be closed */
    th_str *wanted;      /* where the text of an element goes instead: a name of a sheet; NULL */
    th_str sheet_name;
    bool same_cell;   /* line breaks make no rows */
    bool libreoffice; /* it wrote the page: sheets begin at its anchors */
    bool frames, password;
} th_html_reader;

th_html_level *th_html_inner(th_html_reader *reader); /* the innermost level with an open cell, whose text comes */
uint32_t th_html_font(th_html_reader *reader, const th_html_style *style);
void th_html_take_text(th_html_reader *reader); /* of the token */
void th_html_drop_text(th_html_reader *reader);
/* What stands in the cell so far becomes a part of it. */
void th_html_flush_text(th_html_reader *reader);
/* A break that takes no row; not `every`: one where others stand already is none. */
void th_html_soft_break(th_html_reader *reader, bool every);
void th_html_line_break(th_html_reader *reader); /* <br> */
void th_html_paragraph(th_html_reader *reader);  /* where one begins or ends */

#endif
