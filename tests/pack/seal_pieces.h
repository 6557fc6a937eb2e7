/* What the tests of seals share: bytes written as hexadecimal digits, the header of CryptoAPI, and opening.
 *
 * The answers that the tests know (verifiers, keys, ciphertexts) were made with tests/sealed.py, which shares no code
 * with the program: digests of Python, ciphers of python3-cryptography.  tests/cli/sealed_test.py holds what it makes
 * against msoffcrypto. */
#ifndef TESTS_PACK_SEAL_PIECES_H
#define TESTS_PACK_SEAL_PIECES_H

#include "cfb_builder.h"

#include "base/ascii.h"
#include "base/digest.h"
#include "base/limits.h"
#include "pack/unlock.h"

/* Bytes 0 to 15 are the salt of all these locks. */
#define SEAL_SALT "000102030405060708090A0B0C0D0E0F"

static inline void put_hex(bytes *to, const char *digits)
{
    for (size_t i = 0; digits[i] && digits[i + 1]; i += 2)
        put1(to, (unsigned)(th_hex_value(digits[i]) << 4 | th_hex_value(digits[i + 1])));
}

/* EncryptionHeader and EncryptionVerifier ([MS-OFFCRYPTO] 2.3.2, 2.3.3); what is left 0 is as it should be. */
typedef struct crypto_pieces {
    uint32_t bits;
    const char *verifier, *hash; /* encrypted, hexadecimal */
    uint32_t less_header;        /* bytes that are missing in the header */
    uint32_t more_salt;          /* added to the size of the salt */
} crypto_pieces;

static inline void put_crypto_header(bytes *to, const crypto_pieces *pieces)
{
    enum { FIELDS = 32, SALT = 16, SHA1 = 20, NAME = 'X' };
    const uint32_t fields[] = {0x24, 0, 0x660E, 0x8004, pieces->bits, 24, 0, 0};
    bytes header = {0};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        put4(&header, fields[i]);
    if (!pieces->less_header) {
        put2(&header, NAME); /* of the provider, with its NUL */
        put2(&header, 0);
    }
    header.n -= pieces->less_header;
    put4(to, 0x24);
    put4(to, (uint32_t)header.n);
    put_padded(to, &header, 1);
    put4(to, SALT + pieces->more_salt);
    put_hex(to, SEAL_SALT);
    put_hex(to, pieces->verifier);
    put4(to, SHA1);
    put_hex(to, pieces->hash);
    free(header.at);
}

/* Opens with Excel's own password and, unless it is NULL, with `password`. */
static inline th_unlocking open_with(th_arena *arena, const char *password, th_str sealed, th_unlocked *out)
{
    th_limits limits = th_limits_default;
    th_password line = {.of_any = th_str_of(password ? password : "")};
    th_passwords passwords = {&line, 1};
    if (password)
        limits.passwords = &passwords;
    return th_unlock(arena, &limits, sealed, TH_STR("a"), out);
}

#endif
