/* Passwords in UTF-16, the header of CryptoAPI, a password that is spun. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "seal_pieces.h"

#include "pack/office_crypto.h"

/* A character beyond U+FFFF is a pair of surrogates; that of U+12345 is the example of RFC 2781, 5. */
static void passwords_in_utf_16(void **state)
{
    static const struct {
        const char *password, *wide; /* little-endian, hexadecimal */
    } rows[] = {
        {"", ""},
        {"aZ", "61005A00"},
        {"ậ", "AD1E"},
        {"\xEF\xBF\xBD", "FDFF"},
        {"\xEF\xBF\xBF", "FFFF"},
        {"\xF0\x90\x80\x80", "00D800DC"},
        {"\xF0\x92\x8D\x85", "08D845DF"},
        {"😀!", "3DD800DE2100"},
        {"\xF4\x8F\xBF\xBF", "FFDBFFDF"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bytes wanted = {0};
        put_hex(&wanted, rows[i].wide);
        if (!th_str_eq(th_crypto_wide(*state, th_str_of(rows[i].password)), view(&wanted)))
            fail_msg("%s", rows[i].wide);
        free(wanted.at);
    }
}

#define VERIFIER "A024A295D910DCD16B2B69C9DFEF1919"
#define HASH "74A70EB0E7278136E857318B9E9A13D19115D50B"

static void fields_of_a_header(void **state)
{
    (void)state;
    bytes made = {0}, verifier = {0}, hash = {0}, salt = {0};
    th_crypto_header header;
    put_hex(&verifier, VERIFIER);
    put_hex(&hash, HASH);
    put_hex(&salt, SEAL_SALT);
    put_crypto_header(&made, &(crypto_pieces){0x01020380, VERIFIER, HASH, 0, 0});
    assert_true(th_crypto_header_read(view(&made), &header));
    assert_int_equal(header.key_bits, 0x01020380);
    assert_true(th_str_eq(header.salt, view(&salt)));
    assert_true(th_str_eq(header.verifier, view(&verifier)));
    assert_true(th_str_eq(header.hash, view(&hash)));
    for (size_t len = 0; len < made.n; len++) /* cut at each byte */
        assert_false(th_crypto_header_read(th_str_sub(view(&made), 0, len), &header));
    put1(&made, 0);
    assert_true(th_crypto_header_read(view(&made), &header));
    assert_int_equal(header.hash.len, hash.n + 1);
    free(made.at);
    free(verifier.at);
    free(hash.at);
    free(salt.at);
}

/* A header without a name of the provider is one; a shorter one, or another salt, is none. */
static void sizes_of_a_header(void **state)
{
    (void)state;
    static const struct {
        uint32_t less_header, more_salt;
        bool read;
    } rows[] = {{0, 0, true}, {1, 0, false}, {0, 1, false}, {0, UINT32_MAX, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bytes made = {0};
        th_crypto_header header;
        put_crypto_header(&made, &(crypto_pieces){40, VERIFIER, HASH, rows[i].less_header, rows[i].more_salt});
        put_hex(&made, SEAL_SALT);
        assert_int_equal(th_crypto_header_read(view(&made), &header), rows[i].read);
        free(made.at);
    }
}

/* Without rounds it is the digest of salt and password: "abc" of FIPS 180.  Each round takes its number and what was
 * there before. */
static void a_password_is_spun(void **state)
{
    (void)state;
    uint8_t none[TH_DIGEST_MOST], once[TH_DIGEST_MOST], twice[TH_DIGEST_MOST], wanted[TH_DIGEST_MOST];
    bytes known = {0};
    put_hex(&known, "A9993E364706816ABA3E25717850C26C9CD0D89D");
    assert_int_equal(th_crypto_spin(&(th_crypto_spinning){TH_SHA1, TH_STR("a"), TH_STR("bc"), 0}, none), known.n);
    assert_memory_equal(none, known.at, known.n);
    th_crypto_spin(&(th_crypto_spinning){TH_SHA1, TH_STR("a"), TH_STR("bc"), 1}, once);
    th_digest_of(TH_SHA1, (th_str){"\0\0\0\0", 4}, th_crypto_view(none, known.n), wanted);
    assert_memory_equal(once, wanted, known.n);
    th_crypto_spin(&(th_crypto_spinning){TH_SHA1, TH_STR("a"), TH_STR("bc"), 2}, twice);
    th_digest_of(TH_SHA1, (th_str){"\1\0\0\0", 4}, th_crypto_view(once, known.n), wanted);
    assert_memory_equal(twice, wanted, known.n);
    free(known.at);
}

static void numbers_of_four_bytes(void **state)
{
    (void)state;
    th_crypto_number number = th_crypto_number_of(0x89ABCDEF);
    th_str is = th_crypto_view(number.bytes, sizeof number.bytes);
    assert_memory_equal(number.bytes, "\xEF\xCD\xAB\x89", 4);
    assert_int_equal(th_crypto_u32(is, 0), 0x89ABCDEF);
    assert_int_equal(th_crypto_u16(is, 1), 0xABCD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passwords_in_utf_16),   cmocka_unit_test(fields_of_a_header),
        cmocka_unit_test(sizes_of_a_header),     cmocka_unit_test(a_password_is_spun),
        cmocka_unit_test(numbers_of_four_bytes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
