/* Escapes of strings in spreadsheets: what is one, what only looks like one, and back again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "pack/xstring.h"

static void escapes_are_seven_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t at;
        bool is_one;
        uint32_t code;
    } cases[] = {
        {"_x000D_", 0, true, 0xD},        {"a_x0041_b", 1, true, 0x41},
        {"_xABCD_", 0, true, 0xABCD},     {"_xabcd_", 0, true, 0xABCD},
        {"_x0041", 0, false, 0},          {"_x004_", 0, false, 0},
        {"_x00411_", 0, false, 0},        {"_x00G1_", 0, false, 0},
        {"_y0041_", 0, false, 0},         {"x_x0041_", 0, false, 0},
        {"_x0041_", 1, false, 0},         {"_x0041_", 7, false, 0},
        {"_x0041_x0042_", 6, true, 0x42}, {"", 0, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t code = 0;
        bool is_one = th_xstring_escape_at(th_str_of(cases[i].text), cases[i].at, &code);
        if (is_one != cases[i].is_one)
            print_error("%s at %zu\n", cases[i].text, cases[i].at);
        assert_int_equal(is_one, cases[i].is_one);
        if (is_one)
            assert_int_equal(code, cases[i].code);
        for (size_t n = 0; is_one && n < 7; n++) /* cut before its end, whatever stands behind the cut */
            assert_false(
                th_xstring_escape_at(th_str_sub(th_str_of(cases[i].text), 0, cases[i].at + n), cases[i].at, &code));
    }
}

static void read_and_written(void **state)
{
    static const struct {
        const char *stored, *text;
    } cases[] = {
        {"", ""},
        {"Tổng số", "Tổng số"},
        {"a_b_c", "a_b_c"},
        {"a_x000D_b", "a\rb"},
        {"_x0001__x0002_", "\x01\x02"},
        {"_x005F_x000D_", "_x000D_"},
        {"_x005F_x005F_", "_x005F_"},
        {"_x000D", "_x000D"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str stored = th_str_of(cases[i].stored), text = th_str_of(cases[i].text);
        assert_string_equal(th_str_cstr(*state, th_xstring_read(*state, stored)), cases[i].text);
        th_str back = th_xstring_read(*state, th_xstring_write(*state, text));
        assert_string_equal(th_str_cstr(*state, back), cases[i].text);
    }
    th_str plain = TH_STR("không có gì");
    assert_ptr_equal(th_xstring_read(*state, plain).ptr, plain.ptr);
    assert_string_equal(th_str_cstr(*state, th_xstring_write(*state, TH_STR("a_x0041_"))), "a_x005F_x0041_");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(escapes_are_seven_bytes), cmocka_unit_test(read_and_written)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
