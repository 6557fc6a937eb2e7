/* Limits: defaults, units, and what is refused. */
#include "base/same.h"

#include "base/limits.h"

static void defaults_are_in_bytes(void **state)
{
    (void)state;
    assert_int_equal(th_limits_default.file_bytes, 256 * 1024 * 1024);
    assert_int_equal(th_limits_default.ratio, 200);
    assert_int_equal(th_limits_default.cells, 2000000);
    assert_int_equal(th_limits_default.seconds, 20);
}

static void a_limit_is_set_in_its_unit_and_alone(void **state)
{
    (void)state;
    th_limits limits = th_limits_default;
    assert_true(th_limits_set(&limits, TH_STR("cells=5")));
    assert_true(th_limits_set(&limits, TH_STR("file-mb=3")));
    assert_true(th_limits_set(&limits, TH_STR("ratio=1")));
    assert_true(th_limits_set(&limits, TH_STR("sheets=1000000000")));
    th_limits expected = th_limits_default;
    expected.cells = 5;
    expected.file_bytes = 3 * 1024 * 1024;
    expected.ratio = 1;
    expected.sheets = 1000000000;
    assert_memory_equal(&limits, &expected, sizeof limits);
}

static void everything_else_is_refused(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "",       "cells",    "cells=",  "cells=0",  "cells=-1",         "cells=5x",  "=5",
        "cell=5", "cells =5", "Cells=5", "cells=5=", "cells=1000000001", "unknown=1", "file-mb=1.5"};
    th_limits limits = th_limits_default;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(th_limits_set(&limits, th_str_of(refused[i])));
    assert_memory_equal(&limits, &th_limits_default, sizeof limits);
}

static void rows_are_told_in_their_units(void **state)
{
    (void)state;
    th_limit_stated stated;
    size_t row = 0;
    assert_true(th_limits_at(&th_limits_default, 0, &stated));
    assert_string_equal(stated.name, "file-mb");
    assert_int_equal(stated.value, 256);
    while (th_limits_at(&th_limits_default, row, &stated))
        row++;
    assert_int_equal(row, offsetof(th_limits, passwords) / sizeof(size_t)); /* behind them stand no limits */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_in_bytes),
        cmocka_unit_test(a_limit_is_set_in_its_unit_and_alone),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(rows_are_told_in_their_units),
    };
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
