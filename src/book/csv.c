/* .csv and .tsv: delimiter and quotes by content (RFC 4180).  A .csv has no types:
 * every field is a text cell, and the value reader understands text. */
#include "book/book.h"
#include "book/refuse.h"
#include "text/codepage.h"
#include "text/utf8.h"

#include <stdint.h>

#include "base/banned.h"

enum { LOOKED_AT = 64 * 1024, CSV_ROWS = 1048576, CSV_COLS = 16384 };

/* The delimiter that stands most often outside quotes on the first line, which names the columns:
 * '|' separates values inside cells further down. */
static char delimiter_of(th_str s)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    size_t counts[sizeof candidates] = {0};
    bool quoted = false;
    for (size_t i = 0; i < s.len && i < LOOKED_AT; i++) {
        if (s.ptr[i] == '"')
            quoted = !quoted;
        if (s.ptr[i] == '\n' && !quoted)
            break;
        for (size_t k = 0; !quoted && k < sizeof candidates; k++)
            counts[k] += s.ptr[i] == candidates[k];
    }
    size_t best = 0;
    for (size_t k = 1; k < sizeof candidates; k++)
        if (counts[k] > counts[best])
            best = k;
    return candidates[best];
}

static th_str from_utf16(th_arena *arena, th_str s, bool little)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 2; i + 1 < s.len; i += 2) {
        uint32_t a = (unsigned char)s.ptr[i], b = (unsigned char)s.ptr[i + 1], u = little ? b << 8 | a : a << 8 | b;
        if (u >= 0xD800 && u < 0xDC00 && i + 3 < s.len) {
            uint32_t c = (unsigned char)s.ptr[i + 2], d = (unsigned char)s.ptr[i + 3],
                     low = little ? d << 8 | c : c << 8 | d;
            if (low >= 0xDC00 && low < 0xE000) {
                u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        th_utf8_put(&out, u);
    }
    return th_buf_str(&out);
}

/* UTF-8 whatever it was: by its mark, as it is, or legacy bytes in their CP1252 view. */
static th_str to_utf8(th_arena *arena, th_str s)
{
    if (th_str_starts(s, TH_STR("\xEF\xBB\xBF")))
        s = th_str_sub(s, 3, s.len);
    else if (th_str_starts(s, TH_STR("\xFF\xFE")))
        return from_utf16(arena, s, true);
    else if (th_str_starts(s, TH_STR("\xFE\xFF")))
        return from_utf16(arena, s, false);
    return th_utf8_valid(s) ? s : th_codepage_view(arena, s);
}

typedef struct csv {
    th_book *book;
    th_sheet *sheet;
    th_buf field;
    uint32_t row, col;
} csv;

static th_status end_field(csv *c)
{
    th_str text = th_str_trim(th_buf_str(&c->field));
    c->field.len = 0;
    uint32_t col = c->col++;
    if (text.len == 0)
        return TH_OK;
    th_cell cell = {.row = c->row,
                    .col = col,
                    .type = TH_CELL_TEXT,
                    .format_decimals = -1,
                    .raw = th_str_copy(c->book->arena, text)};
    if (c->row >= CSV_ROWS || col >= CSV_COLS)
        return th_book_refuse(c->book, c->sheet, TH_F_FILE_LIMIT, TH_STR("quá nhiều dòng hoặc cột"),
                              TH_STR("too many rows or columns"));
    return th_book_push(c->book, c->sheet, &cell);
}

static th_status read_fields(csv *c, th_str s, char delimiter)
{
    bool quoted = false, was_quoted = false;
    for (size_t i = 0; i < s.len; i++) {
        char ch = s.ptr[i];
        if (quoted) {
            if (ch != '"')
                th_buf_byte(&c->field, ch);
            else if (i + 1 < s.len && s.ptr[i + 1] == '"')
                th_buf_byte(&c->field, s.ptr[i++]);
            else
                quoted = false;
            continue;
        }
        if (ch == '"' && !was_quoted && th_str_trim(th_buf_str(&c->field)).len == 0) {
            c->field.len = 0;
            quoted = was_quoted = true;
        } else if (ch == delimiter || ch == '\n') {
            if (end_field(c) >= TH_FAILED)
                return TH_FAILED;
            was_quoted = false;
            if (ch == '\n') {
                c->row++;
                c->col = 0;
            }
        } else if (ch != '\r' || (i + 1 < s.len && s.ptr[i + 1] != '\n')) {
            th_buf_byte(&c->field, ch);
        }
    }
    if (quoted) /* all that follows would be one field: nothing of it is counted */
        return th_book_refuse(c->book, c->sheet, TH_F_FILE_DAMAGED, TH_STR("dấu ngoặc kép mở mà không đóng"),
                              TH_STR("a quote is opened and not closed"));
    return end_field(c);
}

th_status th_csv_read(th_book *book, th_str bytes, th_str name)
{
    book->format = TH_BOOK_CSV;
    size_t dot = name.len;
    for (size_t i = name.len; i > 0 && dot == name.len; i--)
        if (name.ptr[i - 1] == '.')
            dot = i - 1;
    csv c = {.book = book,
             .sheet = th_book_add_sheet(book, th_str_copy(book->arena, th_str_sub(name, 0, dot)), TH_VISIBLE)};
    if (!c.sheet)
        return TH_FAILED;
    th_buf_init(&c.field, book->arena);
    th_str text = to_utf8(book->arena, bytes);
    if (read_fields(&c, text, delimiter_of(text)) >= TH_FAILED)
        return TH_FAILED;
    th_sheet_seal(c.sheet);
    return TH_OK;
}
