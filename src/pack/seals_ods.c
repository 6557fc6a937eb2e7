/* Encrypted OpenDocument: META-INF/manifest.xml says of each part how it is encrypted; a part is deflated first, then
 * encrypted, then stored (OpenDocument 1.3, part 2, 3.4 and 4.8). */
#include "pack/seals.h"

#include "base/digest.h"
#include "pack/base64.h"
#include "pack/inflate.h"
#include "pack/xml.h"
#include "pack/zip.h"

#include <string.h>

#include "base/banned.h"

enum { AES_BLOCK = 16, BLOWFISH_BLOCK = 8, KEY_MOST = 32, CHECKED = 1024 };
enum { BYTES_A_ROUND = 256 }; /* what is decrypted and digested in the time of one round */

/* ---- the manifest ---- */

/* One <file-entry>. */
typedef struct locked_part {
    th_str name;
    bool encrypted, known; /* known: we can compute it */
    bool blowfish;         /* else AES in CBC */
    th_digest start, check;
    bool check_whole; /* the checksum is of all, not of the first 1,024 bytes */
    long rounds, key_bytes;
    th_str salt, vector, checksum; /* decoded from base64 */
    uint8_t key[KEY_MOST];         /* of the password that was tried last */
    bool keyed;                    /* and that one fits */
} locked_part;

typedef struct ods_manifest {
    th_arena *arena;
    locked_part *parts;
    size_t n, cap;
} ods_manifest;

/* Names are words of the old specification ("SHA1/1K") or addresses of later ones ("…#sha256-1k"). */
static bool take_digest(th_str name, th_digest *digest, bool *whole)
{
    static const struct {
        const char *old, *later;
        th_digest digest;
        bool whole;
    } names[] = {{"SHA1/1K", "#sha1-1k", TH_SHA1, false},
                 {"SHA256/1K", "#sha256-1k", TH_SHA256, false},
                 {"SHA1", "#sha1", TH_SHA1, true},
                 {"SHA256", "#sha256", TH_SHA256, true}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(name, th_str_of(names[i].old)) || th_str_ends(name, th_str_of(names[i].later))) {
            *digest = names[i].digest;
            *whole = names[i].whole;
            return true;
        }
    return false;
}

static bool take_algorithm(th_str name, locked_part *part)
{
    static const struct {
        const char *old, *later;
        bool blowfish;
        long key_bytes;
    } names[] = {{"Blowfish CFB", "#blowfish", true, 16},
                 {"AES128", "#aes128-cbc", false, 16},
                 {"AES192", "#aes192-cbc", false, 24},
                 {"AES256", "#aes256-cbc", false, 32}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(name, th_str_of(names[i].old)) || th_str_ends(name, th_str_of(names[i].later))) {
            part->blowfish = names[i].blowfish;
            part->key_bytes = names[i].key_bytes;
            return true;
        }
    return false;
}

static bool take_derivation(ods_manifest *manifest, const th_xml_attr *attrs, size_t n, locked_part *part)
{
    th_str name = th_xml_attr_get(attrs, n, "key-derivation-name"), size = th_xml_attr_get(attrs, n, "key-size");
    long bytes = part->key_bytes;
    part->salt = th_base64_decode(manifest->arena, th_xml_attr_get(attrs, n, "salt"));
    return (th_str_eq(name, TH_STR("PBKDF2")) || th_str_ends(name, TH_STR("#pbkdf2"))) && part->salt.len &&
           th_str_to_long(th_xml_attr_get(attrs, n, "iteration-count"), &part->rounds) && part->rounds > 0 &&
           (!size.len || (th_str_to_long(size, &bytes) && bytes == part->key_bytes));
}

static bool manifest_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    ods_manifest *manifest = ctx;
    locked_part *part = manifest->n ? &manifest->parts[manifest->n - 1] : NULL;
    bool whole;
    if (th_str_eq(name, TH_STR("file-entry"))) {
        locked_part fresh = {.name = th_str_copy(manifest->arena, th_xml_attr_get(attrs, n, "full-path")),
                             .start = TH_SHA1};
        TH_PUSH(manifest->arena, manifest->parts, manifest->n, manifest->cap, fresh);
    } else if (!part) {
        return true;
    } else if (th_str_eq(name, TH_STR("encryption-data"))) {
        /* All that was said before belongs to none: what follows says it, or it stays unsaid. */
        *part = (locked_part){.name = part->name, .start = TH_SHA1, .encrypted = true};
        part->checksum = th_base64_decode(manifest->arena, th_xml_attr_get(attrs, n, "checksum"));
        part->known = take_digest(th_xml_attr_get(attrs, n, "checksum-type"), &part->check, &part->check_whole);
    } else if (th_str_eq(name, TH_STR("algorithm"))) {
        part->vector = th_base64_decode(manifest->arena, th_xml_attr_get(attrs, n, "initialisation-vector"));
        part->known = take_algorithm(th_xml_attr_get(attrs, n, "algorithm-name"), part) && part->known;
    } else if (th_str_eq(name, TH_STR("key-derivation"))) {
        part->known = take_derivation(manifest, attrs, n, part) && part->known;
    } else if (th_str_eq(name, TH_STR("start-key-generation"))) {
        th_str start = th_xml_attr_get(attrs, n, "start-key-generation-name");
        part->known = take_digest(start, &part->start, &whole) && whole && part->known;
    }
    return true;
}

static bool manifest_ignores(void *ctx, th_str what)
{
    (void)ctx;
    (void)what;
    return true;
}

static locked_part *part_named(const ods_manifest *manifest, th_str name)
{
    for (size_t i = 0; i < manifest->n; i++)
        if (th_str_eq(manifest->parts[i].name, name))
            return &manifest->parts[i];
    return NULL;
}

/* ---- one part ---- */

typedef struct ods_lock {
    th_arena *arena;
    locked_part *part;
    th_str stored; /* its bytes in the package */
} ods_lock;

static void make_key(th_str password, locked_part *part)
{
    uint8_t start[TH_DIGEST_MOST];
    size_t n = th_digest_of(part->start, password, (th_str){0}, start);
    const th_str started = {(const char *)start, n};
    th_pbkdf2_sha1(started, part->salt, (uint32_t)part->rounds, (th_spun){part->key, (size_t)part->key_bytes});
}

/* Decrypts with the part's key; `n` bytes from its beginning. */
static void decrypt_part(const locked_part *part, uint8_t *data, size_t n)
{
    const th_str key = {(const char *)part->key, (size_t)part->key_bytes};
    const uint8_t *vector = (const uint8_t *)part->vector.ptr;
    if (part->blowfish)
        th_blowfish_decrypt(key, vector, data, n);
    else
        th_aes_decrypt(key, vector, data, n);
}

/* How many of `n` decrypted bytes are content: AES fills its last block up, and the last byte says by how much. */
static size_t without_filling(const locked_part *part, const uint8_t *data, size_t n)
{
    if (part->blowfish || n == 0 || data[n - 1] == 0 || data[n - 1] > AES_BLOCK)
        return n;
    return n - data[n - 1];
}

static bool fits_checksum(const locked_part *part, th_str plain)
{
    uint8_t hash[TH_DIGEST_MOST];
    size_t n = th_digest_of(part->check, part->check_whole ? plain : th_str_sub(plain, 0, CHECKED), (th_str){0}, hash);
    return n == part->checksum.len && memcmp(hash, part->checksum.ptr, n) == 0;
}

static th_str plain_of(th_arena *arena, const locked_part *part, th_str stored)
{
    uint8_t *data = th_arena_alloc(arena, stored.len);
    if (stored.len)
        memcpy(data, stored.ptr, stored.len);
    decrypt_part(part, data, stored.len);
    return (th_str){(const char *)data, without_filling(part, data, stored.len)};
}

static bool ods_fits(void *ctx, th_str password)
{
    enum { LOOKED_AT = CHECKED + AES_BLOCK };
    ods_lock *lock = ctx;
    uint8_t first[LOOKED_AT];
    make_key(password, lock->part);
    if (lock->part->check_whole) {
        th_arena *scratch = th_arena_scratch(lock->arena);
        bool fits = fits_checksum(lock->part, plain_of(scratch, lock->part, lock->stored));
        th_arena_free(scratch);
        return fits;
    }
    size_t n = lock->stored.len < LOOKED_AT ? lock->stored.len : LOOKED_AT;
    if (n)
        memcpy(first, lock->stored.ptr, n);
    decrypt_part(lock->part, first, n);
    if (n == lock->stored.len)
        n = without_filling(lock->part, first, n);
    return fits_checksum(lock->part, (th_str){(const char *)first, n});
}

/* Can the part be decrypted at all: by a cipher that we know, in whole blocks, at a bounded cost? */
static th_unlocking look_at_part(th_arena *arena, const locked_part *part, th_str stored, th_unlocked *out)
{
    size_t block = part->blowfish ? BLOWFISH_BLOCK : AES_BLOCK;
    if (!part->known)
        return th_seal_unknown(out);
    bool described = part->vector.len == block && part->rounds > 0 && part->salt.len && part->salt.len <= TH_SALT_MOST;
    if (!described || (!part->blowfish && stored.len % AES_BLOCK != 0))
        return th_seal_damaged(out, "phần mô tả mã hóa bị hỏng", "the description of its encryption is damaged");
    if (part->rounds > TH_KEYRING_MOST_SPINS) {
        out->why = TH_TROUBLE(arena, "số vòng băm mật khẩu là %ld (nhiều nhất %d)",
                              "its password is digested %ld times (at most %d)", part->rounds, TH_KEYRING_MOST_SPINS);
        return TH_SEAL_LIMIT;
    }
    return TH_UNLOCKED;
}

/* ---- the package ---- */

typedef struct ods_package {
    th_keyring *ring;
    th_zip zip;
    ods_manifest manifest;
    th_str password; /* the one that fits */
    th_buf out;      /* the plain package */
    th_buf directory;
    size_t entries;
} ods_package;

static void add_little_endian(th_buf *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++, value >>= 8)
        th_buf_byte(out, (char)(value & 0xFF));
}

/* An entry of the plain package: as it was deflated, or, with method 0, as it is. */
typedef struct plain_entry {
    const char *name;
    th_str data;
    unsigned method;
    th_inflated inflated;
} plain_entry;

/* The fields that the head of an entry and its row in the directory share (APPNOTE.TXT 4.3.7, 4.3.12). */
static void put_shared_fields(th_buf *out, const plain_entry *entry)
{
    enum { VERSION = 20, NEW_YEAR_1980 = 0x21 };
    add_little_endian(out, VERSION, 2);
    add_little_endian(out, 0, 2);
    add_little_endian(out, entry->method, 2);
    add_little_endian(out, 0, 2);
    add_little_endian(out, NEW_YEAR_1980, 2);
    add_little_endian(out, entry->inflated.crc, 4);
    add_little_endian(out, entry->data.len, 4);
    add_little_endian(out, entry->inflated.length, 4);
    add_little_endian(out, strlen(entry->name), 2);
    add_little_endian(out, 0, 2);
}

static void add_plain_entry(ods_package *package, const plain_entry *entry)
{
    size_t offset = package->out.len;
    th_buf_add(&package->out, TH_STR("PK\3\4"));
    put_shared_fields(&package->out, entry);
    th_buf_add(&package->out, th_str_of(entry->name));
    th_buf_add(&package->out, entry->data);
    th_buf_add(&package->directory, TH_STR("PK\1\2\x14"));
    add_little_endian(&package->directory, 0, 1);
    put_shared_fields(&package->directory, entry);
    add_little_endian(&package->directory, 0, 10);
    add_little_endian(&package->directory, offset, 4);
    th_buf_add(&package->directory, th_str_of(entry->name));
    package->entries++;
}

static void put_end(ods_package *package)
{
    size_t offset = package->out.len;
    th_buf_add(&package->out, th_buf_str(&package->directory));
    th_buf_add(&package->out, TH_STR("PK\5\6"));
    add_little_endian(&package->out, 0, 4);
    add_little_endian(&package->out, package->entries, 2);
    add_little_endian(&package->out, package->entries, 2);
    add_little_endian(&package->out, package->directory.len, 4);
    add_little_endian(&package->out, offset, 4);
    add_little_endian(&package->out, 0, 2);
}

static bool drop_piece(void *ctx, const char *piece, size_t len)
{
    (void)ctx;
    (void)piece;
    (void)len;
    return true;
}

static th_unlocking zip_is_wrong(const ods_package *package, th_unlocked *out)
{
    out->why = package->zip.trouble;
    return package->zip.limit_hit ? TH_SEAL_LIMIT : TH_SEAL_DAMAGED;
}

/* The bytes of an entry as they are stored; encrypted ones are. */
static th_unlocking stored_bytes(ods_package *package, const char *name, th_str *stored, th_unlocked *out)
{
    const th_zip_entry *entry = th_zip_find(&package->zip, th_str_of(name));
    *stored = (th_str){0};
    if (!entry)
        return th_seal_damaged(out, "bên trong thiếu phần nội dung", "a part is missing");
    return th_zip_read(package->ring->arena, &package->zip, entry, stored) == TH_OK ? TH_UNLOCKED
                                                                                    : zip_is_wrong(package, out);
}

/* One part in the plain. */
static th_unlocking add_plain_part(ods_package *package, const char *name, th_unlocked *out)
{
    th_str stored;
    locked_part *part = part_named(&package->manifest, th_str_of(name));
    th_unlocking became = stored_bytes(package, name, &stored, out);
    if (became != TH_UNLOCKED)
        return became;
    plain_entry entry = {.name = name, .data = stored};
    entry.inflated = (th_inflated){th_crc32(0, stored), stored.len};
    if (part && part->encrypted) {
        became = look_at_part(package->ring->arena, part, stored, out);
        if (became != TH_UNLOCKED)
            return became;
        if (!part->keyed)
            make_key(package->password, part);
        entry.data = plain_of(package->ring->arena, part, stored);
        entry.method = 8;
        if (!fits_checksum(part, entry.data) ||
            th_inflate_run(th_inflate_new(package->ring->arena), entry.data, package->ring->limits->inflated_bytes,
                           (th_inflate_sink){drop_piece, NULL}, &entry.inflated) != TH_OK)
            return th_seal_damaged(out, "nội dung mã hóa không khớp mã kiểm tra của nó",
                                   "what is encrypted does not agree with its checksum");
    }
    add_plain_entry(package, &entry);
    return TH_UNLOCKED;
}

/* Does a password fit this part?  TH_UNLOCKED: package->password does. */
static th_unlocking try_part(ods_package *package, const char *name, th_unlocked *out)
{
    ods_lock lock = {.arena = package->ring->arena, .part = part_named(&package->manifest, th_str_of(name))};
    if (!lock.part || !lock.part->encrypted)
        return TH_STILL_LOCKED;
    th_unlocking became = stored_bytes(package, name, &lock.stored, out);
    if (became == TH_UNLOCKED)
        became = look_at_part(package->ring->arena, lock.part, lock.stored, out);
    if (became != TH_UNLOCKED)
        return became;
    size_t whole = lock.part->check_whole ? lock.stored.len / BYTES_A_ROUND : 0;
    if (!th_keyring_try(package->ring, (uint32_t)(lock.part->rounds + 1) + (uint32_t)whole, ods_fits, &lock))
        return th_seal_holds(package->ring, out);
    lock.part->keyed = true;
    package->password = package->ring->keys.at[package->ring->fitted];
    return TH_UNLOCKED;
}

/* Each part has a checksum of its own: where the first one fits no password and another does, it is damaged. */
static th_unlocking find_password(ods_package *package, th_unlocked *out)
{
    static const char *const others[] = {"styles.xml", "settings.xml", "meta.xml"};
    th_unlocking became = try_part(package, "content.xml", out);
    th_unlocked ignored = {0};
    if (th_zip_find(&package->zip, TH_STR("encrypted-package"))) /* of later versions: all parts in one */
        return th_seal_unknown(out);
    for (size_t i = 0; became != TH_UNLOCKED && became != TH_SEAL_LIMIT && i < sizeof others / sizeof *others; i++)
        if (try_part(package, others[i], &ignored) == TH_UNLOCKED)
            became = TH_UNLOCKED;
    return became;
}

static th_unlocking read_manifest(ods_package *package, th_unlocked *out)
{
    const th_xml_handler handler = {
        .ctx = &package->manifest, .start = manifest_start, .end = manifest_ignores, .text = manifest_ignores};
    th_xml *scanner = th_xml_new(package->ring->arena, package->ring->limits, &handler);
    th_str xml;
    th_unlocking became = stored_bytes(package, "META-INF/manifest.xml", &xml, out);
    if (became != TH_UNLOCKED)
        return became;
    if (!th_xml_feed(scanner, xml.ptr, xml.len) || th_xml_end(scanner) != TH_OK) {
        out->why = th_xml_trouble(scanner);
        return TH_SEAL_DAMAGED;
    }
    return TH_UNLOCKED;
}

th_unlocking th_unlock_ods(th_keyring *ring, th_str bytes, th_unlocked *out)
{
    ods_package *package = th_arena_alloc(ring->arena, sizeof *package);
    package->ring = ring;
    package->manifest.arena = ring->arena;
    th_buf_init(&package->out, ring->arena);
    th_buf_init(&package->directory, ring->arena);
    if (th_zip_open(ring->arena, ring->limits, bytes, &package->zip) >= TH_FAILED)
        return zip_is_wrong(package, out);
    th_unlocking became = read_manifest(package, out);
    if (became == TH_UNLOCKED)
        became = find_password(package, out);
    const th_str type = TH_STR("application/vnd.oasis.opendocument.spreadsheet");
    add_plain_entry(package,
                    &(plain_entry){.name = "mimetype", .data = type, .inflated = {th_crc32(0, type), type.len}});
    if (became == TH_UNLOCKED && th_zip_find(&package->zip, TH_STR("styles.xml")))
        became = add_plain_part(package, "styles.xml", out);
    if (became == TH_UNLOCKED)
        became = add_plain_part(package, "content.xml", out);
    if (became != TH_UNLOCKED)
        return became;
    put_end(package);
    return th_seal_opened(ring, th_buf_str(&package->out), out);
}
