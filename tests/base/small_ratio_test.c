/* Fractions of 64 bits: what fits is answered here, and what does not is left to the numbers of any size. */
#include "base/same.h"

#include "base/small_ratio.h"

static void is_fraction(bool fits, th_small_ratio got, int64_t num, int64_t den)
{
    assert_true(fits);
    assert_int_equal(got.num, num);
    assert_int_equal(got.den, den);
}

static void division_keeps_the_sign_above(void **state)
{
    (void)state;
    th_small_ratio got;
    is_fraction(th_small_div((th_small_ratio){1, 2}, (th_small_ratio){3, 4}, &got), got, 2, 3);
    is_fraction(th_small_div((th_small_ratio){1, 2}, (th_small_ratio){-3, 4}, &got), got, -2, 3);
    is_fraction(th_small_div((th_small_ratio){-1, 2}, (th_small_ratio){-3, 4}, &got), got, 2, 3);
    is_fraction(th_small_div((th_small_ratio){0, 1}, (th_small_ratio){-7, 1}, &got), got, 0, 1);
}

static void lowest_terms_up_to_the_last_bit(void **state)
{
    (void)state;
    th_small_ratio got;
    is_fraction(th_small_make((th_wide)INT64_MAX * 2, 2, &got), got, INT64_MAX, 1);
    is_fraction(th_small_make(-(th_wide)INT64_MAX, 1, &got), got, -INT64_MAX, 1);
    is_fraction(th_small_make(6, 4, &got), got, 3, 2);
    assert_false(th_small_make((th_wide)INT64_MAX + 1, 1, &got));
    assert_false(th_small_make((th_wide)INT64_MIN, 1, &got));
    assert_false(th_small_make(1, (th_wide)INT64_MAX + 1, &got));
}

static void scaled_up_to_the_last_bit(void **state)
{
    (void)state;
    uint64_t got;
    assert_true(th_small_scaled((th_small_ratio){INT64_MAX, 1}, 0, true, &got));
    assert_true(got == INT64_MAX);
    assert_false(th_small_scaled((th_small_ratio){INT64_MAX, 1}, 1, true, &got));
    assert_true(th_small_scaled((th_small_ratio){-1, 3}, 2, true, &got));
    assert_int_equal(got, 33);
    assert_true(th_small_scaled((th_small_ratio){2, 3}, 1, false, &got));
    assert_int_equal(got, 6);
    assert_true(th_small_scaled((th_small_ratio){1, 2}, 0, true, &got));
    assert_int_equal(got, 1);
    assert_true(th_small_scaled((th_small_ratio){9, 1}, 18, true, &got)); /* 9 · 10^18 is below 2^63 */
    assert_true(got == 9000000000000000000U);
    assert_false(th_small_scaled((th_small_ratio){1, 1}, 19, true, &got));
    assert_false(th_small_scaled((th_small_ratio){1, 1}, -1, true, &got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(division_keeps_the_sign_above),
        cmocka_unit_test(lowest_terms_up_to_the_last_bit),
        cmocka_unit_test(scaled_up_to_the_last_bit),
    };
    return cmocka_run_group_tests_name("small_ratio", tests, NULL, NULL);
}
