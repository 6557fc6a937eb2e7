/* .xlsx: what a cell holds, by its type (ECMA-376 18.18.11). */
#include "book/xlsx_sheet.h"

#include "base/ascii.h"

#include "book/decimal.h"
#include "book/iso.h"
#include "book/noted.h"
#include "book/refuse.h"

#include <string.h>

#include "base/banned.h"

enum { INDEX_DIGITS = 10 };

th_sheet *th_xlsx_sheet_of(const th_xlsx_part *part)
{
    return &part->xlsx->book->sheets[part->sheet];
}

bool th_xlsx_is_true(th_str s)
{
    return th_str_eq(s, TH_STR("1")) || th_str_eq(s, TH_STR("true"));
}

bool th_xlsx_whole(th_str s, long low, long high, long *out)
{
    return th_str_to_long(s, out) && *out >= low && *out <= high;
}

th_xlsx_type th_xlsx_type_of(th_str name)
{
    static const struct {
        th_str name;
        th_xlsx_type type;
    } types[] = {
        {{"s", 1}, TH_XLSX_SHARED}, {{"str", 3}, TH_XLSX_STR},          {{"b", 1}, TH_XLSX_BOOL},
        {{"e", 1}, TH_XLSX_ERROR},  {{"inlineStr", 9}, TH_XLSX_INLINE}, {{"d", 1}, TH_XLSX_ISO_DATE},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (th_str_eq(types[i].name, name))
            return types[i].type;
    return TH_XLSX_NUMBER;
}

static bool is_zero(th_str number)
{
    size_t i = 0;
    while (i < number.len && (number.ptr[i] == '0' || number.ptr[i] == '.'))
        i++;
    return i > 0 && i == number.len;
}

void th_xlsx_begin_row(th_xlsx_part *part, th_str number, th_str hidden, th_str height)
{
    long row;
    part->row = part->row == UINT32_MAX ? 0 : part->row + 1;
    if (th_xlsx_whole(number, 1, TH_XLSX_ROWS, &row))
        part->row = (uint32_t)row - 1;
    part->col = UINT32_MAX;
    if (th_xlsx_is_true(hidden) || is_zero(height))
        th_sheet_hide_rows(part->xlsx->book, th_xlsx_sheet_of(part), part->row, part->row);
}

void th_xlsx_begin_cell(th_xlsx_part *part, uint32_t row, uint32_t col, size_t style)
{
    part->cell = style < part->xlsx->nxfs ? part->xlsx->xfs[style] : (th_cell){.format_decimals = -1};
    part->cell.row = row;
    part->cell.col = col;
    part->meta = 0;
}

void th_xlsx_keep_blank(th_xlsx_part *part, uint32_t row, uint32_t col, uint8_t look)
{
    if (look & TH_CELL_BORDERS && !part->xlsx->book->visitor)
        th_sheet_blank(part->xlsx->book, th_xlsx_sheet_of(part), row, col, look);
}

bool th_xlsx_unreadable(th_xlsx_part *part, th_str vi, th_str en)
{
    bool inside = part->cell.row < TH_XLSX_ROWS && part->cell.col < TH_XLSX_COLS;
    return th_book_unreadable(part->xlsx->book, th_xlsx_sheet_of(part), &part->cell, inside, (th_trouble){vi, en}) <
           TH_FAILED;
}

/* Makes a cell unreadable whose value is not of its type, and keeps the value as it stands. */
static bool refuse_value(th_xlsx_part *part, th_str value, th_str vi, th_str en)
{
    part->cell.text = th_str_copy(part->xlsx->book->arena, value);
    return th_xlsx_unreadable(part, vi, en);
}

bool th_xlsx_push(th_xlsx_part *part)
{
    return th_book_push(part->xlsx->book, th_xlsx_sheet_of(part), &part->cell) < TH_FAILED;
}

bool th_xlsx_put_pending(th_xlsx_part *part)
{
    part->cell.type = TH_CELL_PENDING;
    return th_xlsx_push(part);
}

bool th_xlsx_put_string(th_xlsx_part *part, th_xlsx_string string)
{
    if (string.too_long) {
        part->xlsx->book->text_bytes += string.text.len; /* against the limit of all text */
        return th_xlsx_unreadable(part, TH_STR("chữ dài hơn mức cho phép của một ô"),
                                  TH_STR("its text is longer than a cell may hold"));
    }
    part->cell.type = TH_CELL_TEXT;
    part->cell.raw = string.text;
    part->cell.nruns = string.nruns;
    if (string.nruns) {
        part->nruns = 0;
        for (uint32_t i = 0; i < string.nruns; i++) {
            th_cell_run run = {string.runs[i].font == TH_XLSX_CELL_FONT ? part->cell.font : string.runs[i].font,
                               string.runs[i].start};
            TH_PUSH(part->xlsx->book->arena, part->runs, part->nruns, part->runs_cap, run);
        }
        part->cell.runs = part->runs;
        part->cell.flags |= TH_CELL_BORROWED;
    }
    return th_xlsx_push(part);
}

static bool put_shared(th_xlsx_part *part, th_str value)
{
    size_t index = 0, i = 0;
    for (; i < value.len && i < INDEX_DIGITS && th_is_digit(value.ptr[i]); i++)
        index = index * 10 + (size_t)(value.ptr[i] - '0');
    if (i == 0 || i < value.len || index >= part->xlsx->nstrings)
        return th_xlsx_unreadable(part, TH_STR("chỉ số chuỗi dùng chung nằm ngoài bảng chuỗi"),
                                  TH_STR("its shared string does not exist"));
    return th_xlsx_put_string(part, th_xlsx_shared_string(part->xlsx, index));
}

static bool put_number(th_xlsx_part *part, th_str value)
{
    if (!th_decimal_read(value, &part->cell.number))
        return refuse_value(part, value,
                            th_str_fmt(part->xlsx->book->arena, "“" TH_FMT "” không phải số",
                                       TH_ARG(th_str_sub(th_str_trim(value), 0, 40))),
                            TH_STR("its content is no number"));
    part->cell.type = part->cell.format == TH_FORMAT_DATE && th_serial_is_date(part->xlsx->book, part->cell.number)
                          ? TH_CELL_DATE
                          : TH_CELL_NUMBER;
    return th_xlsx_push(part);
}

/* t="d": ISO 8601 (strict files), to a serial of the book's epoch; a time of day or a duration to days. */
static bool put_iso_date(th_xlsx_part *part, th_str value)
{
    double serial;
    if (!th_iso_serial(value, part->xlsx->book->date1904, &serial))
        return refuse_value(part, value, TH_STR("không phải ngày"), TH_STR("its content is no date"));
    part->cell.number = serial;
    part->cell.type = th_serial_is_date(part->xlsx->book, serial) ? TH_CELL_DATE : TH_CELL_NUMBER;
    return th_xlsx_push(part);
}

static bool put_bool(th_xlsx_part *part, th_str value)
{
    part->cell.type = TH_CELL_BOOL;
    part->cell.number = th_xlsx_is_true(value);
    if (!th_xlsx_is_true(value) && !th_str_eq(value, TH_STR("0")) && !th_str_eq(value, TH_STR("false")))
        return refuse_value(part, value, TH_STR("không phải giá trị đúng/sai"),
                            TH_STR("its content is no truth value"));
    return th_xlsx_push(part);
}

bool th_xlsx_is_picture(th_str formula)
{
    return th_str_starts(formula, TH_STR("_xlfn.IMAGE(")) || th_str_starts(formula, TH_STR("_xlfn.DISPIMG(")) ||
           th_str_starts(formula, TH_STR("DISPIMG("));
}

static bool put_error(th_xlsx_part *part, th_str value)
{
    const th_xlsx_rich_value *rich =
        part->meta && part->meta <= part->xlsx->nmetas ? &part->xlsx->metas[part->meta - 1] : NULL;
    if ((rich && rich->shown == TH_XLSX_SHOWS_PICTURE) || th_xlsx_is_picture(th_buf_str(&part->formula))) {
        th_cell_becomes_picture(th_xlsx_sheet_of(part), &part->cell);
        return th_xlsx_push(part);
    }
    if (rich && rich->shown == TH_XLSX_SHOWS_TEXT)
        return th_xlsx_put_string(part, (th_xlsx_string){.text = rich->text});
    if (rich && rich->shown == TH_XLSX_SHOWS_ERROR)
        value = rich->text;
    part->cell.type = TH_CELL_ERROR;
    part->cell.raw = value;
    part->cell.flags |= TH_CELL_BORROWED;
    return th_xlsx_push(part);
}

/* Text of a formula: escaped as shared strings are. */
static bool put_str(th_xlsx_part *part, th_str value)
{
    part->cell.flags |= TH_CELL_BORROWED;
    if (!memchr(value.ptr, '_', value.len))
        return th_xlsx_put_string(part, (th_xlsx_string){.text = value});
    th_xlsx_rich_begin(&part->rich);
    part->rich.inside_t = true;
    th_xlsx_rich_text(&part->rich, value);
    return th_xlsx_put_string(part, th_xlsx_rich_take(&part->rich));
}

bool th_xlsx_put_value(th_xlsx_part *part, th_str value)
{
    if (part->type == TH_XLSX_NUMBER)
        return put_number(part, value);
    th_str trimmed = th_str_trim(value);
    switch (part->type) {
    case TH_XLSX_SHARED: return put_shared(part, trimmed);
    case TH_XLSX_STR: return put_str(part, value);
    case TH_XLSX_BOOL: return put_bool(part, trimmed);
    case TH_XLSX_ERROR: return put_error(part, trimmed);
    case TH_XLSX_ISO_DATE: return put_iso_date(part, trimmed);
    case TH_XLSX_NUMBER:
    case TH_XLSX_INLINE:
    default: return put_number(part, trimmed);
    }
}
