/* Digests and ciphers: the home of nettle. */
#ifndef TH_BASE_DIGEST_H
#define TH_BASE_DIGEST_H

#include "base/str.h"

#include <stdint.h>

th_str th_sha256(th_arena *arena, th_str bytes); /* in hexadecimal digits */

/* SHA-256 of bytes that come piece by piece. */
typedef struct th_hashing th_hashing;
th_hashing *th_hashing_new(th_arena *arena);
void th_hashing_add(th_hashing *hashing, th_str bytes);
th_str th_hashing_end(th_hashing *hashing, th_arena *arena); /* and from the beginning again */

typedef enum th_digest { TH_MD5 = 0, TH_SHA1, TH_SHA256, TH_SHA384, TH_SHA512 } th_digest;
enum { TH_DIGEST_MOST = 64 };

/* The digest of `a` followed by `b`, in bytes; returns how many. */
size_t th_digest_of(th_digest digest, th_str a, th_str b, uint8_t out[TH_DIGEST_MOST]);

/* The keyed digest of `bytes` (RFC 2104); returns how many bytes. */
size_t th_hmac(th_digest digest, th_str key, th_str bytes, uint8_t out[TH_DIGEST_MOST]);

/* A password that is spun: PBKDF2 over HMAC-SHA1 (RFC 8018).  Fills `out`, whose pointer and length say how much. */
typedef struct th_spun {
    uint8_t *at;
    size_t n; /* bytes */
} th_spun;
void th_pbkdf2_sha1(th_str password, th_str salt, uint32_t rounds, th_spun out);

/* Encrypts or decrypts in place by RC4; `key` has 5 to 16 bytes. */
void th_rc4(th_str key, uint8_t *data, size_t n);

/* Decrypts in place by AES.  `key` has 16, 24 or 32 bytes, and `n` is a multiple of 16.  `iv` is 16 bytes for CBC,
 * or NULL for ECB. */
void th_aes_decrypt(th_str key, const uint8_t *iv, uint8_t *data, size_t n);

/* Decrypts in place by Blowfish in CFB of 64 bits, which takes any number of bytes; `iv` is 8 bytes, and `key` has 8 to
 * 56. */
void th_blowfish_decrypt(th_str key, const uint8_t *iv, uint8_t *data, size_t n);

#endif
