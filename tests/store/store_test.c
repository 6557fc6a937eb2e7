/* The store: what goes in comes back, each run as it was; what is no store is refused and left as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "scratch_file.h"
#include "store/connection.h"
#include "store/disk.h"
#include "store/memory.h"
#include "store/rows.h"
#include "store/schema.h"
#include "stored_run.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

typedef struct kept {
    th_arena *arena;
    const th_definition *d;
    const char *folder, *path;
    th_store *store;
} kept;

static void done(th_status status, th_trouble trouble)
{
    if (status != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.vi));
}

static void open_it(kept *k, th_store_use use)
{
    th_trouble trouble = {0};
    done(th_store_open(k->arena, k->path, use, &k->store, &trouble), trouble);
}

static const char *beside(const kept *k, const char *name)
{
    return th_str_cstr(k->arena, th_str_fmt(k->arena, "%s/%s", k->folder, name));
}

/* A new store in which `nights` runs are recorded, open for writing. */
static kept after_nights(int nights)
{
    kept k = {.arena = th_arena_new(0)};
    th_trouble trouble = {0};
    k.d = stored_definition(k.arena);
    k.folder = scratch_folder(k.arena);
    assert_non_null(k.d);
    assert_non_null(k.folder);
    k.path = beside(&k, "so-lieu.db");
    done(th_store_create(k.arena, k.path, &trouble), trouble);
    open_it(&k, TH_STORE_WRITE);
    for (int night = 1; night <= nights; night++) {
        th_store_entry entry = stored_run(k.arena, k.d, night);
        done(th_store_record(k.store, &entry, &trouble), trouble);
    }
    return k;
}

static void leave(kept *k)
{
    th_arena_free(k->arena);
}

/* Refused, with `word` in what is said in either language. */
static void refused(th_status status, th_trouble trouble, const char *vi, const char *en)
{
    assert_int_equal(status, TH_FAILED);
    if (th_str_find(trouble.vi, th_str_of(vi), 0) == SIZE_MAX)
        fail_msg("no “%s” in “" TH_FMT "”", vi, TH_ARG(trouble.vi));
    if (th_str_find(trouble.en, th_str_of(en), 0) == SIZE_MAX)
        fail_msg("no “%s” in “" TH_FMT "”", en, TH_ARG(trouble.en));
}

/* ---- what comes back ---- */

static void a_new_store_remembers_nothing(void **state)
{
    (void)state;
    kept k = after_nights(0);
    th_trouble trouble = {0};
    th_memory memory;
    th_store_runs runs;
    long long last = 7;
    done(th_store_last(k.store, &last, &trouble), trouble);
    assert_int_equal(last, 0);
    done(th_store_memory(k.store, k.arena, &memory, &trouble), trouble);
    assert_int_equal(memory.day + (int)memory.n + (int)memory.ninbox, 0);
    done(th_store_list(k.store, k.arena, &runs, &trouble), trouble);
    assert_int_equal(runs.n, 0);
    th_str bytes;
    refused(th_store_outcome(k.store, k.arena, 1, &bytes, &trouble), trouble, "không có lượt số 1", "no run number 1");
    leave(&k);
}

static void same_text(th_str got, th_str want)
{
    if (!th_str_eq(got, want))
        fail_msg("“" TH_FMT "” instead of “" TH_FMT "”", TH_ARG(got), TH_ARG(want));
}

static void the_memory_of_the_last_run_comes_back_whole(void **state)
{
    (void)state;
    kept k = after_nights(3);
    th_trouble trouble = {0};
    th_memory got, want = {0};
    stored_memory(k.arena, &want, 3);
    done(th_store_memory(k.store, k.arena, &got, &trouble), trouble);
    assert_int_equal(got.day, want.day);
    assert_int_equal(got.n, want.n);
    assert_int_equal(got.ninbox, want.ninbox);
    for (size_t i = 0; i < got.n; i++) {
        const th_remembered *a = &got.at[i], *b = &want.at[i];
        same_text(a->file, b->file);
        same_text(a->sha256, b->sha256);
        same_text(a->input, b->input);
        same_text(a->input_sha256, b->input_sha256);
        same_text(a->unit, b->unit);
        assert_int_equal(a->first_seen, b->first_seen);
        assert_int_equal(a->seen_before, b->seen_before);
        assert_int_equal(a->last_seen, b->last_seen);
        assert_int_equal(a->waits, b->waits);
        assert_int_equal(a->counts.n, b->counts.n);
        for (size_t form = 0; form < a->counts.n; form++)
            same_text(a->counts.at[form], b->counts.at[form]);
        same_text(got.inbox[i].name, want.inbox[i].name);
        same_text(got.inbox[i].sha256, want.inbox[i].sha256);
    }
    leave(&k);
}

static void outcomes_come_back_byte_by_byte(void **state)
{
    (void)state;
    kept k = after_nights(3);
    th_trouble trouble = {0};
    for (int night = 1; night <= 3; night++) {
        th_str bytes;
        done(th_store_outcome(k.store, k.arena, night, &bytes, &trouble), trouble);
        same_text(bytes, stored_run(k.arena, k.d, night).outcome);
    }
    /* the parts of files that did not change are there once */
    long long parts = th_sql_number(k.store->sql, "SELECT count(*) FROM parts");
    long long places = th_sql_number(k.store->sql, "SELECT count(*) FROM run_parts");
    assert_true(parts < places);
    leave(&k);
}

static void runs_come_back(void **state)
{
    (void)state;
    kept k = after_nights(2);
    th_trouble trouble = {0};
    th_store_runs runs;
    done(th_store_list(k.store, k.arena, &runs, &trouble), trouble);
    assert_int_equal(runs.n, 2);
    for (size_t i = 0; i < runs.n; i++) {
        th_store_run want = stored_run(k.arena, k.d, (int)i + 1).run;
        assert_int_equal(runs.at[i].number, want.number);
        same_text(runs.at[i].started, want.started);
        same_text(runs.at[i].ended, want.ended);
        assert_int_equal(runs.at[i].as_of, want.as_of);
        assert_int_equal(runs.at[i].day, want.day);
        assert_int_equal(runs.at[i].exit_code, want.exit_code);
        same_text(runs.at[i].program, want.program);
        same_text(runs.at[i].definition_sha256, want.definition_sha256);
        same_text(runs.at[i].ledger_sha256, want.ledger_sha256);
        same_text(runs.at[i].workbook_sha256, want.workbook_sha256);
    }
    leave(&k);
}

/* The rows of a table as one text each, sorted. */
static int by_text(const void *left, const void *right)
{
    return th_str_cmp(*(const th_str *)left, *(const th_str *)right);
}

static th_strs sorted_rows(th_arena *arena, const th_span_rows *rows)
{
    th_strs texts = {0};
    size_t width = th_spans_width(rows->table);
    for (size_t at = 0; at < rows->n; at += width) {
        th_buf text;
        th_buf_init(&text, arena);
        for (size_t i = 0; i < width; i++)
            th_buf_fmt(&text, "[" TH_FMT "]", TH_ARG(rows->cells[at + i]));
        th_strs_add(&texts, arena, th_buf_str(&text));
    }
    if (texts.n)
        qsort(texts.at, texts.n, sizeof *texts.at, by_text);
    return texts;
}

static const struct {
    th_span_place table;
    void (*fill)(th_span_rows *rows, const th_store_entry *entry);
    const char *name;
} span_tables[] = {
#define TH_SPANS(table, searched_by) {TH_SPANS_##table, th_rows_of_##table, #table},
#define TH_COLUMN(table, column, type)
#include "store/spans.def"
#undef TH_SPANS
#undef TH_COLUMN
};
enum { SPAN_TABLES = sizeof span_tables / sizeof *span_tables };

static void each_run_can_be_put_together_again(void **state)
{
    (void)state;
    kept k = after_nights(4);
    for (int night = 1; night <= 4; night++) {
        th_store_entry entry = stored_run(k.arena, k.d, night);
        for (size_t i = 0; i < SPAN_TABLES; i++) {
            th_span_rows want = {.arena = k.arena, .table = span_tables[i].table}, got = want;
            span_tables[i].fill(&want, &entry);
            th_spans_read(k.store->sql, &got, night);
            th_strs wanted = sorted_rows(k.arena, &want), found = sorted_rows(k.arena, &got);
            if (found.n != wanted.n || (!want.n && night > 1))
                fail_msg("%s of run %d: %zu rows instead of %zu", span_tables[i].name, night, found.n, wanted.n);
            for (size_t row = 0; row < found.n; row++)
                same_text(found.at[row], wanted.at[row]);
        }
    }
    leave(&k);
}

static void a_night_without_changes_adds_little(void **state)
{
    (void)state;
    kept k = after_nights(3);
    th_trouble trouble = {0};
    th_store_entry again = stored_run(k.arena, k.d, 3);
    again.run.number = 4;
    for (size_t i = 0; i < SPAN_TABLES; i++) {
        const char *count = th_str_cstr(k.arena, th_str_fmt(k.arena, "SELECT count(*) FROM %s", span_tables[i].name));
        long long before = th_sql_number(k.store->sql, count);
        th_span_rows rows = {.arena = k.arena, .table = span_tables[i].table};
        span_tables[i].fill(&rows, &again);
        th_sql_begin(k.store->sql);
        th_spans_record(k.store->sql, &rows, 4);
        assert_int_equal(th_sql_number(k.store->sql, count), before);
        done(th_sql_commit(k.store->sql, &trouble), trouble);
    }
    leave(&k);
}

/* Two findings that say the same are two, until one of them goes. */
static void rows_that_are_alike_are_counted(void **state)
{
    (void)state;
    kept k = after_nights(3);
    th_trouble trouble = {0};
    static const int often[] = {2, 3, 1};
    th_sql_do(k.store->sql, "DELETE FROM ledger");
    for (int i = 0; i < 3; i++) {
        th_span_rows rows = {.arena = k.arena, .table = TH_SPANS_ledger};
        for (int n = 0; n < often[i]; n++)
            th_spans_add(&rows)[TH_AT(ledger, text)] = TH_STR("như nhau");
        th_sql_begin(k.store->sql);
        th_spans_record(k.store->sql, &rows, i + 1);
        done(th_sql_commit(k.store->sql, &trouble), trouble);
    }
    for (int i = 0; i < 3; i++) {
        th_span_rows rows = {.arena = k.arena, .table = TH_SPANS_ledger};
        th_spans_read(k.store->sql, &rows, i + 1);
        assert_int_equal(rows.n / th_spans_width(TH_SPANS_ledger), often[i]);
    }
    leave(&k);
}

static void a_run_that_does_not_follow_is_refused(void **state)
{
    (void)state;
    kept k = after_nights(1);
    th_store_entry entry = stored_run(k.arena, k.d, 3);
    th_trouble trouble = {0};
    long long last;
    refused(th_store_record(k.store, &entry, &trouble), trouble, "lượt khác đã ghi trước", "written meanwhile");
    entry = stored_run(k.arena, k.d, 1);
    refused(th_store_record(k.store, &entry, &trouble), trouble, "lượt số 1 không nối tiếp", "does not follow");
    done(th_store_last(k.store, &last, &trouble), trouble);
    assert_int_equal(last, 1);
    entry = stored_run(k.arena, k.d, 2); /* and what was refused left nothing behind */
    done(th_store_record(k.store, &entry, &trouble), trouble);
    leave(&k);
}

/* Memory that runs out in the middle of a run leaves the store as it was. */
static void a_run_that_is_given_up_leaves_nothing(void **state)
{
    (void)state;
    kept k = after_nights(1);
    th_arena *small = th_arena_new(300000);
    th_store *store = NULL;
    th_trouble trouble = {0};
    th_store_entry entry = stored_run(k.arena, k.d, 2);
    th_store_close(k.store);
    if (!TH_ARENA_GUARD(small)) {
        done(th_store_open(small, k.path, TH_STORE_WRITE, &store, &trouble), trouble);
        th_sql_begin(store->sql);
        th_memory_record(store->sql, entry.memory, 2);
        for (size_t i = 0; i < 1000; i++)
            th_arena_alloc(small, 1000);
        fail_msg("the arena is larger than it may be");
    }
    th_arena_free(small);
    open_it(&k, TH_STORE_READ);
    assert_int_equal(th_sql_number(k.store->sql, "SELECT count(*) FROM memory WHERE run = 2"), 0);
    leave(&k);
}

/* ---- how it is kept ---- */

static void the_settings_of_a_store(void **state)
{
    (void)state;
    kept k = after_nights(1);
    th_sql *sql = k.store->sql;
    same_text(th_sql_text(sql, k.arena, "PRAGMA journal_mode"), TH_STR("delete"));
    assert_true(th_sql_number(sql, "PRAGMA synchronous") >= 2);
    assert_int_equal(th_sql_number(sql, "PRAGMA foreign_keys"), 1);
    assert_int_equal(th_sql_number(sql, "PRAGMA application_id"), TH_STORE_APPLICATION);
    assert_int_equal(th_sql_number(sql, "PRAGMA user_version"), TH_STORE_VERSION);
    same_text(th_sql_text(sql, k.arena, "PRAGMA integrity_check"), TH_STR("ok"));
    assert_int_equal(th_sql_number(sql, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    leave(&k);
}

static void the_same_runs_give_the_same_bytes(void **state)
{
    (void)state;
    kept one = after_nights(3), other = after_nights(3);
    th_store_close(one.store);
    th_store_close(other.store);
    assert_true(th_str_eq(scratch_bytes(one.arena, one.path), scratch_bytes(other.arena, other.path)));
    leave(&one);
    leave(&other);
}

static void who_reads_changes_nothing(void **state)
{
    (void)state;
    kept k = after_nights(2);
    th_store_close(k.store);
    th_str before = scratch_bytes(k.arena, k.path);
    open_it(&k, TH_STORE_READ);
    th_trouble trouble = {0};
    th_store_entry entry = stored_run(k.arena, k.d, 3);
    assert_int_equal(th_store_record(k.store, &entry, &trouble), TH_FAILED);
    th_store_close(k.store);
    assert_true(th_str_eq(scratch_bytes(k.arena, k.path), before));
    leave(&k);
}

/* ---- what is refused ---- */

static void put_file(const char *path, th_str bytes)
{
    FILE *to = fopen(path, "wb");
    assert_non_null(to);
    if (bytes.len)
        assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, to), bytes.len);
    fclose(to);
}

static void creating_replaces_nothing(void **state)
{
    (void)state;
    kept k = after_nights(1);
    th_trouble trouble = {0};
    refused(th_store_create(k.arena, k.path, &trouble), trouble, "đã có tệp", "there is a file");
    const char *link = beside(&k, "link.db"), *left = beside(&k, "left.db-journal");
    assert_int_equal(symlink("nowhere", link), 0);
    refused(th_store_create(k.arena, link, &trouble), trouble, "link.db", "link.db");
    put_file(left, TH_STR("of a store that is gone"));
    refused(th_store_create(k.arena, beside(&k, "left.db"), &trouble), trouble, "left.db-journal", "left.db-journal");
    refused(th_store_create(k.arena, beside(&k, "no/so-lieu.db"), &trouble), trouble, "không có tệp hay thư mục",
            "no such file or folder");
    th_store_entry entry = stored_run(k.arena, k.d, 2);
    done(th_store_record(k.store, &entry, &trouble), trouble);
    leave(&k);
}

/* Refused for either use, and not a byte of it is changed. */
static void refuses_file(const kept *k, const char *path, const char *vi, const char *en)
{
    th_str before = scratch_bytes(k->arena, path);
    static const th_store_use uses[] = {TH_STORE_READ, TH_STORE_WRITE};
    for (size_t i = 0; i < 2; i++) {
        th_store *store = NULL;
        th_trouble trouble = {0};
        refused(th_store_open(k->arena, path, uses[i], &store, &trouble), trouble, vi, en);
        assert_null(store);
        assert_true(th_str_eq(scratch_bytes(k->arena, path), before));
        assert_int_equal(access(th_str_cstr(k->arena, th_str_fmt(k->arena, "%s-journal", path)), F_OK), -1);
    }
}

static void what_is_no_store_is_refused(void **state)
{
    (void)state;
    kept k = after_nights(2);
    th_store_close(k.store);
    refuses_file(&k, beside(&k, "none.db"), "không có tệp hay thư mục này", "no such file");
    assert_int_equal(access(beside(&k, "none.db"), F_OK), -1);
    refuses_file(&k, k.folder, "đây là thư mục", "it is a folder");
    const char *fifo = beside(&k, "fifo"), *other = beside(&k, "other.db");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    th_store *store = NULL;
    th_trouble trouble = {0};
    assert_int_equal(th_store_open(k.arena, fifo, TH_STORE_READ, &store, &trouble), TH_FAILED);
    put_file(other, (th_str){0});
    refuses_file(&k, other, "không phải kho số liệu", "it is no store");
    put_file(other, TH_STR("PK\3\4 a workbook, which somebody gave the name of the store, and which is longer than a "
                           "header of 100 bytes"));
    refuses_file(&k, other, "không phải kho số liệu", "it is no store");
    /* its first half only */
    th_str whole = scratch_bytes(k.arena, k.path);
    put_file(other, th_str_sub(whole, 0, 60));
    refuses_file(&k, other, "không phải kho số liệu", "it is no store");
    leave(&k);
}

static void of_another_program(const kept *k, const char *path, const char *text)
{
    th_trouble trouble = {0};
    th_sql *sql = th_sql_open(k->arena, path, TH_SQL_CREATE);
    th_sql_do(sql, text);
    done(th_sql_result(sql, &trouble), trouble);
    th_sql_close(sql);
}

static void what_others_wrote_is_refused(void **state)
{
    (void)state;
    kept k = after_nights(1);
    th_store_close(k.store);
    const char *foreign = beside(&k, "foreign.db"), *later = beside(&k, "later.db");
    of_another_program(&k, foreign, "CREATE TABLE runs (number INTEGER); PRAGMA user_version=1");
    refuses_file(&k, foreign, "chương trình khác", "another program");
    put_file(later, scratch_bytes(k.arena, k.path));
    of_another_program(&k, later, "PRAGMA user_version=99");
    refuses_file(&k, later, "phiên bản tonghop mới hơn", "later version of tonghop");
    leave(&k);
}

/* A page in the middle that holds nonsense; half a file with a good header. */
static void what_is_damaged_is_refused(void **state)
{
    (void)state;
    enum { PAGE = 4096 };
    kept k = after_nights(3);
    th_store_close(k.store);
    th_str whole = scratch_bytes(k.arena, k.path);
    const char *path = beside(&k, "damaged.db");
    assert_true(whole.len > 20 * PAGE);
    char *bytes = th_arena_alloc(k.arena, whole.len);
    size_t refusals = 0;
    for (size_t page = 1; page < whole.len / PAGE; page++) {
        th_store *store = NULL;
        th_trouble trouble = {0};
        memcpy(bytes, whole.ptr, whole.len);
        memset(bytes + page * PAGE, 0xA5, PAGE);
        put_file(path, (th_str){bytes, whole.len});
        refusals += th_store_open(k.arena, path, TH_STORE_WRITE, &store, &trouble) == TH_FAILED;
        if (store)
            th_store_close(store);
    }
    assert_int_equal(refusals, whole.len / PAGE - 1);
    put_file(path, th_str_sub(whole, 0, 3 * PAGE));
    refuses_file(&k, path, "hỏng", "damaged");
    leave(&k);
}

static void what_was_changed_behind_our_back_is_refused(void **state)
{
    (void)state;
    kept k = after_nights(2);
    th_trouble trouble = {0};
    th_memory memory;
    th_str bytes;
    th_sql_do(k.store->sql, "UPDATE memory SET waits = 1 - waits WHERE run = 2 AND place = 0");
    refused(th_store_memory(k.store, k.arena, &memory, &trouble), trouble, "đã bị sửa", "was changed");
    th_sql_do(k.store->sql, "UPDATE parts SET bytes = x'00' WHERE id = 1");
    refused(th_store_outcome(k.store, k.arena, 1, &bytes, &trouble), trouble, "đã bị sửa", "was changed");
    leave(&k);
}

static void a_share_is_no_place_for_a_store(void **state)
{
    (void)state;
    same_text(th_disk_network(0x6969), TH_STR("NFS"));
    same_text(th_disk_network(0xFF534D42), TH_STR("CIFS"));
    same_text(th_disk_network((unsigned long)(long)(int)0xFE534D42), TH_STR("SMB"));
    same_text(th_disk_network(0x517B), TH_STR("SMB"));
    static const unsigned long local[] = {0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x794C7630, 0x4D44, 0};
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        same_text(th_disk_network(local[i]), (th_str){0});
}

/* ---- versions ---- */

static void an_earlier_version_is_brought_up_to_date(void **state)
{
    (void)state;
    static const th_schema_step steps[] = {
        {TH_STORE_VERSION, "SELECT fault(1)"}, /* which this store has seen */
        {TH_STORE_VERSION + 1, "ALTER TABLE runs ADD COLUMN host TEXT"},
        {TH_STORE_VERSION + 2, "UPDATE runs SET host = 'máy ' || number; DROP VIEW luot"},
    };
    kept k = after_nights(2);
    th_trouble trouble = {0};
    th_sql *sql = k.store->sql;
    done(th_schema_upgrade(sql, (th_schema_steps){steps, 3}, &trouble), trouble);
    assert_int_equal(th_sql_number(sql, "PRAGMA user_version"), TH_STORE_VERSION + 2);
    same_text(th_sql_text(sql, k.arena, "SELECT host FROM runs WHERE number = 2"), TH_STR("máy 2"));
    assert_int_equal(th_sql_number(sql, "SELECT max(so) FROM luot"), 2); /* views are there again */
    done(th_schema_upgrade(sql, (th_schema_steps){steps, 3}, &trouble), trouble);
    leave(&k);
}

/* A step that fails takes none. */
static void a_step_that_fails_changes_nothing(void **state)
{
    (void)state;
    static const th_schema_step steps[] = {
        {TH_STORE_VERSION + 1, "ALTER TABLE runs ADD COLUMN host TEXT"},
        {TH_STORE_VERSION + 2, "UPDATE nowhere SET host = 1"},
    };
    kept k = after_nights(2);
    th_trouble trouble = {0};
    th_sql *sql = k.store->sql;
    assert_int_equal(th_schema_upgrade(sql, (th_schema_steps){steps, 2}, &trouble), TH_FAILED);
    assert_int_equal(th_sql_number(sql, "PRAGMA user_version"), TH_STORE_VERSION);
    assert_int_equal(th_sql_number(sql, "SELECT count(*) FROM pragma_table_info('runs') WHERE name = 'host'"), 0);
    assert_int_equal(th_sql_number(sql, "SELECT max(so) FROM luot"), 2);
    th_store_entry entry = stored_run(k.arena, k.d, 3);
    done(th_store_record(k.store, &entry, &trouble), trouble);
    leave(&k);
}

/* ---- copies ---- */

static void a_copy_is_a_store(void **state)
{
    (void)state;
    kept k = after_nights(3);
    th_trouble trouble = {0};
    const char *copy = beside(&k, "bản sao.db");
    done(th_store_copy(k.store, copy, &trouble), trouble);
    refused(th_store_copy(k.store, copy, &trouble), trouble, "đã có tệp", "there is a file");
    kept other = k;
    other.path = copy;
    open_it(&other, TH_STORE_WRITE);
    th_str bytes;
    done(th_store_outcome(other.store, k.arena, 1, &bytes, &trouble), trouble);
    same_text(bytes, stored_run(k.arena, k.d, 1).outcome);
    th_store_entry entry = stored_run(k.arena, k.d, 4);
    done(th_store_record(other.store, &entry, &trouble), trouble);
    done(th_store_record(k.store, &entry, &trouble), trouble);
    th_store_close(other.store);
    refused(th_store_copy(k.store, beside(&k, "no/copy.db"), &trouble), trouble, "không", "there is");
    leave(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_store_remembers_nothing),
        cmocka_unit_test(the_memory_of_the_last_run_comes_back_whole),
        cmocka_unit_test(outcomes_come_back_byte_by_byte),
        cmocka_unit_test(runs_come_back),
        cmocka_unit_test(each_run_can_be_put_together_again),
        cmocka_unit_test(a_night_without_changes_adds_little),
        cmocka_unit_test(rows_that_are_alike_are_counted),
        cmocka_unit_test(a_run_that_does_not_follow_is_refused),
        cmocka_unit_test(a_run_that_is_given_up_leaves_nothing),
        cmocka_unit_test(the_settings_of_a_store),
        cmocka_unit_test(the_same_runs_give_the_same_bytes),
        cmocka_unit_test(who_reads_changes_nothing),
        cmocka_unit_test(creating_replaces_nothing),
        cmocka_unit_test(what_is_no_store_is_refused),
        cmocka_unit_test(what_others_wrote_is_refused),
        cmocka_unit_test(what_is_damaged_is_refused),
        cmocka_unit_test(what_was_changed_behind_our_back_is_refused),
        cmocka_unit_test(a_share_is_no_place_for_a_store),
        cmocka_unit_test(an_earlier_version_is_brought_up_to_date),
        cmocka_unit_test(a_step_that_fails_changes_nothing),
        cmocka_unit_test(a_copy_is_a_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
