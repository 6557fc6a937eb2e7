/* Which labels below a form of scores are those of the grand total. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fact/score_form.h"
#include "text/fold.h"

static void a_grand_total_is_told_from_the_total_of_a_part(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        bool grand;
    } rows[] = {
        {"Tổng cộng", true},         {"TỔNG ĐIỂM TỰ CHẤM:", true},
        {"Tổng số điểm", true},      {"Cộng", true},
        {"Cộng (I+II+III)", true},   {"Tổng cộng (I + II + thưởng - trừ)", true},
        {"Cộng mục I", false},       {"Tổng cộng phần II", false},
        {"Tổng điểm tối đa", false}, {"Tổng điểm thưởng", false},
        {"Cộng tác viên", false},    {"Tổng hợp, báo cáo", false},
        {"Tham mưu văn bản", false}, {"", false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_is_grand_total(th_fold_weak(arena, th_str_of(rows[i].label))) != rows[i].grand)
            fail_msg("%s", rows[i].label);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_grand_total_is_told_from_the_total_of_a_part)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
