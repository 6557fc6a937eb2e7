/* Writing .csv: one sheet, UTF-8 with its mark, commas, line ends as RFC 4180 has them.  A row ends with its last cell
 * that holds something.  A figure is written in full, with a decimal point, as the reader of .csv takes it back. */
#include "book/book.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

/* What a spreadsheet takes for the beginning of a formula, in half and in full width. */
static bool begins_formula(th_str text)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    bool begins = th_is_one_of(text.ptr[0], "=+-@");
    for (size_t i = 0; !begins && text.ptr[0] == wide[0][0] && i < sizeof wide / sizeof *wide; i++)
        begins = th_str_starts(text, th_str_of(wide[i]));
    return begins;
}

/* May a cell begin behind this byte?  Excel opens a .csv with the list separator of its country, which is no comma
 * here, and then the quotes of a field that stands behind a comma close nothing. */
static bool may_end_cell(char byte)
{
    return byte == ';' || byte == ',' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '"';
}

/* The next place from `at` on where a formula would begin; the length where there is none.  `begin`: does a cell begin
 * at `at`? */
static size_t next_formula(th_str text, size_t at, bool begin)
{
    for (; at < text.len; at++) {
        if (begin && begins_formula(th_str_sub(text, at, text.len)))
            return at;
        begin = may_end_cell(text.ptr[at]) || (begin && text.ptr[at] == ' ');
    }
    return at;
}

th_str th_csv_inert(th_arena *arena, th_str text)
{
    th_buf out;
    size_t from = 0, at = next_formula(text, 0, true);
    if (at == text.len)
        return text;
    th_buf_init(&out, arena);
    for (; at < text.len; at = next_formula(text, at + 1, false)) {
        th_buf_add(&out, th_str_sub(text, from, at - from));
        th_buf_byte(&out, '\'');
        from = at;
    }
    th_buf_add(&out, th_str_sub(text, from, text.len));
    return th_buf_str(&out);
}

/* A field in quotes where it is asked for, or holds one of `signs`. */
static void put_field(th_buf *out, th_str s, bool quote, const char *signs)
{
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = th_is_one_of(s.ptr[i], signs);
    if (!quote) {
        th_buf_add(out, s);
        return;
    }
    th_buf_byte(out, '"');
    for (size_t at; (at = th_str_find(s, TH_STR("\""), 0)) != SIZE_MAX; s = th_str_sub(s, at + 1, s.len)) {
        th_buf_add(out, th_str_sub(s, 0, at + 1));
        th_buf_byte(out, '"');
    }
    th_buf_add(out, s);
    th_buf_byte(out, '"');
}

void th_csv_field(th_buf *out, th_str s, bool text)
{
    put_field(out, s, text && s.len && (s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' '), ",;\t\"\r\n");
}

static bool has_one_column(const th_sheet *sheet)
{
    for (size_t i = 0; i < sheet->ncells; i++)
        if (sheet->cells[i].col > 0)
            return false;
    return true;
}

/* Puts a cell.  In a single column (`alone`) a text with a sign that elsewhere separates cells is quoted, since nothing
 * else says that it separates none. */
static void put_cell(th_buf *out, const th_cell *cell, th_str shown, bool alone)
{
    if (alone && cell->type == TH_CELL_TEXT)
        put_field(out, shown, shown.len && (shown.ptr[0] == ' ' || shown.ptr[shown.len - 1] == ' '), ",;|^\t\"\r\n");
    else
        th_csv_field(out, shown, cell->type == TH_CELL_TEXT);
}

th_str th_csv_write(th_arena *arena, const th_book *book, const th_sheet *sheet)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR("\xEF\xBB\xBF"));
    uint32_t row = 0, col = 0;
    bool alone = has_one_column(sheet);
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_cell *cell = &sheet->cells[i];
        for (; row < cell->row; row++, col = 0)
            th_buf_add(&out, TH_STR("\r\n"));
        for (; col < cell->col; col++)
            th_buf_byte(&out, ',');
        if (th_cell_is_unreadable(cell))
            th_csv_field(&out, cell->text, true);
        else if (cell->type != TH_CELL_PENDING)
            put_cell(&out, cell, th_cell_shown(arena, book, cell), alone);
    }
    if (sheet->ncells)
        th_buf_add(&out, TH_STR("\r\n"));
    return th_buf_str(&out);
}
