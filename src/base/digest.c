/* Digests and ciphers, by nettle. */
#include "base/digest.h"

#include <nettle/aes.h>
#include <nettle/arcfour.h>
#include <nettle/blowfish.h>
#include <nettle/cbc.h>
#include <nettle/cfb.h>
#include <nettle/hmac.h>
#include <nettle/md5.h>
#include <nettle/pbkdf2.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

#include "base/banned.h"

static const uint8_t *bytes_of(th_str s)
{
    return (const uint8_t *)(s.len ? s.ptr : "");
}

static th_str in_hexadecimal(th_arena *arena, const uint8_t *digest, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    char *out = th_arena_alloc(arena, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 0xf];
    }
    return (th_str){out, 2 * n};
}

th_str th_sha256(th_arena *arena, th_str bytes)
{
    uint8_t digest[TH_DIGEST_MOST];
    return in_hexadecimal(arena, digest, th_digest_of(TH_SHA256, bytes, (th_str){0}, digest));
}

struct th_hashing {
    struct sha256_ctx ctx;
};

th_hashing *th_hashing_new(th_arena *arena)
{
    th_hashing *hashing = th_arena_alloc(arena, sizeof *hashing);
    sha256_init(&hashing->ctx);
    return hashing;
}

void th_hashing_add(th_hashing *hashing, th_str bytes)
{
    sha256_update(&hashing->ctx, bytes.len, bytes_of(bytes));
}

th_str th_hashing_end(th_hashing *hashing, th_arena *arena)
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hashing->ctx, sizeof digest, digest);
    return in_hexadecimal(arena, digest, sizeof digest);
}

#define DIGEST(name, size)                                                                                             \
    {                                                                                                                  \
        struct name##_ctx ctx;                                                                                         \
        name##_init(&ctx);                                                                                             \
        name##_update(&ctx, a.len, bytes_of(a));                                                                       \
        name##_update(&ctx, b.len, bytes_of(b));                                                                       \
        name##_digest(&ctx, (size), out);                                                                              \
        return (size);                                                                                                 \
    }

size_t th_digest_of(th_digest digest, th_str a, th_str b, uint8_t out[TH_DIGEST_MOST])
{
    switch (digest) {
    case TH_MD5: DIGEST(md5, MD5_DIGEST_SIZE)
    case TH_SHA1: DIGEST(sha1, SHA1_DIGEST_SIZE)
    case TH_SHA384: DIGEST(sha384, SHA384_DIGEST_SIZE)
    case TH_SHA512: DIGEST(sha512, SHA512_DIGEST_SIZE)
    case TH_SHA256:
    default: DIGEST(sha256, SHA256_DIGEST_SIZE)
    }
}

#define HMAC(name, size)                                                                                               \
    {                                                                                                                  \
        struct hmac_##name##_ctx ctx;                                                                                  \
        hmac_##name##_set_key(&ctx, key.len, bytes_of(key));                                                           \
        hmac_##name##_update(&ctx, bytes.len, bytes_of(bytes));                                                        \
        hmac_##name##_digest(&ctx, (size), out);                                                                       \
        return (size);                                                                                                 \
    }

size_t th_hmac(th_digest digest, th_str key, th_str bytes, uint8_t out[TH_DIGEST_MOST])
{
    switch (digest) {
    case TH_MD5: HMAC(md5, MD5_DIGEST_SIZE)
    case TH_SHA1: HMAC(sha1, SHA1_DIGEST_SIZE)
    case TH_SHA384: HMAC(sha384, SHA384_DIGEST_SIZE)
    case TH_SHA512: HMAC(sha512, SHA512_DIGEST_SIZE)
    case TH_SHA256:
    default: HMAC(sha256, SHA256_DIGEST_SIZE)
    }
}

void th_pbkdf2_sha1(th_str password, th_str salt, uint32_t rounds, th_spun out)
{
    pbkdf2_hmac_sha1(password.len, bytes_of(password), rounds, salt.len, bytes_of(salt), out.n, out.at);
}

void th_rc4(th_str key, uint8_t *data, size_t n)
{
    struct arcfour_ctx ctx;
    arcfour_set_key(&ctx, key.len, bytes_of(key));
    arcfour_crypt(&ctx, n, data, data);
}

#define DECRYPT(bits)                                                                                                  \
    {                                                                                                                  \
        struct aes##bits##_ctx ctx;                                                                                    \
        aes##bits##_set_decrypt_key(&ctx, bytes_of(key));                                                              \
        if (iv)                                                                                                        \
            cbc_decrypt(&ctx, (nettle_cipher_func *)aes##bits##_decrypt, AES_BLOCK_SIZE, chain, n, data, data);        \
        else                                                                                                           \
            aes##bits##_decrypt(&ctx, n, data, data);                                                                  \
    }

void th_aes_decrypt(th_str key, const uint8_t *iv, uint8_t *data, size_t n)
{
    uint8_t chain[AES_BLOCK_SIZE] = {0};
    if (iv)
        memcpy(chain, iv, sizeof chain);
    if (key.len == 16)
        DECRYPT(128)
    else if (key.len == 24)
        DECRYPT(192)
    else if (key.len == 32)
        DECRYPT(256)
}

void th_blowfish_decrypt(th_str key, const uint8_t *iv, uint8_t *data, size_t n)
{
    struct blowfish_ctx ctx;
    uint8_t chain[BLOWFISH_BLOCK_SIZE];
    memcpy(chain, iv, sizeof chain);
    blowfish_set_key(&ctx, key.len, bytes_of(key)); /* a weak key decrypts as any other */
    cfb_decrypt(&ctx, (nettle_cipher_func *)blowfish_encrypt, BLOWFISH_BLOCK_SIZE, chain, n, data, data);
}
