/* What stands before "năm" in a title: a part of the year, or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fact/part_of_year.h"
#include "text/fold.h"

static void parts_are_told_from_years(void **state)
{
    (void)state;
    static const struct {
        const char *before, *part;
    } rows[] = {{"BÁO CÁO 6 THÁNG ĐẦU", "6 tháng đầu"},
                {"kết quả sáu tháng cuối ", "sáu tháng cuối"},
                {"9 tháng", "9 tháng"},
                {"số liệu 09 tháng", "09 tháng"},
                {"Quý I", "quý i"},
                {"báo cáo quý iv", "quý iv"},
                {"quý 3", "quý 3"},
                {"đến hết quý iii", "quý iii"},
                {"nửa đầu", "nửa đầu"},
                {"đến hết quý iv", ""},
                {"lũy kế hết quý 4", ""},
                {"12 tháng", ""},
                {"báo cáo", ""},
                {"", ""},
                {"đầu", ""},
                {"tháng", ""},
                {"16 tháng", ""},
                {"tăng cường quản lý i", ""},
                {"phụ lục i", ""},
                {"loại 3", ""}};
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str part = th_part_of_year(th_fold(arena, th_str_of(rows[i].before)));
        if (!th_str_eq(part, th_fold(arena, th_str_of(rows[i].part))))
            fail_msg("%s: “%.*s” of %.*s", rows[i].before, TH_ARG(part),
                     TH_ARG(th_fold(arena, th_str_of(rows[i].before))));
    }
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts_are_told_from_years)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
