/* XML of Excel 2003: worksheets, columns, rows and cells.  Elements count only where the schema puts them; what stands
 * elsewhere, comments, names, links and conditional formats among them, is passed over. */
#include "book/xml2003.h"

#include "book/book.h"
#include "book/charset.h"
#include "book/decimal.h"
#include "book/iso.h"
#include "book/links.h"
#include "book/reference.h"
#include "book/refuse.h"

#include "base/banned.h"

enum { ROWS = TH_MOST_ROWS, COLUMNS = TH_MOST_COLUMNS };
enum { CELL_PADDING = 5, DIGIT_WIDTH = 7, PIXELS_A_POINT_TIMES_3 = 4, LONGEST_VALUE_SHOWN = 40 };

typedef enum place {
    OUTSIDE = 0,
    BOOK,
    BOOK_OPTIONS, /* <ExcelWorkbook> */
    STYLES,
    SHEET,
    SHEET_OPTIONS, /* <WorksheetOptions> */
    VISIBLE,
    TABLE,
    ROW,
    CELL,
    DATA
} place; /* what the open element is */

typedef enum data_type { STRING_DATA = 0, NUMBER_DATA, DATE_DATA, BOOL_DATA, ERROR_DATA, UNKNOWN_DATA } data_type;

/* Columns that have a style. */
typedef struct styled_columns {
    th_span columns;
    uint32_t style;
} styled_columns;

typedef struct th_xml2003 {
    th_book *book;
    th_xml2003_styles styles;
    th_xml2003_text text;
    size_t depth, skip; /* how many elements are open; at which depth one of no interest began, or 0 */
    size_t data_depth;  /* of <Data> */
    place place;
    size_t sheet;
    th_buf visible; /* what <Visible> says */
    uint32_t table_style, row_style;
    styled_columns *columns;
    size_t ncolumns, columns_cap;
    uint64_t next_column, row, next_row, next_cell; /* 0-based; beyond the sheet they are outside of it */
    th_cell cell;                                   /* the open one */
    uint64_t cell_column;
    bool outside, cell_is_outside; /* the address of the row, of the cell, is none of the sheet */
    bool has_data, has_two;
    bool has_ended; /* </Workbook> was read */
    data_type type;
} th_xml2003;

static bool is_xml_word(th_str text, const char *other)
{
    return th_str_eq(text, th_str_of(other));
}

static th_sheet *xml_sheet(const th_xml2003 *reader)
{
    return &reader->book->sheets[reader->sheet];
}

/* ---- columns and rows ---- */

/* Reads a whole number of at least `least` into *out, which stays as it is where none is stated.  False: what is stated
 * is no such number. */
static bool read_index(const th_xml_attr *attrs, size_t n, const char *local, long least, uint64_t *out)
{
    th_str text = th_str_trim(th_xml_attr_get(attrs, n, local));
    long value;
    if (!text.len)
        return true;
    if (!th_str_to_long(text, &value) || value < least)
        return false;
    *out = (uint64_t)value;
    return true;
}

/* Where an element stands: at its ss:Index, counted from 1, or else behind the one before it. */
static bool read_place(const th_xml_attr *attrs, size_t n, uint64_t next, uint64_t *out)
{
    uint64_t index = 0;
    bool is_valid = read_index(attrs, n, "Index", 1, &index);
    *out = index ? index - 1 : next;
    return is_valid;
}

/* How many more elements like this one follow, by ss:Span. */
static uint64_t read_span(const th_xml_attr *attrs, size_t n, uint64_t most)
{
    uint64_t span = 0;
    read_index(attrs, n, "Span", 0, &span);
    return span < most ? span : most;
}

/* Rows and columns of no size are hidden too. */
static bool is_hidden_by(const th_xml_attr *attrs, size_t n, const char *size_name)
{
    double size = 1;
    th_str hidden = th_xml_attr_get(attrs, n, "Hidden");
    return is_xml_word(hidden, "1") || is_xml_word(hidden, "true") ||
           (th_decimal_read(th_xml_attr_get(attrs, n, size_name), &size) && size <= 0);
}

static void start_column(th_xml2003 *reader, const th_xml_attr *attrs, size_t n)
{
    uint64_t first, span = read_span(attrs, n, COLUMNS);
    double points;
    read_place(attrs, n, reader->next_column, &first);
    reader->next_column = first + span + 1;
    if (first >= COLUMNS)
        return;
    uint32_t last = (uint32_t)(first + span < COLUMNS ? first + span : COLUMNS - 1);
    styled_columns columns = {.columns = {(uint32_t)first, last},
                              .style = th_xml2003_style_find(&reader->styles, th_xml_attr_get(attrs, n, "StyleID"))};
    if (is_hidden_by(attrs, n, "Width"))
        th_sheet_hide_cols(reader->book, xml_sheet(reader), columns.columns.first, last);
    if (th_decimal_read(th_xml_attr_get(attrs, n, "Width"), &points)) {
        double characters = (points * PIXELS_A_POINT_TIMES_3 / 3 - CELL_PADDING) / DIGIT_WIDTH;
        if (characters > 0)
            th_sheet_width(reader->book, xml_sheet(reader), columns.columns.first, last, characters);
    }
    if (columns.style)
        TH_PUSH(reader->book->arena, reader->columns, reader->ncolumns, reader->columns_cap, columns);
}

/* Columns stand in ascending order. */
static uint32_t style_of_column(const th_xml2003 *reader, uint32_t col)
{
    size_t low = 0, high = reader->ncolumns;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (reader->columns[mid].columns.last < col)
            low = mid + 1;
        else
            high = mid;
    }
    return low < reader->ncolumns && reader->columns[low].columns.first <= col ? reader->columns[low].style : 0;
}

static void start_xml_row(th_xml2003 *reader, const th_xml_attr *attrs, size_t n)
{
    uint64_t span = read_span(attrs, n, ROWS);
    reader->place = ROW;
    reader->next_cell = 0;
    reader->row_style = th_xml2003_style_find(&reader->styles, th_xml_attr_get(attrs, n, "StyleID"));
    reader->outside = !read_place(attrs, n, reader->next_row, &reader->row);
    reader->next_row = reader->row + span + 1;
    uint64_t last = reader->row + span < ROWS ? reader->row + span : ROWS - 1;
    if (reader->row < ROWS && is_hidden_by(attrs, n, "Height"))
        th_sheet_hide_rows(reader->book, xml_sheet(reader), (uint32_t)reader->row, (uint32_t)last);
}

/* ---- cells ---- */

/* Formulas are in R1C1 notation; what their text is in A1 notation, th_sheet_formula_at() keeps. */
static void keep_xml_formula(th_xml2003 *reader, th_str formula)
{
    reader->cell.flags |= TH_CELL_FORMULA;
    bool is_excel = th_str_starts(formula, TH_STR("=")); /* LibreOffice writes "of:=[.A1]" */
    formula = th_str_sub(formula, is_excel, formula.len);
    if (!is_excel || !th_sheet_keeps_formulas(reader->book) || th_formula_has_lines(formula)) {
        if (th_formula_leaves(formula))
            th_sheet_linked(xml_sheet(reader), reader->cell.row, reader->cell.col);
        return;
    }
    th_formula kept = {.row = reader->cell.row,
                       .col = reader->cell.col,
                       .text = th_formula_absolute(reader->book->arena, formula, reader->cell.row, reader->cell.col)};
    th_sheet_formula(reader->book, xml_sheet(reader), &kept);
}

static void take_xml_merge(const th_xml2003 *reader, uint64_t across, uint64_t down)
{
    uint64_t row = reader->cell.row + (down < ROWS ? down : ROWS), col = reader->cell.col + across;
    row = row < ROWS ? row : ROWS - 1;
    col = col < COLUMNS ? col : COLUMNS - 1;
    if (across || down)
        th_sheet_merge(reader->book, xml_sheet(reader),
                       (th_merge){reader->cell.row, reader->cell.col, (uint32_t)row, (uint32_t)col});
}

/* "RC:R[2]C": the other cells of an array have no formula of their own. */
static void take_array_range(const th_xml2003 *reader, th_str range)
{
    th_reference first, last;
    th_str text = th_formula_absolute(reader->book->arena, range, reader->cell.row, reader->cell.col);
    size_t end = th_reference_read(text, 1, &first); /* behind '=' */
    if (end && end < text.len && text.ptr[end] == ':' && th_reference_read(text, end + 1, &last))
        th_sheet_array(reader->book, xml_sheet(reader), (th_merge){first.row, first.col, last.row, last.col});
}

static void start_xml_cell(th_xml2003 *reader, const th_xml_attr *attrs, size_t n)
{
    uint64_t column, across = 0, down = 0;
    bool is_valid = read_place(attrs, n, reader->next_cell, &column) && !reader->outside;
    read_index(attrs, n, "MergeAcross", 0, &across);
    read_index(attrs, n, "MergeDown", 0, &down);
    across = across < COLUMNS ? across : COLUMNS;
    reader->place = CELL;
    reader->next_cell = column + across + 1;
    uint32_t style = th_xml2003_style_find(&reader->styles, th_xml_attr_get(attrs, n, "StyleID"));
    if (!style)
        style = reader->row_style;
    if (!style && column < COLUMNS)
        style = style_of_column(reader, (uint32_t)column);
    reader->cell = th_xml2003_styled(&reader->styles, style ? style : reader->table_style);
    reader->cell_is_outside = !is_valid || column >= COLUMNS || reader->row >= ROWS;
    reader->cell.row = reader->row < ROWS ? (uint32_t)reader->row : ROWS;
    reader->cell.col = column < COLUMNS ? (uint32_t)column : COLUMNS;
    reader->has_data = reader->has_two = false;
    reader->type = STRING_DATA;
    th_xml2003_text_begin(&reader->text, reader->cell.font);
    if (reader->cell_is_outside)
        return;
    take_xml_merge(reader, across, down);
    th_str formula = th_xml_attr_get(attrs, n, "Formula");
    if (formula.len)
        keep_xml_formula(reader, formula);
    th_str array = th_xml_attr_get(attrs, n, "ArrayRange");
    if (array.len)
        take_array_range(reader, array);
}

static void start_data(th_xml2003 *reader, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        data_type type;
    } types[] = {{"String", STRING_DATA}, {"", STRING_DATA},      {"Number", NUMBER_DATA},
                 {"DateTime", DATE_DATA}, {"Boolean", BOOL_DATA}, {"Error", ERROR_DATA}};
    th_str name = th_xml_attr_get(attrs, n, "Type");
    reader->place = DATA;
    reader->has_data = true;
    reader->data_depth = reader->depth;
    reader->type = UNKNOWN_DATA;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_xml_word(name, types[i].name))
            reader->type = types[i].type;
}

static bool push_xml_cell(const th_xml2003 *reader)
{
    return th_book_push(reader->book, xml_sheet(reader), &reader->cell) < TH_FAILED;
}

static bool refuse_cell(th_xml2003 *reader, const char *vi, const char *en)
{
    if (!reader->text.too_long && !reader->has_two)
        reader->cell.text = th_str_copy(reader->book->arena, th_buf_str(&reader->text.buf));
    return th_book_unreadable(reader->book, xml_sheet(reader), &reader->cell, !reader->cell_is_outside,
                              (th_trouble){th_str_of(vi), th_str_of(en)}) < TH_FAILED;
}

static bool put_xml_number(th_xml2003 *reader, th_str value)
{
    th_cell *cell = &reader->cell;
    if (!th_decimal_read(value, &cell->number)) {
        th_str shown = th_str_sub(value, 0, LONGEST_VALUE_SHOWN);
        return refuse_cell(reader, th_str_fmt(reader->book->arena, "“" TH_FMT "” không phải số", TH_ARG(shown)).ptr,
                           "its content is no number");
    }
    bool date = cell->format == TH_FORMAT_DATE && th_serial_is_date(reader->book, cell->number);
    cell->type = date ? TH_CELL_DATE : TH_CELL_NUMBER;
    return push_xml_cell(reader);
}

static bool put_xml_date(th_xml2003 *reader, th_str value)
{
    th_cell *cell = &reader->cell;
    if (!th_iso_serial(value, reader->book->date1904, &cell->number))
        return refuse_cell(reader, "không phải ngày", "its content is no date");
    if (cell->format != TH_FORMAT_DATE) {
        bool is_whole = cell->number == (double)(int64_t)cell->number;
        cell->format = TH_FORMAT_DATE;
        cell->format_decimals = -1;
        cell->format_code =
            th_book_number_format(reader->book, is_whole ? TH_STR("yyyy-mm-dd") : TH_STR("yyyy-mm-dd hh:mm:ss"));
    }
    cell->type = th_serial_is_date(reader->book, cell->number) ? TH_CELL_DATE : TH_CELL_NUMBER;
    return push_xml_cell(reader);
}

static bool put_xml_truth(th_xml2003 *reader, th_str value)
{
    bool yes = is_xml_word(value, "1") || is_xml_word(value, "true");
    if (!yes && !is_xml_word(value, "0") && !is_xml_word(value, "false"))
        return refuse_cell(reader, "không phải giá trị đúng/sai", "its content is no truth value");
    reader->cell.type = TH_CELL_BOOL;
    reader->cell.number = yes;
    return push_xml_cell(reader);
}

static bool put_xml_error(th_xml2003 *reader, th_str value)
{
    reader->cell.type = TH_CELL_ERROR;
    reader->cell.raw = value;
    reader->cell.flags |= TH_CELL_BORROWED;
    return push_xml_cell(reader);
}

/* LibreOffice states errors of formulas as text. */
static bool put_xml_text(th_xml2003 *reader, th_str value)
{
    if (reader->cell.flags & TH_CELL_FORMULA && th_is_error_text(value))
        return put_xml_error(reader, value);
    reader->cell.type = TH_CELL_TEXT;
    th_xml2003_text_take(&reader->text, &reader->cell);
    return push_xml_cell(reader);
}

static bool end_xml_cell(th_xml2003 *reader)
{
    th_str value = th_str_trim(th_buf_str(&reader->text.buf));
    bool is_formula = reader->cell.flags & TH_CELL_FORMULA;
    th_cell *cell = &reader->cell;
    reader->place = ROW;
    bool empty = reader->type == STRING_DATA ? th_buf_str(&reader->text.buf).len == 0 : value.len == 0;
    if (empty && !reader->text.too_long && !reader->has_two &&
        !(reader->has_data && is_formula && reader->type == STRING_DATA)) {
        cell->type = TH_CELL_PENDING;
        if (is_formula && !reader->cell_is_outside)
            return push_xml_cell(reader);
        if (cell->look & TH_CELL_BORDERS && !reader->book->visitor && !reader->cell_is_outside)
            th_sheet_blank(reader->book, xml_sheet(reader), cell->row, cell->col, cell->look);
        return true;
    }
    if (reader->has_two)
        return refuse_cell(reader, "trong ô có hai giá trị", "two values stand in the cell");
    if (reader->cell_is_outside)
        return refuse_cell(reader, "địa chỉ nằm ngoài trang tính", "its address is outside the sheet");
    if (reader->text.too_long)
        return refuse_cell(reader, "chữ dài hơn mức cho phép của một ô", "its text is longer than a cell may hold");
    switch (reader->type) {
    case STRING_DATA: return put_xml_text(reader, value);
    case NUMBER_DATA: return put_xml_number(reader, value);
    case DATE_DATA: return put_xml_date(reader, value);
    case BOOL_DATA: return put_xml_truth(reader, value);
    case ERROR_DATA: return put_xml_error(reader, value);
    case UNKNOWN_DATA:
    default: return refuse_cell(reader, "loại giá trị không có trong quy cách", "its type is none of the format");
    }
}

/* ---- the scanner's calls ---- */

static bool start_worksheet(th_xml2003 *reader, const th_xml_attr *attrs, size_t n)
{
    th_str name = th_str_copy(reader->book->arena, th_xml_attr_get(attrs, n, "Name"));
    if (!th_book_add_sheet(reader->book, name, TH_VISIBLE))
        return false;
    reader->sheet = reader->book->nsheets - 1;
    reader->place = SHEET;
    reader->ncolumns = 0;
    reader->next_column = reader->next_row = 0;
    reader->table_style = 0;
    return true;
}

static bool start_in_book(th_xml2003 *reader, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (is_xml_word(name, "Worksheet"))
        return start_worksheet(reader, attrs, n);
    if (is_xml_word(name, "Styles"))
        reader->place = STYLES;
    else if (is_xml_word(name, "ExcelWorkbook"))
        reader->place = BOOK_OPTIONS;
    else
        reader->skip = reader->depth;
    return true;
}

static void start_in_worksheet(th_xml2003 *reader, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (is_xml_word(name, "Table")) {
        reader->place = TABLE;
        reader->table_style = th_xml2003_style_find(&reader->styles, th_xml_attr_get(attrs, n, "StyleID"));
    } else if (is_xml_word(name, "WorksheetOptions")) {
        reader->place = SHEET_OPTIONS;
    } else {
        reader->skip = reader->depth;
    }
}

static bool start_xml2003(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_xml2003 *reader = ctx;
    reader->depth++;
    if (reader->skip)
        return true;
    bool wanted = true;
    switch (reader->place) {
    case OUTSIDE:
        if (reader->has_ended)
            return th_book_refuse(reader->book, NULL, TH_F_FILE_DAMAGED,
                                  TH_STR("sau phần cuối của sổ còn nội dung khác"),
                                  TH_STR("something else stands behind the end of the workbook")) == TH_OK;
        reader->place = BOOK;
        break;
    case BOOK: return start_in_book(reader, name, attrs, n);
    case BOOK_OPTIONS:
        reader->book->date1904 = reader->book->date1904 || is_xml_word(name, "Date1904");
        reader->book->as_displayed = reader->book->as_displayed || is_xml_word(name, "PrecisionAsDisplayed");
        wanted = false;
        break;
    case STYLES: th_xml2003_style_start(&reader->styles, name, attrs, n); break;
    case SHEET: start_in_worksheet(reader, name, attrs, n); break;
    case SHEET_OPTIONS:
        wanted = is_xml_word(name, "Visible");
        if (wanted)
            reader->place = VISIBLE;
        break;
    case TABLE:
        wanted = is_xml_word(name, "Row") || is_xml_word(name, "Column");
        if (is_xml_word(name, "Row"))
            start_xml_row(reader, attrs, n);
        else if (wanted)
            start_column(reader, attrs, n);
        break;
    case ROW:
        wanted = is_xml_word(name, "Cell");
        if (wanted)
            start_xml_cell(reader, attrs, n);
        break;
    case CELL:
        wanted = is_xml_word(name, "Data") && !reader->has_data;
        reader->has_two = reader->has_two || (is_xml_word(name, "Data") && !wanted);
        if (wanted)
            start_data(reader, attrs, n);
        break;
    case DATA: th_xml2003_text_start(&reader->text, name, attrs, n); break;
    case VISIBLE:
    default: wanted = false; break;
    }
    if (!wanted)
        reader->skip = reader->depth;
    return true;
}

static void end_visible(th_xml2003 *reader)
{
    th_str says = th_str_trim(th_buf_str(&reader->visible));
    if (is_xml_word(says, "SheetHidden"))
        xml_sheet(reader)->visibility = TH_HIDDEN;
    else if (is_xml_word(says, "SheetVeryHidden"))
        xml_sheet(reader)->visibility = TH_VERY_HIDDEN;
    reader->visible.len = 0;
    reader->place = SHEET_OPTIONS;
}

static bool end_xml2003(void *ctx, th_str name)
{
    th_xml2003 *reader = ctx;
    bool fine = true;
    if (reader->skip) {
        if (reader->skip == reader->depth)
            reader->skip = 0;
        reader->depth--;
        return true;
    }
    switch (reader->place) {
    case BOOK:
        reader->place = OUTSIDE;
        reader->has_ended = true;
        break;
    case STYLES:
        if (is_xml_word(name, "Styles")) {
            th_xml2003_styles_seal(&reader->styles);
            reader->place = BOOK;
        }
        break;
    case BOOK_OPTIONS:
    case SHEET: reader->place = BOOK; break;
    case SHEET_OPTIONS:
    case TABLE:
        if (!is_xml_word(name, "Column"))
            reader->place = SHEET;
        break;
    case VISIBLE: end_visible(reader); break;
    case ROW: reader->place = TABLE; break;
    case CELL: fine = end_xml_cell(reader); break;
    case DATA:
        if (reader->depth == reader->data_depth)
            reader->place = CELL;
        else
            th_xml2003_text_end(&reader->text);
        break;
    case OUTSIDE:
    default: break;
    }
    reader->depth--;
    return fine;
}

static bool text_in_xml2003(void *ctx, th_str text)
{
    th_xml2003 *reader = ctx;
    if (reader->skip)
        return true;
    if (reader->place == DATA)
        th_xml2003_text_add(&reader->text, text);
    else if (reader->place == VISIBLE && text.len < LONGEST_VALUE_SHOWN && reader->visible.len < LONGEST_VALUE_SHOWN)
        th_buf_add(&reader->visible, text);
    return true;
}

th_status th_xml2003_read(th_book *book, th_str bytes)
{
    th_xml2003 reader = {.book = book, .styles = {.book = book}, .text = {.book = book}};
    const th_xml_handler handler = {
        .ctx = &reader, .start = start_xml2003, .end = end_xml2003, .text = text_in_xml2003};
    th_buf_init(&reader.text.buf, book->arena);
    th_buf_init(&reader.visible, book->arena);
    th_xml *xml = th_xml_new(book->arena, book->limits, &handler);
    th_str text = th_charset_text(book->arena, bytes, th_charset_of_xml(bytes));
    if (!th_xml_feed(xml, text.ptr, text.len) || th_xml_end(xml) >= TH_FAILED)
        return th_book_refuse_xml(book, xml, (th_str){0});
    if (!book->nsheets)
        return th_book_refuse(book, NULL, TH_F_FILE_NO_SHEET, (th_str){0}, (th_str){0});
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    return book->findings.n ? TH_WARN : TH_OK;
}
