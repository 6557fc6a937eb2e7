/* .xlsx: what a cell holds, by its type (ECMA-376 18.18.11). */
#include "book/xlsx_sheet.h"

#include "book/decimal.h"
#include "book/iso.h"
#include "book/refuse.h"

#include <string.h>

#include "base/banned.h"

enum { INDEX_DIGITS = 10, EPOCH_1904 = 1462 };

th_sheet *th_xlsx_sheet_of(const th_xlsx_part *p)
{
    return &p->x->book->sheets[p->sheet];
}

bool th_xlsx_is_true(th_str s)
{
    return th_str_eq(s, TH_STR("1")) || th_str_eq(s, TH_STR("true"));
}

static bool whole(th_str s, long low, long high, long *out)
{
    return th_str_to_long(s, out) && *out >= low && *out <= high;
}

th_xlsx_type th_xlsx_type_of(th_str t)
{
    static const struct {
        th_str name;
        th_xlsx_type type;
    } types[] = {
        {{"s", 1}, TH_XLSX_SHARED}, {{"str", 3}, TH_XLSX_STR},          {{"b", 1}, TH_XLSX_BOOL},
        {{"e", 1}, TH_XLSX_ERROR},  {{"inlineStr", 9}, TH_XLSX_INLINE}, {{"d", 1}, TH_XLSX_ISO_DATE},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (th_str_eq(types[i].name, t))
            return types[i].type;
    return TH_XLSX_NUMBER;
}

void th_xlsx_begin_row(th_xlsx_part *p, th_str r, th_str hidden)
{
    long row;
    p->row = p->row == UINT32_MAX ? 0 : p->row + 1;
    if (whole(r, 1, TH_XLSX_ROWS, &row))
        p->row = (uint32_t)row - 1;
    p->col = UINT32_MAX;
    if (th_xlsx_is_true(hidden))
        th_sheet_hide_rows(p->x->book, th_xlsx_sheet_of(p), p->row, p->row);
}

void th_xlsx_begin_cell(th_xlsx_part *p, uint32_t row, uint32_t col, size_t style)
{
    p->cell = style < p->x->nxfs ? p->x->xfs[style] : (th_cell){.format_decimals = -1};
    p->cell.row = row;
    p->cell.col = col;
}

void th_xlsx_keep_blank(th_xlsx_part *p, uint32_t row, uint32_t col, uint8_t look)
{
    if (look & TH_CELL_BORDERS && !p->x->book->visitor)
        th_sheet_blank(p->x->book, th_xlsx_sheet_of(p), row, col, look);
}

bool th_xlsx_unreadable(th_xlsx_part *p, th_str vi, th_str en)
{
    return th_book_unreadable(p->x->book, th_xlsx_sheet_of(p), &p->cell, TH_XLSX_ROWS, TH_XLSX_COLS, vi, en) <
           TH_FAILED;
}

static bool push(th_xlsx_part *p)
{
    return th_book_push(p->x->book, th_xlsx_sheet_of(p), &p->cell) < TH_FAILED;
}

bool th_xlsx_put_pending(th_xlsx_part *p)
{
    p->cell.type = TH_CELL_PENDING;
    return push(p);
}

bool th_xlsx_put_string(th_xlsx_part *p, th_xlsx_string s)
{
    if (s.too_long) {
        p->x->book->text_bytes += s.text.len; /* against the limit of all text */
        return th_xlsx_unreadable(p, TH_STR("chữ dài hơn mức cho phép của một ô"),
                                  TH_STR("its text is longer than a cell may hold"));
    }
    p->cell.type = TH_CELL_TEXT;
    p->cell.raw = s.text;
    p->cell.nruns = s.nruns;
    if (s.nruns) {
        p->nruns = 0;
        for (uint32_t i = 0; i < s.nruns; i++) {
            th_cell_run run = {s.runs[i].font == TH_XLSX_CELL_FONT ? p->cell.font : s.runs[i].font, s.runs[i].start};
            TH_PUSH(p->x->book->arena, p->runs, p->nruns, p->runs_cap, run);
        }
        p->cell.runs = p->runs;
        p->cell.flags |= TH_CELL_BORROWED;
    }
    return push(p);
}

static bool put_shared(th_xlsx_part *p, th_str v)
{
    size_t index = 0, i = 0;
    for (; i < v.len && i < INDEX_DIGITS && v.ptr[i] >= '0' && v.ptr[i] <= '9'; i++)
        index = index * 10 + (size_t)(v.ptr[i] - '0');
    if (i == 0 || i < v.len || index >= p->x->nstrings)
        return th_xlsx_unreadable(p, TH_STR("chỉ số chuỗi dùng chung nằm ngoài bảng chuỗi"),
                                  TH_STR("its shared string does not exist"));
    return th_xlsx_put_string(p, th_xlsx_shared_string(p->x, index));
}

static bool put_number(th_xlsx_part *p, th_str v)
{
    if (!th_decimal_read(v, &p->cell.number))
        return th_xlsx_unreadable(
            p, th_str_fmt(p->x->book->arena, "“" TH_FMT "” không phải số", TH_ARG(th_str_sub(th_str_trim(v), 0, 40))),
            TH_STR("its content is no number"));
    p->cell.type = p->cell.format == TH_FORMAT_DATE && th_serial_is_date(p->x->book, p->cell.number) ? TH_CELL_DATE
                                                                                                     : TH_CELL_NUMBER;
    return push(p);
}

/* t="d": ISO 8601 (strict files), to a serial of the book's epoch; a time of day or a duration to days. */
static bool put_iso_date(th_xlsx_part *p, th_str v)
{
    double serial;
    if (th_str_starts(v, TH_STR("1899-12-31T"))) /* Excel's day 0 */
        v = th_str_sub(v, 10, v.len);
    if (th_iso_date(v, &serial))
        serial -= p->x->book->date1904 && serial >= 1 ? EPOCH_1904 : 0;
    else if (!th_iso_clock(v, &serial) && !th_iso_duration(v, &serial))
        return th_xlsx_unreadable(p, TH_STR("không phải ngày"), TH_STR("its content is no date"));
    p->cell.number = serial;
    p->cell.type = th_serial_is_date(p->x->book, serial) ? TH_CELL_DATE : TH_CELL_NUMBER;
    return push(p);
}

static bool put_bool(th_xlsx_part *p, th_str v)
{
    p->cell.type = TH_CELL_BOOL;
    p->cell.number = th_xlsx_is_true(v);
    if (!th_xlsx_is_true(v) && !th_str_eq(v, TH_STR("0")) && !th_str_eq(v, TH_STR("false")))
        return th_xlsx_unreadable(p, TH_STR("không phải giá trị đúng/sai"), TH_STR("its content is no truth value"));
    return push(p);
}

static bool put_error(th_xlsx_part *p, th_str v)
{
    p->cell.type = TH_CELL_ERROR;
    p->cell.raw = v;
    p->cell.flags |= TH_CELL_BORROWED;
    return push(p);
}

/* Text of a formula: escaped as shared strings are. */
static bool put_str(th_xlsx_part *p, th_str v)
{
    p->cell.flags |= TH_CELL_BORROWED;
    if (!memchr(v.ptr, '_', v.len))
        return th_xlsx_put_string(p, (th_xlsx_string){.text = v});
    th_xlsx_rich_begin(&p->rich);
    p->rich.inside_t = true;
    th_xlsx_rich_text(&p->rich, v);
    return th_xlsx_put_string(p, th_xlsx_rich_take(&p->rich));
}

bool th_xlsx_put_value(th_xlsx_part *p, th_str v)
{
    if (p->type == TH_XLSX_NUMBER)
        return put_number(p, v);
    th_str trimmed = th_str_trim(v);
    switch (p->type) {
    case TH_XLSX_SHARED: return put_shared(p, trimmed);
    case TH_XLSX_STR: return put_str(p, v);
    case TH_XLSX_BOOL: return put_bool(p, trimmed);
    case TH_XLSX_ERROR: return put_error(p, trimmed);
    case TH_XLSX_ISO_DATE: return put_iso_date(p, trimmed);
    case TH_XLSX_NUMBER:
    case TH_XLSX_INLINE:
    default: return put_number(p, trimmed);
    }
}
