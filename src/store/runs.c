/* Which runs there were. */
#include "fact/stream_words.h"
#include "store/connection.h"

#include "base/banned.h"

th_status th_store_last(th_store *store, long long *number, th_trouble *trouble)
{
    *number = th_sql_number(store->sql, "SELECT max(number) FROM runs");
    return th_sql_result(store->sql, trouble);
}

static int day_in(const th_query *query, th_arena *arena, int column)
{
    int serial = 0;
    if (!th_stream_day(th_query_text(query, arena, column), &serial))
        th_sql_fail(query->sql, TH_WORDS_ARE("có một ngày không đọc được", "it holds a day that cannot be read"));
    return serial;
}

th_status th_store_list(th_store *store, th_arena *arena, th_store_runs *runs, th_trouble *trouble)
{
    *runs = (th_store_runs){0};
    th_query query =
        th_query_of(store->sql, "SELECT number, started, ended, as_of, day, exit_code, program, definition_sha256,"
                                " ledger_sha256, workbook_sha256 FROM runs ORDER BY number");
    while (th_query_row(&query)) {
        th_store_run run = {.number = th_query_number(&query, 0),
                            .started = th_query_text(&query, arena, 1),
                            .ended = th_query_text(&query, arena, 2),
                            .as_of = day_in(&query, arena, 3),
                            .day = day_in(&query, arena, 4),
                            .exit_code = (int)th_query_number(&query, 5),
                            .program = th_query_text(&query, arena, 6),
                            .definition_sha256 = th_query_text(&query, arena, 7),
                            .ledger_sha256 = th_query_text(&query, arena, 8),
                            .workbook_sha256 = th_query_text(&query, arena, 9)};
        TH_PUSH(arena, runs->at, runs->n, runs->cap, run);
    }
    th_query_end(&query);
    return th_sql_result(store->sql, trouble);
}
