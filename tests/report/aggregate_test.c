/* The number format of the cluster's figure: as many decimals as the definition states, else as many as it takes to
 * show what the units wrote; "of how many" of a rank only where all agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "definition_fixture.h"
#include "report/aggregate.h"

static const char indicators[] = "Mã,Biểu,STT,Nhãn,ĐVT,Kiểu,Số lẻ,Bắt buộc,Gộp,Tử số,Mẫu số,Chiều tốt,Khi trống\n"
                                 "N.0,B1,1,Tổng lượt mượn,lượt,số nguyên,,Có,tổng,,,tăng,thiếu\n"
                                 "R.U,B1,2,Dài,m,số thực,,Có,tổng,,,tăng,thiếu\n"
                                 "R.0,B1,3,Rộng,m,số thực,0,Có,tổng,,,tăng,thiếu\n"
                                 "R.3,B1,4,Cao,m,số thực,3,Có,tổng,,,tăng,thiếu\n"
                                 "P.U,B1,5,Tỷ lệ,%,phần trăm,,Có,tỷ số,R.U,N.0,tăng,thiếu\n"
                                 "P.1,B1,6,Tỷ lệ khác,%,phần trăm,1,Có,tỷ số,R.U,N.0,tăng,thiếu\n"
                                 "X.U,B1,7,Sâu,m,số thực,,Có,lớn nhất,,,tăng,thiếu\n"
                                 "H.U,B1,8,Hạng,hạng,hạng,,Có,tốt nhất,,,giảm,thiếu\n"
                                 "C.U,B1,9,Mở cửa,có/không,có/không,,Có,đếm,,,,thiếu\n";

typedef struct format_case {
    const char *code;
    const char *typed[4];
    const char *format;
} format_case;

static const format_case cases[] = {
    {"N.0", {"1", "2"}, "#,##0"},
    {"R.U", {"1", "2"}, "#,##0"},
    {"P.U", {"20", "30"}, "#,##0"},
    {"P.1", {"20", "30"}, "#,##0.0"},
    {"R.U", {"1", "2,5"}, "#,##0.0"},
    {"R.U", {"1,5", "2,5"}, "#,##0"},
    {"R.U", {"1,25", "2"}, "#,##0.00"},
    {"R.U", {"1,125", "2"}, "#,##0.000"},
    {"R.U", {"1", "2,125"}, "#,##0.000"}, /* whichever unit comes first */
    {"R.U", {"1,1", "2,125"}, "#,##0.000"},
    {"R.U", {"2,125", "1,1"}, "#,##0.000"},
    {"R.U", {"1,1234", "2"}, "#,##0.0000"},
    {"R.U", {"", "1,125"}, "#,##0.000"},
    {"R.0", {"1,25", "2"}, "#,##0"},
    {"R.3", {"1", "2"}, "#,##0.000"},
    {"X.U", {"1,5", "2"}, "#,##0"},
    {"X.U", {"2", "2,125"}, "#,##0.000"},
    {"H.U", {"5/63", "7/63"}, "#,##0\"/63\""},
    {"H.U", {"5/63", "7/62"}, "#,##0"},
    {"H.U", {"5", "7/63"}, "#,##0"},
    {"H.U", {"7/63", "5"}, "#,##0"},
    {"H.U", {"7/63", ""}, "#,##0\"/63\""},
    {"C.U", {"Có", "Không"}, "0\"/2 có báo cáo\""},
    {"C.U", {"Có", "Không", "Có", "Có"}, "0\"/4\""},
    {"R.U", {"hơn 1", "2"}, "\"hơn \"#,##0"},
    {"R.U", {"hơn 1", "trên 2"}, "\"trên \"#,##0"},
    {"R.U", {"trên 1", "gần 2"}, "\"khoảng \"#,##0"},
    {"R.U", {"1 trở lên", "2"}, "#,##0\" trở lên\""},
    {"R.U", {"trên 1", "2"}, "\"trên \"#,##0"},
};

static bool has_format(th_arena *arena, const format_case *row)
{
    const th_fixture_part all[] = {TH_FIXTURE_PARTS};
    th_fixture_part parts[sizeof all / sizeof *all];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        parts[i] = strcmp(all[i].name, "chi-tieu.csv") == 0 ? (th_fixture_part){all[i].name, indicators} : all[i];
    th_definition *d = th_fixture_definition(arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(d);
    th_dataset *ds = th_dataset_new(arena, d);
    uint32_t i = th_definition_indicator(d, th_str_of(row->code));
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_source(ds, u);
        if (row->typed[u])
            th_fixture_fact(ds, u, row->code, TH_NOW, row->typed[u]);
    }
    th_dataset_seal(ds);
    const th_report r = {.arena = arena, .d = d, .ds = ds, .nunits = 4};
    th_aggregated a = th_dataset_aggregate(arena, ds, i, TH_NOW);
    const char *format = th_aggregate_format(&r, i, TH_NOW, &a);
    if (strcmp(format, row->format) != 0)
        print_error("%s %s %s: %s, not %s\n", row->code, row->typed[0], row->typed[1], format, row->format);
    return strcmp(format, row->format) == 0;
}

static void every_format(void **state)
{
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        wrong += !has_format(*state, &cases[i]);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_format)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
