/* Columns as letters, rows from 1, sheet names in apostrophes. */
#include "draw/reference.h"

#include "base/ascii.h"

#include "base/banned.h"

static void add_sheet_name(th_buf *out, th_str sheet)
{
    if (!sheet.len)
        return;
    th_buf_byte(out, '\'');
    for (size_t i = 0; i < sheet.len; i++) {
        if (sheet.ptr[i] == '\'')
            th_buf_byte(out, '\'');
        th_buf_byte(out, sheet.ptr[i]);
    }
    th_buf_add(out, TH_STR("'!"));
}

static void add_cell_name(th_buf *out, uint32_t row, uint32_t col)
{
    char letters[8];
    size_t n = 0;
    for (uint32_t c = col + 1; c && n < sizeof letters; c = (c - 1) / 26)
        letters[n++] = (char)('A' + (c - 1) % 26);
    th_buf_byte(out, '$');
    while (n)
        th_buf_byte(out, letters[--n]);
    th_buf_fmt(out, "$%u", row + 1);
}

void th_ref_add(th_buf *out, th_str sheet, uint32_t row, uint32_t col)
{
    add_sheet_name(out, sheet);
    add_cell_name(out, row, col);
}

void th_ref_add_area(th_buf *out, th_str sheet, th_area area)
{
    add_sheet_name(out, sheet);
    add_cell_name(out, area.row1, area.col1);
    th_buf_byte(out, ':');
    add_cell_name(out, area.row2, area.col2);
}

th_str th_ref_cell(th_arena *arena, th_str sheet, uint32_t row, uint32_t col)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_ref_add(&out, sheet, row, col);
    return th_buf_str(&out);
}

th_str th_ref_area(th_arena *arena, th_str sheet, th_area area)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_ref_add_area(&out, sheet, area);
    return th_buf_str(&out);
}

/* ---- references to the own row ---- */

/* "$AB$17" at `at`: how long it is, 0 where none is, and where its second '$' stands. */
static size_t length_of_cell(th_str text, size_t at, size_t *second, uint32_t *row)
{
    size_t i = at;
    if (i >= text.len || text.ptr[i++] != '$')
        return 0;
    while (i < text.len && th_is_upper(text.ptr[i]))
        i++;
    *second = i;
    if (i == at + 1 || i >= text.len || text.ptr[i++] != '$')
        return 0;
    size_t digits = i;
    for (*row = 0; i < text.len && th_is_digit(text.ptr[i]) && i < digits + 7; i++)
        *row = *row * 10 + (uint32_t)(text.ptr[i] - '0');
    return i == digits ? 0 : i - at;
}

/* Where what begins with this mark, a text or the name of a sheet, ends. */
static size_t end_of_quoted(th_str text, size_t at)
{
    size_t end = th_str_find(text, th_str_sub(text, at, 1), at + 1);
    return end == SIZE_MAX ? text.len : end + 1;
}

static void add_along(th_buf *out, th_str text, size_t at, size_t second, size_t len)
{
    th_buf_add(out, th_str_sub(text, at, second - at));
    th_buf_add(out, th_str_sub(text, second + 1, at + len - second - 1));
}

th_str th_ref_along_row(th_arena *arena, th_str formula, uint32_t row)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0, next; at < formula.len; at = next) {
        size_t second, second2;
        uint32_t row1, row2;
        char c = formula.ptr[at];
        bool named = at > 0 && formula.ptr[at - 1] == '!';
        size_t len = length_of_cell(formula, at, &second, &row1), len2 = 0;
        if (len && at + len < formula.len && formula.ptr[at + len] == ':')
            len2 = length_of_cell(formula, at + len + 1, &second2, &row2);
        next = at + (len ? len : 1) + (len2 != 0) + len2;
        if (c == '"' || c == '\'')
            next = end_of_quoted(formula, at);
        if (!len || named || row1 != row + 1 || (len2 && row2 != row1)) {
            th_buf_add(&out, th_str_sub(formula, at, next - at));
            continue;
        }
        add_along(&out, formula, at, second, len);
        if (len2) {
            th_buf_byte(&out, ':');
            add_along(&out, formula, at + len + 1, second2, len2);
        }
    }
    return th_buf_str(&out);
}
