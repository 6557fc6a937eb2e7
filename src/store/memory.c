/* The memory of a run, into the store and back. */
#include "store/memory.h"

#include "base/digest.h"
#include "store/connection.h"
#include "store/spans.h"

#include "base/banned.h"

static void hash_text(th_buf *into, th_str text)
{
    th_buf_fmt(into, "%zu:", text.len);
    th_buf_add(into, text);
}

th_str th_memory_hash(th_arena *arena, const th_memory *memory)
{
    th_arena *scratch = th_arena_scratch(arena);
    th_buf all;
    th_buf_init(&all, scratch);
    th_buf_fmt(&all, "%d %zu %zu\n", memory->day, memory->n, memory->ninbox);
    for (size_t i = 0; i < memory->n; i++) {
        const th_remembered *remembered = &memory->at[i];
        const th_str texts[] = {remembered->file, remembered->sha256, remembered->input, remembered->input_sha256,
                                remembered->unit};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            hash_text(&all, texts[k]);
        th_buf_fmt(&all, " %d %d %d %d %zu\n", remembered->first_seen, remembered->seen_before, remembered->last_seen,
                   remembered->waits, remembered->counts.n);
        for (size_t k = 0; k < remembered->counts.n; k++)
            hash_text(&all, remembered->counts.at[k]);
    }
    for (size_t i = 0; i < memory->ninbox; i++) {
        hash_text(&all, memory->inbox[i].name);
        hash_text(&all, memory->inbox[i].sha256);
    }
    th_str hash = th_sha256(arena, th_buf_str(&all));
    th_arena_free(scratch);
    return hash;
}

/* ---- in ---- */

static long long number_of_file(th_sql *sql, th_str name, th_str sha256)
{
    th_query put =
        th_query_of(sql, "INSERT OR IGNORE INTO files (name, sha256) VALUES (coalesce(?,''), coalesce(?,''))");
    th_query_set(&put, 1, name);
    th_query_set(&put, 2, sha256);
    th_query_run(&put);
    th_query_end(&put);
    th_query find = th_query_of(sql, "SELECT id FROM files WHERE name = coalesce(?,'') AND sha256 = coalesce(?,'')");
    th_query_set(&find, 1, name);
    th_query_set(&find, 2, sha256);
    long long id = th_query_row(&find) ? th_query_number(&find, 0) : 0;
    th_query_end(&find);
    return id;
}

static void record_counts(th_sql *sql, const th_strs *counts, long long run, long long place)
{
    th_query query = th_query_of(sql, "INSERT INTO memory_forms (run, place, form_place, form) VALUES (?, ?, ?, ?)");
    for (size_t k = 0; k < counts->n; k++) {
        th_query_set_number(&query, 1, run);
        th_query_set_number(&query, 2, place);
        th_query_set_number(&query, 3, (long long)k);
        th_query_set(&query, 4, counts->at[k]);
        th_query_run(&query);
    }
    th_query_end(&query);
}

void th_memory_record(th_sql *sql, const th_memory *memory, long long run)
{
    th_arena *scratch = th_arena_scratch(th_sql_arena(sql));
    th_query query = th_query_of(sql, "INSERT INTO memory (run, place, file, input, unit, first_seen, seen_before,"
                                      " last_seen, waits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (size_t i = 0; i < memory->n; i++) {
        const th_remembered *remembered = &memory->at[i];
        th_query_set_number(&query, 1, run);
        th_query_set_number(&query, 2, (long long)i);
        th_query_set_number(&query, 3, number_of_file(sql, remembered->file, remembered->sha256));
        th_query_set_number(&query, 4, number_of_file(sql, remembered->input, remembered->input_sha256));
        th_query_set(&query, 5, remembered->unit);
        th_query_set(&query, 6, th_span_day(scratch, remembered->first_seen));
        th_query_set(&query, 7, th_span_day(scratch, remembered->seen_before));
        th_query_set(&query, 8, th_span_day(scratch, remembered->last_seen));
        th_query_set_number(&query, 9, remembered->waits);
        th_query_run(&query);
        record_counts(sql, &remembered->counts, run, (long long)i);
    }
    th_query_end(&query);
    th_arena_free(scratch);
}

/* ---- out ---- */

static void read_files(th_sql *sql, th_arena *arena, long long run, th_memory *memory)
{
    th_query query = th_query_of(sql, "SELECT f.name, f.sha256, i.name, i.sha256, m.unit, m.first_seen, m.seen_before,"
                                      " m.last_seen, m.waits FROM memory AS m JOIN files AS f ON f.id = m.file"
                                      " JOIN files AS i ON i.id = m.input WHERE m.run = ? ORDER BY m.place");
    th_query_set_number(&query, 1, run);
    while (th_query_row(&query)) {
        th_remembered remembered = {.file = th_query_text(&query, arena, 0),
                                    .sha256 = th_query_text(&query, arena, 1),
                                    .input = th_query_text(&query, arena, 2),
                                    .input_sha256 = th_query_text(&query, arena, 3),
                                    .unit = th_query_text(&query, arena, 4),
                                    .first_seen = th_query_day(&query, arena, 5),
                                    .seen_before = th_query_day(&query, arena, 6),
                                    .last_seen = th_query_day(&query, arena, 7),
                                    .waits = th_query_number(&query, 8) != 0};
        TH_PUSH(arena, memory->at, memory->n, memory->cap, remembered);
    }
    th_query_end(&query);
}

static void read_counts(th_sql *sql, th_arena *arena, long long run, th_memory *memory)
{
    th_query query = th_query_of(sql, "SELECT place, form FROM memory_forms WHERE run = ? ORDER BY place, form_place");
    th_query_set_number(&query, 1, run);
    while (th_query_row(&query)) {
        long long place = th_query_number(&query, 0);
        if (place >= 0 && (size_t)place < memory->n)
            th_strs_add(&memory->at[place].counts, arena, th_query_text(&query, arena, 1));
    }
    th_query_end(&query);
}

static void read_inbox(th_sql *sql, th_arena *arena, long long run, th_memory *memory)
{
    th_query query = th_query_of(sql, "SELECT name, sha256 FROM inbox WHERE from_run <= ?1 AND"
                                      " (to_run IS NULL OR to_run >= ?1) ORDER BY name, id");
    th_query_set_number(&query, 1, run);
    while (th_query_row(&query)) {
        th_inbox_file file = {th_query_text(&query, arena, 0), th_query_text(&query, arena, 1)};
        TH_PUSH(arena, memory->inbox, memory->ninbox, memory->inbox_cap, file);
    }
    th_query_end(&query);
}

/* Reads the day of the memory; returns the digest of all of it. */
static th_str read_memory_day(th_sql *sql, th_arena *arena, long long run, th_memory *memory)
{
    th_query query = th_query_of(sql, "SELECT memory_day, memory_sha256 FROM runs WHERE number = ?");
    th_query_set_number(&query, 1, run);
    bool found = th_query_row(&query);
    memory->day = found ? th_query_day(&query, arena, 0) : 0;
    th_str hash = found ? th_query_text(&query, arena, 1) : (th_str){0};
    th_query_end(&query);
    return hash;
}

static void read_memory(th_sql *sql, th_arena *arena, long long run, th_memory *memory)
{
    th_str kept = read_memory_day(sql, arena, run, memory);
    read_files(sql, arena, run, memory);
    read_counts(sql, arena, run, memory);
    read_inbox(sql, arena, run, memory);
    if (!th_sql_failed(sql) && !th_str_eq(kept, th_memory_hash(arena, memory)))
        th_sql_fail(sql, TH_WORDS_ARE("những gì lượt trước ghi nhớ đã bị sửa hoặc hỏng. Cách xử lý: đổi tên tệp này "
                                      "để giữ lại, rồi khôi phục từ bản sao gần nhất",
                                      "what the last run remembered was changed or is damaged. To mend it: keep "
                                      "this file under another name, and restore the latest copy"));
}

th_status th_store_memory(th_store *store, th_arena *arena, th_memory *memory, th_trouble *trouble)
{
    th_sql *sql = store->sql;
    *memory = (th_memory){0};
    th_sql_do(sql, "BEGIN");
    long long run = th_sql_number(sql, "SELECT max(number) FROM runs");
    if (run)
        read_memory(sql, arena, run, memory);
    return th_sql_commit(sql, trouble);
}

th_status th_store_memory_of(th_store *store, th_arena *arena, long long run, th_memory *memory, th_trouble *trouble)
{
    *memory = (th_memory){0};
    th_sql_do(store->sql, "BEGIN");
    read_memory(store->sql, arena, run, memory);
    return th_sql_commit(store->sql, trouble);
}
