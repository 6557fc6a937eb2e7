/* The tables of the store that are not in spans.def, and its versions. */
#include "store/schema.h"

#include "store/spans.h"

#include "base/banned.h"

static const char tables[] =
    "CREATE TABLE runs ("
    " number INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT NOT NULL, as_of TEXT, day TEXT NOT NULL,"
    " exit_code INTEGER NOT NULL, program TEXT, definition_sha256 TEXT, ledger_sha256 TEXT, workbook_sha256 TEXT,"
    " outcome_sha256 TEXT NOT NULL, memory_day TEXT, memory_sha256 TEXT NOT NULL);"
    /* an outcome is cut into its parts, each of which is kept once however many runs have it */
    "CREATE TABLE parts (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL);"
    "CREATE TABLE run_parts ("
    " run INTEGER NOT NULL REFERENCES runs (number), place INTEGER NOT NULL,"
    " part INTEGER NOT NULL REFERENCES parts (id), PRIMARY KEY (run, place)) WITHOUT ROWID;"
    "CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, UNIQUE (name, sha256));"
    "CREATE TABLE memory ("
    " run INTEGER NOT NULL REFERENCES runs (number), place INTEGER NOT NULL,"
    " file INTEGER NOT NULL REFERENCES files (id), input INTEGER NOT NULL REFERENCES files (id), unit TEXT,"
    " first_seen TEXT, seen_before TEXT, last_seen TEXT, waits INTEGER NOT NULL,"
    " PRIMARY KEY (run, place)) WITHOUT ROWID;"
    "CREATE TABLE memory_forms ("
    " run INTEGER NOT NULL, place INTEGER NOT NULL, form_place INTEGER NOT NULL, form TEXT NOT NULL,"
    " PRIMARY KEY (run, place, form_place), FOREIGN KEY (run, place) REFERENCES memory (run, place)) WITHOUT ROWID;";

/* Version 2: what was frozen.  The bytes of a definition and of a ledger are kept once by their hash. */
#define FREEZE_TABLES                                                                                                  \
    "CREATE TABLE freezes ("                                                                                           \
    " number INTEGER PRIMARY KEY, step TEXT NOT NULL, version INTEGER NOT NULL, period INTEGER NOT NULL,"              \
    " run INTEGER NOT NULL REFERENCES runs (number), day TEXT, who TEXT, basis TEXT,"                                  \
    " opened INTEGER REFERENCES runs (number), opened_day TEXT, opened_who TEXT, opened_basis TEXT, program TEXT);"    \
    "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);"                                               \
    "CREATE TABLE frozen_files ("                                                                                      \
    " freeze INTEGER NOT NULL REFERENCES freezes (number), place INTEGER NOT NULL, of_ledger INTEGER NOT NULL,"        \
    " name TEXT NOT NULL, shown TEXT, sha256 TEXT NOT NULL, PRIMARY KEY (freeze, place)) WITHOUT ROWID;"

/* The first version needs no step. */
static const th_schema_step known_steps[] = {{2, FREEZE_TABLES}};
const th_schema_steps th_schema_steps_known = {known_steps, sizeof known_steps / sizeof *known_steps};

/* Pragmas take no parameters. */
static void set_version(th_sql *sql, int version)
{
    th_sql_do(sql, th_str_cstr(th_sql_arena(sql), th_str_fmt(th_sql_arena(sql), "PRAGMA user_version=%d", version)));
}

static void create_views(th_sql *sql)
{
    for (const char *const *views = th_schema_views; *views; views++)
        th_sql_do(sql, *views);
}

th_status th_schema_create(th_sql *sql, th_trouble *trouble)
{
    th_sql_begin(sql);
    th_sql_do(sql, tables);
    th_sql_do(sql, FREEZE_TABLES);
    th_spans_create(sql);
    create_views(sql);
    th_sql_do(sql, th_str_cstr(th_sql_arena(sql),
                               th_str_fmt(th_sql_arena(sql), "PRAGMA application_id=%d", (int)TH_STORE_APPLICATION)));
    set_version(sql, TH_STORE_VERSION);
    return th_sql_commit(sql, trouble);
}

/* Views hold nothing: a store whose views are those of another program of ours gets them anew, whatever its version. */
static bool has_these_views(th_sql *sql)
{
    th_arena *scratch = th_arena_scratch(th_sql_arena(sql));
    const char *const *at = th_schema_views;
    th_str left = {0};
    bool same = true;
    th_query query = th_query_of(sql, "SELECT sql || ';' FROM sqlite_schema WHERE type = 'view' ORDER BY rowid");
    while (same && th_query_row(&query)) {
        th_str view = th_query_text(&query, scratch, 0);
        if (!left.len && *at)
            left = th_str_of(*at++);
        same = th_str_starts(left, view);
        left = th_str_sub(left, view.len, left.len);
    }
    th_query_end(&query);
    th_arena_free(scratch);
    return same && !left.len && !*at;
}

static void renew_views(th_sql *sql)
{
    th_arena *arena = th_sql_arena(sql);
    th_strs names = {0};
    th_query query = th_query_of(sql, "SELECT name FROM sqlite_schema WHERE type = 'view'");
    while (th_query_row(&query))
        th_strs_add(&names, arena, th_query_text(&query, arena, 0));
    th_query_end(&query);
    for (size_t i = 0; i < names.n; i++)
        th_sql_do(sql, th_str_cstr(arena, th_str_fmt(arena, "DROP VIEW \"" TH_FMT "\"", TH_ARG(names.at[i]))));
    create_views(sql);
}

th_status th_schema_upgrade(th_sql *sql, th_schema_steps steps, th_trouble *trouble)
{
    long long version = th_sql_number(sql, "PRAGMA user_version");
    bool is_new = !steps.n || version >= steps.at[steps.n - 1].to;
    if (is_new && has_these_views(sql))
        return th_sql_result(sql, trouble);
    th_sql_begin(sql);
    version = th_sql_number(sql, "PRAGMA user_version");
    for (size_t i = 0; i < steps.n; i++) {
        if (steps.at[i].to <= version)
            continue;
        th_sql_do(sql, steps.at[i].text);
        set_version(sql, steps.at[i].to);
    }
    renew_views(sql);
    return th_sql_commit(sql, trouble);
}
