/* One cause for many: figures in another column or one row off, and slips that have no cause in common. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/check.h"
#include "definition_fixture.h"

enum { ROWS = 8 };

static const th_fixture_part parts[] = {
    {"cai-dat.csv", "Khóa,Giá trị\nTên cụm,Cụm thư viện\nTên gọi tổng,Cụm\nGọi đơn vị là,Thư viện\nKỳ,2024\n"
                    "Ngày lập,2025-01-10\nHạn nộp,2025-01-05\nTổng điểm,100\n"},
    {"don-vi.csv", "Mã,Tên,Tên khác,Thứ tự,Từ năm,Đến năm\nA,Thư viện A,,1,,\nB,Thư viện B,,2,,\n"},
    {"bieu.csv", "Mã,Tên,Trang,Kiểu,Bắt buộc\nB1,Lượt mượn,B1,chỉ tiêu,Có\n"},
    {"cot.csv",
     "Biểu,Mã,Nhãn,Nhãn khác,Vai trò,Bắt buộc,Danh mục\n*,,Chỉ tiêu,,nhãn,Có,\n*,,Năm trước,,năm "
     "trước,Không,\n*,,Kế hoạch,,kế hoạch,Không,\n*,,Năm nay,,năm nay,Có,\n*,,So sánh (%),,so sánh,Không,\n"},
    {"chi-tieu.csv",
     "Mã,Biểu,STT,Nhãn,ĐVT,Kiểu,Bắt buộc,Nhỏ nhất,Lớn nhất\nQ.01,B1,1,Người đọc,người,số nguyên,Có,0,\n"
     "Q.02,B1,2,Sách,cuốn,số nguyên,Có,0,\nQ.03,B1,3,Máy tính,máy,số nguyên,Có,0,\nQ.04,B1,4,Lượt mượn,lượt,số "
     "nguyên,Có,0,\nQ.05,B1,5,Phòng đọc,phòng,số nguyên,Có,0,\nQ.06,B1,6,Báo,tờ,số nguyên,Có,0,\nQ.07,B1,7,Tỷ lệ "
     "mượn,%,phần trăm,Có,0,100\nQ.08,B1,8,Ghế,ghế,số nguyên,Có,0,\n"},
    {"kiem-tra.csv", "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\nT1,So sánh,từng "
                     "dòng,SO_SANH(DONG),=,TY_LE(DONG;TRUOC(DONG)),,cảnh báo,bỏ qua,bật\nT2,Ghế theo phòng,đơn "
                     "vị,Q.08,=,10*Q.05,0,lỗi,bỏ qua,bật\n"},
};

static const char *const code[ROWS] = {"Q.01", "Q.02", "Q.03", "Q.04", "Q.05", "Q.06", "Q.07", "Q.08"};
static const char *const previous[ROWS] = {"5000", "80000", "20", "400000", "4", "700", "50", "40"};
static const char *const now[ROWS] = {"5500", "88000", "22", "440000", "5", "770", "55", "50"};
static const char *const compared[ROWS] = {"110", "110", "110", "110", "125", "110", "110", "125"};

static th_fixture *open_fixture(void)
{
    th_arena *arena = th_arena_new(0);
    th_fixture *fixture = th_arena_alloc(arena, sizeof *fixture);
    fixture->arena = arena;
    fixture->d = th_fixture_definition(arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(fixture->d);
    fixture->ds = th_dataset_new(arena, fixture->d);
    th_fixture_source(fixture->ds, 0);
    return fixture;
}

/* One column of unit A; a NULL stays without a cell. */
static void fill(const th_fixture *fixture, th_measure measure, const char *const figures[ROWS])
{
    for (size_t i = 0; i < ROWS; i++)
        if (figures[i])
            th_fixture_fact(fixture->ds, 0, code[i], measure, figures[i]);
}

static void run(const th_fixture *fixture)
{
    th_check_results results = {0};
    th_dataset_seal(fixture->ds);
    th_check_run(fixture->arena, fixture->ds, &results);
}

static th_fixture *check(const char *const last[ROWS], const char *const this[ROWS], const char *const ratio[ROWS])
{
    th_fixture *fixture = open_fixture();
    fill(fixture, TH_PREVIOUS, last);
    fill(fixture, TH_NOW, this);
    fill(fixture, TH_COMPARED, ratio);
    run(fixture);
    return fixture;
}

static const th_finding *find(const th_fixture *fixture, th_finding_kind kind)
{
    const th_finding *found = NULL;
    for (size_t i = 0; i < fixture->ds->findings.n; i++)
        if (fixture->ds->findings.at[i].kind == kind) {
            assert_null(found); /* a cause is said once */
            found = &fixture->ds->findings.at[i];
        }
    return found;
}

static size_t standing(const th_fixture *fixture)
{
    size_t n = 0;
    for (size_t i = 0; i < fixture->ds->findings.n; i++)
        n += !fixture->ds->findings.at[i].folded.len;
    return n;
}

/* The figures are where they were. */
static void assert_unmoved(const th_fixture *fixture, th_measure measure, const char *const figures[ROWS])
{
    for (size_t i = 0; i < ROWS; i++) {
        uint32_t indicator = th_definition_indicator(fixture->d, th_str_of(code[i]));
        const th_fact *fact = th_dataset_find(fixture->ds, 0, indicator, measure);
        assert_int_equal(fact != NULL, figures[i] != NULL);
        if (fact && fact->value.num)
            assert_true(th_str_eq(th_exact_text(fixture->arena, fact->value.num), th_str_of(figures[i])));
    }
}

static void figures_in_their_places_raise_nothing(void **state)
{
    (void)state;
    th_fixture *fixture = check(previous, now, compared);
    assert_int_equal(fixture->ds->findings.n, 0);
    th_arena_free(fixture->arena);
}

static void exchanged_columns_are_one_finding(void **state)
{
    (void)state;
    th_fixture *fixture = check(now, previous, compared);
    const th_finding *cause = find(fixture, TH_F_ODD_EXCHANGED);
    assert_non_null(cause);
    assert_int_equal(standing(fixture), 1);
    assert_int_equal(cause->consequences, fixture->ds->findings.n - 1);
    assert_int_equal(cause->mark.len, 8);
    assert_unmoved(fixture, TH_NOW, previous);
    assert_unmoved(fixture, TH_PREVIOUS, now);
    th_arena_free(fixture->arena);
}

static void a_column_one_row_down_is_one_finding(void **state)
{
    (void)state;
    static const char *const down[ROWS] = {"5500", NULL, "88000", "22", "440000", "5", "770", "55"};
    th_fixture *fixture = check(previous, down, compared);
    const th_finding *cause = find(fixture, TH_F_ODD_SHIFTED);
    assert_non_null(cause);
    assert_int_equal(cause->place.row, 2);
    assert_int_equal(cause->place.col, TH_NOW);
    assert_int_equal(standing(fixture), 1);
    assert_int_equal(cause->level, TH_LEVEL_ERROR); /* of the rule, and of 770 % out of range, which are folded */
    assert_unmoved(fixture, TH_NOW, down);
    th_arena_free(fixture->arena);
}

static void a_column_one_row_up_is_one_finding(void **state)
{
    (void)state;
    static const char *const up[ROWS] = {"5500", "22", "440000", "5", "770", "55", "50", NULL};
    th_fixture *fixture = check(previous, up, compared);
    const th_finding *cause = find(fixture, TH_F_ODD_SHIFTED);
    assert_non_null(cause);
    assert_int_equal(cause->place.row, 2);
    assert_int_equal(standing(fixture), 1);
    assert_unmoved(fixture, TH_NOW, up);
    th_arena_free(fixture->arena);
}

static void slips_of_their_own_stand_for_themselves(void **state)
{
    (void)state;
    static const char *const slips[ROWS] = {"55", "880", "22", "4400", "5", "770", "55", "50"};
    th_fixture *fixture = check(previous, slips, compared);
    assert_null(find(fixture, TH_F_ODD_SHIFTED));
    assert_null(find(fixture, TH_F_ODD_EXCHANGED));
    assert_true(standing(fixture) >= 3);
    th_arena_free(fixture->arena);
}

/* Rows that are wrong in themselves stay so wherever they stand: the rule says nothing about their places. */
static void rows_moved_together_prove_nothing(void **state)
{
    (void)state;
    static const char *const odd[ROWS] = {"110", "110", "120", "130", "125", "140", "110", "125"};
    th_fixture *fixture = check(previous, now, odd);
    assert_null(find(fixture, TH_F_ODD_SHIFTED));
    assert_null(find(fixture, TH_F_ODD_EXCHANGED));
    assert_int_equal(standing(fixture), 3);
    th_arena_free(fixture->arena);
}

/* A figure that something else withheld is not tried elsewhere, and does not come back. */
static void withheld_figures_stay_withheld(void **state)
{
    (void)state;
    th_fixture *fixture = open_fixture();
    fill(fixture, TH_PREVIOUS, now);
    fill(fixture, TH_NOW, previous);
    fill(fixture, TH_COMPARED, compared);
    for (size_t i = 0; i < fixture->ds->nfacts; i++)
        if (fixture->ds->facts[i].measure == TH_NOW)
            fixture->ds->facts[i].value = (th_value){.state = TH_STATE_UNREADABLE};
    run(fixture);
    assert_null(find(fixture, TH_F_ODD_EXCHANGED));
    for (size_t i = 0; i < fixture->ds->nfacts; i++)
        if (fixture->ds->facts[i].measure == TH_NOW)
            assert_int_equal(fixture->ds->facts[i].value.state, TH_STATE_UNREADABLE);
    th_arena_free(fixture->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_in_their_places_raise_nothing),   cmocka_unit_test(exchanged_columns_are_one_finding),
        cmocka_unit_test(a_column_one_row_down_is_one_finding),    cmocka_unit_test(a_column_one_row_up_is_one_finding),
        cmocka_unit_test(slips_of_their_own_stand_for_themselves), cmocka_unit_test(rows_moved_together_prove_nothing),
        cmocka_unit_test(withheld_figures_stay_withheld),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
