/* The home of SQLite. */
#include "store/sqlite.h"

#include <errno.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdint.h>

#include "base/banned.h"

/* Who reads holds up who commits, and the other way round: a run is worth a longer wait. */
enum { WAIT_TO_READ = 10000, WAIT_TO_WRITE = 60000 /* milliseconds */, PRIMARY = 0xFF };

struct th_sql {
    th_arena *arena;
    sqlite3 *handle;
    const char *path;
    bool failed;
    th_trouble trouble;
};

/* ---- what went wrong ---- */

/* Codes of which the person at the other end can do something. */
static th_words reason_of(const th_sql *sql, int code)
{
    int number = sql->handle ? sqlite3_system_errno(sql->handle) : 0;
    switch (code & PRIMARY) {
    case SQLITE_FULL: return th_system_words(sql->arena, ENOSPC);
    case SQLITE_NOMEM: return th_system_words(sql->arena, ENOMEM);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return TH_WORDS_ARE(
            "một chương trình khác đang dùng tệp này. Cách xử lý: chờ nó xong hoặc đóng nó rồi chạy lại",
            "another program is using this file. To mend it: wait for it or close it, and run again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return TH_WORDS_ARE(
            "bị hỏng và được giữ nguyên. Cách xử lý: đổi tên tệp này để giữ lại, rồi khôi phục từ bản sao "
            "gần nhất",
            "it is damaged, and was left as it is. To mend it: keep it under another name, and restore "
            "the latest copy");
    case SQLITE_READONLY:
        if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY)
            return TH_WORDS_ARE(
                "một lượt bị ngắt giữa chừng, và người chạy lệnh này không có quyền trả kho về lượt trước. "
                "Cách xử lý: chạy lại bằng người có quyền ghi vào kho",
                "a run was interrupted, and whoever runs this command may not take it back. To mend it: "
                "run it as somebody who may write to the store");
        return th_system_words(sql->arena, code == SQLITE_READONLY_DBMOVED ? ENOENT : EACCES);
    case SQLITE_PERM:
    case SQLITE_AUTH: return th_system_words(sql->arena, EACCES);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: return th_system_words(sql->arena, number ? number : EIO);
    default: return th_words_quoted(th_str_copy(sql->arena, th_str_of(sqlite3_errstr(code))));
    }
}

void th_sql_fail(th_sql *sql, th_trouble why)
{
    if (sql->failed)
        return;
    sql->failed = true;
    sql->trouble.vi = th_str_fmt(sql->arena, "kho số liệu %s: " TH_FMT, sql->path, TH_ARG(why.vi));
    sql->trouble.en = th_str_fmt(sql->arena, "the store %s: " TH_FMT, sql->path, TH_ARG(why.en));
}

static bool succeeds(th_sql *sql, int code)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return true;
    if (!sql->failed)
        th_sql_fail(sql, reason_of(sql, code));
    return false;
}

bool th_sql_failed(const th_sql *sql)
{
    return sql->failed;
}

th_status th_sql_result(th_sql *sql, th_trouble *trouble)
{
    if (!sql->failed)
        return TH_OK;
    *trouble = sql->trouble;
    sql->failed = false;
    return TH_FAILED;
}

/* ---- the connection ---- */

void th_sql_close(th_sql *sql)
{
    if (!sql->handle)
        return;
    /* after a jump to a recovery point statements may be left, which would keep the file open */
    for (sqlite3_stmt *left; (left = sqlite3_next_stmt(sql->handle, NULL)) != NULL;)
        sqlite3_finalize(left);
    sqlite3_close(sql->handle);
    sql->handle = NULL;
}

static void close_with_arena(void *sql)
{
    th_sql_close(sql);
}

th_sql *th_sql_open(th_arena *arena, const char *path, th_sql_use use)
{
    static const char settings[] = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;"
                                   "PRAGMA cell_size_check=ON;";
    th_sql *sql = th_arena_alloc(arena, sizeof *sql);
    sql->arena = arena;
    /* a path that begins with "file:" would be read as an address */
    sql->path = th_str_cstr(arena, th_str_fmt(arena, "%s%s", *path == '/' ? "" : "./", path));
    th_arena_defer(arena, close_with_arena, sql);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (use == TH_SQL_CREATE)
        flags |= SQLITE_OPEN_CREATE;
    if (!succeeds(sql, sqlite3_open_v2(sql->path, &sql->handle, flags, NULL)))
        return sql;
    sqlite3_busy_timeout(sql->handle, use == TH_SQL_READ ? WAIT_TO_READ : WAIT_TO_WRITE);
    th_sql_do(sql, settings);
    if (use == TH_SQL_READ) {
        th_sql_do(sql, "PRAGMA query_only=ON");
        return sql;
    }
    /* A run stays in memory until it is committed: so it locks out who reads for a moment only. */
    th_sql_do(sql, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA cache_spill=OFF");
    return sql;
}

th_arena *th_sql_arena(const th_sql *sql)
{
    return sql->arena;
}

void th_sql_do(th_sql *sql, const char *text)
{
    if (!sql->failed)
        succeeds(sql, sqlite3_exec(sql->handle, text, NULL, NULL, NULL));
}

void th_sql_begin(th_sql *sql)
{
    th_sql_do(sql, "BEGIN IMMEDIATE");
}

th_status th_sql_commit(th_sql *sql, th_trouble *trouble)
{
    th_sql_do(sql, "COMMIT");
    if (sql->failed && sql->handle && !sqlite3_get_autocommit(sql->handle))
        sqlite3_exec(sql->handle, "ROLLBACK", NULL, NULL, NULL);
    return th_sql_result(sql, trouble);
}

/* ---- statements ---- */

th_query th_query_of(th_sql *sql, const char *text)
{
    th_query query = {.sql = sql};
    if (!sql->failed && !succeeds(sql, sqlite3_prepare_v2(sql->handle, text, -1, &query.statement, NULL)))
        query.statement = NULL;
    return query;
}

void th_query_end(th_query *query)
{
    sqlite3_finalize(query->statement);
    query->statement = NULL;
}

static bool is_ready(const th_query *query)
{
    return query->statement && !query->sql->failed;
}

void th_query_set(th_query *query, int at, th_str text)
{
    if (!is_ready(query))
        return;
    int bound = text.len ? sqlite3_bind_text64(query->statement, at, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8)
                         : sqlite3_bind_null(query->statement, at);
    succeeds(query->sql, bound);
}

void th_query_set_bytes(th_query *query, int at, th_str bytes)
{
    if (is_ready(query))
        succeeds(query->sql,
                 sqlite3_bind_blob64(query->statement, at, bytes.len ? bytes.ptr : "", bytes.len, SQLITE_STATIC));
}

void th_query_set_number(th_query *query, int at, long long number)
{
    if (is_ready(query))
        succeeds(query->sql, sqlite3_bind_int64(query->statement, at, number));
}

bool th_query_row(th_query *query)
{
    if (!is_ready(query))
        return false;
    int code = sqlite3_step(query->statement);
    return succeeds(query->sql, code) && code == SQLITE_ROW;
}

void th_query_run(th_query *query)
{
    while (th_query_row(query)) {}
    if (query->statement)
        sqlite3_reset(query->statement);
}

th_str th_query_text(const th_query *query, th_arena *arena, int column)
{
    /* in this order: the length is that of the form that was asked for last */
    const void *bytes = sqlite3_column_type(query->statement, column) == SQLITE_BLOB
                            ? sqlite3_column_blob(query->statement, column)
                            : sqlite3_column_text(query->statement, column);
    int len = sqlite3_column_bytes(query->statement, column);
    if (!bytes) {
        if (sqlite3_column_type(query->statement, column) != SQLITE_NULL && len)
            succeeds(query->sql, SQLITE_NOMEM);
        return (th_str){0};
    }
    return th_str_copy(arena, (th_str){bytes, (size_t)len});
}

long long th_query_number(const th_query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

int th_query_columns(const th_query *query)
{
    return query->statement ? sqlite3_column_count(query->statement) : 0;
}

th_str th_query_column(const th_query *query, th_arena *arena, int column)
{
    const char *name = sqlite3_column_name(query->statement, column);
    if (!name)
        succeeds(query->sql, SQLITE_NOMEM);
    return th_str_copy(arena, th_str_of(name));
}

long long th_query_bytes(const th_query *query, int column)
{
    bool is_bytes = sqlite3_column_type(query->statement, column) == SQLITE_BLOB;
    return is_bytes ? sqlite3_column_bytes(query->statement, column) : -1;
}

long long th_sql_number(th_sql *sql, const char *text)
{
    th_query query = th_query_of(sql, text);
    long long number = th_query_row(&query) ? th_query_number(&query, 0) : 0;
    th_query_end(&query);
    return number;
}

th_str th_sql_text(th_sql *sql, th_arena *arena, const char *text)
{
    th_query query = th_query_of(sql, text);
    th_str first = {0};
    if (th_query_row(&query))
        first = th_query_text(&query, arena, 0);
    th_query_end(&query);
    return first;
}

/* What the check says of a page that it could not read, which may be whole. */
static int code_in_check(th_str found)
{
    static const char before[] = "error code=";
    size_t at = th_str_find(found, (th_str){before, sizeof before - 1}, 0);
    long code = SQLITE_CORRUPT;
    if (at != SIZE_MAX)
        th_str_to_long(th_str_sub(found, at + sizeof before - 1, found.len), &code);
    return (int)code;
}

void th_sql_check(th_sql *sql)
{
    th_str found = th_sql_text(sql, sql->arena, "PRAGMA quick_check(1)");
    if (!sql->failed && !th_str_eq(found, TH_STR("ok")))
        th_sql_fail(sql, reason_of(sql, code_in_check(found)));
}
