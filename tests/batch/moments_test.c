/* Moments: what is one, how it is written, and that it comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/moments.h"
#include "text/value.h"

#include <stdlib.h>
#include <time.h>

static int in_hanoi(void **state)
{
    (void)state;
    return setenv("TZ", "ICT-7", 1);
}

static void a_moment_is_local_and_comes_back(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    int64_t moment, again;
    tzset();
    assert_true(th_moment_parse(TH_STR("2023-01-05 01:30"), &moment));
    assert_int_equal(moment, 1672857000);
    assert_true(th_str_eq(th_moment_utc(arena, moment), TH_STR("2023-01-04T18:30:00Z")));
    assert_true(th_str_eq(th_moment_shown(arena, moment), TH_STR("01:30 05/01/2023")));
    assert_true(th_str_eq(th_moment_as_name(arena, moment), TH_STR("2023-01-05-0130")));
    assert_int_equal(th_moment_day(moment), th_date_serial(2023, 1, 5));
    assert_true(th_moment_of_utc(th_moment_utc(arena, moment), &again));
    assert_int_equal(again, moment);
    assert_true(th_moment_parse(TH_STR("5/1/2023"), &again));
    assert_int_equal(again, moment - 90 * 60);
    th_arena_free(arena);
}

static void what_is_no_moment_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "hôm nay",
                                        "2023-13-05 01:30",
                                        "2023-01-05 24:00",
                                        "2023-01-05 01:60",
                                        "2023-01-05 01",
                                        "2023-01-05 :30",
                                        "2023-01-05 01:30:00",
                                        "2023-01-05 -1:30"};
    int64_t moment;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (th_moment_parse(th_str_of(texts[i]), &moment))
            fail_msg("“%s” is taken", texts[i]);
    assert_false(th_moment_of_utc(TH_STR("2023-01-04T18:30:00"), &moment));
    assert_false(th_moment_of_utc(TH_STR("2023-01-04"), &moment));
    assert_false(th_moment_of_utc((th_str){0}, &moment));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_is_local_and_comes_back),
        cmocka_unit_test(what_is_no_moment_is_refused),
    };
    return cmocka_run_group_tests(tests, in_hanoi, NULL);
}
