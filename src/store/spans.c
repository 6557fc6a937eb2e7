/* Rows that hold from one run to another. */
#include "store/spans.h"

#include "base/digest.h"
#include "base/lookup.h"
#include "fact/stream_words.h"

#include <string.h>

#include "base/banned.h"

/* A table; or, with a type, a column of the table before it. */
static const struct {
    const char *name, *type, *searched_by;
} places[TH_SPAN_PLACES] = {
#define TH_SPANS(table, searched_by) {#table, NULL, searched_by},
#define TH_COLUMN(table, column, type) {#column, #type, NULL},
#include "store/spans.def"
#undef TH_SPANS
#undef TH_COLUMN
};

size_t th_spans_width(th_span_place table)
{
    size_t n = 0;
    while (table + 1 + n < TH_SPAN_PLACES && places[table + 1 + n].type)
        n++;
    return n;
}

/* ---- the statements of a table ---- */

static void create_table(th_sql *sql, th_span_place table)
{
    const char *name = places[table].name;
    th_buf text;
    th_buf_init(&text, th_sql_arena(sql));
    th_buf_fmt(&text, "CREATE TABLE %s (id INTEGER PRIMARY KEY", name);
    for (size_t i = 0; i < th_spans_width(table); i++)
        th_buf_fmt(&text, ", %s %s", places[table + 1 + i].name, places[table + 1 + i].type);
    th_buf_fmt(&text,
               ", from_run INTEGER NOT NULL REFERENCES runs (number), to_run INTEGER REFERENCES runs (number),"
               " CHECK (to_run IS NULL OR to_run >= from_run));"
               "CREATE INDEX %s_by ON %s (%s)",
               name, name, places[table].searched_by);
    th_buf_byte(&text, '\0');
    th_sql_do(sql, text.ptr);
}

void th_spans_create(th_sql *sql)
{
    for (size_t i = 0; i < TH_SPAN_PLACES; i++)
        if (!places[i].type)
            create_table(sql, (th_span_place)i);
}

/* "SELECT id, columns FROM table WHERE `which` ORDER BY id" */
static th_query select_rows(th_sql *sql, th_span_place table, const char *which)
{
    th_buf text;
    th_buf_init(&text, th_sql_arena(sql));
    th_buf_add(&text, TH_STR("SELECT id"));
    for (size_t i = 0; i < th_spans_width(table); i++)
        th_buf_fmt(&text, ", %s", places[table + 1 + i].name);
    th_buf_fmt(&text, " FROM %s WHERE %s ORDER BY id", places[table].name, which);
    th_buf_byte(&text, '\0');
    return th_query_of(sql, text.ptr);
}

static th_query insert_row(th_sql *sql, th_span_place table)
{
    th_buf text;
    th_buf_init(&text, th_sql_arena(sql));
    th_buf_fmt(&text, "INSERT INTO %s (from_run", places[table].name);
    for (size_t i = 0; i < th_spans_width(table); i++)
        th_buf_fmt(&text, ", %s", places[table + 1 + i].name);
    th_buf_add(&text, TH_STR(") VALUES (?"));
    for (size_t i = 0; i < th_spans_width(table); i++)
        th_buf_add(&text, TH_STR(", ?"));
    th_buf_add(&text, (th_str){")", 2}); /* with its NUL */
    return th_query_of(sql, text.ptr);
}

/* ---- rows ---- */

th_str *th_spans_add(th_span_rows *rows)
{
    size_t width = th_spans_width(rows->table), first = rows->n;
    for (size_t i = 0; i < width; i++)
        TH_PUSH(rows->arena, rows->cells, rows->n, rows->cap, (th_str){0});
    return rows->cells + first;
}

th_str th_span_number(th_arena *arena, long long number)
{
    return th_str_fmt(arena, "%lld", number);
}

th_str th_span_day(th_arena *arena, int serial)
{
    int year, month, day;
    if (!serial)
        return (th_str){0};
    th_date_of_serial(serial, &year, &month, &day);
    return th_str_fmt(arena, "%04d-%02d-%02d", year, month, day);
}

int th_query_day(const th_query *query, th_arena *arena, int column)
{
    int serial = 0;
    if (!th_stream_day(th_query_text(query, arena, column), &serial))
        th_sql_fail(query->sql, TH_WORDS_ARE("có một ngày không đọc được", "it holds a day that cannot be read"));
    return serial;
}

/* What tells one row from all others: a digest of its cells, and how many like it came before. */
typedef struct row_key {
    uint8_t digest[TH_DIGEST_MOST];
    uint32_t before;
} row_key;

/* What makes the keys of the rows of a list, one row after the other. */
typedef struct row_keys {
    th_arena *arena;
    th_lookup like; /* by digest: how many rows have had it */
    th_buf text;
} row_keys;

static row_key next_key(row_keys *keys, const th_str *cells, size_t width)
{
    row_key key = {.before = 0};
    keys->text.len = 0;
    for (size_t i = 0; i < width; i++) {
        th_buf_fmt(&keys->text, "%zu:", cells[i].len);
        th_buf_add(&keys->text, cells[i]);
    }
    size_t n = th_digest_of(TH_SHA256, th_buf_str(&keys->text), (th_str){0}, key.digest);
    key.before = (*th_lookup_at(&keys->like, keys->arena, (th_str){(const char *)key.digest, n}))++;
    return key;
}

static row_keys keys_in(th_arena *arena)
{
    row_keys keys = {.arena = arena};
    th_buf_init(&keys.text, arena);
    return keys;
}

/* The rows of a table that hold until now. */
typedef struct open_rows {
    th_lookup numbers; /* of a row by its key, from 1 */
    long long *ids;
    size_t n, cap;
    bool *stay; /* which of them still hold */
} open_rows;

static open_rows read_open_rows(th_sql *sql, th_arena *arena, th_span_place table)
{
    open_rows open = {0};
    row_keys keys = keys_in(arena);
    size_t width = th_spans_width(table);
    th_str *cells = th_arena_array(arena, width, sizeof *cells);
    th_arena *of_row = th_arena_scratch(arena);
    th_query query = select_rows(sql, table, "to_run IS NULL");
    while (th_query_row(&query)) {
        for (size_t i = 0; i < width; i++)
            cells[i] = th_query_text(&query, of_row, (int)i + 1);
        row_key key = next_key(&keys, cells, width);
        TH_PUSH(arena, open.ids, open.n, open.cap, th_query_number(&query, 0));
        *th_lookup_at(&open.numbers, arena, (th_str){(const char *)&key, sizeof key}) = (uint32_t)open.n;
        th_arena_reset(of_row);
    }
    th_query_end(&query);
    th_arena_free(of_row);
    open.stay = th_arena_array(arena, open.n, sizeof *open.stay);
    return open;
}

static void end_rows(th_sql *sql, th_span_place table, const open_rows *open, long long run)
{
    th_str text = th_str_fmt(th_sql_arena(sql), "UPDATE %s SET to_run = ? WHERE id = ?", places[table].name);
    th_query query = th_query_of(sql, th_str_cstr(th_sql_arena(sql), text));
    for (size_t i = 0; i < open->n; i++) {
        if (open->stay[i])
            continue;
        th_query_set_number(&query, 1, run - 1);
        th_query_set_number(&query, 2, open->ids[i]);
        th_query_run(&query);
    }
    th_query_end(&query);
}

void th_spans_record(th_sql *sql, const th_span_rows *rows, long long run)
{
    th_arena *scratch = th_arena_scratch(rows->arena);
    size_t width = th_spans_width(rows->table);
    open_rows open = read_open_rows(sql, scratch, rows->table);
    row_keys keys = keys_in(scratch);
    th_query query = insert_row(sql, rows->table);
    for (size_t at = 0; at < rows->n && !th_sql_failed(sql); at += width) {
        row_key key = next_key(&keys, rows->cells + at, width);
        const uint32_t *number = th_lookup_find(&open.numbers, (th_str){(const char *)&key, sizeof key});
        if (number) {
            open.stay[*number - 1] = true;
            continue;
        }
        th_query_set_number(&query, 1, run);
        for (size_t i = 0; i < width; i++)
            th_query_set(&query, (int)i + 2, rows->cells[at + i]);
        th_query_run(&query);
    }
    th_query_end(&query);
    end_rows(sql, rows->table, &open, run);
    th_arena_free(scratch);
}

void th_spans_read(th_sql *sql, th_span_rows *rows, long long run)
{
    size_t width = th_spans_width(rows->table);
    th_query query = select_rows(sql, rows->table, "from_run <= ?1 AND (to_run IS NULL OR to_run >= ?1)");
    th_query_set_number(&query, 1, run);
    while (th_query_row(&query)) {
        th_str *cells = th_spans_add(rows);
        for (size_t i = 0; i < width; i++)
            cells[i] = th_query_text(&query, rows->arena, (int)i + 1);
    }
    th_query_end(&query);
}
