/* .ods: manifest, styles.xml and content.xml of the package (ODF 1.2, parts 1 and 3). */
#include "book/ods.h"

#include "book/book.h"
#include "book/refuse.h"
#include "pack/zip.h"

#include "base/banned.h"

enum { MOST_BLANK_ROWS = 100 };           /* a table is drawn; a style of the whole sheet is not */
enum { ROWS = 1048576, COLUMNS = 16384 }; /* LibreOffice's own bounds */

typedef enum place { OUTSIDE = 0, BODY, TABLE, ROW, CELL } place; /* what the open element is */

typedef struct column { /* columns up to `end` have this style */
    uint32_t end;
    const th_ods_style *style;
} column;

typedef struct reader {
    th_book *book;
    th_ods_styles styles;
    th_ods_text text;
    size_t depth, skip; /* open elements; depth at which an element of no interest began, or 0 */
    place place;
    size_t sheet;
    column *columns;
    size_t ncolumns, columns_cap;
    uint32_t column_at; /* next column that table:table-column speaks of */
    uint32_t row, row_times;
    const th_ods_style *row_style;
    th_cell *row_cells; /* what a repeated row holds */
    size_t nrow_cells, row_cells_cap;
    size_t copies;       /* cells made by repeating, against the limit of cells: they cost a file nothing */
    uint32_t col, times; /* of the open cell; table:number-columns-repeated */
    size_t cell_depth;
    const th_ods_style *own_style; /* NULL: that of its row or column */
    th_cell cell;
    th_ods_value value; /* of the open cell */
} reader;

static th_sheet *sheet_of(const reader *s)
{
    return &s->book->sheets[s->sheet];
}

static bool is_hidden(const th_xml_attr *attrs, size_t n)
{
    th_str v = th_xml_attr_get(attrs, n, "visibility");
    return th_ods_is(v, "collapse") || th_ods_is(v, "filter");
}

static const th_ods_style *cell_style(const reader *s, const th_xml_attr *attrs, size_t n, const char *local)
{
    th_str name = th_xml_attr_get(attrs, n, local);
    return name.len ? th_ods_style_find(&s->styles, TH_ODS_CELL, name) : NULL;
}

/* ---- tables, columns, rows ---- */

static bool start_table(reader *s, const th_xml_attr *attrs, size_t n)
{
    th_str name = th_str_copy(s->book->arena, th_xml_attr_get(attrs, n, "name"));
    if (th_str_starts(name, TH_STR("'file:"))) { /* LibreOffice's copy of another workbook's sheet */
        s->skip = s->depth;
        return true;
    }
    const th_ods_style *style = th_ods_style_find(&s->styles, TH_ODS_TABLE, th_xml_attr_get(attrs, n, "style-name"));
    if (!th_book_add_sheet(s->book, name, style && style->hidden ? TH_HIDDEN : TH_VISIBLE))
        return false;
    s->sheet = s->book->nsheets - 1;
    s->place = TABLE;
    s->ncolumns = 0;
    s->column_at = s->row = 0;
    return true;
}

static uint32_t within(uint32_t at, uint32_t n, uint32_t end) /* `n` steps from `at`, not beyond `end` */
{
    return at >= end || n > end - at ? end : at + n;
}

static void take_column(reader *s, const th_xml_attr *attrs, size_t n)
{
    uint32_t times = th_ods_count(th_xml_attr_get(attrs, n, "number-columns-repeated"), 1), first = s->column_at;
    s->column_at = within(first, times, COLUMNS);
    if (s->column_at == first)
        return;
    if (is_hidden(attrs, n))
        th_sheet_hide_cols(s->book, sheet_of(s), first, s->column_at - 1);
    const th_ods_style *style = th_ods_style_find(&s->styles, TH_ODS_COLUMN, th_xml_attr_get(attrs, n, "style-name"));
    if (style && style->width > 0)
        th_sheet_width(s->book, sheet_of(s), first, s->column_at - 1, style->width);
    column c = {s->column_at, cell_style(s, attrs, n, "default-cell-style-name")};
    TH_PUSH(s->book->arena, s->columns, s->ncolumns, s->columns_cap, c);
}

static const th_ods_style *column_style(const reader *s, uint32_t col)
{
    size_t low = 0, high = s->ncolumns;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->columns[mid].end <= col)
            low = mid + 1;
        else
            high = mid;
    }
    return low < s->ncolumns ? s->columns[low].style : NULL;
}

static void start_row(reader *s, const th_xml_attr *attrs, size_t n)
{
    s->place = ROW;
    s->col = 0;
    s->row_times = th_ods_count(th_xml_attr_get(attrs, n, "number-rows-repeated"), 1);
    s->row_style = cell_style(s, attrs, n, "default-cell-style-name");
    s->nrow_cells = 0;
    uint32_t end = within(s->row, s->row_times, ROWS);
    if (is_hidden(attrs, n) && s->row < end)
        th_sheet_hide_rows(s->book, sheet_of(s), s->row, end - 1);
}

static th_status too_many(const reader *s)
{
    size_t most = s->book->limits->cells; /* also for a visitor: copies cost the writer of a file nothing */
    return th_book_refuse(s->book, sheet_of(s), TH_F_FILE_LIMIT,
                          th_str_fmt(s->book->arena, "nhiều hơn %zu ô có dữ liệu (giới hạn “cells”)", most),
                          th_str_fmt(s->book->arena, "more than %zu cells with content (limit “cells”)", most));
}

/* Counted before anything is done. */
static bool may_copy(reader *s, uint64_t n)
{
    if (n > s->book->limits->cells - s->copies)
        return false;
    s->copies += (size_t)n;
    return true;
}

/* A repeated row: its cells once more for each further row. */
static bool end_row(reader *s)
{
    s->place = TABLE;
    uint32_t end = within(s->row, s->row_times, ROWS);
    uint64_t further = end > s->row ? end - s->row - 1 : 0;
    if (!may_copy(s, further * s->nrow_cells))
        return too_many(s) < TH_FAILED;
    for (uint32_t row = s->row + 1; s->nrow_cells > 0 && row < end; row++)
        for (size_t i = 0; i < s->nrow_cells; i++) {
            s->row_cells[i].row = row;
            if (th_book_push(s->book, sheet_of(s), &s->row_cells[i]) >= TH_FAILED)
                return false;
        }
    s->row = end;
    return true;
}

/* ---- cells ---- */

static void take_merge(const reader *s, const th_xml_attr *attrs, size_t n)
{
    uint32_t cols = th_ods_count(th_xml_attr_get(attrs, n, "number-columns-spanned"), 1);
    uint32_t rows = th_ods_count(th_xml_attr_get(attrs, n, "number-rows-spanned"), 1);
    if ((cols > 1 || rows > 1) && s->row < ROWS && s->col < COLUMNS)
        th_sheet_merge(s->book, sheet_of(s),
                       (th_merge){s->row, s->col, within(s->row, rows, ROWS) - 1, within(s->col, cols, COLUMNS) - 1});
}

static void set_style(reader *s, const th_ods_style *own, uint32_t col)
{
    const th_ods_style *style = own ? own : s->row_style ? s->row_style : column_style(s, col);
    if (!style)
        style = &s->styles.plain;
    s->cell.font = style->font;
    s->cell.look = style->look;
    s->cell.format = style->format_class;
    s->cell.format_decimals = style->decimals;
    s->cell.format_code = style->format_code;
}

/* "of:=[.F13]+SUM([.F14:.F16])" (OpenDocument 1.2, part 2, 5.8): without brackets and points it is as Excel writes it.
 * A reference to another sheet keeps its name, and will not parse. */
static void keep_formula(reader *s, th_str formula)
{
    size_t at = th_str_find(formula, TH_STR("="), 0);
    if (at == SIZE_MAX || !th_sheet_keeps_formulas(s->book) || s->row_times > 1 || s->times > 1)
        return;
    th_buf text;
    th_buf_init(&text, s->book->arena);
    for (bool inside = false; at < formula.len; at++) {
        char c = formula.ptr[at];
        if (c == '[' || c == ']')
            inside = c == '[';
        else if (!inside || c != '.' || (formula.ptr[at - 1] != '[' && formula.ptr[at - 1] != ':'))
            th_buf_byte(&text, c);
    }
    th_sheet_formula(s->book, sheet_of(s), &(th_formula){.row = s->row, .col = s->col, .text = th_buf_str(&text)});
}

static void start_cell(reader *s, const th_xml_attr *attrs, size_t n)
{
    s->place = CELL;
    s->cell_depth = s->depth;
    s->times = th_ods_count(th_xml_attr_get(attrs, n, "number-columns-repeated"), 1);
    s->cell = (th_cell){.row = s->row, .col = s->col};
    s->own_style = cell_style(s, attrs, n, "style-name");
    set_style(s, s->own_style, s->col);
    s->value = th_ods_value_read(s->book->arena, attrs, n);
    if (s->value.has_formula) {
        s->cell.flags = TH_CELL_FORMULA;
        keep_formula(s, th_xml_attr_get(attrs, n, "formula"));
    }
    take_merge(s, attrs, n);
    th_ods_text_begin(&s->text, s->cell.font);
}

static th_status unreadable(const reader *s, const th_cell *cell, const char *vi, const char *en)
{
    return th_book_unreadable(s->book, sheet_of(s), cell, ROWS, COLUMNS, th_str_of(vi), th_str_of(en));
}

static void keep_for_copies(reader *s, const th_cell *cell, bool is_unreadable)
{
    th_cell kept = *cell;
    if (is_unreadable) {
        kept.type = TH_CELL_ERROR;
        kept.raw = TH_STR(TH_CELL_UNREADABLE);
        kept.nruns = 0;
    }
    TH_PUSH(s->book->arena, s->row_cells, s->nrow_cells, s->row_cells_cap, kept);
}

/* The cell, as often as it is repeated; without a style of its own it has that of each column. */
static th_status push_cell(reader *s, uint32_t end)
{
    th_cell *c = &s->cell;
    if (s->col >= COLUMNS || s->row >= ROWS)
        return unreadable(s, c, "địa chỉ nằm ngoài trang tính", "its address is outside the sheet");
    if (!may_copy(s, end - s->col - 1))
        return too_many(s);
    bool too_long =
        s->text.too_long || (s->value.kind == TH_ODS_STRING && s->value.string.len > 4 * s->book->limits->cell_chars);
    uint8_t shown = c->format; /* a percentage or date is one whatever its style says */
    for (th_status status = TH_OK; c->col < end; c->col++) {
        if (c->col > s->col && !s->own_style)
            set_style(s, NULL, c->col);
        if (s->value.kind == TH_ODS_PERCENTAGE || s->value.kind == TH_ODS_DATE || s->value.kind == TH_ODS_TIME)
            c->format = shown;
        if (c->type == TH_CELL_TEXT && too_long)
            status = unreadable(s, c, "chữ dài hơn mức cho phép", "its text is longer than allowed");
        else if (s->value.kind == TH_ODS_WRONG && c->type != TH_CELL_ERROR)
            status = unreadable(s, c, "giá trị ghi trong tệp không hợp lệ", "the value the file states is not valid");
        else
            status = th_book_push(s->book, sheet_of(s), c);
        if (status >= TH_FAILED)
            return status;
        if (s->row_times > 1)
            keep_for_copies(
                s, c, c->type == TH_CELL_TEXT ? too_long : s->value.kind == TH_ODS_WRONG && c->type != TH_CELL_ERROR);
    }
    return TH_OK;
}

static void keep_blanks(reader *s, uint32_t end)
{
    uint32_t last = within(s->row, s->row_times, ROWS);
    for (uint32_t col = s->col; col < end; col++)
        for (uint32_t row = s->row; row < last; row++)
            if (!th_sheet_blank(s->book, sheet_of(s), row, col, s->cell.look))
                return;
}

static bool end_cell(reader *s)
{
    uint32_t end = within(s->col, s->times, COLUMNS);
    bool present = th_ods_value_settle(&s->value, &s->text, &s->cell);
    s->place = ROW;
    if (present && push_cell(s, end) >= TH_FAILED)
        return false;
    if (!present && s->row_times <= MOST_BLANK_ROWS)
        keep_blanks(s, end);
    s->col = end;
    return true;
}

/* ---- the scanner's calls ---- */

static bool start_in_table(reader *s, th_str name, const th_xml_attr *attrs, size_t n)
{
    static const char *const groups[] = {"table-column-group", "table-columns", "table-header-columns",
                                         "table-row-group",    "table-rows",    "table-header-rows"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (th_ods_is(name, groups[i]))
            return true;
    if (th_ods_is(name, "table-column"))
        take_column(s, attrs, n);
    else if (th_ods_is(name, "table-row"))
        start_row(s, attrs, n);
    else
        s->skip = s->depth;
    return true;
}

static bool on_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    reader *s = ctx;
    s->depth++;
    if (s->skip)
        return true;
    switch (s->place) {
    case OUTSIDE:
        if (th_ods_is(name, "spreadsheet")) {
            th_ods_styles_seal(&s->styles);
            s->place = BODY;
        } else {
            th_ods_styles_start(&s->styles, name, attrs, n);
        }
        return true;
    case BODY:
        if (th_ods_is(name, "table"))
            return start_table(s, attrs, n);
        s->skip = s->depth;
        return true;
    case TABLE: return start_in_table(s, name, attrs, n);
    case ROW:
        if (th_ods_is(name, "table-cell") || th_ods_is(name, "covered-table-cell"))
            start_cell(s, attrs, n);
        else
            s->skip = s->depth;
        return true;
    case CELL: th_ods_text_start(&s->text, name, attrs, n); return true;
    }
    return false;
}

static bool on_end(void *ctx, th_str name)
{
    reader *s = ctx;
    bool fine = true;
    if (s->skip) {
        if (s->skip == s->depth)
            s->skip = 0;
    } else if (s->place == OUTSIDE) {
        th_ods_styles_end(&s->styles, name);
    } else if (s->place == BODY && th_ods_is(name, "spreadsheet")) {
        s->place = OUTSIDE;
    } else if (s->place == TABLE && th_ods_is(name, "table")) {
        s->place = BODY;
    } else if (s->place == ROW) {
        fine = end_row(s);
    } else if (s->place == CELL && s->depth == s->cell_depth) {
        fine = end_cell(s);
    } else if (s->place == CELL) {
        th_ods_text_end(&s->text);
    }
    s->depth--;
    return fine;
}

static bool on_text(void *ctx, th_str text)
{
    reader *s = ctx;
    if (s->skip)
        return true;
    if (s->place == CELL)
        th_ods_text_add(&s->text, text);
    else if (s->place == OUTSIDE)
        th_ods_styles_text(&s->styles, text);
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

/* One part through the scanner.  What went wrong is said, unless the handler said it already. */
static th_status scan(th_book *book, th_zip *zip, const th_zip_entry *entry, const th_xml_handler *handler)
{
    th_xml *xml = th_xml_new(book->arena, book->limits, handler);
    th_status status = th_zip_inflate(book->arena, zip, entry, feed, xml);
    if (status < TH_FAILED && th_xml_end(xml) < TH_FAILED)
        return TH_OK;
    th_str trouble = th_xml_trouble(xml);
    if (trouble.len > 0 || status < TH_FAILED)
        return th_book_refuse(book, NULL, th_xml_limit_hit(xml) ? TH_F_FILE_LIMIT : TH_F_FILE_DAMAGED, trouble,
                              TH_STR("its XML is not well-formed"));
    return th_book_refuse(book, NULL, zip->limit_hit ? TH_F_FILE_LIMIT : TH_F_FILE_DAMAGED, zip->trouble,
                          zip->trouble_en);
}

static th_status check_password(th_book *book, th_zip *zip)
{
    bool locked = false;
    const th_xml_handler handler = {.ctx = &locked, .start = look_for_password, .end = ignore, .text = ignore};
    const th_zip_entry *manifest = th_zip_find(zip, TH_STR("META-INF/manifest.xml"));
    if (manifest && scan(book, zip, manifest, &handler) >= TH_FAILED)
        return TH_FAILED;
    return locked ? th_book_refuse(book, NULL, TH_F_FILE_PASSWORD, (th_str){0}, (th_str){0}) : TH_OK;
}

static th_status read_parts(th_book *book, th_zip *zip)
{
    reader *s = th_arena_alloc(book->arena, sizeof *s);
    s->book = book;
    th_ods_styles_init(&s->styles, book);
    s->text = (th_ods_text){.styles = &s->styles, .arena = book->arena, .limit = book->limits->cell_chars};
    th_buf_init(&s->text.buf, book->arena);
    const th_xml_handler handler = {.ctx = s, .start = on_start, .end = on_end, .text = on_text};
    const th_zip_entry *styles = th_zip_find(zip, TH_STR("styles.xml")),
                       *content = th_zip_find(zip, TH_STR("content.xml"));
    if (!content)
        return th_book_refuse(book, NULL, TH_F_FILE_DAMAGED, TH_STR("bên trong thiếu phần nội dung (content.xml)"),
                              TH_STR("the part content.xml is missing"));
    if (styles && scan(book, zip, styles, &handler) >= TH_FAILED)
        return TH_FAILED;
    s->styles.content = true;
    if (scan(book, zip, content, &handler) >= TH_FAILED)
        return TH_FAILED;
    return book->nsheets ? TH_OK : th_book_refuse(book, NULL, TH_F_FILE_NO_SHEET, (th_str){0}, (th_str){0});
}

th_status th_ods_read(th_book *book, th_str bytes)
{
    th_zip zip;
    if (th_zip_open(book->arena, book->limits, bytes, &zip) >= TH_FAILED)
        return th_book_refuse(book, NULL, zip.limit_hit ? TH_F_FILE_LIMIT : TH_F_FILE_DAMAGED, zip.trouble,
                              zip.trouble_en);
    if (check_password(book, &zip) >= TH_FAILED || read_parts(book, &zip) >= TH_FAILED)
        return TH_FAILED;
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    return book->findings.n ? TH_WARN : TH_OK;
}
