/* Tables and views of the store as .csv. */
#include "base/ascii.h"
#include "store/connection.h"

#include <string.h>

#include "base/banned.h"

th_status th_store_tables(th_store *store, th_arena *arena, th_strs *names, th_trouble *trouble)
{
    th_sql_do(store->sql, "BEGIN");
    th_query query = th_query_of(store->sql, "SELECT name FROM sqlite_schema WHERE (type = 'table' AND name NOT LIKE "
                                             "'sqlite\\_%' ESCAPE '\\') OR (type = 'view' AND name LIKE 'v\\_%' ESCAPE "
                                             "'\\') ORDER BY name");
    while (th_query_row(&query))
        th_strs_add(names, arena, th_query_text(&query, arena, 0));
    th_query_end(&query);
    return th_sql_result(store->sql, trouble);
}

void th_store_tables_end(th_store *store)
{
    th_trouble ignored = {0}; /* nothing was written */
    th_sql_commit(store->sql, &ignored);
}

/* "-1.234,5" and "+12%" are figures; "-2+3" and "+84 912" are not, and a spreadsheet would compute the former. */
static bool is_signed_figure(th_str text)
{
    size_t digits = 0;
    for (size_t i = 1; i < text.len; i++) {
        if (th_is_digit(text.ptr[i]))
            digits++;
        else if (text.ptr[i] != '.' && text.ptr[i] != ',' && !(text.ptr[i] == '%' && i + 1 == text.len))
            return false;
    }
    return digits > 0;
}

/* Does a spreadsheet that opens the file take the text for a formula? */
static bool would_be_computed(th_str text)
{
    char first = text.len ? text.ptr[0] : '\0';
    if (first == '+' || first == '-')
        return !is_signed_figure(text);
    return first == '=' || first == '@' || first == '\t' || first == '\r' || first == '\n';
}

static void add_field(th_buf *csv, th_str text)
{
    bool computed = would_be_computed(text), quoted = computed;
    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted = strchr(",\"\r\n", text.ptr[i]) != NULL;
    if (!quoted) {
        th_buf_add(csv, text);
        return;
    }
    th_buf_byte(csv, '"');
    if (computed)
        th_buf_byte(csv, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            th_buf_byte(csv, '"');
        th_buf_byte(csv, text.ptr[i]);
    }
    th_buf_byte(csv, '"');
}

static void add_row(th_buf *csv, const th_query *query, th_arena *scratch)
{
    for (int i = 0; i < th_query_columns(query); i++) {
        long long bytes = th_query_bytes(query, i);
        if (i)
            th_buf_byte(csv, ',');
        if (bytes >= 0)
            th_buf_fmt(csv, "%lld", bytes);
        else
            add_field(csv, th_query_text(query, scratch, i));
    }
    th_buf_add(csv, TH_STR("\r\n"));
}

th_status th_store_csv(th_store *store, th_str name, th_buf *csv, size_t *rows, th_trouble *trouble)
{
    th_arena *scratch = th_arena_scratch(store->arena);
    const char *text = th_str_cstr(scratch, th_str_fmt(scratch, "SELECT * FROM \"" TH_FMT "\"", TH_ARG(name)));
    th_query query = th_query_of(store->sql, text);
    *rows = 0;
    th_buf_add(csv, TH_STR("\xEF\xBB\xBF"));
    for (int i = 0; i < th_query_columns(&query); i++) {
        if (i)
            th_buf_byte(csv, ',');
        add_field(csv, th_query_column(&query, scratch, i));
    }
    th_buf_add(csv, TH_STR("\r\n"));
    while (th_query_row(&query)) {
        th_arena *row = th_arena_scratch(scratch);
        add_row(csv, &query, row);
        th_arena_free(row);
        ++*rows;
    }
    th_query_end(&query);
    th_arena_free(scratch);
    return th_sql_result(store->sql, trouble);
}
