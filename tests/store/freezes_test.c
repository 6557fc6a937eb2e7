/* What is frozen: a freeze comes back with the files it holds to, and what no longer has them is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "scratch_file.h"
#include "store/connection.h"
#include "store/schema.h"
#include "stored_run.h"

typedef struct kept {
    th_arena *arena;
    const th_definition *d;
    th_store *store;
} kept;

static void done(th_status status, th_trouble trouble)
{
    if (status != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.vi));
}

static void same_text(th_str is, th_str expected)
{
    if (!th_str_eq(is, expected))
        fail_msg("“" TH_FMT "”, not “" TH_FMT "”", TH_ARG(is), TH_ARG(expected));
}

static void same_freeze(const th_freeze *is, const th_freeze *expected)
{
    assert_int_equal(is->version, expected->version);
    assert_int_equal(is->period, expected->period);
    assert_int_equal(is->run, expected->run);
    assert_int_equal(is->by.step, expected->by.step);
    same_text(is->by.date, expected->by.date);
    same_text(is->by.who, expected->by.who);
    same_text(is->by.basis, expected->by.basis);
    assert_int_equal(is->opened, expected->opened);
    same_text(is->opened_by.date, expected->opened_by.date);
    same_text(is->opened_by.who, expected->opened_by.who);
    same_text(is->opened_by.basis, expected->opened_by.basis);
    same_text(is->program, expected->program);
}

/* A new store in which `nights` runs are recorded. */
static kept after_nights(int nights)
{
    kept k = {.arena = th_arena_new(0)};
    th_trouble trouble = {0};
    k.d = stored_definition(k.arena);
    const char *folder = scratch_folder(k.arena);
    assert_non_null(folder);
    const char *path = th_str_cstr(k.arena, th_str_fmt(k.arena, "%s/so-lieu.db", folder));
    done(th_store_create(k.arena, path, &trouble), trouble);
    done(th_store_open(k.arena, path, TH_STORE_WRITE, &k.store, &trouble), trouble);
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

/* What was frozen in night 2 holds to the files of that night, and is opened in night 3. */
static void a_freeze_comes_back(void **state)
{
    (void)state;
    const th_definition_part files[] = {{.name = TH_STR("cai-dat.csv"), .bytes = TH_STR("Khóa,Giá trị\n")},
                                        {.name = TH_STR("so.xlsx"), .bytes = TH_STR("PK\003\004"), .of_ledger = true}};
    kept k = after_nights(1);
    th_trouble trouble = {0};
    th_freeze freeze = {.version = 4,
                        .period = 2024,
                        .run = 2,
                        .by = {TH_FREEZE_POINTS, TH_STR("2025-01-10"), TH_STR("An"), TH_STR("BB 5")},
                        .program = TH_STR("tonghop 0.1.0")};
    const th_freezes made = {&freeze, 1, 1};
    const th_definition_parts parts = {files, 2};
    th_store_entry entry = stored_run(k.arena, k.d, 2);
    entry.freezes = &made;
    entry.frozen = &parts;
    done(th_store_record(k.store, &entry, &trouble), trouble);

    th_freezes back;
    done(th_store_freezes(k.store, k.arena, &back, &trouble), trouble);
    assert_int_equal(back.n, 1);
    assert_int_equal(back.at[0].number, 1);
    same_freeze(&back.at[0], &freeze);
    th_definition_parts read;
    done(th_store_frozen(k.store, k.arena, 1, &read, &trouble), trouble);
    assert_int_equal(read.n, 2);
    same_text(read.at[1].bytes, files[1].bytes);
    assert_true(read.at[1].of_ledger);

    back.at[0].opened = 3;
    back.at[0].opened_by = (th_freeze_row){TH_FREEZE_NOTHING, TH_STR("2025-01-12"), TH_STR("Bình"), TH_STR("CV 9")};
    freeze = back.at[0];
    entry = stored_run(k.arena, k.d, 3);
    entry.freezes = &back;
    done(th_store_record(k.store, &entry, &trouble), trouble);
    done(th_store_freezes(k.store, k.arena, &back, &trouble), trouble);
    assert_int_equal(back.n, 1);
    same_freeze(&back.at[0], &freeze);

    th_sql_do(k.store->sql, "UPDATE blobs SET bytes = 'x' WHERE bytes = CAST('PK' || char(3, 4) AS BLOB)");
    assert_int_equal(th_store_frozen(k.store, k.arena, 1, &read, &trouble), TH_FAILED);
    assert_true(th_str_find(trouble.vi, TH_STR("so.xlsx"), 0) != SIZE_MAX);
    leave(&k);
}

/* A store of the first version gets the tables of freezes, and keeps its runs. */
static void a_store_of_the_first_version_is_upgraded(void **state)
{
    (void)state;
    kept k = after_nights(2);
    th_trouble trouble = {0};
    th_freezes none;
    th_sql *sql = k.store->sql;
    th_sql_do(sql, "DROP VIEW chot; DROP TABLE frozen_files; DROP TABLE blobs; DROP TABLE freezes;"
                   " PRAGMA user_version=1");
    done(th_schema_upgrade(sql, th_schema_steps_known, &trouble), trouble);
    done(th_store_freezes(k.store, k.arena, &none, &trouble), trouble);
    assert_int_equal(none.n, 0);
    assert_int_equal(th_sql_number(sql, "SELECT count(*) FROM chot"), 0);
    assert_int_equal(th_sql_number(sql, "SELECT max(so) FROM luot"), 2);
    leave(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_freeze_comes_back),
        cmocka_unit_test(a_store_of_the_first_version_is_upgraded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
