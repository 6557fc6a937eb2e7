/* The verifiers of each way in which Excel encrypts, tried with Excel's own password. */
#include "pack/password.h"

#include "base/digest.h"
#include "pack/xml.h"

#include <string.h>

#include "base/banned.h"

static const char password[] = "VelvetSweatshop";
#define WIDE_LENGTH (2 * sizeof password - 2)
enum { LENGTH = sizeof password - 1, SALT = 16, BLOCK = 16, MOST_SPINS = 1000000, STANDARD_SPINS = 50000 };
enum { XOR = 0, RC4 = 1 };

static uint32_t crypto_u16(th_str s, size_t at)
{
    return (uint32_t)(unsigned char)s.ptr[at] | (uint32_t)(unsigned char)s.ptr[at + 1] << 8;
}

static uint32_t crypto_u32(th_str s, size_t at)
{
    return crypto_u16(s, at) | crypto_u16(s, at + 2) << 16;
}

static th_str view(const uint8_t *bytes, size_t n)
{
    return (th_str){(const char *)bytes, n};
}

/* The password in UTF-16, as the digests take it. */
static th_str wide(uint8_t out[WIDE_LENGTH])
{
    for (size_t i = 0; i < LENGTH; i++) {
        out[2 * i] = (uint8_t)password[i];
        out[2 * i + 1] = 0;
    }
    return view(out, WIDE_LENGTH);
}

/* The verifier is all that XOR obfuscation keeps of a password (2.3.7.1). */
static uint32_t xor_verifier(void)
{
    uint32_t verifier = 0;
    for (size_t i = LENGTH; i-- > 0;)
        verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ (uint8_t)password[i];
    verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ LENGTH;
    return verifier ^ 0xCE4B;
}

/* Does the key decrypt the verifier and its digest, which are encrypted as one stream? */
static bool rc4_fits(th_str key, th_digest digest, th_str verifier, th_str hash)
{
    uint8_t both[BLOCK + TH_DIGEST_MOST], wanted[TH_DIGEST_MOST];
    memcpy(both, verifier.ptr, BLOCK);
    memcpy(both + BLOCK, hash.ptr, hash.len);
    th_rc4(key, both, BLOCK + hash.len);
    size_t n = th_digest_of(digest, view(both, BLOCK), (th_str){0}, wanted);
    return n == hash.len && memcmp(both + BLOCK, wanted, n) == 0;
}

/* RC4 with a key of 40 bits: salt, verifier and the MD5 of the verifier, 16 bytes each (2.3.6). */
static bool rc4_default(th_str s)
{
    enum { KEPT = 5, TIMES = 16, STEP = KEPT + SALT, BLOCK_NUMBER = 4 };
    uint8_t pw[WIDE_LENGTH], hash[TH_DIGEST_MOST], many[(size_t)TIMES * STEP], key[TH_DIGEST_MOST],
        block[BLOCK_NUMBER] = {0};
    if (s.len < (size_t)3 * SALT)
        return false;
    th_digest_of(TH_MD5, wide(pw), (th_str){0}, hash);
    for (size_t i = 0; i < TIMES; i++) {
        memcpy(many + i * STEP, hash, KEPT);
        memcpy(many + i * STEP + KEPT, s.ptr, SALT);
    }
    th_digest_of(TH_MD5, view(many, sizeof many), (th_str){0}, hash);
    size_t n = th_digest_of(TH_MD5, view(hash, KEPT), view(block, sizeof block), key);
    return rc4_fits(view(key, n), TH_MD5, th_str_sub(s, SALT, BLOCK), th_str_sub(s, (size_t)2 * SALT, SALT));
}

/* EncryptionHeader and EncryptionVerifier (2.3.2, 2.3.3). */
typedef struct crypto_header {
    uint32_t key_bits;
    th_str salt, verifier, hash;
} crypto_header;

static bool read_crypto(th_str s, crypto_header *crypto)
{
    enum { HEADER_LEAST = 32, HASH = 20 };
    if (s.len < 8)
        return false;
    size_t header = crypto_u32(s, 4), at = 8 + header;
    if (header < HEADER_LEAST || header > s.len - 8 || s.len - at < 4 + SALT + BLOCK + 4 + HASH ||
        crypto_u32(s, at) != SALT)
        return false;
    crypto->key_bits = crypto_u32(s, 8 + 16);
    crypto->salt = th_str_sub(s, at + 4, SALT);
    crypto->verifier = th_str_sub(s, at + 4 + SALT, BLOCK);
    crypto->hash = th_str_sub(s, at + 8 + SALT + BLOCK, s.len); /* 20 bytes; 32 where AES rounds them up */
    return true;
}

/* RC4 with SHA-1 (2.3.5.2). */
static bool rc4_crypto_default(th_str s)
{
    enum { HASH = 20, SHORT_KEY = 40, SHORT_KEY_ROOM = 16 };
    crypto_header crypto;
    uint8_t pw[WIDE_LENGTH], hash[TH_DIGEST_MOST], key[TH_DIGEST_MOST] = {0}, block[4] = {0};
    if (!read_crypto(s, &crypto))
        return false;
    if (crypto.key_bits == 0) /* not stated */
        crypto.key_bits = SHORT_KEY;
    if (crypto.key_bits < SHORT_KEY || crypto.key_bits > 128)
        return false;
    size_t n = th_digest_of(TH_SHA1, crypto.salt, wide(pw), hash), bytes = crypto.key_bits / 8;
    th_digest_of(TH_SHA1, view(hash, n), view(block, sizeof block), key);
    if (crypto.key_bits == SHORT_KEY) {
        memset(key + bytes, 0, SHORT_KEY_ROOM - bytes);
        bytes = SHORT_KEY_ROOM;
    }
    return rc4_fits(view(key, bytes), TH_SHA1, crypto.verifier, th_str_sub(crypto.hash, 0, HASH));
}

bool th_password_default_biff(th_str record, int version)
{
    if (version < 8)
        return record.len >= 4 && crypto_u16(record, 2) == xor_verifier();
    if (record.len < 6)
        return false;
    if (crypto_u16(record, 0) == XOR)
        return crypto_u16(record, 4) == xor_verifier();
    th_str rest = th_str_sub(record, 6, record.len);
    return crypto_u16(record, 0) == RC4 && (crypto_u16(record, 2) == 1 ? rc4_default(rest) : rc4_crypto_default(rest));
}

/* Each round digests its number and the result of the round before. */
static size_t spin(th_digest digest, th_str salt, uint32_t times, uint8_t hash[TH_DIGEST_MOST])
{
    uint8_t pw[WIDE_LENGTH], number[4];
    size_t n = th_digest_of(digest, salt, wide(pw), hash);
    for (uint32_t i = 0; i < times; i++) {
        for (size_t k = 0; k < sizeof number; k++)
            number[k] = (uint8_t)(i >> 8 * k);
        th_digest_of(digest, view(number, sizeof number), view(hash, n), hash);
    }
    return n;
}

/* AES with SHA-1 (2.3.4.7, 2.3.4.9). */
static bool standard_default(th_str s)
{
    enum { PAD = 64, INNER = 0x36, OUTER = 0x5C, STORED_HASH = 32, HASH = 20 };
    crypto_header crypto;
    uint8_t hash[TH_DIGEST_MOST], block[4] = {0}, pad[PAD], key[2 * TH_DIGEST_MOST], data[BLOCK + STORED_HASH];
    if (!read_crypto(s, &crypto) || crypto.hash.len < STORED_HASH ||
        (crypto.key_bits != 128 && crypto.key_bits != 192 && crypto.key_bits != 256))
        return false;
    size_t n = spin(TH_SHA1, crypto.salt, STANDARD_SPINS, hash);
    th_digest_of(TH_SHA1, view(hash, n), view(block, sizeof block), hash);
    for (size_t half = 0; half < 2; half++) {
        memset(pad, half ? OUTER : INNER, sizeof pad);
        for (size_t i = 0; i < n; i++)
            pad[i] ^= hash[i];
        th_digest_of(TH_SHA1, view(pad, sizeof pad), (th_str){0}, key + half * HASH);
    }
    memcpy(data, crypto.verifier.ptr, BLOCK);
    memcpy(data + BLOCK, crypto.hash.ptr, STORED_HASH);
    th_aes_decrypt(view(key, crypto.key_bits / 8), NULL, data, sizeof data);
    th_digest_of(TH_SHA1, view(data, BLOCK), (th_str){0}, hash);
    return memcmp(hash, data + BLOCK, HASH) == 0;
}

/* ---- agile encryption, described in XML (2.3.4.10 to 2.3.4.13) ---- */

typedef struct agile_key {
    th_arena *arena;
    long spins, key_bits, block;
    th_digest digest;
    bool known, found;
    th_str salt, input, value; /* decoded */
} agile_key;

static th_str base64(th_arena *arena, th_str s)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    th_buf out;
    uint32_t bits = 0;
    unsigned n = 0;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++) {
        const char *at = memchr(letters, s.ptr[i], sizeof letters - 1);
        if (!at)
            continue; /* padding, white space */
        bits = bits << 6 | (uint32_t)(at - letters);
        n += 6;
        if (n >= 8) {
            n -= 8;
            th_buf_byte(&out, (char)(bits >> n & 0xFF));
        }
    }
    return th_buf_str(&out);
}

static bool encrypted_key_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        th_digest digest;
    } digests[] = {{"SHA1", TH_SHA1}, {"SHA256", TH_SHA256}, {"SHA384", TH_SHA384}, {"SHA512", TH_SHA512}};
    agile_key *agile = ctx;
    if (!th_str_eq(name, TH_STR("encryptedKey")))
        return true;
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
        if (th_str_eq(th_xml_attr_get(attrs, n, "hashAlgorithm"), th_str_of(digests[i].name))) {
            agile->digest = digests[i].digest;
            agile->known = true;
        }
    agile->found = th_str_to_long(th_xml_attr_get(attrs, n, "spinCount"), &agile->spins) &&
                   th_str_to_long(th_xml_attr_get(attrs, n, "keyBits"), &agile->key_bits) &&
                   th_str_to_long(th_xml_attr_get(attrs, n, "blockSize"), &agile->block);
    agile->salt = base64(agile->arena, th_xml_attr_get(attrs, n, "saltValue"));
    agile->input = base64(agile->arena, th_xml_attr_get(attrs, n, "encryptedVerifierHashInput"));
    agile->value = base64(agile->arena, th_xml_attr_get(attrs, n, "encryptedVerifierHashValue"));
    return true;
}

static bool ignore_key_end(void *ctx, th_str name)
{
    (void)ctx;
    (void)name;
    return true;
}

static bool ignore_key_text(void *ctx, th_str s)
{
    (void)ctx;
    (void)s;
    return true;
}

/* Decrypts `data` with the key that the spun password gives for one purpose. */
static void open_with(const agile_key *agile, th_str spun, const uint8_t purpose[8], uint8_t *data, size_t n)
{
    uint8_t key[TH_DIGEST_MOST];
    memset(key, 0x36, sizeof key);
    th_digest_of(agile->digest, spun, view(purpose, 8), key);
    th_aes_decrypt(view(key, (size_t)agile->key_bits / 8), (const uint8_t *)agile->salt.ptr, data, n);
}

static bool agile_default(th_arena *arena, const th_limits *limits, th_str xml)
{
    static const uint8_t to_input[] = {0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79},
                         to_value[] = {0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E};
    agile_key agile = {.arena = arena};
    const th_xml_handler handler = {
        .ctx = &agile, .start = encrypted_key_start, .end = ignore_key_end, .text = ignore_key_text};
    th_xml *scanner = th_xml_new(arena, limits, &handler);
    if (!th_xml_feed(scanner, xml.ptr, xml.len) || th_xml_end(scanner) != TH_OK || !agile.found || !agile.known)
        return false;
    uint8_t spun[TH_DIGEST_MOST], input[BLOCK], value[TH_DIGEST_MOST], wanted[TH_DIGEST_MOST];
    if (agile.spins < 0 || agile.spins > MOST_SPINS || agile.block != BLOCK || agile.salt.len != SALT ||
        agile.input.len != BLOCK || (agile.key_bits != 128 && agile.key_bits != 192 && agile.key_bits != 256))
        return false;
    size_t n = spin(agile.digest, agile.salt, (uint32_t)agile.spins, spun);
    if (agile.value.len < n || agile.value.len > sizeof value || agile.value.len % BLOCK)
        return false;
    memcpy(input, agile.input.ptr, sizeof input);
    memcpy(value, agile.value.ptr, agile.value.len);
    open_with(&agile, view(spun, n), to_input, input, sizeof input);
    open_with(&agile, view(spun, n), to_value, value, agile.value.len);
    th_digest_of(agile.digest, view(input, sizeof input), (th_str){0}, wanted);
    return memcmp(value, wanted, n) == 0;
}

bool th_password_default_ooxml(th_arena *arena, const th_limits *limits, th_str info)
{
    if (info.len < 8)
        return false;
    uint32_t major = crypto_u16(info, 0), minor = crypto_u16(info, 2);
    if (major == 4 && minor == 4)
        return agile_default(arena, limits, th_str_sub(info, 8, info.len));
    return major >= 2 && major <= 4 && minor == 2 && standard_default(th_str_sub(info, 4, info.len));
}
