/* Reading an .ods: the manifest, styles.xml and content.xml of the package (ODF 1.2, parts 1 and 3). */
#include "book/ods.h"

#include "book/book.h"
#include "book/refuse.h"
#include "pack/zip.h"

#include "base/banned.h"

/* so many are drawn with their borders; more are the style of a whole sheet */
enum { MOST_BLANK_ROWS = 100 };
enum { ROWS = 1048576, COLUMNS = 16384 }; /* the bounds of LibreOffice */

typedef enum place { OUTSIDE = 0, BODY, TABLE, ROW, CELL } place; /* what the open element is */

/* The columns up to `end`, behind those of the entry before, have this style. */
typedef struct column {
    uint32_t end;
    const th_ods_style *style;
} column;

typedef struct th_ods_reader {
    th_book *book;
    th_ods_styles styles;
    th_ods_text text;
    size_t depth, skip; /* how many elements are open; at which depth one of no interest began, or 0 */
    place place;
    size_t sheet;
    column *columns;
    size_t ncolumns, columns_cap;
    uint32_t column_at; /* the column that the next table:table-column is about */
    uint32_t row, row_times;
    const th_ods_style *row_style;
    th_cell *row_cells; /* the cells of a row that may be repeated */
    size_t nrow_cells, row_cells_cap;
    size_t copies;       /* cells made by repeating; they cost a file nothing, so the limit of cells bounds them */
    uint32_t col, times; /* of the open cell, and how often it is repeated */
    size_t cell_depth;
    const th_ods_style *own_style; /* NULL: the cell has the style of its row or column */
    th_cell cell;
    th_ods_value value; /* of the open cell */
} ods_reader;

static th_sheet *open_sheet(const ods_reader *reader)
{
    return &reader->book->sheets[reader->sheet];
}

static bool attrs_hide(const th_xml_attr *attrs, size_t n)
{
    th_str visibility = th_xml_attr_get(attrs, n, "visibility");
    return th_ods_is(visibility, "collapse") || th_ods_is(visibility, "filter");
}

static const th_ods_style *cell_style(const ods_reader *reader, const th_xml_attr *attrs, size_t n, const char *local)
{
    th_str name = th_xml_attr_get(attrs, n, local);
    return name.len ? th_ods_style_find(&reader->styles, TH_ODS_CELL, name) : NULL;
}

static bool is_of_no_size(const ods_reader *reader, th_ods_family family, const th_xml_attr *attrs, size_t n)
{
    const th_ods_style *style = th_ods_style_find(&reader->styles, family, th_xml_attr_get(attrs, n, "style-name"));
    return style && style->hidden;
}

/* ---- tables, columns, rows ---- */

static bool start_ods_table(ods_reader *reader, const th_xml_attr *attrs, size_t n)
{
    th_str name = th_str_copy(reader->book->arena, th_xml_attr_get(attrs, n, "name"));
    /* LibreOffice keeps a copy of each sheet of another workbook that formulas refer to. */
    if (th_str_starts(name, TH_STR("'file:"))) {
        reader->skip = reader->depth;
        return true;
    }
    const th_ods_style *style =
        th_ods_style_find(&reader->styles, TH_ODS_TABLE, th_xml_attr_get(attrs, n, "style-name"));
    if (!th_book_add_sheet(reader->book, name, style && style->hidden ? TH_HIDDEN : TH_VISIBLE))
        return false;
    reader->sheet = reader->book->nsheets - 1;
    reader->place = TABLE;
    reader->ncolumns = 0;
    reader->column_at = reader->row = 0;
    return true;
}

/* `n` steps on from `at`, but not beyond `end`. */
static uint32_t steps_from(uint32_t at, uint32_t n, uint32_t end)
{
    return at >= end || n > end - at ? end : at + n;
}

static void take_column(ods_reader *reader, const th_xml_attr *attrs, size_t n)
{
    uint32_t times = th_ods_count(th_xml_attr_get(attrs, n, "number-columns-repeated"), 1), first = reader->column_at;
    reader->column_at = steps_from(first, times, COLUMNS);
    if (reader->column_at == first)
        return;
    if (attrs_hide(attrs, n) || is_of_no_size(reader, TH_ODS_COLUMN, attrs, n))
        th_sheet_hide_cols(reader->book, open_sheet(reader), first, reader->column_at - 1);
    const th_ods_style *style =
        th_ods_style_find(&reader->styles, TH_ODS_COLUMN, th_xml_attr_get(attrs, n, "style-name"));
    if (style && style->width > 0)
        th_sheet_width(reader->book, open_sheet(reader), first, reader->column_at - 1, style->width);
    column style_of_columns = {reader->column_at, cell_style(reader, attrs, n, "default-cell-style-name")};
    TH_PUSH(reader->book->arena, reader->columns, reader->ncolumns, reader->columns_cap, style_of_columns);
}

static const th_ods_style *column_style(const ods_reader *reader, uint32_t col)
{
    size_t low = 0, high = reader->ncolumns;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (reader->columns[mid].end <= col)
            low = mid + 1;
        else
            high = mid;
    }
    return low < reader->ncolumns ? reader->columns[low].style : NULL;
}

static void start_row(ods_reader *reader, const th_xml_attr *attrs, size_t n)
{
    reader->place = ROW;
    reader->col = 0;
    reader->row_times = th_ods_count(th_xml_attr_get(attrs, n, "number-rows-repeated"), 1);
    reader->row_style = cell_style(reader, attrs, n, "default-cell-style-name");
    reader->nrow_cells = 0;
    uint32_t end = steps_from(reader->row, reader->row_times, ROWS);
    if (reader->row < end && (attrs_hide(attrs, n) || is_of_no_size(reader, TH_ODS_ROW, attrs, n)))
        th_sheet_hide_rows(reader->book, open_sheet(reader), reader->row, end - 1);
}

static th_status too_many(const ods_reader *reader)
{
    size_t most = reader->book->limits->cells; /* for a visitor too, since copies cost the writer of a file nothing */
    return th_book_refuse(reader->book, open_sheet(reader), TH_F_FILE_LIMIT,
                          th_str_fmt(reader->book->arena, "nhiều hơn %zu ô có dữ liệu (giới hạn “cells”)", most),
                          th_str_fmt(reader->book->arena, "more than %zu cells with content (limit “cells”)", most));
}

/* Counts copies against the limit before any of them is made. */
static bool may_copy(ods_reader *reader, uint64_t n)
{
    if (n > reader->book->limits->cells - reader->copies)
        return false;
    reader->copies += (size_t)n;
    return true;
}

/* Pushes the cells of a repeated row again for each further row. */
static bool end_ods_row(ods_reader *reader)
{
    reader->place = TABLE;
    uint32_t end = steps_from(reader->row, reader->row_times, ROWS);
    uint64_t further = end > reader->row ? end - reader->row - 1 : 0;
    if (!may_copy(reader, further * reader->nrow_cells))
        return too_many(reader) < TH_FAILED;
    for (uint32_t row = reader->row + 1; reader->nrow_cells > 0 && row < end; row++)
        for (size_t i = 0; i < reader->nrow_cells; i++) {
            reader->row_cells[i].row = row;
            if (th_book_push(reader->book, open_sheet(reader), &reader->row_cells[i]) >= TH_FAILED)
                return false;
        }
    reader->row = end;
    return true;
}

/* ---- cells ---- */

static void take_merge(const ods_reader *reader, const th_xml_attr *attrs, size_t n)
{
    uint32_t cols = th_ods_count(th_xml_attr_get(attrs, n, "number-columns-spanned"), 1);
    uint32_t rows = th_ods_count(th_xml_attr_get(attrs, n, "number-rows-spanned"), 1);
    if ((cols > 1 || rows > 1) && reader->row < ROWS && reader->col < COLUMNS)
        th_sheet_merge(reader->book, open_sheet(reader),
                       (th_merge){reader->row, reader->col, steps_from(reader->row, rows, ROWS) - 1,
                                  steps_from(reader->col, cols, COLUMNS) - 1});
}

static void set_style(ods_reader *reader, const th_ods_style *own, uint32_t col)
{
    const th_ods_style *style = own ? own : reader->row_style;
    if (!style)
        style = column_style(reader, col);
    if (!style)
        style = &reader->styles.plain;
    reader->cell.font = style->font;
    reader->cell.look = style->look;
    reader->cell.format = style->format_class;
    reader->cell.format_decimals = style->decimals;
    reader->cell.format_code = style->format_code;
}

/* "of:=[.F13]+SUM([.F14:.F16])" (OpenDocument 1.2, part 2, 5.8): without brackets and points it is as Excel writes it,
 * where a '!' ends the name of another sheet. */
static void keep_ods_formula(ods_reader *reader, th_str formula)
{
    size_t at = th_str_find(formula, TH_STR("="), 0);
    if (at == SIZE_MAX || !th_sheet_keeps_formulas(reader->book) || reader->row_times > 1 || reader->times > 1)
        return;
    th_buf text;
    th_buf_init(&text, reader->book->arena);
    for (bool inside = false, quoted = false; at < formula.len; at++) {
        char c = formula.ptr[at], before = at ? formula.ptr[at - 1] : '\0';
        quoted = inside && (c == '\'') != quoted;
        if (!quoted && (c == '[' || c == ']'))
            inside = c == '[';
        else if (!inside || quoted || (c != '.' && (c != '$' || before != '[')))
            th_buf_byte(&text, c);
        else if (c == '.' && before != '[' && before != ':')
            th_buf_byte(&text, '!');
    }
    th_sheet_formula(reader->book, open_sheet(reader),
                     &(th_formula){.row = reader->row, .col = reader->col, .text = th_buf_str(&text)});
}

/* The cells that the formula of a matrix fills have none of their own. */
static void take_matrix(ods_reader *reader, const th_xml_attr *attrs, size_t n)
{
    uint32_t cols = th_ods_count(th_xml_attr_get(attrs, n, "number-matrix-columns-spanned"), 1);
    uint32_t rows = th_ods_count(th_xml_attr_get(attrs, n, "number-matrix-rows-spanned"), 1);
    if ((cols > 1 || rows > 1) && reader->row < ROWS && reader->col < COLUMNS)
        th_sheet_array(reader->book, open_sheet(reader),
                       (th_merge){reader->row, reader->col, steps_from(reader->row, rows, ROWS) - 1,
                                  steps_from(reader->col, cols, COLUMNS) - 1});
}

static void start_ods_cell(ods_reader *reader, const th_xml_attr *attrs, size_t n)
{
    reader->place = CELL;
    reader->cell_depth = reader->depth;
    reader->times = th_ods_count(th_xml_attr_get(attrs, n, "number-columns-repeated"), 1);
    reader->cell = (th_cell){.row = reader->row, .col = reader->col};
    reader->own_style = cell_style(reader, attrs, n, "style-name");
    set_style(reader, reader->own_style, reader->col);
    reader->value = th_ods_value_read(reader->book->arena, attrs, n);
    if (reader->value.has_formula) {
        reader->cell.flags = TH_CELL_FORMULA;
        keep_ods_formula(reader, th_xml_attr_get(attrs, n, "formula"));
        take_matrix(reader, attrs, n);
    }
    take_merge(reader, attrs, n);
    th_ods_text_begin(&reader->text, reader->cell.font);
}

static th_status unreadable(const ods_reader *reader, const th_cell *cell, const char *vi, const char *en)
{
    bool inside = cell->row < ROWS && cell->col < COLUMNS;
    th_cell kept = *cell;
    if (!reader->text.too_long)
        kept.text = th_str_copy(reader->book->arena, th_buf_str(&reader->text.buf));
    return th_book_unreadable(reader->book, open_sheet(reader), &kept, inside,
                              (th_trouble){th_str_of(vi), th_str_of(en)});
}

static void keep_for_copies(ods_reader *reader, const th_cell *cell, bool is_unreadable)
{
    th_cell kept = *cell;
    if (is_unreadable) {
        kept.type = TH_CELL_ERROR;
        kept.raw = TH_STR(TH_CELL_UNREADABLE);
        kept.nruns = 0;
    }
    TH_PUSH(reader->book->arena, reader->row_cells, reader->nrow_cells, reader->row_cells_cap, kept);
}

/* Pushes the cell as often as it is repeated.  Without a style of its own it has that of each column. */
static th_status push_cell(ods_reader *reader, uint32_t end)
{
    th_cell *cell = &reader->cell;
    if (reader->col >= COLUMNS || reader->row >= ROWS)
        return unreadable(reader, cell, "địa chỉ nằm ngoài trang tính", "its address is outside the sheet");
    if (!may_copy(reader, end - reader->col - 1))
        return too_many(reader);
    bool too_long = reader->text.too_long || (reader->value.kind == TH_ODS_STRING &&
                                              reader->value.string.len > 4 * reader->book->limits->cell_chars);
    uint8_t shown = cell->format; /* a percentage or a date stays one, whatever its style says */
    for (th_status status = TH_OK; cell->col < end; cell->col++) {
        if (cell->col > reader->col && !reader->own_style)
            set_style(reader, NULL, cell->col);
        if (reader->value.kind == TH_ODS_PERCENTAGE || reader->value.kind == TH_ODS_DATE ||
            reader->value.kind == TH_ODS_TIME)
            cell->format = shown;
        if (cell->type == TH_CELL_TEXT && too_long)
            status = unreadable(reader, cell, "chữ dài hơn mức cho phép", "its text is longer than allowed");
        else if (reader->value.kind == TH_ODS_WRONG && cell->type != TH_CELL_ERROR)
            status = unreadable(reader, cell, "giá trị ghi trong tệp không hợp lệ",
                                "the value the file states is not valid");
        else
            status = th_book_push(reader->book, open_sheet(reader), cell);
        if (status >= TH_FAILED)
            return status;
        if (reader->row_times > 1)
            keep_for_copies(reader, cell,
                            cell->type == TH_CELL_TEXT
                                ? too_long
                                : reader->value.kind == TH_ODS_WRONG && cell->type != TH_CELL_ERROR);
    }
    return TH_OK;
}

static void keep_blanks(ods_reader *reader, uint32_t end)
{
    uint32_t last = steps_from(reader->row, reader->row_times, ROWS);
    for (uint32_t col = reader->col; col < end; col++)
        for (uint32_t row = reader->row; row < last; row++)
            if (!th_sheet_blank(reader->book, open_sheet(reader), row, col, reader->cell.look))
                return;
}

static bool end_cell(ods_reader *reader)
{
    uint32_t end = steps_from(reader->col, reader->times, COLUMNS);
    bool present = th_ods_value_settle(&reader->value, &reader->text, &reader->cell);
    reader->place = ROW;
    if (present && push_cell(reader, end) >= TH_FAILED)
        return false;
    if (!present && reader->row_times <= MOST_BLANK_ROWS)
        keep_blanks(reader, end);
    reader->col = end;
    return true;
}

/* ---- the scanner's calls ---- */

static bool start_in_table(ods_reader *reader, th_str name, const th_xml_attr *attrs, size_t n)
{
    static const char *const groups[] = {"table-column-group", "table-columns", "table-header-columns",
                                         "table-row-group",    "table-rows",    "table-header-rows"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (th_ods_is(name, groups[i]))
            return true;
    if (th_ods_is(name, "table-column"))
        take_column(reader, attrs, n);
    else if (th_ods_is(name, "table-row"))
        start_row(reader, attrs, n);
    else
        reader->skip = reader->depth;
    return true;
}

static bool on_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    ods_reader *reader = ctx;
    reader->depth++;
    if (reader->skip)
        return true;
    switch (reader->place) {
    case OUTSIDE:
        if (th_ods_is(name, "spreadsheet")) {
            th_ods_styles_seal(&reader->styles);
            reader->place = BODY;
        } else {
            th_ods_styles_start(&reader->styles, name, attrs, n);
        }
        return true;
    case BODY:
        if (th_ods_is(name, "table"))
            return start_ods_table(reader, attrs, n);
        if (th_ods_is(name, "calculation-settings"))
            reader->book->as_displayed = th_ods_is(th_xml_attr_get(attrs, n, "precision-as-shown"), "true");
        reader->skip = reader->depth;
        return true;
    case TABLE: return start_in_table(reader, name, attrs, n);
    case ROW:
        if (th_ods_is(name, "table-cell") || th_ods_is(name, "covered-table-cell"))
            start_ods_cell(reader, attrs, n);
        else
            reader->skip = reader->depth;
        return true;
    case CELL: th_ods_text_start(&reader->text, name, attrs, n); return true;
    }
    return false;
}

static bool on_end(void *ctx, th_str name)
{
    ods_reader *reader = ctx;
    bool fine = true;
    if (reader->skip) {
        if (reader->skip == reader->depth)
            reader->skip = 0;
    } else if (reader->place == OUTSIDE) {
        th_ods_styles_end(&reader->styles, name);
    } else if (reader->place == BODY && th_ods_is(name, "spreadsheet")) {
        reader->place = OUTSIDE;
    } else if (reader->place == TABLE && th_ods_is(name, "table")) {
        reader->place = BODY;
    } else if (reader->place == ROW) {
        fine = end_ods_row(reader);
    } else if (reader->place == CELL && reader->depth == reader->cell_depth) {
        fine = end_cell(reader);
    } else if (reader->place == CELL) {
        th_ods_text_end(&reader->text);
    }
    reader->depth--;
    return fine;
}

static bool on_text(void *ctx, th_str text)
{
    ods_reader *reader = ctx;
    if (reader->skip)
        return true;
    if (reader->place == CELL)
        th_ods_text_add(&reader->text, text);
    else if (reader->place == OUTSIDE)
        th_ods_styles_text(&reader->styles, text);
    return true;
}

static bool look_for_password(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    (void)attrs;
    (void)n;
    bool *locked = ctx;
    *locked = *locked || th_ods_is(name, "encryption-data");
    return true;
}

static bool ignore(void *ctx, th_str what)
{
    (void)ctx;
    (void)what;
    return true;
}

/* ---- the package ---- */

static bool feed(void *xml, const char *piece, size_t len)
{
    return th_xml_feed(xml, piece, len);
}

th_status th_ods_refuse(th_book *book, const th_xml *xml)
{
    return th_book_refuse_xml(book, xml, (th_str){0});
}

/* Reads one part through the scanner.  What went wrong is reported, unless the handler has reported it already. */
static th_status scan_part(th_book *book, th_zip *zip, const th_zip_entry *entry, const th_xml_handler *handler)
{
    th_xml *xml = th_xml_new(book->arena, book->limits, handler);
    th_status status = th_zip_inflate(book->arena, zip, entry, feed, xml);
    if (status < TH_FAILED && th_xml_end(xml) < TH_FAILED)
        return TH_OK;
    return th_book_refuse_part(book, zip, xml, entry);
}

static th_status check_password(th_book *book, th_zip *zip)
{
    bool locked = false;
    const th_xml_handler handler = {.ctx = &locked, .start = look_for_password, .end = ignore, .text = ignore};
    const th_zip_entry *manifest = th_zip_find(zip, TH_STR("META-INF/manifest.xml"));
    if (manifest && scan_part(book, zip, manifest, &handler) >= TH_FAILED)
        return TH_FAILED;
    return locked ? th_book_refuse(book, NULL, TH_F_FILE_PASSWORD, (th_str){0}, (th_str){0}) : TH_OK;
}

th_ods_reader *th_ods_reader_new(th_book *book, bool flat)
{
    ods_reader *reader = th_arena_alloc(book->arena, sizeof *reader);
    reader->book = book;
    th_ods_styles_init(&reader->styles, book);
    reader->styles.flat = flat;
    reader->text = (th_ods_text){.styles = &reader->styles, .arena = book->arena, .limit = book->limits->cell_chars};
    th_buf_init(&reader->text.buf, book->arena);
    return reader;
}

th_xml_handler th_ods_handler(th_ods_reader *reader)
{
    return (th_xml_handler){.ctx = reader, .start = on_start, .end = on_end, .text = on_text};
}

static th_status read_ods_parts(th_book *book, th_zip *zip)
{
    ods_reader *reader = th_ods_reader_new(book, false);
    const th_xml_handler handler = th_ods_handler(reader);
    const th_zip_entry *styles = th_zip_find(zip, TH_STR("styles.xml")),
                       *content = th_zip_find(zip, TH_STR("content.xml"));
    if (!content)
        return th_book_refuse(book, NULL, TH_F_FILE_PART, TH_STR("phần nội dung “content.xml”"),
                              TH_STR("the content, “content.xml”"));
    if (styles && scan_part(book, zip, styles, &handler) >= TH_FAILED)
        return TH_FAILED;
    reader->styles.content = true;
    if (scan_part(book, zip, content, &handler) >= TH_FAILED)
        return TH_FAILED;
    return book->nsheets ? TH_OK : th_book_refuse(book, NULL, TH_F_FILE_NO_SHEET, (th_str){0}, (th_str){0});
}

/* LibreOffice keeps its Basic in parts of their own, beside two lists that hold none. */
static bool has_macros(const th_zip *zip)
{
    for (size_t i = 0; i < zip->n; i++) {
        th_str name = zip->entries[i].name;
        bool list = th_str_ends(name, TH_STR("/script-lb.xml")) || th_str_ends(name, TH_STR("/script-lc.xml"));
        if (!list && ((th_str_starts(name, TH_STR("Basic/")) && th_str_ends(name, TH_STR(".xml"))) ||
                      th_str_starts(name, TH_STR("Scripts/python/"))))
            return true;
    }
    return false;
}

th_status th_ods_read(th_book *book, th_str bytes)
{
    th_zip zip;
    if (th_zip_open(book->arena, book->limits, bytes, &zip) >= TH_FAILED)
        return th_book_refuse_package(book, &zip);
    th_book_strict_package(book, &zip);
    if (check_password(book, &zip) >= TH_FAILED || read_ods_parts(book, &zip) >= TH_FAILED)
        return TH_FAILED;
    book->macros = has_macros(&zip);
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    return book->findings.n ? TH_WARN : TH_OK;
}
