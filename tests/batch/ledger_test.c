/* A half-saved ledger: the last copy that could be read takes its place, and that is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/ledger.h"

static void put(const char *path, const char *bytes)
{
    FILE *to = fopen(path, "w");
    assert_non_null(to);
    fputs(bytes, to);
    fclose(to);
}

static void which_ledger_is_read(void **state)
{
    (void)state;
    static const char whole[] = "Đơn vị,Tệp\nA,a.xlsx\n", half[] = "PK\003\004 cut off";
    char ledger[64], kept[64];
    snprintf(ledger, sizeof ledger, "/tmp/tonghop-so-%ld.csv", (long)getpid());
    snprintf(kept, sizeof kept, "/tmp/tonghop-giu-%ld.csv", (long)getpid());
    const struct {
        const char *ledger, *kept;
        th_status status;
        bool uses_ledger, uses_kept;
    } cases[] = {{whole, whole, TH_OK, true, false},
                 {half, whole, TH_WARN, false, true},
                 {half, half, TH_FAILED, false, false},
                 {half, NULL, TH_FAILED, false, false},
                 {whole, NULL, TH_OK, true, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *arena = th_arena_new(0);
        th_trouble trouble = {0};
        put(ledger, cases[i].ledger);
        if (cases[i].kept)
            put(kept, cases[i].kept);
        th_ledger_choice choice = {.ledger = ledger, .kept = cases[i].kept ? kept : NULL};
        assert_int_equal(th_ledger_choose(arena, &th_limits_default, &choice, &trouble), cases[i].status);
        assert_true((choice.used == ledger) == cases[i].uses_ledger);
        assert_true((choice.used == kept) == cases[i].uses_kept);
        assert_int_equal(trouble.vi.len > 0, cases[i].status != TH_OK);
        if (trouble.vi.len)
            assert_true(th_str_find(trouble.vi, th_str_of(ledger), 0) != SIZE_MAX);
        if (cases[i].uses_kept)
            assert_true(th_str_find(trouble.vi, th_str_of(kept), 0) != SIZE_MAX);
        th_arena_free(arena);
    }
    unlink(ledger);
    unlink(kept);
}

/* Of a folder it is said which of its files cannot be read. */
static void a_file_of_a_folder_is_named(void **state)
{
    (void)state;
    char folder[64], good[96], bad[96];
    snprintf(folder, sizeof folder, "/tmp/tonghop-so-%ld", (long)getpid());
    snprintf(good, sizeof good, "%s/cum-cham.csv", folder);
    snprintf(bad, sizeof bad, "%s/chot.csv", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    put(good, "Đơn vị,Tiêu chí\nA,B\n");
    put(bad, "PK\003\004 cut off");
    th_arena *arena = th_arena_new(0);
    th_trouble trouble = {0};
    th_ledger_choice choice = {.ledger = folder};
    assert_int_equal(th_ledger_choose(arena, &th_limits_default, &choice, &trouble), TH_FAILED);
    assert_true(th_str_find(trouble.vi, TH_STR("(chot.csv: "), 0) != SIZE_MAX);
    assert_true(th_str_find(trouble.en, TH_STR("(chot.csv: "), 0) != SIZE_MAX);
    th_arena_free(arena);
    unlink(good);
    unlink(bad);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(which_ledger_is_read),
                                       cmocka_unit_test(a_file_of_a_folder_is_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
