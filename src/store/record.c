/* Writing a run: one transaction. */
#include "base/digest.h"
#include "store/connection.h"
#include "store/disk.h"
#include "store/freezes.h"
#include "store/memory.h"
#include "store/rows.h"

#include "base/banned.h"

static void record_run(th_sql *sql, const th_store_entry *entry)
{
    th_arena *arena = th_sql_arena(sql);
    const th_store_run *run = &entry->run;
    th_query query =
        th_query_of(sql, "INSERT INTO runs (number, started, ended, as_of, day, exit_code, program, definition_sha256,"
                         " ledger_sha256, workbook_sha256, outcome_sha256, memory_day, memory_sha256)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const th_str texts[] = {run->program,
                            run->definition_sha256,
                            run->ledger_sha256,
                            run->workbook_sha256,
                            th_sha256(arena, entry->outcome),
                            th_span_day(arena, entry->memory->day),
                            th_memory_hash(arena, entry->memory)};
    th_query_set_number(&query, 1, run->number);
    th_query_set(&query, 2, run->started);
    th_query_set(&query, 3, run->ended);
    th_query_set(&query, 4, th_span_day(arena, run->as_of));
    th_query_set(&query, 5, th_span_day(arena, run->day));
    th_query_set_number(&query, 6, run->exit_code);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        th_query_set(&query, (int)i + 7, texts[i]);
    th_query_run(&query);
    th_query_end(&query);
}

/* What is of one table is made, written and given back before the next. */
static void record_spans(th_sql *sql, const th_store_entry *entry)
{
    static const struct {
        th_span_place table;
        void (*fill)(th_span_rows *rows, const th_store_entry *entry);
    } tables[] = {
#define TH_SPANS(table, searched_by) {TH_SPANS_##table, th_rows_of_##table},
#define TH_COLUMN(table, column, type)
#include "store/spans.def"
#undef TH_SPANS
#undef TH_COLUMN
    };
    th_arena *scratch = th_arena_scratch(th_sql_arena(sql));
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !th_sql_failed(sql); i++) {
        th_span_rows rows = {.arena = scratch, .table = tables[i].table};
        tables[i].fill(&rows, entry);
        th_spans_record(sql, &rows, entry->run.number);
        th_arena_reset(scratch);
    }
    th_arena_free(scratch);
}

/* Does the run follow the last one in the store?  Whoever made it knew the runs before it, and another may have been
 * written since. */
static void check_follows(th_sql *sql, long long number)
{
    long long last = th_sql_number(sql, "SELECT max(number) FROM runs");
    if (!th_sql_failed(sql) && number != last + 1)
        th_sql_fail(sql,
                    TH_TROUBLE(th_sql_arena(sql),
                               "lượt số %lld không nối tiếp lượt cuối trong kho (số %lld), vì một lượt khác đã ghi "
                               "trước. Cách xử lý: chạy lại",
                               "run number %lld does not follow the last one in the store (number %lld), since "
                               "another run was written meanwhile. To mend it: run again",
                               number, last));
}

th_status th_store_record(th_store *store, const th_store_entry *entry, th_trouble *trouble)
{
    th_sql *sql = store->sql;
    th_sql_begin(sql);
    check_follows(sql, entry->run.number);
    record_run(sql, entry);
    th_memory_record(sql, entry->memory, entry->run.number);
    th_outcome_record(sql, entry->outcome, entry->run.number);
    record_spans(sql, entry);
    th_freezes_record(sql, entry);
    th_status recorded = th_sql_commit(sql, trouble);
    /* Without it a power failure might bring back the journal, and with it the run before.  SQLite would do it too
     * (synchronous=EXTRA), and call a run a failure that is there. */
    if (recorded == TH_OK)
        th_disk_sync(th_disk_folder(store->arena, store->path));
    return recorded;
}
