/* Exact numbers: reading, rounding, writing, and the way to doubles and back. */
#include "base/same.h"

#include "base/exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void decimals_are_exact(void **state)
{
    th_arena *a = *state;
    const th_exact *sum = th_exact_add(a, th_exact_double(a, 0.1), th_exact_double(a, 0.2));
    assert_int_equal(th_exact_cmp(sum, th_exact_double(a, 0.3)), 0);
    same(th_exact_text(a, th_exact_parse(a, TH_STR("-12.50"))), "-12.5");
    same(th_exact_text(a, th_exact_parse(a, TH_STR("1e3"))), "1000");
    same(th_exact_text(a, th_exact_parse(a, TH_STR("123/216"))), "41/72");
    same(th_exact_text(a, th_exact_parse(a, TH_STR("0.005"))), "0.005");
    assert_null(th_exact_parse(a, TH_STR("1.2.3")));
    assert_null(th_exact_parse(a, TH_STR("")));
    assert_null(th_exact_parse(a, TH_STR("1/0")));
    assert_null(th_exact_parse(a, TH_STR("1e999")));
}

static void rounding_is_half_up_away_from_zero(void **state)
{
    th_arena *a = *state;
    same(th_exact_text(a, th_exact_round(a, th_exact_parse(a, TH_STR("0.125")), 2)), "0.13");
    same(th_exact_text(a, th_exact_round(a, th_exact_parse(a, TH_STR("-0.125")), 2)), "-0.13");
    const th_exact *ratio = th_exact_mul(a, th_exact_parse(a, TH_STR("133/139")), th_exact_int(a, 100));
    same(th_exact_text(a, th_exact_round(a, ratio, 0)), "96");
    same(th_exact_text(a, th_exact_cut(a, ratio, 0)), "95");
    same(th_exact_text(a, th_exact_round(a, ratio, 1)), "95.7");
}

static void vietnamese_writing(void **state)
{
    th_arena *a = *state;
    same(th_exact_vi(a, th_exact_int(a, 328250000), 0, true), "328.250.000");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("1234.5")), 2, true), "1.234,5");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("1234.5")), 2, false), "1.234,50");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("-0.001")), 2, true), "0");
    same(th_exact_vi(a, th_exact_parse(a, TH_STR("0.05")), 2, true), "0,05");
}

/* What 64 bits hold and what only GMP holds are one kind of number. */
static void size_is_not_seen(void **state)
{
    th_arena *a = *state;
    static const char *const numbers[] = {"0",
                                          "-7",
                                          "1/3",
                                          "98.7",
                                          "4611686018427387905",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "-9223372036854775808",
                                          "123456789012345678901234567890",
                                          "1/9223372036854775807",
                                          "0.000000000000000000000000000001",
                                          "-340282366920938463463374607431768211457/3"};
    enum { NUMBERS = sizeof numbers / sizeof *numbers };
    for (size_t i = 0; i < NUMBERS; i++)
        for (size_t k = 0; k < NUMBERS; k++) {
            const th_exact *x = th_exact_parse(a, th_str_of(numbers[i])), *y = th_exact_parse(a, th_str_of(numbers[k]));
            const th_exact *sum = th_exact_add(a, x, y), *product = th_exact_mul(a, x, y);
            assert_int_equal(th_exact_cmp(th_exact_sub(a, sum, y), x), 0);
            assert_int_equal(th_exact_sign(product), th_exact_sign(x) * th_exact_sign(y));
            if (k)
                assert_int_equal(th_exact_cmp(th_exact_div(a, product, y), x), 0);
            assert_int_equal(th_exact_cmp(x, y), -th_exact_cmp(y, x));
            assert_int_equal(th_exact_cmp(x, y), th_exact_sign(th_exact_sub(a, x, y)));
            th_str written = th_exact_text(a, sum);
            th_buf put;
            th_buf_init(&put, a);
            th_exact_put(&put, sum);
            assert_true(th_str_eq(th_buf_str(&put), written));
            assert_int_equal(th_exact_cmp(th_exact_parse(a, written), sum), 0);
        }
    same(th_exact_text(a, th_exact_parse(a, TH_STR("9223372036854775808"))), "9223372036854775808");
    same(th_exact_text(a, th_exact_round(a, th_exact_parse(a, TH_STR("9223372036854775807")), 15)),
         "9223372036854775807");
    same(th_exact_text(a, th_exact_round(a, th_exact_parse(a, TH_STR("-9223372036854775807/2")), 0)),
         "-4611686018427387904");
}

/* As printf with the fewest digits that read back the same. */
static void doubles_are_as_short_as_printf_has_them(void **state)
{
    th_arena *a = *state;
    uint64_t seed = 20221231;
    for (int i = 0; i < 20000; i++) {
        char text[40];
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        double unit = pow(10, (double)(seed >> 60)), value = (double)((int64_t)(seed << 4) >> 20) / unit;
        if (i % 3 == 0)
            value /= 7;
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(text, sizeof text, "%.*g", digits, value);
            if (strtod(text, NULL) == value)
                break;
        }
        th_str shown = th_double_text(a, value);
        if (!strchr(text, 'e'))
            same(shown, text);
        assert_true(strtod(th_str_cstr(a, shown), NULL) == value);
    }
}

static void doubles_go_through_their_shortest_text(void **state)
{
    th_arena *a = *state;
    static const double values[] = {98.7,    0.1,   1e15, 123456789.125, 5e-324, 1.7976931348623157e308,
                                    2.0 / 3, -1e-7, 1e21};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_true(th_exact_to_double(th_exact_double(a, values[i])) == values[i]);
    same(th_double_text(a, 98.7), "98.7");
    same(th_double_text(a, 100000), "100000");
    same(th_double_text(a, 1234567890123.0), "1234567890123");
    same(th_double_text(a, 0.00001), "0.00001");
    same(th_double_text(a, -0.0), "0");
    assert_int_equal(th_exact_decimals(th_exact_double(a, 98.7), 9), 1);
    assert_int_equal(th_exact_decimals(th_exact_parse(a, TH_STR("1/3")), 9), 10);
}

static const th_exact *number(th_arena *arena, const char *text)
{
    return th_exact_parse(arena, th_str_of(text));
}

static void what_is_no_number_is_null(void **state)
{
    th_arena *arena = *state;
    static const char *const refused[] = {"",   "-",     "+",    ".",  "1.2.3", "1/0", "1e999", "1e401", "1e-401",
                                          "1 ", " 1",    "1e",   "e5", "1e1.5", "1,5", "--1",   "0x10",  "1/",
                                          "/2", "1/2/3", "1/ 2", "-.", "1e+",   "1a",  ":",     "\x2F"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_null(number(arena, refused[i]));
    static const char *const accepted[][2] = {
        {"+7", "7"},    {"-.5", "-0.5"},  {"5.", "5"},       {"007", "7"}, {"1e-2", "0.01"}, {"2.5E3", "2500"},
        {"1e+1", "10"}, {"-4/6", "-2/3"}, {"1/-4", "-0.25"}, {"-0", "0"},  {"1.5/0.5", "3"}, {"12.5e-1", "1.25"}};
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
        same(th_exact_text(arena, number(arena, accepted[i][0])), accepted[i][1]);
    assert_non_null(number(arena, "1e400"));
    assert_non_null(number(arena, "1e-400"));
    char digits[1002];
    memset(digits, '1', sizeof digits);
    assert_non_null(th_exact_parse(arena, (th_str){digits, 1000}));
    assert_null(th_exact_parse(arena, (th_str){digits, 1001}));
    digits[0] = '-'; /* the sign is no digit */
    assert_non_null(th_exact_parse(arena, (th_str){digits, 1001}));
    assert_null(th_exact_parse(arena, (th_str){digits, 1002}));
    digits[0] = '.'; /* 1,000 decimals are more than one step of the scale */
    const th_exact *small = th_exact_parse(arena, (th_str){digits, 1001});
    assert_int_equal(th_exact_cmp(th_exact_mul(arena, small, th_exact_pow10(arena, 1)), th_exact_int(arena, 1)), 1);
    assert_int_equal(th_exact_cmp(small, number(arena, "0.112")), -1);
}

static void powers_and_whole_numbers(void **state)
{
    th_arena *arena = *state;
    same(th_exact_text(arena, th_exact_pow10(arena, 0)), "1");
    same(th_exact_text(arena, th_exact_pow10(arena, 3)), "1000");
    same(th_exact_text(arena, th_exact_pow10(arena, -3)), "0.001");
    assert_non_null(th_exact_pow10(arena, 400));
    assert_non_null(th_exact_pow10(arena, -400));
    assert_null(th_exact_pow10(arena, 401));
    assert_null(th_exact_pow10(arena, -401));
    same(th_exact_text(arena, th_exact_int(arena, INT64_MIN)), "-9223372036854775808");
    assert_true(th_exact_is_int(number(arena, "6/3")));
    assert_false(th_exact_is_int(number(arena, "0.5")));
    assert_false(th_exact_is_int(NULL));
    assert_true(th_exact_is_int(number(arena, "123456789012345678901234567890")));
    assert_false(th_exact_is_int(number(arena, "246913578024691357802469135781/2")));
}

static void operations_and_what_is_missing(void **state)
{
    th_arena *arena = *state;
    const th_exact *two = th_exact_int(arena, 2), *third = number(arena, "-1/3"), *zero = th_exact_int(arena, 0);
    same(th_exact_text(arena, th_exact_add(arena, two, third)), "5/3");
    same(th_exact_text(arena, th_exact_sub(arena, two, third)), "7/3");
    same(th_exact_text(arena, th_exact_mul(arena, two, third)), "-2/3");
    same(th_exact_text(arena, th_exact_div(arena, two, third)), "-6");
    same(th_exact_text(arena, th_exact_neg(arena, third)), "1/3");
    same(th_exact_text(arena, th_exact_abs(arena, third)), "1/3");
    assert_ptr_equal(th_exact_abs(arena, two), two);
    assert_ptr_equal(th_exact_abs(arena, zero), zero);
    assert_null(th_exact_div(arena, two, zero));
    assert_non_null(th_exact_div(arena, zero, two));
    assert_null(th_exact_add(arena, NULL, two));
    assert_null(th_exact_sub(arena, two, NULL));
    assert_null(th_exact_mul(arena, NULL, NULL));
    assert_null(th_exact_div(arena, two, NULL));
    assert_null(th_exact_div(arena, NULL, two));
    assert_null(th_exact_neg(arena, NULL));
    assert_null(th_exact_abs(arena, NULL));
    assert_null(th_exact_round(arena, NULL, 2));
    assert_int_equal(th_exact_sign(NULL), 0);
    assert_int_equal(th_exact_sign(zero), 0);
    assert_true(th_exact_sign(third) < 0 && th_exact_sign(two) > 0);
    assert_int_equal(th_exact_cmp(two, third), 1);
    assert_int_equal(th_exact_cmp(third, two), -1);
    assert_int_equal(th_exact_decimals(NULL, 9), 0);
    assert_true(isnan(th_exact_to_double(NULL)));
    same(th_exact_text(arena, NULL), "");
    same(th_exact_vi(arena, NULL, 2, true), "");
}

static void rounding_at_the_half(void **state)
{
    th_arena *arena = *state;
    static const struct {
        const char *value;
        int decimals;
        const char *rounded, *cut;
    } cases[] = {{"0.5", 0, "1", "0"},
                 {"-0.5", 0, "-1", "0"},
                 {"0.49999", 0, "0", "0"},
                 {"1.5", 0, "2", "1"},
                 {"2.5", 0, "3", "2"},
                 {"0.994", 2, "0.99", "0.99"},
                 {"0.995", 2, "1", "0.99"},
                 {"-0.995", 2, "-1", "-0.99"},
                 {"1/3", 15, "0.333333333333333", "0.333333333333333"},
                 {"2/3", 1, "0.7", "0.6"},
                 {"-2/3", 1, "-0.7", "-0.6"},
                 {"7", 3, "7", "7"},
                 {"1.005", 2, "1.01", "1"},
                 {"0", 2, "0", "0"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const th_exact *value = number(arena, cases[i].value);
        same(th_exact_text(arena, th_exact_round(arena, value, cases[i].decimals)), cases[i].rounded);
        same(th_exact_text(arena, th_exact_cut(arena, value, cases[i].decimals)), cases[i].cut);
    }
}

static void decimals_needed_up_to_a_limit(void **state)
{
    th_arena *arena = *state;
    static const struct {
        const char *value;
        int max, decimals;
    } cases[] = {{"7", 9, 0},
                 {"-7.5", 9, 1},
                 {"0.125", 9, 3},
                 {"0.125", 3, 3},
                 {"0.125", 2, 3},
                 {"0.125", 0, 1},
                 {"1/3", 4, 5},
                 {"1/3", 0, 1},
                 {"1/8", 3, 3},
                 {"7", 0, 0},
                 {"123456789012345678901234567890.25", 9, 2},
                 {"123456789012345678901234567890.25", 1, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(th_exact_decimals(number(arena, cases[i].value), cases[i].max), cases[i].decimals);
}

static void decimals_that_tell_two_figures_apart(void **state)
{
    th_arena *arena = *state;
    static const struct {
        const char *one, *other;
        int decimals;
    } rows[] = {{"1", "2", 2}, {"0.1", "0.11", 2},     {"0.1", "0.101", 3},  {"0.004", "0.0041", 4},
                {"5", "5", 2}, {"1e-15", "2e-15", 15}, {"1e-16", "2e-16", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(th_exact_decimals_apart(arena, th_exact_parse(arena, th_str_of(rows[i].one)),
                                                 th_exact_parse(arena, th_str_of(rows[i].other)), 2),
                         rows[i].decimals);
}

static void digits_in_groups_of_three(void **state)
{
    th_arena *arena = *state;
    static const struct {
        const char *value;
        int decimals;
        bool trim;
        const char *shown;
    } cases[] = {{"0", 0, true, "0"},
                 {"0", 2, false, "0,00"},
                 {"999", 0, true, "999"},
                 {"1000", 0, true, "1.000"},
                 {"-1000", 0, true, "-1.000"},
                 {"999999", 0, true, "999.999"},
                 {"1000000", 0, true, "1.000.000"},
                 {"999.995", 2, true, "1.000"},
                 {"0.5", 0, true, "1"},
                 {"0.05", 1, true, "0,1"},
                 {"0.04", 1, true, "0"},
                 {"-0.04", 1, false, "0,0"},
                 {"-0.05", 1, false, "-0,1"},
                 {"1.50", 2, true, "1,5"},
                 {"1.50", 2, false, "1,50"},
                 {"100", 2, true, "100"},
                 {"0.007", 3, true, "0,007"},
                 {"10.007", 3, false, "10,007"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(th_exact_vi(arena, number(arena, cases[i].value), cases[i].decimals, cases[i].trim), cases[i].shown);
}

static void the_shortest_text_of_a_double(void **state)
{
    th_arena *arena = *state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {-1.5, "-1.5"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {999999999999999, "999999999999999"},
                 {1e15, "1000000000000000"},
                 {123456789012345680, "123456789012345680"},
                 {1e20, "100000000000000000000"},
                 {1e21, "1e+21"},
                 {1e-6, "0.000001"},
                 {1e-7, "0.0000001"},
                 {9.9e-8, "9.9e-08"},
                 {-1e-7, "-0.0000001"},
                 {5e-324, "4.94065645841247e-324"},
                 {INFINITY, "inf"},
                 {-INFINITY, "-inf"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(th_double_text(arena, cases[i].value), cases[i].text);
    assert_null(th_exact_double(arena, INFINITY));
    assert_null(th_exact_double(arena, NAN));
}

static void fractions_go_to_the_nearest_double(void **state)
{
    th_arena *arena = *state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {{"1/3", 1.0 / 3},
                 {"-1/3", -1.0 / 3},
                 {"2/3", 2.0 / 3},
                 {"-2/3", -2.0 / 3},
                 {"0.1", 0.1},
                 {"9007199254740991", 9007199254740991.0},
                 {"9007199254740993.5", 9007199254740994.0},
                 {"-9007199254740993.5", -9007199254740994.0},
                 {"9007199254740992.9", 9007199254740992.0},
                 {"9007199254740993", 9007199254740992.0}}; /* as far from both: the even one */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(th_exact_to_double(number(arena, cases[i].text)) == cases[i].value);
    assert_true(isinf(th_exact_to_double(number(arena, "1e400"))) ||
                th_exact_to_double(number(arena, "1e400")) > 1e308);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(rounding_is_half_up_away_from_zero),
        cmocka_unit_test(vietnamese_writing),
        cmocka_unit_test(doubles_go_through_their_shortest_text),
        cmocka_unit_test(size_is_not_seen),
        cmocka_unit_test(doubles_are_as_short_as_printf_has_them),
        cmocka_unit_test(what_is_no_number_is_null),
        cmocka_unit_test(powers_and_whole_numbers),
        cmocka_unit_test(operations_and_what_is_missing),
        cmocka_unit_test(rounding_at_the_half),
        cmocka_unit_test(decimals_needed_up_to_a_limit),
        cmocka_unit_test(decimals_that_tell_two_figures_apart),
        cmocka_unit_test(digits_in_groups_of_three),
        cmocka_unit_test(the_shortest_text_of_a_double),
        cmocka_unit_test(fractions_go_to_the_nearest_double),
    };
    return cmocka_run_group_tests_name("exact", tests, setup, teardown);
}
