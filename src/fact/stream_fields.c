/* What the fields of a record stream say: texts, numbers, cells. */
#include "base/ascii.h"
#include "book/reference.h"
#include "fact/stream_words.h"

#include "base/banned.h"

enum { MOST_DIGITS = 4096, MOST_LETTERS = 3 };

static char unescaped(char escaped)
{
    switch (escaped) {
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    default: return escaped;
    }
}

th_str th_stream_text(th_arena *arena, th_str field)
{
    if (th_str_find(field, TH_STR("\\"), 0) == SIZE_MAX)
        return th_str_copy(arena, field);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < field.len; i++) {
        bool escape = field.ptr[i] == '\\' && i + 1 < field.len;
        th_buf_byte(&out, escape ? unescaped(field.ptr[++i]) : field.ptr[i]);
    }
    return th_buf_str(&out);
}

bool th_stream_whole(th_str field, long low, long high, long *out)
{
    return th_str_to_long(field, out) && *out >= low && *out <= high;
}

bool th_stream_exact(th_arena *arena, th_str field, const th_exact **out)
{
    *out = field.len && field.len <= MOST_DIGITS ? th_exact_parse(arena, field) : NULL;
    return field.len == 0 || *out;
}

bool th_stream_cell(th_str name, uint32_t *row, uint32_t *col)
{
    *row = *col = TH_NO_CELL;
    if (name.len == 0)
        return true;
    unsigned long column = 0;
    size_t i = 0;
    for (; i < name.len && th_is_upper(name.ptr[i]) && i < MOST_LETTERS; i++)
        column = column * 26 + (unsigned long)(name.ptr[i] - 'A' + 1);
    long line;
    if (i == 0 || column > TH_MOST_COLUMNS || !th_stream_whole(th_str_sub(name, i, name.len), 1, TH_MOST_ROWS, &line))
        return false;
    *row = (uint32_t)line - 1;
    *col = (uint32_t)column - 1;
    return true;
}

bool th_stream_day(th_str field, int *serial)
{
    int year, month, day;
    *serial = 0;
    if (!field.len)
        return true;
    if (!th_date_parse(field, &year, &month, &day))
        return false;
    *serial = th_date_serial(year, month, day);
    return true;
}

void th_stream_put_field(th_buf *out, th_str text)
{
    size_t from = 0;
    th_buf_byte(out, '\t');
    for (size_t i = 0; i < text.len; i++) {
        bool plain = (unsigned char)text.ptr[i] >= ' ' && text.ptr[i] != '\\';
        const char *escape = plain ? NULL : th_field_escape(text.ptr[i]);
        if (!escape)
            continue;
        th_buf_add(out, th_str_sub(text, from, i - from));
        th_buf_add(out, th_str_of(escape));
        from = i + 1;
    }
    th_buf_add(out, th_str_sub(text, from, text.len));
}

void th_stream_put_day(th_buf *out, int serial)
{
    int year, month, day;
    th_date_of_serial(serial, &year, &month, &day);
    if (serial)
        th_buf_fmt(out, "\t%04d-%02d-%02d", year, month, day);
    else
        th_buf_byte(out, '\t');
}
