/* The outcome of a run, into the store and back: of a stream from which little has changed since the run before, few
 * parts are new. */
#include "store/memory.h"

#include "base/digest.h"
#include "fact/stream.h"
#include "store/connection.h"

#include "base/banned.h"

/* Where the part after `from` begins, or where the stream ends. */
static size_t end_of_part(th_str stream, size_t from)
{
    size_t at = th_str_find(stream, TH_STR("\n" TH_STREAM_BEGINS), from);
    return at == SIZE_MAX ? stream.len : at + 1;
}

static long long number_of_part(th_sql *sql, th_str part, th_str hash)
{
    th_query put = th_query_of(sql, "INSERT OR IGNORE INTO parts (sha256, bytes) VALUES (?, ?)");
    th_query_set(&put, 1, hash);
    th_query_set_bytes(&put, 2, part);
    th_query_run(&put);
    th_query_end(&put);
    th_query find = th_query_of(sql, "SELECT id FROM parts WHERE sha256 = ?");
    th_query_set(&find, 1, hash);
    long long id = th_query_row(&find) ? th_query_number(&find, 0) : 0;
    th_query_end(&find);
    return id;
}

void th_outcome_record(th_sql *sql, th_str outcome, long long run)
{
    th_arena *scratch = th_arena_scratch(th_sql_arena(sql));
    th_query query = th_query_of(sql, "INSERT INTO run_parts (run, place, part) VALUES (?, ?, ?)");
    long long place = 0;
    for (size_t at = 0, end; at < outcome.len; at = end) {
        end = end_of_part(outcome, at);
        th_str part = th_str_sub(outcome, at, end - at);
        th_query_set_number(&query, 1, run);
        th_query_set_number(&query, 2, place++);
        th_query_set_number(&query, 3, number_of_part(sql, part, th_sha256(scratch, part)));
        th_query_run(&query);
    }
    th_query_end(&query);
    th_arena_free(scratch);
}

static th_str hash_of_outcome(th_sql *sql, th_arena *arena, long long number, bool *found)
{
    th_query query = th_query_of(sql, "SELECT outcome_sha256 FROM runs WHERE number = ?");
    th_query_set_number(&query, 1, number);
    *found = th_query_row(&query);
    th_str hash = *found ? th_query_text(&query, arena, 0) : (th_str){0};
    th_query_end(&query);
    return hash;
}

static th_str join_parts(th_sql *sql, th_arena *arena, long long number)
{
    th_arena *scratch = th_arena_scratch(arena);
    th_buf all;
    th_buf_init(&all, arena);
    th_query query = th_query_of(
        sql, "SELECT p.bytes FROM run_parts AS r JOIN parts AS p ON p.id = r.part WHERE r.run = ? ORDER BY r.place");
    th_query_set_number(&query, 1, number);
    while (th_query_row(&query)) {
        th_buf_add(&all, th_query_text(&query, scratch, 0));
        th_arena_reset(scratch);
    }
    th_query_end(&query);
    th_arena_free(scratch);
    return th_buf_str(&all);
}

th_status th_store_outcome(th_store *store, th_arena *arena, long long number, th_str *bytes, th_trouble *trouble)
{
    th_sql *sql = store->sql;
    bool found;
    th_sql_do(sql, "BEGIN");
    th_str hash = hash_of_outcome(sql, arena, number, &found);
    *bytes = join_parts(sql, arena, number);
    if (!found)
        th_sql_fail(sql, TH_TROUBLE(arena, "không có lượt số %lld", "there is no run number %lld", number));
    else if (!th_sql_failed(sql) && !th_str_eq(hash, th_sha256(arena, *bytes)))
        th_sql_fail(sql,
                    TH_TROUBLE(arena,
                               "kết quả của lượt số %lld đã bị sửa hoặc hỏng. Cách xử lý: khôi phục từ bản sao gần "
                               "nhất",
                               "what run number %lld came to was changed or is damaged. To mend it: restore the "
                               "latest copy",
                               number));
    return th_sql_commit(sql, trouble);
}
