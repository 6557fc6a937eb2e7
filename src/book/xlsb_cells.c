/* .xlsb: the cells of a sheet, each a record, and their formulas. */
#include "book/xlsb.h"

#include "book/biff_formula.h"

#include <math.h>

#include "base/banned.h"

enum { COLUMN = 4, STYLE = 4, TOKENS_ELSEWHERE = 0x01, MOST_SHARED = 65536 };

/* The kind of a cell, whichever of its records it comes in. */
static uint32_t kind_of_cell(uint32_t id)
{
    return id >= TH_XLSB_SHORT_BLANK && id <= TH_XLSB_SHORT_ISST ? id - TH_XLSB_SHORT_BLANK + TH_XLSB_CELL_BLANK : id;
}

bool th_xlsb_is_cell(uint32_t id)
{
    return (id >= TH_XLSB_CELL_BLANK && id <= TH_XLSB_SHORT_ISST) || id == TH_XLSB_CELL_R_STRING;
}

static bool is_of_formula(uint32_t id)
{
    return id >= TH_XLSB_FMLA_STRING && id <= TH_XLSB_FMLA_ERROR;
}

static bool unreadable_record(th_xlsb_part *part, const char *vi, const char *en)
{
    return th_xlsx_unreadable(&part->cells, th_str_of(vi), th_str_of(en));
}

static bool push_record_cell(th_xlsb_part *part)
{
    return th_xlsx_push(&part->cells);
}

static bool put_record_number(th_xlsb_part *part, double number)
{
    th_cell *cell = &part->cells.cell;
    if (!isfinite(number))
        return unreadable_record(part, "số không hợp lệ", "its number is not valid");
    cell->number = number;
    cell->type = cell->format == TH_FORMAT_DATE && th_serial_is_date(part->cells.xlsx->book, number) ? TH_CELL_DATE
                                                                                                     : TH_CELL_NUMBER;
    return push_record_cell(part);
}

static bool put_record_error(th_xlsb_part *part, uint8_t code)
{
    th_cell *cell = &part->cells.cell;
    cell->raw = th_biff_error(code);
    if (!cell->raw.len)
        return unreadable_record(part, "mã lỗi không hợp lệ", "its error code is not valid");
    cell->type = TH_CELL_ERROR;
    return push_record_cell(part);
}

static bool put_record_bool(th_xlsb_part *part, uint8_t value)
{
    part->cells.cell.type = TH_CELL_BOOL;
    part->cells.cell.number = value != 0;
    return push_record_cell(part);
}

static bool cut_record(th_xlsb_part *part)
{
    return unreadable_record(part, "dữ liệu của ô bị cắt", "its data are cut");
}

/* A string without runs, as of a formula: it has no byte of flags before it. */
static bool put_record_text(th_xlsb_part *part, const th_xlsb_record *record, size_t at)
{
    th_xlsx *xlsx = part->cells.xlsx;
    size_t most = xlsx->book->limits->cell_chars;
    if (!part->rich.text.arena)
        th_buf_init(&part->rich.text, xlsx->book->arena);
    part->rich.text.len = 0;
    if (!th_xlsb_string(&part->rich.text, record, at, most))
        return cut_record(part);
    size_t count = th_biff_u32(record->data + at);
    if (count == 0 && is_of_formula(record->id)) {
        /* The empty text of a formula is no cell. */
        th_xlsx_keep_blank(&part->cells, part->cells.cell.row, part->cells.cell.col, part->cells.cell.look);
        return true;
    }
    th_xlsx_string string = {.text = {NULL, count}, .too_long = count > most};
    if (!string.too_long)
        string.text = th_buf_str(&part->rich.text);
    part->cells.cell.flags |= TH_CELL_BORROWED;
    return th_xlsx_put_string(&part->cells, string);
}

static bool put_record_rich(th_xlsb_part *part, const th_xlsb_record *record, size_t at)
{
    th_xlsx_string string;
    if (!th_xlsb_rich_string(part->cells.xlsx, &part->rich, record, at, &string))
        return cut_record(part);
    part->cells.cell.flags |= TH_CELL_BORROWED;
    return th_xlsx_put_string(&part->cells, string);
}

static bool put_record_shared(th_xlsb_part *part, uint32_t index)
{
    th_xlsx *xlsx = part->cells.xlsx;
    if (index >= xlsx->nstrings)
        return unreadable_record(part, "chỉ số chuỗi dùng chung nằm ngoài bảng chuỗi",
                                 "its shared string does not exist");
    return th_xlsx_put_string(&part->cells, th_xlsx_shared_string(xlsx, index));
}

/* ---- formulas ---- */

static void keep_tokens(th_xlsb_part *part, uint32_t row, uint32_t col, th_str tokens)
{
    th_book *book = part->cells.xlsx->book;
    const th_biff_tokens of_cell = {12, row, col, (const uint8_t *)tokens.ptr, tokens.len};
    th_formula formula = {.row = row, .col = col, .text = th_biff_formula_text(book->arena, &of_cell)};
    if (formula.text.len)
        th_sheet_formula(book, th_xlsx_sheet_of(&part->cells), &formula);
}

/* The shared formula of the cell that a PtgExp names, or NULL. */
static const th_xlsb_shared *shared_at(const th_xlsb_part *part, uint32_t row, uint32_t col)
{
    size_t low = 0, high = part->nshared;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const th_xlsb_shared *shared = &part->shared[middle];
        if (shared->row == row && shared->col == col)
            return shared;
        if (shared->row < row || (shared->row == row && shared->col < col))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The formula behind the result ([MS-XLSB] 2.2.2): flags, tokens, and what does not fit into tokens, of which a PtgExp
 * has the column of the cell that it names. */
static void keep_record_formula(th_xlsb_part *part, const th_xlsb_record *record, size_t at)
{
    enum { FLAGS = 2, EXP = 5 };
    const th_cell *cell = &part->cells.cell;
    if (at + FLAGS + 4 > record->len || !th_sheet_keeps_formulas(part->cells.xlsx->book))
        return;
    at += FLAGS;
    size_t len = th_biff_u32(record->data + at);
    at += 4;
    if (len == 0 || len > record->len - at)
        return;
    const uint8_t *tokens = record->data + at;
    if (tokens[0] != TOKENS_ELSEWHERE) {
        if (th_outside_asked(&part->cells.xlsx->outside, 12, tokens, len))
            th_sheet_linked(th_xlsx_sheet_of(&part->cells), cell->row, cell->col);
        keep_tokens(part, cell->row, cell->col, (th_str){(const char *)tokens, len});
        return;
    }
    if (len < EXP || record->len - at - len < 8)
        return;
    uint32_t row = th_biff_u32(tokens + 1), col = th_biff_u32(tokens + len + 4);
    const th_xlsb_shared *shared = shared_at(part, row, col);
    part->master = row == cell->row && col == cell->col;
    part->master_row = row;
    part->master_col = col;
    if (shared)
        keep_tokens(part, cell->row, cell->col, (th_str){(const char *)shared->tokens, shared->len});
}

void th_xlsb_shared_formula(th_xlsb_part *part, const th_xlsb_record *record)
{
    enum { RANGE = 16 };
    th_arena *arena = part->cells.xlsx->book->arena;
    size_t len = record->len >= RANGE + 4 ? th_biff_u32(record->data + RANGE) : 0;
    const th_xlsb_shared *last = part->nshared ? &part->shared[part->nshared - 1] : NULL;
    bool ascends =
        !last || last->row < part->master_row || (last->row == part->master_row && last->col < part->master_col);
    if (!part->master || !ascends || len == 0 || len > record->len - RANGE - 4 || part->nshared == MOST_SHARED ||
        !th_sheet_keeps_formulas(part->cells.xlsx->book))
        return;
    th_str tokens = th_str_copy(arena, (th_str){(const char *)record->data + RANGE + 4, len});
    th_xlsb_shared shared = {part->master_row, part->master_col, (const uint8_t *)tokens.ptr, len};
    TH_PUSH(arena, part->shared, part->nshared, part->shared_cap, shared);
    part->master = false;
    keep_tokens(part, shared.row, shared.col, tokens);
}

/* ---- a record ---- */

/* How many bytes of value a kind has before its formula, without what a string adds. */
static size_t value_bytes(uint32_t kind)
{
    static const uint8_t bytes[] = {
        [TH_XLSB_CELL_RK] = 4,   [TH_XLSB_CELL_ERROR] = 1, [TH_XLSB_CELL_BOOL] = 1,     [TH_XLSB_CELL_REAL] = 8,
        [TH_XLSB_CELL_ST] = 4,   [TH_XLSB_CELL_ISST] = 4,  [TH_XLSB_FMLA_STRING] = 4,   [TH_XLSB_FMLA_NUM] = 8,
        [TH_XLSB_FMLA_BOOL] = 1, [TH_XLSB_FMLA_ERROR] = 1, [TH_XLSB_CELL_R_STRING] = 5,
    };
    return kind < sizeof bytes ? bytes[kind] : 0;
}

/* Gives the cell at hand the value that stands `at` bytes into the record. */
static bool put_record(th_xlsb_part *part, const th_xlsb_record *record, size_t at)
{
    const uint8_t *value = record->data + at;
    uint32_t kind = kind_of_cell(record->id);
    if (record->len < at + value_bytes(kind))
        return cut_record(part);
    if (is_of_formula(kind)) {
        size_t text = kind == TH_XLSB_FMLA_STRING ? th_biff_u32(value) : 0;
        part->cells.cell.flags |= TH_CELL_FORMULA;
        if (text <= record->len / 2)
            keep_record_formula(part, record, at + value_bytes(kind) + 2 * text);
    }
    switch (kind) {
    case TH_XLSB_CELL_RK: return put_record_number(part, th_biff_rk(th_biff_u32(value)));
    case TH_XLSB_CELL_REAL:
    case TH_XLSB_FMLA_NUM: return put_record_number(part, th_biff_double(value));
    case TH_XLSB_CELL_BOOL:
    case TH_XLSB_FMLA_BOOL: return put_record_bool(part, value[0]);
    case TH_XLSB_CELL_ERROR:
    case TH_XLSB_FMLA_ERROR: return put_record_error(part, value[0]);
    case TH_XLSB_CELL_ST:
    case TH_XLSB_FMLA_STRING: return put_record_text(part, record, at);
    case TH_XLSB_CELL_ISST: return put_record_shared(part, th_biff_u32(value));
    default: return put_record_rich(part, record, at);
    }
}

bool th_xlsb_cell(th_xlsb_part *part, const th_xlsb_record *record)
{
    th_xlsx_part *cells = &part->cells;
    bool is_short = record->id >= TH_XLSB_SHORT_BLANK && record->id <= TH_XLSB_SHORT_ISST;
    size_t head = is_short ? STYLE : COLUMN + STYLE;
    if (record->len < head) {
        cells->cell = (th_cell){.row = part->in_row ? cells->row : TH_NO_CELL, .col = TH_NO_CELL};
        return cut_record(part);
    }
    uint32_t col = is_short ? cells->col + 1 : th_biff_u32(record->data); /* UINT32_MAX + 1 is 0 */
    uint32_t style = th_biff_u32(record->data + head - STYLE) & 0xFFFFFF;
    bool inside = part->in_row && col < TH_XLSX_COLS;
    cells->col = col;
    th_xlsx_begin_cell(cells, cells->row, col, style);
    if (!inside)
        cells->cell.row = cells->cell.col = TH_NO_CELL;
    if (kind_of_cell(record->id) == TH_XLSB_CELL_BLANK) {
        if (inside)
            th_xlsx_keep_blank(cells, cells->row, col, cells->cell.look);
        return true;
    }
    if (!inside)
        return unreadable_record(part, "địa chỉ ô nằm ngoài trang tính", "its address is outside the sheet");
    if (cells->xlsx->nxfs && style >= cells->xlsx->nxfs)
        return unreadable_record(part, "ô dùng một định dạng không có trong tệp", "its format is not in the file");
    return put_record(part, record, head);
}
