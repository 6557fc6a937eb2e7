/* Lines that close a form, as people type them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fact/printed.h"
#include "text/fold.h"

static void who_signs_is_known_by_the_words_before_him(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool is_one;
    } cases[] = {{"Người lập biểu", true},
                 {"(Ký, họ tên)", true},
                 {"(Ký, ghi rõ họ tên)", true},
                 {"(Kí tên, đóng dấu)", true},
                 {"Ký tên", true},
                 {"Ký, ghi rõ họ tên", true},
                 {"XÁC NHẬN CỦA ĐƠN VỊ", true},
                 {"Nơi nhận:", true},
                 {"Kỳ báo cáo", false},
                 {"Người dân", false},
                 {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *arena = th_arena_new(0);
        if (th_is_signature(th_fold_weak(arena, th_str_of(cases[i].line))) != cases[i].is_one)
            fail_msg("“%s”", cases[i].line);
        th_arena_free(arena);
    }
}

static void a_date_line_names_day_month_and_year(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool is_one;
    } cases[] = {{"Hà Nội, ngày 28 tháng 12 năm 2022", true},
                 {"ngày … tháng … năm 2022", true},
                 {"Năm 2022", false},
                 {"Tháng 12 năm 2022", false},
                 {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *arena = th_arena_new(0);
        if (th_is_date_line(th_fold_weak(arena, th_str_of(cases[i].line))) != cases[i].is_one)
            fail_msg("“%s”", cases[i].line);
        th_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_signs_is_known_by_the_words_before_him),
        cmocka_unit_test(a_date_line_names_day_month_and_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
