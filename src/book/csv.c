/* .csv and .tsv: delimiter and quotes by content (RFC 4180).  A .csv has no types:
 * every field is a text cell, and the value reader understands text. */
#include "book/csv.h"

#include "book/book.h"
#include "book/refuse.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { CSV_ROWS = 1048576, CSV_COLS = 16384 };

typedef struct csv {
    th_book *book;
    th_sheet *sheet;
    th_buf field;
    uint32_t row, col;
} csv;

static th_status end_field(csv *c)
{
    th_str text = th_buf_str(&c->field);
    c->field.len = 0;
    uint32_t col = c->col++;
    if (th_str_trim(text).len == 0)
        return TH_OK;
    th_cell cell = {
        .row = c->row, .col = col, .type = TH_CELL_TEXT, .flags = TH_CELL_BORROWED, .format_decimals = -1, .raw = text};
    if (c->row >= CSV_ROWS || col >= CSV_COLS)
        return th_book_refuse(c->book, c->sheet, TH_F_FILE_LIMIT, TH_STR("quá nhiều dòng hoặc cột"),
                              TH_STR("too many rows or columns"));
    return th_book_push(c->book, c->sheet, &cell);
}

static th_status end_line(csv *c)
{
    th_status status = end_field(c);
    c->row++;
    c->col = 0;
    return status;
}

static th_status read_fields(csv *c, th_str s, th_csv_dialect d)
{
    bool quoted = false, was_quoted = false;
    uint32_t opened = 0; /* row of the last quote */
    for (size_t i = d.start; i < s.len; i++) {
        char ch = s.ptr[i];
        if (quoted) {
            if (ch != d.quote)
                th_buf_byte(&c->field, ch);
            else if (i + 1 < s.len && s.ptr[i + 1] == d.quote)
                th_buf_byte(&c->field, s.ptr[i++]);
            else
                quoted = false;
            continue;
        }
        bool line = ch == '\n' || ch == '\r';
        if (ch == d.quote && !was_quoted && th_str_trim(th_buf_str(&c->field)).len == 0) {
            c->field.len = 0;
            quoted = was_quoted = true;
            opened = c->row;
        } else if (ch == d.delimiter || line) {
            if ((line ? end_line(c) : end_field(c)) >= TH_FAILED)
                return TH_FAILED;
            was_quoted = false;
            if (ch == '\r' && i + 1 < s.len && s.ptr[i + 1] == '\n')
                i++;
        } else if (!was_quoted || ch != ' ') { /* blanks behind a closing quote are no text */
            th_buf_byte(&c->field, ch);
        }
    }
    if (quoted) /* all that follows would be one field: nothing of it is counted */
        return th_book_refuse(
            c->book, c->sheet, TH_F_FILE_DAMAGED,
            th_str_fmt(c->book->arena, "dấu ngoặc kép mở ở dòng %u mà không đóng", (unsigned)opened + 1),
            th_str_fmt(c->book->arena, "a quote is opened on line %u and not closed", (unsigned)opened + 1));
    return end_field(c);
}

th_status th_csv_read(th_book *book, th_str bytes)
{
    th_str name = book->file_name;
    size_t dot = name.len;
    for (size_t i = name.len; i > 0 && dot == name.len; i--)
        if (name.ptr[i - 1] == '.')
            dot = i - 1;
    csv c = {.book = book,
             .sheet = th_book_add_sheet(book, th_str_copy(book->arena, th_str_sub(name, 0, dot)), TH_VISIBLE)};
    if (!c.sheet)
        return TH_FAILED;
    th_buf_init(&c.field, book->arena);
    th_str text = th_csv_text(book->arena, bytes);
    if (text.len && memchr(text.ptr, 0, text.len))
        return th_book_refuse(book, c.sheet, TH_F_FILE_DAMAGED, TH_STR("trong tệp có byte 0, có thể chưa chép xong"),
                              TH_STR("there are zero bytes in it: it may be incomplete"));
    if (read_fields(&c, text, th_csv_dialect_of(text)) >= TH_FAILED)
        return TH_FAILED;
    th_sheet_seal(c.sheet);
    return TH_OK;
}
