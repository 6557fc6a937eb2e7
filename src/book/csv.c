/* .csv and .tsv: delimiter and quotes by content (RFC 4180).  A .csv has no types:
 * every field is a text cell, and the value reader understands text. */
#include "book/csv.h"

#include "book/book.h"
#include "book/refuse.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { CSV_ROWS = 1048576, CSV_COLS = 16384 };

typedef struct csv_reader {
    th_book *book;
    th_sheet *sheet;
    th_buf field;
    size_t quoted; /* so much of it stood in quotes, or before them; 0: nothing did */
    uint32_t row, col;
} csv_reader;

static th_status end_field(csv_reader *reader)
{
    th_str text = th_buf_str(&reader->field);
    for (; text.len > reader->quoted && reader->quoted && text.ptr[text.len - 1] == ' '; text.len--)
        ; /* blanks between a closing quote and the end of the field are no part of it */
    reader->field.len = reader->quoted = 0;
    uint32_t col = reader->col++;
    if (th_str_trim(text).len == 0)
        return TH_OK;
    th_cell cell = {.row = reader->row,
                    .col = col,
                    .type = TH_CELL_TEXT,
                    .flags = TH_CELL_BORROWED,
                    .format_decimals = -1,
                    .raw = text};
    if (reader->row >= CSV_ROWS || col >= CSV_COLS)
        return th_book_refuse(reader->book, reader->sheet, TH_F_FILE_LIMIT, TH_STR("quá nhiều dòng hoặc cột"),
                              TH_STR("too many rows or columns"));
    return th_book_push(reader->book, reader->sheet, &cell);
}

static th_status end_line(csv_reader *reader)
{
    th_status status = end_field(reader);
    reader->row++;
    reader->col = 0;
    return status;
}

static th_status read_fields(csv_reader *reader, th_str s, th_csv_dialect dialect)
{
    bool quoted = false, was_quoted = false;
    uint32_t opened = 0; /* the row in which the last quote was opened */
    for (size_t i = dialect.start; i < s.len; i++) {
        char c = s.ptr[i];
        if (quoted) {
            if (c != dialect.quote)
                th_buf_byte(&reader->field, c);
            else if (i + 1 < s.len && s.ptr[i + 1] == dialect.quote)
                th_buf_byte(&reader->field, s.ptr[i++]);
            else {
                quoted = false;
                reader->quoted = reader->field.len;
            }
            continue;
        }
        bool line = c == '\n' || c == '\r';
        if (c == dialect.quote && !was_quoted && th_str_trim(th_buf_str(&reader->field)).len == 0) {
            reader->field.len = 0;
            quoted = was_quoted = true;
            opened = reader->row;
        } else if (c == dialect.delimiter || line) {
            if ((line ? end_line(reader) : end_field(reader)) >= TH_FAILED)
                return TH_FAILED;
            was_quoted = false;
            if (c == '\r' && i + 1 < s.len && s.ptr[i + 1] == '\n')
                i++;
        } else {
            th_buf_byte(&reader->field, c);
        }
    }
    if (quoted) /* everything behind that quote would be one field, so the file is refused */
        return th_book_refuse(
            reader->book, reader->sheet, TH_F_FILE_DAMAGED,
            th_str_fmt(reader->book->arena, "dấu ngoặc kép mở ở dòng %u mà không đóng", (unsigned)opened + 1),
            th_str_fmt(reader->book->arena, "a quote is opened on line %u and not closed", (unsigned)opened + 1));
    return end_field(reader);
}

th_status th_csv_read(th_book *book, th_str bytes)
{
    th_str name = book->file_name;
    size_t dot = name.len;
    for (size_t i = name.len; i > 0 && dot == name.len; i--)
        if (name.ptr[i - 1] == '.')
            dot = i - 1;
    csv_reader reader = {
        .book = book, .sheet = th_book_add_sheet(book, th_str_copy(book->arena, th_str_sub(name, 0, dot)), TH_VISIBLE)};
    if (!reader.sheet)
        return TH_FAILED;
    th_buf_init(&reader.field, book->arena);
    th_str text = th_csv_text(book->arena, bytes);
    if (text.len && memchr(text.ptr, 0, text.len))
        return th_book_refuse(book, reader.sheet, TH_F_FILE_DAMAGED,
                              TH_STR("trong tệp có byte 0, có thể chưa chép xong"),
                              TH_STR("there are zero bytes in it: it may be incomplete"));
    if (read_fields(&reader, text, th_csv_dialect_of(text)) >= TH_FAILED)
        return TH_FAILED;
    th_sheet_seal(reader.sheet);
    return TH_OK;
}
