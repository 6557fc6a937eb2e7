/* What is advised about a cell that is not understood. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fact/advice.h"

static void advice_fits_the_type_and_what_stands_there(void **state)
{
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
        {TH_TYPE_DATE, "31/6/2022", "ngày, tháng, năm"},
        {TH_TYPE_BOOL, "một phần", "“Có” hoặc “Không”"},
        {TH_TYPE_RANK, "nhất", "ghi lại hạng"},
        {TH_TYPE_RATIO, "nhiều", "hai số"},
        {TH_TYPE_DOCNO, "không rõ", "số, ký hiệu"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_words said = th_advice_for(rows[i].type, th_str_of(rows[i].raw));
        if (th_str_find(said.vi, th_str_of(rows[i].advice), 0) == SIZE_MAX || !said.en.len)
            fail_msg("%s: %.*s", rows[i].raw, TH_ARG(said.vi));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(advice_fits_the_type_and_what_stands_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
