/* Excel's own password is known in each way of encrypting, and no other one is; a record that lies or is cut says
 * no. */
#include "pack/password.h"

#include "password_vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static th_str bytes_of(th_arena *arena, const char *hex)
{
    size_t n = strlen(hex) / 2;
    char *bytes = th_arena_alloc(arena, n + 1);
    for (size_t i = 0; i < n; i++) {
        unsigned value = 0;
        sscanf(hex + 2 * i, "%2x", &value);
        bytes[i] = (char)value;
    }
    return (th_str){bytes, n};
}

static bool is_default(th_arena *arena, int biff, th_str bytes)
{
    return biff ? th_password_default_biff(bytes, biff) : th_password_default_ooxml(arena, &th_limits_default, bytes);
}

static void the_password_is_known(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < VECTORS; i++)
        if (is_default(arena, vectors[i].biff, bytes_of(arena, vectors[i].hex)) != vectors[i].own)
            fail_msg("%s", vectors[i].what);
    th_arena_free(arena);
}

/* XOR in FILEPASS of BIFF2 to BIFF5 is key and verifier alone; 0x9A0A is what Excel writes for this password. */
static void xor_of_old_versions(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        int version;
        bool own;
    } rows[] = {
        {"b3590a9a", 5, true},  {"00000a9a", 2, true},      {"b3590b9a", 5, false},     {"b3590a9b", 5, false},
        {"b3590a", 5, false},   {"0000b3590a9a", 8, true},  {"0000b3590a99", 8, false}, {"0000b3590a", 8, false},
        {"", 8, false},         {"0100b3590a9a", 8, false}, {"0200b3590a9a", 8, false}, {"b3590a9a", 7, true},
        {"b3590a9a", 8, false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_password_default_biff(bytes_of(arena, rows[i].hex), rows[i].version) != rows[i].own)
            fail_msg("row %zu", i);
    th_arena_free(arena);
}

/* Wherever a record is cut, it is no longer sure; with more behind it, it is what it was. */
static void records_cut_anywhere(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < VECTORS; i++) {
        if (!vectors[i].own || vectors[i].biff == 0) /* the streams of packages take a while, see below */
            continue;
        th_str whole = bytes_of(arena, vectors[i].hex);
        for (size_t n = 0; n < whole.len; n++) {
            th_str cut = th_str_copy(arena, th_str_sub(whole, 0, n)); /* its end is the end of its memory */
            if (is_default(arena, vectors[i].biff, cut))
                fail_msg("%s, %zu bytes", vectors[i].what, n);
        }
        th_buf longer;
        th_buf_init(&longer, arena);
        th_buf_add(&longer, whole);
        th_buf_byte(&longer, 'x');
        assert_true(is_default(arena, vectors[i].biff, th_buf_str(&longer)));
    }
    th_arena_free(arena);
}

/* One bit of salt, verifier or digest changed: another password, or damage. */
static void one_bit_is_enough(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 1; i < VECTORS; i++) {
        if (!vectors[i].own || !vectors[i].biff)
            continue;
        th_str whole = bytes_of(arena, vectors[i].hex);
        bool plain = whole.len == 6 + 3 * 16; /* RC4 of 40 bits: salt, verifier and digest are all there is */
        size_t sizes = whole.len - 20 - 4;    /* of the digest: not read, for there is one only */
        for (size_t at = plain ? 6 : whole.len - 20 - 4 - 16 - 16; at < whole.len; at++) {
            if (!plain && at >= sizes && at < sizes + 4)
                continue;
            char *bytes = th_str_cstr(arena, whole);
            bytes[at] ^= 1;
            if (is_default(arena, vectors[i].biff, (th_str){bytes, whole.len}))
                fail_msg("%s, byte %zu", vectors[i].what, at);
        }
    }
    th_arena_free(arena);
}

/* A field of EncryptionInfo replaced by another of the same length. */
static void streams_that_lie(void **state)
{
    (void)state;
    static const struct {
        const char *what, *from, *to;
    } rows[] = {
        {"agile, SHA512, AES-256", "spinCount=\"7\"", "spinCount=\"8\""},
        {"agile, SHA512, AES-256", "spinCount=\"7\"", "spinCount=\"x\""},
        {"agile, SHA512, AES-256", "spinCount=\"7\"", "spinCount=\"-\""},
        {"agile, SHA512, AES-256", "blockSize=\"16\"", "blockSize=\"17\""},
        {"agile, SHA512, AES-256", "keyBits=\"256\"", "keyBits=\"255\""},
        {"agile, SHA512, AES-256", "keyBits=\"256\"", "keyBits=\"128\""},
        {"agile, SHA512, AES-256", "keyBits=\"256\"", "keyBots=\"256\""},
        {"agile, SHA512, AES-256", "\"SHA512\"", "\"SHA513\""},
        {"agile, SHA512, AES-256", "\"SHA512\"", "\"SHA384\""},
        {"agile, SHA512, AES-256", "encryptedKey ", "encryptedKay "},
        {"agile, SHA512, AES-256", "</encryption>", "</encryptiom>"},
        {"agile, SHA512, AES-256", "saltValue=\"AA", "saltValue=\"BA"},
        {"agile, SHA512, AES-256", "saltValue=\"AAEC", "saltValue=\"===="},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < VECTORS; k++) {
            if (strcmp(vectors[k].what, rows[i].what) != 0)
                continue;
            char *bytes = th_str_cstr(arena, bytes_of(arena, vectors[k].hex));
            size_t n = strlen(vectors[k].hex) / 2, at = th_str_find((th_str){bytes, n}, th_str_of(rows[i].from), 0);
            assert_true(at != SIZE_MAX && strlen(rows[i].from) == strlen(rows[i].to));
            memcpy(bytes + at, rows[i].to, strlen(rows[i].to));
            if (is_default(arena, 0, (th_str){bytes, n}))
                fail_msg("%s", rows[i].to);
        }
    th_arena_free(arena);
}

/* Versions 2.2, 3.2 and 4.2 are standard encryption, 4.4 is agile; nothing else is known. */
static void versions_of_streams(void **state)
{
    (void)state;
    static const struct {
        const char *what, *version;
        bool own;
    } rows[] = {
        {"standard, AES-128", "02000200", true},       {"standard, AES-128", "03000200", true},
        {"standard, AES-128", "04000200", true},       {"standard, AES-128", "01000200", false},
        {"standard, AES-128", "05000200", false},      {"standard, AES-128", "03000300", false},
        {"standard, AES-128", "03000400", false},      {"agile, SHA512, AES-256", "04000400", true},
        {"agile, SHA512, AES-256", "03000400", false}, {"agile, SHA512, AES-256", "04000200", false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < VECTORS; k++) {
            if (strcmp(vectors[k].what, rows[i].what) != 0)
                continue;
            th_str whole = bytes_of(arena, vectors[k].hex), version = bytes_of(arena, rows[i].version);
            char *bytes = th_str_cstr(arena, whole);
            memcpy(bytes, version.ptr, version.len);
            if (is_default(arena, 0, (th_str){bytes, whole.len}) != rows[i].own)
                fail_msg("%s as %s", rows[i].what, rows[i].version);
        }
    for (size_t n = 0; n < 8; n++)
        assert_false(th_password_default_ooxml(arena, &th_limits_default, (th_str){"\4\0\4\0\x40\0\0\0", n}));
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_password_is_known), cmocka_unit_test(xor_of_old_versions),
        cmocka_unit_test(records_cut_anywhere),  cmocka_unit_test(one_bit_is_enough),
        cmocka_unit_test(streams_that_lie),      cmocka_unit_test(versions_of_streams),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
