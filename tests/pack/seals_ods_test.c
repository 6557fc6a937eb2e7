/* Encrypted OpenDocument: parts sealed in each way of the manifest open, the package in the plain is a whole one, and
 * what is wrong or unknown is told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "seal_pieces.h"
#include "zip_builder.h"

#include "pack/zip.h"

#define CONTENT "<a>nội dung</a>"
#define STYLES "<b>kieu</b>"
#define DAMAGED "the description of its encryption is damaged"
#define UNKNOWN ", in a way of encrypting that this program does not know"
#define UNLIKE "what is encrypted does not agree with its checksum"
#define MISSING "a part is missing"

/* A part that was deflated, then encrypted, with a digest of what was deflated; its key was derived in three rounds. */
typedef struct sealed_part {
    const char *locked;                   /* hexadecimal */
    const char *checksum, *vector, *salt; /* base64 */
} sealed_part;

typedef struct sealed_kind {
    const char *what;
    const char *digest, *cipher, *start;
    sealed_part content, styles;
} sealed_kind;

static const sealed_kind kinds[] = {
    {"AES-256",
     "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k",
     "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
     "http://www.w3.org/2000/09/xmldsig#sha256",
     {"B01A339F48D41AEEEFA1E17315044FE04B34F2E106BBB7FACE67DD3B2D297759",
      "rX0b0BWa0jP3r8eYl3QpACBJhfDt5mftDs+kTkp2z1s=", "ZWVlZWVlZWVlZWVlZWVlZQ==", "AQEBAQEBAQEBAQEBAQEBAQ=="},
     {"38EE368B29F4356CE6CDDE6B826EC1F0",
      "zghzmSxtl0ujsrwRnGoU5H1NqZM1SZkC5tx7QGVugVQ=", "ZmZmZmZmZmZmZmZmZmZmZg==", "AgICAgICAgICAgICAgICAg=="}},
    {"AES-128",
     "SHA1/1K",
     "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
     "SHA1",
     {"0C7FF99BA5E227F6B836EEF75871992885C0DF8D3A558A44EFF1F467AE346EDC",
      "/3o0Kub6sHht7vwzLlK74C8nn6o=", "ZWVlZWVlZWVlZWVlZWVlZQ==", "AQEBAQEBAQEBAQEBAQEBAQ=="},
     {"6178D3D586D5A83B5AB79CF7DBCB3B5F",
      "8TwtmmOsGB2CG//uqvvOBSz5JIE=", "ZmZmZmZmZmZmZmZmZmZmZg==", "AgICAgICAgICAgICAgICAg=="}},
    {"Blowfish",
     "SHA1/1K",
     "Blowfish CFB",
     "SHA1",
     {"52B7F7B5A376474368C1C1A960D93EB841C149",
      "/3o0Kub6sHht7vwzLlK74C8nn6o=", "ZWVlZWVlZWU=", "AQEBAQEBAQEBAQEBAQEBAQ=="},
     {"6770660AB930704F6C1DE42CE9", "8TwtmmOsGB2CG//uqvvOBSz5JIE=", "ZmZmZmZmZmY=", "AgICAgICAgICAgICAgICAg=="}},
    {"Blowfish, a digest of all",
     "SHA1",
     "Blowfish CFB",
     "SHA1",
     {"52B7F7B5A376474368C1C1A960D93EB841C149",
      "/3o0Kub6sHht7vwzLlK74C8nn6o=", "ZWVlZWVlZWU=", "AQEBAQEBAQEBAQEBAQEBAQ=="},
     {"6770660AB930704F6C1DE42CE9", "8TwtmmOsGB2CG//uqvvOBSz5JIE=", "ZmZmZmZmZmY=", "AgICAgICAgICAgICAgICAg=="}},
};

static void put_entry_of(th_buf *xml, const sealed_kind *kind, const char *name, const sealed_part *part)
{
    th_buf_fmt(xml, "<m:file-entry m:full-path='%s' m:size='20'><m:encryption-data m:checksum-type='%s' ", name,
               kind->digest);
    th_buf_fmt(xml, "m:checksum='%s'><m:algorithm m:algorithm-name='%s' m:initialisation-vector='%s'/>", part->checksum,
               kind->cipher, part->vector);
    th_buf_fmt(xml, "<m:start-key-generation m:start-key-generation-name='%s'/>", kind->start);
    th_buf_fmt(xml, "<m:key-derivation m:key-derivation-name='PBKDF2' m:iteration-count='3' m:salt='%s'/>", part->salt);
    th_buf_add(xml, TH_STR("</m:encryption-data></m:file-entry>"));
}

static th_str manifest_of(th_arena *arena, const sealed_kind *kind)
{
    th_buf xml;
    th_buf_init(&xml, arena);
    th_buf_add(&xml, TH_STR("<m:manifest xmlns:m='m'><m:file-entry m:full-path='/' m:media-type='x'/>"));
    put_entry_of(&xml, kind, "content.xml", &kind->content);
    put_entry_of(&xml, kind, "styles.xml", &kind->styles);
    th_buf_add(&xml, TH_STR("</m:manifest>"));
    return th_buf_str(&xml);
}

/* What is put into a package; NULL: that part is not there. */
typedef struct sealed_package {
    const char *content, *styles; /* hexadecimal */
    const char *manifest;
    const char *also; /* the name of another entry */
} sealed_package;

static th_str package_of(th_arena *arena, const sealed_package *parts)
{
    const struct {
        const char *name, *digits;
    } locked[] = {{"content.xml", parts->content}, {"styles.xml", parts->styles}};
    package out;
    package_begin(&out, arena);
    package_add(&out, "mimetype", TH_STR("application/vnd.oasis.opendocument.spreadsheet"));
    for (size_t i = 0; i < sizeof locked / sizeof *locked; i++)
        if (locked[i].digits) {
            bytes stored = {0};
            put_hex(&stored, locked[i].digits);
            package_add(&out, locked[i].name, view(&stored));
            free(stored.at);
        }
    if (parts->also)
        package_add(&out, parts->also, TH_STR("x"));
    if (parts->manifest)
        package_add(&out, "META-INF/manifest.xml", th_str_of(parts->manifest));
    return package_end(&out);
}

static th_str package_of_kind(th_arena *arena, const sealed_kind *kind)
{
    const char *manifest = th_str_cstr(arena, manifest_of(arena, kind));
    return package_of(arena, &(sealed_package){kind->content.locked, kind->styles.locked, manifest, NULL});
}

static void assert_part(th_arena *arena, th_zip *zip, const char *name, const char *wanted)
{
    enum { NEW_YEAR_1980 = 0 << 9 | 1 << 5 | 1 }; /* years since 1980, month, day, which MS-DOS counts from 1 */
    th_str got;
    const th_zip_entry *entry = th_zip_find(zip, th_str_of(name));
    assert_non_null(entry);
    assert_int_equal(th_zip_read(arena, zip, entry, &got), TH_OK); /* lengths and checksum are those of the content */
    assert_true(th_str_eq(got, th_str_of(wanted)));
    assert_int_equal(entry->time, 0);
    assert_int_equal(entry->date, NEW_YEAR_1980);
}

static void assert_plain(th_arena *arena, th_str opened)
{
    th_zip zip;
    assert_int_equal(th_zip_open(arena, &th_limits_default, opened, &zip), TH_OK);
    assert_true(th_str_starts(opened, TH_STR("PK\3\4\x14\0"))); /* 2.0 of the format deflates (APPNOTE.TXT 4.4.3.2) */
    assert_int_equal(zip.n, 3);
    assert_part(arena, &zip, "mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    assert_part(arena, &zip, "content.xml", CONTENT);
    assert_part(arena, &zip, "styles.xml", STYLES);
}

static void every_kind_opens(void **state)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        th_unlocked out;
        if (open_with(*state, NULL, package_of_kind(*state, &kinds[i]), &out) != TH_UNLOCKED)
            fail_msg("%s: " TH_FMT, kinds[i].what, TH_ARG(out.why.en));
        assert_plain(*state, out.bytes);
        assert_int_equal(out.seal, TH_SEAL_OF_EXCEL);
    }
}

/* A part that the manifest does not call encrypted is taken as it is. */
static void a_part_in_the_plain_stays_as_it_is(void **state)
{
    th_buf xml;
    th_unlocked out;
    th_buf_init(&xml, *state);
    th_buf_add(&xml, TH_STR("<m:manifest xmlns:m='m'><m:file-entry m:full-path='styles.xml'/>"));
    put_entry_of(&xml, &kinds[0], "content.xml", &kinds[0].content);
    th_buf_add(&xml, TH_STR("</m:manifest>"));
    const char *manifest = th_str_cstr(*state, th_buf_str(&xml));
    const sealed_package parts = {kinds[0].content.locked, "3C623E6B6965753C2F623E", manifest, NULL};
    assert_int_equal(open_with(*state, NULL, package_of(*state, &parts), &out), TH_UNLOCKED);
    assert_plain(*state, out.bytes);
}

static th_str replaced(th_arena *arena, th_str text, const char *from, const char *to)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < text.len;) {
        size_t next = th_str_find(text, th_str_of(from), at);
        th_buf_add(&out, th_str_sub(text, at, next == SIZE_MAX ? text.len : next - at));
        if (next == SIZE_MAX)
            break;
        th_buf_add(&out, th_str_of(to));
        at = next + strlen(from);
    }
    return th_buf_str(&out);
}

static void what_the_manifest_says_wrongly_is_told(void **state)
{
    static const struct {
        size_t kind;
        const char *from, *to; /* everywhere in the manifest */
        th_unlocking became;
        const char *why;
    } rows[] = {
        {0, "iteration-count='3'", "iteration-count='4'", TH_STILL_LOCKED, ""},
        {0, "iteration-count='3'", "iteration-count='1'", TH_STILL_LOCKED, ""},
        {0, "<m:file-entry m:full-path='/' m:media-type='x'/>", "<m:encryption-data/><m:algorithm/>", TH_UNLOCKED, ""},
        {0, "#sha256-1k", "#sha384-1k", TH_STILL_LOCKED, UNKNOWN},
        {0, "#aes256-cbc", "#aes256-gcm", TH_STILL_LOCKED, UNKNOWN},
        {0, "xmldsig#sha256", "xmldsig#sha256-1k", TH_STILL_LOCKED, UNKNOWN},
        {0, "'PBKDF2'", "'argon2id'", TH_STILL_LOCKED, UNKNOWN},
        {0, "iteration-count='3'", "iteration-count='0'", TH_STILL_LOCKED, UNKNOWN},
        {0, "iteration-count='3'", "iteration-count='3' m:key-size='16'", TH_STILL_LOCKED, UNKNOWN},
        {0, "iteration-count='3'", "iteration-count='1000001'", TH_SEAL_LIMIT,
         "its password is digested 1000001 times"},
        {0, "vector='Z", "vector='", TH_SEAL_DAMAGED, DAMAGED},
        {2, "ZWVlZWVlZWU=", "ZWVlZWVlZWVlZWVlZWVlZQ==", TH_SEAL_DAMAGED, DAMAGED},
        {2, "vector='Z", "vector='", TH_SEAL_DAMAGED, DAMAGED},
        {0, "checksum='rX0b", "checksum='rX0c", TH_SEAL_DAMAGED, UNLIKE}, /* the other part says that it fits */
        {0, "checksum='zghz", "checksum='zgha", TH_SEAL_DAMAGED, UNLIKE},
        {0, "</m:manifest>", "", TH_SEAL_DAMAGED, "its XML is incomplete"},
        {3, "checksum='/3o0", "checksum='/3o1", TH_SEAL_DAMAGED, UNLIKE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const sealed_kind *kind = &kinds[rows[i].kind];
        th_str manifest = replaced(*state, manifest_of(*state, kind), rows[i].from, rows[i].to);
        th_unlocked out;
        th_unlocking became = open_with(*state, NULL,
                                        package_of(*state, &(sealed_package){kind->content.locked, kind->styles.locked,
                                                                             th_str_cstr(*state, manifest), NULL}),
                                        &out);
        if (became != rows[i].became || !th_str_starts(out.why.en, th_str_of(rows[i].why)))
            fail_msg("%s: %d, " TH_FMT, rows[i].to, (int)became, TH_ARG(out.why.en));
        assert_int_equal(out.bytes.len > 0, became == TH_UNLOCKED);
    }
}

/* A key size that agrees with the cipher may be stated; other words and addresses for the same are taken. */
static void other_words_for_the_same_open(void **state)
{
    static const struct {
        size_t kind;
        const char *from, *to;
    } rows[] = {
        {0, "iteration-count='3'", "iteration-count='3' m:key-size='32'"},
        {0, "'PBKDF2'", "'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#pbkdf2'"},
        {0, "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "AES256"},
        {0, "http://www.w3.org/2000/09/xmldsig#sha256", "SHA256"},
        {1, "<m:start-key-generation m:start-key-generation-name='SHA1'/>", ""},
        {2, "Blowfish CFB", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#blowfish"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const sealed_kind *kind = &kinds[rows[i].kind];
        th_str manifest = replaced(*state, manifest_of(*state, kind), rows[i].from, rows[i].to);
        const sealed_package parts = {kind->content.locked, kind->styles.locked, th_str_cstr(*state, manifest), NULL};
        th_unlocked out;
        if (open_with(*state, NULL, package_of(*state, &parts), &out) != TH_UNLOCKED)
            fail_msg("%s: " TH_FMT, rows[i].to, TH_ARG(out.why.en));
        assert_plain(*state, out.bytes);
    }
}

static void a_package_that_is_not_whole_is_told(void **state)
{
    const sealed_kind *kind = &kinds[0];
    const char *manifest = th_str_cstr(*state, manifest_of(*state, kind)), *content = kind->content.locked;
    const struct {
        sealed_package parts;
        th_unlocking became;
        const char *why;
    } rows[] = {
        {{content, kind->styles.locked, NULL, NULL}, TH_SEAL_DAMAGED, MISSING},
        {{NULL, kind->styles.locked, manifest, NULL}, TH_SEAL_DAMAGED, MISSING},
        {{content, kind->styles.locked, manifest, "encrypted-package"}, TH_STILL_LOCKED, UNKNOWN},
        {{"B01A339F48D41AEEEFA1E17315044FE04B34F2E106BBB7FACE67DD3B2D2977", NULL, manifest, NULL},
         TH_SEAL_DAMAGED,
         DAMAGED},
        {{"38EE368B29F4356CE6CDDE6B826EC1F0", NULL, manifest, NULL}, TH_STILL_LOCKED, ""},
        {{"", NULL, manifest, NULL}, TH_STILL_LOCKED, ""},
        {{"", kind->styles.locked, manifest, NULL}, TH_SEAL_DAMAGED, UNLIKE}, /* that part says that the key fits */
    };
    th_unlocked out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_unlocking became = open_with(*state, NULL, package_of(*state, &rows[i].parts), &out);
        if (became != rows[i].became || !th_str_starts(out.why.en, th_str_of(rows[i].why)))
            fail_msg("row %zu: %d, " TH_FMT, i, (int)became, TH_ARG(out.why.en));
        assert_int_equal(out.bytes.len, 0);
    }
    th_str whole = package_of_kind(*state, kind);
    assert_int_equal(open_with(*state, NULL, th_str_sub(whole, 0, whole.len - 1), &out), TH_SEAL_DAMAGED);
    assert_true(out.why.en.len > 0);
}

/* A checksum that agrees with bytes that were never deflated. */
static void what_does_not_inflate_is_damaged(void **state)
{
    const sealed_kind *kind = &kinds[2];
    th_str manifest =
        replaced(*state, manifest_of(*state, kind), kind->content.checksum, "eGcOiKnCxxESRHHS8kqNvIzl26k=");
    const sealed_package parts = {"1E01BC", kind->styles.locked, th_str_cstr(*state, manifest), NULL};
    th_unlocked out;
    assert_int_equal(open_with(*state, NULL, package_of(*state, &parts), &out), TH_SEAL_DAMAGED);
    assert_true(th_str_eq(out.why.en, TH_STR(UNLIKE)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_opens),
        cmocka_unit_test(a_part_in_the_plain_stays_as_it_is),
        cmocka_unit_test(what_the_manifest_says_wrongly_is_told),
        cmocka_unit_test(other_words_for_the_same_open),
        cmocka_unit_test(a_package_that_is_not_whole_is_told),
        cmocka_unit_test(what_does_not_inflate_is_damaged),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
