/* What lies in an inbox: which files are submissions and by which names, what is only counted, what is not followed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/inbox.h"
#include "batch/litter.h"
#include "scratch_file.h"

#include <sys/stat.h>

typedef struct inbox {
    th_arena *arena;
    const char *folder;
    th_limits limits;
    th_inputs inputs;
    th_findings findings;
    th_trouble trouble;
} inbox;

static inbox open_inbox(void)
{
    inbox made = {.arena = th_arena_new(0), .limits = th_limits_default};
    made.folder = scratch_folder(made.arena);
    assert_non_null(made.folder);
    return made;
}

static const char *path_in(const inbox *made, const char *name)
{
    return th_str_cstr(made->arena, th_str_fmt(made->arena, "%s/%s", made->folder, name));
}

/* A file, or, where the name ends in "/", a folder. */
static void put_file(const inbox *made, const char *name)
{
    const char *path = path_in(made, name);
    if (name[strlen(name) - 1] == '/') {
        assert_int_equal(mkdir(path, 0755), 0);
        return;
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("x", file);
    fclose(file);
}

static th_status list_inbox(inbox *made, bool flat)
{
    const th_listing listing = {.paths = &made->folder, .npaths = 1, .limits = &made->limits, .flat = flat};
    return th_inbox_list(made->arena, &listing, &made->inputs, &made->findings, &made->trouble);
}

/* The names, with bars between. */
static const char *names_of(const inbox *made)
{
    th_buf out;
    th_buf_init(&out, made->arena);
    for (size_t i = 0; i < made->inputs.n; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i ? "|" : "", TH_ARG(made->inputs.at[i].name));
    return th_str_cstr(made->arena, th_buf_str(&out));
}

static const th_finding *finding_of(const inbox *made, const char *file)
{
    for (size_t i = 0; i < made->findings.n; i++)
        if (th_str_eq(made->findings.at[i].place.file, th_str_of(file)))
            return &made->findings.at[i];
    return NULL;
}

static void some_names_are_only_counted(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool temporary, litter;
    } cases[] = {{"~$a.xlsx", true, false},
                 {"~a.xlsx", false, false},
                 {".~lock.a.ods#", true, false},
                 {"a.tmp", true, false},
                 {"A.TMP", true, false},
                 {"a.temp", true, false},
                 {"a.xlsx.part", true, false},
                 {"a.partial", true, false},
                 {"a.crdownload", true, false},
                 {"a.opdownload", true, false},
                 {"a.download", true, false},
                 {"a.filepart", true, false},
                 {"tmp", false, false},
                 {"8A3F00C1", true, false}, /* Excel while it saves */
                 {"8A3F00C", false, false},
                 {"8A3F00C10", false, false},
                 {"8a3f00c1", false, false},
                 {"8A3F00G1", false, false},
                 {"20221231", false, false}, /* a date that somebody typed */
                 {"desktop.ini", false, true},
                 {"Thumbs.db", false, true},
                 {"ehthumbs.db", false, true},
                 {".DS_Store", false, true},
                 {".localized", false, true},
                 {".directory", false, true},
                 {"__MACOSX", false, true},
                 {".Spotlight-V100", false, true},
                 {".Trashes", false, true},
                 {".fseventsd", false, true},
                 {".TemporaryItems", false, true},
                 {"$RECYCLE.BIN", false, true},
                 {"System Volume Information", false, true},
                 {"@eaDir", false, true},
                 {"lost+found", false, true},
                 {"._a.xlsx", false, true},
                 {".Trash-1000", false, true},
                 {"a.xlsx", false, false},
                 {"desktop.ini.xlsx", false, false},
                 {"", false, false}};
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str name = th_str_of(cases[i].name);
        if (th_is_temporary(arena, name) != cases[i].temporary || th_is_litter(arena, name) != cases[i].litter)
            fail_msg("“%s”", cases[i].name);
    }
    th_arena_free(arena);
}

static void folders_are_read_with_what_is_below(void **state)
{
    (void)state;
    inbox made = open_inbox();
    static const char *const files[] = {"b.xlsx",     "a.xlsx",          "So A/",     "So A/a.xlsx",
                                        "So A/2022/", "So A/2022/c.xls", "Empty/",    ".hidden/",
                                        ".an.xlsx",   "~$a.xlsx",        "Thumbs.db", "So A/x.tmp",
                                        "d.xlsx/",    "d.xlsx/e.xls",    "__MACOSX/", "__MACOSX/f.xlsx"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put_file(&made, files[i]);
    assert_int_equal(list_inbox(&made, false), TH_OK);
    assert_string_equal(names_of(&made), "So A/2022/c.xls|So A/a.xlsx|a.xlsx|b.xlsx");
    assert_int_equal(made.inputs.left.temporary, 2);
    assert_int_equal(made.inputs.left.litter, 2);
    assert_int_equal(made.findings.n, 3);
    assert_int_equal(finding_of(&made, ".hidden")->kind, TH_F_INBOX_LEFT);
    assert_int_equal(finding_of(&made, ".an.xlsx")->kind, TH_F_INBOX_LEFT);
    assert_int_equal(finding_of(&made, "d.xlsx")->kind, TH_F_INBOX_NOT_READ);
    th_arena_free(made.arena);
}

static void a_flat_folder_is_read_without_what_is_below(void **state)
{
    (void)state;
    inbox made = open_inbox();
    static const char *const files[] = {"a.csv", "b/", "b/c.csv", "d.csv/"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put_file(&made, files[i]);
    assert_int_equal(symlink("a.csv", path_in(&made, "e.csv")), 0);
    made.limits.inbox_files = 1;
    assert_int_equal(list_inbox(&made, true), TH_OK);
    assert_string_equal(names_of(&made), "a.csv|e.csv");
    assert_int_equal(made.findings.n, 0);
    th_arena_free(made.arena);
}

static void links_are_not_followed(void **state)
{
    (void)state;
    inbox made = open_inbox(), other = open_inbox();
    put_file(&made, "a.xlsx");
    put_file(&made, "b/");
    put_file(&other, "x.xlsx");
    assert_int_equal(symlink("a.xlsx", path_in(&made, "inside.xlsx")), 0);
    assert_int_equal(symlink("..", path_in(&made, "b/up")), 0);
    assert_int_equal(symlink(path_in(&other, "x.xlsx"), path_in(&made, "outside.xlsx")), 0);
    assert_int_equal(symlink("nowhere", path_in(&made, "broken.xlsx")), 0);
    assert_int_equal(list_inbox(&made, false), TH_OK);
    assert_string_equal(names_of(&made), "a.xlsx|broken.xlsx");
    assert_int_equal(made.findings.n, 3);
    assert_int_equal(finding_of(&made, "inside.xlsx")->kind, TH_F_INBOX_LEFT);
    assert_int_equal(finding_of(&made, "b/up")->kind, TH_F_INBOX_LEFT);
    assert_int_equal(finding_of(&made, "outside.xlsx")->kind, TH_F_INBOX_NOT_READ);
    th_arena_free(made.arena);
    th_arena_free(other.arena);
}

static void what_lies_beyond_the_limits_is_said_once(void **state)
{
    (void)state;
    for (size_t most = 1; most <= 4; most++) {
        inbox made = open_inbox();
        static const char *const files[] = {"a.xlsx", "b.xlsx", "c.xlsx"};
        for (size_t i = 0; i < 3; i++)
            put_file(&made, files[i]);
        made.limits.inbox_files = most;
        assert_int_equal(list_inbox(&made, false), TH_OK);
        assert_int_equal(made.inputs.n, most < 3 ? most : 3);
        assert_int_equal(made.findings.n, most < 3);
        if (most < 3)
            assert_int_equal(finding_of(&made, files[most])->kind, TH_F_INBOX_TOO_MUCH);
        th_arena_free(made.arena);
    }
    for (size_t depth = 1; depth <= 3; depth++) {
        inbox made = open_inbox();
        static const char *const files[] = {"1/", "1/a.xlsx", "1/2/", "1/2/b.xlsx", "1/2/3/", "1/2/3/c.xlsx"};
        for (size_t i = 0; i < 6; i++)
            put_file(&made, files[i]);
        made.limits.inbox_depth = depth;
        assert_int_equal(list_inbox(&made, false), TH_OK);
        assert_int_equal(made.inputs.n, depth);
        assert_int_equal(made.findings.n, depth < 3);
        if (depth < 3)
            assert_int_equal(finding_of(&made, depth == 1 ? "1/2" : "1/2/3")->kind, TH_F_INBOX_TOO_MUCH);
        th_arena_free(made.arena);
    }
}

/* Files of one name in two folders that were given, a file that was given itself, and records. */
static void names_tell_inputs_apart(void **state)
{
    (void)state;
    inbox made = open_inbox();
    static const char *const files[] = {"one/",       "one/a.xlsx", "one/b.xlsx", "two/",
                                        "two/a.xlsx", "two/B.XLSX", "c.xlsx",     "r.tsv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put_file(&made, files[i]);
    const char *const paths[] = {path_in(&made, "one"), path_in(&made, "two/"), path_in(&made, "c.xlsx")};
    const char *const records[] = {path_in(&made, "r.tsv")};
    const th_listing listing = {.paths = paths, .npaths = 3, .records = records, .nrecords = 1, .limits = &made.limits};
    assert_int_equal(th_inbox_list(made.arena, &listing, &made.inputs, &made.findings, &made.trouble), TH_OK);
    assert_string_equal(names_of(&made), "B.XLSX|b.xlsx|c.xlsx|one/a.xlsx|r.tsv|two/a.xlsx");
    for (size_t i = 0; i < made.inputs.n; i++) {
        const th_input *input = &made.inputs.at[i];
        bool is_a = th_str_ends(input->name, TH_STR("/a.xlsx")),
             is_b = input->name.ptr[0] == 'b' || input->name.ptr[0] == 'B';
        assert_int_equal(input->records, th_str_eq(input->name, TH_STR("r.tsv")));
        assert_int_equal(input->base_alone, !is_a);
        assert_int_equal(input->loose_alone, !is_b);
        assert_int_equal(input->loose_base_alone, !is_a && !is_b);
    }
    th_arena_free(made.arena);

    made = open_inbox();
    const char *absent = path_in(&made, "absent");
    const th_listing wrong = {.paths = &absent, .npaths = 1, .limits = &made.limits};
    assert_int_equal(th_inbox_list(made.arena, &wrong, &made.inputs, &made.findings, &made.trouble), TH_FAILED);
    assert_true(made.trouble.vi.len > 0 && made.trouble.en.len > 0);
    th_arena_free(made.arena);
}

/* Bytes that are no UTF-8 are shown as such, and one name in composed and decomposed letters is two. */
static void every_name_can_be_shown(void **state)
{
    (void)state;
    inbox made = open_inbox();
    put_file(&made, "a\xE6"
                    "b.xlsx");
    put_file(&made, "S\xE1\xBB\x9F.xlsx");
    put_file(&made, "So\xCC\x9B\xCC\x89.xlsx");
    assert_int_equal(list_inbox(&made, false), TH_OK);
    assert_int_equal(made.inputs.n, 3);
    th_str names = th_str_of(names_of(&made));
    assert_true(th_str_find(names, TH_STR("a\\xE6b.xlsx"), 0) != SIZE_MAX);
    assert_true(th_str_find(names, TH_STR("S\\xE1\\xBB\\x9F.xlsx"), 0) != SIZE_MAX);
    assert_true(th_str_find(names, TH_STR("So\\xCC\\x9B\\xCC\\x89.xlsx"), 0) != SIZE_MAX);
    th_arena_free(made.arena);
}

static void leftovers_are_counted_by_kind(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    assert_int_equal(th_leftovers_vi(arena, (th_leftovers){0, 0}).len, 0);
    th_str both = th_leftovers_vi(arena, (th_leftovers){2, 1}), one = th_leftovers_vi(arena, (th_leftovers){0, 3});
    assert_true(th_str_starts(both, TH_STR("2 tệp tạm")));
    assert_true(th_str_find(both, TH_STR("), 1 tệp của hệ điều hành"), 0) != SIZE_MAX);
    assert_true(th_str_starts(one, TH_STR("3 tệp của hệ điều hành")));
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_names_are_only_counted),
        cmocka_unit_test(folders_are_read_with_what_is_below),
        cmocka_unit_test(a_flat_folder_is_read_without_what_is_below),
        cmocka_unit_test(links_are_not_followed),
        cmocka_unit_test(what_lies_beyond_the_limits_is_said_once),
        cmocka_unit_test(names_tell_inputs_apart),
        cmocka_unit_test(every_name_can_be_shown),
        cmocka_unit_test(leftovers_are_counted_by_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
