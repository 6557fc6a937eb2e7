/* One rule over a few figures: what it makes of missing, unreadable and approximate ones, of tolerances and levels. */
#include "one_rule.h"

typedef struct expected {
    const char *rule, *figures;
    th_outcome outcome;
    const char *why;
} expected;

static void every_outcome(const expected *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tried t = begin(wanted[i].rule, wanted[i].figures);
        finish(&t);
        const th_check_result *result = &t.results.at[0];
        if (result->outcome != wanted[i].outcome)
            print_error("%s with %s\n", wanted[i].rule, wanted[i].figures);
        assert_int_equal(result->outcome, wanted[i].outcome);
        assert_string_equal(th_str_cstr(t.f.arena, result->why), wanted[i].why ? wanted[i].why : "");
        assert_int_equal(raised(&t) != NULL, wanted[i].outcome == TH_FAIL);
        assert_int_equal(t.results.passed, wanted[i].outcome == TH_PASS);
        assert_int_equal(t.results.failed, wanted[i].outcome == TH_FAIL);
        assert_int_equal(t.results.not_evaluated, wanted[i].outcome == TH_NOT_EVALUATED);
        th_arena_free(t.f.arena);
    }
}

#define SUM "R,,đơn vị,M.01,=,M.02+M.03,0,lỗi,"

static void what_is_missing_counts_as_the_rule_says(void **state)
{
    (void)state;
    static const char missing[] = "thiếu số liệu", unreadable[] = "có ô không đọc được";
    static const expected wanted[] = {
        {SUM "bỏ qua,bật", "M.01 3|M.02 1|M.03 2", TH_PASS, NULL},
        {SUM "bỏ qua,bật", "M.01 3|M.02 1|M.03 1", TH_FAIL, NULL},
        {SUM "bỏ qua,bật", "M.01 3|M.02 3|M.03 ", TH_NOT_EVALUATED, missing},
        {SUM "bỏ qua,bật", "M.01 3|M.02 3", TH_NOT_EVALUATED, missing},
        {SUM "coi là 0,bật", "M.01 3|M.02 3|M.03 ", TH_PASS, NULL},
        {SUM "coi là 0,bật", "M.01 |M.02 3|M.03 ", TH_FAIL, NULL},
        {SUM "coi là 0,bật", "M.01 |M.02 |M.03 ", TH_PASS, NULL},
        {SUM "coi là 0,bật", "M.01 3|M.02 3|M.03 nhiều", TH_NOT_EVALUATED, unreadable},
        {SUM "bỏ qua,bật", "M.01 nhiều|M.02 3|M.03 ", TH_NOT_EVALUATED, unreadable},
        {SUM "bỏ qua khi trống hết,bật", "M.01 3|M.02 3|M.03 ", TH_PASS, NULL},
        {SUM "bỏ qua khi trống hết,bật", "M.01 3|M.02 |M.03 ", TH_NOT_EVALUATED, missing},
        {SUM "bỏ qua khi trống hết,bật", "M.01 |M.02 3|M.03 ", TH_NOT_EVALUATED, missing},
        {SUM "bỏ qua|coi là 0,bật", "M.01 3|M.02 3|M.03 ", TH_PASS, NULL},
        {SUM "bỏ qua|coi là 0,bật", "M.01 |M.02 3|M.03 3", TH_NOT_EVALUATED, missing},
        {SUM "coi là 0|bỏ qua,bật", "M.01 |M.02 3|M.03 -3", TH_PASS, NULL},
        {SUM "coi là 0|bỏ qua,bật", "M.01 3|M.02 3|M.03 ", TH_NOT_EVALUATED, missing},
        {"R,,đơn vị,M.01,=,M.02/M.03,0,lỗi,coi là 0,bật", "M.01 3|M.02 3|M.03 0", TH_NOT_EVALUATED, "mẫu số bằng 0"}};
    every_outcome(wanted, sizeof wanted / sizeof *wanted);
}

/* A computation from approximate figures proves nothing when it fails; a figure that is stated is held to its word. */
static void approximate_figures_prove_nothing_in_a_computation(void **state)
{
    (void)state;
    static const char approximate[] = "tính từ số gần đúng";
    static const expected wanted[] = {
        {SUM "bỏ qua,bật", "M.01 9|M.02 trên 3|M.03 2", TH_NOT_EVALUATED, approximate},
        {SUM "bỏ qua,bật", "M.01 9|M.02 3|M.03 khoảng 2", TH_NOT_EVALUATED, approximate},
        {SUM "bỏ qua,bật", "M.01 5|M.02 trên 3|M.03 2", TH_PASS, NULL},
        {SUM "bỏ qua,bật", "M.01 trên 9|M.02 3|M.03 2", TH_FAIL, NULL},
        {"R,,đơn vị,M.02+M.03,=,M.01,0,lỗi,bỏ qua,bật", "M.01 9|M.02 trên 3|M.03 2", TH_NOT_EVALUATED, approximate},
        {"R,,đơn vị,M.02+M.03,=,M.01,0,lỗi,bỏ qua,bật", "M.01 trên 9|M.02 3|M.03 2", TH_FAIL, NULL},
        {"R,,đơn vị,M.01,<,M.02,0,lỗi,bỏ qua,bật", "M.01 9|M.02 3", TH_FAIL, NULL}};
    every_outcome(wanted, sizeof wanted / sizeof *wanted);
}

static void a_tolerance_is_an_amount_or_a_share_of_the_larger_side(void **state)
{
    (void)state;
#define WITHIN(tolerance) "R,,đơn vị,M.01,=,M.02," tolerance ",lỗi,bỏ qua,bật"
    static const expected wanted[] = {
        {WITHIN("0"), "M.01 100|M.02 100", TH_PASS, NULL},  {WITHIN("0"), "M.01 100|M.02 101", TH_FAIL, NULL},
        {WITHIN("10"), "M.01 100|M.02 110", TH_PASS, NULL}, {WITHIN("10"), "M.01 100|M.02 111", TH_FAIL, NULL},
        {WITHIN("10"), "M.01 100|M.02 89", TH_FAIL, NULL},  {WITHIN("5%"), "M.01 100|M.02 95", TH_PASS, NULL},
        {WITHIN("5%"), "M.01 100|M.02 94", TH_FAIL, NULL},  {WITHIN("5%"), "M.01 95|M.02 100", TH_PASS, NULL},
        {WITHIN("5%"), "M.01 94|M.02 100", TH_FAIL, NULL},  {WITHIN("5%"), "M.01 -100|M.02 -95", TH_PASS, NULL},
        {WITHIN("5%"), "M.01 -94|M.02 -100", TH_FAIL, NULL}};
    every_outcome(wanted, sizeof wanted / sizeof *wanted);
}

static void both_or_not_both_go_by_what_is_above_nothing(void **state)
{
    (void)state;
#define PAIR(comparison) "R,,đơn vị,M.01," comparison ",M.02,0,lỗi,coi là 0,bật"
    static const expected wanted[] = {{PAIR("cùng có"), "M.01 3|M.02 5", TH_PASS, NULL},
                                      {PAIR("cùng có"), "M.01 0|M.02 0", TH_PASS, NULL},
                                      {PAIR("cùng có"), "M.01 3|M.02 ", TH_FAIL, NULL},
                                      {PAIR("cùng có"), "M.01 0|M.02 5", TH_FAIL, NULL},
                                      {PAIR("cùng có"), "M.01 -3|M.02 0", TH_PASS, NULL},
                                      {PAIR("không cùng có"), "M.01 3|M.02 5", TH_FAIL, NULL},
                                      {PAIR("không cùng có"), "M.01 0|M.02 5", TH_PASS, NULL},
                                      {PAIR("không cùng có"), "M.01 3|M.02 0", TH_PASS, NULL},
                                      {PAIR("không cùng có"), "M.01 0|M.02 0", TH_PASS, NULL}};
    every_outcome(wanted, sizeof wanted / sizeof *wanted);
}

static void a_rule_that_was_reduced_is_one_level_milder(void **state)
{
    (void)state;
    static const struct {
        const char *level;
        th_level full, reduced;
    } wanted[] = {{"chặn", TH_LEVEL_BLOCK, TH_LEVEL_ERROR},
                  {"lỗi", TH_LEVEL_ERROR, TH_LEVEL_WARNING},
                  {"cảnh báo", TH_LEVEL_WARNING, TH_LEVEL_NOTE},
                  {"ghi chú", TH_LEVEL_NOTE, TH_LEVEL_NOTE}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        for (size_t reduced = 0; reduced < 2; reduced++) {
            char rule[256];
            snprintf(rule, sizeof rule, "R,,đơn vị,M.01,=,M.02,0,%s,bỏ qua,%s", wanted[i].level,
                     reduced ? "giảm mức" : "bật");
            tried t = begin(rule, "M.01 3|M.02 5");
            finish(&t);
            assert_int_equal(raised(&t)->level, reduced ? wanted[i].reduced : wanted[i].full);
            th_arena_free(t.f.arena);
        }
}

/* The finding stands at the first figure of the rule, under its form; a remark of the unit in that row is passed on. */
static void a_finding_says_which_cell_of_which_form(void **state)
{
    (void)state;
    tried t = begin("R,,đơn vị,M.02,=,M.03,0,lỗi,bỏ qua,bật", "M.02 3|M.03 5");
    th_fixture_fact(t.f.ds, 0, "M.02", TH_REMARK, "0");
    th_fact *remark = &t.f.ds->facts[t.f.ds->nfacts - 1];
    remark->raw = TH_STR(" do mất điện ");
    remark->value.state = TH_STATE_VALUE;
    finish(&t);
    const th_finding *finding = raised(&t);
    assert_string_equal(th_str_cstr(t.f.arena, finding->place.unit), "A");
    assert_string_equal(th_str_cstr(t.f.arena, finding->place.form), "B1");
    assert_string_equal(th_str_cstr(t.f.arena, finding->place.file), "0.xlsx");
    assert_string_equal(th_str_cstr(t.f.arena, finding->place.sheet), "Trang 1");
    assert_int_equal(finding->place.row, 1);
    assert_int_equal(finding->place.col, TH_NOW);
    assert_string_equal(th_str_cstr(t.f.arena, finding->indicator), "M.02");
    assert_string_equal(th_str_cstr(t.f.arena, finding->raw), "3");
    assert_true(finding->mark.len > 0);
    assert_true(th_str_find(finding->vi, TH_STR("Đơn vị ghi chú: “do mất điện”."), 0) != SIZE_MAX);
    th_arena_free(t.f.arena);
}

/* Only rows that have the figure on the left are rows that the rule is about. */
static void a_rule_for_every_row_passes_over_rows_without_the_figure(void **state)
{
    (void)state;
    tried t = begin("R,,từng dòng,DONG,<=,100,0,lỗi,bỏ qua,bật", "M.01 3|M.02 |M.03 101|M.05 nhiều|M.07 Có");
    finish(&t);
    static const struct {
        const char *code;
        th_outcome outcome;
    } wanted[] = {{"M.01", TH_PASS}, {"M.03", TH_FAIL}, {"M.05", TH_NOT_EVALUATED}};
    assert_int_equal(t.results.n, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_int_equal(t.results.at[i].indicator, th_definition_indicator(t.f.d, th_str_of(wanted[i].code)));
        assert_int_equal(t.results.at[i].outcome, wanted[i].outcome);
    }
    th_arena_free(t.f.arena);
}

/* A sum that a formula computes shows its own rounding: 100,4 + 200,4 = 300,8 shows 100 + 200 = 301. */
static void what_holds_exactly_holds_whatever_is_printed(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *exact, *printed;
        th_outcome outcome;
    } wanted[] = {{"R,,đơn vị,M.01,=,M.02+M.03,,lỗi,bỏ qua,bật", "300.8", "301", TH_PASS},
                  {"R,,đơn vị,M.01,=,M.02+M.03,,lỗi,bỏ qua,bật", "302.8", "303", TH_FAIL},
                  {"R,,đơn vị,M.01,=,M.02+M.03,,lỗi,bỏ qua,bật", "302.8", "300", TH_PASS},
                  {"R,,đơn vị,M.01,=,M.02+M.03,0,lỗi,bỏ qua,bật", "302.8", "300", TH_FAIL},
                  {"R,,đơn vị,M.01,=,M.02+M.03,0,lỗi,bỏ qua,bật", "300.8", "301", TH_PASS}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        tried t = begin(wanted[i].rule, "M.01 301|M.02 100|M.03 200");
        const char *exact[] = {wanted[i].exact, "100.4", "200.4"}, *printed[] = {wanted[i].printed, "100", "200"};
        for (size_t k = 0; k < 3; k++) {
            t.f.ds->facts[k].value.num = th_exact_parse(t.f.arena, th_str_of(exact[k]));
            t.f.ds->facts[k].value.printed = th_exact_parse(t.f.arena, th_str_of(printed[k]));
        }
        finish(&t);
        if (t.results.at[0].outcome != wanted[i].outcome)
            print_error("row %zu\n", i);
        assert_int_equal(t.results.at[0].outcome, wanted[i].outcome);
        th_arena_free(t.f.arena);
    }
}

/* What the arena handed out for `n` rules that fail, each with a finding. */
static size_t memory_of_failing(size_t n)
{
    th_arena *arena = th_arena_new(0);
    th_buf rules;
    th_buf_init(&rules, arena);
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&rules, "R%zu,,đơn vị,M.01+M.02,=,M.03*%zu+7,0,lỗi,bỏ qua,bật\n", i, i);
    tried t = begin(th_str_cstr(arena, th_buf_str(&rules)), "M.01 301|M.02 100|M.03 200");
    th_dataset_seal(t.f.ds);
    size_t before = th_arena_used(t.f.arena);
    th_check_run(t.f.arena, t.f.ds, &t.results);
    size_t used = th_arena_used(t.f.arena) - before;
    assert_int_equal(t.results.failed, n);
    th_arena_free(t.f.arena);
    th_arena_free(arena);
    return used;
}

/* A rule leaves a finding and a result behind, not what was computed on the way. */
static void of_a_rule_only_its_result_stays(void **state)
{
    (void)state;
    size_t few = memory_of_failing(50), many = memory_of_failing(250);
    if (many - few >= 200 * 8192)
        print_error("%zu bytes a rule\n", (many - few) / 200);
    assert_true(many - few < 200 * 8192);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_counts_as_the_rule_says),
        cmocka_unit_test(approximate_figures_prove_nothing_in_a_computation),
        cmocka_unit_test(a_tolerance_is_an_amount_or_a_share_of_the_larger_side),
        cmocka_unit_test(both_or_not_both_go_by_what_is_above_nothing),
        cmocka_unit_test(a_rule_that_was_reduced_is_one_level_milder),
        cmocka_unit_test(a_finding_says_which_cell_of_which_form),
        cmocka_unit_test(a_rule_for_every_row_passes_over_rows_without_the_figure),
        cmocka_unit_test(what_holds_exactly_holds_whatever_is_printed),
        cmocka_unit_test(of_a_rule_only_its_result_stays),
    };
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
