/* What the ways in which Office encrypts have in common ([MS-OFFCRYPTO]): passwords in UTF-16, numbers, the header and
 * the verifier of CryptoAPI, a password that is spun. */
#ifndef TH_PACK_OFFICE_CRYPTO_H
#define TH_PACK_OFFICE_CRYPTO_H

#include "base/digest.h"

enum { TH_CRYPTO_SALT = 16, TH_CRYPTO_BLOCK = 16, TH_CRYPTO_SHA1 = 20 };

/* Little-endian; the bytes must be there. */
uint32_t th_crypto_u16(th_str bytes, size_t at);
uint32_t th_crypto_u32(th_str bytes, size_t at);
th_str th_crypto_view(const uint8_t *bytes, size_t n);
/* A number of four bytes, as digests take it. */
typedef struct th_crypto_number {
    uint8_t bytes[4];
} th_crypto_number;
th_crypto_number th_crypto_number_of(uint32_t value);

th_str th_crypto_wide(th_arena *arena, th_str password); /* UTF-16, little-endian */

/* EncryptionHeader and EncryptionVerifier (2.3.2, 2.3.3); views of what was read. */
typedef struct th_crypto_header {
    uint32_t key_bits;
    th_str salt, verifier; /* 16 bytes each */
    th_str hash;           /* at least 20 bytes; 32 where AES rounds them up */
} th_crypto_header;
bool th_crypto_header_read(th_str bytes, th_crypto_header *header);

/* The digest of salt and password, and then, `times` times, of the number of the round and the digest before.  Returns
 * its bytes. */
typedef struct th_crypto_spinning {
    th_digest digest;
    th_str salt, wide;
    uint32_t times;
} th_crypto_spinning;
size_t th_crypto_spin(const th_crypto_spinning *spinning, uint8_t hash[TH_DIGEST_MOST]);

#endif
