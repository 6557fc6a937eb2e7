/* Inside the store: SQLite, of which sqlite.c is the home, with the few calls that the store makes.
 *
 * A connection remembers the first thing that goes wrong.  Whatever is asked of it afterwards does nothing and finds
 * nothing, until th_sql_result() has told the trouble; so a sequence of calls is asked once, at its end.  Texts that
 * are bound must live until the statement is run.  "" is bound as NULL, and NULL is read as "".
 */
#ifndef TH_STORE_SQLITE_H
#define TH_STORE_SQLITE_H

#include "base/trouble.h"

typedef struct th_sql th_sql;

typedef enum th_sql_use { TH_SQL_CREATE = 0, TH_SQL_WRITE, TH_SQL_READ } th_sql_use;

/* Never NULL; whether it is open, th_sql_result() says.  It is closed with the arena, unless it was closed before: what
 * was not committed is then rolled back.  TH_SQL_READ changes no data; it does finish what a writer that was killed has
 * left, as far as the file may be written to. */
th_sql *th_sql_open(th_arena *arena, const char *path, th_sql_use use);
void th_sql_close(th_sql *sql);
th_arena *th_sql_arena(const th_sql *sql);
bool th_sql_failed(const th_sql *sql);
/* TH_OK; or TH_FAILED, with the first thing that went wrong, which is forgotten. */
th_status th_sql_result(th_sql *sql, th_trouble *trouble);
/* Something that SQLite does not know of is wrong: what is read makes no sense. */
void th_sql_fail(th_sql *sql, th_trouble why);

void th_sql_do(th_sql *sql, const char *text); /* statements without results or parameters */
void th_sql_begin(th_sql *sql);                /* a transaction that writes */
/* Commits; or, where anything has failed since th_sql_begin(), rolls back.  Status and trouble are those of
 * th_sql_result(). */
th_status th_sql_commit(th_sql *sql, th_trouble *trouble);

typedef struct th_query {
    th_sql *sql;
    struct sqlite3_stmt *statement; /* NULL: something has failed */
} th_query;

th_query th_query_of(th_sql *sql, const char *text);
void th_query_end(th_query *query);
/* Parameters are counted from 1. */
void th_query_set(th_query *query, int at, th_str text);
void th_query_set_bytes(th_query *query, int at, th_str bytes);
void th_query_set_number(th_query *query, int at, long long number);
void th_query_run(th_query *query); /* to its end, so that it can be run again */
bool th_query_row(th_query *query); /* the next row; false: there is none */
/* The text or number in a column of the row at hand; columns are counted from 0. */
th_str th_query_text(const th_query *query, th_arena *arena, int column);
long long th_query_number(const th_query *query, int column);
/* How many columns the rows of the statement have, and their names; 0 and "" where it could not be prepared. */
int th_query_columns(const th_query *query);
th_str th_query_column(const th_query *query, th_arena *arena, int column);
/* How many bytes a column of the row at hand holds; -1: it holds something else. */
long long th_query_bytes(const th_query *query, int column);

/* Checks all pages, but not whether indexes agree with their tables.  What is wrong becomes the trouble of the
 * connection. */
void th_sql_check(th_sql *sql);

/* The first value of the first row; 0 or "" where there is none. */
long long th_sql_number(th_sql *sql, const char *text);
th_str th_sql_text(th_sql *sql, th_arena *arena, const char *text);

#endif
