/* "XML Spreadsheet 2003", a workbook in one file of XML: the namespace urn:schemas-microsoft-com:office:spreadsheet of
 * Microsoft's "XML Spreadsheet Reference".  Shared by xml2003*.c only.
 *
 *   xml2003.c         worksheets, columns, rows, cells, what stands in them
 *   xml2003_styles.c  styles: fonts, number formats, alignment, borders
 *   xml2003_text.c    the text of a cell, which may be HTML
 */
#ifndef TH_BOOK_XML2003_H
#define TH_BOOK_XML2003_H

#include "book/grid.h"
#include "pack/xml.h"

/* ---- styles ---- */

/* A style.  What it does not state, it has from its parent or else from the style "Default". */
typedef struct th_xml2003_style {
    th_str id, parent;
    th_face face;
    bool has_name, has_size, has_bold, has_italic, has_underline, has_format, has_align, has_wrap, has_borders;
    bool sealed;
    th_str format;
    th_cell cell; /* once sealed: the cell with its font, format and look */
} th_xml2003_style;

typedef struct th_xml2003_styles {
    th_book *book;
    th_xml2003_style *at;
    size_t n, cap;
    th_lookup by_id; /* 1 + the index */
} th_xml2003_styles;

/* Take the elements inside <Styles>. */
void th_xml2003_style_start(th_xml2003_styles *styles, th_str name, const th_xml_attr *attrs, size_t n);
/* At </Styles>: fills in what styles have from others.  Only then do they count. */
void th_xml2003_styles_seal(th_xml2003_styles *styles);
/* 1 + the index of the style of that id; 0: there is none. */
uint32_t th_xml2003_style_find(const th_xml2003_styles *styles, th_str id);
/* An empty cell of a style, as th_xml2003_style_find() gives it. */
th_cell th_xml2003_styled(const th_xml2003_styles *styles, uint32_t style);

/* ---- text of a cell ---- */

enum { TH_XML2003_DEEPEST = 32 };

typedef struct th_xml2003_text {
    th_book *book;
    th_buf buf;
    size_t chars;
    bool too_long;
    size_t depth;                       /* of elements of HTML that are open */
    uint32_t fonts[TH_XML2003_DEEPEST]; /* [0] is that of the cell */
    th_cell_run *runs;
    size_t nruns, cap;
} th_xml2003_text;

void th_xml2003_text_begin(th_xml2003_text *text, uint32_t cell_font);
void th_xml2003_text_start(th_xml2003_text *text, th_str name, const th_xml_attr *attrs, size_t n);
void th_xml2003_text_end(th_xml2003_text *text);
void th_xml2003_text_add(th_xml2003_text *text, th_str characters);
/* Puts text and runs into the cell, which borrows them until the next text. */
void th_xml2003_text_take(const th_xml2003_text *text, th_cell *cell);

#endif
