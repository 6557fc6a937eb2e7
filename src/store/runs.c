/* Which runs there were. */
#include "store/connection.h"
#include "store/spans.h"

#include "base/banned.h"

th_status th_store_last(th_store *store, long long *number, th_trouble *trouble)
{
    *number = th_sql_number(store->sql, "SELECT max(number) FROM runs");
    return th_sql_result(store->sql, trouble);
}

th_status th_store_last_of(th_store *store, int period, long long *number, th_trouble *trouble)
{
    th_query query = th_query_of(store->sql, "SELECT max(ifnull(to_run, (SELECT max(number) FROM runs))) FROM codes"
                                             " WHERE kind = 'period' AND CAST(code AS INTEGER) = ?1");
    th_query_set_number(&query, 1, period);
    *number = th_query_row(&query) ? th_query_number(&query, 0) : 0;
    th_query_end(&query);
    return th_sql_result(store->sql, trouble);
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
                            .as_of = th_query_day(&query, arena, 3),
                            .day = th_query_day(&query, arena, 4),
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
