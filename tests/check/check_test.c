/* Rules of a definition over a dataset: three results, levels, sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/check.h"
#include "definition_fixture.h"

static const char rules[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái,Cách sửa,Căn cứ\n"
                            "T1,Tổng,đơn vị,M.01,=,M.02+M.03,0,lỗi,bỏ qua,bật,,\n"
                            "T2,Tỷ lệ,đơn vị,M.04,=,TY_LE(M.03;M.01),,lỗi,bỏ qua,bật,,\n"
                            "T3,Danh sách,đơn vị,M.05,=,\"COUNTIF(DS.loai;\"\"sách\"\")\",0,lỗi,bỏ qua,bật,,\n"
                            "T4,So sánh,từng dòng,SO_SANH(DONG),=,TY_LE(DONG;TRUOC(DONG)),,cảnh báo,bỏ qua,bật,,\n"
                            "T5,Tăng,từng dòng,TANG(DONG),=,TY_LE(DONG;TRUOC(DONG))-100,,cảnh báo,bỏ qua,bật,,\n"
                            "T6,Liên tục,từng dòng,TRUOC(DONG),=,LUU(DONG),,cảnh báo,bỏ qua,bật,,\n"
                            "T7,Tắt,đơn vị,M.01,=,0,0,chặn,bỏ qua,tắt,,\n"
                            "T8,Cùng có,đơn vị,M.02,cùng có,M.03,0,lỗi,coi là 0,bật,,\n"
                            "T9,Toàn cụm,cụm,M.01,>=,1000,0,ghi chú,bỏ qua,bật,,\n";

static th_fixture *open_fixture(void)
{
    th_arena *a = th_arena_new(0);
    th_fixture *f = th_arena_alloc(a, sizeof *f);
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"kiem-tra.csv", rules}};
    f->arena = a;
    f->d = th_fixture_definition(a, parts, sizeof parts / sizeof *parts);
    assert_non_null(f->d);
    f->ds = th_dataset_new(a, f->d);
    for (uint32_t u = 0; u < 2; u++)
        th_fixture_source(f->ds, u);
    return f;
}

static th_check_results run(th_fixture *f)
{
    th_check_results results = {0};
    th_dataset_seal(f->ds);
    th_check_run(f->arena, f->ds, &results);
    return results;
}

static const th_finding *find(const th_fixture *f, const char *rule)
{
    for (size_t i = 0; i < f->ds->findings.n; i++)
        if (th_str_eq(f->ds->findings.at[i].rule, th_str_of(rule)))
            return &f->ds->findings.at[i];
    return NULL;
}

static const th_check_result *result_of(const th_fixture *f, const th_check_results *r, const char *code, uint32_t unit)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].unit == unit && th_str_eq(f->d->checks[r->at[i].check].code, th_str_of(code)))
            return &r->at[i];
    return NULL;
}

static void what_is_right_raises_nothing(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.01", TH_NOW, "1.562");
    th_fixture_fact(f->ds, 0, "M.01", TH_PREVIOUS, "1.500");
    th_fixture_fact(f->ds, 0, "M.01", TH_COMPARED, "104,1");
    th_fixture_fact(f->ds, 0, "M.02", TH_NOW, "20");
    th_fixture_fact(f->ds, 0, "M.03", TH_NOW, "1.542");
    th_fixture_fact(f->ds, 0, "M.04", TH_NOW, "98,7%");
    th_fixture_fact(f->ds, 0, "M.05", TH_NOW, "1");
    th_fixture_list(f->ds, 0, "DS.ten", 1, "Dế mèn");
    th_fixture_list(f->ds, 0, "DS.loai", 1, "Sách");
    th_check_results r = run(f);
    for (size_t i = 0; i < f->ds->findings.n; i++)
        print_error(TH_FMT ": " TH_FMT "\n", TH_ARG(f->ds->findings.at[i].rule), TH_ARG(f->ds->findings.at[i].vi));
    assert_int_equal(f->ds->findings.n, 0);
    assert_int_equal(result_of(f, &r, "T1", 0)->outcome, TH_PASS);
    assert_int_equal(result_of(f, &r, "T4", 0)->outcome, TH_PASS);
    assert_null(result_of(f, &r, "T7", 0)); /* switched off */
    th_arena_free(f->arena);
}

static void missing_is_not_zero(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.01", TH_NOW, "10");
    th_fixture_fact(f->ds, 0, "M.02", TH_NOW, "10");
    th_check_results r = run(f);
    assert_int_equal(result_of(f, &r, "T1", 0)->outcome, TH_NOT_EVALUATED);
    assert_true(result_of(f, &r, "T1", 0)->why.len > 0);
    assert_int_equal(result_of(f, &r, "T8", 0)->outcome, TH_FAIL);          /* its rule counts a blank as 0 */
    assert_int_equal(result_of(f, &r, "T6", 0)->outcome, TH_NOT_EVALUATED); /* nothing accepted last year */
    th_arena_free(f->arena);
}

static void a_broken_total_names_every_figure_and_its_cell(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 1, "M.01", TH_NOW, "119");
    th_fixture_fact(f->ds, 1, "M.02", TH_NOW, "107");
    th_fixture_fact(f->ds, 1, "M.03", TH_NOW, "2");
    run(f);
    const th_finding *t = find(f, "T1");
    assert_non_null(t);
    assert_int_equal(t->level, TH_LEVEL_ERROR);
    assert_true(th_str_eq(t->place.unit, TH_STR("B")));
    assert_int_equal(t->place.row, 0);
    assert_true(th_str_find(t->vi, TH_STR("119"), 0) != SIZE_MAX);
    assert_true(th_str_find(t->vi, TH_STR("= 109 (lệch 10)"), 0) != SIZE_MAX);
    assert_true(th_str_find(t->fix_vi, TH_STR("A1"), 0) != SIZE_MAX);
    th_arena_free(f->arena);
}

static void a_cut_percentage_warns_and_says_so(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.01", TH_NOW, "139");
    th_fixture_fact(f->ds, 0, "M.03", TH_NOW, "133");
    th_fixture_fact(f->ds, 0, "M.04", TH_NOW, "95%");
    run(f);
    const th_finding *t = find(f, "T2");
    assert_non_null(t);
    assert_int_equal(t->level, TH_LEVEL_WARNING);
    assert_true(th_str_find(t->vi, TH_STR("133/139"), 0) != SIZE_MAX);
    assert_true(th_str_find(t->vi, TH_STR("cắt bỏ, không làm tròn"), 0) != SIZE_MAX);
    th_arena_free(f->arena);
}

static void growth_in_words_is_not_an_index(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.05", TH_NOW, "74");
    th_fixture_fact(f->ds, 0, "M.05", TH_PREVIOUS, "60");
    th_fixture_fact(f->ds, 0, "M.05", TH_COMPARED, "tăng 123%");
    for (uint32_t i = 1; i <= 74; i++)
        th_fixture_list(f->ds, 0, "DS.loai", i, "sách");
    run(f);
    assert_non_null(find(f, "T5"));
    assert_null(find(f, "T4"));
    assert_int_equal(f->ds->findings.n, 1);
    th_arena_free(f->arena);
}

/* Exactly at either bound is allowed; this year's figures and last year's are looked at, the plan is not. */
static void a_figure_out_of_range_is_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *code, *typed, *range; /* NULL: nothing is said */
    } wanted[] = {{"M.06", "1/20", NULL},
                  {"M.06", "20/20", NULL},
                  {"M.06", "21/20", "từ 1 đến 20"},
                  {"M.06", "", NULL},
                  {"M.04", "0%", NULL},
                  {"M.04", "100%", NULL},
                  {"M.04", "100,1%", "từ 0 đến 100"},
                  {"M.04", "-0,1%", "từ 0 đến 100"},
                  {"M.01", "0", NULL},
                  {"M.01", "-1", "từ 0"},
                  {"M.01", "999999", NULL},
                  {"M.01", "nhiều", NULL}};
    static const th_measure measures[] = {TH_NOW, TH_PREVIOUS, TH_PLAN};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        for (size_t k = 0; k < sizeof measures / sizeof *measures; k++) {
            th_fixture *f = open_fixture();
            th_fixture_fact(f->ds, 0, wanted[i].code, measures[k], wanted[i].typed);
            run(f);
            const th_finding *found = find(f, "SO-008");
            bool expected = wanted[i].range != NULL;
            assert_int_equal(found != NULL, expected);
            if (expected)
                assert_string_equal(th_str_cstr(f->arena, found->expected), wanted[i].range);
            th_arena_free(f->arena);
        }
}

/* A graver rule that names last year's cell takes what was said of that cell under itself. */
static void what_is_said_of_last_years_cell_follows_from_the_rule_that_names_it(void **state)
{
    (void)state;
    static const char rule[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Mức,Trạng thái\n"
                               "R,,đơn vị,TRUOC(M.01),=,TRUOC(M.02)+TRUOC(M.03),chặn,bật\n";
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"kiem-tra.csv", rule}};
    th_fixture f = {.arena = th_arena_new(0)};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(f.arena, f.d);
    th_fixture_source(f.ds, 0);
    th_fixture_fact(f.ds, 0, "M.01", TH_PREVIOUS, "-300");
    th_fixture_fact(f.ds, 0, "M.02", TH_PREVIOUS, "100");
    th_fixture_fact(f.ds, 0, "M.03", TH_PREVIOUS, "200");
    th_fixture_fact(f.ds, 0, "M.01", TH_NOW, "-5"); /* another cell of the same row */
    run(&f);
    size_t followed = 0, said = 0;
    for (size_t i = 0; i < f.ds->findings.n; i++) {
        const th_finding *finding = &f.ds->findings.at[i];
        if (!th_str_eq(finding->rule, TH_STR("SO-008")))
            continue;
        said++;
        followed += finding->place.col == TH_PREVIOUS && finding->folded.len;
        assert_true(finding->place.col == TH_PREVIOUS || !finding->folded.len);
    }
    assert_int_equal(said, 2);
    assert_int_equal(followed, 1);
    th_arena_free(f.arena);
}

static void the_cluster_has_rules_of_its_own(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.01", TH_NOW, "400");
    th_fixture_fact(f->ds, 1, "M.01", TH_NOW, "500");
    th_fixture_source(f->ds, 2);
    th_fixture_source(f->ds, 3);
    th_check_results r = run(f);
    assert_int_equal(result_of(f, &r, "T9", TH_NONE)->outcome, TH_FAIL);
    assert_int_equal(find(f, "T9")->level, TH_LEVEL_NOTE);
    th_arena_free(f->arena);
}

/* A sum of two libraries says nothing about four. */
static void a_rule_of_the_cluster_waits_for_all_units(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.01", TH_NOW, "400");
    th_check_results r = run(f);
    assert_int_equal(result_of(f, &r, "T9", TH_NONE)->outcome, TH_NOT_EVALUATED);
    assert_null(find(f, "T9"));
    th_arena_free(f->arena);
}

static void a_sign_that_explains_is_named(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.01", TH_NOW, "90");
    th_fixture_fact(f->ds, 0, "M.02", TH_NOW, "100");
    th_fixture_fact(f->ds, 0, "M.03", TH_NOW, "10"); /* 90 = 100 + -10 */
    th_check_results r = run(f);
    assert_int_equal(result_of(f, &r, "T1", 0)->outcome, TH_FAIL);
    assert_true(th_str_find(find(f, "T1")->vi, TH_STR("sai dấu"), 0) != SIZE_MAX);
    assert_int_equal(r.nproposals, 1);
    assert_int_equal(th_exact_cmp(r.proposals[0].instead, th_exact_int(f->arena, -10)), 0);
    th_arena_free(f->arena);
}

/* The total is wrong; the share that rests on it only follows. */
static void what_follows_is_folded(void **state)
{
    (void)state;
    th_fixture *f = open_fixture();
    th_fixture_fact(f->ds, 0, "M.01", TH_NOW, "300");
    th_fixture_fact(f->ds, 0, "M.02", TH_NOW, "100");
    th_fixture_fact(f->ds, 0, "M.03", TH_NOW, "100");
    th_fixture_fact(f->ds, 0, "M.04", TH_NOW, "50%");
    run(f);
    assert_true(find(f, "T2")->folded.len > 0);
    assert_int_equal(find(f, "T1")->consequences, 1);
    assert_int_equal(th_findings_count(&f->ds->findings, TH_LEVEL_ERROR), 1);
    assert_int_equal(th_findings_folded(&f->ds->findings), 1);
    th_arena_free(f->arena);
}

/* A figure that was in doubt before the rules: a rule no graver than that doubt, and which rests on the figure, only
 * follows; a graver one that names the very cell takes the doubt under itself.  Other units and figures are no part. */
static void a_rule_that_rests_on_a_doubtful_figure_is_folded(void **state)
{
    (void)state;
    static const struct {
        const char *level, *rule_folded, *doubt_folded;
    } wanted[] = {{"cảnh báo", "NG-007 · A1", ""}, {"ghi chú", "NG-007 · A1", ""}, {"lỗi", "", "R · A1"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = {.arena = th_arena_new(0)};
        char csv[512];
        snprintf(csv, sizeof csv,
                 "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Mức,Trạng thái\nR,,đơn vị,M.01,=,M.02+M.03,%s,bật\n"
                 "K,,đơn vị,M.05,=,3,%s,bật\n",
                 wanted[i].level, wanted[i].level);
        const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"kiem-tra.csv", csv}};
        f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
        assert_non_null(f.d);
        f.ds = th_dataset_new(f.arena, f.d);
        for (uint32_t u = 0; u < 2; u++) {
            th_fixture_source(f.ds, u);
            th_fixture_fact(f.ds, u, "M.01", TH_NOW, u ? "301" : "300000"); /* a thousand times last year's */
            th_fixture_fact(f.ds, u, "M.01", TH_PREVIOUS, "300");
            th_fixture_fact(f.ds, u, "M.02", TH_NOW, "100");
            th_fixture_fact(f.ds, u, "M.03", TH_NOW, "200");
            th_fixture_fact(f.ds, u, "M.05", TH_NOW, "4");
        }
        run(&f);
        assert_int_equal(find(&f, "NG-007")->level, TH_LEVEL_WARNING);
        assert_string_equal(th_str_cstr(f.arena, find(&f, "NG-007")->folded), wanted[i].doubt_folded);
        for (size_t k = 0; k < f.ds->findings.n; k++) {
            const th_finding *finding = &f.ds->findings.at[k];
            bool follows = th_str_eq(finding->rule, TH_STR("R")) && th_str_eq(finding->place.unit, TH_STR("A"));
            if (!th_str_eq(finding->rule, TH_STR("NG-007")))
                assert_string_equal(th_str_cstr(f.arena, finding->folded), follows ? wanted[i].rule_folded : "");
        }
        th_arena_free(f.arena);
    }
}

/* Wherever in a rule last year's accepted figure stands: without it the rule says what it waits for. */
static void a_rule_about_accepted_figures_waits_for_them(void **state)
{
    (void)state;
    static const char *const sides[][2] = {{"LUU(M.01)", "M.02"},
                                           {"M.02", "LUU(M.01)"},
                                           {"M.02", "LUU(M.01)-M.03"},
                                           {"M.02", "M.03-LUU(M.01)"},
                                           {"M.02", "M.03"}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        th_fixture f = {.arena = th_arena_new(0)};
        char rule[512];
        snprintf(rule, sizeof rule,
                 "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Mức,Trạng thái\nL,,đơn vị,%s,=,%s,lỗi,bật\n", sides[i][0],
                 sides[i][1]);
        const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"kiem-tra.csv", rule}};
        f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
        assert_non_null(f.d);
        f.ds = th_dataset_new(f.arena, f.d);
        th_fixture_source(f.ds, 0);
        th_fixture_fact(f.ds, 0, "M.02", TH_NOW, "1");
        th_fixture_fact(f.ds, 0, "M.03", TH_NOW, "1");
        th_check_results r = run(&f);
        const th_check_result *result = result_of(&f, &r, "L", 0);
        bool waits = i + 1 < sizeof sides / sizeof *sides;
        assert_int_equal(result->outcome, waits ? TH_NOT_EVALUATED : TH_PASS);
        assert_string_equal(th_str_cstr(f.arena, result->why), waits ? "chưa có số liệu đã chốt của năm trước" : "");
        th_arena_free(f.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_raises_nothing),
        cmocka_unit_test(missing_is_not_zero),
        cmocka_unit_test(a_broken_total_names_every_figure_and_its_cell),
        cmocka_unit_test(a_cut_percentage_warns_and_says_so),
        cmocka_unit_test(growth_in_words_is_not_an_index),
        cmocka_unit_test(a_figure_out_of_range_is_an_error),
        cmocka_unit_test(the_cluster_has_rules_of_its_own),
        cmocka_unit_test(a_rule_of_the_cluster_waits_for_all_units),
        cmocka_unit_test(a_sign_that_explains_is_named),
        cmocka_unit_test(what_follows_is_folded),
        cmocka_unit_test(what_is_said_of_last_years_cell_follows_from_the_rule_that_names_it),
        cmocka_unit_test(a_rule_that_rests_on_a_doubtful_figure_is_folded),
        cmocka_unit_test(a_rule_about_accepted_figures_waits_for_them),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
