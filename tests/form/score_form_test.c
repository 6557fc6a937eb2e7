/* The columns of a form of scores, by role and by label, and criteria by the codes on its rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "form/score_form.h"
#include "parts.h"

/* The columns of the form with `rows` as its columns. */
static th_score_columns columns_of(const char *rows)
{
    char csv[512];
    snprintf(
        csv, sizeof csv,
        "Biểu,Mã,Nhãn,Nhãn khác,Vai trò,Danh mục\n*,,Chỉ tiêu,,nhãn,\n*,,Năm nay,,năm nay,\nB2,TH.01,Tên thuốc,,chữ,\n"
        "B2,TH.02,Loại,,danh mục,LOAI\nB2,TH.03,Tiền,,tiền,\nB3,CD.01,Mã tiêu chí,,mã tiêu chí,\n%s",
        rows);
    const part changes[] = {{"cot.csv", csv}, {"kiem-tra.csv", NULL}};
    th_findings faults;
    const th_definition *d = load(changes, sizeof changes / sizeof *changes, &faults);
    assert_non_null(d);
    return th_score_columns_of(arena, d, th_definition_form(d, TH_STR("B3")));
}

enum { CODE = 5, FIRST, SECOND, THIRD };

static void columns_are_found_by_role(void **state)
{
    (void)state;
    th_score_columns columns = columns_of("B3,CD.02,Cao nhất,,điểm tối đa,\nB3,CD.03,Tự chấm,,điểm tự chấm,\n"
                                          "B3,CD.04,Cộng dồn,,tổng điểm tự chấm,\n");
    assert_int_equal(columns.code, CODE);
    assert_int_equal(columns.most, FIRST);
    assert_int_equal(columns.self, SECOND);
    assert_int_equal(columns.total, THIRD);
}

static void columns_without_a_role_are_found_by_label(void **state)
{
    (void)state;
    th_score_columns columns = columns_of("B3,CD.02,Cao nhất,Điểm chuẩn,số thực,\nB3,CD.03,Tự chấm,,điểm tự chấm,\n"
                                          "B3,CD.04,Tổng điểm,,số thực,\n");
    assert_int_equal(columns.most, FIRST);
    assert_int_equal(columns.total, THIRD);
    columns = columns_of("B3,CD.02,Điểm tối đa,,chữ,\nB3,CD.03,Tự chấm,,điểm tự chấm,\nB3,CD.04,Số lượng,,số thực,\n");
    assert_int_equal(columns.most, TH_NONE);
    assert_int_equal(columns.total, TH_NONE);
}

static void codes_are_read_as_people_write_them(void **state)
{
    (void)state;
    th_findings faults;
    const th_definition *d = load(NULL, 0, &faults);
    assert_non_null(d);
    th_str first = d->criteria[1].code;
    static const char *const around[][2] = {{"", ""}, {" ", " "}, {"", "."}};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        th_str written = th_str_fmt(arena, "%s" TH_FMT "%s", around[i][0], TH_ARG(first), around[i][1]);
        assert_int_equal(th_criterion_of_code(arena, d, written), 1);
    }
    assert_int_equal(th_criterion_of_code(arena, d, TH_STR("không có")), TH_NONE);
    assert_int_equal(th_criterion_of_code(arena, d, TH_STR("")), TH_NONE);
}

static int begin(void **state)
{
    (void)state;
    arena = th_arena_new(0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    th_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(columns_are_found_by_role),
                                       cmocka_unit_test(columns_without_a_role_are_found_by_label),
                                       cmocka_unit_test(codes_are_read_as_people_write_them)};
    return cmocka_run_group_tests(tests, begin, end);
}
