/* Base64 against the vectors of RFC 4648, 10, with and without padding, and every letter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "pack/base64.h"

static void vectors_of_rfc_4648(void **state)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYg==", "foob"},
        {"Zm9vYmE=", "fooba"},
        {"Zm9vYmFy", "foobar"},
        {"Zg", "f"},
        {"Zm9vYmE", "fooba"},
        {" Zm\r\n9v\tYmFy\n", "foobar"},
        {"Zm9v-YmFy", "foobar"}, /* what is no letter is passed over */
        {"Z", ""},               /* six bits are no byte */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str is = th_base64_decode(*state, th_str_of(rows[i][0]));
        if (!th_str_eq(is, th_str_of(rows[i][1])))
            fail_msg("%s: " TH_FMT, rows[i][0], TH_ARG(is));
    }
}

/* All 64 letters in their order are the numbers 0 to 63, six bits each. */
static void letters_are_six_bits_each(void **state)
{
    const th_str letters = TH_STR("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    th_str is = th_base64_decode(*state, letters);
    assert_int_equal(is.len, letters.len / 4 * 3);
    for (size_t i = 0; i < letters.len; i++) {
        unsigned bits = 0;
        for (size_t bit = 6 * i; bit < 6 * i + 6; bit++)
            bits = bits << 1 | (unsigned)((unsigned char)is.ptr[bit / 8] >> (7 - bit % 8) & 1);
        assert_int_equal(bits, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_of_rfc_4648),
        cmocka_unit_test(letters_are_six_bits_each),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
