/* A run that is held to what was frozen comes to the same figures, points and ranks, or it is not recorded. */
#include "store/connection.h"
#include "store/rows.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_KEYS = 4, MOST_VALUES = 4, NAMED = 3 };

/* What tells a row from the others of its table, and what it says. */
typedef struct held_table {
    th_span_place table;
    void (*fill)(th_span_rows *rows, const th_store_entry *entry);
    size_t keys[MOST_KEYS], nkeys;
    size_t values[MOST_VALUES], nvalues;
} held_table;

static const held_table held_figures = {
    TH_SPANS_facts,
    th_rows_of_facts,
    {TH_AT(facts, unit), TH_AT(facts, code), TH_AT(facts, measure), TH_AT(facts, item)},
    4,
    {TH_AT(facts, state), TH_AT(facts, exact), TH_AT(facts, den), TH_AT(facts, text)},
    4};
static const held_table held_points = {TH_SPANS_points,
                                       th_rows_of_points,
                                       {TH_AT(points, unit), TH_AT(points, criterion)},
                                       2,
                                       {TH_AT(points, official), TH_AT(points, state)},
                                       2};
static const held_table held_ranks = {TH_SPANS_ranks,
                                      th_rows_of_ranks,
                                      {TH_AT(ranks, unit), TH_AT(ranks, ranking)},
                                      2,
                                      {TH_AT(ranks, rank), TH_AT(ranks, value)},
                                      2};

/* A row as two texts. */
typedef struct held_row {
    th_str key, value;
} held_row;

typedef struct held_rows {
    held_row *at;
    size_t n;
} held_rows;

static th_str joined(th_arena *arena, const th_str *row, const size_t *columns, size_t n)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++)
        if (row[columns[i]].len)
            th_buf_fmt(&out, "%s" TH_FMT, out.len ? " " : "", TH_ARG(row[columns[i]]));
    return th_buf_str(&out);
}

static int row_order(const void *left, const void *right)
{
    const held_row *one = left, *other = right;
    int order = th_str_cmp(one->key, other->key);
    return order ? order : th_str_cmp(one->value, other->value);
}

/* A row without any value says as much as no row, and is left out. */
static held_rows held_rows_of(const held_table *table, const th_span_rows *rows)
{
    size_t width = th_spans_width(table->table);
    held_rows held = {th_arena_array(rows->arena, rows->n / width + 1, sizeof(held_row)), 0};
    for (size_t at = 0; at + width <= rows->n; at += width) {
        const th_str *row = rows->cells + at;
        const held_row told = {joined(rows->arena, row, table->keys, table->nkeys),
                               joined(rows->arena, row, table->values, table->nvalues)};
        if (told.value.len)
            held.at[held.n++] = told;
    }
    if (held.n > 1)
        qsort(held.at, held.n, sizeof *held.at, row_order);
    return held;
}

/* How many rows differ, and the first few of them in words. */
typedef struct held_differences {
    size_t n;
    th_buf named;
} held_differences;

static void note_difference(held_differences *differences, th_str key, th_str was, th_str is)
{
    static const th_str nothing = {"–", sizeof "–" - 1};
    th_str then = was.len ? was : nothing;
    th_str now = is.len ? is : nothing;
    if (differences->n++ < NAMED)
        th_buf_fmt(&differences->named, "%s" TH_FMT ": " TH_FMT " → " TH_FMT, differences->n > 1 ? "; " : "",
                   TH_ARG(key), TH_ARG(then), TH_ARG(now));
}

static void compare_held(th_sql *sql, const th_store_entry *entry, const held_table *table, long long run,
                         held_differences *differences)
{
    th_arena *scratch = th_arena_scratch(th_sql_arena(sql));
    th_span_rows rows_then = {.arena = scratch, .table = table->table},
                 rows_now = {.arena = scratch, .table = table->table};
    th_spans_read(sql, &rows_then, run);
    table->fill(&rows_now, entry);
    held_rows then = held_rows_of(table, &rows_then), now = held_rows_of(table, &rows_now);
    size_t i = 0, k = 0;
    while (i < then.n || k < now.n) {
        int order = (i == then.n) - (k == now.n);
        if (!order)
            order = th_str_cmp(then.at[i].key, now.at[k].key);
        if (order < 0)
            note_difference(differences, then.at[i].key, then.at[i].value, (th_str){0});
        else if (order > 0)
            note_difference(differences, now.at[k].key, (th_str){0}, now.at[k].value);
        else if (!th_str_eq(then.at[i].value, now.at[k].value))
            note_difference(differences, now.at[k].key, then.at[i].value, now.at[k].value);
        i += order <= 0;
        k += order >= 0;
    }
    th_arena_free(scratch);
}

th_status th_store_hold(th_store *store, const th_store_entry *entry, const th_freeze *figures, const th_freeze *points,
                        th_trouble *trouble)
{
    th_sql *sql = store->sql;
    held_differences differences = {0};
    th_buf_init(&differences.named, store->arena);
    compare_held(sql, entry, &held_figures, figures->run, &differences);
    if (points) {
        compare_held(sql, entry, &held_points, points->run, &differences);
        compare_held(sql, entry, &held_ranks, points->run, &differences);
    }
    if (!differences.n || th_sql_failed(sql))
        return th_sql_result(sql, trouble);
    th_str named = th_buf_str(&differences.named);
    *trouble =
        TH_TROUBLE(store->arena,
                   "lượt này ra %zu chỗ khác với số đã chốt, nên không ghi gì: " TH_FMT ". Số liệu chốt bằng " TH_FMT
                   ", lượt này là " TH_FMT ". Cách xử lý: cài lại phiên bản đã chốt, xem bản lưu trong luu/tep có "
                   "đủ không, hoặc ghi “mở chốt” có căn cứ vào trang Chốt",
                   "this run differs from what was frozen in %zu places, and nothing is written: “" TH_FMT
                   "”. It was frozen with “" TH_FMT "”, this run is by “" TH_FMT "”. To mend it: install the version "
                   "it was frozen with, see that the copies in luu/tep are there, or enter a row “mở chốt” with "
                   "its ground in sheet “Chốt”",
                   differences.n, TH_ARG(named), TH_ARG(figures->program), TH_ARG(entry->run.program));
    return TH_FAILED;
}
