/* Figures of the cluster by each kind of Gộp, adjustments, what formulas are worth, and which facts, files and forms
 * are found: the edges of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"
#include "fact/computed.h"

static th_fixture fixture_with(const th_fixture_part *more, size_t n)
{
    th_fixture_part parts[8] = {TH_FIXTURE_PARTS};
    size_t nparts = 5;
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < nparts && strcmp(parts[at].name, more[i].name) != 0)
            at++;
        nparts += at == nparts;
        parts[at] = more[i];
    }
    th_fixture f = {.arena = th_arena_new(0)};
    f.d = th_fixture_definition(f.arena, parts, nparts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(f.arena, f.d);
    return f;
}

static const char *shown(th_arena *arena, const th_exact *number)
{
    return number ? th_str_cstr(arena, th_exact_text(arena, number)) : "-";
}

/* One indicator of three libraries, "" where a library sent nothing; what the cluster has. */
static void each_way_of_aggregating(void **state)
{
    (void)state;
    static const struct {
        th_aggregate aggregate;
        th_type type;
        int better;
        const char *typed[3];
        struct {
            const char *num;
            uint32_t covered;
            const char *low, *high;
        } cluster;
    } rows[] = {
        {TH_AGG_SUM, TH_TYPE_INT, 0, {"1", "2", "4"}, {"7", 3, "-", "-"}},
        {TH_AGG_SUM, TH_TYPE_INT, 0, {"0", "", ""}, {"0", 1, "-", "-"}},
        {TH_AGG_SUM, TH_TYPE_INT, 0, {"", "", ""}, {"-", 0, "-", "-"}},
        {TH_AGG_MIN, TH_TYPE_INT, 0, {"5", "2", "9"}, {"2", 3, "2", "9"}},
        {TH_AGG_MAX, TH_TYPE_INT, 0, {"5", "2", "9"}, {"9", 3, "2", "9"}},
        {TH_AGG_MIN, TH_TYPE_INT, 0, {"", "6", ""}, {"6", 1, "6", "6"}},
        {TH_AGG_BEST, TH_TYPE_INT, 1, {"5", "2", "9"}, {"9", 3, "2", "9"}},
        {TH_AGG_BEST, TH_TYPE_INT, -1, {"5", "2", "9"}, {"2", 3, "2", "9"}},
        {TH_AGG_BEST, TH_TYPE_INT, 0, {"5", "2", "9"}, {"2", 3, "2", "9"}},
        {TH_AGG_BEST, TH_TYPE_RANK, 1, {"5", "2", "9"}, {"2", 3, "2", "9"}}, /* the first rank is the best */
        {TH_AGG_COUNT, TH_TYPE_BOOL, 0, {"Có", "Không", "Có"}, {"2", 3, "-", "-"}},
        {TH_AGG_COUNT, TH_TYPE_BOOL, 0, {"Không", "", ""}, {"0", 1, "-", "-"}},
        {TH_AGG_COUNT, TH_TYPE_TEXT, 0, {"một đề án", "", "hai"}, {"2", 2, "-", "-"}},
        {TH_AGG_COUNT, TH_TYPE_INT, 0, {"3", "0", ""}, {"1", 2, "-", "-"}},
        {TH_AGG_NONE, TH_TYPE_INT, 0, {"3", "0", ""}, {"-", 2, "-", "-"}},
        {TH_AGG_LIST, TH_TYPE_INT, 0, {"3", "", ""}, {"-", 1, "-", "-"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_fixture f = fixture_with(NULL, 0);
        uint32_t index = th_definition_indicator(f.d, TH_STR("M.05"));
        f.d->indicators[index].aggregate = rows[i].aggregate;
        f.d->indicators[index].type = rows[i].type;
        f.d->indicators[index].better = rows[i].better;
        for (uint32_t u = 0; u < 3; u++)
            th_fixture_source(f.ds, u);
        for (uint32_t u = 0; u < 3; u++)
            if (*rows[i].typed[u])
                th_fixture_fact(f.ds, u, "M.05", TH_PREVIOUS, rows[i].typed[u]);
        th_dataset_seal(f.ds);
        th_aggregated is = th_dataset_aggregate(f.arena, f.ds, index, TH_PREVIOUS);
        if (strcmp(shown(f.arena, is.num), rows[i].cluster.num) != 0 || is.covered != rows[i].cluster.covered ||
            strcmp(shown(f.arena, is.low), rows[i].cluster.low) != 0 ||
            strcmp(shown(f.arena, is.high), rows[i].cluster.high) != 0)
            fail_msg("row %zu: %s of %u, %s to %s", i, shown(f.arena, is.num), is.covered, shown(f.arena, is.low),
                     shown(f.arena, is.high));
        th_arena_free(f.arena);
    }
}

/* Neither a remark nor a comparison is added up, even where each library states one. */
static void comparisons_are_not_added_up(void **state)
{
    (void)state;
    th_fixture f = fixture_with(NULL, 0);
    uint32_t index = th_definition_indicator(f.d, TH_STR("M.05"));
    th_fixture_source(f.ds, 0);
    th_fixture_fact(f.ds, 0, "M.05", TH_COMPARED, "104");
    th_fixture_fact(f.ds, 0, "M.05", TH_REMARK, "7");
    th_fixture_fact(f.ds, 0, "M.05", TH_PLAN, "7");
    th_dataset_seal(f.ds);
    assert_null(th_dataset_aggregate(f.arena, f.ds, index, TH_COMPARED).num);
    assert_null(th_dataset_aggregate(f.arena, f.ds, index, TH_REMARK).num);
    assert_int_equal(th_dataset_aggregate(f.arena, f.ds, index, TH_COMPARED).covered, 0);
    assert_string_equal(shown(f.arena, th_dataset_aggregate(f.arena, f.ds, index, TH_PLAN).num), "7");
    th_arena_free(f.arena);
}

/* A blank counts 0 in this year's sum where the definition says so; qualifiers of both parts are kept. */
static void blanks_and_qualifiers_of_sums_and_ratios(void **state)
{
    (void)state;
    th_fixture f = fixture_with(NULL, 0);
    uint32_t sum = th_definition_indicator(f.d, TH_STR("M.05")), ratio = th_definition_indicator(f.d, TH_STR("M.04"));
    f.d->indicators[sum].blank_is_zero = true;
    for (uint32_t u = 0; u < 3; u++)
        th_fixture_source(f.ds, u);
    th_fixture_fact(f.ds, 0, "M.05", TH_NOW, "");
    th_fixture_fact(f.ds, 1, "M.05", TH_NOW, "4");
    th_fixture_fact(f.ds, 0, "M.05", TH_PREVIOUS, "");
    th_fixture_fact(f.ds, 1, "M.05", TH_PREVIOUS, "4");
    th_fixture_fact(f.ds, 0, "M.03", TH_NOW, "trên 10");
    th_fixture_fact(f.ds, 0, "M.01", TH_NOW, "khoảng 40");
    th_fixture_fact(f.ds, 1, "M.03", TH_NOW, "5");
    th_fixture_fact(f.ds, 2, "M.01", TH_NOW, "100");
    th_dataset_seal(f.ds);
    assert_int_equal(th_dataset_aggregate(f.arena, f.ds, sum, TH_NOW).covered, 2);
    assert_int_equal(th_dataset_aggregate(f.arena, f.ds, sum, TH_PREVIOUS).covered, 1);
    th_aggregated is = th_dataset_aggregate(f.arena, f.ds, ratio, TH_NOW);
    assert_string_equal(shown(f.arena, is.num), "25");
    assert_int_equal(is.covered, 1); /* only the first states both parts */
    assert_int_equal(is.qualifiers, TH_Q_OVER | TH_Q_ABOUT);
    th_arena_free(f.arena);
}

/* ---- adjustments ---- */

static const th_finding *find(const th_dataset *ds, th_finding_kind kind)
{
    for (size_t i = 0; i < ds->findings.n; i++)
        if (ds->findings.at[i].kind == kind)
            return &ds->findings.at[i];
    return NULL;
}

enum { TAKEN, SAME, CHANGED, IDLE };
static const struct {
    const char *sent; /* NULL: no cell; "-": nothing was sent at all */
    const char *old, *new;
    int becomes;
} adjusted[] = {
    {"30", "", "35", TAKEN},
    {"30", "30", "35", TAKEN},
    {"30", "31", "35", CHANGED},
    {"35", "", "35", SAME},
    {"35", "30", "35", SAME},
    {"", "", "35", TAKEN},
    {NULL, "", "35", TAKEN},
    {NULL, "30", "35", CHANGED},
    {"", "30", "35", CHANGED},
    {"", "trống", "35", TAKEN},
    {NULL, "trống", "35", TAKEN},
    {"30", "trống", "35", CHANGED},
    {"-", "", "35", IDLE},
    {"chưa rõ", "Chưa rõ", "35", TAKEN},
    {"khoảng ba", "30", "35", CHANGED},
};

/* What the secretariat decided against what the library sent: taken, the same already, or decided about another
 * figure. */
static void an_adjustment_meets_the_figure_that_was_sent(void **state)
{
    (void)state;
    static const th_finding_kind kinds[] = {TH_F_VALUE_ADJUSTED, TH_F_VALUE_ADJUSTED_SAME, TH_F_VALUE_ADJUSTED_CHANGED,
                                            TH_F_VALUE_ADJUSTED_IDLE};
    for (size_t i = 0; i < sizeof adjusted / sizeof *adjusted; i++) {
        char csv[300];
        snprintf(csv, sizeof csv,
                 "Đơn vị,Mã,Cột,Giá trị,Giá trị cũ,Ai,Ngày,Căn cứ\nB,M.02,năm nay,%s,%s,Lan,2025-01-02,CV 1\n",
                 adjusted[i].new, adjusted[i].old);
        const th_fixture_part more = {"dieu-chinh.csv", csv};
        th_fixture f = fixture_with(&more, 1);
        bool nothing = adjusted[i].sent && strcmp(adjusted[i].sent, "-") == 0;
        th_fixture_source(f.ds, 0);
        if (!nothing)
            th_fixture_source(f.ds, 1);
        th_fixture_fact(f.ds, 0, "M.02", TH_NOW, "1"); /* another library's figure stays */
        if (adjusted[i].sent && !nothing)
            th_fixture_fact(f.ds, 1, "M.02", TH_NOW, adjusted[i].sent);
        th_dataset_adjust(f.ds);
        for (int k = TAKEN; k <= IDLE; k++)
            if ((find(f.ds, kinds[k]) != NULL) != (k == adjusted[i].becomes))
                fail_msg("row %zu: finding %d", i, k);
        assert_int_equal(f.ds->nsuspended, adjusted[i].becomes == CHANGED);
        const th_finding *said = find(f.ds, kinds[adjusted[i].becomes]);
        assert_true(said && th_str_eq(said->indicator, TH_STR("M.02")));
        th_dataset_seal(f.ds);
        uint32_t index = th_definition_indicator(f.d, TH_STR("M.02"));
        const th_fact *fact = th_dataset_find(f.ds, 1, index, TH_NOW);
        assert_string_equal(shown(f.arena, th_dataset_find(f.ds, 0, index, TH_NOW)->value.num), "1");
        if (adjusted[i].becomes == TAKEN) {
            assert_string_equal(shown(f.arena, fact->value.num), "35");
            assert_non_null(fact->adjusted);
            bool had = adjusted[i].sent && *adjusted[i].sent && strcmp(adjusted[i].sent, "30") == 0;
            assert_int_equal(fact->adjusted->stated.state == TH_STATE_VALUE, had);
        } else {
            assert_true(!fact || !fact->adjusted);
        }
        th_arena_free(f.arena);
    }
}

/* The sentence shows what was replaced and what with as their column has them: yes and no as words, and a comparison as
 * a number whatever the indicator is. */
static void an_adjustment_is_said_as_its_column_has_it(void **state)
{
    (void)state;
    static const struct {
        const char *code, *column;
        th_measure measure;
        const char *old, *new, *said;
    } cases[] = {{"M.02", "năm nay", TH_NOW, "1040", "1052", "điều chỉnh 1.040 thành 1.052, do"},
                 {"M.02", "so sánh", TH_COMPARED, "104", "105,5", "điều chỉnh 104 thành 105,5, do"},
                 {"M.07", "năm nay", TH_NOW, "Không", "Có", "điều chỉnh Không thành Có, do"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char csv[300];
        snprintf(csv, sizeof csv, "Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\nB,%s,%s,\"%s\",Lan,2025-01-02,CV 1\n",
                 cases[i].code, cases[i].column, cases[i].new);
        const th_fixture_part more = {"dieu-chinh.csv", csv};
        th_fixture f = fixture_with(&more, 1);
        th_fixture_source(f.ds, 0);
        th_fixture_source(f.ds, 1);
        th_fixture_fact(f.ds, 1, cases[i].code, cases[i].measure, cases[i].old);
        th_dataset_adjust(f.ds);
        const th_finding *said = find(f.ds, TH_F_VALUE_ADJUSTED);
        assert_non_null(said);
        if (th_str_find(said->vi, th_str_of(cases[i].said), 0) == SIZE_MAX)
            fail_msg(TH_FMT, TH_ARG(said->vi));
        th_arena_free(f.arena);
    }
}

/* Two figures without a cell come from one source, the definition, which belongs to no unit. */
static void the_definition_is_one_source(void **state)
{
    (void)state;
    static const th_fixture_part more = {"dieu-chinh.csv", "Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\n"
                                                           "A,M.02,năm nay,35,Lan,2025-01-02,CV 1\n"
                                                           "A,M.03,năm trước,36,Lan,2025-01-02,CV 1\n"};
    th_fixture f = fixture_with(&more, 1);
    th_fixture_source(f.ds, 0);
    th_dataset_adjust(f.ds);
    assert_int_equal(f.ds->nsources, 2);
    assert_int_equal(f.ds->sources[1].unit, TH_NONE);
    assert_int_equal(f.ds->sources[1].period, 2024);
    assert_int_equal(f.ds->nfacts, 2);
    for (size_t i = 0; i < f.ds->nfacts; i++)
        assert_int_equal(f.ds->facts[i].source, 1);
    assert_int_equal(f.ds->facts[1].measure, TH_PREVIOUS);
    th_arena_free(f.arena);
}

/* ---- what formulas are worth ---- */

/* S.01 is 8, S.02 is 3, S.03 is blank, S.04 is not known. */
static const th_exact *figure_for_test(void *ctx, const th_computed *leaf, bool *blank)
{
    th_arena *arena = ctx;
    static const long long worth[] = {8, 3, 0};
    *blank = leaf->index == 2;
    return leaf->index > 2 ? NULL : th_exact_int(arena, worth[leaf->index]);
}

static void formulas_have_values(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"S.01:nay", "8"},
        {"(+ 1 S.01:nay -S.02:nay)", "6"},
        {"(+ S.01:nay S.03:nay)", "8"},
        {"(* 100 S.02:nay /S.01:nay)", "37.5"},
        {"(* S.01:nay /S.03:nay)", "-"}, /* by nothing */
        {"(MIN S.01:nay S.02:nay)", "3"},
        {"(MIN S.02:nay S.01:nay)", "3"},
        {"(MAX S.01:nay S.02:nay)", "8"},
        {"(MAX S.02:nay S.01:nay)", "8"},
        {"(MAX S.02:nay S.02:nay)", "3"},
        {"(AVERAGE S.01:nay S.02:nay)", "5.5"},
        {"(MIN S.01:nay S.03:nay)", "-"}, /* Excel leaves a blank out */
        {"(ABS (+ S.02:nay -S.01:nay))", "5"},
        {"(ABS S.01:nay S.02:nay)", "-"},
        {"(MEDIAN S.01:nay)", "-"},
        {"(MIN)", "-"},
        {"(+ S.01:nay S.04:nay)", "-"},
        {"(+ S.01:nay ?R[1]C[0])", "-"},
        {"-5", "-5"},
    };
    bakery b = bakery_open();
    const th_computed_figures figures = {b.arena, figure_for_test};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const th_computed *node = th_computed_read(b.arena, b.d, th_str_of(rows[i][0]));
        assert_non_null(node);
        const char *is = shown(b.arena, th_computed_value(b.arena, node, &figures));
        if (strcmp(is, rows[i][1]) != 0)
            fail_msg("%s is %s", rows[i][0], is);
    }
    th_arena_free(b.arena);
}

/* A text as deep as is allowed, and one deeper; the same of how many nodes it has. */
static void texts_of_formulas_are_bounded(void **state)
{
    (void)state;
    enum { DEEPEST = 31, MOST = 2000 }; /* the figure is the 32nd, and the function one of the nodes */
    bakery b = bakery_open();
    for (int deeper = 0; deeper < 2; deeper++) {
        th_buf text;
        th_buf_init(&text, b.arena);
        for (int i = 0; i < DEEPEST + deeper; i++)
            th_buf_add(&text, TH_STR("(ABS "));
        th_buf_add(&text, TH_STR("S.01:nay"));
        for (int i = 0; i < DEEPEST + deeper; i++)
            th_buf_byte(&text, ')');
        assert_int_equal(th_computed_read(b.arena, b.d, th_buf_str(&text)) != NULL, !deeper);
        th_buf_init(&text, b.arena);
        th_buf_add(&text, TH_STR("(MAX"));
        for (int i = 0; i < MOST - 1 + deeper; i++)
            th_buf_add(&text, TH_STR(" S.01:nay"));
        th_buf_byte(&text, ')');
        assert_int_equal(th_computed_read(b.arena, b.d, th_buf_str(&text)) != NULL, !deeper);
    }
    th_arena_free(b.arena);
}

static void what_stands_in_a_formula(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        th_computed_kind kind;
        bool has;
    } rows[] = {
        {"(+ S.01:nay (* 2 S.02:nay))", TH_COMPUTED_PRODUCT, true},
        {"(+ S.01:nay (* 2 S.02:nay))", TH_COMPUTED_NUMBER, true},
        {"(+ S.01:nay (* 2 S.02:nay))", TH_COMPUTED_SUM, true},
        {"(+ S.01:nay (* 2 S.02:nay))", TH_COMPUTED_OTHER, false},
        {"(MAX S.01:nay ?R[1]C[0])", TH_COMPUTED_OTHER, true},
        {"(MAX ?R[1]C[0] T.nam@1)", TH_COMPUTED_ITEM, true},
        {"S.01:nay", TH_COMPUTED_SUM, false},
    };
    bakery b = bakery_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(th_computed_has(th_computed_read(b.arena, b.d, th_str_of(rows[i].text)), rows[i].kind),
                         rows[i].has);
    th_arena_free(b.arena);
}

/* ---- which file, which form ---- */

/* Three files of one unit: the one with the most forms that count speaks for it; forms are counted by file and unit. */
static void the_file_with_the_most_forms_speaks(void **state)
{
    (void)state;
    th_fixture f = fixture_with(NULL, 0);
    for (uint32_t i = 0; i < 4; i++) {
        th_fixture_source(f.ds, i);
        f.ds->sources[i].unit = i == 3 ? 1 : 0;
    }
    static const th_held_form held[] = {{.source = 0, .form = 0, .counts = true},
                                        {.source = 1, .form = 1, .counts = true},
                                        {.source = 1, .form = 2, .counts = true},
                                        {.source = 2, .form = 0},
                                        {.source = 2, .form = 1},
                                        {.source = 2, .form = 2},
                                        {.source = 3, .form = 0, .counts = true}};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        TH_PUSH(f.arena, f.ds->held, f.ds->nheld, f.ds->held_cap, held[i]);
    th_dataset_seal(f.ds);
    assert_ptr_equal(th_dataset_source(f.ds, 0), &f.ds->sources[1]);
    assert_int_equal(th_dataset_source_forms(f.ds, &f.ds->sources[0]), 1);
    assert_int_equal(th_dataset_source_forms(f.ds, &f.ds->sources[1]), 2);
    assert_int_equal(th_dataset_source_forms(f.ds, &f.ds->sources[2]), 0);
    assert_int_equal(th_dataset_unit_forms(f.ds, 0), 3);
    assert_int_equal(th_dataset_unit_forms(f.ds, 1), 1);
    assert_int_equal(th_dataset_unit_forms(f.ds, 2), 0);
    assert_null(th_dataset_source(f.ds, 2));
    f.ds->sources[1].status = TH_SOURCE_REPLACED;
    f.ds->sealed = false;
    th_dataset_seal(f.ds);
    assert_ptr_equal(th_dataset_source(f.ds, 0), &f.ds->sources[0]);
    th_arena_free(f.arena);
}

/* Sources are sorted by name, and then by hash; what refers to them follows. */
static void what_refers_to_a_file_follows_it(void **state)
{
    (void)state;
    th_fixture f = fixture_with(NULL, 0);
    static const char *const files[] = {"c.xlsx", "a.xlsx", "b.xlsx", "a.xlsx"};
    static const char *const hashes[] = {"1", "2", "3", "1"};
    static const uint32_t place[] = {3, 1, 2, 0};
    for (uint32_t i = 0; i < 4; i++) {
        th_fixture_source(f.ds, i);
        f.ds->sources[i].file = th_str_of(files[i]);
        f.ds->sources[i].sha256 = th_str_of(hashes[i]);
        th_fixture_fact(f.ds, i, "M.01", TH_NOW, "1");
        const th_held_form held = {.source = i, .form = i % 3};
        TH_PUSH(f.arena, f.ds->held, f.ds->nheld, f.ds->held_cap, held);
        const th_conversion conversion = {.source = i, .row = i, .sheet = TH_STR("T")};
        TH_PUSH(f.arena, f.ds->conversions, f.ds->nconversions, f.ds->conversions_cap, conversion);
        const th_reply reply = {.source = i};
        TH_PUSH(f.arena, f.ds->replies, f.ds->nreplies, f.ds->replies_cap, reply);
        const th_passed_over passed = {.fact = {.source = i}};
        TH_PUSH(f.arena, f.ds->passed_over, f.ds->npassed_over, f.ds->passed_over_cap, passed);
    }
    th_dataset_seal(f.ds);
    uint32_t index = th_definition_indicator(f.d, TH_STR("M.01"));
    for (uint32_t i = 0; i < 4; i++) {
        assert_true(th_str_eq(f.ds->sources[place[i]].file, th_str_of(files[i])));
        assert_true(th_str_eq(f.ds->sources[place[i]].sha256, th_str_of(hashes[i])));
        assert_int_equal(th_dataset_find(f.ds, i, index, TH_NOW)->source, place[i]);
        assert_int_equal(f.ds->held[i].source, place[i]);
        assert_int_equal(f.ds->replies[i].source, place[i]);
        assert_int_equal(f.ds->passed_over[i].fact.source, place[i]);
        assert_int_equal(f.ds->conversions[place[i]].row, i);
    }
    th_arena_free(f.arena);
}

/* Conversions are listed by file, sheet, row and column. */
static void conversions_are_in_the_order_of_cells(void **state)
{
    (void)state;
    th_fixture f = fixture_with(NULL, 0);
    static const th_conversion mixed[] = {{.source = 1, .sheet = {"A", 1}, .row = 0, .col = 0},
                                          {.source = 0, .sheet = {"B", 1}, .row = 0, .col = 0},
                                          {.source = 0, .sheet = {"A", 1}, .row = 2, .col = 0},
                                          {.source = 0, .sheet = {"A", 1}, .row = 1, .col = 5},
                                          {.source = 0, .sheet = {"A", 1}, .row = 1, .col = 3}};
    for (uint32_t u = 0; u < 2; u++)
        th_fixture_source(f.ds, u);
    for (size_t i = 0; i < sizeof mixed / sizeof *mixed; i++)
        TH_PUSH(f.arena, f.ds->conversions, f.ds->nconversions, f.ds->conversions_cap, mixed[i]);
    th_dataset_seal(f.ds);
    for (size_t i = 0; i < sizeof mixed / sizeof *mixed; i++) {
        const th_conversion *is = &f.ds->conversions[i], *wanted = &mixed[sizeof mixed / sizeof *mixed - 1 - i];
        assert_true(is->source == wanted->source && is->row == wanted->row && is->col == wanted->col &&
                    th_str_eq(is->sheet, wanted->sheet));
    }
    th_arena_free(f.arena);
}

/* A list is as long as its last row, of this unit and this form alone; one cell of it that does not count is enough. */
static void lists_have_a_length_of_their_own(void **state)
{
    (void)state;
    th_fixture f = fixture_with(NULL, 0);
    uint32_t books = th_definition_form(f.d, TH_STR("B2")), scores = th_definition_form(f.d, TH_STR("B3"));
    for (uint32_t u = 0; u < 3; u++)
        th_fixture_source(f.ds, u);
    th_fixture_list(f.ds, 0, "CD.ma", 1, "I.1");
    th_fixture_list(f.ds, 1, "DS.ten", 1, "a");
    th_fixture_list(f.ds, 1, "DS.loai", 4, "thơ");
    th_fixture_list(f.ds, 2, "DS.loai", 2, "thơ");
    f.ds->facts[3].value.withheld = true;
    th_dataset_seal(f.ds);
    assert_int_equal(th_dataset_list_size(f.ds, 0, books), 0);
    assert_int_equal(th_dataset_list_size(f.ds, 0, scores), 1);
    assert_int_equal(th_dataset_list_size(f.ds, 1, books), 4);
    assert_int_equal(th_dataset_list_size(f.ds, 1, scores), 0);
    assert_int_equal(th_dataset_list_size(f.ds, 2, books), 2);
    assert_false(th_dataset_list_withheld(f.ds, 1, books));
    assert_true(th_dataset_list_withheld(f.ds, 2, books));
    assert_false(th_dataset_list_withheld(f.ds, 2, scores));
    th_arena_free(f.arena);
}

/* What an expression sees of a fact: its kind, its decimals, the figure as printed where that is asked for. */
static void operands_of_facts(void **state)
{
    (void)state;
    th_fixture f = fixture_with(NULL, 0);
    uint32_t count = th_definition_indicator(f.d, TH_STR("M.01")), open = th_definition_indicator(f.d, TH_STR("M.07"));
    th_fixture_source(f.ds, 0);
    th_fixture_fact(f.ds, 0, "M.01", TH_NOW, "12");
    th_fixture_fact(f.ds, 0, "M.01", TH_REMARK, "ghi chú");
    th_fixture_fact(f.ds, 0, "M.01", TH_COMPARED, "104,5");
    th_fixture_fact(f.ds, 0, "M.07", TH_NOW, "Có");
    f.ds->facts[0].value.printed = th_exact_int(f.arena, 10);
    th_dataset_seal(f.ds);
    for (int printed = 0; printed < 2; printed++) {
        th_dataset_env binding = {.ds = f.ds, .arena = f.arena, .unit = 0, .printed = printed};
        th_env env = th_dataset_environment(&binding);
        th_operand now = env.indicator(env.ctx, count, TH_NOW);
        assert_string_equal(shown(f.arena, now.num), printed ? "10" : "12");
        assert_int_equal(now.decimals, printed ? 0 : -1);
        assert_int_equal(now.kind, TH_IS_NUMBER);
        assert_true(now.source > 0 && &f.ds->facts[now.source - 1] == th_dataset_find(f.ds, 0, count, TH_NOW));
        assert_int_equal(env.indicator(env.ctx, open, TH_NOW).kind, TH_IS_BOOL);
        assert_int_equal(env.indicator(env.ctx, count, TH_REMARK).kind, TH_IS_TEXT);
        assert_int_equal(env.indicator(env.ctx, count, TH_COMPARED).kind, TH_IS_NUMBER);
        assert_int_equal(env.indicator(env.ctx, count, TH_STORED).state, TH_STATE_ABSENT);
    }
    th_dataset_env cluster = {.ds = f.ds, .arena = f.arena, .unit = TH_NONE};
    th_env env = th_dataset_environment(&cluster);
    assert_int_equal(env.indicator(env.ctx, count, TH_STORED).state, TH_STATE_ABSENT);
    assert_int_equal(env.special(env.ctx, TH_FN_KY, 0).state, TH_STATE_VALUE);
    assert_int_equal(env.special(env.ctx, TH_FN_DIEM, 0).state, TH_STATE_ABSENT);
    th_arena_free(f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_of_aggregating),
        cmocka_unit_test(comparisons_are_not_added_up),
        cmocka_unit_test(blanks_and_qualifiers_of_sums_and_ratios),
        cmocka_unit_test(an_adjustment_meets_the_figure_that_was_sent),
        cmocka_unit_test(an_adjustment_is_said_as_its_column_has_it),
        cmocka_unit_test(the_definition_is_one_source),
        cmocka_unit_test(formulas_have_values),
        cmocka_unit_test(texts_of_formulas_are_bounded),
        cmocka_unit_test(what_stands_in_a_formula),
        cmocka_unit_test(the_file_with_the_most_forms_speaks),
        cmocka_unit_test(what_refers_to_a_file_follows_it),
        cmocka_unit_test(conversions_are_in_the_order_of_cells),
        cmocka_unit_test(lists_have_a_length_of_their_own),
        cmocka_unit_test(operands_of_facts),
    };
    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
