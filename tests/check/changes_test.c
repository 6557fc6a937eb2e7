/* What has changed since an earlier run: only what means something else, one line a cause. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/changes.h"
#include "definition_fixture.h"

enum { TODAY = 45000 };

typedef struct two_runs {
    th_arena *arena;
    th_definition *d;
    th_dataset *before, *now;
    th_run_changes changes;
} two_runs;

static th_dataset *started(two_runs *t, int day)
{
    th_dataset *ds = th_dataset_new(t->arena, t->d);
    ds->outcome.known = true;
    ds->day = day;
    return ds;
}

static two_runs open_runs(void)
{
    static const th_fixture_part parts[] = {TH_FIXTURE_PARTS};
    two_runs t = {.arena = th_arena_new(0)};
    t.d = th_fixture_definition(t.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(t.d);
    t.before = started(&t, TODAY - 1);
    t.now = started(&t, TODAY);
    return t;
}

static void compare(two_runs *t)
{
    th_dataset_seal(t->before);
    th_dataset_seal(t->now);
    th_changes_find(t->arena, t->now, t->before, &t->changes);
}

/* The same file of unit `u` in both runs. */
static void same_file(const two_runs *t, uint32_t u)
{
    th_fixture_source(t->before, u);
    th_fixture_source(t->now, u);
}

static void a_figure(const two_runs *t, const char *code, const char *was, const char *is)
{
    if (was)
        th_fixture_fact(t->before, 0, code, TH_NOW, was);
    if (is)
        th_fixture_fact(t->now, 0, code, TH_NOW, is);
}

static void what_means_the_same_has_not_changed(void **state)
{
    (void)state;
    two_runs t = open_runs();
    same_file(&t, 0);
    a_figure(&t, "M.01", "1.200", "1200");
    a_figure(&t, "M.02", "", NULL);
    a_figure(&t, "M.03", NULL, "");
    a_figure(&t, "M.05", "lạ", "lạ");
    compare(&t);
    assert_int_equal(t.changes.nfiles + t.changes.nforms + t.changes.nfigures + t.changes.nfindings + t.changes.nranks,
                     0);
    th_arena_free(t.arena);
}

static const th_figure_change *change_of(const two_runs *t, const char *code)
{
    for (size_t i = 0; i < t->changes.nfigures; i++) {
        const th_figure_change *change = &t->changes.figures[i];
        const th_fact *known = change->now ? change->now : change->before;
        if (!known->item && th_str_eq(t->d->indicators[known->indicator].code, th_str_of(code)))
            return change;
    }
    return NULL;
}

static void says(th_str text, const char *expected)
{
    if (!th_str_eq(text, th_str_of(expected)))
        fail_msg("“" TH_FMT "” instead of “%s”", TH_ARG(text), expected);
}

static void figures_that_moved(void **state)
{
    (void)state;
    two_runs t = open_runs();
    same_file(&t, 0);
    a_figure(&t, "M.01", "1.200", "1.300");
    a_figure(&t, "M.02", "5", NULL);
    a_figure(&t, "M.03", NULL, "7");
    a_figure(&t, "M.04", "trên 97", "97");
    a_figure(&t, "M.05", "12", "x2");
    a_figure(&t, "M.06", "5/15", "5/16");
    compare(&t);
    assert_int_equal(t.changes.nfigures, 6);
    says(change_of(&t, "M.01")->was.vi, "1.200");
    says(change_of(&t, "M.01")->is.en, "1,300");
    assert_true(change_of(&t, "M.01")->by == &t.now->sources[0]);
    assert_true(change_of(&t, "M.02")->now == NULL && change_of(&t, "M.02")->is.vi.len == 0);
    assert_true(change_of(&t, "M.02")->by == &t.before->sources[0]);
    assert_true(change_of(&t, "M.03")->before == NULL);
    says(change_of(&t, "M.04")->was.vi, "trên 97");
    says(change_of(&t, "M.05")->is.vi, "“x2” (không đọc được)");
    says(change_of(&t, "M.06")->is.vi, "5/16");
    th_arena_free(t.arena);
}

/* 33,3 shown of two figures that are not the same: then all their digits are told. */
static void figures_that_look_alike(void **state)
{
    (void)state;
    two_runs t = open_runs();
    same_file(&t, 0);
    a_figure(&t, "M.04", "33,3", "33,3");
    t.before->facts[0].value.num = th_exact_parse(t.arena, TH_STR("33.31"));
    t.now->facts[0].value.num = th_exact_parse(t.arena, TH_STR("33.32"));
    compare(&t);
    assert_int_equal(t.changes.nfigures, 1);
    says(t.changes.figures[0].was.vi, "33,31");
    says(t.changes.figures[0].is.vi, "33,32");
    th_arena_free(t.arena);
}

static void a_unit_that_is_gone_is_one_line(void **state)
{
    (void)state;
    two_runs t = open_runs();
    same_file(&t, 0);
    th_fixture_source(t.before, 1);
    a_figure(&t, "M.01", "1", "1");
    th_fixture_fact(t.before, 1, "M.01", TH_NOW, "5");
    th_fixture_fact(t.before, 1, "M.02", TH_NOW, "5");
    th_fixture_fact(t.before, 1, "M.03", TH_NOW, "5");
    th_fixture_list(t.before, 1, "DS.ten", 1, "Sách");
    th_fixture_list(t.now, 0, "DS.ten", 1, "Sách");
    compare(&t);
    assert_int_equal(t.changes.nfigures, 0);
    assert_int_equal(t.changes.nforms, 2);
    assert_true(t.changes.forms[0].unit == 0 && t.changes.forms[0].form == 1 && t.changes.forms[0].now == 1);
    assert_true(t.changes.forms[1].unit == 1 && t.changes.forms[1].form == TH_NONE && t.changes.forms[1].before == 4);
    assert_int_equal(t.changes.nfiles, 1);
    assert_int_equal(t.changes.files[0].kind, TH_FILE_GONE);
    assert_int_equal(t.changes.files[0].unit, 1);
    th_arena_free(t.arena);
}

static void list_row(th_dataset *ds, uint32_t item, const char *name, const char *kind)
{
    th_fixture_list(ds, 0, "DS.ten", item, name);
    th_fixture_list(ds, 0, "DS.loai", item, kind);
}

/* Rows are known by what they say: one put in at the top moves none; of two that are equal one may go. */
static void rows_of_lists(void **state)
{
    (void)state;
    two_runs t = open_runs();
    same_file(&t, 0);
    list_row(t.before, 1, "Tấm", "sách");
    list_row(t.before, 2, "Cám", "sách");
    list_row(t.before, 3, "Cám", "sách");
    list_row(t.now, 1, "Mới", "báo");
    list_row(t.now, 2, "Tấm", "sách");
    list_row(t.now, 3, "Cám", "sách");
    compare(&t);
    assert_int_equal(t.changes.nfigures, 2);
    assert_true(t.changes.figures[0].now == NULL && t.changes.figures[0].before->item == 3);
    says(t.changes.figures[0].was.vi, "Cám · sách");
    says(t.changes.figures[1].is.vi, "Mới · báo");
    assert_int_equal(t.changes.figures[1].now->item, 1);
    th_arena_free(t.arena);
}

/* A first column that counts 1, 2, 3 is no part of what a row says; one that merely holds numbers is. */
static void numbers_of_rows(void **state)
{
    (void)state;
    static const struct {
        const char *was[2], *is[2];
        size_t changed;
    } tried[] = {{{"1", "2"}, {"1", "2"}, 2}, {{"1", "3"}, {"1", "4"}, 4}};
    for (size_t k = 0; k < sizeof tried / sizeof *tried; k++) {
        two_runs t = open_runs();
        same_file(&t, 0);
        for (uint32_t item = 1; item <= 2; item++) {
            list_row(t.before, item, tried[k].was[item - 1], item == 1 ? "a" : "b");
            list_row(t.now, item, tried[k].is[item - 1], item == 1 ? "c" : "a");
        }
        for (size_t i = 0; i < 4; i += 2) {
            long was, is;
            th_str_to_long(t.before->facts[i].raw, &was);
            th_str_to_long(t.now->facts[i].raw, &is);
            t.before->facts[i].value.num = th_exact_int(t.arena, was);
            t.now->facts[i].value.num = th_exact_int(t.arena, is);
        }
        compare(&t);
        assert_int_equal(t.changes.nfigures, tried[k].changed);
        th_arena_free(t.arena);
    }
}

static void files_by_what_became_of_them(void **state)
{
    (void)state;
    two_runs t = open_runs();
    for (uint32_t u = 0; u < 3; u++)
        same_file(&t, u);
    th_fixture_source(t.now, 3);
    t.now->sources[0].sha256 = TH_STR("aa");
    t.now->sources[1].status = TH_SOURCE_WAITING;
    th_source late = t.now->sources[2];
    late.file = TH_STR("ban sua.xlsx");
    TH_PUSH(t.arena, t.now->sources, t.now->nsources, t.now->sources_cap, late);
    compare(&t);
    static const th_file_change_kind kinds[] = {TH_FILE_CHANGED, TH_FILE_STATUS, TH_FILE_FIRST, TH_FILE_ADDED};
    static const uint32_t units[] = {0, 1, 3, 2};
    assert_int_equal(t.changes.nfiles, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(t.changes.files[i].kind, kinds[i]);
        assert_int_equal(t.changes.files[i].unit, units[i]);
    }
    assert_null(t.changes.files[2].before);
    th_arena_free(t.arena);
}

static th_finding *raise(th_dataset *ds, th_finding_kind kind, const char *indicator, uint32_t row)
{
    th_place place = {.unit = TH_STR("A"), .file = TH_STR("0.xlsx"), .sheet = TH_STR("B1"), .row = row, .col = 2};
    th_finding *finding = th_findings_add(&ds->findings, ds->arena, kind, &place, TH_WITHOUT);
    finding->indicator = th_str_of(indicator);
    return finding;
}

static void findings_new_mended_and_since(void **state)
{
    (void)state;
    two_runs t = open_runs();
    same_file(&t, 0);
    raise(t.before, TH_F_UNIT_DUE, "M.01", 4)->since = TODAY - 9; /* open for long; its row has moved */
    raise(t.now, TH_F_UNIT_DUE, "M.01", 7);
    raise(t.before, TH_F_UNIT_DUE, "", 5); /* at a cell: mended */
    raise(t.before, TH_F_UNIT_DUE, "", 6); /* at a cell: there still, since the run before */
    raise(t.now, TH_F_UNIT_DUE, "", 6);
    raise(t.now, TH_F_UNIT_DUE, "M.02", 1);    /* new */
    raise(t.now, TH_F_UNIT_DUE, "M.02", 1);    /* twice */
    raise(t.before, TH_F_UNIT_DUE, "M.03", 1); /* accepted since: gone */
    raise(t.now, TH_F_UNIT_DUE, "M.03", 1)->closed = TH_STR("giữ nguyên");
    compare(&t);
    assert_int_equal(t.changes.nfindings_of[TH_FINDING_OPEN], 2);
    assert_int_equal(t.changes.nfindings_of[TH_FINDING_NEW], 2);
    assert_int_equal(t.changes.nfindings_of[TH_FINDING_MENDED], 2);
    const th_finding *now = t.now->findings.at;
    assert_int_equal(now[0].since, TODAY - 9);
    assert_int_equal(now[1].since, TODAY - 1);
    assert_int_equal(now[2].since, TODAY);
    assert_int_equal(now[4].since, 0);
    th_arena_free(t.arena);
}

static void hold_rank(const two_runs *t, th_dataset *ds, uint32_t unit, const char *total, uint32_t rank)
{
    const th_rank_held held = {unit, TH_STR("XH"), th_exact_parse(t->arena, th_str_of(total)), rank};
    TH_PUSH(ds->arena, ds->outcome.ranks, ds->outcome.nranks, ds->outcome.ranks_cap, held);
}

static void ranks_that_moved(void **state)
{
    (void)state;
    two_runs t = open_runs();
    hold_rank(&t, t.before, 0, "90", 1);
    hold_rank(&t, t.before, 1, "80", 2);
    hold_rank(&t, t.before, 2, "70", 3);
    hold_rank(&t, t.now, 0, "90", 1);
    hold_rank(&t, t.now, 1, "80.5", 2);
    hold_rank(&t, t.now, 3, "10", 3);
    compare(&t);
    assert_int_equal(t.changes.nranks, 3);
    assert_int_equal(t.changes.ranks[0].unit, 1);
    assert_true(t.changes.ranks[1].unit == 3 && !t.changes.ranks[1].before);
    assert_true(t.changes.ranks[2].unit == 2 && !t.changes.ranks[2].now);
    th_arena_free(t.arena);
}

static void without_an_earlier_run(void **state)
{
    (void)state;
    two_runs t = open_runs();
    same_file(&t, 0);
    raise(t.now, TH_F_UNIT_DUE, "M.01", 7);
    th_dataset_seal(t.now);
    th_changes_find(t.arena, t.now, NULL, &t.changes);
    assert_null(t.changes.previous);
    assert_int_equal(t.changes.nfiles + t.changes.nfindings, 0);
    assert_int_equal(t.now->findings.at[0].since, TODAY);
    th_arena_free(t.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_means_the_same_has_not_changed),
        cmocka_unit_test(figures_that_moved),
        cmocka_unit_test(figures_that_look_alike),
        cmocka_unit_test(a_unit_that_is_gone_is_one_line),
        cmocka_unit_test(rows_of_lists),
        cmocka_unit_test(numbers_of_rows),
        cmocka_unit_test(files_by_what_became_of_them),
        cmocka_unit_test(findings_new_mended_and_since),
        cmocka_unit_test(ranks_that_moved),
        cmocka_unit_test(without_an_earlier_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
