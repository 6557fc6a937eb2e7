/* Taking in: each content is kept once under its hash, no half of one is left, and what cannot be kept stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/digest.h"
#include "batch/intake.h"
#include "scratch_file.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <sys/wait.h>

typedef struct place {
    th_arena *arena;
    const char *inbox, *kept;
    th_limits limits;
    th_taken taken;
    th_trouble trouble;
} place;

static place open_place(void)
{
    place made = {.arena = th_arena_new(0), .limits = th_limits_default};
    made.inbox = scratch_folder(made.arena);
    made.kept = scratch_folder(made.arena);
    return made;
}

static const char *inside(place *at, const char *folder, const char *name)
{
    return th_str_cstr(at->arena, th_str_fmt(at->arena, "%s/%s", folder, name));
}

static void put(place *at, const char *name, const char *text)
{
    FILE *file = fopen(inside(at, at->inbox, name), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static th_status take(place *at)
{
    const th_intake_options options = {&at->inbox, 1, at->kept, &at->limits};
    return th_intake(at->arena, &options, &at->taken, &at->trouble);
}

static size_t count_kept(const place *at)
{
    size_t n = 0;
    DIR *dir = opendir(at->kept);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return n;
}

static void contents_are_kept_once(void **state)
{
    (void)state;
    place at = open_place();
    put(&at, "b.xlsx", "hai");
    put(&at, "a.xlsx", "một");
    put(&at, "c.xlsx", "hai");
    assert_int_equal(take(&at), TH_OK);
    assert_int_equal(at.taken.nfiles, 3);
    assert_int_equal(at.taken.inputs.n, 3);
    assert_int_equal(count_kept(&at), 2);
    for (size_t i = 0; i < 3; i++) {
        const th_input *input = &at.taken.inputs.at[i];
        th_str bytes = scratch_bytes(at.arena, input->path.ptr);
        assert_true(th_str_eq(input->name, at.taken.files[i].name));
        assert_true(th_str_eq(th_sha256(at.arena, bytes), at.taken.files[i].sha256));
        assert_true(th_str_starts(input->path, th_str_of(at.kept)));
        assert_true(th_str_eq(bytes, i == 0 ? TH_STR("một") : TH_STR("hai")));
    }
    assert_true(th_str_eq(at.taken.inputs.at[0].name, TH_STR("a.xlsx")));
    assert_true(th_str_eq(at.taken.files[1].sha256, at.taken.files[2].sha256));
    struct stat st;
    assert_int_equal(stat(at.taken.inputs.at[0].path.ptr, &st), 0);
    assert_int_equal(st.st_mode & 0137, 0);
    th_arena_free(at.arena);
}

/* A file that is written over later is read as it was. */
static void the_copy_stays_as_it_was(void **state)
{
    (void)state;
    place at = open_place();
    put(&at, "a.xlsx", "cũ");
    assert_int_equal(take(&at), TH_OK);
    const char *old = at.taken.inputs.at[0].path.ptr;
    put(&at, "a.xlsx", "mới");
    assert_true(th_str_eq(scratch_bytes(at.arena, old), TH_STR("cũ")));
    assert_int_equal(take(&at), TH_OK);
    assert_string_not_equal(at.taken.inputs.at[0].path.ptr, old);
    assert_int_equal(count_kept(&at), 2);
    th_arena_free(at.arena);
}

static void what_is_kept_is_taken_as_it_is_unless_it_was_cut(void **state)
{
    (void)state;
    place at = open_place();
    put(&at, "a.xlsx", "nội dung");
    assert_int_equal(take(&at), TH_OK);
    const char *copy = at.taken.inputs.at[0].path.ptr;
    struct stat before, after;
    assert_int_equal(stat(copy, &before), 0);
    const char *part =
        th_str_cstr(at.arena, th_str_fmt(at.arena, "%s/." TH_FMT ".part", at.kept, TH_ARG(at.taken.files[0].sha256)));
    assert_int_equal(symlink("/nowhere/at/all", part), 0);
    assert_int_equal(take(&at), TH_OK);
    assert_int_equal(stat(copy, &after), 0);
    assert_true(before.st_ino == after.st_ino);
    assert_int_equal(truncate(copy, 3), 0);
    assert_int_equal(take(&at), TH_OK);
    assert_true(th_str_eq(scratch_bytes(at.arena, copy), TH_STR("nội dung")));
    assert_int_equal(count_kept(&at), 1);
    th_arena_free(at.arena);
}

static void what_cannot_be_read_stays_where_it_is(void **state)
{
    (void)state;
    place at = open_place();
    put(&at, "empty.xlsx", "");
    put(&at, "large.xlsx", "0123456789");
    put(&at, "ok.xlsx", "012345678");
    assert_int_equal(mkfifo(inside(&at, at.inbox, "fifo.xlsx"), 0600), 0);
    at.limits.file_bytes = 9;
    assert_int_equal(take(&at), TH_OK);
    assert_int_equal(at.taken.nfiles, 4);
    assert_int_equal(count_kept(&at), 1);
    for (size_t i = 0; i < 4; i++) {
        bool kept = th_str_eq(at.taken.files[i].name, TH_STR("ok.xlsx"));
        assert_int_equal(at.taken.files[i].sha256.len, kept ? 64 : 0);
        assert_int_equal(th_str_starts(at.taken.inputs.at[i].path, th_str_of(at.kept)), kept);
    }
    th_arena_free(at.arena);
}

static void a_copy_that_cannot_be_kept_stops(void **state)
{
    (void)state;
    place at = open_place();
    put(&at, "a.xlsx", "nội dung");
    at.kept = inside(&at, at.kept, "none");
    assert_int_equal(take(&at), TH_FAILED);
    assert_true(th_str_find(at.trouble.vi, TH_STR("không giữ được bản gốc “a.xlsx”"), 0) != SIZE_MAX);
    assert_true(th_str_find(at.trouble.en, TH_STR("cannot be kept"), 0) != SIZE_MAX);
    at.inbox = inside(&at, at.inbox, "none");
    assert_int_equal(take(&at), TH_FAILED);
    th_arena_free(at.arena);
}

/* As on a full disk: a write beyond a limit fails, and nothing of the copy is left. */
static void no_half_of_a_copy_is_left(void **state)
{
    (void)state;
    place at = open_place();
    put(&at, "a.xlsx", "nội dung của một tệp");
    pid_t pid = fork();
    if (pid == 0) {
        const struct rlimit few = {8, 8};
        signal(SIGXFSZ, SIG_IGN);
        bool stopped = setrlimit(RLIMIT_FSIZE, &few) == 0 && take(&at) == TH_FAILED;
        _exit(!stopped);
    }
    int status = -1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(count_kept(&at), 0);
    th_arena_free(at.arena);
}

static void what_is_gone_is_counted_by_name_and_content(void **state)
{
    (void)state;
    place at = open_place();
    put(&at, "a.xlsx", "1");
    put(&at, "moved.xlsx", "2");
    put(&at, "empty.xlsx", "");
    assert_int_equal(take(&at), TH_OK);
    th_inbox_file before[] = {
        {TH_STR("a.xlsx"), TH_STR("other content")},
        {TH_STR("b.xlsx"), th_sha256(at.arena, TH_STR("2"))},
        {TH_STR("c.xlsx"), th_sha256(at.arena, TH_STR("3"))},
        {TH_STR("d.xlsx"), {0}},
        {TH_STR("empty.xlsx"), {0}},
    };
    const th_memory memory = {.day = 1, .inbox = before, .ninbox = sizeof before / sizeof *before};
    assert_int_equal(th_intake_lost(at.arena, &memory, &at.taken), 2);
    assert_int_equal(th_intake_lost(at.arena, &(th_memory){0}, &at.taken), 0);
    th_arena_free(at.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents_are_kept_once),
        cmocka_unit_test(the_copy_stays_as_it_was),
        cmocka_unit_test(what_is_kept_is_taken_as_it_is_unless_it_was_cut),
        cmocka_unit_test(what_cannot_be_read_stays_where_it_is),
        cmocka_unit_test(a_copy_that_cannot_be_kept_stops),
        cmocka_unit_test(no_half_of_a_copy_is_left),
        cmocka_unit_test(what_is_gone_is_counted_by_name_and_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
