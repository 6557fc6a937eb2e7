/* What earlier runs knew decides with: kept copies, files that came too late, conflicts with what already counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "batch/choose.h"
#include "batch/receipts.h"
#include "batch/remember.h"
#include "definition_fixture.h"

/* Days of January 2025; the deadline of the fixture is the 5th. */
enum { DECEMBER = 45657, MOST_FILES = 4 };

/* A file of the inbox: unit A's figure of M.01 is its content, "" is a file that nobody can read. */
typedef struct lying {
    const char *name, *figure;
} lying;

typedef struct night {
    const char *rows;  /* Sổ nhận, NULL: none */
    const char *steps; /* Trạng thái, likewise */
    int day;
    lying files[MOST_FILES];
    const char *counts; /* the figure that counts, NULL: none; "?": it is withheld */
    size_t kept, kept_beside, waiting, disputed, in_conflict, unregistered, after; /* findings */
    enum { FREE = 0, FREEZES, FROZEN } freeze; /* figures are frozen by this night, or held to the last that did so */
} night;

/* Of "11" the mark, which are the first eight digits, is 00001011. */
static th_str hash_of(th_arena *arena, const char *content)
{
    return th_str_fmt(arena, "%08d%056d", 1000 + atoi(content), 1000 + atoi(content));
}

static void add_source(th_dataset *all, const th_input *input, const char *figure)
{
    uint32_t source = (uint32_t)all->nsources;
    th_source file = {.file = input->name,
                      .sha256 = hash_of(all->arena, figure),
                      .bytes = 1,
                      .unit = 0,
                      .receipt = TH_NONE,
                      .period = all->definition->period,
                      .edition = th_edition_of_name(all->arena, input->name)};
    bool read = *figure != '\0';
    if (!read) {
        file.unit = TH_NONE;
        file.status = TH_SOURCE_REJECTED;
    }
    TH_PUSH(all->arena, all->sources, all->nsources, all->sources_cap, file);
    uint32_t form = all->definition->indicators[th_definition_indicator(all->definition, TH_STR("M.01"))].form;
    if (read) {
        th_held_form held = {.source = source, .form = form, .sheet = TH_STR("Trang 1")};
        TH_PUSH(all->arena, all->held, all->nheld, all->held_cap, held);
        th_fixture_fact(all, 0, "M.01", TH_NOW, figure);
        all->facts[all->nfacts - 1].source = source;
    }
    th_kept_name(all, input, source, all->findings.n);
}

/* Its bytes lie under its hash, which says what the figure was. */
static const char *figure_of_copy(th_arena *arena, const th_input *input)
{
    long content = atol(th_str_cstr(arena, input->path) + input->path.len - 8) - 1000;
    return th_str_cstr(arena, th_str_fmt(arena, "%ld", content));
}

static size_t findings_of(const th_dataset *ds, th_finding_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < ds->findings.n; i++)
        n += ds->findings.at[i].kind == kind;
    return n;
}

static void assert_counts(const th_dataset *ds, const night *wanted)
{
    const th_fact *found = NULL;
    for (size_t i = 0; i < ds->nfacts; i++)
        found = &ds->facts[i];
    if (!wanted->counts) {
        assert_null(found);
    } else if (*wanted->counts == '?') {
        assert_int_equal(found->value.state, TH_STATE_UNREADABLE);
    } else {
        assert_non_null(found);
        assert_int_equal(found->value.state, TH_STATE_VALUE);
        assert_string_equal(th_str_cstr(ds->arena, found->raw), wanted->counts);
    }
    assert_int_equal(findings_of(ds, TH_F_FILE_KEPT), wanted->kept);
    assert_int_equal(findings_of(ds, TH_F_FILE_KEPT_BESIDE), wanted->kept_beside);
    assert_int_equal(findings_of(ds, TH_F_UNIT_WAITS), wanted->waiting);
    assert_int_equal(findings_of(ds, TH_F_UNIT_COUNTED_BEFORE), wanted->disputed);
    assert_int_equal(findings_of(ds, TH_F_UNIT_CONFLICT), wanted->in_conflict);
    assert_int_equal(findings_of(ds, TH_F_UNIT_NOT_REGISTERED), wanted->unregistered);
    assert_int_equal(findings_of(ds, TH_F_UNIT_AFTER_FREEZE), wanted->after);
}

static void run_night(th_arena *arena, const night *wanted, th_memory *memory)
{
    static const th_fixture_part sheets[] = {TH_FIXTURE_PARTS};
    enum { SHEETS = sizeof sheets / sizeof *sheets };
    th_fixture_part parts[SHEETS + 2];
    memcpy(parts, sheets, sizeof sheets);
    parts[SHEETS] = (th_fixture_part){"so-nhan.csv", wanted->rows ? wanted->rows : "Đơn vị,Tệp\n"};
    parts[SHEETS + 1] =
        (th_fixture_part){"trang-thai.csv", wanted->steps ? wanted->steps : "Đơn vị,Bước,Số văn bản,Ai,Ngày\n"};
    th_definition *d = th_fixture_definition(arena, parts, SHEETS + 2);
    assert_non_null(d);
    assert_int_equal(d->nset_aside, 0);
    th_dataset *all = th_dataset_new(arena, d), *ds = th_dataset_new(arena, d);
    all->day = all->as_of = ds->day = ds->as_of = DECEMBER + wanted->day;
    th_inbox_file files[MOST_FILES];
    th_taken taken = {.files = files, .kept = "luu/tep"};
    for (size_t i = 0; i < MOST_FILES && wanted->files[i].name; i++) {
        const lying *file = &wanted->files[i];
        th_input input = {.name = th_str_of(file->name), .shown = th_str_of(file->name)};
        files[taken.nfiles++] = (th_inbox_file){input.name, hash_of(arena, file->figure)};
        TH_PUSH(arena, taken.inputs.at, taken.inputs.n, taken.inputs.cap, input);
        add_source(all, &input, file->figure);
    }
    size_t there = taken.inputs.n;
    th_kept_add(arena, memory, &taken, &taken.inputs);
    for (size_t i = there; i < taken.inputs.n; i++)
        add_source(all, &taken.inputs.at[i], figure_of_copy(arena, &taken.inputs.at[i]));
    all->memory = memory;
    th_memory_bind(all, memory);
    th_receipts_bind(all);
    th_late_settle(all, memory);
    th_choose(ds, all);
    ds->sources = all->sources;
    ds->nsources = all->nsources;
    ds->held = all->held;
    ds->nheld = all->nheld;
    th_kept_say(ds);
    assert_counts(ds, wanted);
    const th_memory before = *memory;
    th_memory_after(ds, &before, &taken, memory);
}

static void run_nights(const night *nights, size_t n)
{
    th_arena *arena = th_arena_new(0);
    th_memory memory = {0}, frozen = {0};
    int frozen_on = 0;
    for (size_t i = 0; i < n; i++) {
        memory.frozen = nights[i].freeze == FROZEN ? &frozen : NULL;
        memory.frozen_on = frozen_on;
        run_night(arena, &nights[i], &memory);
        if (nights[i].freeze != FREEZES)
            continue;
        frozen = memory;
        frozen_on = DECEMBER + nights[i].day;
    }
    th_arena_free(arena);
}
#define NIGHTS(...)                                                                                                    \
    do {                                                                                                               \
        static const night nights[] = {__VA_ARGS__};                                                                   \
        run_nights(nights, sizeof nights / sizeof *nights);                                                            \
    } while (0)

static void test_a_file_that_is_written_over_in_time_is_replaced(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 2, .files = {{"A.xlsx", "22"}}, .counts = "22"},
           {.day = 3, .files = {{"A.xlsx", "22"}}, .counts = "22"});
}

static void test_what_is_broken_in_place_goes_on_counting(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 2, .files = {{"A.xlsx", ""}}, .counts = "11", .kept = 1},
           {.day = 3, .files = {{"A.xlsx", ""}}, .counts = "11", .kept = 1},
           {.day = 4, .files = {{"A.xlsx", "33"}}, .counts = "33"});
}

static void test_what_vanished_goes_on_counting_until_it_is_withdrawn(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}, {"x.txt", ""}}, .counts = "11"},
           {.day = 2, .files = {{"x.txt", ""}}, .counts = "11", .kept = 1},
           {.day = 3, .files = {{"A.xlsx", "11"}}, .counts = "11"}, {.day = 4, .counts = "11", .kept = 1},
           {.day = 5, .rows = "Đơn vị,Tệp,Quyết định\nA,A.xlsx,rút\n"}, {.day = 6});
}

static void test_a_new_version_in_conflict_waits_also_when_it_is_gone(void **state)
{
    (void)state;
    NIGHTS(
        {.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11"},
        {.day = 2, .files = {{"A (1).xlsx", "22"}, {"A.xlsx", "11"}}, .counts = "11", .disputed = 1},
        {.day = 3, .files = {{"A.xlsx", "11"}}, .counts = "11", .disputed = 1},
        {.day = 4,
         .rows = "Đơn vị,Tệp\nA,A (1).xlsx\n",
         .files = {{"A.xlsx", "11"}},
         .counts = "22",
         .kept = 1,
         .unregistered = 1},
        {.day = 5, .rows = "Đơn vị,Tệp,Quyết định\nA,A (1).xlsx,rút\n", .files = {{"A.xlsx", "11"}}, .counts = "11"});
}

/* Which of two new files was listed first must not decide on the next day. */
static void test_a_conflict_of_the_first_day_stays_one(void **state)
{
    (void)state;
    NIGHTS(
        {.day = 1, .files = {{"A.xlsx", "11"}, {"B.xlsx", "22"}}, .counts = "?", .in_conflict = 1},
        {.day = 2, .files = {{"A.xlsx", "11"}, {"B.xlsx", "22"}}, .counts = "?", .in_conflict = 1},
        {.day = 3, .files = {{"B.xlsx", "22"}}, .counts = "?", .in_conflict = 1},
        {.day = 4, .rows = "Đơn vị,Tệp\nA,B.xlsx\n", .files = {{"B.xlsx", "22"}}, .counts = "22", .unregistered = 1});
}

static void test_what_comes_after_the_deadline_waits(void **state)
{
    (void)state;
    NIGHTS(
        {.day = 4, .files = {{"A.xlsx", "11"}}, .counts = "11"},
        {.day = 7, .files = {{"A.xlsx", "11"}}, .counts = "11"},
        {.day = 8, .files = {{"A.xlsx", "22"}}, .counts = "11", .waiting = 1, .kept_beside = 1},
        {.day = 9, .files = {{"x.txt", ""}}, .counts = "11", .waiting = 1, .kept = 1},
        /* the row of the first version */
        {.day = 10,
         .rows = "Đơn vị,Tệp,Lúc nhận\nA,A.xlsx,2025-01-04\n",
         .files = {{"A.xlsx", "22"}},
         .counts = "11",
         .waiting = 1,
         .kept_beside = 1},
        {.day = 11, .rows = "Đơn vị,Tệp,Lúc nhận\nA,A.xlsx,2025-01-08\n", .files = {{"A.xlsx", "22"}}, .counts = "22"});
}

static void test_a_first_file_after_the_deadline_counts_when_it_is_registered(void **state)
{
    (void)state;
    NIGHTS({.day = 6, .files = {{"x.txt", ""}}}, {.day = 7, .files = {{"A.xlsx", "11"}}, .waiting = 1},
           {.day = 8, .rows = "Đơn vị,Tệp\nA,A.xlsx\n", .files = {{"A.xlsx", "11"}}, .counts = "11"},
           /* by its name the row is of the first version */
           {.day = 9,
            .rows = "Đơn vị,Tệp\nA,A.xlsx\n",
            .files = {{"A.xlsx", "22"}},
            .counts = "11",
            .waiting = 1,
            .kept_beside = 1});
}

static void test_the_first_run_after_the_deadline_takes_what_may_have_come_in_time(void **state)
{
    (void)state;
    NIGHTS({.day = 5, .files = {{"x.txt", ""}}}, {.day = 6, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 9, .files = {{"A.xlsx", "11"}}, .counts = "11"});
}

/* After the deadline there was a run; that a clock went back since makes nobody punctual. */
static void test_a_clock_that_goes_back_makes_nobody_punctual(void **state)
{
    (void)state;
    NIGHTS({.day = 4, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 7, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 5, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 6, .files = {{"A.xlsx", "22"}}, .counts = "11", .waiting = 1, .kept_beside = 1});
}

/* Which content was accepted is said by the row; another one is no broken file. */
static void test_an_accepted_content_that_is_written_over_goes_on_counting(void **state)
{
    (void)state;
    static const char of_first[] = "Đơn vị,Tệp\nA,A.xlsx [00001011]\n";
    NIGHTS(
        {.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11"},
        {.day = 2, .rows = of_first, .files = {{"A.xlsx", "11"}}, .counts = "11"},
        {.day = 3, .rows = of_first, .files = {{"A.xlsx", "22"}}, .counts = "11", .kept_beside = 1, .unregistered = 1},
        {.day = 4, .rows = of_first, .files = {{"A.xlsx", ""}}, .counts = "11", .kept = 1},
        {.day = 5, .rows = "Đơn vị,Tệp\nA,A.xlsx [00001022]\n", .files = {{"A.xlsx", "22"}}, .counts = "22"});
}

static void test_a_longer_deadline_lets_a_late_file_count(void **state)
{
    (void)state;
    NIGHTS({.day = 6, .files = {{"x.txt", ""}}}, {.day = 7, .files = {{"A.xlsx", "11"}}, .waiting = 1},
           {.day = 8, .rows = "Đơn vị,Tệp,Gia hạn đến\nA,,2025-01-10\n", .files = {{"A.xlsx", "11"}}, .counts = "11"});
}

static void test_what_comes_after_the_appraisal_waits(void **state)
{
    (void)state;
    static const char steps[] = "Đơn vị,Bước,Số văn bản,Ai,Ngày\nA,đã thẩm định,01/BB,An,2025-01-03\n";
    NIGHTS({.day = 2, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 3, .steps = steps, .files = {{"A.xlsx", "22"}}, .counts = "22"},
           {.day = 4,
            .steps = steps,
            .files = {{"A ban sua.xlsx", "33"}, {"A.xlsx", "22"}},
            .counts = "22",
            .waiting = 1});
}

static void test_what_counted_is_not_late_by_what_is_entered_later(void **state)
{
    (void)state;
    static const char steps[] = "Đơn vị,Bước,Số văn bản,Ai,Ngày\nA,đã thẩm định,01/BB,An,2025-01-02\n";
    NIGHTS({.day = 1, .files = {{"x.txt", ""}}}, {.day = 3, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 4, .steps = steps, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 5, .steps = steps, .files = {{"A.xlsx", "22"}}, .counts = "11", .waiting = 1, .kept_beside = 1});
}

/* That one of them counted is no reason to say less of the other. */
static void test_a_file_that_is_not_registered_is_warned_of(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .rows = "Đơn vị,Tệp\nA,A.xlsx\n", .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 2,
            .rows = "Đơn vị,Tệp\nA,A.xlsx\n",
            .files = {{"A (1).xlsx", "22"}, {"A.xlsx", "11"}},
            .counts = "11",
            .unregistered = 1});
}

/* Renamed by hand, or put into a folder: it is no new file. */
static void test_a_content_under_another_name_is_no_new_file(void **state)
{
    (void)state;
    NIGHTS({.day = 4, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 7, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 8, .files = {{"moi/A chinh thuc.xlsx", "11"}}, .counts = "11"});
}

/* ---- figures that are frozen: of each form the content that counted then counts ---- */

static void test_frozen_a_file_that_is_written_over_breaks_or_goes(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11", .freeze = FREEZES},
           {.day = 2, .files = {{"A.xlsx", "22"}}, .counts = "11", .kept_beside = 1, .after = 1, .freeze = FROZEN},
           {.day = 3, .files = {{"A.xlsx", ""}}, .counts = "11", .kept = 1, .after = 1, .freeze = FROZEN},
           {.day = 4, .counts = "11", .kept = 1, .after = 1, .freeze = FROZEN},
           {.day = 5, .files = {{"A.xlsx", "11"}}, .counts = "11", .freeze = FROZEN});
}

static void test_frozen_no_name_and_no_row_puts_another_content_first(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11", .freeze = FREEZES},
           {.day = 2,
            .files = {{"A.xlsx", "11"}, {"A (ban sua lan 2).xlsx", "22"}},
            .counts = "11",
            .after = 1,
            .freeze = FROZEN},
           {.day = 3,
            .rows = "Đơn vị,Tệp,Quyết định,Lúc nhận\nA,A (ban sua lan 2).xlsx,nhận,03/01/2025\n",
            .files = {{"A.xlsx", "11"}, {"A (ban sua lan 2).xlsx", "22"}},
            .counts = "11",
            .after = 1,
            .freeze = FROZEN});
}

/* What was passed over then has no better chance under another name, and what counted no worse one. */
static void test_frozen_contents_that_are_renamed_stay_what_they_were(void **state)
{
    (void)state;
    NIGHTS(
        {.day = 1, .files = {{"A.xlsx", "11"}, {"A (nháp).xlsx", "22"}}, .counts = "11", .freeze = FREEZES},
        {.day = 2, .files = {{"A.xlsx", "11"}, {"A (bản sửa).xlsx", "22"}}, .counts = "11", .freeze = FROZEN},
        {.day = 3, .files = {{"A (nháp).xlsx", "11"}, {"A (bản sửa).xlsx", "22"}}, .counts = "11", .freeze = FROZEN});
}

static void test_frozen_who_had_not_sent_has_not_sent(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .freeze = FREEZES}, {.day = 2, .files = {{"A.xlsx", "22"}}, .after = 1, .freeze = FROZEN},
           {.day = 3, .files = {{"A.xlsx", "33"}}, .after = 1, .freeze = FROZEN});
}

static void test_frozen_what_waited_goes_on_waiting(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 6, .files = {{"A.xlsx", "11"}}, .counts = "11"},
           {.day = 7, .files = {{"A.xlsx", "22"}}, .counts = "11", .kept_beside = 1, .waiting = 1, .freeze = FREEZES},
           {.day = 8, .files = {{"A.xlsx", "22"}}, .counts = "11", .kept_beside = 1, .waiting = 1, .freeze = FROZEN});
}

static void test_frozen_what_was_in_conflict_stays_withheld(void **state)
{
    (void)state;
    NIGHTS({.day = 1,
            .files = {{"A mot.xlsx", "11"}, {"A hai.xlsx", "22"}},
            .counts = "?",
            .in_conflict = 1,
            .freeze = FREEZES},
           {.day = 2,
            .files = {{"A mot.xlsx", "11"}, {"A hai.xlsx", "22"}},
            .counts = "?",
            .in_conflict = 1,
            .freeze = FROZEN});
}

/* Opened, a version that came in time meanwhile counts, and one that came too late waits. */
static void test_opened_what_came_meanwhile_is_looked_at_as_ever(void **state)
{
    (void)state;
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11", .freeze = FREEZES},
           {.day = 2, .files = {{"A.xlsx", "22"}}, .counts = "11", .kept_beside = 1, .after = 1, .freeze = FROZEN},
           {.day = 3, .files = {{"A.xlsx", "22"}}, .counts = "22"});
    NIGHTS({.day = 1, .files = {{"A.xlsx", "11"}}, .counts = "11", .freeze = FREEZES},
           {.day = 6, .files = {{"A.xlsx", "11"}}, .counts = "11", .freeze = FROZEN},
           {.day = 7, .files = {{"A.xlsx", "22"}}, .counts = "11", .kept_beside = 1, .after = 1, .freeze = FROZEN},
           {.day = 8, .files = {{"A.xlsx", "22"}}, .counts = "11", .kept_beside = 1, .waiting = 1});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_that_is_written_over_in_time_is_replaced),
        cmocka_unit_test(test_what_is_broken_in_place_goes_on_counting),
        cmocka_unit_test(test_what_vanished_goes_on_counting_until_it_is_withdrawn),
        cmocka_unit_test(test_a_new_version_in_conflict_waits_also_when_it_is_gone),
        cmocka_unit_test(test_a_conflict_of_the_first_day_stays_one),
        cmocka_unit_test(test_what_comes_after_the_deadline_waits),
        cmocka_unit_test(test_a_first_file_after_the_deadline_counts_when_it_is_registered),
        cmocka_unit_test(test_the_first_run_after_the_deadline_takes_what_may_have_come_in_time),
        cmocka_unit_test(test_a_clock_that_goes_back_makes_nobody_punctual),
        cmocka_unit_test(test_an_accepted_content_that_is_written_over_goes_on_counting),
        cmocka_unit_test(test_a_longer_deadline_lets_a_late_file_count),
        cmocka_unit_test(test_what_comes_after_the_appraisal_waits),
        cmocka_unit_test(test_what_counted_is_not_late_by_what_is_entered_later),
        cmocka_unit_test(test_a_file_that_is_not_registered_is_warned_of),
        cmocka_unit_test(test_a_content_under_another_name_is_no_new_file),
        cmocka_unit_test(test_frozen_a_file_that_is_written_over_breaks_or_goes),
        cmocka_unit_test(test_frozen_no_name_and_no_row_puts_another_content_first),
        cmocka_unit_test(test_frozen_contents_that_are_renamed_stay_what_they_were),
        cmocka_unit_test(test_frozen_who_had_not_sent_has_not_sent),
        cmocka_unit_test(test_frozen_what_waited_goes_on_waiting),
        cmocka_unit_test(test_frozen_what_was_in_conflict_stays_withheld),
        cmocka_unit_test(test_opened_what_came_meanwhile_is_looked_at_as_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
