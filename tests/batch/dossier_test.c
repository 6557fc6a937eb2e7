/* The tables of a dossier: what is written is read back, and what is forged is refused. */
#include "base/same.h"

#include "batch/dossier.h"
#include "batch/dossier_freezes.h"
#include "batch/dossier_memory.h"
#include "batch/dossier_sums.h"
#include "batch/dossier_table.h"
#include "batch/dossier_terms.h"

static void paths_stay_inside(void **state)
{
    (void)state;
    static const char *const safe[] = {"a", "a/b", "goc/TH1/Sở [3fa9c21b] (1).xlsx", "a../b", "..a"};
    static const char *const unsafe[] = {"",     "/",      "/a", "a/",    "a//b", "..",   "../a",
                                         "a/..", "a/../b", ".",  "a/./b", "a\\b", "a\nb", "a\x7F"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        assert_true(th_sums_path_is_safe(th_str_of(safe[i])));
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        assert_false(th_sums_path_is_safe(th_str_of(unsafe[i])));
}

static void a_memory_comes_back(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_str forms[] = {TH_STR("M01"), TH_STR("M02")};
    th_remembered known[] = {{.file = TH_STR("a\tb\\c\n.xlsx"),
                              .sha256 = TH_STR("11"),
                              .input = TH_STR("x.zip"),
                              .input_sha256 = TH_STR("22"),
                              .unit = TH_STR("CB"),
                              .first_seen = 45000,
                              .seen_before = 44999,
                              .last_seen = 45001,
                              .counts = {forms, 2, 2}},
                             {.file = TH_STR("Sở.xls"),
                              .sha256 = TH_STR("33"),
                              .input = TH_STR("Sở.xls"),
                              .input_sha256 = TH_STR("33"),
                              .first_seen = 45001,
                              .last_seen = 45001,
                              .waits = true}};
    th_inbox_file inbox[] = {{TH_STR("x.zip"), TH_STR("22")}, {TH_STR("hỏng"), (th_str){0}}};
    const th_memory memory = {.day = 45001, .period = 2023, .at = known, .n = 2, .inbox = inbox, .ninbox = 2};
    th_memory read;
    th_trouble trouble = {0};
    th_str text = th_dossier_memory_text(arena, &memory);
    assert_int_equal(th_dossier_memory_read(arena, text, &read, &trouble), TH_OK);
    assert_int_equal(read.day, 45001);
    assert_int_equal(read.period, 2023);
    assert_int_equal(read.n, 2);
    assert_int_equal(read.ninbox, 2);
    assert_true(th_str_eq(read.at[0].file, known[0].file));
    assert_true(th_str_eq(read.at[0].input_sha256, known[0].input_sha256));
    assert_int_equal(read.at[0].seen_before, 44999);
    assert_int_equal(read.at[0].counts.n, 2);
    assert_true(th_str_eq(read.at[0].counts.at[1], forms[1]));
    assert_int_equal(read.at[1].seen_before, 0);
    assert_true(read.at[1].waits && !read.at[0].waits);
    assert_int_equal(read.at[1].counts.n, 0);
    assert_true(th_str_eq(th_dossier_memory_text(arena, &read), text));
    th_arena_free(arena);
}

static void a_line_cut_short_refuses_the_table(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const th_memory memory = {0};
    th_str text = th_dossier_memory_text(arena, &memory);
    for (size_t n = 0; n < text.len; n++) {
        th_memory read;
        if (n && text.ptr[n - 1] == '\n')
            continue;
        th_trouble trouble = {0};
        assert_int_equal(th_dossier_memory_read(arena, th_str_sub(text, 0, n), &read, &trouble), TH_FAILED);
        assert_true(trouble.vi.len && trouble.en.len);
    }
    th_arena_free(arena);
}

static th_dossier_terms terms_of_a_run(void)
{
    th_dossier_terms terms = {.program = TH_STR("tonghop 9.9"),
                              .period = 2023,
                              .step = TH_STR("chốt điểm"),
                              .version = 2,
                              .number = 41,
                              .began = TH_STR("2023-01-05T01:30:00Z"),
                              .day = 44931,
                              .created = 1672876800,
                              .left = {3, 1},
                              .ledger = TH_STR("so-ban-thu-ky/so.xlsx"),
                              .limits = th_limits_default};
    return terms;
}

static void terms_come_back(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_dossier_terms terms = terms_of_a_run(), read;
    th_trouble trouble = {0};
    terms.limits.seconds = 7;
    assert_int_equal(
        th_dossier_terms_read(arena, th_dossier_terms_text(arena, &terms), &th_limits_default, &read, &trouble), TH_OK);
    assert_true(th_str_eq(read.program, terms.program) && th_str_eq(read.step, terms.step));
    assert_true(th_str_eq(read.ledger, terms.ledger));
    assert_int_equal(read.day, 44931);
    assert_int_equal(read.as_of, 0);
    assert_int_equal(read.created, 1672876800);
    assert_int_equal(read.left.temporary, 3);
    assert_int_equal(read.left.litter, 1);
    assert_int_equal(read.version, 2);
    assert_int_equal(read.number, 41);
    assert_false(read.allow_empty);
    assert_memory_equal(&read.limits, &terms.limits, sizeof terms.limits);
    th_arena_free(arena);
}

static void more_than_is_allowed_is_refused(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_dossier_terms terms = terms_of_a_run(), read;
    th_trouble trouble = {0};
    terms.limits.memory_bytes *= 2;
    th_str text = th_dossier_terms_text(arena, &terms);
    assert_int_equal(th_dossier_terms_read(arena, text, &th_limits_default, &read, &trouble), TH_FAILED);
    assert_true(th_str_find(trouble.en, TH_STR("--limit memory-mb=1024"), 0) != SIZE_MAX);
    assert_int_equal(th_dossier_terms_read(arena, text, &terms.limits, &read, &trouble), TH_OK);
    th_arena_free(arena);
}

/* The points where they are frozen, else the figures; of a period and a version that holds. */
static void what_holds_last_is_due(void **state)
{
    (void)state;
    th_freeze at[] = {{.version = 1, .period = 2022, .by = {.step = TH_FREEZE_FIGURES}, .opened = 7},
                      {.version = 2, .period = 2022, .by = {.step = TH_FREEZE_FIGURES}},
                      {.version = 1, .period = 2022, .by = {.step = TH_FREEZE_POINTS}},
                      {.version = 1, .period = 2023, .by = {.step = TH_FREEZE_FIGURES}, .opened = 9}};
    static const struct {
        size_t n;
        int period, row;
    } cases[] = {{0, 2022, -1}, {1, 2022, -1}, {2, 2022, 1}, {3, 2022, 2}, {4, 2022, 2}, {4, 2023, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const th_freezes freezes = {.at = at, .n = cases[i].n};
        th_dossier_due due;
        assert_int_equal(th_dossier_is_due(&freezes, cases[i].period, &due), cases[i].row >= 0);
        if (cases[i].row < 0)
            continue;
        assert_ptr_equal(due.row, &at[cases[i].row].by);
        assert_int_equal(due.version, at[cases[i].row].version);
    }
}

/* A row of a later day is not followed before that day. */
static void a_row_waits_for_its_day(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_freeze_row rows[] = {{TH_FREEZE_FIGURES, TH_STR("2023-01-10 09:00"), TH_STR("A"), TH_STR("")},
                            {TH_FREEZE_NOTHING, TH_STR("2023-01-12"), TH_STR("A"), TH_STR("x")}};
    const th_definition definition = {.period = 2022, .freezes = rows, .nfreezes = 2};
    th_freezes freezes = {0};
    static const struct {
        int day;
        size_t n;
        bool holds;
    } nights[] = {{44935, 0, false}, {44936, 1, true}, {44937, 1, true}, {44938, 1, false}};
    for (size_t i = 0; i < sizeof nights / sizeof *nights; i++) {
        const th_freeze_moment moment = {(long long)i + 1, TH_STR("tonghop 0.1.0"), nights[i].day};
        th_freezes_follow(arena, &freezes, &definition, &moment);
        assert_int_equal(freezes.n, nights[i].n);
        assert_int_equal(th_freeze_holding(&freezes, TH_FREEZE_FIGURES, 2022) != NULL, nights[i].holds);
    }
    th_arena_free(arena);
}

/* A dossier in memory: files by their names. */
typedef struct file_of_test {
    const char *path, *text;
} file_of_test;

static const file_of_test *find_file(const file_of_test *files, th_str path)
{
    while (files->path && !th_str_eq(path, th_str_of(files->path)))
        files++;
    return files->path ? files : NULL;
}

static th_status fetch_file(void *ctx, th_str path, th_str *bytes, th_trouble *trouble)
{
    const file_of_test *file = find_file(ctx, path);
    if (file)
        *bytes = th_str_of(file->text);
    else
        trouble->vi = trouble->en = TH_STR("missing");
    return file ? TH_OK : TH_FAILED;
}

static bool has_file(void *ctx, th_str path)
{
    return find_file(ctx, path) != NULL;
}

static const char freezes_text[] = "Số\tBước\tLần\tKỳ\tNgày\tAi\tCăn cứ\tLượt chốt\tLượt mở chốt\t"
                                   "Ngày mở\tAi mở\tCăn cứ mở\tChương trình\n"
                                   "1\tchốt số liệu\t1\t2022\t2023-01-10\tA\t\t4\t0\t\t\t\ttonghop 0.1.0\n"
                                   "2\tchốt điểm\t1\t2022\t2023-01-20\tA\t\t5\t0\t\t\t\ttonghop 0.1.0\n"
                                   "3\tchốt số liệu\t1\t2023\t2024-01-10\tA\t\t8\t0\t\t\t\ttonghop 0.1.0\n"
                                   "4\tchốt điểm\t1\t2023\t2024-01-20\tA\t\t9\t0\t\t\t\ttonghop 0.1.0\n";
static const char no_memory[] = "Dòng\tTệp\tSHA-256\tTệp trong hộp thư\tSHA-256 của tệp trong hộp thư\t"
                                "Đơn vị\tThấy lần đầu\tLượt trước lần đầu\tThấy lần cuối\tChờ nhận\tBiểu được tính\n";
#define PARTS "Tệp\tTên\tGọi là\tLà sổ ban thư ký\tCủa ngày chốt\n"

static th_status read_freezes_of(th_arena *arena, const char *parts, th_dossier_freezes *read)
{
    file_of_test files[] = {{"chot.tsv", freezes_text},
                            {"da-chot.tsv", parts},
                            {"da-chot/1", "Khóa,Giá trị\n"},
                            {"bo-nho-chot.tsv", no_memory},
                            {NULL, NULL}};
    const th_dossier_fetch fetch = {fetch_file, has_file, files};
    th_trouble trouble = {0};
    return th_dossier_freezes_read(arena, &fetch, read, &trouble);
}

/* Run 9 froze the points of 2023: it was held to the figures of that year, and to nothing of the year before. */
static void freezes_of_other_years_hold_nothing(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_dossier_freezes read = {.run = 9, .period = 2023};
    assert_int_equal(read_freezes_of(arena, PARTS "da-chot/1\tcai-dat.csv\t\t\tsố liệu\n", &read), TH_OK);
    assert_int_equal(read.freezes.n, 4);
    assert_int_equal(read.frozen.figures->number, 3);
    assert_null(read.frozen.points);
    assert_int_equal(read.frozen.parts.n, 1);
    read = (th_dossier_freezes){.run = 8, .period = 2023};
    assert_int_equal(read_freezes_of(arena, PARTS, &read), TH_FAILED); /* it has parts, and was held to nothing */
    th_arena_free(arena);
}

static void a_frozen_part_is_named_once_and_by_its_number(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    static const char *const wrong[] = {PARTS "da-chot/1\ta.csv\t\t\tsố liệu\nda-chot/1\tb.csv\t\t\tsố liệu\n",
                                        PARTS "chot.tsv\ta.csv\t\t\tsố liệu\n", PARTS "da-chot/1\ta.csv\t\t\tnay\n",
                                        PARTS "da-chot/2\ta.csv\t\t\tsố liệu\n", PARTS "da-chot/1\ta.csv\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        th_dossier_freezes read = {.run = 9, .period = 2023};
        assert_int_equal(read_freezes_of(arena, wrong[i], &read), TH_FAILED);
    }
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_stay_inside),
        cmocka_unit_test(a_memory_comes_back),
        cmocka_unit_test(a_line_cut_short_refuses_the_table),
        cmocka_unit_test(terms_come_back),
        cmocka_unit_test(more_than_is_allowed_is_refused),
        cmocka_unit_test(what_holds_last_is_due),
        cmocka_unit_test(a_row_waits_for_its_day),
        cmocka_unit_test(freezes_of_other_years_hold_nothing),
        cmocka_unit_test(a_frozen_part_is_named_once_and_by_its_number),
    };
    return cmocka_run_group_tests_name("dossier", tests, NULL, NULL);
}
