/* What is noticed without a written rule, at its bounds: shares, growth, slips of scale, sheets of another unit or
 * year, rows twice, document numbers and dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/check.h"
#include "definition_fixture.h"

static const char settings[] = "Khóa,Giá trị\nTên cụm,Cụm thử\nKỳ,2024\nNgày lập,2025-01-10\n";
static const char units[] = "Mã,Tên,Thứ tự\nA,Đơn vị A,1\nB,Đơn vị B,2\nC,Đơn vị C,3\nD,Đơn vị D,4\nE,Đơn vị E,5\n";
static const char forms[] = "Mã,Tên,Trang,Kiểu,Bắt buộc\nB1,Số liệu,B1,chỉ tiêu,Có\nVB,Văn bản,VB,danh sách,Không\n"
                            "SK,Sáng kiến,SK,danh sách,Không\n";
static const char columns[] =
    "Biểu,Mã,Nhãn,Vai trò,Bắt buộc\nSK,SK.ten,Tên,chữ,Không\nSK,SK.nam,Năm,số nguyên,Không\n"
    "SK,SK.ngay,Ngày,ngày,Không\n"
    "VB,VB.truoc,Ngày trước,ngày,Không\nVB,VB.ten,Trích yếu,chữ,Không\n"
    "VB,VB.so,Số,số văn bản,Không\nVB,VB.ngay,Ngày,ngày,Không\nVB,VB.sau,Ngày sau,ngày,Không\n"
    "*,,Chỉ tiêu,nhãn,Có\n*,,Năm trước,năm trước,Không\n"
    "*,,Kế hoạch,kế hoạch,Không\n*,,Năm nay,năm nay,Có\n*,,So sánh,so sánh,Không\n";
static const char indicators[] =
    "Mã,Biểu,STT,Nhãn,ĐVT,Kiểu,Số lẻ,Bắt buộc,Nhỏ nhất,Tử số,Mẫu số\n"
    "N.01,B1,1,Mục một,lượt,số nguyên,,Không,,,\nN.02,B1,2,Mục hai,lượt,số nguyên,,Không,,,\n"
    "N.03,B1,3,Mục ba,lượt,số nguyên,,Không,,,\nN.04,B1,4,Mục bốn,lượt,số nguyên,,Không,,,\n"
    "N.05,B1,5,Mục năm,lượt,số nguyên,,Không,,,\nN.06,B1,6,Mục sáu,lượt,số nguyên,,Không,,,\n"
    "N.07,B1,7,Mục bảy,lượt,số nguyên,,Không,,,\nN.08,B1,8,Mục tám,lượt,số nguyên,,Không,,,\n"
    "N.09,B1,9,Mục chín,lượt,số nguyên,,Không,,,\nN.10,B1,10,Số lớp tập huấn bình quân,lượt,số thực,,Không,,,\n"
    "S.1,B1,11,Số lớp tập huấn,lớp,số nguyên,,Không,,,\n"
    "S.2,B1,12,Số người tập huấn,người,số nguyên,,Không,,,\n"
    "X.1,B1,13,Cây trồng mới,cây,số nguyên,,Không,,,\n"
    "X.2,B1,14,Số lớp tập huấn cũ,lớp,số nguyên,,Không,,,\n"
    "X.3,B1,15,Điểm sáng,,số nguyên,,Không,,,\n"
    "S.3,B1,16,Số buổi tập huấn,buổi,số nguyên,,Không,,,\n"
    "P.1,B1,17,Tỷ lệ,%,phần trăm,1,Không,,N.01,N.02\n"
    "V.1,B1,18,Văn bản,,số văn bản,,Không,,,\nV.2,B1,19,Ngày ký,,ngày,,Không,,,\n"
    "H.1,B1,20,Xếp hạng,hạng,hạng,,Không,,,\n";
static const char no_rules[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n";

static th_fixture open_with(const char *rules)
{
    th_fixture f = {.arena = th_arena_new(0)};
    const th_fixture_part parts[] = {{"cai-dat.csv", settings}, {"don-vi.csv", units},        {"bieu.csv", forms},
                                     {"cot.csv", columns},      {"chi-tieu.csv", indicators}, {"kiem-tra.csv", rules}};
    f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(f.d);
    f.ds = th_dataset_new(f.arena, f.d);
    for (uint32_t u = 0; u < 5; u++)
        th_fixture_source(f.ds, u);
    return f;
}

static th_fixture open_fixture(void)
{
    return open_with(no_rules);
}

static th_check_results run(th_fixture *f)
{
    th_check_results results = {0};
    th_dataset_seal(f->ds);
    th_check_run(f->arena, f->ds, &results);
    return results;
}

/* Last year's accepted figure. */
static void stored(th_fixture *f, uint32_t u, const char *code, const char *typed)
{
    size_t n = f->ds->nfacts;
    th_fixture_fact(f->ds, u, code, TH_NOW, typed);
    TH_PUSH(f->arena, f->ds->stored, f->ds->nstored, f->ds->stored_cap, f->ds->facts[n]);
    f->ds->nfacts = n;
    f->ds->has_stored = true;
}

static size_t said(const th_fixture *f, const char *rule)
{
    size_t n = 0;
    for (size_t i = 0; i < f->ds->findings.n; i++)
        n += th_str_eq(f->ds->findings.at[i].rule, th_str_of(rule));
    return n;
}

static const th_finding *first(const th_fixture *f, const char *rule)
{
    for (size_t i = 0; i < f->ds->findings.n; i++)
        if (th_str_eq(f->ds->findings.at[i].rule, th_str_of(rule)))
            return &f->ds->findings.at[i];
    return NULL;
}

/* ---- lists ---- */

static void numbers_of_documents_are_known_by_their_form(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        size_t odd;
    } wanted[] = {{"552/KH-CTĐS2", 0},   {"28/2018/QĐ-TTg", 0}, {"34-CT/TW", 0},  {"Số 12/QĐ", 0},
                  {"số 12a/QĐ-UBND", 0}, {"36-HD/VPTW", 0},     {"7/K", 0},       {"1/2019/N", 0},
                  {"9/Đ.2&B", 0},        {" 5/QĐ ", 0},         {"552", 1},       {"KH-552", 1},
                  {"552/", 1},           {"552/2018", 1},       {"552/2018/", 1}, {"552 KH", 1},
                  {"34-CT", 1},          {"34-/TW", 1},         {"34-CT/", 1},    {"34-CT/12", 1},
                  {"34-12/TW", 1},       {"34-CT/T W", 1},      {"12ab/QĐ", 1},   {"12A/QĐ", 1},
                  {"12/Q Đ", 1},         {"12/123", 1},         {"/QĐ", 1},       {"12a", 1},
                  {"12/12345/QĐ", 1},    {"12/2018/19", 1},     {"12/218/QĐ", 1}, {"Công văn 12/QĐ", 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_list(f.ds, 0, "VB.so", 1, wanted[i].number);
        th_fixture_fact(f.ds, 1, "V.1", TH_NOW, wanted[i].number);
        th_fixture_fact(f.ds, 2, "V.1", TH_PREVIOUS, wanted[i].number); /* only this year's */
        th_fixture_list(f.ds, 0, "VB.ten", 1, wanted[i].number);        /* only in a column of numbers */
        run(&f);
        if (said(&f, "NG-011") != 2 * wanted[i].odd)
            print_error("“%s”\n", wanted[i].number);
        assert_int_equal(said(&f, "NG-011"), 2 * wanted[i].odd);
        th_arena_free(f.arena);
    }
}

static void the_year_of_a_document_is_that_of_the_date_beside_it(void **state)
{
    (void)state;
    static const struct {
        const char *number, *before, *date;
        size_t odd;
    } wanted[] = {{"28/2018/QĐ-TTg", "", "2018-05-01", 0},
                  {"28/2018/QĐ-TTg", "", "2019-05-01", 1},
                  {"28/2018/QĐ-TTg", "2019-01-01", "2018-05-01", 0},
                  {"28/2018/QĐ-TTg", "2019-01-01", "", 0},
                  {"28/QĐ-TTg", "", "2019-05-01", 0},
                  {"28/2018/QĐ-TTg", "", "không rõ", 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_list(f.ds, 0, "VB.truoc", 1, wanted[i].before);
        th_fixture_list(f.ds, 0, "VB.so", 1, wanted[i].number);
        th_fixture_list(f.ds, 0, "VB.sau", 1, "2018-05-01");
        th_fixture_list(f.ds, 0, "VB.ngay", 1, wanted[i].date);
        run(&f);
        assert_int_equal(said(&f, "NG-012"), wanted[i].odd);
        th_arena_free(f.arena);
    }
}

static void a_date_after_the_day_of_the_report_is_odd(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        size_t odd;
    } wanted[] = {{"2025-01-09", 0}, {"2025-01-10", 0}, {"2025-01-11", 1}, {"2026-01-01", 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_list(f.ds, 0, "VB.ngay", 1, wanted[i].date);
        th_fixture_fact(f.ds, 1, "V.2", TH_NOW, wanted[i].date);
        th_fixture_fact(f.ds, 2, "V.2", TH_PLAN, wanted[i].date);
        run(&f);
        assert_int_equal(said(&f, "NG-013"), 2 * wanted[i].odd);
        th_arena_free(f.arena);
    }
}

/* Where a list names documents, a name and its number tell rows apart; elsewhere all columns do. */
static void rows_that_say_the_same_twice(void **state)
{
    (void)state;
    static const struct {
        const char *form, *rows[2][3];
        size_t twice;
    } wanted[] = {{"VB", {{"Tên một", "1/QĐ", "2024-01-01"}, {"Tên một", "1/QĐ", "2024-02-02"}}, 1},
                  {"VB", {{"Tên một", "1/QĐ", "2024-01-01"}, {"TÊN MỘT", "1/QĐ", "2024-01-01"}}, 1},
                  {"VB", {{"Tên một", "1/QĐ", "2024-01-01"}, {"Tên hai", "1/QĐ", "2024-01-01"}}, 0},
                  {"VB", {{"Tên một", "1/QĐ", "2024-01-01"}, {"Tên một", "2/QĐ", "2024-01-01"}}, 0},
                  {"VB", {{"Tên một", "", "2024-01-01"}, {"Tên một", "", "2024-01-01"}}, 0},
                  {"VB", {{"", "1/QĐ", "2024-01-01"}, {"", "1/QĐ", "2024-01-01"}}, 1},
                  {"SK", {{"Tên một", "2023", "2024-01-01"}, {"Tên một", "2023", "2024-01-01"}}, 1},
                  {"SK", {{"Tên một", "2023", ""}, {"Tên một", "2023", ""}}, 1},
                  {"SK", {{"Tên một", "2023", "2024-01-01"}, {"Tên một", "2023", "2024-01-02"}}, 0},
                  {"SK", {{"Tên một", "2023", "2024-01-01"}, {"Tên một", "2022", "2024-01-01"}}, 0},
                  {"SK", {{"Tên một", "", ""}, {"Tên một", "", ""}}, 0}};
    static const char *const codes[2][3] = {{"VB.ten", "VB.so", "VB.ngay"}, {"SK.ten", "SK.nam", "SK.ngay"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        bool initiatives = strcmp(wanted[i].form, "SK") == 0;
        for (uint32_t row = 0; row < 2; row++)
            for (size_t k = 0; k < 3; k++) {
                th_fixture_list(f.ds, 0, codes[initiatives][k], 1 + 2 * row, wanted[i].rows[row][k]);
                th_fixture_list(f.ds, 1 + row, codes[initiatives][k], 1, wanted[i].rows[0][k]); /* one row a unit */
            }
        for (size_t k = 0; k < 3; k++) /* another row between the two */
            th_fixture_list(f.ds, 0, codes[initiatives][k], 2, (const char *[]){"Tên lạ", "9", "2020-01-01"}[k]);
        run(&f);
        if (said(&f, "NG-010") != wanted[i].twice)
            print_error("row %zu\n", i);
        assert_int_equal(said(&f, "NG-010"), wanted[i].twice);
        if (wanted[i].twice)
            assert_int_equal(first(&f, "NG-010")->place.row, 3); /* at the second of them */
        th_arena_free(f.arena);
    }
}

/* ---- slips of scale ---- */

static void a_figure_is_a_thousand_or_a_million_times_off_its_own_year_before(void **state)
{
    (void)state;
    static const struct {
        const char *now, *meant; /* NULL: nothing is said */
    } wanted[] = {{"1500", NULL},    {"33333", NULL},         {"33334", "33.334"},  {"100000", "100"},
                  {"300000", "300"}, {"300001", NULL},        {"120000000", "120"}, {"0,1", "100"},
                  {"0,0001", "100"}, {"1000000000000", NULL}, {"0", NULL},          {"-100000", NULL}};
    static const th_measure measures[] = {TH_PREVIOUS, TH_PLAN};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        for (size_t k = 0; k < 3; k++) {
            th_fixture f = open_fixture();
            th_fixture_fact(f.ds, 0, "N.10", TH_NOW, wanted[i].now);
            if (k < 2)
                th_fixture_fact(f.ds, 0, "N.10", measures[k], "100");
            else
                stored(&f, 0, "N.10", "100");
            th_check_results results = run(&f);
            if (said(&f, "NG-007") != (wanted[i].meant != NULL))
                print_error("%s against %zu\n", wanted[i].now, k);
            assert_int_equal(said(&f, "NG-007"), wanted[i].meant != NULL);
            assert_int_equal(results.nproposals, wanted[i].meant != NULL);
            if (wanted[i].meant)
                assert_string_equal(th_str_cstr(f.arena, th_exact_text(f.arena, results.proposals[0].instead)),
                                    wanted[i].meant);
            th_arena_free(f.arena);
        }
}

/* A unit's own figures speak first: the accepted one, last year's, the plan; the next when one is 0 or missing. */
static void the_most_certain_of_its_own_figures_decides(void **state)
{
    (void)state;
    static const struct {
        const char *accepted, *previous, *plan;
        size_t odd;
    } wanted[] = {{"100", "100000", "100000", 1}, {"100000", "100", "100", 0}, {"", "100", "100000", 1},
                  {"", "100000", "100", 0},       {"0", "0", "100", 1},        {"", "", "100000", 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_fact(f.ds, 0, "N.01", TH_NOW, "100000");
        th_fixture_fact(f.ds, 0, "N.01", TH_PREVIOUS, wanted[i].previous);
        th_fixture_fact(f.ds, 0, "N.01", TH_PLAN, wanted[i].plan);
        stored(&f, 0, "N.01", wanted[i].accepted);
        run(&f);
        assert_int_equal(said(&f, "NG-007"), wanted[i].odd);
        th_arena_free(f.arena);
    }
}

static void others_are_what_a_figure_without_a_past_is_held_against(void **state)
{
    (void)state;
    static const struct {
        const char *now, *others[4];
        size_t odd;
    } wanted[] = {{"20000", {"100", "100", "100", ""}, 0},    {"20001", {"100", "100", "100", ""}, 1},
                  {"1000000", {"100", "100", "100", ""}, 1},  {"1000001", {"100", "100", "100", ""}, 0},
                  {"100000", {"100", "100", "", ""}, 0},      {"100000", {"100", "100", "100", "0"}, 1},
                  {"60000", {"100", "100", "500", "500"}, 0}, {"60001", {"100", "100", "500", "500"}, 1},
                  {"0,5", {"100", "100", "100", ""}, 0},      {"0,4", {"100", "100", "100", ""}, 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_fact(f.ds, 4, "N.10", TH_NOW, wanted[i].now);
        for (uint32_t u = 0; u < 4; u++)
            th_fixture_fact(f.ds, u, "N.10", TH_NOW, wanted[i].others[u]);
        run(&f);
        if (said(&f, "NG-007") != wanted[i].odd)
            print_error("row %zu\n", i);
        assert_int_equal(said(&f, "NG-007"), wanted[i].odd);
        if (wanted[i].odd)
            assert_string_equal(th_str_cstr(f.arena, first(&f, "NG-007")->place.unit), "E");
        th_arena_free(f.arena);
    }
}

/* ---- one value in two units of measure ---- */

static void one_value_in_two_units_of_measure(void **state)
{
    (void)state;
    static const struct {
        const char *one, *value, *other, *other_value;
        size_t odd;
    } wanted[] = {{"S.1", "101", "S.2", "101", 1},  {"S.1", "101", "S.2", "102", 0}, {"S.1", "99", "S.2", "99", 0},
                  {"S.1", "110", "S.2", "110", 0},  {"S.2", "101", "S.3", "101", 1}, /* four rows on */
                  {"S.1", "101", "S.3", "101", 0},                                   /* five rows on */
                  {"S.1", "101", "X.1", "101", 0},                                   /* they do not speak alike */
                  {"S.1", "101", "X.2", "101", 0},                                   /* of one unit of measure */
                  {"N.10", "101", "S.1", "101", 0},                                  /* an average is no count */
                  {"S.1", "101", "X.3", "101", 0},  {"S.2", "101", "X.2", "101", 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_fact(f.ds, 0, wanted[i].one, TH_NOW, wanted[i].value);
        th_fixture_fact(f.ds, 0, wanted[i].other, TH_NOW, wanted[i].other_value);
        th_fixture_fact(f.ds, 1, wanted[i].other, TH_NOW, wanted[i].value);
        run(&f);
        if (said(&f, "NG-005") != wanted[i].odd)
            print_error("row %zu\n", i);
        assert_int_equal(said(&f, "NG-005"), wanted[i].odd);
        th_arena_free(f.arena);
    }
}

/* ---- shares and growth ---- */

static void a_share_follows_from_its_parts(void **state)
{
    (void)state;
    static const struct {
        const char *share, *top, *bottom;
        const char *rule; /* NULL: nothing is said */
    } wanted[] = {{"33,3", "1", "3", NULL},   {"33,4", "1", "3", "NG-001"}, {"66,6", "2", "3", "NG-002"},
                  {"66,7", "2", "3", NULL},   {"66,7", "2", "0", NULL},     {"66,7", "", "3", NULL},
                  {"66,7", "2", "", NULL},    {"", "2", "3", NULL},         {"50", "trên 2", "3", NULL},
                  {"50", "2", "trên 3", NULL}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_fact(f.ds, 0, "P.1", TH_NOW, wanted[i].share);
        th_fixture_fact(f.ds, 0, "N.01", TH_NOW, wanted[i].top);
        th_fixture_fact(f.ds, 0, "N.02", TH_NOW, wanted[i].bottom);
        run(&f);
        const char *rules[] = {"NG-001", "NG-002"};
        for (size_t k = 0; k < 2; k++)
            assert_int_equal(said(&f, rules[k]), wanted[i].rule && strcmp(wanted[i].rule, rules[k]) == 0);
        if (wanted[i].rule)
            assert_true(th_str_starts(first(&f, wanted[i].rule)->expected,
                                      th_str_of(*wanted[i].top == '1' ? "= 33,33" : "= 66,67")));
        th_arena_free(f.arena);
    }
}

/* "0,7" among percents is asked about, unless its parts say that it is right as it stands. */
static void a_bare_share_is_no_longer_asked_about_when_its_parts_prove_it(void **state)
{
    (void)state;
    static const struct {
        const char *top, *bottom;
        uint32_t col; /* of the finding */
        bool asked;
    } wanted[] = {{"7", "1000", TH_NOW, false},
                  {"7", "10", TH_NOW, true},
                  {"", "1000", TH_NOW, true},
                  {"7", "0", TH_NOW, true},
                  {"7", "1000", TH_PLAN + 5, true}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_fact(f.ds, 0, "P.1", TH_NOW, "0,7");
        th_fixture_fact(f.ds, 0, "N.01", TH_NOW, wanted[i].top);
        th_fixture_fact(f.ds, 0, "N.02", TH_NOW, wanted[i].bottom);
        const th_place place = {
            .unit = TH_STR("A"), .sheet = TH_STR("Trang 1"), .row = f.ds->facts[0].row, .col = wanted[i].col};
        th_finding *bare = th_findings_add(&f.ds->findings, f.ds->arena, TH_F_VALUE_PERCENT_BARE, &place,
                                           TH_WITH(TH_STR("Tỷ lệ"), TH_STR("0,7")));
        bare->indicator = TH_STR("P.1");
        run(&f);
        assert_int_equal(said(&f, "SO-010"), wanted[i].asked);
        th_arena_free(f.arena);
    }
}

/* Where the definition has a rule about the share, switched on or off, that one speaks. */
static void a_written_rule_about_a_share_speaks_for_it(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        size_t odd;
    } wanted[] = {{"R,,đơn vị,P.1,=,TY_LE(N.01;N.02),,lỗi,bỏ qua,tắt\n", 0},
                  {"R,,đơn vị,TY_LE(N.01;N.02),=,P.1,,lỗi,bỏ qua,tắt\n", 0},
                  {"R,,đơn vị,P.1,<=,TY_LE(N.01;N.02),,lỗi,bỏ qua,tắt\n", 1},
                  {"R,,đơn vị,P.1,=,N.01+N.02,,lỗi,bỏ qua,tắt\n", 1},
                  {"R,,đơn vị,KE_HOACH(P.1),=,TY_LE(N.01;N.02),,lỗi,bỏ qua,tắt\n", 1},
                  {"R,,đơn vị,N.03,=,TY_LE(N.01;N.02),,lỗi,bỏ qua,tắt\n", 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char rules[512];
        snprintf(rules, sizeof rules, "%s%s", no_rules, wanted[i].rule);
        th_fixture f = open_with(rules);
        th_fixture_fact(f.ds, 0, "P.1", TH_NOW, "70");
        th_fixture_fact(f.ds, 0, "N.01", TH_NOW, "1");
        th_fixture_fact(f.ds, 0, "N.02", TH_NOW, "2");
        run(&f);
        if (said(&f, "NG-001") != wanted[i].odd)
            print_error("%s", wanted[i].rule);
        assert_int_equal(said(&f, "NG-001"), wanted[i].odd);
        th_arena_free(f.arena);
    }
}

/* "120 %" is an index, "tăng 20 %" a growth; each stands where the other was meant, or follows from no figure. */
static void growth_is_not_an_index(void **state)
{
    (void)state;
    static const struct {
        const char *code, *said, *now, *before;
        const char *rule; /* NULL: nothing is said */
    } wanted[] = {{"N.01", "120%", "120", "100", NULL},
                  {"N.01", "20%", "120", "100", "NG-003"},
                  {"N.01", "tăng 20%", "120", "100", NULL},
                  {"N.01", "tăng 120%", "120", "100", "NG-003"},
                  {"N.01", "33%", "120", "100", NULL},
                  {"N.01", "tăng 80%", "80", "100", "NG-003"},
                  {"N.01", "giảm 80%", "80", "100", NULL},
                  {"N.01", "20%", "120", "0", NULL},
                  {"N.01", "20%", "", "100", NULL},
                  {"N.01", "20%", "120", "", NULL},
                  {"P.1", "20%", "12", "10", NULL},
                  {"N.01", "tăng 4,76%", "22", "", NULL},
                  {"N.01", "tăng 104,76%", "22", "", "NG-004"},
                  {"N.10", "tăng 104,76%", "22", "", NULL},
                  {"N.01", "104,76%", "22", "", NULL}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        th_fixture_fact(f.ds, 0, wanted[i].code, TH_NOW, wanted[i].now);
        if (*wanted[i].before)
            th_fixture_fact(f.ds, 0, wanted[i].code, TH_PREVIOUS, wanted[i].before);
        th_fixture_fact(f.ds, 0, wanted[i].code, TH_COMPARED, wanted[i].said);
        run(&f);
        const char *rules[] = {"NG-003", "NG-004"};
        for (size_t k = 0; k < 2; k++) {
            bool expected = wanted[i].rule && strcmp(wanted[i].rule, rules[k]) == 0;
            if (said(&f, rules[k]) != expected)
                print_error("row %zu: %s\n", i, rules[k]);
            assert_int_equal(said(&f, rules[k]), expected);
        }
        th_arena_free(f.arena);
    }
}

/* ---- whole sheets ---- */

static const char *const sheet_codes[] = {"N.01", "N.02", "N.03", "N.04", "N.05",
                                          "N.06", "N.07", "N.08", "N.09", "N.10"};

/* `figures` of the sheet, `alike` of which are those of the other sheet. */
static void fill(th_fixture *f, uint32_t u, th_measure measure, size_t figures, size_t alike)
{
    for (size_t i = 0; i < figures; i++) {
        th_str typed = th_str_fmt(f->arena, "%zu", 1000 + 7 * i + (i < alike ? 0 : 1 + u + (size_t)measure));
        th_fixture_fact(f->ds, u, sheet_codes[i], measure, th_str_cstr(f->arena, typed));
    }
}

static void the_sheet_of_another_unit_is_known_by_eight_figures_and_four_in_five(void **state)
{
    (void)state;
    static const struct {
        size_t figures, alike;
        bool third; /* a third unit has the same figures, which are then nobody's own */
        size_t zeros, odd;
    } wanted[] = {{8, 8, false, 0, 2},  {7, 7, false, 0, 0}, {10, 8, false, 0, 2}, {10, 7, false, 0, 0},
                  {10, 10, true, 0, 0}, {4, 4, false, 6, 0}, {8, 8, false, 2, 2}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = open_fixture();
        fill(&f, 0, TH_NOW, wanted[i].figures, 10);
        fill(&f, 2, TH_NOW, wanted[i].figures, wanted[i].alike);
        fill(&f, 1, TH_NOW, wanted[i].figures, 0); /* another unit between them */
        for (size_t k = wanted[i].figures; k < wanted[i].figures + wanted[i].zeros; k++) {
            th_fixture_fact(f.ds, 0, sheet_codes[k], TH_NOW, "0");
            th_fixture_fact(f.ds, 2, sheet_codes[k], TH_NOW, "0");
        }
        if (wanted[i].third)
            fill(&f, 3, TH_NOW, wanted[i].figures, 10);
        run(&f);
        if (said(&f, "NG-008") != wanted[i].odd)
            print_error("row %zu\n", i);
        assert_int_equal(said(&f, "NG-008"), wanted[i].odd);
        th_arena_free(f.arena);
    }
}

static void the_sheet_of_last_year_is_known_by_eight_figures_and_nine_in_ten(void **state)
{
    (void)state;
    static const struct {
        size_t figures, alike, odd;
    } wanted[] = {{8, 8, 1}, {7, 7, 0}, {10, 9, 1}, {10, 8, 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        for (size_t accepted = 0; accepted < 2; accepted++) {
            th_fixture f = open_fixture();
            fill(&f, 1, TH_NOW, wanted[i].figures, 10);
            if (!accepted)
                fill(&f, 1, TH_PREVIOUS, wanted[i].figures, wanted[i].alike);
            for (size_t k = 0; accepted && k < wanted[i].figures; k++) {
                th_str typed = th_str_fmt(f.arena, "%zu", 1000 + 7 * k + (k >= wanted[i].alike));
                stored(&f, 1, sheet_codes[k], th_str_cstr(f.arena, typed));
            }
            run(&f);
            assert_int_equal(said(&f, "NG-009"), wanted[i].odd);
            th_arena_free(f.arena);
        }
}

static void the_year_before_is_told_as_it_was_accepted(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *code, *previous, *accepted;
        size_t odd;
    } wanted[] = {{"", "N.01", "100", "100", 0},
                  {"", "N.01", "100", "101", 1},
                  {"", "N.01", "100", "", 0},
                  {"", "N.01", "", "100", 0},
                  {"", "P.1", "99,2", "99,17", 0},
                  {"", "P.1", "99,2", "99,0", 1},
                  {"R,,từng dòng,TRUOC(DONG),=,LUU(DONG),,lỗi,bỏ qua,tắt\n", "N.01", "100", "101", 0},
                  {"R,,đơn vị,LUU(N.01),=,TRUOC(N.01),,lỗi,bỏ qua,tắt\n", "N.01", "100", "101", 0},
                  {"R,,đơn vị,LUU(N.01),=,TRUOC(N.01),,lỗi,bỏ qua,tắt\n", "N.02", "100", "101", 1},
                  {"R,,đơn vị,N.01,=,TRUOC(N.01),,lỗi,bỏ qua,tắt\n", "N.01", "100", "101", 1}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char rules[512];
        snprintf(rules, sizeof rules, "%s%s", no_rules, wanted[i].rule);
        th_fixture f = open_with(rules);
        th_fixture_fact(f.ds, 0, wanted[i].code, TH_PREVIOUS, wanted[i].previous);
        stored(&f, 0, wanted[i].code, wanted[i].accepted);
        run(&f);
        if (said(&f, "NG-006") != wanted[i].odd)
            print_error("row %zu\n", i);
        assert_int_equal(said(&f, "NG-006"), wanted[i].odd);
        th_arena_free(f.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_documents_are_known_by_their_form),
        cmocka_unit_test(the_year_of_a_document_is_that_of_the_date_beside_it),
        cmocka_unit_test(a_date_after_the_day_of_the_report_is_odd),
        cmocka_unit_test(rows_that_say_the_same_twice),
        cmocka_unit_test(a_figure_is_a_thousand_or_a_million_times_off_its_own_year_before),
        cmocka_unit_test(the_most_certain_of_its_own_figures_decides),
        cmocka_unit_test(others_are_what_a_figure_without_a_past_is_held_against),
        cmocka_unit_test(one_value_in_two_units_of_measure),
        cmocka_unit_test(a_share_follows_from_its_parts),
        cmocka_unit_test(a_bare_share_is_no_longer_asked_about_when_its_parts_prove_it),
        cmocka_unit_test(a_written_rule_about_a_share_speaks_for_it),
        cmocka_unit_test(growth_is_not_an_index),
        cmocka_unit_test(the_sheet_of_another_unit_is_known_by_eight_figures_and_four_in_five),
        cmocka_unit_test(the_sheet_of_last_year_is_known_by_eight_figures_and_nine_in_ten),
        cmocka_unit_test(the_year_before_is_told_as_it_was_accepted),
    };
    return cmocka_run_group_tests_name("plausible", tests, NULL, NULL);
}
