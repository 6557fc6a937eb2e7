/* Copies of a form laid over each other: what is a reference, what differs from it, and in what words. */
#include "check/check.h"
#include "check/peers.h"
#include "definition_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const char no_rules[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n";
static const char criteria[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Vượt hẳn,Điểm mỗi lần,"
                               "Cần minh chứng,Ghi chú\nI,,Mục một,100,tổng các dòng con,,,Không,,Không,\n"
                               "I.1,I,Con một,60,cụm chấm,,,Không,,Không,\nI.2,I,Con hai,40,cụm chấm,,,Không,,Không,\n";

static th_fixture open_with(const char *rules)
{
    th_fixture f = {.arena = th_arena_new(0)};
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"kiem-tra.csv", rules}, {"cham-diem.csv", criteria}};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(f.arena, f.d);
    for (uint32_t u = 0; u < 4; u++)
        th_fixture_source(f.ds, u);
    return f;
}

static th_fixture open_fixture(void)
{
    return open_with(no_rules);
}

/* The last fact has a formula. */
static void computes(th_fixture *f, const char *what, const char *relative)
{
    th_fact *fact = &f->ds->facts[f->ds->nfacts - 1];
    fact->formula = true;
    fact->kept_formula = th_fact_formula_keep(f->ds->arena, (th_fact_formula){th_str_of(relative), th_str_of(what)});
}

static const char total[] = "(+ M.02:nay M.03:nay M.05:nay)";

/* M.02, M.03 and M.05 of every unit are 3, 4 and 5; the first `n` units add them up in M.01. */
static th_fixture with_totals(uint32_t n)
{
    th_fixture f = open_fixture();
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_fact(f.ds, u, "M.02", TH_NOW, "3");
        th_fixture_fact(f.ds, u, "M.03", TH_NOW, "4");
        th_fixture_fact(f.ds, u, "M.05", TH_NOW, "5");
        if (u < n) {
            th_fixture_fact(f.ds, u, "M.01", TH_NOW, "12");
            computes(&f, total, "R[1]C+R[2]C+R[4]C");
        }
    }
    return f;
}

static void run(th_fixture *f)
{
    th_check_results results = {0};
    th_dataset_seal(f->ds);
    th_check_run(f->arena, f->ds, &results);
}

static const th_finding *only(const th_fixture *f)
{
    const th_finding *found = NULL;
    for (size_t i = 0; i < f->ds->findings.n; i++) {
        const th_finding *finding = &f->ds->findings.at[i];
        if (finding->kind < TH_F_PEER_TYPED_SAME || finding->kind > TH_F_PEER_FORMULA_OTHER)
            continue;
        assert_null(found);
        found = finding;
    }
    return found;
}

static void assert_said(const th_fixture *f, th_finding_kind kind, const char *vi)
{
    const th_finding *finding = only(f);
    assert_non_null(finding);
    if (finding->kind != kind || !th_str_eq(finding->vi, th_str_of(vi)))
        print_error(TH_FMT "\n", TH_ARG(finding->vi));
    assert_int_equal(finding->kind, kind);
    assert_true(th_str_eq(finding->vi, th_str_of(vi)));
    assert_true(th_str_eq(finding->place.unit, TH_STR("D")));
}

/* Unit D computes or types M.01 in its own way. */
static void last_unit(const char *shown, const char *what, const char *relative, th_finding_kind kind, const char *vi)
{
    th_fixture f = with_totals(3);
    th_fixture_fact(f.ds, 3, "M.01", TH_NOW, shown);
    if (what)
        computes(&f, what, relative);
    run(&f);
    if (vi)
        assert_said(&f, kind, vi);
    else
        assert_null(only(&f));
    th_arena_free(f.arena);
}

static void numbers_that_are_typed(void **state)
{
    (void)state;
    last_unit("12", NULL, NULL, TH_F_PEER_TYPED_SAME,
              "3/4 Thư viện tính A1 = A2+A3+A5; ở đây ghi số 12, bằng kết quả của công thức ấy.");
    last_unit("13", NULL, NULL, TH_F_PEER_TYPED_OTHER,
              "3/4 Thư viện tính A1 = A2+A3+A5; ở đây ghi số 13, trong khi công thức ấy cho 12.");
    last_unit("trên 11", NULL, NULL, TH_F_PEER_TYPED_SAME, NULL);
}

static void formulas_that_differ(void **state)
{
    (void)state;
    static const struct {
        const char *shown, *computes, *relative, *difference;
        bool same;
    } cases[] = {
        {"7", "(+ M.02:nay M.03:nay)", "R[1]C+R[2]C", "=A2+A3: thiếu A5, nên ra 7, không phải 12", false},
        {"12", "(+ 0 M.02:nay M.03:nay M.05:nay)", "R[1]C+R[2]C+R[4]C+0",
         "=A2+A3+A5+0: cộng thêm số 0; kết quả vẫn là 12", true},
        {"17", "(+ 5 M.02:nay M.03:nay M.05:nay)", "R[1]C+R[2]C+R[4]C+5",
         "=A2+A3+A5+5: cộng thêm số 5, nên ra 17, không phải 12", false},
        {"10", "(+ M.02:nay M.02:nay M.03:nay)", "R[1]C+R[1]C+R[2]C",
         "=A2+A2+A3: A2 thay cho A5, nên ra 10, không phải 12", false},
        {"2", "(+ M.02:nay M.03:nay -M.05:nay)", "R[1]C+R[2]C-R[4]C", "=A2+A3-A5: đổi dấu A5, nên ra 2, không phải 12",
         false},
        {"4", "(AVERAGE M.02:nay M.03:nay M.05:nay)", "AVERAGE(R[1]C:R[2]C,R[4]C)",
         "=AVERAGE(A2:A3,A5): dùng hàm AVERAGE, nên ra 4, không phải 12", false},
        {"14", "(+ ?R[6]C[0] M.02:nay M.03:nay M.05:nay)", "R[1]C+R[2]C+R[4]C+R[6]C",
         "=A2+A3+A5+A7: thừa A7, nên ra 14, không phải 12", false},
        {"9", "?", "RC[1]!", "=B1!: công thức khác, nên ra 9, không phải 12", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char said[200];
        snprintf(said, sizeof said, "3/4 Thư viện tính A1 = A2+A3+A5; công thức ở đây là %s.", cases[i].difference);
        last_unit(cases[i].shown, cases[i].computes, cases[i].relative,
                  cases[i].same ? TH_F_PEER_FORMULA_SAME : TH_F_PEER_FORMULA_OTHER, said);
    }
    last_unit("12", "?", "X()", TH_F_PEER_FORMULA_SAME, NULL); /* not understood, and right */
    last_unit("12", "(+ (* 1/2 M.02:nay) (* 1/2 M.02:nay) M.03:nay M.05:nay)", "R[1]C", TH_F_PEER_FORMULA_SAME, NULL);
}

static void fewer_than_three_say_nothing(void **state)
{
    (void)state;
    th_fixture f = with_totals(2);
    th_fixture_fact(f.ds, 2, "M.01", TH_NOW, "13");
    th_fixture_fact(f.ds, 3, "M.01", TH_NOW, "7");
    computes(&f, "(+ M.02:nay M.03:nay)", "R[1]C+R[2]C");
    run(&f);
    assert_null(only(&f));
    th_arena_free(f.arena);
}

/* A figure that is blank or unreadable, or whose row is not found in the copy. */
static void what_cannot_be_told(void **state)
{
    (void)state;
    static const char *const others[] = {"nhiều", NULL};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        th_fixture f = open_fixture();
        for (uint32_t u = 0; u < 4; u++) {
            th_fixture_fact(f.ds, u, "M.02", TH_NOW, "3");
            if (u < 3 || others[i])
                th_fixture_fact(f.ds, u, "M.03", TH_NOW, u < 3 ? "4" : others[i]);
            th_fixture_fact(f.ds, u, "M.01", TH_NOW, u < 3 ? "7" : "9");
            if (u < 3)
                computes(&f, "(+ M.02:nay M.03:nay)", "R[1]C+R[2]C");
        }
        run(&f);
        assert_null(only(&f));
        th_arena_free(f.arena);
    }
}

static void a_ratio_turned_over(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_fact(f.ds, u, "M.01", TH_NOW, "20");
        th_fixture_fact(f.ds, u, "M.01", TH_PREVIOUS, "16");
        th_fixture_fact(f.ds, u, "M.01", TH_COMPARED, u < 3 ? "125" : "80");
        if (u < 3)
            computes(&f, "(* 100 M.01:nay /M.01:truoc)", "RC[-3]/RC[-2]*100");
        else
            computes(&f, "(* 100 M.01:truoc /M.01:nay)", "RC[-2]/RC[-3]*100");
    }
    run(&f);
    assert_said(&f, TH_F_PEER_FORMULA_OTHER,
                "3/4 Thư viện tính D1 = A1/B1*100; công thức ở đây là =B1/A1*100: tử số và mẫu số bị đảo cho nhau, nên "
                "ra 80, không phải 125.");
    th_arena_free(f.arena);
}

/* One cause, one line: numbers that agree, and a formula that was copied down. */
static void many_cells_are_one_line(void **state)
{
    (void)state;
    static const char *const codes[] = {"M.01", "M.02", "M.03", "M.05"};
    for (int typed = 0; typed < 2; typed++) {
        th_fixture f = open_fixture();
        for (uint32_t u = 0; u < 4; u++)
            for (size_t i = 0; i < 4; i++) {
                bool turned = u == 3 && !typed;
                th_fixture_fact(f.ds, u, codes[i], TH_NOW, "20");
                th_fixture_fact(f.ds, u, codes[i], TH_PREVIOUS, "16");
                th_fixture_fact(f.ds, u, codes[i], TH_COMPARED, turned ? "80" : "125");
                if (u == 3 && typed)
                    continue;
                th_str what = th_str_fmt(f.arena, turned ? "(* 100 %s:truoc /%s:nay)" : "(* 100 %s:nay /%s:truoc)",
                                         codes[i], codes[i]);
                computes(&f, th_str_cstr(f.arena, what), turned ? "RC[-2]/RC[-3]*100" : "RC[-3]/RC[-2]*100");
            }
        run(&f);
        const th_finding *finding = only(&f);
        assert_non_null(finding);
        assert_int_equal(finding->kind, typed ? TH_F_PEER_TYPED_SAME : TH_F_PEER_FORMULA_OTHER);
        assert_true(th_str_find(finding->vi, TH_STR("Cũng vậy ở ô D2, D3, D5."), 0) != SIZE_MAX);
        th_arena_free(f.arena);
    }
}

/* Three units leave out what a rule adds: who computes by the rule hears nothing.  A rule that says what they compute
 * changes nothing, nor does one that no unit computes as it is written. */
static void a_rule_is_right(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *most, *other;
        size_t said;
    } cases[] = {
        {"M.02 + M.03 + M.05", "(+ M.02:nay M.03:nay)", "(+ M.02:nay M.03:nay M.05:nay)", 0},
        {"M.02 + M.03", "(+ M.02:nay M.03:nay)", "(+ 0 M.02:nay M.03:nay)", 1},
        {"M.02 + M.03 + M.05", "(+ M.02:nay M.03:nay)", "(+ 0 M.02:nay M.03:nay)", 1},
        {"TY_LE(M.02;M.03)", "(* 100 M.02:nay /M.03:nay)", "(+ M.02:nay M.03:nay)", 1},
        {"COUNT(DS.ten)", "(+ M.02:nay M.03:nay)", "(+ 0 M.02:nay M.03:nay)", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *scratch = th_arena_new(0);
        th_str rules =
            th_str_fmt(scratch, "%sR,Tổng,đơn vị,M.01,=,%s,chính xác,lỗi,bỏ qua,bật\n", no_rules, cases[i].rule);
        th_fixture f = open_with(th_str_cstr(scratch, rules));
        for (uint32_t u = 0; u < 4; u++) {
            th_fixture_fact(f.ds, u, "M.02", TH_NOW, "3");
            th_fixture_fact(f.ds, u, "M.03", TH_NOW, "4");
            th_fixture_fact(f.ds, u, "M.05", TH_NOW, "0");
            th_fixture_fact(f.ds, u, "M.01", TH_NOW, "7");
            computes(&f, u < 3 ? cases[i].most : cases[i].other, "R[1]C");
        }
        run(&f);
        size_t said = 0;
        for (size_t k = 0; k < f.ds->findings.n; k++)
            said += th_str_find(f.ds->findings.at[k].vi, TH_STR("3/4 Thư viện tính"), 0) != SIZE_MAX;
        assert_int_equal(said, cases[i].said);
        th_arena_free(f.arena);
        th_arena_free(scratch);
    }
}

/* In a list of scores a row is that of its criterion, wherever it stands. */
static void rows_of_scores(void **state)
{
    (void)state;
    th_fixture f = open_fixture();
    for (uint32_t u = 0; u < 4; u++) {
        uint32_t lower = u == 3; /* this copy has a row more */
        th_fixture_list(f.ds, u, "CD.ma", 1 + lower, "I");
        th_fixture_list(f.ds, u, "CD.diem", 1 + lower, lower ? "10" : "30");
        if (lower)
            computes(&f, "CD.diem@#I.1", "R[1]C");
        else
            computes(&f, "(+ CD.diem@#I.1 CD.diem@#I.2)", "R[1]C+R[2]C");
        th_fixture_list(f.ds, u, "CD.ma", 2 + lower, "I.1");
        th_fixture_list(f.ds, u, "CD.diem", 2 + lower, "10");
        th_fixture_list(f.ds, u, "CD.ma", 3 + lower, "I.2");
        th_fixture_list(f.ds, u, "CD.diem", 3 + lower, "20");
    }
    run(&f);
    const th_finding *finding = only(&f);
    assert_non_null(finding);
    assert_int_equal(finding->kind, TH_F_PEER_FORMULA_OTHER);
    assert_int_equal(finding->place.row, 2);
    assert_true(th_str_find(finding->vi, TH_STR("nên ra 10, không phải 30"), 0) != SIZE_MAX);
    th_arena_free(f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_are_typed),
        cmocka_unit_test(formulas_that_differ),
        cmocka_unit_test(fewer_than_three_say_nothing),
        cmocka_unit_test(what_cannot_be_told),
        cmocka_unit_test(a_ratio_turned_over),
        cmocka_unit_test(many_cells_are_one_line),
        cmocka_unit_test(rows_of_scores),
        cmocka_unit_test(a_rule_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
