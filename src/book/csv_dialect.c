/* Finding out from the first lines of a .csv how it is written: its encoding, delimiter and quotes. */
#include "book/csv.h"

#include "book/book.h"

#include "text/codepage.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { LOOKED_AT = 64 * 1024, LINES = 200, FIELDS = 64 };

bool th_csv_is_utf16(th_str s, bool *little)
{
    size_t zeros[2] = {0}, n = s.len < LOOKED_AT ? s.len & ~(size_t)1 : LOOKED_AT;
    for (size_t i = 0; i < n; i++)
        zeros[i & 1] += s.ptr[i] == 0;
    *little = zeros[1] > zeros[0];
    size_t most = zeros[*little], least = zeros[!*little];
    return n >= 4 && s.len % 2 == 0 && most > n / 6 && least < n / 100 + 1;
}

static uint32_t utf16_unit(th_str s, size_t at, bool little)
{
    uint32_t first = (unsigned char)s.ptr[at], second = (unsigned char)s.ptr[at + 1];
    return little ? second << 8 | first : first << 8 | second;
}

static th_str from_utf16(th_arena *arena, th_str s, bool little)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i + 1 < s.len; i += 2) {
        uint32_t code = utf16_unit(s, i, little);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < s.len) {
            uint32_t low = utf16_unit(s, i + 2, little);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        th_utf8_put(&out, code);
    }
    return th_buf_str(&out);
}

typedef enum csv_encoding { CSV_UTF8, CSV_UTF16_MARKED, CSV_UTF16, CSV_LEGACY } csv_encoding;

static csv_encoding encoding_of(th_str s, bool *little)
{
    if (th_str_starts(s, TH_STR("\xFF\xFE")) || th_str_starts(s, TH_STR("\xFE\xFF"))) {
        *little = s.ptr[0] == '\xFF';
        return CSV_UTF16_MARKED;
    }
    if (th_csv_is_utf16(s, little))
        return CSV_UTF16;
    return th_utf8_valid(s) ? CSV_UTF8 : CSV_LEGACY;
}

static const th_str utf8_mark = {"\xEF\xBB\xBF", 3};

static th_str without_mark(th_str s)
{
    return th_str_starts(s, utf8_mark) ? th_str_sub(s, utf8_mark.len, s.len) : s;
}

bool th_csv_is_legacy(th_str bytes)
{
    bool little;
    return encoding_of(without_mark(bytes), &little) == CSV_LEGACY;
}

th_str th_csv_text(th_arena *arena, th_str s)
{
    bool little;
    s = without_mark(s);
    switch (encoding_of(s, &little)) {
    case CSV_UTF16_MARKED: return from_utf16(arena, th_str_sub(s, 2, s.len), little);
    case CSV_UTF16: return from_utf16(arena, s, little);
    case CSV_LEGACY: return th_codepage_view(arena, s);
    case CSV_UTF8:
    default: return s;
    }
}

/* The first three separate cells wherever they can.  The others, which stand in texts too, do so only where more lines
 * speak for them. */
static const char delimiters[] = {',', ';', '\t', '|', '^'};
enum { USUAL_DELIMITERS = 3 };

static bool is_delimiter(char c)
{
    return memchr(delimiters, c, sizeof delimiters) != NULL;
}

/* Where the quote closes that opens at `at`.  *ends: a delimiter follows, whichever it is, or the end of a line; where
 * it does not, the quote may be a character of a text. */
static size_t closing_quote(th_str s, size_t at, bool *ends)
{
    for (size_t i = at + 1; i < s.len && i < LOOKED_AT; i++) {
        if (s.ptr[i] != '"')
            continue;
        if (i + 1 < s.len && s.ptr[i + 1] == '"') {
            i++;
            continue;
        }
        size_t next = i + 1;
        while (next < s.len && s.ptr[next] == ' ')
            next++;
        *ends = next >= s.len || is_delimiter(s.ptr[next]) || s.ptr[next] == '\n' || s.ptr[next] == '\r';
        return i;
    }
    *ends = false;
    return s.len;
}

/* How many lines have the number of fields that most lines have, and how many fields that is.  Lines of one field
 * (titles, notes) speak for no delimiter.  What stands in quotes has no say: a quote may open behind any delimiter,
 * for the expressions in the quotes of a comma file are full of ';'. */
static size_t agreement(th_str s, char delimiter, size_t *fields)
{
    size_t lines[FIELDS + 1] = {0}, n = 1, seen = 0, best = 0;
    bool fresh = true, own = true; /* a field begins here; and it does so by `delimiter` too */
    for (size_t i = 0; i < s.len && i < LOOKED_AT && seen < LINES; i++) {
        char c = s.ptr[i];
        bool line = c == '\n' || c == '\r';
        if (c == '"' && fresh) {
            bool ends;
            size_t close = closing_quote(s, i, &ends);
            i = ends || own ? close : i; /* of its own fields the reader takes every quote for one that opens */
        } else if (c == delimiter) {
            n++;
        } else if (line) {
            lines[n < FIELDS ? n : FIELDS]++;
            seen += n > 1;
            n = 1;
        }
        own = c == delimiter || line || (own && c == ' ');
        fresh = is_delimiter(c) || line || (fresh && c == ' ');
    }
    lines[n < FIELDS ? n : FIELDS]++; /* the last line, which may be cut */
    *fields = 1;
    for (size_t k = 2; k <= FIELDS; k++)
        if (lines[k] > best) {
            best = lines[k];
            *fields = k;
        }
    return best;
}

/* Are fields in single quotes?  Then one stands 'like this' between delimiters or line ends. */
static bool single_quotes(th_str s, char delimiter)
{
    size_t pairs = 0;
    if (s.len && memchr(s.ptr, '"', s.len < LOOKED_AT ? s.len : LOOKED_AT))
        return false;
    for (size_t i = 1; i + 1 < s.len && i < LOOKED_AT; i++)
        pairs += s.ptr[i] == delimiter && s.ptr[i - 1] == '\'' && s.ptr[i + 1] == '\'';
    return pairs > 0 && s.ptr[0] == '\'';
}

th_csv_dialect th_csv_dialect_of(th_str s)
{
    th_csv_dialect dialect = {',', '"', 0};
    if (s.len >= 5 && th_str_starts(s, TH_STR("sep=")) && (s.len == 5 || s.ptr[5] == '\r' || s.ptr[5] == '\n')) {
        dialect.delimiter = s.ptr[4];
        bool pair = s.len > 6 && s.ptr[5] == '\r' && s.ptr[6] == '\n';
        dialect.start = pair ? 7 : 5 + (s.len > 5);
        return dialect;
    }
    size_t most = 0, widest = 0;
    for (size_t k = 0; k < sizeof delimiters; k++) {
        size_t fields, lines = agreement(s, delimiters[k], &fields);
        if (lines > most || (lines == most && lines && fields > widest && k < USUAL_DELIMITERS)) {
            most = lines;
            widest = fields;
            dialect.delimiter = delimiters[k];
        }
    }
    if (single_quotes(s, dialect.delimiter))
        dialect.quote = '\'';
    return dialect;
}

static size_t lines_with_text(th_str s)
{
    size_t n = 0;
    bool any = false;
    for (size_t i = 0; i < s.len && i < LOOKED_AT; i++) {
        bool end = s.ptr[i] == '\n' || s.ptr[i] == '\r';
        n += end && any;
        any = !end && (any || s.ptr[i] != ' ');
    }
    return n + any;
}

bool th_csv_is_table(th_str bytes)
{
    bool little;
    if (encoding_of(without_mark(bytes), &little) == CSV_UTF16_MARKED || th_csv_is_utf16(bytes, &little))
        return true;
    size_t looked_at = bytes.len < LOOKED_AT ? bytes.len : LOOKED_AT, most = lines_with_text(bytes);
    if (looked_at && memchr(bytes.ptr, '\t', looked_at))
        return true;
    most = most < LINES ? most : LINES;
    for (size_t k = 0; k < sizeof delimiters; k++) {
        size_t fields, lines = agreement(bytes, delimiters[k], &fields);
        if (lines >= 2 && lines >= most / 2)
            return true;
    }
    return false;
}
