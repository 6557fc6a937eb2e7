/* OpenDocument spreadsheets (OASIS ODF 1.2, part 1).  Shared by ods*.c and fods.c only.
 *
 *   ods.c         the package: manifest, styles.xml, content.xml; tables, rows, cells
 *   fods.c        the same in one file of XML
 *   ods_value.c   what a cell holds
 *   ods_text.c    the text of a cell: paragraphs, spaces, spans with fonts
 *   ods_styles.c  fonts, cell, text and table styles, data styles as format codes
 *   ods_attr.c    attributes: counts and lengths
 */
#ifndef TH_BOOK_ODS_H
#define TH_BOOK_ODS_H

#include "base/ascii.h"
#include "book/grid.h"
#include "pack/xml.h"

/* Takes the elements of content.xml and styles.xml, or of a file that has both, and fills `book`. */
typedef struct th_ods_reader th_ods_reader;
th_ods_reader *th_ods_reader_new(th_book *book, bool flat);
th_xml_handler th_ods_handler(th_ods_reader *reader);
/* Says why scanning failed, unless the handler has said it already.  Returns TH_FAILED. */
th_status th_ods_refuse(th_book *book, const th_xml *xml);

/* ---- attributes ---- */

static inline bool th_ods_is(th_str text, const char *other)
{
    return th_str_eq(text, th_str_of(other));
}

/* Reads a whole positive number, such as how often a cell is repeated; `otherwise` when it is absent or malformed.
 * Of a number beyond 32 bits only that it is large is kept. */
uint32_t th_ods_count(th_str text, uint32_t otherwise);
/* Converts a length such as "10pt", "2.258cm", "0.8in" or "12mm" to points; 0 for anything else. */
double th_ods_points(th_str length);

/* ---- styles ---- */

typedef enum th_ods_family {
    TH_ODS_OTHER = 0,
    TH_ODS_CELL,
    TH_ODS_TEXT,
    TH_ODS_TABLE,
    TH_ODS_COLUMN,
    TH_ODS_ROW
} th_ods_family;

/* A style.  Once the styles are sealed, what it inherits is filled in. */
typedef struct th_ods_style {
    th_ods_family family;
    th_str name, parent, data_style;
    size_t order;  /* in which styles were read; of two with one name the later counts */
    bool has_font; /* `font` is set, because this style or one above it states a property of the font */
    bool has_name, has_size, has_weight, has_slope, has_line, has_align, has_wrap;
    th_face face; /* as far as the style states it */
    uint8_t look; /* TH_CELL_ALIGN and others */
    double width; /* of a column, in characters; 0: not stated */
    bool hidden;  /* table:display="false"; of rows and columns: of no size */
    uint32_t font;
    uint32_t format_code;
    uint8_t format_class;
    int8_t decimals;
} th_ods_style;

/* A data style, as a format code. */
typedef struct th_ods_data {
    th_str name, code;
} th_ods_data;

typedef struct th_ods_face {
    th_str name, family;
} th_ods_face;

typedef struct th_ods_styles {
    th_book *book;
    bool content; /* content.xml is being read, where automatic styles count; otherwise office:styles count */
    bool flat;    /* one file has both */
    th_ods_style *at;
    size_t n, cap;
    th_ods_data *data;
    size_t ndata, data_cap;
    th_lookup data_index; /* by name: 1 + the index of the last one */
    th_ods_face *faces;
    size_t nfaces, faces_cap;
    bool collecting;          /* inside the part of the file whose styles count */
    bool in_style;            /* at[n - 1] is open */
    bool in_data, in_literal; /* a data style is open, and a literal text in it */
    bool in_percent, in_date, elapsed;
    th_str data_name;
    th_buf code, literal; /* of the open data style */
    th_ods_style plain;   /* the style of a cell that has none; sealing the styles sets it */
} th_ods_styles;

void th_ods_styles_init(th_ods_styles *styles, th_book *book);
/* Take the elements of office:font-face-decls, office:styles and office:automatic-styles. */
void th_ods_styles_start(th_ods_styles *styles, th_str name, const th_xml_attr *attrs, size_t nattrs);
void th_ods_styles_end(th_ods_styles *styles, th_str name);
void th_ods_styles_text(th_ods_styles *styles, th_str text);
/* Sorts the styles and fills in what they inherit.  Only then can they be found. */
void th_ods_styles_seal(th_ods_styles *styles);
/* What `font` of the book becomes where `style` is applied to part of a text. */
uint32_t th_ods_style_font(const th_ods_styles *styles, const th_ods_style *style, uint32_t font);
/* Finds a style; NULL when there is none. */
const th_ods_style *th_ods_style_find(const th_ods_styles *styles, th_ods_family family, th_str name);

/* ---- text of a cell ---- */

typedef struct th_ods_text {
    const th_ods_styles *styles;
    th_arena *arena;
    size_t limit; /* how many characters a cell may have */
    th_buf buf;
    size_t chars, paragraphs;
    size_t depth; /* how many elements are open inside the cell */
    size_t skip;  /* the depth of an element whose content does not belong to the text; 0: none is open */
    bool ignore_space, too_long;
    uint32_t fonts[64]; /* the font of each open element; [0] is that of the cell */
    th_cell_run *runs;
    size_t nruns, runs_cap;
} th_ods_text;

void th_ods_text_begin(th_ods_text *content, uint32_t cell_font);
/* Take the elements and characters inside a cell. */
void th_ods_text_start(th_ods_text *content, th_str name, const th_xml_attr *attrs, size_t nattrs);
void th_ods_text_end(th_ods_text *content);
void th_ods_text_add(th_ods_text *content, th_str text);
/* Puts text and runs into the cell. */
void th_ods_text_take(const th_ods_text *content, th_cell *cell);

/* ---- what a cell holds ---- */

typedef enum th_ods_kind {
    TH_ODS_NOTHING = 0,
    TH_ODS_NUMBER,
    TH_ODS_PERCENTAGE,
    TH_ODS_DATE,
    TH_ODS_TIME,
    TH_ODS_TRUTH,
    TH_ODS_STRING,
    TH_ODS_WRONG /* an unknown type, or a value that does not fit its type */
} th_ods_kind;

typedef struct th_ods_value {
    th_ods_kind kind;
    bool is_error; /* calcext:value-type="error" */
    bool has_formula;
    double number;
    th_str string; /* what a STRING states beside the text it shows; "" when it states none */
} th_ods_value;

/* Reads what the attributes of a cell state. */
th_ods_value th_ods_value_read(th_arena *arena, const th_xml_attr *attrs, size_t nattrs);
/* Settles the type and content of a cell that has ended, by what it states and what it shows.  False when the cell
 * is empty.  With a WRONG value the type is left open, because the cell cannot be read. */
bool th_ods_value_settle(const th_ods_value *value, const th_ods_text *text, th_cell *cell);

#endif
