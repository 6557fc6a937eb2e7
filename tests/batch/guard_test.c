/* The guard of outputs: what is read is never written, what people made only with --force, our own freely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/guard.h"
#include "scratch_file.h"

#include <sys/stat.h>

#define OURS "Mã\tTên\n"

static th_guard guard_of(th_arena *arena, bool force)
{
    return (th_guard){.arena = arena, .limits = &th_limits_default, .force = force};
}

static const char *in(th_arena *arena, const char *folder, const char *name)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/%s", folder, name));
}

static const char *file_in(th_arena *arena, const char *folder, const char *name, const char *text)
{
    const char *path = in(arena, folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static th_status allows(th_guard *guard, const char *path)
{
    th_trouble trouble = {0};
    const th_outfile out = {.path = path, .headers = {TH_STR(OURS), TH_STR("Code\tName\n")}};
    th_status status = th_guard_allows(guard, &out, &trouble);
    assert_int_equal(status == TH_OK, trouble.vi.len == 0);
    assert_int_equal(status == TH_OK, trouble.en.len == 0);
    return status;
}

static void a_text_is_replaced_where_it_begins_like_ours(void **state)
{
    (void)state;
    static const struct {
        const char *there; /* NULL: nothing */
        th_status status, forced;
    } cases[] = {{NULL, TH_OK, TH_OK},
                 {"", TH_OK, TH_OK},
                 {OURS, TH_OK, TH_OK},
                 {OURS "A\tB\n", TH_OK, TH_OK},
                 {"Code\tName\nx", TH_OK, TH_OK},
                 {"Code\tName", TH_FAILED, TH_OK},
                 {"mã\tTên\n", TH_FAILED, TH_OK},
                 {"x", TH_FAILED, TH_OK}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int force = 0; force < 2; force++) {
            th_arena *arena = th_arena_new(0);
            const char *folder = scratch_folder(arena), *path = in(arena, folder, "out.tsv");
            if (cases[i].there)
                file_in(arena, folder, "out.tsv", cases[i].there);
            th_guard guard = guard_of(arena, force);
            assert_int_equal(allows(&guard, path), force ? cases[i].forced : cases[i].status);
            th_arena_free(arena);
        }
}

/* A file goes by what it is, not by its name: through links and other ways there, --force or not. */
static void what_is_read_is_never_written(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const char *folder = scratch_folder(arena), *input = file_in(arena, folder, "a.tsv", OURS);
    const char *linked = in(arena, folder, "link.tsv"), *hard = in(arena, folder, "hard.tsv");
    const char *round = th_str_cstr(arena, th_str_fmt(arena, "%s/../%s/a.tsv", folder, strrchr(folder, '/') + 1));
    assert_int_equal(symlink("a.tsv", linked), 0);
    assert_int_equal(link(input, hard), 0);
    const char *const names[] = {input, linked, hard, round};
    for (size_t i = 0; i < 4; i++) {
        th_guard guard = guard_of(arena, true);
        th_trouble trouble = {0};
        th_guard_reads(&guard, input, TH_READS_INPUT);
        assert_int_equal(allows(&guard, names[i]), TH_FAILED);
        assert_int_equal(th_guard_spares(&guard, names[i], &trouble), TH_FAILED);
        assert_int_equal(allows(&guard, in(arena, folder, "b.tsv")), TH_OK);
    }
    th_guard guard = guard_of(arena, true);
    th_guard_reads(&guard, input, TH_READS_SCORES); /* its scores are taken over first */
    assert_int_equal(allows(&guard, input), TH_OK);
    th_guard_reads(&guard, NULL, TH_READS_INPUT);
    th_guard_reads(&guard, in(arena, folder, "absent"), TH_READS_INPUT);
    assert_int_equal(guard.n, 1);
    th_arena_free(arena);
}

static void nothing_is_written_into_a_folder_that_is_read(void **state)
{
    (void)state;
    static const struct {
        th_reading as;
        const char *path;
        th_status status, as_folder;
    } cases[] = {{TH_READS_INBOX, "in/new.tsv", TH_FAILED, TH_FAILED},
                 {TH_READS_INBOX, "in/sub/new.tsv", TH_FAILED, TH_FAILED},
                 {TH_READS_INBOX, "in/a.tsv", TH_FAILED, TH_FAILED},
                 {TH_READS_INBOX, "in/sub/b.tsv", TH_FAILED, TH_FAILED},
                 {TH_READS_INBOX, "new.tsv", TH_OK, TH_OK},
                 {TH_READS_DEFINITION, "in/new.tsv", TH_FAILED, TH_FAILED},
                 {TH_READS_DEFINITION, "in/a.tsv", TH_FAILED, TH_FAILED},
                 {TH_READS_DEFINITION, "in/sub/new.tsv", TH_OK, TH_OK},
                 {TH_READS_INPUT, "in/new.tsv", TH_OK, TH_OK},
                 {TH_READS_INPUT, "in/a.tsv", TH_FAILED, TH_FAILED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *arena = th_arena_new(0);
        th_trouble trouble = {0};
        const char *folder = scratch_folder(arena);
        assert_int_equal(mkdir(in(arena, folder, "in"), 0755), 0);
        assert_int_equal(mkdir(in(arena, folder, "in/sub"), 0755), 0);
        file_in(arena, folder, "in/a.tsv", OURS);
        file_in(arena, folder, "in/sub/b.tsv", OURS);
        th_guard guard = guard_of(arena, true);
        th_guard_reads(&guard, in(arena, folder, "in"), cases[i].as);
        if (allows(&guard, in(arena, folder, cases[i].path)) != cases[i].status)
            fail_msg("row %zu", i);
        if (th_guard_allows_folder(&guard, in(arena, folder, cases[i].path), &trouble) != cases[i].as_folder)
            fail_msg("row %zu, as a folder", i);
        th_arena_free(arena);
    }
}

static void two_outputs_have_two_names(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const char *folder = scratch_folder(arena), *there = file_in(arena, folder, "a.tsv", OURS);
    const char *linked = in(arena, folder, "link.tsv"), *lost = in(arena, folder, "lost.tsv");
    assert_int_equal(symlink("a.tsv", linked), 0);
    assert_int_equal(symlink("nowhere", lost), 0);
    th_guard guard = guard_of(arena, true);
    assert_int_equal(allows(&guard, in(arena, folder, "new.tsv")), TH_OK);
    assert_int_equal(allows(&guard, in(arena, folder, "new.tsv")), TH_FAILED);
    assert_int_equal(allows(&guard, in(arena, folder, "./new.tsv")), TH_FAILED);
    assert_int_equal(allows(&guard, in(arena, folder, "other.tsv")), TH_OK);
    assert_int_equal(allows(&guard, there), TH_OK);
    assert_int_equal(allows(&guard, linked), TH_FAILED);
    assert_int_equal(allows(&guard, lost), TH_FAILED);
    th_arena_free(arena);
}

static void a_log_is_added_to_where_its_first_line_is_one(void **state)
{
    (void)state;
    static const struct {
        const char *there;
        th_status status;
    } cases[] = {{NULL, TH_OK},
                 {"", TH_OK},
                 {"2023-01-05T08:00:00Z 4711 start\n", TH_OK},
                 {"2023-01-05T08:00:00Z 1 s\n", TH_OK},
                 {"2023-01-05T08:00:00Z 4711 Start\n", TH_FAILED},
                 {"2023-01-05T08:00:00Z 4711 ", TH_FAILED},
                 {"2023-01-05T08:00:00Z 4711", TH_FAILED},
                 {"2023-01-05T08:00:00+07:00 4711 LỖI  dừng\n", TH_OK},
                 {"2023-01-05T08:00:00-03:30 4711 INFO  begin\n", TH_OK},
                 {"{\"time\":\"2023-01-05T08:00:00+07:00\",\"pid\":4711,", TH_OK},
                 {"{\"time\":\"2023-01-05T08:00:00+07:00\"}", TH_FAILED},
                 {"2023-01-05T08:00:00+0700 4711 INFO\n", TH_FAILED},
                 {"2023-01-05T08:00:00+07:00 4711 \n", TH_FAILED},
                 {"2023-01-05T08:00:00Z  start\n", TH_FAILED},
                 {"2023-01-05T08:00:00Z x start\n", TH_FAILED},
                 {"2023-01-05 08:00:00Z 4711 start\n", TH_FAILED},
                 {"a23-01-05T08:00:00Z 4711 start\n", TH_FAILED},
                 {"2023-01-05T08:00:0", TH_FAILED},
                 {"Kính gửi\n", TH_FAILED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *arena = th_arena_new(0);
        th_trouble trouble = {0};
        const char *folder = scratch_folder(arena), *path = in(arena, folder, "log");
        if (cases[i].there)
            file_in(arena, folder, "log", cases[i].there);
        th_guard guard = guard_of(arena, true);
        if (th_guard_allows_log(&guard, path, &trouble) != cases[i].status)
            fail_msg("“%s”", cases[i].there ? cases[i].there : "");
        th_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_replaced_where_it_begins_like_ours),
        cmocka_unit_test(what_is_read_is_never_written),
        cmocka_unit_test(nothing_is_written_into_a_folder_that_is_read),
        cmocka_unit_test(two_outputs_have_two_names),
        cmocka_unit_test(a_log_is_added_to_where_its_first_line_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
