/* Points by hand, caps, ties, absent units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "definition_fixture.h"
#include "score/score.h"
#include "score/what_if.h"

static const char criteria[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống,Vượt "
                               "hẳn,Điểm mỗi lần,Cần minh chứng,Ghi chú\n"
                               "I,,Phần một,100,tổng các dòng con,,,,,,,\n"
                               "I.1,I,Lượt mượn so kế hoạch,40,theo tỷ lệ so mục tiêu,M.01,KE_HOACH(M.01),500,,,,\n"
                               "I.2,I,Tỷ lệ trẻ em,20,theo tỷ lệ so mục tiêu,TY_LE(M.03;M.01),50%,,Có,,,\n"
                               "I.3,I,Xếp hạng,20,theo thứ hạng,M.06,,,,,,\n"
                               "I.4,I,Mở cửa chủ nhật,10,đạt hoặc không,CO(M.07)=1,,,,,,\n"
                               "I.5,I,Chất lượng,10,Cụm chấm,,,,,,,\n"
                               "II,,Thưởng,5,nhóm thưởng,,,,,,,\n"
                               "II.1,II,Sách mới,10,theo số lần,M.05,,,,3,,\n"
                               "III,,Trừ,10,nhóm trừ,,,,,,,\n"
                               "III.1,III,Nộp muộn,10,theo số lần,SO_NGAY_MUON(),,,,2,,\n";
static const char bands[] = "Tiêu chí,Từ,Đến,Điểm\nI.3,,5,20\nI.3,,10,15\nI.3,,,5\n";
static const char rankings[] = "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì|Ba|Tư\n";
static const char ties[] =
    "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,1,Điểm phần một,DIEM(I),giảm dần\nXH,2,Nộp sớm,GIO_NHAN(),tăng dần\n";
static const char receipts[] =
    "Đơn vị,Tệp,Lúc nhận\nA,0.xlsx,2025-01-03 08:00\nB,1.xlsx,2025-01-08 08:00\nC,2.xlsx,2025-01-03 08:00\n";
static const char awards[] = "Đơn vị,Tiêu chí,Điểm,Ai,Ngày,Căn cứ\nA,I.5,8,Tổ thẩm định,2025-01-09,\nC,I.5,không được "
                             "giao,Tổ thẩm định,2025-01-09,\n";

static th_fixture *open_fixture(bool with_awards)
{
    th_arena *a = th_arena_new(0);
    th_fixture *f = th_arena_alloc(a, sizeof *f);
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS,           {"cham-diem.csv", criteria}, {"thang-diem.csv", bands},
                                     {"xep-hang.csv", rankings}, {"phan-dinh.csv", ties},     {"so-nhan.csv", receipts},
                                     {"cum-cham.csv", awards}};
    f->arena = a;
    f->d = th_fixture_definition(a, parts, sizeof parts / sizeof *parts - !with_awards);
    assert_non_null(f->d);
    f->ds = th_dataset_new(a, f->d);
    for (uint32_t u = 0; u < 3; u++) /* the fourth has not reported */
        th_fixture_source(f->ds, u);
    return f;
}

typedef struct of_unit {
    const char *loans, *children, *rank, *sunday, *books;
} of_unit;

static void unit(th_fixture *f, uint32_t u, of_unit has)
{
    th_fixture_fact(f->ds, u, "M.01", TH_NOW, has.loans);
    th_fixture_fact(f->ds, u, "M.03", TH_NOW, has.children);
    th_fixture_fact(f->ds, u, "M.06", TH_NOW, has.rank);
    th_fixture_fact(f->ds, u, "M.07", TH_NOW, has.sunday);
    th_fixture_fact(f->ds, u, "M.05", TH_NOW, has.books);
}

static th_scores *run(th_fixture *f)
{
    th_check_results checks = {0};
    th_dataset_seal(f->ds);
    th_check_run(f->arena, f->ds, &checks);
    return th_score_run(f->arena, f->ds, &checks);
}

static void same(const th_fixture *f, const th_exact *got, const char *want)
{
    assert_string_equal(th_str_cstr(f->arena, th_exact_text(f->arena, got)), want);
}

static const th_points *at(const th_fixture *f, const th_scores *s, const char *code, uint32_t u)
{
    return th_score_points(s, th_definition_criterion(f->d, th_str_of(code)), u);
}

static void points_as_one_computes_them_by_hand(void **state)
{
    (void)state;
    th_fixture *f = open_fixture(true);
    unit(f, 0, (of_unit){"400", "100", "7/20", "Có", "3"});
    unit(f, 1, (of_unit){"600", "301", "11/20", "Không", "0"});
    unit(f, 2, (of_unit){"500", "250", "5/20", "x", "0"});
    th_scores *s = run(f);
    same(f, at(f, s, "I.1", 0)->computed, "32"); /* 40 × 400/500, the target when the plan is blank */
    same(f, at(f, s, "I.2", 0)->computed, "10"); /* 20 × 25/50 */
    same(f, at(f, s, "I.3", 0)->computed, "15");
    same(f, at(f, s, "I.4", 0)->computed, "10");
    same(f, at(f, s, "I.5", 0)->official, "8");
    same(f, at(f, s, "II", 0)->official, "5");   /* 3 × 3 = 9, the group stops at 5 */
    same(f, s->totals[0].total, "80");           /* 32 + 10 + 15 + 10 + 8 + 5 */
    same(f, at(f, s, "I.1", 1)->computed, "40"); /* never above the maximum */
    same(f, at(f, s, "I.2", 1)->computed, "20"); /* strictly above 50 % */
    same(f, at(f, s, "III", 1)->official, "0");  /* three days late: proposed, and not deducted */
    same(f, at(f, s, "III", 1)->unconfirmed, "6");
    same(f, s->totals[1].unconfirmed, "6");
    same(f, s->totals[1].total, "65"); /* 40 + 20 + 5 + 0; the deduction waits, and so does the cluster's score */
    assert_int_equal(at(f, s, "I.5", 1)->state, TH_POINTS_WAITING);
    same(f, at(f, s, "I.2", 2)->computed, "19.99"); /* exactly 50 % is not above it */
    assert_int_equal(at(f, s, "I.5", 2)->state, TH_POINTS_NOT_ASSIGNED);
    same(f, s->totals[2].total, "99.99"); /* (40 + 19,99 + 20 + 10) × 100/90 */
    assert_int_equal(s->readiness.stage, TH_STAGE_PROVISIONAL);
    /* seven leaves of three units, but for the two that the cluster has settled */
    assert_int_equal(s->open.to_score, 1);
    assert_int_equal(s->open.to_confirm, 18);
    assert_int_equal(s->open.without_data, 0);
    assert_null(s->totals[3].total);
    th_arena_free(f->arena);
}

static void missing_data_is_not_a_zero(void **state)
{
    (void)state;
    th_fixture *f = open_fixture(false);
    unit(f, 0, (of_unit){"400", "", "7/20", "Có", "3"});
    th_scores *s = run(f);
    assert_int_equal(at(f, s, "I.2", 0)->state, TH_POINTS_MISSING);
    assert_null(at(f, s, "I.2", 0)->computed);
    assert_null(at(f, s, "I.2", 0)->official);
    same(f, s->totals[0].waiting, "20");
    assert_true(s->open.without_data > 1); /* the others have sent nothing but their names */
    th_arena_free(f->arena);
}

static void equal_units_share_a_rank_and_the_next_is_skipped(void **state)
{
    (void)state;
    th_fixture *f = open_fixture(false);
    unit(f, 0, (of_unit){"400", "100", "7/20", "Có", "0"});
    unit(f, 1, (of_unit){"600", "400", "1/20", "Có", "0"});
    unit(f, 2, (of_unit){"400", "100", "7/20", "Có", "0"}); /* the same receipt time as unit A */
    th_scores *s = run(f);
    const th_standing *r = s->standings[0];
    assert_int_equal(r[0].unit, 1);
    assert_int_equal(r[0].rank, 1);
    assert_int_equal(r[1].rank, 2);
    assert_int_equal(r[2].rank, 2);
    assert_true(r[1].shared && r[2].shared && !r[0].shared);
    assert_int_equal(r[1].step, 3); /* past both steps */
    assert_string_equal(th_str_cstr(f->arena, r[1].label), "Đồng hạng Nhì");
    assert_false(r[3].ranked); /* has not reported: last, without a rank */
    assert_int_equal(r[3].unit, 3);
    assert_int_equal(r[3].rank, 0);
    th_arena_free(f->arena);
}

static void a_tie_is_broken_by_the_first_step_that_can(void **state)
{
    (void)state;
    th_fixture *f = open_fixture(false);
    unit(f, 0, (of_unit){"400", "100", "7/20", "Có", "1"});    /* 67 + 3 */
    unit(f, 1, (of_unit){"500", "250", "7/20", "Không", "0"}); /* late: 74,99 - 6 */
    unit(f, 2, (of_unit){"425", "106,25", "7/20", "Có", ""});
    th_fixture_fact(f->ds, 2, "M.02", TH_NOW, "1");
    th_scores *s = run(f);
    same(f, s->totals[0].total, "70");
    const th_standing *r = s->standings[0];
    for (uint32_t i = 0; i + 1 < 3; i++)
        assert_true(th_exact_cmp(r[i].value, r[i + 1].value) >= 0);
    th_arena_free(f->arena);
}

/* Against the best unit, the points are value / best.  Over the target T, a value A below it gives 0,5·M·A/T;
 * reaching it gives half; the unit furthest over it gets all, and the others half and their share of the other half. */
static void relative_ways_of_scoring(void **state)
{
    (void)state;
    static const char relative[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu\n"
                                   "I,,Phần một,100,tổng các dòng con,,\n"
                                   "I.1,I,Lượt mượn,40,so với đơn vị dẫn đầu,M.01,\n"
                                   "I.2,I,Người lớn,60,theo mức vượt mục tiêu,M.02,100\n";
    static const char *const figures[][2] = {{"400", "80"}, {"300", "150"}, {"100", "300"}, {"0", "100"}};
    static const char *const points[][2] = {{"40", "24"}, {"30", "37.5"}, {"10", "60"}, {"0", "30"}};
    th_arena *a = th_arena_new(0);
    th_fixture f = {.arena = a};
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"cham-diem.csv", relative}, {"xep-hang.csv", rankings}};
    f.d = th_fixture_definition(a, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(a, f.d);
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_source(f.ds, u);
        th_fixture_fact(f.ds, u, "M.01", TH_NOW, figures[u][0]);
        th_fixture_fact(f.ds, u, "M.02", TH_NOW, figures[u][1]);
    }
    th_scores *s = run(&f);
    for (uint32_t u = 0; u < 4; u++) {
        same(&f, at(&f, s, "I.1", u)->computed, points[u][0]);
        same(&f, at(&f, s, "I.2", u)->computed, points[u][1]);
    }
    th_arena_free(a);
}

/* Units without a target are held against each other, and not against those that have one; where the target cannot be
 * read, or its form is missing, nobody knows whether there is one. */
static void units_without_a_target_are_scored_among_themselves(void **state)
{
    (void)state;
    static const char peers[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu\n"
                                "I,,Phần một,100,tổng các dòng con,,\n"
                                "I.1,I,Tỷ lệ,40,theo tỷ lệ so mục tiêu hoặc so với nhau,M.01,KE_HOACH(M.01)\n"
                                "I.2,I,Vượt,60,theo mức vượt mục tiêu hoặc so với nhau,M.01,KE_HOACH(M.01)\n";
    static const char *const figures[][2] = {{"400", "500"}, {"300", "0"}, {"200", NULL}, {"900", "chưa rõ"}};
    static const char *const points[][2] = {{"32", "24"}, {"40", "60"}, {"26.67", "40"}, {NULL, NULL}};
    th_arena *a = th_arena_new(0);
    th_fixture f = {.arena = a};
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"cham-diem.csv", peers}, {"xep-hang.csv", rankings}};
    f.d = th_fixture_definition(a, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(a, f.d);
    uint32_t form = th_definition_form(f.d, TH_STR("B1"));
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_source(f.ds, u);
        TH_PUSH(a, f.ds->held, f.ds->nheld, f.ds->held_cap,
                ((th_held_form){.source = u, .form = form, .counts = true}));
        th_fixture_fact(f.ds, u, "M.01", TH_NOW, figures[u][0]);
        if (figures[u][1])
            th_fixture_fact(f.ds, u, "M.01", TH_PLAN, figures[u][1]);
    }
    th_scores *s = run(&f);
    for (uint32_t u = 0; u < 4; u++) {
        const char *codes[] = {"I.1", "I.2"};
        for (size_t i = 0; i < 2; i++) {
            if (points[u][i])
                same(&f, at(&f, s, codes[i], u)->computed, points[u][i]);
            else
                assert_null(at(&f, s, codes[i], u)->computed);
        }
    }
    assert_true(th_str_find(at(&f, s, "I.1", 2)->why, TH_STR("không có mục tiêu: 300"), 0) != SIZE_MAX);
    f.ds->held[2].counts = false;
    assert_null(at(&f, th_score_compute(a, f.ds), "I.1", 2)->computed);
    th_arena_free(a);
}

/* Between units that are equal in everything, ballots decide.  What a title asks for is met, not met, or not known.
 * A total that two swapped digits explain would be worth points and a rank; this is told, and nothing is changed. */
static void ballots_titles_and_what_a_correction_would_change(void **state)
{
    (void)state;
    static const char by_ballot[] = "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,1,Phiếu kín,PHIEU_KIN(),giảm dần\n";
    static const char ballots[] = "Đơn vị,Xếp hạng,Số phiếu,Căn cứ\nA,XH,5,Biên bản\nB,,4,Biên bản\n";
    static const char titles[] =
        "Xếp hạng,Danh hiệu,Điều kiện,Diễn giải\nXH,Cờ,M.01 >= 400,đủ lượt\nXH,Cờ,M.06 <= 5,hạng\n";
    static const char rules[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n"
                                "T1,Tổng,đơn vị,M.01,=,M.02+M.03,0,lỗi,bỏ qua,bật\n";
    th_arena *a = th_arena_new(0);
    th_fixture f = {.arena = a};
    const th_fixture_part parts[] = {
        TH_FIXTURE_PARTS,           {"cham-diem.csv", criteria},  {"thang-diem.csv", bands},
        {"xep-hang.csv", rankings}, {"phan-dinh.csv", by_ballot}, {"phieu-kin.csv", ballots},
        {"dieu-kien.csv", titles},  {"kiem-tra.csv", rules}};
    f.d = th_fixture_definition(a, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(a, f.d);
    for (uint32_t u = 0; u < 3; u++)
        th_fixture_source(f.ds, u);
    unit(&f, 0, (of_unit){"400", "100", "5/20", "Có", "1"});
    unit(&f, 1, (of_unit){"400", "100", "5/20", "Có", "1"});
    unit(&f, 2, (of_unit){"343", "100", "", "Có", "1"}); /* 433 = 333 + 100, typed 343 */
    th_fixture_fact(f.ds, 2, "M.02", TH_NOW, "333");
    th_scores *s = run(&f);
    const th_standing *at0 = s->standings[0];
    assert_int_equal(at0[0].unit, 0);
    assert_int_equal(at0[0].rank, 1);
    assert_int_equal(at0[1].unit, 1);
    assert_int_equal(at0[1].rank, 2);
    assert_int_equal(at0[0].titles[0], TH_MET_YES);
    assert_int_equal(at0[2].titles[0], TH_MET_NO);
    assert_int_equal(at0[2].titles[1], TH_MET_UNKNOWN);
    assert_int_equal(s->nwhat_ifs, 1);
    assert_int_equal(s->what_ifs[0].unit, 2);
    assert_int_equal(s->what_ifs[0].rank_before, 3);
    assert_int_equal(s->what_ifs[0].rank_after, 3);
    same(&f, s->what_ifs[0].instead, "433");
    same(&f, th_exact_sub(a, s->what_ifs[0].total_after, s->what_ifs[0].total_before),
         "4.78"); /* 34,64 + 9,24 less 27,44 + 11,66 */
    uint32_t i = th_definition_indicator(f.d, TH_STR("M.01"));
    same(&f, th_dataset_find(f.ds, 2, i, TH_NOW)->value.num, "343"); /* as it stands */
    th_arena_free(a);
}

/* The cell shows 99,5 and holds 99,4962: the target of 99,5 is not met, and that is said. */
static void points_go_by_the_exact_figure(void **state)
{
    (void)state;
    static const char criterion[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu\n"
                                    "I,,Phần một,100,tổng các dòng con,,\nI.1,I,Tỷ lệ,100,theo bậc,M.04,\n";
    static const char steps[] = "Tiêu chí,Từ,Đến,Điểm\nI.1,\"99,5\",,100\nI.1,,,10\n";
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"cham-diem.csv", criterion}, {"thang-diem.csv", steps}};
    th_fixture f = {.arena = th_arena_new(0)};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    f.ds = th_dataset_new(f.arena, f.d);
    for (uint32_t u = 0; u < 2; u++) {
        th_fixture_source(f.ds, u);
        th_fixture_fact(f.ds, u, "M.04", TH_NOW, "99,5");
    }
    f.ds->facts[0].value.num = th_exact_parse(f.arena, TH_STR("99.4962"));
    f.ds->facts[0].value.printed = th_exact_parse(f.arena, TH_STR("99.5"));
    th_scores *s = run(&f);
    same(&f, at(&f, s, "I.1", 0)->computed, "10");
    same(&f, at(&f, s, "I.1", 1)->computed, "100");
    th_str why = at(&f, s, "I.1", 0)->why;
    assert_true(th_str_find(why, TH_STR("theo số đang hiện 99,5, giá trị đúng 99,4962"), 0) != SIZE_MAX);
    assert_int_equal(th_str_find(at(&f, s, "I.1", 1)->why, TH_STR("giá trị đúng"), 0), SIZE_MAX);
    th_arena_free(f.arena);
}

static void why(const th_fixture *f, const th_scores *s, const char *code, uint32_t u, const char *want)
{
    assert_string_equal(th_str_cstr(f->arena, at(f, s, code, u)->why), want);
}

static void every_score_says_why(void **state)
{
    (void)state;
    static const char ways[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Điểm mỗi lần\n"
                               "I,,Phần một,100,tổng các dòng con,,,\n"
                               "I.1,I,Bậc,20,theo bậc,M.01,,\n"
                               "I.2,I,Số lần,20,theo số lần,M.02,,\n"
                               "I.3,I,Đạt,20,đạt hoặc không,CO(M.07)=1,,\n"
                               "I.4,I,Tỷ lệ,20,theo tỷ lệ so mục tiêu,M.03,M.05,\n"
                               "I.5,I,Chia,20,theo bậc,M.01/M.02,,\n";
    static const char steps[] = "Tiêu chí,Từ,Đến,Điểm\nI.1,100,,20\nI.1,50,99,10\nI.1,7,7,5\nI.1,,6,1\nI.5,,,3\n";
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"cham-diem.csv", ways}, {"thang-diem.csv", steps}};
    th_fixture f = {.arena = th_arena_new(0)};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(f.arena, f.d);
    static const char *const loans[] = {"100", "99", "7", "6"}, *const events[] = {"30", "3", "0", ""};
    static const char *const sundays[] = {"Có", "Không", "", "xanh"}, *const children[] = {"5", "5", "5", "nhiều"};
    static const char *const targets[] = {"10", "0", "", "10"};
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_source(f.ds, u);
        th_fixture_fact(f.ds, u, "M.01", TH_NOW, loans[u]);
        th_fixture_fact(f.ds, u, "M.02", TH_NOW, events[u]);
        th_fixture_fact(f.ds, u, "M.03", TH_NOW, children[u]);
        th_fixture_fact(f.ds, u, "M.05", TH_NOW, targets[u]);
        th_fixture_fact(f.ds, u, "M.07", TH_NOW, sundays[u]);
    }
    th_scores *s = run(&f);
    static const char *const bands_say[] = {"100, bậc từ 100", "99, bậc từ 50 đến 99", "7, bậc bằng 7", "6, bậc đến 6"};
    static const char *const events_say[] = {"30 × 1 điểm", "3 × 1 điểm", "0 × 1 điểm", "chờ số liệu: chưa có số"};
    static const char *const pass_says[] = {"đạt", "không đạt", "chờ số liệu: chưa có số",
                                            "chờ số liệu: ô không đọc được hoặc không được tính"};
    static const char *const ratio_says[] = {"đạt 5, mục tiêu 10", "mục tiêu bằng 0: không được giao",
                                             "chờ số liệu: chưa có số",
                                             "chờ số liệu: ô không đọc được hoặc không được tính"};
    static const char *const division_says[] = {"3,33, bậc còn lại", "33, bậc còn lại",
                                                "mẫu số bằng 0: không được giao", "chờ số liệu: chưa có số"};
    for (uint32_t u = 0; u < 4; u++) {
        why(&f, s, "I.1", u, bands_say[u]);
        why(&f, s, "I.2", u, events_say[u]);
        why(&f, s, "I.3", u, pass_says[u]);
        why(&f, s, "I.4", u, ratio_says[u]);
        why(&f, s, "I.5", u, division_says[u]);
    }
    same(&f, at(&f, s, "I.2", 0)->computed, "20"); /* one point a time, no more than the maximum */
    same(&f, at(&f, s, "I.2", 1)->computed, "3");
    th_arena_free(f.arena);
}

static void what_units_scored_themselves_is_found_by_its_code(void **state)
{
    (void)state;
    th_fixture *f = open_fixture(false);
    static const char *const rows[][2] = {{"I.1", "31"}, {"i.4", "10"}, {"I", "99"},   {"X", "5"},
                                          {"I.3", ""},   {"", "7"},     {"I.2", "chữ"}};
    for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_fixture_list(f->ds, 1, "CD.ma", i + 1, rows[i][0]);
        th_fixture_list(f->ds, 1, "CD.diem", i + 1, rows[i][1]);
    }
    th_scores *s = run(f);
    same(f, at(f, s, "I.1", 1)->self, "31");
    same(f, at(f, s, "I.4", 1)->self, "10");
    assert_null(at(f, s, "I.3", 1)->self);
    assert_null(at(f, s, "I.2", 1)->self);
    same(f, at(f, s, "I", 1)->self, "41"); /* of those that have one; what is typed for a sum is not read */
    assert_null(at(f, s, "I.5", 1)->self);
    assert_null(at(f, s, "I.1", 0)->self);
    th_arena_free(f->arena);
}

/* Outside of all bands there are no points, and it is said; where no figure is above 0 there is no leader. */
static void no_band_and_no_leader(void **state)
{
    (void)state;
    static const char ways[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức\nI,,Phần một,100,tổng các dòng con,\n"
                               "I.1,I,Bậc,40,theo bậc,M.01\nI.2,I,Dẫn đầu,60,so với đơn vị dẫn đầu,M.02\n";
    static const char steps[] = "Tiêu chí,Từ,Đến,Điểm\nI.1,100,200,40\n";
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"cham-diem.csv", ways}, {"thang-diem.csv", steps}};
    th_fixture f = {.arena = th_arena_new(0)};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(f.arena, f.d);
    static const char *const loans[] = {"99", "100", "200", "201"};
    static const char *const points[] = {"0", "40", "40", "0"};
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_source(f.ds, u);
        th_fixture_fact(f.ds, u, "M.01", TH_NOW, loans[u]);
        th_fixture_fact(f.ds, u, "M.02", TH_NOW, u ? "-2" : "-1");
    }
    th_scores *s = run(&f);
    for (uint32_t u = 0; u < 4; u++) {
        same(&f, at(&f, s, "I.1", u)->computed, points[u]);
        assert_int_equal(at(&f, s, "I.2", u)->state, TH_POINTS_NOT_ASSIGNED);
    }
    assert_string_equal(th_str_cstr(f.arena, at(&f, s, "I.1", 0)->why), "99 không thuộc bậc nào");
    th_arena_free(f.arena);
}

/* Half up to two places: whoever is nearly at a target that need not be passed has all its points; whoever is nearly at
 * one that must be passed has one step less than all. */
static void nearly_at_the_target(void **state)
{
    (void)state;
    th_fixture *f = open_fixture(false);
    unit(f, 0, (of_unit){"400", "200", "7/20", "Có", "3"});
    th_fixture_fact(f->ds, 0, "M.01", TH_PLAN, "400");
    unit(f, 1, (of_unit){"399999", "199999", "7/20", "Có", "3"});
    th_fixture_fact(f->ds, 1, "M.01", TH_PLAN, "400000");
    unit(f, 2, (of_unit){"399", "200", "7/20", "Có", "3"});
    th_fixture_fact(f->ds, 2, "M.01", TH_PLAN, "400");
    th_scores *s = run(f);
    same(f, at(f, s, "I.1", 0)->computed, "40");
    same(f, at(f, s, "I.1", 1)->computed, "40");
    same(f, at(f, s, "I.1", 2)->computed, "39.9");
    same(f, at(f, s, "I.2", 0)->computed, "19.99");
    same(f, at(f, s, "I.2", 1)->computed, "19.99");
    same(f, at(f, s, "I.2", 2)->computed, "20");
    th_arena_free(f->arena);
}

/* The cluster's score counts, else the computed one, else the unit's own.  Five in a hundred of the maximum between the
 * last two is not yet much; what only the program counts is a proposal until the cluster has said so. */
static void which_score_counts_and_what_is_remarked(void **state)
{
    (void)state;
    static const struct {
        const char *code, *self, *official;
        th_points_from from;
        bool differs, proposed;
    } wanted[] = {
        {"I.1", "34", "32", TH_FROM_COMPUTED, false, false}, /* 2 of 40 */
        {"I.1", "34,01", "32", TH_FROM_COMPUTED, true, false}, {"I.1", "29,99", "32", TH_FROM_COMPUTED, true, false},
        {"I.1", "", "32", TH_FROM_COMPUTED, false, false},     {"I.5", "3", "8", TH_FROM_CLUSTER, false, false},
        {"III.1", "", "", TH_FROM_NONE, false, true}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture *f = open_fixture(true);
        unit(f, 0, (of_unit){"400", "100", "7/20", "Có", "3"});
        th_fixture_list(f->ds, 0, "CD.ma", 1, wanted[i].code);
        th_fixture_list(f->ds, 0, "CD.diem", 1, wanted[i].self);
        th_fixture_list(f->ds, 1, "CD.ma", 1, "I.5"); /* the cluster has not scored this one */
        th_fixture_list(f->ds, 1, "CD.diem", 1, "7");
        th_scores *s = run(f);
        const th_points *points = at(f, s, wanted[i].code, 0), *own = at(f, s, "I.5", 1);
        same(f, points->official, wanted[i].official);
        assert_int_equal(points->from, wanted[i].from);
        assert_int_equal(points->differs, wanted[i].differs);
        assert_int_equal(points->proposed, wanted[i].proposed);
        same(f, own->official, "7");
        assert_int_equal(own->from, TH_FROM_SELF);
        assert_false(own->differs);
        same(f, at(f, s, "I.5", 0)->official, "8");
        assert_int_equal(at(f, s, "I.1", 1)->from, TH_FROM_NONE);
        assert_null(at(f, s, "I.1", 1)->official);
        th_arena_free(f->arena);
    }
}

/* As many as a person reads, and one of all together where there are several; only what is told of each stays. */
static void trials_are_limited(void **state)
{
    (void)state;
    static const size_t wanted[][2] = {{0, 0}, {1, 1}, {2, 3}, {19, 20}, {20, 21}, {21, 21}, {25, 21}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture *f = open_fixture(false);
        unit(f, 0, (of_unit){"400", "100", "5/20", "Có", "1"});
        th_findings_add(&f->ds->findings, f->ds->arena, TH_F_CHECK_FAILED, NULL, TH_WITH(TH_STR("a"), TH_STR("a")));
        th_scores *s = run(f);
        th_check_results checks = {0};
        for (size_t k = 0; k < wanted[i][0]; k++) {
            th_proposal proposal = {.fact = 1, .instead = th_exact_int(f->arena, (int)k)};
            TH_PUSH(f->arena, checks.proposals, checks.nproposals, checks.proposals_cap, proposal);
        }
        s->nwhat_ifs = 0;
        size_t before = th_arena_used(f->arena);
        th_score_what_if(f->arena, f->ds, &checks, s);
        assert_true(th_arena_used(f->arena) - before < 8192 + 1024 * wanted[i][1]);
        assert_int_equal(s->nwhat_ifs, wanted[i][1]);
        for (size_t k = 0; k < s->nwhat_ifs; k++)
            assert_int_equal(s->what_ifs[k].unit, k < wanted[i][0] && k < 20 ? 0 : TH_NONE);
        th_arena_free(f->arena);
    }
}

/* "Theo máy" settles the very points it was given for: the mark of other points, or of other data, settles nothing. */
static void a_confirmation_holds_for_its_points(void **state)
{
    (void)state;
    static const char head[] = "Đơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai,Ngày\n";
    th_fixture *plain = open_fixture(false);
    unit(plain, 1, (of_unit){"600", "301", "11/20", "Không", "0"});
    th_scores *before = run(plain);
    th_str late = at(plain, before, "III.1", 1)->mark, loans = at(plain, before, "I.1", 1)->mark;
    assert_int_equal(late.len, 9);
    assert_false(th_str_eq(late, loans));
    const struct {
        const char *loans; /* of unit B */
        bool holds;
    } wanted[] = {{"600", true}, {"601", false}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = {.arena = th_arena_new(0)};
        const char *rows =
            th_str_cstr(f.arena, th_str_fmt(f.arena,
                                            "%sB,III.1,theo máy," TH_FMT ",Tổ thẩm định,\nB,I.1,Theo máy," TH_FMT
                                            ",Tổ thẩm định,\n*,*,theo máy,,,\n",
                                            head, TH_ARG(late), TH_ARG(loans)));
        const th_fixture_part parts[] = {
            TH_FIXTURE_PARTS,        {"cham-diem.csv", criteria}, {"thang-diem.csv", bands}, {"xep-hang.csv", rankings},
            {"phan-dinh.csv", ties}, {"so-nhan.csv", receipts},   {"cum-cham.csv", rows}};
        f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
        assert_non_null(f.d);
        assert_int_equal(f.d->nset_aside, 0);
        f.ds = th_dataset_new(f.arena, f.d);
        for (uint32_t u = 0; u < 3; u++)
            th_fixture_source(f.ds, u);
        unit(&f, 1, (of_unit){wanted[i].loans, "301", "11/20", "Không", "0"});
        th_scores *s = run(&f);
        const th_points *deduction = at(&f, s, "III.1", 1), *points = at(&f, s, "I.1", 1);
        same(&f, deduction->official, "6"); /* its data have not moved */
        assert_int_equal(deduction->from, TH_FROM_CONFIRMED);
        assert_null(deduction->unconfirmed);
        same(&f, points->official, "40"); /* the maximum, in both cases */
        assert_int_equal(points->from, wanted[i].holds ? TH_FROM_CONFIRMED : TH_FROM_COMPUTED);
        assert_int_equal(points->stale, !wanted[i].holds);
        assert_int_equal(at(&f, s, "I.2", 1)->from, TH_FROM_COMPUTED); /* a row of "*" settles nothing */
        th_arena_free(f.arena);
    }
    th_arena_free(plain->arena);
}

/* Points of a part as if all of it had been assigned; and a unit that is closed has no rank. */
static void titles_go_by_the_share_that_was_assigned(void **state)
{
    (void)state;
    static const char scheme[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức\nI,,Phần một,100,tổng các dòng con,\n"
                                 "I.1,I,Sách,60,theo số lần,M.01\nI.2,I,Khác,40,Cụm chấm,\n";
    static const char titles[] = "Xếp hạng,Danh hiệu,Điều kiện\nXH,Cờ,DIEM(I) >= 85\n";
    static const char given[] = "Đơn vị,Tiêu chí,Điểm,Ai,Ngày\nA,I.2,không được giao,Tổ,\nB,I.2,20,Tổ,\nC,I.2,40,Tổ,\n";
    static const char closed[] = "Đơn vị,Mã phát hiện,Lý do,Căn cứ,Ai,Ngày\nC,,Sáp nhập,QĐ 5,Tổ,2025-01-09\n";
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS,          {"cham-diem.csv", scheme}, {"xep-hang.csv", rankings},
                                     {"dieu-kien.csv", titles}, {"cum-cham.csv", given},   {"dong.csv", closed}};
    th_fixture f = {.arena = th_arena_new(0)};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(f.arena, f.d);
    for (uint32_t u = 0; u < 3; u++) {
        th_fixture_source(f.ds, u);
        th_fixture_fact(f.ds, u, "M.01", TH_NOW, "54");
    }
    th_scores *s = run(&f);
    same(&f, s->totals[0].total, "90"); /* 54 × 100/60 */
    same(&f, s->totals[1].total, "74");
    const th_standing *at_first = s->standings[0];
    assert_int_equal(at_first[0].unit, 0);
    assert_int_equal(at_first[0].titles[0], TH_MET_YES);
    assert_int_equal(at_first[1].unit, 1);
    assert_int_equal(at_first[1].titles[0], TH_MET_NO);
    assert_false(at_first[2].ranked); /* C is closed, and D has sent nothing */
    assert_int_equal(s->readiness.closed, 1);
    assert_int_equal(s->readiness.missing, 1);
    assert_false(s->readiness.complete);
    th_arena_free(f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_as_one_computes_them_by_hand),
        cmocka_unit_test(missing_data_is_not_a_zero),
        cmocka_unit_test(a_confirmation_holds_for_its_points),
        cmocka_unit_test(titles_go_by_the_share_that_was_assigned),
        cmocka_unit_test(equal_units_share_a_rank_and_the_next_is_skipped),
        cmocka_unit_test(a_tie_is_broken_by_the_first_step_that_can),
        cmocka_unit_test(relative_ways_of_scoring),
        cmocka_unit_test(units_without_a_target_are_scored_among_themselves),
        cmocka_unit_test(ballots_titles_and_what_a_correction_would_change),
        cmocka_unit_test(points_go_by_the_exact_figure),
        cmocka_unit_test(every_score_says_why),
        cmocka_unit_test(what_units_scored_themselves_is_found_by_its_code),
        cmocka_unit_test(no_band_and_no_leader),
        cmocka_unit_test(nearly_at_the_target),
        cmocka_unit_test(which_score_counts_and_what_is_remarked),
        cmocka_unit_test(trials_are_limited),
    };
    return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
