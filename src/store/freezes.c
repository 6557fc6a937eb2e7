/* Freezes, into the store and back, with the definition and the ledger that they hold to. */
#include "store/freezes.h"

#include "base/digest.h"
#include "store/connection.h"

#include "base/banned.h"

static const char *const step_words[] = {[TH_FREEZE_FIGURES] = "figures", [TH_FREEZE_POINTS] = "points"};

/* ---- in ---- */

static void keep_bytes(th_sql *sql, th_str hash, th_str bytes)
{
    th_query query = th_query_of(sql, "INSERT OR IGNORE INTO blobs (sha256, bytes) VALUES (?, ?)");
    th_query_set(&query, 1, hash);
    th_query_set_bytes(&query, 2, bytes);
    th_query_run(&query);
    th_query_end(&query);
}

static void record_files(th_sql *sql, const th_definition_parts *parts, long long freeze)
{
    th_query query = th_query_of(sql, "INSERT INTO frozen_files (freeze, place, of_ledger, name, shown, sha256)"
                                      " VALUES (?, ?, ?, ?, ?, ?)");
    for (size_t i = 0; parts && i < parts->n; i++) {
        const th_definition_part *part = &parts->at[i];
        th_str hash = th_sha256(th_sql_arena(sql), part->bytes);
        keep_bytes(sql, hash, part->bytes);
        th_query_set_number(&query, 1, freeze);
        th_query_set_number(&query, 2, (long long)i);
        th_query_set_number(&query, 3, part->of_ledger);
        th_query_set(&query, 4, part->name);
        th_query_set(&query, 5, part->shown);
        th_query_set(&query, 6, hash);
        th_query_run(&query);
    }
    th_query_end(&query);
}

static void record_freeze(th_sql *sql, const th_freeze *freeze, long long number)
{
    th_query query =
        th_query_of(sql, "INSERT INTO freezes (number, step, version, period, run, day, who, basis, program)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const th_str texts[] = {freeze->by.date, freeze->by.who, freeze->by.basis, freeze->program};
    th_query_set_number(&query, 1, number);
    th_query_set(&query, 2, th_str_of(step_words[freeze->by.step]));
    th_query_set_number(&query, 3, freeze->version);
    th_query_set_number(&query, 4, freeze->period);
    th_query_set_number(&query, 5, freeze->run);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        th_query_set(&query, (int)i + 6, texts[i]);
    th_query_run(&query);
    th_query_end(&query);
}

static void record_opening(th_sql *sql, const th_freeze *freeze)
{
    th_query query = th_query_of(sql, "UPDATE freezes SET opened = ?, opened_day = ?, opened_who = ?, opened_basis = ?"
                                      " WHERE number = ?");
    th_query_set_number(&query, 1, freeze->opened);
    th_query_set(&query, 2, freeze->opened_by.date);
    th_query_set(&query, 3, freeze->opened_by.who);
    th_query_set(&query, 4, freeze->opened_by.basis);
    th_query_set_number(&query, 5, freeze->number);
    th_query_run(&query);
    th_query_end(&query);
}

void th_freezes_record(th_sql *sql, const th_store_entry *entry)
{
    for (size_t i = 0; entry->freezes && i < entry->freezes->n; i++) {
        const th_freeze *freeze = &entry->freezes->at[i];
        if (freeze->number && freeze->opened == entry->run.number) {
            record_opening(sql, freeze);
        } else if (!freeze->number && freeze->run == entry->run.number) {
            long long number = th_sql_number(sql, "SELECT max(number) FROM freezes") + 1;
            record_freeze(sql, freeze, number);
            record_files(sql, entry->frozen, number);
        }
    }
}

/* ---- out ---- */

static th_freeze read_freeze(const th_query *query, th_arena *arena)
{
    bool points = th_str_eq(th_query_text(query, arena, 1), th_str_of(step_words[TH_FREEZE_POINTS]));
    return (th_freeze){.number = th_query_number(query, 0),
                       .version = (int)th_query_number(query, 2),
                       .period = (int)th_query_number(query, 3),
                       .run = th_query_number(query, 4),
                       .by = {.step = points ? TH_FREEZE_POINTS : TH_FREEZE_FIGURES,
                              .date = th_query_text(query, arena, 5),
                              .who = th_query_text(query, arena, 6),
                              .basis = th_query_text(query, arena, 7)},
                       .opened = th_query_number(query, 8),
                       .opened_by = {.step = TH_FREEZE_NOTHING,
                                     .date = th_query_text(query, arena, 9),
                                     .who = th_query_text(query, arena, 10),
                                     .basis = th_query_text(query, arena, 11)},
                       .program = th_query_text(query, arena, 12)};
}

th_status th_store_freezes(th_store *store, th_arena *arena, th_freezes *freezes, th_trouble *trouble)
{
    *freezes = (th_freezes){0};
    th_query query = th_query_of(store->sql, "SELECT number, step, version, period, run, day, who, basis, opened,"
                                             " opened_day, opened_who, opened_basis, program FROM freezes"
                                             " ORDER BY number");
    while (th_query_row(&query))
        TH_PUSH(arena, freezes->at, freezes->n, freezes->cap, read_freeze(&query, arena));
    th_query_end(&query);
    return th_sql_result(store->sql, trouble);
}

/* Says that the frozen copy of a file is gone or was changed: without its bytes nothing can be held to it. */
static void fail_frozen_file(th_sql *sql, th_str name)
{
    th_sql_fail(sql, TH_TROUBLE(th_sql_arena(sql),
                                "bản đã chốt của “" TH_FMT "” bị mất hoặc bị sửa, nên không giữ được số liệu đã chốt. "
                                "Cách xử lý: khôi phục từ bản sao gần nhất (nightly --restore)",
                                "the frozen copy of “" TH_FMT "” is gone or was changed, so that nothing can be held "
                                "to it. To mend it: restore the latest copy (nightly --restore)",
                                TH_ARG(name)));
}

th_status th_store_frozen(th_store *store, th_arena *arena, long long freeze, th_definition_parts *parts,
                          th_trouble *trouble)
{
    th_sql *sql = store->sql;
    th_definition_part *read = NULL;
    size_t n = 0, cap = 0;
    th_query query = th_query_of(sql, "SELECT f.name, f.shown, f.of_ledger, f.sha256, b.bytes FROM frozen_files AS f"
                                      " LEFT JOIN blobs AS b ON b.sha256 = f.sha256 WHERE f.freeze = ?"
                                      " ORDER BY f.place");
    th_query_set_number(&query, 1, freeze);
    while (th_query_row(&query)) {
        const th_definition_part part = {.name = th_query_text(&query, arena, 0),
                                         .shown = th_query_text(&query, arena, 1),
                                         .of_ledger = th_query_number(&query, 2) != 0,
                                         .bytes = th_query_text(&query, arena, 4)};
        if (!th_str_eq(th_query_text(&query, arena, 3), th_sha256(arena, part.bytes)))
            fail_frozen_file(sql, part.name);
        TH_PUSH(arena, read, n, cap, part);
    }
    th_query_end(&query);
    if (!n && !th_sql_failed(sql))
        fail_frozen_file(sql, TH_STR("bộ biểu mẫu"));
    *parts = (th_definition_parts){read, n};
    return th_sql_result(sql, trouble);
}
