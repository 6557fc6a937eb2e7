/* Columns as letters, rows from 1, sheet names in apostrophes. */
#include "draw/reference.h"

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
