/* Digests and ciphers against published vectors. */
#include "base/same.h"

#include "base/ascii.h"
#include "base/digest.h"

#include <string.h>

static th_str hex_of(th_arena *arena, const uint8_t *bytes, size_t n)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&out, "%02x", bytes[i]);
    return th_buf_str(&out);
}

static size_t bytes_of_hex(const char *hex, uint8_t *out)
{
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(th_hex_value(hex[2 * i]) << 4 | th_hex_value(hex[2 * i + 1]));
    return n;
}

static void sha256_of_fips_180(void **state)
{
    th_arena *arena = *state;
    same(th_sha256(arena, (th_str){0}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    same(th_sha256(arena, TH_STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    same(th_sha256(arena, TH_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void digests_of_two_parts(void **state)
{
    static const struct {
        th_digest digest;
        size_t len;
        const char *hex;
    } known[] = {{TH_MD5, 16, "900150983cd24fb0d6963f7d28e17f72"},
                 {TH_SHA1, 20, "a9993e364706816aba3e25717850c26c9cd0d89d"},
                 {TH_SHA256, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                 {TH_SHA384, 48,
                  "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                  "8086072ba1e7cc2358baeca134c825a7"},
                 {TH_SHA512, 64,
                  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (size_t cut = 0; cut <= 3; cut++) {
            uint8_t out[TH_DIGEST_MOST];
            size_t n = th_digest_of(known[i].digest, (th_str){"abc", cut}, (th_str){&"abc"[cut], 3 - cut}, out);
            assert_int_equal(n, known[i].len);
            same(hex_of(*state, out, n), known[i].hex);
        }
}

static void rc4_of_rfc_6229(void **state)
{
    uint8_t stream[16] = {0};
    th_rc4(TH_STR("\x01\x02\x03\x04\x05"), stream, sizeof stream);
    same(hex_of(*state, stream, sizeof stream), "b2396305f03dc027ccc3524a0a1118a8");
    uint8_t text[9] = "Plaintext";
    th_rc4(TH_STR("Key"), text, sizeof text);
    same(hex_of(*state, text, sizeof text), "bbf316e8d940af0ad3");
}

/* One block of FIPS 197 for each length of key, and two chained ones of SP 800-38A. */
static void aes_of_fips_197(void **state)
{
    static const char *const keys[] = {"000102030405060708090a0b0c0d0e0f",
                                       "000102030405060708090a0b0c0d0e0f1011121314151617",
                                       "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"};
    static const char *const ciphers[] = {"69c4e0d86a7b0430d8cdb78070b4c55a", "dda97ca4864cdfe06eaf70a0ec0d7191",
                                          "8ea2b7ca516745bfeafc49904b496089"};
    uint8_t key[32], data[32], iv[16];
    for (size_t i = 0; i < 3; i++) {
        size_t n = bytes_of_hex(keys[i], key);
        bytes_of_hex(ciphers[i], data);
        th_aes_decrypt((th_str){(const char *)key, n}, NULL, data, 16);
        same(hex_of(*state, data, 16), "00112233445566778899aabbccddeeff");
    }
    size_t n = bytes_of_hex("2b7e151628aed2a6abf7158809cf4f3c", key);
    bytes_of_hex("000102030405060708090a0b0c0d0e0f", iv);
    bytes_of_hex("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2", data);
    th_aes_decrypt((th_str){(const char *)key, n}, iv, data, 32);
    same(hex_of(*state, data, 32), "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    same(hex_of(*state, iv, 16), "000102030405060708090a0b0c0d0e0f"); /* the caller's is not changed */
    th_aes_decrypt((th_str){(const char *)key, 15}, iv, data, 32);    /* no such key: nothing is done */
    same(hex_of(*state, data, 4), "6bc1bee2");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sha256_of_fips_180),
        TEST(digests_of_two_parts),
        TEST(rc4_of_rfc_6229),
        TEST(aes_of_fips_197),
    };
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
