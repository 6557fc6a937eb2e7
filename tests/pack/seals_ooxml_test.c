/* Encrypted packages of Office: standard and agile encryption open to the bytes that were sealed, and a description
 * that is wrong or unknown is told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "seal_pieces.h"

#include "pack/keyring.h"

#define PACKAGE "PK\3\4 the bytes of a package, 41 in number!"
#define DAMAGED "the description of its encryption is damaged"
#define UNLIKE "what is encrypted does not agree with its keyed digest"
#define UNKNOWN ", in a way of encrypting that this program does not know"

static void assert_told(const char *what, th_unlocking became, const th_unlocked *out, const char *why)
{
    th_str wanted = th_str_of(why);
    if (became == TH_UNLOCKED || !th_str_starts(out->why.en, wanted) || (!wanted.len && out->why.en.len))
        fail_msg("%s: %d, " TH_FMT, what, (int)became, TH_ARG(out->why.en));
    assert_int_equal(out->bytes.len, 0);
}

static th_unlocking open_streams(th_arena *arena, const bytes *info, const bytes *package, th_unlocked *out)
{
    bytes file = compound_of((const named_stream[]){{"EncryptionInfo", info}, {"EncryptedPackage", package}}, 2);
    th_unlocking became = open_with(arena, NULL, th_str_copy(arena, view(&file)), out);
    free(file.at);
    return became;
}

/* ---- standard encryption ---- */

typedef struct standard_answers {
    uint32_t bits;
    const char *verifier, *hash, *package; /* encrypted */
} standard_answers;

static const standard_answers standard_128 = {
    128, "C9C388AD490E94704544DB5BB838B6EE", "BE5B1399420B30A6BD10F8474FC01C60B4EA54AB54FAF94E4E62A270C21BB933",
    "2A0000000000000086FEC02F62214B81E100E2A307097DBEFD58ECBF707D52E97DB5522411AA18BE1C4205920480B67A4AF0EAAC250DDE"
    "BC"};
static const standard_answers standard_256 = {
    256, "4544525904401F38D903ED8C21A86DC9", "DD75D6A96075B5CECFDE93502F0642F2AAE34777D1496FE34ECBF02C3E4A70AF",
    "2A000000000000003024FB93AA6240892D64419453406A26113C7FB9ACE7BA471C92B5228C9B36BCDA0BDA2AC269F24BD810421EE98B0C"
    "B4"};

static bytes standard_info(const standard_answers *known, unsigned major)
{
    bytes info = {0};
    put2(&info, major);
    put2(&info, 2);
    put_crypto_header(&info, &(crypto_pieces){known->bits, known->verifier, known->hash, 0, 0});
    return info;
}

static void standard_encryption_opens(void **state)
{
    static const standard_answers *const known[] = {&standard_128, &standard_256};
    for (unsigned i = 0; i < 6; i++) {
        bytes info = standard_info(known[i / 3], 2 + i % 3), package = {0};
        put_hex(&package, known[i / 3]->package);
        th_unlocked out;
        assert_int_equal(open_streams(*state, &info, &package, &out), TH_UNLOCKED);
        assert_true(th_str_eq(out.bytes, TH_STR(PACKAGE)));
        assert_int_equal(out.seal, TH_SEAL_OF_EXCEL);
        free(info.at);
        free(package.at);
    }
}

/* One byte of EncryptionInfo or of EncryptedPackage changed, or one of the two cut. */
static void what_standard_encryption_says_wrongly_is_told(void **state)
{
    enum { MAJOR = 0, MINOR = 2, HEADER_SIZE = 8, BITS = 28, SALT_SIZE = 48, VERIFIER = 70, SIZE = 0, WHOLE = 1000 };
    static const struct {
        const char *what;
        size_t at, length; /* bytes that stay of it */
        unsigned value;
        bool of_package;
        th_unlocking became;
        const char *why;
    } rows[] = {
        {"an old version", MAJOR, WHOLE, 1, false, TH_STILL_LOCKED, UNKNOWN},
        {"a new version", MAJOR, WHOLE, 5, false, TH_STILL_LOCKED, UNKNOWN},
        {"extensible", MINOR, WHOLE, 3, false, TH_STILL_LOCKED, UNKNOWN},
        {"a short header", HEADER_SIZE, WHOLE, 31, false, TH_SEAL_DAMAGED, DAMAGED},
        {"bits of no AES", BITS, WHOLE, 136, false, TH_STILL_LOCKED, UNKNOWN},
        {"a long salt", SALT_SIZE, WHOLE, 17, false, TH_SEAL_DAMAGED, DAMAGED},
        {"another verifier", VERIFIER, WHOLE, 0, false, TH_STILL_LOCKED, ""},
        {"half a digest", MAJOR, 115, 3, false, TH_SEAL_DAMAGED, DAMAGED},
        {"the version alone", MAJOR, 7, 3, false, TH_SEAL_DAMAGED, "the description of its encryption is cut"},
        {"half a size", SIZE, 7, 42, true, TH_SEAL_DAMAGED, "the description of its encryption is cut"},
        {"too large", SIZE, WHOLE, 49, true, TH_SEAL_DAMAGED, "what is encrypted is shorter than it states"},
        {"half a block", SIZE, 8 + 47, 42, true, TH_SEAL_DAMAGED, "what is encrypted is shorter than it states"},
        {"a size of 64 bits", SIZE + 7, WHOLE, 1, true, TH_SEAL_DAMAGED, "what is encrypted is shorter than it states"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bytes info = standard_info(&standard_128, 3), package = {0};
        put_hex(&package, standard_128.package);
        bytes *changed = rows[i].of_package ? &package : &info;
        if (rows[i].length < changed->n)
            changed->n = rows[i].length;
        changed->at[rows[i].at] = (uint8_t)rows[i].value;
        th_unlocked out;
        th_unlocking became = open_streams(*state, &info, &package, &out);
        assert_told(rows[i].what, became, &out, rows[i].why);
        assert_int_equal(became, rows[i].became);
        free(info.at);
        free(package.at);
    }
}

static void without_a_description_nothing_opens(void **state)
{
    bytes package = {0};
    th_unlocked out;
    put_hex(&package, standard_128.package);
    bytes file = compound(&package, "EncryptedPackage");
    assert_int_equal(open_with(*state, NULL, view(&file), &out), TH_SEAL_DAMAGED);
    assert_told("alone", TH_SEAL_DAMAGED, &out, "the description of its encryption is missing");
    free(package.at);
    free(file.at);
}

/* ---- agile encryption ---- */

/* Values of attributes, in base64; the password is spun five times. */
typedef struct agile_answers {
    const char *cipher;       /* the attributes of a cipher */
    const char *salt[2];      /* of the package, of the password */
    const char *integrity[2]; /* the key and the value of the keyed digest */
    const char *verifier, *verifier_hash, *key_value;
    const char *package; /* hexadecimal */
} agile_answers;

#define CIPHER(bits, bytes, digest)                                                                                    \
    "saltSize='16' blockSize='16' keyBits='" bits "' hashSize='" bytes                                                 \
    "' cipherAlgorithm='AES' cipherChaining='ChainingModeCBC' hashAlgorithm='" digest "'"

static const agile_answers agile[] = {
    {CIPHER("128", "20", "SHA1"),
     {"MjM0NTY3ODk6Ozw9Pj9AQQ==", "AAECAwQFBgcICQoLDA0ODw=="},
     {"plkj3XVKMxw/rRCgXBLrns4QaD9W/4tFJQOoM7LHwkQ=", "LFPc8jL9mUuOAiUBZ9PuLOZhi3jIixBKW7Ti9kHlrlk="},
     "eDpZEpSivF4tONP7H9su4A==",
     "QhYa3FYJu3eYNQyCVdJUyZNNDtDSvfZZAuZ4nEDNvkE=",
     "9nagyLT5Kqln1vLslYR2Nw==",
     "2A0000000000000063733B54F653EFE5382AC49BB310CCB90FAAC106EE37AC15016E58F92E07ACF49E482FCC671A72B4"
     "A128979F5E104105"}, /* of which some are changed below */
    {CIPHER("256", "64", "SHA512"),
     {"MjM0NTY3ODk6Ozw9Pj9AQQ==", "AAECAwQFBgcICQoLDA0ODw=="},
     {"Lmp/KsD7WWoGdIEaGzXaONaftk68RFPYHgbpW51CxZvT8KZI95e4zu+KKugn3wcuPXNdYr7mTrFfgt6GC79lGg==",
      "yuGXZ6/ckPIi+YvSRc63vhbygW64LlNIIZBN1c0RoNRHG3Uh3GzBV83QhNWAuVwvVXio08zV9810IkZxQxbbxQ=="},
     "c0J4eevMWItJ3EAojRedvQ==",
     "TAuQwgjC/y92oxjg1yRotavI8K39p9nN6EUFh7v/9wCImbLu13zJuX0MHZKiNuFfkQSOGg5lxK+j6G9JDoJDNg==",
     "33ySjpPPeTmengvAqOzjBdlBqj3BSwWWTh2EfHuFiNY=",
     "2A00000000000000FDF7E8FA8C0DCDB1E51245AE478051AFAE0E68C6B603F58AA0CD500162CB930ABA4EA231D0733004"
     "F6493066740677D5"}, /* as Excel writes it */
    {CIPHER("256", "32", "SHA256"),
     {"MjM0NTY3ODk6Ozw9Pj9AQQ==", "AAECAwQFBgcICQoLDA0ODw=="},
     {"mzr1E9TqN6zOY18HFwVPdQkqTjP8dUVq9CpqFlIN9Oo=", "ngQ53Wno+bO68IzDhnErXNEry9JfrQ4ltKZEJCvjLCM="},
     "aD9cCL5/XQsm++jnUJRDLQ==",
     "IWdlK4AZXp6vQd/IadWsDO3tDhxABxFHDYJr5oPoRdc=",
     "+9/HuoEX7xmcdgq+q95NvX1QhJFgpMRp3vJgPM1UPSw=",
     "2A0000000000000063BE985799334428D799B5148DE66619A1717411C1BB432C62B0F58F2FAF9F76C53067FA22DB302E"
     "4509EC7E6EF49B59"},
    {CIPHER("192", "48", "SHA384"),
     {"MjM0NTY3ODk6Ozw9Pj9AQUJDREU=", "AAECAwQFBgcICQoLDA0ODxAREhM="},
     {"Go7/ptHVhMXPOFxv+WZ6bxd5fIy5hJmdaIRqMBvXLBRcFq2hKRgUyPzxe1dsWQV2",
      "W6RyQyWYmUABrIVDDcSvI0st57xgQPcAqaoSn/mF2Myi+dKYm0micXKX2kd5HEcg"},
     "XNysPBZX92dAUqu3MQ5cvg==",
     "Pk65dDqTt+hp5kzxA2XFI7hk7DWhS630nBl4lJT45KH+dfaLdTmMtq5+jaM0gEYZ",
     "BNYV+gvm7Tr5E77faoFdEWTTIxpDCAXvkQf2Rm0kEEo=",
     "2A000000000000007A1D54D2890BBFA85ADE92F2D00578F9CA5EB1217C0AE2359D3CD8FB2B9264340DB36DF6EBB0B1EF"
     "2028217B21337F0F"}, /* salts longer than a block */
    {CIPHER("128", "16", "MD5"),
     {"MjM0NTY=", "AAECAwQ="},
     {"6WysUSI+DDFhG+ECNMR6XA==", "ek3Lp//QJfZQZrfgMSbWFA=="},
     "Es8oOURawc6puiVxXbYtiA==",
     "Da0dgXNjB1u/WpItvu96TQ==",
     "r0Hlil6bhkVRVPZES4g8dg==",
     "2A00000000000000068B3550A8537EBE71086349B98DB6D2E19102BBB0EB10C21C3FA98A20A98841DEE9B4C595788CCA"
     "D6C53181C0B8B248"}, /* salts of a few bytes, which fill up vectors */
    {CIPHER("256", "20", "SHA1"),
     {"MjM0NTY3ODk=", "AAECAwQFBgc="},
     {"vXp8ORDM2vdgUQt/pMmg7ho4jDwmVjZeMCt6+W+GbLw=", "aYQxBjqMGhiCXIzIOP3YS5XFkw7CA46SWhcf90FokRs="},
     "Qv6o9jBOA619+VlZHC+5Rw==",
     "IBRFlIYURWY5fmG+2hQ4LHcXfwBcEgIZWGZFWJklnbs=",
     "sBVlZHRinLQHBj4/UDPESToXUtIVZsfg3YEJBgWN7vc=",
     "2A00000000000000AE42E8AF53EF4A76CF08B0898848F51F247CCADE958DDB865B5803D01160AC62EEB2EFA5A848E3D0"
     "DF71537B51D72C45"}, /* a digest shorter than the key, which is filled up */
};
#define AGILE_SHA1 (&agile[0])

static th_str agile_xml(th_arena *arena, const agile_answers *known)
{
    th_buf xml;
    th_buf_init(&xml, arena);
    th_buf_fmt(&xml,
               "<?xml version='1.0'?><encryption xmlns='e' xmlns:p='p' xmlns:c='c'>"
               "<keyData %s saltValue='%s'/>",
               known->cipher, known->salt[0]);
    th_buf_fmt(&xml, "<dataIntegrity encryptedHmacKey='%s' encryptedHmacValue='%s'/>", known->integrity[0],
               known->integrity[1]);
    th_buf_fmt(&xml,
               "<keyEncryptors><keyEncryptor uri='password'><p:encryptedKey spinCount='5' %s "
               "saltValue='%s' encryptedVerifierHashInput='%s' ",
               known->cipher, known->salt[1], known->verifier);
    th_buf_fmt(&xml, "encryptedVerifierHashValue='%s' encryptedKeyValue='%s'/></keyEncryptor></keyEncryptors>",
               known->verifier_hash, known->key_value);
    th_buf_add(&xml, TH_STR("</encryption>"));
    return th_buf_str(&xml);
}

static th_unlocking open_agile_with(th_arena *arena, th_str xml, const bytes *package, th_unlocked *out)
{
    bytes info = {0};
    put2(&info, 4);
    put2(&info, 4);
    put4(&info, 0x40);
    for (size_t i = 0; i < xml.len; i++)
        put1(&info, (unsigned char)xml.ptr[i]);
    th_unlocking became = open_streams(arena, &info, package, out);
    free(info.at);
    return became;
}

/* The text with `from`, from its place number `place` on, replaced. */
static th_str with(th_arena *arena, th_str text, const char *from, const char *to, size_t place)
{
    size_t at = th_str_find(text, th_str_of(from), 0);
    for (size_t i = 1; i < place && at != SIZE_MAX; i++)
        at = th_str_find(text, th_str_of(from), at + 1);
    if (at == SIZE_MAX)
        fail_msg("%s does not stand in it", from);
    return th_str_fmt(arena, TH_FMT "%s" TH_FMT, TH_ARG(th_str_sub(text, 0, at)), to,
                      TH_ARG(th_str_sub(text, at + strlen(from), text.len)));
}

static void agile_encryption_opens(void **state)
{
    for (size_t i = 0; i < sizeof agile / sizeof *agile; i++) {
        bytes package = {0};
        th_unlocked out;
        put_hex(&package, agile[i].package);
        assert_int_equal(open_agile_with(*state, agile_xml(*state, &agile[i]), &package, &out), TH_UNLOCKED);
        assert_true(th_str_eq(out.bytes, TH_STR(PACKAGE)));
        assert_int_equal(out.seal, TH_SEAL_OF_EXCEL);
        package.at[20] ^= 1;
        assert_int_equal(open_agile_with(*state, agile_xml(*state, &agile[i]), &package, &out), TH_SEAL_DAMAGED);
        assert_told("a bit", TH_SEAL_DAMAGED, &out, UNLIKE);
        free(package.at);
    }
}

/* 4,096 bytes, and what is left, have a vector each; the keyed digest may be missing. */
static void each_segment_has_its_own_vector(void **state)
{
    enum { SEGMENT = 4096, REST = 64, LESS = 9 };
    bytes package = {0}, key = {0}, vectors = {0};
    put4(&package, SEGMENT + REST - LESS);
    put4(&package, 0);
    for (size_t i = 0; i < SEGMENT + REST; i++)
        put1(&package, (unsigned)(i * 5 + i / 256));
    put_hex(&key, "C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7");
    put_hex(&vectors, "03F4DE919E7A323E0324CC2346E78D21"
                      "8D1EFAC91A23599A1CC7EC1C3700C4CA");
    th_str xml = agile_xml(*state, AGILE_SHA1);
    size_t from = th_str_find(xml, TH_STR("<dataIntegrity"), 0), to = th_str_find(xml, TH_STR("<keyEncryptors>"), 0);
    xml = th_str_fmt(*state, TH_FMT TH_FMT, TH_ARG(th_str_sub(xml, 0, from)), TH_ARG(th_str_sub(xml, to, xml.len)));
    th_unlocked out;
    assert_int_equal(open_agile_with(*state, xml, &package, &out), TH_UNLOCKED);
    th_aes_decrypt(view(&key), vectors.at, package.at + 8, SEGMENT);
    th_aes_decrypt(view(&key), vectors.at + 16, package.at + 8 + SEGMENT, REST);
    assert_int_equal(out.bytes.len, SEGMENT + REST - LESS);
    assert_memory_equal(out.bytes.ptr, package.at + 8, out.bytes.len);
    free(package.at);
    free(key.at);
    free(vectors.at);
}

/* What else may stand in a description, or be missing, and changes nothing. */
static void beside_the_password_others_may_stand(void **state)
{
    static const char *const rows[][2] = {
        {"<keyEncryptors>", "<keyEncryptors><keyEncryptor uri='certificate'><c:encryptedKey encryptedKeyValue='AAAA' "
                            "X509Certificate='AAAA' certVerifier='AAAA'/></keyEncryptor>"},
        {"<keyEncryptors>", "<keyEncryptors><p:other spinCount='7' hashAlgorithm='SHA512'/>"},
        {"</keyEncryptor>", "<p:encryptedKey spinCount='9' hashAlgorithm='MD2'/></keyEncryptor>"},
        {"<keyEncryptors>", "<keyData hashAlgorithm='MD2'/><keyEncryptors>"},
        {" cipherAlgorithm='AES'", ""},
        {" cipherChaining='ChainingModeCBC'", ""},
        {"'SHA1'", "'SHA-1'"},
        {"saltValue='MjM0", "saltValue='Mj M0"},
    };
    bytes package = {0};
    put_hex(&package, AGILE_SHA1->package);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_unlocked out;
        th_str xml = with(*state, agile_xml(*state, AGILE_SHA1), rows[i][0], rows[i][1], 1);
        if (open_agile_with(*state, xml, &package, &out) != TH_UNLOCKED)
            fail_msg("%s: " TH_FMT, rows[i][1], TH_ARG(out.why.en));
        assert_true(th_str_eq(out.bytes, TH_STR(PACKAGE)));
    }
    free(package.at);
}

/* Of attributes that both have, the first place is that of the package, the second that of the password. */
static void what_agile_encryption_says_wrongly_is_told(void **state)
{
    static const struct {
        const char *from, *to;
        size_t place;
        th_unlocking became;
        const char *why;
    } rows[] = {
        {"'SHA1'", "'SHA3'", 1, TH_STILL_LOCKED, UNKNOWN},
        {"'SHA1'", "'SHA3'", 2, TH_STILL_LOCKED, UNKNOWN},
        {"'AES'", "'RC2'", 1, TH_STILL_LOCKED, UNKNOWN},
        {"'AES'", "'RC2'", 2, TH_STILL_LOCKED, UNKNOWN},
        {"ModeCBC", "ModeCFB", 1, TH_STILL_LOCKED, UNKNOWN},
        {"ModeCBC", "ModeCFB", 2, TH_STILL_LOCKED, UNKNOWN},
        {"keyBits='128'", "keyBits='160'", 1, TH_STILL_LOCKED, UNKNOWN},
        {"keyBits='128'", "keyBits='-128'", 2, TH_STILL_LOCKED, UNKNOWN},
        {"keyBits='128'", "keyBits='x'", 2, TH_STILL_LOCKED, UNKNOWN},
        {"blockSize='16'", "blockSize='8'", 1, TH_STILL_LOCKED, UNKNOWN},
        {"spinCount='5'", "spinCount='x'", 1, TH_STILL_LOCKED, UNKNOWN},
        {"spinCount='5'", "", 1, TH_STILL_LOCKED, UNKNOWN}, /* a certificate's key alone */
        {"spinCount='5'", "spinCount='6'", 1, TH_STILL_LOCKED, ""},
        {"spinCount='5'", "spinCount='-1'", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"spinCount='5'", "spinCount='1000001'", 1, TH_SEAL_LIMIT, "its password is digested 1000001 times"},
        {"MjM0NTY3ODk6Ozw9Pj9AQQ==", "", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"AAECAwQFBgcICQoLDA0ODw==", "", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"eDpZEpSivF4tONP7H9su4A==", "eDpZEpSivF4tONP7H9su", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"QhYa3FYJu3eYNQyCVdJUyZNN", "QhYa", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"9nagyLT5Kqln1vLslYR2Nw==", "", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"plkj3XVKMxw/", "plkj", 1, TH_SEAL_DAMAGED, UNLIKE},
        {"LFPc8jL9mUuO", "LFPc8jL9mUuP", 1, TH_SEAL_DAMAGED, UNLIKE},
        {"LFPc8jL9mUuOAiUBZ9PuLOZhi3jIixBKW7Ti9kHlrlk=", "", 1, TH_SEAL_DAMAGED, UNLIKE}, /* half of it is none */
        {"plkj3XVKMxw/rRCgXBLrns4QaD9W/4tFJQOoM7LHwkQ=", "", 1, TH_SEAL_DAMAGED, UNLIKE},
        {"keyData ", "keydata ", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"</encryption>", "", 1, TH_SEAL_DAMAGED, DAMAGED},
        {"</encryption>", "</x>", 1, TH_SEAL_DAMAGED, DAMAGED},
    };
    bytes package = {0};
    put_hex(&package, AGILE_SHA1->package);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_unlocked out;
        th_str xml = with(*state, agile_xml(*state, AGILE_SHA1), rows[i].from, rows[i].to, rows[i].place);
        th_unlocking became = open_agile_with(*state, xml, &package, &out);
        assert_told(rows[i].from, became, &out, rows[i].why);
        assert_int_equal(became, rows[i].became);
    }
    free(package.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_encryption_opens),
        cmocka_unit_test(what_standard_encryption_says_wrongly_is_told),
        cmocka_unit_test(without_a_description_nothing_opens),
        cmocka_unit_test(agile_encryption_opens),
        cmocka_unit_test(each_segment_has_its_own_vector),
        cmocka_unit_test(beside_the_password_others_may_stand),
        cmocka_unit_test(what_agile_encryption_says_wrongly_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
