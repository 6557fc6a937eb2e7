/* Encrypted packages of Office: EncryptionInfo says how, EncryptedPackage is the package ([MS-OFFCRYPTO] 2.3.4). */
#include "pack/seals.h"

#include "pack/base64.h"
#include "pack/office_crypto.h"
#include "pack/xml.h"

#include <string.h>

#include "base/banned.h"

enum { BLOCK = TH_CRYPTO_BLOCK, STANDARD_SPINS = 50000, KEY_MOST = 32, SIZE_FIELD = 8 };

/* ---- the package ---- */

typedef struct locked_package {
    th_str stream; /* EncryptedPackage, with the field of its size */
    size_t size;   /* of the package in the plain */
} locked_package;

static uint64_t u64_of(th_str bytes)
{
    return (uint64_t)th_crypto_u32(bytes, 0) | (uint64_t)th_crypto_u32(bytes, 4) << 32;
}

static size_t whole_blocks(size_t n)
{
    return (n + BLOCK - 1) / BLOCK * BLOCK;
}

/* The ciphertext, as bytes of our own: as many blocks as the package takes. */
static uint8_t *take_ciphertext(th_arena *arena, const locked_package *package)
{
    size_t n = whole_blocks(package->size);
    uint8_t *data = th_arena_alloc(arena, n);
    memcpy(data, package->stream.ptr + SIZE_FIELD, n);
    return data;
}

static bool is_key_length(size_t bits)
{
    return bits == 128 || bits == 192 || bits == 256;
}

/* ---- standard encryption: AES in ECB, SHA-1 (2.3.4.5 to 2.3.4.9) ---- */

typedef struct standard_lock {
    th_arena *arena;
    th_crypto_header header;
    uint8_t key[2 * TH_CRYPTO_SHA1];
} standard_lock;

static bool standard_fits(void *ctx, th_str password)
{
    enum { PAD = 64, INNER = 0x36, OUTER = 0x5C, STORED_HASH = 32 };
    standard_lock *lock = ctx;
    uint8_t hash[TH_DIGEST_MOST], pad[PAD], half[TH_DIGEST_MOST], data[BLOCK + STORED_HASH];
    const th_crypto_spinning spinning = {TH_SHA1, lock->header.salt, th_crypto_wide(lock->arena, password),
                                         STANDARD_SPINS};
    const th_crypto_number first = th_crypto_number_of(0);
    size_t n = th_crypto_spin(&spinning, hash);
    th_digest_of(TH_SHA1, th_crypto_view(hash, n), th_crypto_view(first.bytes, sizeof first.bytes), hash);
    for (size_t side = 0; side < 2; side++) {
        memset(pad, side ? OUTER : INNER, sizeof pad);
        for (size_t i = 0; i < n; i++)
            pad[i] ^= hash[i];
        th_digest_of(TH_SHA1, th_crypto_view(pad, sizeof pad), (th_str){0}, half);
        memcpy(lock->key + side * TH_CRYPTO_SHA1, half, TH_CRYPTO_SHA1);
    }
    memcpy(data, lock->header.verifier.ptr, BLOCK);
    memcpy(data + BLOCK, lock->header.hash.ptr, STORED_HASH);
    th_aes_decrypt(th_crypto_view(lock->key, lock->header.key_bits / 8), NULL, data, sizeof data);
    th_digest_of(TH_SHA1, th_crypto_view(data, BLOCK), (th_str){0}, hash);
    return memcmp(hash, data + BLOCK, TH_CRYPTO_SHA1) == 0;
}

static th_unlocking open_standard(th_keyring *ring, th_str info, const locked_package *package, th_unlocked *out)
{
    enum { STORED_HASH = 32 };
    standard_lock lock = {.arena = ring->arena};
    if (!th_crypto_header_read(info, &lock.header) || lock.header.hash.len < STORED_HASH)
        return th_seal_damaged(out, "phần mô tả mã hóa bị hỏng", "the description of its encryption is damaged");
    if (!is_key_length(lock.header.key_bits))
        return th_seal_unknown(out);
    if (!th_keyring_try(ring, STANDARD_SPINS, standard_fits, &lock))
        return th_seal_holds(ring, out);
    uint8_t *data = take_ciphertext(ring->arena, package);
    th_aes_decrypt(th_crypto_view(lock.key, lock.header.key_bits / 8), NULL, data, whole_blocks(package->size));
    return th_seal_opened(ring, th_crypto_view(data, package->size), out);
}

/* ---- agile encryption, described in XML (2.3.4.10 to 2.3.4.15) ---- */

/* What an element says of a cipher: <keyData> of the package, <encryptedKey> of a password. */
typedef struct agile_cipher {
    bool there, known; /* known: we can compute it */
    th_digest digest;
    size_t digest_bytes;
    long key_bits, spins;
    th_str salt;
} agile_cipher;

typedef struct agile_lock {
    th_arena *arena;
    agile_cipher package, password;
    th_str verifier, verifier_hash, key_value; /* encrypted; decoded from base64 */
    th_str hmac_key, hmac_value;               /* likewise; "": the package has no keyed digest */
    uint8_t key[KEY_MOST];                     /* of the package */
} agile_lock;

static bool is_digest(th_str name, agile_cipher *cipher)
{
    static const struct {
        const char *name, *with_dash;
        th_digest digest;
        size_t bytes;
    } digests[] = {{"MD5", "MD-5", TH_MD5, 16},
                   {"SHA1", "SHA-1", TH_SHA1, 20},
                   {"SHA256", "SHA-256", TH_SHA256, 32},
                   {"SHA384", "SHA-384", TH_SHA384, 48},
                   {"SHA512", "SHA-512", TH_SHA512, 64}};
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
        if (th_str_eq(name, th_str_of(digests[i].name)) || th_str_eq(name, th_str_of(digests[i].with_dash))) {
            cipher->digest = digests[i].digest;
            cipher->digest_bytes = digests[i].bytes;
            return true;
        }
    return false;
}

static void take_cipher(th_arena *arena, const th_xml_attr *attrs, size_t n, agile_cipher *cipher)
{
    long block = 0;
    th_str chaining = th_xml_attr_get(attrs, n, "cipherChaining"), name = th_xml_attr_get(attrs, n, "cipherAlgorithm");
    cipher->there = true;
    cipher->known = is_digest(th_xml_attr_get(attrs, n, "hashAlgorithm"), cipher) &&
                    th_str_to_long(th_xml_attr_get(attrs, n, "keyBits"), &cipher->key_bits) && cipher->key_bits > 0 &&
                    is_key_length((size_t)cipher->key_bits) &&
                    th_str_to_long(th_xml_attr_get(attrs, n, "blockSize"), &block) && block == BLOCK &&
                    (!name.len || th_str_eq(name, TH_STR("AES"))) &&
                    (!chaining.len || th_str_eq(chaining, TH_STR("ChainingModeCBC")));
    cipher->salt = th_base64_decode(arena, th_xml_attr_get(attrs, n, "saltValue"));
}

/* Beside a password there may be certificates, whose keys are not spun. */
static bool agile_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    agile_lock *lock = ctx;
    if (th_str_eq(name, TH_STR("keyData")) && !lock->package.there)
        take_cipher(lock->arena, attrs, n, &lock->package);
    if (th_str_eq(name, TH_STR("dataIntegrity"))) {
        lock->hmac_key = th_base64_decode(lock->arena, th_xml_attr_get(attrs, n, "encryptedHmacKey"));
        lock->hmac_value = th_base64_decode(lock->arena, th_xml_attr_get(attrs, n, "encryptedHmacValue"));
    }
    th_str spins = th_xml_attr_get(attrs, n, "spinCount");
    if (!th_str_eq(name, TH_STR("encryptedKey")) || !spins.len || lock->password.there)
        return true;
    take_cipher(lock->arena, attrs, n, &lock->password);
    lock->password.known = th_str_to_long(spins, &lock->password.spins) && lock->password.known;
    lock->verifier = th_base64_decode(lock->arena, th_xml_attr_get(attrs, n, "encryptedVerifierHashInput"));
    lock->verifier_hash = th_base64_decode(lock->arena, th_xml_attr_get(attrs, n, "encryptedVerifierHashValue"));
    lock->key_value = th_base64_decode(lock->arena, th_xml_attr_get(attrs, n, "encryptedKeyValue"));
    return true;
}

static bool agile_ignores(void *ctx, th_str what)
{
    (void)ctx;
    (void)what;
    return true;
}

/* An initialisation vector, or a key: the first bytes of `from`, filled up (2.3.4.11, 2.3.4.12). */
static void fitted_to(uint8_t *out, size_t n, th_str from)
{
    enum { FILLED_WITH = 0x36 };
    memset(out, FILLED_WITH, n);
    memcpy(out, from.ptr, from.len < n ? from.len : n);
}

/* What is encrypted with a password's key, for one purpose. */
typedef struct agile_secret {
    th_str spun, value;
    const char *purpose; /* eight bytes */
} agile_secret;

static void open_secret(const agile_lock *lock, const agile_secret *secret, uint8_t *out)
{
    uint8_t key[TH_DIGEST_MOST], vector[BLOCK];
    const agile_cipher *cipher = &lock->password;
    size_t n = th_digest_of(cipher->digest, secret->spun, (th_str){secret->purpose, 8}, key);
    memset(key + n, 0x36, sizeof key - n);
    fitted_to(vector, sizeof vector, cipher->salt);
    memcpy(out, secret->value.ptr, secret->value.len);
    th_aes_decrypt(th_crypto_view(key, (size_t)cipher->key_bits / 8), vector, out, secret->value.len);
}

static bool agile_fits(void *ctx, th_str password)
{
    agile_lock *lock = ctx;
    uint8_t spun[TH_DIGEST_MOST], input[TH_DIGEST_MOST], hash[TH_DIGEST_MOST], wanted[TH_DIGEST_MOST];
    const agile_cipher *cipher = &lock->password;
    const th_crypto_spinning spinning = {cipher->digest, cipher->salt, th_crypto_wide(lock->arena, password),
                                         (uint32_t)cipher->spins};
    const th_str key = {(const char *)spun, th_crypto_spin(&spinning, spun)};
    open_secret(lock, &(agile_secret){key, lock->verifier, "\xFE\xA7\xD2\x76\x3B\x4B\x9E\x79"}, input);
    open_secret(lock, &(agile_secret){key, lock->verifier_hash, "\xD7\xAA\x0F\x6D\x30\x61\x34\x4E"}, hash);
    size_t salt = cipher->salt.len < lock->verifier.len ? cipher->salt.len : lock->verifier.len;
    size_t n = th_digest_of(cipher->digest, th_crypto_view(input, salt), (th_str){0}, wanted);
    if (memcmp(hash, wanted, n) != 0)
        return false;
    uint8_t value[TH_DIGEST_MOST];
    open_secret(lock, &(agile_secret){key, lock->key_value, "\x14\x6E\x0B\xE7\xAB\xAC\xD0\xD6"}, value);
    memcpy(lock->key, value, sizeof lock->key);
    return true;
}

/* Are the encrypted values there, in blocks, and within what is decrypted on the stack? */
static bool is_secret(th_str value, size_t least)
{
    return value.len >= least && value.len <= TH_DIGEST_MOST && value.len % BLOCK == 0;
}

static bool is_salt(th_str salt)
{
    return salt.len > 0 && salt.len <= TH_SALT_MOST;
}

static bool describes_itself(const agile_lock *lock)
{
    return is_salt(lock->package.salt) && is_salt(lock->password.salt) && lock->password.spins >= 0 &&
           is_secret(lock->verifier, BLOCK) && is_secret(lock->verifier_hash, lock->password.digest_bytes) &&
           is_secret(lock->key_value, (size_t)lock->package.key_bits / 8);
}

/* Decrypts with the key of the package and a vector made of its salt and `what` (2.3.4.12). */
static void open_with_package_key(const agile_lock *lock, th_str what, uint8_t *data, size_t n)
{
    uint8_t hash[TH_DIGEST_MOST], vector[BLOCK];
    size_t bytes = th_digest_of(lock->package.digest, lock->package.salt, what, hash);
    fitted_to(vector, sizeof vector, th_crypto_view(hash, bytes));
    th_aes_decrypt(th_crypto_view(lock->key, (size_t)lock->package.key_bits / 8), vector, data, n);
}

/* The keyed digest of the stream (2.3.4.14).  One that is not there is not asked for: who takes it away could as well
 * take the encryption away, and the parts have checksums of their own. */
static bool is_intact(const agile_lock *lock, th_str stream)
{
    static const char to_key[] = "\x5F\xB2\xAD\x01\x0C\xB9\xE1\xF6", to_value[] = "\xA0\x67\x7F\x02\xB2\x2C\x84\x33";
    uint8_t key[TH_DIGEST_MOST], value[TH_DIGEST_MOST], wanted[TH_DIGEST_MOST];
    size_t n = lock->package.digest_bytes;
    if (!lock->hmac_key.len && !lock->hmac_value.len)
        return true;
    if (!is_secret(lock->hmac_key, n) || !is_secret(lock->hmac_value, n))
        return false;
    memcpy(key, lock->hmac_key.ptr, lock->hmac_key.len);
    memcpy(value, lock->hmac_value.ptr, lock->hmac_value.len);
    open_with_package_key(lock, (th_str){to_key, 8}, key, lock->hmac_key.len);
    open_with_package_key(lock, (th_str){to_value, 8}, value, lock->hmac_value.len);
    th_hmac(lock->package.digest, th_crypto_view(key, n), stream, wanted);
    return memcmp(value, wanted, n) == 0;
}

/* Each segment has a vector of its own (2.3.4.15). */
static th_str open_segments(const agile_lock *lock, const locked_package *package)
{
    enum { SEGMENT = 4096 };
    uint8_t *data = take_ciphertext(lock->arena, package);
    size_t n = whole_blocks(package->size);
    for (size_t at = 0, number = 0; at < n; at += SEGMENT, number++) {
        const th_crypto_number index = th_crypto_number_of((uint32_t)number);
        open_with_package_key(lock, th_crypto_view(index.bytes, sizeof index.bytes), data + at,
                              n - at < SEGMENT ? n - at : SEGMENT);
    }
    return th_crypto_view(data, package->size);
}

static th_unlocking open_agile(th_keyring *ring, th_str xml, const locked_package *package, th_unlocked *out)
{
    agile_lock lock = {.arena = ring->arena};
    const th_xml_handler handler = {.ctx = &lock, .start = agile_start, .end = agile_ignores, .text = agile_ignores};
    th_xml *scanner = th_xml_new(ring->arena, ring->limits, &handler);
    if (!th_xml_feed(scanner, xml.ptr, xml.len) || th_xml_end(scanner) != TH_OK || !lock.package.there)
        return th_seal_damaged(out, "phần mô tả mã hóa bị hỏng", "the description of its encryption is damaged");
    if (!lock.password.there || !lock.package.known || !lock.password.known)
        return th_seal_unknown(out); /* a certificate's key alone, or a cipher of others */
    if (!describes_itself(&lock))
        return th_seal_damaged(out, "phần mô tả mã hóa bị hỏng", "the description of its encryption is damaged");
    if (lock.password.spins > TH_KEYRING_MOST_SPINS) {
        out->why =
            TH_TROUBLE(ring->arena, "số vòng băm mật khẩu là %ld (nhiều nhất %d)",
                       "its password is digested %ld times (at most %d)", lock.password.spins, TH_KEYRING_MOST_SPINS);
        return TH_SEAL_LIMIT;
    }
    if (!th_keyring_try(ring, (uint32_t)lock.password.spins + 1, agile_fits, &lock))
        return th_seal_holds(ring, out);
    if (!is_intact(&lock, package->stream))
        return th_seal_damaged(out, "nội dung mã hóa không khớp mã kiểm tra của nó",
                               "what is encrypted does not agree with its keyed digest");
    return th_seal_opened(ring, open_segments(&lock, package), out);
}

th_unlocking th_unlock_ooxml(th_keyring *ring, th_cfb *cfb, th_unlocked *out)
{
    enum { VERSION = 4, AGILE_HEAD = 8 };
    th_cfb_stream info_stream, package_stream;
    th_str info;
    locked_package package;
    if (!th_cfb_find(ring->arena, cfb, TH_STR("EncryptionInfo"), &info_stream))
        return th_seal_damaged(out, "thiếu phần mô tả mã hóa", "the description of its encryption is missing");
    if (!th_cfb_find(ring->arena, cfb, TH_STR("EncryptedPackage"), &package_stream) ||
        th_cfb_read(ring->arena, cfb, &info_stream, &info) != TH_OK ||
        th_cfb_read(ring->arena, cfb, &package_stream, &package.stream) != TH_OK) {
        out->why = cfb->trouble;
        return TH_SEAL_DAMAGED;
    }
    if (info.len < AGILE_HEAD || package.stream.len < SIZE_FIELD)
        return th_seal_damaged(out, "phần mô tả mã hóa bị cắt", "the description of its encryption is cut");
    uint64_t size = u64_of(package.stream);
    package.size = (size_t)size;
    if (size > package.stream.len || whole_blocks(package.size) > package.stream.len - SIZE_FIELD)
        return th_seal_damaged(out, "nội dung mã hóa ngắn hơn kích thước đã khai",
                               "what is encrypted is shorter than it states");
    uint32_t major = th_crypto_u16(info, 0), minor = th_crypto_u16(info, 2);
    if (major == 4 && minor == 4)
        return open_agile(ring, th_str_sub(info, AGILE_HEAD, info.len), &package, out);
    if (major >= 2 && major <= 4 && minor == 2)
        return open_standard(ring, th_str_sub(info, VERSION, info.len), &package, out);
    return th_seal_unknown(out); /* 3 and 4 of minor 3: "extensible" encryption */
}
