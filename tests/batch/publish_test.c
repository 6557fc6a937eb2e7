/* Files and publishing: hashing, listing, one run at a time, whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/inbox.h"
#include "base/digest.h"
#include "batch/publish.h"
#include "scratch_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct folder {
    th_arena *arena;
    const char *path;
} folder;

static int setup(void **state)
{
    folder *f = calloc(1, sizeof *f);
    f->arena = th_arena_new(0);
    f->path = f->arena ? scratch_folder(f->arena) : NULL;
    *state = f;
    return !f->path;
}

static const char *inside(const folder *f, const char *name)
{
    return th_str_cstr(f->arena, th_str_fmt(f->arena, "%s/%s", f->path, name));
}

static void put(const folder *f, const char *name, const char *text)
{
    FILE *to = fopen(inside(f, name), "w");
    assert_non_null(to);
    assert_true(fputs(text, to) >= 0);
    fclose(to);
}

static bool holds(const folder *f, const char *name, const char *text)
{
    th_findings findings = {0};
    th_input input = {.path = th_str_of(inside(f, name)), .name = th_str_of(name)};
    th_str bytes;
    return th_file_read(f->arena, &th_limits_default, &input, &bytes, &findings) == TH_OK &&
           th_str_eq(bytes, th_str_of(text));
}

static int teardown(void **state)
{
    folder *f = *state;
    th_arena_free(f->arena);
    free(f);
    return 0;
}

static void a_hash_is_sha256(void **state)
{
    const folder *f = *state;
    assert_true(th_str_eq(th_sha256(f->arena, TH_STR("abc")),
                          TH_STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
}

static th_inputs list(const folder *f, th_findings *findings)
{
    th_inputs inputs = {0};
    th_trouble trouble = {0};
    const char *path = f->path;
    const th_listing listing = {.paths = &path, .npaths = 1, .limits = &th_limits_default};
    assert_int_equal(th_inbox_list(f->arena, &listing, &inputs, findings, &trouble), TH_OK);
    return inputs;
}

static void a_folder_is_listed_by_name_with_its_sub_folders(void **state)
{
    const folder *f = *state;
    put(f, "z.csv", "z");
    put(f, "a.xlsx", "a");
    put(f, "~$a.xlsx", "owner");
    put(f, ".hidden", "x");
    mkdir(inside(f, "sub"), 0700);
    put(f, "sub/a.xlsx", "b");
    th_findings findings = {0};
    th_inputs inputs = list(f, &findings);
    assert_int_equal(inputs.n, 3);
    static const char *const names[] = {"a.xlsx", "sub/a.xlsx", "z.csv"};
    static const bool alone[] = {false, false, true}, loose_alone[] = {true, true, true};
    for (size_t i = 0; i < 3; i++) {
        assert_true(th_str_eq(inputs.at[i].name, th_str_of(names[i])));
        assert_int_equal(inputs.at[i].base_alone, alone[i]);
        assert_int_equal(inputs.at[i].loose_base_alone, alone[i]);
        assert_int_equal(inputs.at[i].loose_alone, loose_alone[i]);
    }
    assert_int_equal(inputs.left.temporary, 1);
    assert_int_equal(findings.n, 1);
    assert_int_equal(findings.at[0].kind, TH_F_INBOX_LEFT);
    th_inputs flat = {0};
    th_trouble trouble = {0};
    assert_int_equal(th_folder_list(f->arena, f->path, &flat, &trouble), TH_OK);
    assert_int_equal(flat.n, 2);
}

static void what_cannot_be_read_is_one_finding(void **state)
{
    const folder *f = *state;
    assert_int_equal(mkfifo(inside(f, "pipe"), 0600), 0);
    put(f, "a.xlsx", "");
    put(f, "z.csv", "12345");
    th_limits small = th_limits_default;
    small.file_bytes = 4;
    const struct {
        const char *name;
        th_finding_kind kind;
    } cases[] = {{"pipe", TH_F_FILE_UNREADABLE},
                 {"a.xlsx", TH_F_FILE_EMPTY},
                 {"z.csv", TH_F_FILE_LIMIT},
                 {"none", TH_F_FILE_UNREADABLE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_findings findings = {0};
        th_input input = {.path = th_str_of(inside(f, cases[i].name)), .name = th_str_of(cases[i].name)};
        th_str bytes;
        assert_int_equal(th_file_read(f->arena, &small, &input, &bytes, &findings), TH_FAILED);
        assert_int_equal(findings.n, 1);
        assert_int_equal(findings.at[0].kind, cases[i].kind);
        assert_true(th_str_eq(findings.at[0].place.file, th_str_of(cases[i].name)));
    }
}

/* As a run of its own would, with --force. */
static th_status begin(const folder *f, th_publication *publication, th_trouble *trouble)
{
    th_guard guard = {.arena = f->arena, .limits = &th_limits_default, .force = true};
    const th_outfile out = {.path = inside(f, "b.xlsx"), .mark = TH_MARK_RESULT};
    return th_publish_begin(f->arena, &guard, &out, publication, trouble);
}

static void the_old_output_stays_until_the_new_one_is_whole(void **state)
{
    const folder *f = *state;
    th_publication p;
    th_trouble trouble = {0};
    put(f, "b.xlsx", "old");
    put(f, ".b.xlsx.part", "left by a run that was killed");
    assert_int_equal(begin(f, &p, &trouble), TH_OK);
    assert_int_not_equal(access(inside(f, ".b.xlsx.part"), F_OK), 0);
    put(f, ".b.xlsx.part", "half");
    th_publish_abandon(&p);
    assert_true(holds(f, "b.xlsx", "old"));
    assert_int_not_equal(access(inside(f, ".b.xlsx.part"), F_OK), 0);
    assert_int_not_equal(access(inside(f, ".b.xlsx.lock"), F_OK), 0);

    assert_int_equal(begin(f, &p, &trouble), TH_OK);
    put(f, ".b.xlsx.part", "new");
    assert_int_equal(th_publish_commit(f->arena, &p, &trouble), TH_OK);
    assert_true(holds(f, "b.xlsx", "new"));
    assert_int_not_equal(access(inside(f, ".b.xlsx.lock"), F_OK), 0);
}

static void a_second_run_is_told_who_holds_the_output(void **state)
{
    const folder *f = *state;
    th_publication first, second;
    th_trouble trouble = {0};
    assert_int_equal(begin(f, &first, &trouble), TH_OK);
    assert_int_equal(begin(f, &second, &trouble), TH_FAILED);
    th_str pid = th_str_fmt(f->arena, "%ld", (long)getpid());
    assert_true(th_str_find(trouble.vi, pid, 0) != SIZE_MAX);
    th_publish_abandon(&first);
    assert_int_equal(begin(f, &second, &trouble), TH_OK);
    th_publish_abandon(&second);
}

static void a_commit_without_a_workbook_fails_and_keeps_the_old(void **state)
{
    const folder *f = *state;
    th_publication p;
    th_trouble trouble = {0};
    put(f, "b.xlsx", "old");
    assert_int_equal(begin(f, &p, &trouble), TH_OK);
    assert_int_equal(th_publish_commit(f->arena, &p, &trouble), TH_FAILED);
    assert_true(trouble.vi.len > 0);
    assert_true(holds(f, "b.xlsx", "old"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_hash_is_sha256, setup, teardown),
        cmocka_unit_test_setup_teardown(a_folder_is_listed_by_name_with_its_sub_folders, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_one_finding, setup, teardown),
        cmocka_unit_test_setup_teardown(the_old_output_stays_until_the_new_one_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(a_second_run_is_told_who_holds_the_output, setup, teardown),
        cmocka_unit_test_setup_teardown(a_commit_without_a_workbook_fails_and_keeps_the_old, setup, teardown),
    };
    return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
