/* Writing and reading tables with tabs. */
#include "batch/dossier_table.h"

#include "fact/stream_words.h"
#include "text/utf8.h"

#include "base/banned.h"

void th_table_put(th_buf *out, const th_str *fields, size_t n)
{
    th_buf row;
    th_buf_init(&row, out->arena);
    for (size_t i = 0; i < n; i++)
        th_stream_put_field(&row, fields[i]);
    th_buf_add(out, th_str_sub(th_buf_str(&row), 1, row.len)); /* without the tab before the first */
    th_buf_byte(out, '\n');
}

th_str th_table_number(th_arena *arena, long long number)
{
    return th_str_fmt(arena, "%lld", number);
}

th_str th_table_day(th_arena *arena, int serial)
{
    int year, month, day;
    if (!serial)
        return (th_str){0};
    th_date_of_serial(serial, &year, &month, &day);
    return th_str_fmt(arena, "%04d-%02d-%02d", year, month, day);
}

bool th_table_refuse(th_table_reader *reader)
{
    *reader->trouble = TH_TROUBLE(reader->arena, "tệp %s của hồ sơ, dòng %zu không đúng",
                                  "file %s of the dossier, line %zu is wrong", reader->file, reader->line);
    return false;
}

th_status th_table_begin(th_table_reader *reader, th_str bytes, th_str header)
{
    th_str line = {0};
    reader->rest = bytes;
    reader->line = 1;
    if (th_str_starts(bytes, TH_STR("\xEF\xBB\xBF")))
        reader->rest = th_str_sub(bytes, 3, bytes.len);
    if (!th_utf8_valid(bytes) || !th_str_ends(bytes, TH_STR("\n")) || !th_str_cut(&reader->rest, '\n', &line) ||
        !th_str_eq(line, header)) {
        th_table_refuse(reader);
        return TH_FAILED;
    }
    reader->columns = 1;
    for (size_t i = 0; i < header.len; i++)
        reader->columns += header.ptr[i] == '\t';
    return reader->columns <= TH_TABLE_MOST_FIELDS ? TH_OK : TH_FAILED;
}

bool th_table_next(th_table_reader *reader)
{
    th_str line, field;
    if (!reader->rest.len || !th_str_cut(&reader->rest, '\n', &line))
        return false;
    reader->line++;
    size_t n = 1;
    for (size_t i = 0; i < line.len; i++)
        n += line.ptr[i] == '\t';
    if (n != reader->columns)
        return th_table_refuse(reader);
    for (size_t i = 0; i < n; i++) {
        reader->fields[i] = (th_str){0};
        if (th_str_cut(&line, '\t', &field))
            reader->fields[i] = th_stream_text(reader->arena, field);
    }
    return true;
}

bool th_table_take_number(th_table_reader *reader, size_t column, long low, long high, long *number)
{
    return th_stream_whole(reader->fields[column], low, high, number) || th_table_refuse(reader);
}

bool th_table_take_day(th_table_reader *reader, size_t column, int *serial)
{
    return th_stream_day(reader->fields[column], serial) || th_table_refuse(reader);
}
