/* Encrypted .xls: streams sealed by keys that are known, in each way that FILEPASS names, open to the same bytes; what
 * FILEPASS says wrongly is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "seal_pieces.h"

#include "pack/cfb.h"

enum { BOF = 0x0809, FILEPASS = 0x002F, WRITEACCESS = 0x005C, INTERFACEHDR = 0x00E1, BOUNDSHEET = 0x0085 };
enum { SST = 0x00FC, EOF_RECORD = 0x000A, PIECE = 1024, PIECES = 2 };

/* What a password's lock says, and what opens it. */
typedef struct known_answers {
    const char *verifier, *hash; /* encrypted; of XOR the key and the verifier, little-endian */
    const char *keys[PIECES];    /* of each piece of 1,024 bytes; of XOR the array */
} known_answers;

/* One way of locking; `major` 0 is XOR obfuscation. */
typedef struct known_lock {
    const char *what, *password; /* NULL: Excel's own */
    unsigned biff, major;
    uint32_t bits;
    known_answers known;
} known_lock;

/* clang-format off */
#define EXCEL_XOR {"59B3", "0A9A", {"876B9AE21EE305621E699660986E9404"}}
/* Its verifier, FEF1, is the example of OpenOffice.org's documentation of the format of Excel (PASSWORD). */
#define TEN_LETTERS {"1342", "F1FE", {"391038133B123A153D1454DE767C76DE"}}
#define FOUR_LETTERS {"1EC0", "2DC9", {"AF51975FD29FF03DF09FD3200F3F8860"}}
#define ONE_LETTER {"779D", "88CE", {"0B134431E6314412FBCEE449BB113CCE"}}
#define EXCEL_RC4                                                                                                      \
    {"01FD4E05DC6E0E72FCC4B72175686883", "DED643A3B989170BC6E163B5DEBAF714",                                           \
     {"E0F0F3AB5B2C55A6FFF6D99AE30691FB", "CDB235C584CC3283C74F3970BAAC0043"}}
#define GIVEN_RC4                                                                                                      \
    {"2CC2DDA357004739733FBDF365C0189A", "2C68DFCAB30E96C29B806384C142F8D6",                                           \
     {"A816C59C118E1D7B205BB59393444C09", "A1721403F96D20C67F7A564BE1EEADFE"}}
#define EXCEL_40                                                                                                       \
    {"C872728F14B55D849B7DDE3F7CFD96A7", "D5E6C96D597B070D79BF31B1599EDDF2ECE8D44B",                                   \
     {"AC2A7B17240000000000000000000000", "F5648BFCF20000000000000000000000"}}
#define EXCEL_56                                                                                                       \
    {"0FACA8384ADF1320DDD0E10AE1AC9FE4", "D19DF8C1F48C486BBAE39A430F73953A7E52AC84",                                   \
     {"AC2A7B172474C7", "F5648BFCF2DC15"}}
#define EXCEL_128                                                                                                      \
    {"A024A295D910DCD16B2B69C9DFEF1919", "74A70EB0E7278136E857318B9E9A13D19115D50B",                                   \
     {"AC2A7B172474C79C0B1292E558DFD9B1", "F5648BFCF2DC15FF7DD417B6AF542BCB"}}
#define GIVEN_128                                                                                                      \
    {"5A8375151B6992EF3B82AA562A5E417C", "C94C7AB8266B4E908CB514B282395E6EB36E0F79",                                   \
     {"47A21FCA3F16868A8A3BCE5C2BF68C05", "9DAF934CDCBC08C48F5C32C562D43ED0"}}
/* clang-format on */
#define GIVEN "Mật khẩu 😀"

static const known_lock locks[] = {
    {"XOR", NULL, 8, 0, 0, EXCEL_XOR},
    {"XOR, BIFF5", NULL, 5, 0, 0, EXCEL_XOR},
    {"XOR, ten letters", "abcdefghij", 8, 0, 0, TEN_LETTERS},
    {"XOR, all kinds of letters", "Ab1~", 8, 0, 0, FOUR_LETTERS},
    {"XOR, one letter", "a", 5, 0, 0, ONE_LETTER},
    {"RC4", NULL, 8, 1, 0, EXCEL_RC4},
    {"RC4, given", GIVEN, 8, 1, 0, GIVEN_RC4},
    {"CryptoAPI, 40", NULL, 8, 2, 40, EXCEL_40},
    {"CryptoAPI, 40 by not saying it", NULL, 8, 2, 0, EXCEL_40},
    {"CryptoAPI, 56", NULL, 8, 3, 56, EXCEL_56},
    {"CryptoAPI, 128", NULL, 8, 4, 128, EXCEL_128},
    {"CryptoAPI, 128, given", GIVEN, 8, 2, 128, GIVEN_128},
};

static const known_lock *lock_called(const char *what)
{
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        if (strcmp(locks[i].what, what) == 0)
            return &locks[i];
    fail_msg("%s", what);
    return NULL;
}

static bytes filepass_of(const known_lock *lock)
{
    enum { BY_RC4 = 1 };
    bytes record = {0};
    if (lock->major) {
        put2(&record, BY_RC4);
        put2(&record, lock->major);
        put2(&record, lock->major == 1 ? 1 : 2);
    } else if (lock->biff == 8) {
        put2(&record, 0);
    }
    if (lock->major > 1) {
        put_crypto_header(&record, &(crypto_pieces){lock->bits, lock->known.verifier, lock->known.hash, 0, 0});
        return record;
    }
    if (lock->major)
        put_hex(&record, SEAL_SALT);
    put_hex(&record, lock->known.verifier);
    put_hex(&record, lock->known.hash);
    return record;
}

static void put_record(bytes *to, unsigned id, size_t n)
{
    put2(to, id);
    put2(to, (unsigned)n);
    for (size_t i = 0; i < n; i++)
        put1(to, (unsigned)(id + i * 7 + i / 256));
}

/* A stream in the plain with a record of `passing` in the place of FILEPASS, longer than one piece. */
static bytes stream_with(const bytes *filepass, unsigned passing, unsigned biff)
{
    bytes stream = {0};
    put2(&stream, BOF);
    put2(&stream, 4);
    put2(&stream, biff == 8 ? 0x0600 : 0x0500);
    put2(&stream, 5);
    put2(&stream, passing);
    put2(&stream, (unsigned)filepass->n);
    put_padded(&stream, filepass, 1);
    put_record(&stream, INTERFACEHDR, 2);
    put_record(&stream, BOUNDSHEET, 11);
    put_record(&stream, SST, 1200);
    put_record(&stream, EOF_RECORD, 0);
    return stream;
}

static void seal_byte(const known_lock *lock, bytes *stream, size_t at, size_t len)
{
    bytes key = {0};
    put_hex(&key, lock->known.keys[lock->major ? at / PIECE : 0]);
    unsigned byte = stream->at[at];
    if (lock->major) {
        uint8_t mask[PIECE] = {0};
        th_rc4(view(&key), mask, sizeof mask);
        byte ^= mask[at % PIECE];
    } else {
        byte = (byte << 5 | byte >> 3) ^ key.at[(at + len) % key.n];
    }
    stream->at[at] = (uint8_t)byte;
    free(key.at);
}

/* All bytes of records behind FILEPASS, but for heads, a record that programs share, and where a sheet begins. */
static void seal_stream(const known_lock *lock, bytes *stream)
{
    bool behind = false;
    for (size_t at = 0; at < stream->n;) {
        unsigned id = stream->at[at] | (unsigned)stream->at[at + 1] << 8;
        size_t len = stream->at[at + 2] | (size_t)stream->at[at + 3] << 8, from = at + 4;
        for (size_t i = from + (id == BOUNDSHEET ? 4 : 0); behind && id != INTERFACEHDR && i < from + len; i++)
            seal_byte(lock, stream, i, len);
        behind = behind || id == FILEPASS;
        at = from + len;
    }
}

static bytes sealed_stream(const known_lock *lock)
{
    bytes filepass = filepass_of(lock), stream = stream_with(&filepass, FILEPASS, lock->biff);
    seal_stream(lock, &stream);
    free(filepass.at);
    return stream;
}

static void assert_stream_open(const known_lock *lock, th_str got)
{
    bytes filepass = filepass_of(lock), plain = stream_with(&filepass, WRITEACCESS, lock->biff);
    if (!th_str_eq(got, view(&plain)))
        fail_msg("%s", lock->what);
    free(filepass.at);
    free(plain.at);
}

static void every_way_of_locking_opens(void **state)
{
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        bytes sealed = sealed_stream(&locks[i]);
        th_unlocked out;
        if (open_with(*state, locks[i].password, view(&sealed), &out) != TH_UNLOCKED)
            fail_msg("%s", locks[i].what);
        assert_stream_open(&locks[i], out.bytes);
        assert_int_equal(out.seal, locks[i].password ? TH_SEAL_GIVEN : TH_SEAL_OF_EXCEL);
        free(sealed.at);
    }
}

static th_str stream_named(th_arena *arena, th_str file, const char *name)
{
    th_cfb cfb;
    th_cfb_stream stream;
    th_str out;
    assert_int_equal(th_cfb_open(arena, file, &cfb), TH_OK);
    assert_true(th_cfb_find(arena, &cfb, th_str_of(name), &stream));
    assert_int_equal(th_cfb_read(arena, &cfb, &stream, &out), TH_OK);
    return out;
}

/* In a compound file the stream alone changes, in the mini stream behind and before another as well as in sectors of
 * its own. */
static void the_stream_is_opened_where_it_stands(void **state)
{
    static const char *const of[] = {"RC4", "XOR, BIFF5"};
    for (size_t i = 0; i < 2 * sizeof of / sizeof *of; i++) {
        const known_lock *lock = lock_called(of[i / 2]);
        bytes stream = sealed_stream(lock), before = {0};
        put_record(&before, SST, 200);
        while (i % 2 && stream.n < CFB_CUTOFF)
            put_record(&stream, BOF, 100); /* which no lock touches */
        const char *name = lock->biff == 8 ? "Workbook" : "Book";
        bytes file = compound_of((const named_stream[]){{"Before", &before}, {name, &stream}, {"Behind", &before}}, 3);
        th_unlocked out;
        assert_int_equal(open_with(*state, lock->password, view(&file), &out), TH_UNLOCKED);
        assert_int_equal(out.bytes.len, file.n);
        th_str opened = stream_named(*state, out.bytes, name);
        assert_int_equal(opened.len, stream.n);
        bytes filepass = filepass_of(lock), plain = stream_with(&filepass, WRITEACCESS, lock->biff);
        assert_true(th_str_eq(th_str_sub(opened, 0, plain.n), view(&plain)));
        assert_true(th_str_eq(th_str_sub(opened, plain.n, opened.len), th_str_sub(view(&stream), plain.n, stream.n)));
        assert_true(th_str_eq(stream_named(*state, out.bytes, "Before"), view(&before)));
        assert_true(th_str_eq(stream_named(*state, out.bytes, "Behind"), view(&before)));
        free(stream.at);
        free(before.at);
        free(file.at);
        free(filepass.at);
        free(plain.at);
    }
}

/* What fills up the last sector of the mini stream may be missing: the stream is read, and so it is opened. */
static void a_file_without_its_last_padding_opens(void **state)
{
    const known_lock *lock = lock_called("RC4");
    bytes stream = sealed_stream(lock), file = compound(&stream, "Workbook");
    th_unlocked out;
    assert_true(stream.n % CFB_SECTOR != 0);
    for (size_t cut = 1; cut <= CFB_SECTOR - stream.n % CFB_SECTOR; cut++) {
        th_str whole = view(&file), short_of = th_str_sub(whole, 0, whole.len - cut);
        assert_int_equal(open_with(*state, NULL, short_of, &out), TH_UNLOCKED);
        assert_int_equal(out.bytes.len, short_of.len);
        assert_stream_open(lock, stream_named(*state, out.bytes, "Workbook"));
    }
    free(stream.at);
    free(file.at);
}

static void without_the_password_it_stays_locked(void **state)
{
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        bytes sealed = sealed_stream(&locks[i]);
        th_unlocked out;
        if (locks[i].password) {
            assert_int_equal(open_with(*state, NULL, view(&sealed), &out), TH_STILL_LOCKED);
            assert_int_equal(out.why.en.len, 0);
            assert_int_equal(open_with(*state, "Abcdefghi", view(&sealed), &out), TH_STILL_LOCKED);
            assert_true(th_str_eq(out.why.en, TH_STR("; no password of the file of passwords opens it")));
            assert_int_equal(out.bytes.len, 0);
        }
        free(sealed.at);
    }
}

/* FILEPASS with one number changed, or cut. */
static void what_filepass_says_wrongly_is_told(void **state)
{
    enum { WAY = 0, MAJOR = 2, MINOR = 4, HEADER_SIZE = 10, BITS = 30, SALT_SIZE = 50, WHOLE = 0 };
    static const struct {
        const char *what;
        size_t at;
        unsigned value;
        size_t length; /* WHOLE: as it is */
        th_unlocking became;
    } rows[] = {
        {"RC4", WAY, 2, WHOLE, TH_STILL_LOCKED},
        {"RC4", MAJOR, 0, WHOLE, TH_STILL_LOCKED},
        {"RC4", MAJOR, 5, WHOLE, TH_STILL_LOCKED},
        {"RC4", MINOR, 2, WHOLE, TH_STILL_LOCKED},
        {"RC4", MINOR, 1, 53, TH_SEAL_DAMAGED},
        {"RC4", MINOR, 1, 5, TH_SEAL_DAMAGED},
        {"CryptoAPI, 128", MAJOR, 5, WHOLE, TH_STILL_LOCKED},
        {"CryptoAPI, 128", MINOR, 1, WHOLE, TH_STILL_LOCKED},
        {"CryptoAPI, 128", BITS, 32, WHOLE, TH_STILL_LOCKED},
        {"CryptoAPI, 128", BITS, 136, WHOLE, TH_STILL_LOCKED},
        {"CryptoAPI, 128", HEADER_SIZE, 31, WHOLE, TH_SEAL_DAMAGED},
        {"CryptoAPI, 128", HEADER_SIZE, 0xFFFF, WHOLE, TH_SEAL_DAMAGED},
        {"CryptoAPI, 128", SALT_SIZE, 15, WHOLE, TH_SEAL_DAMAGED},
        {"CryptoAPI, 128", MINOR, 2, 13, TH_SEAL_DAMAGED},
        {"CryptoAPI, 128", MINOR, 2, 109, TH_SEAL_DAMAGED},
        {"XOR", WAY, 0, 5, TH_SEAL_DAMAGED},
        {"XOR, BIFF5", WAY, 0, 3, TH_SEAL_DAMAGED},
        {"XOR, BIFF5", WAY, 0, 0, TH_STILL_LOCKED}, /* another key: no password fits */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const known_lock *lock = lock_called(rows[i].what);
        bytes filepass = filepass_of(lock);
        filepass.at[rows[i].at] = (uint8_t)rows[i].value;
        filepass.at[rows[i].at + 1] = (uint8_t)(rows[i].value >> 8);
        if (rows[i].length) {
            assert_true(rows[i].length < filepass.n);
            filepass.n = rows[i].length;
        }
        bytes stream = stream_with(&filepass, FILEPASS, lock->biff);
        th_unlocked out;
        th_unlocking became = open_with(*state, lock->password, view(&stream), &out);
        bool unknown = th_str_ends(out.why.en, TH_STR("that this program does not know"));
        bool cut = th_str_eq(out.why.en, TH_STR("the description of its encryption is cut"));
        bool said = rows[i].became == TH_SEAL_DAMAGED ? cut : unknown == (lock->major > 0);
        if (became != rows[i].became || !said)
            fail_msg("row %zu: %d, " TH_FMT, i, (int)became, TH_ARG(out.why.en));
        free(filepass.at);
        free(stream.at);
    }
}

/* Cut anywhere, in a block of its own so that a read beyond its end is seen: as much as there is, or a reason. */
static void cut_at_every_byte(void **state)
{
    static const char *const of[] = {"XOR", "RC4", "CryptoAPI, 128"};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const known_lock *lock = lock_called(of[i]);
        bytes filepass = filepass_of(lock), plain = stream_with(&filepass, WRITEACCESS, lock->biff);
        bytes sealed = sealed_stream(lock);
        for (size_t n = 0; n < sealed.n; n += n < 400 ? 1 : 97) {
            char *copy = malloc(n ? n : 1);
            memcpy(copy, sealed.at, n);
            th_unlocked out;
            th_unlocking became = open_with(*state, NULL, (th_str){copy, n}, &out);
            size_t described = 4 + 4 + 4 + filepass.n; /* BOF, the head of FILEPASS, FILEPASS */
            assert_int_equal(became, n < described ? TH_STILL_LOCKED : TH_UNLOCKED);
            if (became == TH_UNLOCKED && lock->major) /* XOR goes by the length of a record, which is cut */
                assert_true(th_str_eq(out.bytes, th_str_sub(view(&plain), 0, n)));
            free(copy);
        }
        free(filepass.at);
        free(plain.at);
        free(sealed.at);
    }
}

/* A stream that somebody took for locked, and that does not say how. */
static void without_filepass_nothing_opens(void **state)
{
    const known_lock *lock = lock_called("RC4");
    bytes filepass = filepass_of(lock), stream = stream_with(&filepass, WRITEACCESS, 8);
    bytes sealed = sealed_stream(lock), late = {0};
    th_unlocked out;
    assert_int_equal(open_with(*state, NULL, view(&stream), &out), TH_STILL_LOCKED);
    assert_true(th_str_ends(out.why.en, TH_STR("that this program does not know")));
    put_record(&late, BOF, 4);
    put_record(&late, EOF_RECORD, 0); /* the end of the first substream, in which FILEPASS must stand */
    put_padded(&late, &sealed, 1);
    assert_int_equal(open_with(*state, NULL, view(&late), &out), TH_STILL_LOCKED);
    assert_int_equal(open_with(*state, NULL, th_str_sub(view(&stream), 0, 5), &out), TH_STILL_LOCKED);
    free(filepass.at);
    free(stream.at);
    free(sealed.at);
    free(late.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_of_locking_opens),
        cmocka_unit_test(the_stream_is_opened_where_it_stands),
        cmocka_unit_test(a_file_without_its_last_padding_opens),
        cmocka_unit_test(without_the_password_it_stays_locked),
        cmocka_unit_test(what_filepass_says_wrongly_is_told),
        cmocka_unit_test(cut_at_every_byte),
        cmocka_unit_test(without_filepass_nothing_opens),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
