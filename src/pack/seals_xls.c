/* Encrypted .xls: the record FILEPASS says how, and all records behind it are encrypted where they stand, but for the
 * heads of records and a few records ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.5 to 2.3.7). */
#include "pack/seals.h"

#include "pack/office_crypto.h"

#include <string.h>

#include "base/banned.h"

enum { HEAD = 4, BIFF8 = 8, PIECE = 1024, XOR_ARRAY = 16 };
enum { EOF_RECORD = 0x000A, FILEPASS = 0x002F, WRITEACCESS = 0x005C, BOUNDSHEET = 0x0085 };

typedef struct xls_lock {
    th_arena *arena;
    int version;
    th_str filepass;
    size_t behind; /* where the record ends */
    enum { XLS_XOR, XLS_RC4, XLS_CRYPTO } way;
    th_crypto_header header; /* of XLS_CRYPTO */
    /* Once a password fits. */
    uint8_t array[XOR_ARRAY];
    uint8_t base[TH_DIGEST_MOST]; /* the digest that each piece's key is made of */
} xls_lock;

/* ---- XOR obfuscation, method 1 (2.3.7) ---- */

enum { XOR_LONGEST = 15 };

/* One byte a character, as Windows kept it; of others the low byte (2.3.7.4). */
static size_t narrow_password(th_arena *arena, th_str password, uint8_t out[XOR_LONGEST])
{
    th_str wide = th_crypto_wide(arena, password);
    size_t n = 0;
    for (size_t i = 0; i + 2 <= wide.len && n < XOR_LONGEST; i += 2) {
        uint32_t unit = th_crypto_u16(wide, i);
        out[n++] = (uint8_t)(unit & 0xFF ? unit & 0xFF : unit >> 8);
    }
    return n;
}

static uint32_t xor_verifier(const uint8_t *password, size_t n)
{
    uint32_t verifier = 0;
    for (size_t i = n; i-- > 0;)
        verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ password[i];
    verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ (uint32_t)n;
    return verifier ^ 0xCE4B;
}

/* CreateXorKey_Method1: the tables of the specification are two registers that are shifted seven times a letter. */
static uint32_t xor_key(const uint8_t *password, size_t n)
{
    static const uint16_t initial[XOR_LONGEST] = {0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E,
                                                  0x1872, 0xE139, 0xD40F, 0x84F9, 0x280C, 0xA96A, 0x4EC3};
    static const uint16_t matrix[XOR_LONGEST][7] = {{0xAEFC, 0x4DD9, 0x9BB2, 0x2745, 0x4E8A, 0x9D14, 0x2A09},
                                                    {0x7B61, 0xF6C2, 0xFDA5, 0xEB6B, 0xC6F7, 0x9DCF, 0x2BBF},
                                                    {0x4563, 0x8AC6, 0x05AD, 0x0B5A, 0x16B4, 0x2D68, 0x5AD0},
                                                    {0x0375, 0x06EA, 0x0DD4, 0x1BA8, 0x3750, 0x6EA0, 0xDD40},
                                                    {0xD849, 0xA0B3, 0x5147, 0xA28E, 0x553D, 0xAA7A, 0x44D5},
                                                    {0x6F45, 0xDE8A, 0xAD35, 0x4A4B, 0x9496, 0x390D, 0x721A},
                                                    {0xEB23, 0xC667, 0x9CEF, 0x29FF, 0x53FE, 0xA7FC, 0x5FD9},
                                                    {0x47D3, 0x8FA6, 0x0F6D, 0x1EDA, 0x3DB4, 0x7B68, 0xF6D0},
                                                    {0xB861, 0x60E3, 0xC1C6, 0x93AD, 0x377B, 0x6EF6, 0xDDEC},
                                                    {0x45A0, 0x8B40, 0x06A1, 0x0D42, 0x1A84, 0x3508, 0x6A10},
                                                    {0xAA51, 0x4483, 0x8906, 0x022D, 0x045A, 0x08B4, 0x1168},
                                                    {0x76B4, 0xED68, 0xCAF1, 0x85C3, 0x1BA7, 0x374E, 0x6E9C},
                                                    {0x3730, 0x6E60, 0xDCC0, 0xA9A1, 0x4363, 0x86C6, 0x1DAD},
                                                    {0x3331, 0x6662, 0xCCC4, 0x89A9, 0x0373, 0x06E6, 0x0DCC},
                                                    {0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48C4}};
    if (n == 0)
        return 0;
    uint32_t key = initial[n - 1];
    for (size_t i = 0; i < n; i++)
        for (size_t bit = 0; bit < 7; bit++)
            if (password[i] >> bit & 1)
                key ^= matrix[XOR_LONGEST - n + i][bit];
    return key;
}

static void xor_array(const uint8_t *password, size_t n, uint32_t key, uint8_t array[XOR_ARRAY])
{
    static const uint8_t padding[XOR_LONGEST] = {0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80,
                                                 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00};
    for (size_t i = 0; i < XOR_ARRAY; i++) {
        uint32_t byte = i < n ? password[i] : padding[(i - n) % XOR_LONGEST];
        byte ^= key >> (i % 2 * 8) & 0xFF;
        array[i] = (uint8_t)(byte >> 1 | byte << 7);
    }
}

static bool xor_fits(void *ctx, th_str password)
{
    xls_lock *lock = ctx;
    uint8_t narrow[XOR_LONGEST];
    size_t n = narrow_password(lock->arena, password, narrow), at = lock->version < BIFF8 ? 0 : 2;
    uint32_t key = xor_key(narrow, n);
    if (th_crypto_u16(lock->filepass, at) != key || th_crypto_u16(lock->filepass, at + 2) != xor_verifier(narrow, n))
        return false;
    xor_array(narrow, n, key, lock->array);
    return true;
}

/* ---- RC4 (2.3.6, 2.3.5) ---- */

/* Does the key decrypt the verifier and its digest, which are encrypted as one stream? */
static bool opens_verifier(th_str key, th_digest digest, th_str verifier, th_str hash)
{
    uint8_t both[TH_CRYPTO_BLOCK + TH_DIGEST_MOST], wanted[TH_DIGEST_MOST];
    memcpy(both, verifier.ptr, TH_CRYPTO_BLOCK);
    memcpy(both + TH_CRYPTO_BLOCK, hash.ptr, hash.len);
    th_rc4(key, both, TH_CRYPTO_BLOCK + hash.len);
    size_t n = th_digest_of(digest, th_crypto_view(both, TH_CRYPTO_BLOCK), (th_str){0}, wanted);
    return n == hash.len && memcmp(both + TH_CRYPTO_BLOCK, wanted, n) == 0;
}

/* The key of a piece of 1,024 bytes of the stream. */
static th_str key_of_piece(const xls_lock *lock, uint32_t piece, uint8_t key[TH_DIGEST_MOST])
{
    enum { KEPT = 5, SHORT_KEY = 40, SHORT_KEY_ROOM = 16 };
    const th_crypto_number number = th_crypto_number_of(piece);
    const th_str counted = th_crypto_view(number.bytes, sizeof number.bytes);
    if (lock->way == XLS_RC4)
        return th_crypto_view(key, th_digest_of(TH_MD5, th_crypto_view(lock->base, KEPT), counted, key));
    th_digest_of(TH_SHA1, th_crypto_view(lock->base, TH_CRYPTO_SHA1), counted, key);
    size_t n = lock->header.key_bits / 8;
    if (lock->header.key_bits == SHORT_KEY) {
        memset(key + n, 0, SHORT_KEY_ROOM - n);
        n = SHORT_KEY_ROOM;
    }
    return th_crypto_view(key, n);
}

/* Salt, verifier and the MD5 of the verifier, 16 bytes each. */
static bool rc4_fits(void *ctx, th_str password)
{
    enum { KEPT = 5, TIMES = 16, STEP = KEPT + TH_CRYPTO_SALT, FIELDS = 6 };
    xls_lock *lock = ctx;
    uint8_t hash[TH_DIGEST_MOST], many[(size_t)TIMES * STEP], key[TH_DIGEST_MOST];
    th_str rest = th_str_sub(lock->filepass, FIELDS, lock->filepass.len);
    th_digest_of(TH_MD5, th_crypto_wide(lock->arena, password), (th_str){0}, hash);
    for (size_t i = 0; i < TIMES; i++) {
        memcpy(many + i * STEP, hash, KEPT);
        memcpy(many + i * STEP + KEPT, rest.ptr, TH_CRYPTO_SALT);
    }
    th_digest_of(TH_MD5, th_crypto_view(many, sizeof many), (th_str){0}, lock->base);
    return opens_verifier(key_of_piece(lock, 0, key), TH_MD5, th_str_sub(rest, TH_CRYPTO_SALT, TH_CRYPTO_BLOCK),
                          th_str_sub(rest, (size_t)TH_CRYPTO_SALT + TH_CRYPTO_BLOCK, TH_CRYPTO_BLOCK));
}

static bool crypto_fits(void *ctx, th_str password)
{
    xls_lock *lock = ctx;
    uint8_t key[TH_DIGEST_MOST];
    th_digest_of(TH_SHA1, lock->header.salt, th_crypto_wide(lock->arena, password), lock->base);
    return opens_verifier(key_of_piece(lock, 0, key), TH_SHA1, lock->header.verifier,
                          th_str_sub(lock->header.hash, 0, TH_CRYPTO_SHA1));
}

/* ---- the stream ---- */

/* BOF, FILEPASS and those by which several people worked at one file stay as they are. */
static bool is_plain_record(uint32_t id)
{
    static const uint16_t plain[] = {0x0009, 0x0209, 0x0409, 0x0809, FILEPASS, 0x0194, 0x0195, 0x00E1, 0x0138, 0x0196};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (plain[i] == id)
            return true;
    return false;
}

typedef struct xls_stream {
    uint8_t *at;
    size_t n;
    uint8_t mask[PIECE]; /* what RC4 gives for the piece at hand */
    size_t piece;        /* its number; SIZE_MAX: none */
} xls_stream;

static void mask_byte(const xls_lock *lock, xls_stream *stream, size_t at)
{
    if (at / PIECE != stream->piece) {
        uint8_t key[TH_DIGEST_MOST];
        stream->piece = at / PIECE;
        memset(stream->mask, 0, sizeof stream->mask);
        th_rc4(key_of_piece(lock, (uint32_t)stream->piece, key), stream->mask, sizeof stream->mask);
    }
    stream->at[at] ^= stream->mask[at % PIECE];
}

/* In XOR obfuscation the place of a byte and the length of its record say which byte of the array it gets. */
static void unmix_byte(const xls_lock *lock, xls_stream *stream, size_t at, size_t len)
{
    uint32_t byte = stream->at[at] ^ lock->array[(at + len) % XOR_ARRAY];
    stream->at[at] = (uint8_t)(byte >> 5 | byte << 3);
}

static void open_stream(const xls_lock *lock, xls_stream *stream)
{
    enum { PLACE_OF_SHEET = 4 };
    const th_str bytes = th_crypto_view(stream->at, stream->n);
    size_t at = lock->behind, len;
    for (; stream->n - at >= HEAD; at += len) {
        uint32_t id = th_crypto_u16(bytes, at);
        len = th_crypto_u16(bytes, at + 2);
        at += HEAD;
        size_t end = len < stream->n - at ? at + len : stream->n;
        if (end - at < len) /* cut: the reader will say so */
            len = end - at;
        for (size_t i = id == BOUNDSHEET ? at + PLACE_OF_SHEET : at; !is_plain_record(id) && i < end; i++)
            if (lock->way == XLS_XOR)
                unmix_byte(lock, stream, i, len);
            else
                mask_byte(lock, stream, i);
    }
}

/* Finds FILEPASS before the end of the first substream. */
static bool find_filepass(th_str stream, xls_lock *lock)
{
    enum { BOF5 = 0x0809, BIFF8_WORD = 0x0600 };
    if (stream.len < HEAD + 2)
        return false;
    uint32_t first = th_crypto_u16(stream, 0);
    lock->version = first == BOF5 && th_crypto_u16(stream, HEAD) == BIFF8_WORD ? BIFF8 : 5;
    for (size_t at = 0; stream.len - at >= HEAD;) {
        uint32_t id = th_crypto_u16(stream, at), len = th_crypto_u16(stream, at + 2);
        at += HEAD;
        if (id == EOF_RECORD || len > stream.len - at)
            return false;
        if (id == FILEPASS) {
            lock->filepass = th_str_sub(stream, at, len);
            lock->behind = at + len;
            return true;
        }
        at += len;
    }
    return false;
}

/* Which way FILEPASS names; false: *problem says what is wrong with it. */
static bool read_filepass(xls_lock *lock, th_unlocked *out, th_unlocking *problem)
{
    enum { BY_XOR = 0, BY_RC4 = 1, FIELDS = 6, LEAST_BITS = 40, MOST_BITS = 128 };
    *problem = TH_UNLOCKED;
    bool old = lock->version < BIFF8;
    if (lock->filepass.len < (old ? 4 : FIELDS)) {
        *problem = th_seal_damaged(out, "phần mô tả mã hóa bị cắt", "the description of its encryption is cut");
        return false;
    }
    lock->way = XLS_XOR;
    if (old || th_crypto_u16(lock->filepass, 0) == BY_XOR)
        return true;
    uint32_t major = th_crypto_u16(lock->filepass, 2), minor = th_crypto_u16(lock->filepass, 4);
    lock->way = major == 1 ? XLS_RC4 : XLS_CRYPTO;
    if (th_crypto_u16(lock->filepass, 0) != BY_RC4 ||
        (major == 1 ? minor != 1 : major < 2 || major > 4 || minor != 2)) {
        *problem = th_seal_unknown(out);
        return false;
    }
    th_str rest = th_str_sub(lock->filepass, FIELDS, lock->filepass.len);
    bool whole = lock->way == XLS_RC4 ? rest.len >= (size_t)2 * TH_CRYPTO_BLOCK + TH_CRYPTO_SALT
                                      : th_crypto_header_read(rest, &lock->header);
    if (lock->way == XLS_CRYPTO && whole && lock->header.key_bits == 0)
        lock->header.key_bits = LEAST_BITS; /* not stated */
    if (!whole)
        *problem = th_seal_damaged(out, "phần mô tả mã hóa bị cắt", "the description of its encryption is cut");
    else if (lock->way == XLS_CRYPTO && (lock->header.key_bits < LEAST_BITS || lock->header.key_bits > MOST_BITS))
        *problem = th_seal_unknown(out);
    return *problem == TH_UNLOCKED;
}

/* The stream in the plain.  FILEPASS becomes a record that every reader passes over. */
static th_unlocking unlock_stream(th_keyring *ring, th_str stream, th_str *plain, th_unlocked *out)
{
    static bool (*const fits[])(void *,
                                th_str) = {[XLS_XOR] = xor_fits, [XLS_RC4] = rc4_fits, [XLS_CRYPTO] = crypto_fits};
    xls_lock lock = {.arena = ring->arena};
    th_unlocking problem;
    if (!find_filepass(stream, &lock))
        return th_seal_unknown(out);
    if (!read_filepass(&lock, out, &problem))
        return problem;
    if (!th_keyring_try(ring, 1, fits[lock.way], &lock))
        return th_seal_holds(ring, out);
    xls_stream *opened = th_arena_alloc(ring->arena, sizeof *opened);
    *opened = (xls_stream){.at = th_arena_alloc(ring->arena, stream.len), .n = stream.len, .piece = SIZE_MAX};
    memcpy(opened->at, stream.ptr, stream.len);
    open_stream(&lock, opened);
    opened->at[lock.behind - lock.filepass.len - HEAD] = WRITEACCESS;
    *plain = th_crypto_view(opened->at, opened->n);
    return TH_UNLOCKED;
}

th_unlocking th_unlock_xls(th_keyring *ring, th_str bytes, th_unlocked *out)
{
    th_cfb cfb;
    th_cfb_stream place;
    th_str stream = bytes, plain = {0};
    bool compound = th_cfb_sniff(bytes);
    if (compound && (th_cfb_open(ring->arena, bytes, &cfb) != TH_OK ||
                     (!th_cfb_find(ring->arena, &cfb, TH_STR("Workbook"), &place) &&
                      !th_cfb_find(ring->arena, &cfb, TH_STR("Book"), &place)) ||
                     th_cfb_read(ring->arena, &cfb, &place, &stream) != TH_OK)) {
        out->why = cfb.trouble;
        return TH_SEAL_DAMAGED;
    }
    th_unlocking became = unlock_stream(ring, stream, &plain, out);
    if (became != TH_UNLOCKED || !compound)
        return became == TH_UNLOCKED ? th_seal_opened(ring, plain, out) : became;
    char *copy = th_arena_alloc(ring->arena, bytes.len);
    memcpy(copy, bytes.ptr, bytes.len);
    th_cfb_replace(ring->arena, &cfb, &place, plain, copy);
    return th_seal_opened(ring, (th_str){copy, bytes.len}, out);
}
