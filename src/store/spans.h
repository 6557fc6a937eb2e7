/* Inside the store: the tables of spans.def, whose rows hold from one run to another.
 *
 * A night in which little has changed adds little; what was so in run N are the rows with from_run <= N and to_run
 * NULL or >= N.  Rows that are the same in all columns are kept as often as they are given.
 */
#ifndef TH_STORE_SPANS_H
#define TH_STORE_SPANS_H

#include "store/sqlite.h"

/* Each table, and behind it its columns. */
typedef enum th_span_place {
#define TH_SPANS(table, searched_by) TH_SPANS_##table,
#define TH_COLUMN(table, column, type) TH_COLUMN_##table##_##column,
#include "store/spans.def"
#undef TH_SPANS
#undef TH_COLUMN
    TH_SPAN_PLACES
} th_span_place;

/* The number of a column in a row of its table. */
#define TH_AT(table, column) (TH_COLUMN_##table##_##column - TH_SPANS_##table - 1)

size_t th_spans_width(th_span_place table); /* how many columns it has */
/* Creates all tables, with their indexes. */
void th_spans_create(th_sql *sql);

/* The rows of one table as a run has them; `arena` is theirs. */
typedef struct th_span_rows {
    th_arena *arena;
    th_span_place table;
    th_str *cells; /* row by row */
    size_t n, cap; /* cells */
} th_span_rows;

/* A new row, all of it "", to be filled in with TH_AT; valid until the next one. */
th_str *th_spans_add(th_span_rows *rows);
/* What has gone ends with the run before; what is new begins with this one.  Inside a transaction. */
void th_spans_record(th_sql *sql, const th_span_rows *rows, long long run);
/* The rows of a run, in the order in which they came into the store. */
void th_spans_read(th_sql *sql, th_span_rows *rows, long long run);

/* What fills cells. */
th_str th_span_number(th_arena *arena, long long number);
th_str th_span_day(th_arena *arena, int serial); /* "2023-01-05"; 0: "" */
/* The serial back again, of the row at hand. */
int th_query_day(const th_query *query, th_arena *arena, int column);

#endif
