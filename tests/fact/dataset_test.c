/* Look-ups, cluster figures by Gộp, environments.  Missing is not zero. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "definition_fixture.h"

static th_fixture open_fixture(void)
{
    static const th_fixture_part parts[] = {TH_FIXTURE_PARTS};
    th_fixture f = {.arena = th_arena_new(0)};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    f.ds = th_dataset_new(f.arena, f.d);
    for (uint32_t u = 0; u < 4; u++)
        th_fixture_source(f.ds, u);
    return f;
}

static uint32_t index_of(const th_fixture *f, const char *code)
{
    return th_definition_indicator(f->d, th_str_of(code));
}

static const char *number(const th_fixture *f, const th_exact *n)
{
    return n ? th_str_cstr(f->arena, th_exact_text(f->arena, n)) : "";
}

static th_aggregated cluster(const th_fixture *f, const char *code)
{
    return th_dataset_aggregate(f->arena, f->ds, index_of(f, code), TH_NOW);
}

static void sealing_sorts_whatever_the_order(void **state)
{
    (void)state;
    th_fixture a = open_fixture(), b = open_fixture();
    for (uint32_t u = 0; u < 3; u++) {
        th_fixture_fact(a.ds, u, "M.02", TH_NOW, "1");
        th_fixture_fact(a.ds, u, "M.01", TH_PREVIOUS, "2");
        th_fixture_list(a.ds, u, "DS.ten", 2, "x");
        th_fixture_list(a.ds, u, "DS.loai", 1, "y");
    }
    for (uint32_t u = 3; u-- > 0;) {
        th_fixture_list(b.ds, u, "DS.loai", 1, "y");
        th_fixture_list(b.ds, u, "DS.ten", 2, "x");
        th_fixture_fact(b.ds, u, "M.01", TH_PREVIOUS, "2");
        th_fixture_fact(b.ds, u, "M.02", TH_NOW, "1");
    }
    th_dataset_seal(a.ds);
    th_dataset_seal(b.ds);
    assert_int_equal(a.ds->nfacts, b.ds->nfacts);
    for (size_t i = 0; i < a.ds->nfacts; i++) {
        const th_fact *x = &a.ds->facts[i], *y = &b.ds->facts[i];
        assert_true(x->indicator == y->indicator && x->unit == y->unit && x->item == y->item &&
                    x->measure == y->measure);
        assert_true(i == 0 || x->item == 0 || x->item >= a.ds->facts[i - 1].item || x->unit != a.ds->facts[i - 1].unit);
    }
    th_arena_free(a.arena);
    th_arena_free(b.arena);
}

static void look_ups_find_what_is_there(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    th_fixture_fact(f.ds, 1, "M.01", TH_NOW, "1.542");
    th_fixture_fact(f.ds, 1, "M.01", TH_PLAN, "9");
    th_fixture_list(f.ds, 2, "DS.ten", 3, "Truyện Kiều");
    th_fixture_list(f.ds, 2, "DS.loai", 1, "thơ");
    th_dataset_seal(f.ds);
    uint32_t m = index_of(&f, "M.01"), name = th_definition_column(f.d, TH_STR("DS.ten"));
    assert_string_equal(number(&f, th_dataset_find(f.ds, 1, m, TH_NOW)->value.num), "1542");
    assert_null(th_dataset_find(f.ds, 1, m, TH_PREVIOUS));
    assert_null(th_dataset_find(f.ds, 0, m, TH_NOW));
    assert_null(th_dataset_stored(f.ds, 1, m));
    assert_int_equal(th_dataset_list_size(f.ds, 2, th_definition_form(f.d, TH_STR("B2"))), 3);
    assert_int_equal(th_dataset_list_size(f.ds, 1, th_definition_form(f.d, TH_STR("B2"))), 0);
    assert_int_equal(th_dataset_list_size(f.ds, 2, th_definition_form(f.d, TH_STR("B1"))), 0);
    assert_non_null(th_dataset_list_cell(f.ds, 2, name, 3));
    assert_null(th_dataset_list_cell(f.ds, 2, name, 1));
    assert_non_null(th_dataset_source(f.ds, 3));
    th_arena_free(f.arena);
}

/* The cluster is no unit and a shared column is of no form: neither has a list; before a dataset is sealed none has. */
static void nobody_has_no_list(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    uint32_t form = th_definition_form(f.d, TH_STR("B2")), name = th_definition_column(f.d, TH_STR("DS.ten"));
    for (uint32_t u = 0; u < 4; u++)
        th_fixture_list(f.ds, u, "DS.ten", 1, "Truyện Kiều");
    assert_int_equal(th_dataset_list_size(f.ds, 1, form), 0);
    th_dataset_seal(f.ds);
    assert_int_equal(th_dataset_list_size(f.ds, 1, form), 1);
    assert_int_equal(th_dataset_list_size(f.ds, TH_NONE, form), 0);
    assert_int_equal(th_dataset_list_size(f.ds, 4, form), 0);
    assert_int_equal(th_dataset_list_size(f.ds, 1, TH_NONE), 0);
    assert_null(th_dataset_list_cell(f.ds, TH_NONE, name, 1));
    th_arena_free(f.arena);
}

static void sums_cover_units_that_have_a_figure(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    th_fixture_fact(f.ds, 0, "M.01", TH_NOW, "10");
    th_fixture_fact(f.ds, 1, "M.01", TH_NOW, "trên 20");
    th_fixture_fact(f.ds, 2, "M.01", TH_NOW, "không rõ lắm");
    th_fixture_fact(f.ds, 3, "M.01", TH_NOW, "");
    th_dataset_seal(f.ds);
    th_aggregated a = cluster(&f, "M.01");
    assert_string_equal(number(&f, a.num), "30");
    assert_int_equal(a.covered, 2);
    assert_int_equal(a.qualifiers, TH_Q_OVER);
    assert_null(cluster(&f, "M.05").num);
    assert_int_equal(cluster(&f, "M.05").covered, 0);
    th_arena_free(f.arena);
}

static void ratios_are_of_sums_over_units_having_both(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    static const char *const rows[][3] = {{"10", "5", "50"}, {"30", "5", "16,7"}, {"100", "", "99"}};
    for (uint32_t u = 0; u < 3; u++) {
        th_fixture_fact(f.ds, u, "M.01", TH_NOW, rows[u][0]);
        th_fixture_fact(f.ds, u, "M.03", TH_NOW, rows[u][1]);
        th_fixture_fact(f.ds, u, "M.04", TH_NOW, rows[u][2]);
    }
    th_dataset_seal(f.ds);
    th_aggregated a = cluster(&f, "M.04");
    assert_string_equal(number(&f, a.num), "25");
    assert_int_equal(a.covered, 2);
    th_arena_free(f.arena);

    f = open_fixture();
    th_fixture_fact(f.ds, 0, "M.04", TH_NOW, "97");
    th_fixture_fact(f.ds, 2, "M.04", TH_NOW, "98,5");
    th_dataset_seal(f.ds);
    a = cluster(&f, "M.04"); /* without parts: never averaged */
    assert_null(a.num);
    assert_int_equal(a.covered, 2);
    assert_string_equal(number(&f, a.low), "97");
    assert_string_equal(number(&f, a.high), "98.5");
    th_arena_free(f.arena);
}

static void ranks_and_yes_no(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    th_fixture_fact(f.ds, 0, "M.06", TH_NOW, "07/20");
    th_fixture_fact(f.ds, 1, "M.06", TH_NOW, "3");
    th_fixture_fact(f.ds, 0, "M.07", TH_NOW, "Có");
    th_fixture_fact(f.ds, 1, "M.07", TH_NOW, "Không");
    th_dataset_seal(f.ds);
    th_aggregated best = cluster(&f, "M.06"), yes = cluster(&f, "M.07");
    assert_string_equal(number(&f, best.num), "3");
    assert_string_equal(number(&f, best.high), "7");
    assert_string_equal(number(&f, yes.num), "1");
    assert_int_equal(yes.covered, 2);
    th_arena_free(f.arena);
}

static void environments_give_a_units_figures_or_the_clusters(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    th_fixture_fact(f.ds, 0, "M.01", TH_NOW, "10");
    th_fixture_fact(f.ds, 1, "M.01", TH_NOW, "5");
    th_fixture_list(f.ds, 0, "DS.ten", 1, "a");
    th_fixture_list(f.ds, 1, "DS.ten", 1, "b");
    th_fixture_list(f.ds, 1, "DS.ten", 2, "c");
    th_dataset_seal(f.ds);
    uint32_t m = index_of(&f, "M.01"), name = th_definition_column(f.d, TH_STR("DS.ten"));
    th_dataset_env one = {.ds = f.ds, .arena = f.arena, .unit = 1},
                   all = {.ds = f.ds, .arena = f.arena, .unit = TH_NONE};
    th_env unit = th_dataset_environment(&one), whole = th_dataset_environment(&all);
    assert_string_equal(number(&f, unit.indicator(unit.ctx, m, TH_NOW).num), "5");
    assert_int_equal(unit.indicator(unit.ctx, m, TH_PREVIOUS).state, TH_STATE_ABSENT);
    assert_string_equal(number(&f, whole.indicator(whole.ctx, m, TH_NOW).num), "15");
    assert_int_equal(unit.list_size(unit.ctx, name), 2);
    assert_int_equal(whole.list_size(whole.ctx, name), 3);
    assert_true(th_str_eq(whole.list_cell(whole.ctx, name, 2).text, TH_STR("c")));
    assert_int_equal(whole.list_cell(whole.ctx, name, 3).state, TH_STATE_ABSENT);
    assert_string_equal(number(&f, unit.special(unit.ctx, TH_FN_KY, 0).num), "2024");
    th_arena_free(f.arena);
}

/* A form was sent and does not count: what it lacks is not known, and neither is how long its list is. */
static void what_is_withheld_is_never_zero(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    uint32_t form = th_definition_form(f.d, TH_STR("B2")), name = th_definition_column(f.d, TH_STR("DS.ten"));
    th_source source = {.file = TH_STR("a.xlsx"), .unit = 1, .receipt = TH_NONE};
    TH_PUSH(f.arena, f.ds->sources, f.ds->nsources, f.ds->sources_cap, source);
    th_held_form held = {.source = (uint32_t)f.ds->nsources - 1, .form = form, .withheld = true};
    TH_PUSH(f.arena, f.ds->held, f.ds->nheld, f.ds->held_cap, held);
    th_dataset_seal(f.ds);
    th_dataset_env one = {.ds = f.ds, .arena = f.arena, .unit = 1};
    th_env env = th_dataset_environment(&one);
    assert_true(th_dataset_withholds(f.ds, 1, form) && th_dataset_list_withheld(f.ds, 1, form));
    assert_false(th_dataset_withholds(f.ds, 0, form) || th_dataset_list_withheld(f.ds, 0, form));
    assert_int_equal(env.list_size(env.ctx, name), 1);
    assert_true(env.list_cell(env.ctx, name, 0).withheld);
    assert_int_equal(env.list_cell(env.ctx, name, 0).state, TH_STATE_UNREADABLE);
    th_arena_free(f.arena);
}

/* A required column of which no row holds anything was not read: it is no count of 0.  One without need is blank. */
static void a_required_list_column_without_anything_is_missing(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    uint32_t needed = th_definition_column(f.d, TH_STR("DS.ten")), free = th_definition_column(f.d, TH_STR("DS.loai"));
    th_fixture_list(f.ds, 0, "DS.loai", 1, "truyện"); /* no title at all */
    th_fixture_list(f.ds, 1, "DS.ten", 1, "Dế mèn");
    th_fixture_list(f.ds, 1, "DS.ten", 3, "Lá cờ"); /* one title is missing, no kind is given */
    th_dataset_seal(f.ds);
    assert_true(th_dataset_list_column_is_missing(f.ds, 0, needed));
    assert_false(th_dataset_list_column_is_missing(f.ds, 0, free));
    assert_false(th_dataset_list_column_is_missing(f.ds, 1, needed));
    assert_false(th_dataset_list_column_is_missing(f.ds, 1, free));
    static const struct {
        uint32_t unit;
        bool needed;
        th_state state;
    } cells[] = {{0, true, TH_STATE_UNREADABLE},
                 {0, false, TH_STATE_VALUE},
                 {1, true, TH_STATE_BLANK},
                 {1, false, TH_STATE_BLANK}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        th_dataset_env binding = {.ds = f.ds, .unit = cells[i].unit, .arena = f.arena};
        th_env env = th_dataset_environment(&binding);
        th_operand cell = env.list_cell(env.ctx, cells[i].needed ? needed : free, cells[i].unit);
        assert_int_equal(cell.state, cells[i].state);
    }
    th_arena_free(f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealing_sorts_whatever_the_order),
        cmocka_unit_test(look_ups_find_what_is_there),
        cmocka_unit_test(nobody_has_no_list),
        cmocka_unit_test(sums_cover_units_that_have_a_figure),
        cmocka_unit_test(ratios_are_of_sums_over_units_having_both),
        cmocka_unit_test(ranks_and_yes_no),
        cmocka_unit_test(what_is_withheld_is_never_zero),
        cmocka_unit_test(a_required_list_column_without_anything_is_missing),
        cmocka_unit_test(environments_give_a_units_figures_or_the_clusters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
