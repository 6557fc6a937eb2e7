/* What a run keeps of its ledger: the bytes that it read, and no others; and which folders are generations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/definition.h"
#include "batch/generations.h"
#include "scratch_file.h"
#include "store/store.h"

#include <sys/stat.h>
#include <unistd.h>

static void put_file(const char *path, const char *bytes)
{
    FILE *to = fopen(path, "w");
    assert_non_null(to);
    fputs(bytes, to);
    fclose(to);
}

/* Saved while the run went on, it may be half saved: then it is no copy to go by when the ledger cannot be read. */
static void a_ledger_that_was_saved_meanwhile_is_not_kept(void **state)
{
    (void)state;
    static const char read[] = "as the run read it", saved[] = "half of what is being sa";
    th_arena *arena = th_arena_new(0);
    assert_non_null(arena);
    const char *home = scratch_folder(arena);
    assert_non_null(home);
    const char *ledger = th_str_cstr(arena, th_str_fmt(arena, "%s/so.xlsx", home));
    const char *workbook = th_str_cstr(arena, th_str_fmt(arena, "%s/tong-hop.xlsx", home));
    const char *store = th_str_cstr(arena, th_str_fmt(arena, "%s/so-lieu.db", home)), *path = NULL;
    const char *kept = scratch_folder(arena);
    th_trouble why = {0};
    put_file(workbook, "the workbook");
    assert_int_equal(th_store_create(arena, store, &why), TH_OK);
    th_generation generation = {.kept = kept,
                                .workbook = workbook,
                                .store = store,
                                .ledger = ledger,
                                .ledger_hash = th_definition_hash_one(arena, TH_STR("so.xlsx"), th_str_of(read)),
                                .outcome = TH_STR("outcome")};
    put_file(ledger, read);
    assert_int_equal(th_generation_make(arena, &generation, &path, &why), TH_OK);
    const char *copy = th_generations_ledger(arena, kept);
    assert_non_null(copy);
    assert_true(th_str_eq(scratch_bytes(arena, copy), th_str_of(read)));
    put_file(ledger, saved);
    generation.moment = 60;
    assert_int_equal(th_generation_make(arena, &generation, &path, &why), TH_OK);
    assert_string_equal(th_generations_ledger(arena, kept), copy);
    th_arena_free(arena);
}

/* Its clock went back: the ledger of the last one is the last ledger, and the first one goes. */
static void the_last_that_was_made_is_the_newest_whatever_the_clock_said(void **state)
{
    (void)state;
    enum { NIGHTS = 3, KEPT = 2 };
    static const int64_t moments[NIGHTS] = {86400, 2 * 86400, 60};
    static const char *const ledgers[NIGHTS] = {"first", "second", "third"};
    th_arena *arena = th_arena_new(0);
    assert_non_null(arena);
    const char *home = scratch_folder(arena), *kept = scratch_folder(arena), *path[NIGHTS];
    const char *workbook = th_str_cstr(arena, th_str_fmt(arena, "%s/tong-hop.xlsx", home));
    const char *store = th_str_cstr(arena, th_str_fmt(arena, "%s/so-lieu.db", home));
    const char *ledger = th_str_cstr(arena, th_str_fmt(arena, "%s/so.xlsx", home));
    th_trouble why = {0};
    put_file(workbook, "the workbook");
    assert_int_equal(th_store_create(arena, store, &why), TH_OK);
    for (size_t i = 0; i < NIGHTS; i++) {
        put_file(ledger, ledgers[i]);
        const th_generation generation = {.kept = kept,
                                          .moment = moments[i],
                                          .workbook = workbook,
                                          .store = store,
                                          .ledger = ledger,
                                          .outcome = TH_STR("outcome")};
        assert_int_equal(th_generation_make(arena, &generation, &path[i], &why), TH_OK);
        assert_true(th_str_eq(scratch_bytes(arena, th_generations_ledger(arena, kept)), th_str_of(ledgers[i])));
    }
    th_generations_prune(arena, kept, KEPT);
    assert_int_not_equal(access(path[0], F_OK), 0);
    assert_int_equal(access(path[1], F_OK), 0);
    assert_int_equal(access(path[2], F_OK), 0);
    /* What says nothing of its place might be the newest. */
    put_file(th_str_cstr(arena, th_str_fmt(arena, "%s/thu-tu.txt", path[2])), "x");
    th_generations_prune(arena, kept, 1);
    assert_int_equal(access(path[1], F_OK), 0);
    assert_int_equal(access(path[2], F_OK), 0);
    th_arena_free(arena);
}

/* A folder of `kept` with a store and one file more. */
static const char *put_generation(th_arena *arena, const char *kept, const char *name, const char *other)
{
    const char *folder = th_str_cstr(arena, th_str_fmt(arena, "%s/%s", kept, name));
    assert_int_equal(mkdir(folder, 0700), 0);
    put_file(th_str_cstr(arena, th_str_fmt(arena, "%s/so-lieu.db", folder)), "a store");
    put_file(th_str_cstr(arena, th_str_fmt(arena, "%s/%s", folder, other)), "something");
    return folder;
}

/* Where removing the part of its store failed, a generation is one all the same; with a file of somebody else it is
 * left alone. */
static void a_part_that_could_not_be_removed_belongs_to_it(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const char *kept = scratch_folder(arena);
    assert_non_null(kept);
    const char *with_part = put_generation(arena, kept, "2023-01-05-0130", ".so-lieu.db.part"),
               *with_strange = put_generation(arena, kept, "2023-01-05-0230", ".cua-toi.part"),
               *last = put_generation(arena, kept, "2023-01-06-0130", "so-ban-thu-ky.xlsx");
    th_generations_prune(arena, kept, 1);
    assert_int_not_equal(access(with_part, F_OK), 0);
    assert_int_equal(access(with_strange, F_OK), 0);
    assert_int_equal(access(last, F_OK), 0);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_last_that_was_made_is_the_newest_whatever_the_clock_said),
                                       cmocka_unit_test(a_ledger_that_was_saved_meanwhile_is_not_kept),
                                       cmocka_unit_test(a_part_that_could_not_be_removed_belongs_to_it)};
    return cmocka_run_group_tests_name("generations", tests, NULL, NULL);
}
