/* What is advised about a cell that is not understood. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fact/advice.h"

static void advice_fits_the_type_and_what_stands_there(void **state)
{
    th_arena *arena = th_arena_new((size_t)1 << 20);
    (void)state;
    static const struct {
        th_type type;
        const char *raw, *advice;
    } rows[] = {
        {TH_TYPE_INT, "khoảng ba ngàn mấy", "ghi lại bằng số"},
        {TH_TYPE_INT, "1o5", "thay chữ o"},
        {TH_TYPE_REAL, "2O,5", "thay chữ o"},
        {TH_TYPE_REAL, "oo", "ghi lại bằng số"},
        {TH_TYPE_INT, "105 hồ sơ", "ghi lại bằng số"},
        {TH_TYPE_INT, "=G12+G13", "gõ lại công thức"},
        {TH_TYPE_MONEY, "=SUM(G12:G15)", "gõ lại công thức"},
        {TH_TYPE_PERCENT, "=G12/G13", "gõ lại công thức"},
        {TH_TYPE_PERCENT, "9o%", "thay chữ o"},
        {TH_TYPE_PERCENT, "cao", "ghi lại một tỷ lệ"},
        {TH_TYPE_INT, "= chưa có", "ghi lại bằng số"},
        {TH_TYPE_INT, "l05", "thay chữ l"},
        {TH_TYPE_INT, "241, 242", "chỉ ghi một số"},
        {TH_TYPE_INT, "12 và 15", "chỉ ghi một số"},
        {TH_TYPE_INT, "1.268 hồ sơ", "ghi lại bằng số"},
        {TH_TYPE_MONEY, "42 tr", "đủ các chữ số"},
        {TH_TYPE_MONEY, "42tr", "đủ các chữ số"},
        {TH_TYPE_REAL, "1,2 tỷ rưỡi", "đủ các chữ số"},
        {TH_TYPE_DATE, "31/6/2022", "tháng 6 năm 2022 không có ngày 31"},
        {TH_TYPE_DATE, "12/25/2022", "25/12/2022?"},
        {TH_TYPE_DATE, "31/6/1900", "tháng 6 năm 1900 không có ngày 31"},
        {TH_TYPE_DATE, "31/6/2200", "tháng 6 năm 2200 không có ngày 31"},
        {TH_TYPE_DATE, "31/6/1899", "ngày, tháng, năm"},
        {TH_TYPE_DATE, "31/6/2201", "ngày, tháng, năm"},
        {TH_TYPE_DATE, "25/25/2022", "ngày, tháng, năm"},
        {TH_TYPE_DATE, "tháng 7/2022", "ngày, tháng, năm"},
        {TH_TYPE_BOOL, "một phần", "“Có” hoặc “Không”"},
        {TH_TYPE_RANK, "nhất", "ghi lại hạng"},
        {TH_TYPE_RATIO, "nhiều", "hai số"},
        {TH_TYPE_DOCNO, "không rõ", "số, ký hiệu"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_words said = th_advice_for(arena, rows[i].type, th_str_of(rows[i].raw));
        if (th_str_find(said.vi, th_str_of(rows[i].advice), 0) == SIZE_MAX || !said.en.len)
            fail_msg("%s: %.*s", rows[i].raw, TH_ARG(said.vi));
    }
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(advice_fits_the_type_and_what_stands_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
