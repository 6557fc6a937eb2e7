/* Which cell explains a difference, up to the borders of each kind of slip, and which sentence that gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "check/check.h"
#include "definition_fixture.h"

enum { FIGURES = 4 };

typedef struct slip_case {
    const char *left, *op, *right;
    const char *figures[FIGURES]; /* of M.01, M.02, M.03, M.05; "" is an empty cell, NULL no cell at all */
    const char *vi, *en;          /* what the sentence says of a cell; NULL when no cell explains the difference */
} slip_case;

static const slip_case cases[] = {
    /* a thousand and a million, either way; nothing between or beyond */
    {"M.01",
     "=",
     "M.02+M.03",
     {"1.007", "1", "7"},
     "“Người lớn” (ô A2) ghi nhầm (lệch hàng nghìn): nếu là 1.000 thay vì 1",
     "“Người lớn” (cell A2) may be mistyped (a thousands slip): with 1,000 instead of 1 both sides agree."},
    {"M.01",
     "=",
     "M.02+M.03",
     {"5", "2", "3.000"},
     "“Trẻ em” (ô A3) ghi nhầm (lệch hàng nghìn): nếu là 3 thay vì 3.000",
     NULL},
    {"M.01", "=", "M.02+M.03", {"8", "5", "3.000.000"}, "nếu là 3 thay vì 3.000.000", NULL},
    {"M.01", "=", "M.02+M.03", {"6.000.002", "6", "2"}, "nếu là 6.000.000 thay vì 6", NULL},
    {"M.01", "=", "M.02+M.03", {"107", "1", "7"}, NULL, NULL},
    {"M.01", "=", "M.02+M.03", {"17", "1", "7"}, NULL, NULL},
    {"M.01", "=", "M.02+M.03", {"1.000.000.007", "1", "7"}, NULL, NULL},
    /* neighbouring digits, first, last and in between; not others, and not of figures of unlike length */
    {"M.01",
     "=",
     "M.02+M.03",
     {"1.600", "1.452", "58"},
     "“Người lớn” (ô A2) ghi nhầm (hai chữ số đổi chỗ): nếu là 1.542 thay vì 1.452",
     "“Người lớn” (cell A2) may be mistyped (two digits swapped): with 1,542 instead of 1,452"},
    {"M.01", "=", "M.02+M.03", {"300", "142", "140"}, NULL, NULL},
    {"M.01",
     "=",
     "M.02+M.03",
     {"421", "201", "202"},
     "“Trẻ em” (ô A3) ghi nhầm (hai chữ số đổi chỗ): nếu là 220 thay vì 202",
     NULL},
    {"M.01", "=", "M.02+M.03", {"4.012", "4.011", "10"}, "hai chữ số đổi chỗ): nếu là 4.021 thay vì 4.012", NULL},
    {"M.01", "=", "M.02+M.03", {"5.321", "2.000", "1.521"}, "nếu là 3.521 thay vì 5.321", NULL},
    /* a sign, in a figure that is added and in one that is taken away */
    {"M.01",
     "=",
     "M.02-M.05",
     {"5", "9", NULL, "-4"},
     "“Sách mới” (ô A5) ghi nhầm (sai dấu): nếu là 4 thay vì -4",
     "“Sách mới” (cell A5) may be mistyped (a wrong sign): with 4 instead of -4 both sides agree."},
    {"M.01", "=", "M.02+M.03", {"5", "9", "4"}, "“Trẻ em” (ô A3) ghi nhầm (sai dấu): nếu là -4 thay vì 4", NULL},
    /* a blank that would have to be more than nothing; not what was not understood */
    {"M.01",
     "=",
     "SUM(M.02;M.03)",
     {"9", "5", NULL, NULL},
     "“Trẻ em” chưa có số liệu; nếu là 4 thì hai bên khớp",
     "“Trẻ em” has no figure; with 4 both sides agree."},
    {"M.01", "=", "SUM(M.02;M.03)", {"5", "9", NULL, NULL}, "", NULL},
    /* counted once too often, or left out */
    {"M.01",
     "=",
     "M.02+M.03",
     {"9", "9", "5"},
     "Chênh lệch đúng bằng “Trẻ em” (ô A3)",
     "The difference equals “Trẻ em” (cell A3): it may be counted once too often, or left out."},
    {"M.01", "=", "M.02+M.03+M.05", {"14", "9", "5", "3"}, "Chênh lệch đúng bằng “Sách mới” (ô A5)", NULL},
    /* two cells that explain it alike: neither is named */
    {"M.01", "=", "M.02+M.03+M.05", {"9", "9", "5", "5"}, NULL, NULL},
    {"M.01", "=", "M.02+M.03", {"5", "5", "5"}, NULL, NULL},
    {"M.01", "=", "M.02+M.03", {"1.001", "1", "1"}, NULL, NULL},
    {"M.01", "=", "M.02+M.03", {"3.000", "3", "0"}, NULL, NULL},
    /* an earlier kind goes before a later one: thousands before a figure too many */
    {"M.01",
     "=",
     "M.02+M.03",
     {"3", "3", "-2.997"},
     "“Người lớn” (ô A2) ghi nhầm (lệch hàng nghìn): nếu là 3.000 thay vì 3",
     NULL},
    /* only equations, and only what is added up */
    {"M.01", ">=", "M.02+M.03", {"5", "5", "3"}, NULL, NULL},
    {"M.01", "=", "M.02*M.03", {"6", "2", "3.000"}, NULL, NULL},
    {"M.01", "=", "5", {"5.000"}, NULL, NULL},
};

static bool is_said(th_arena *arena, const slip_case *row)
{
    static const char *const codes[FIGURES] = {"M.01", "M.02", "M.03", "M.05"};
    th_str rules = th_str_fmt(arena,
                              "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n"
                              "T1,Tổng,đơn vị,%s,%s,%s,0,lỗi,coi là 0,bật\n",
                              row->left, row->op, row->right);
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"kiem-tra.csv", th_str_cstr(arena, rules)}};
    th_definition *d = th_fixture_definition(arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(d);
    th_dataset *ds = th_dataset_new(arena, d);
    th_fixture_source(ds, 0);
    for (size_t i = 0; i < FIGURES; i++)
        if (row->figures[i])
            th_fixture_fact(ds, 0, codes[i], TH_NOW, row->figures[i]);
    th_dataset_seal(ds);
    th_check_results results = {0};
    th_check_run(arena, ds, &results);
    const th_finding *said = NULL;
    for (size_t i = 0; i < ds->findings.n; i++)
        if (th_str_eq(ds->findings.at[i].rule, TH_STR("T1")))
            said = &ds->findings.at[i];
    assert_non_null(said);
    bool named = th_str_find(said->vi, TH_STR("(lệch"), 0) != SIZE_MAX && said->vi.ptr[said->vi.len - 1] == '.' &&
                 th_str_find(said->vi, TH_STR("). "), 0) != SIZE_MAX;
    bool as_wanted = row->vi ? th_str_find(said->vi, th_str_of(row->vi), 0) != SIZE_MAX : !named;
    as_wanted = as_wanted && (!row->en || th_str_find(said->en, th_str_of(row->en), 0) != SIZE_MAX);
    if (!as_wanted)
        print_error("%s%s%s, first figure %s: " TH_FMT " | " TH_FMT "\n", row->left, row->op, row->right,
                    row->figures[0], TH_ARG(said->vi), TH_ARG(said->en));
    return as_wanted;
}

static void every_case(void **state)
{
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        wrong += !is_said(*state, &cases[i]);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
