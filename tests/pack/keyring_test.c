/* Passwords: the lines of a text, which of them a file is tried with and in which order, and what trying costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "pack/keyring.h"

#include <string.h>

#define OWN "VelvetSweatshop"

static void same_text(th_str got, const char *wanted)
{
    if (!th_str_eq(got, th_str_of(wanted)))
        fail_msg("got “" TH_FMT "”, want “%s”", TH_ARG(got), wanted);
}

/* A line, and what is read of it. */
static void lines_are_passwords(void **state)
{
    static const struct {
        const char *line, *file, *of_file, *of_any;
    } rows[] = {
        {"mật khẩu", "", "", "mật khẩu"},
        {" trước và sau ", "", "", " trước và sau "}, /* blanks may belong to it */
        {"# không phải chú thích", "", "", "# không phải chú thích"},
        {"SL Tỉnh A.XLSX = bí mật", "sl tỉnh a.xlsx", "bí mật", ""},
        {"a.ods=b=c", "a.ods", "b=c", ""},
        {"Thư mục\\a.xls=x", "thư mục/a.xls", "x", ""},
        {"Ba\xCC\x81o.xlsb=x", "báo.xlsb", "x", ""},
        {"a.xltx=x", "a.xltx", "x", ""},
        {"a.ots=x", "a.ots", "x", ""},
        {"a = b", "a", "b", "a = b"}, /* a file's name without its ending, or a password with "=" */
        {"a.doc=b", "a.doc", "b", "a.doc=b"},
        {"=b", "", "b", "=b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_passwords passwords;
        th_trouble trouble = {0};
        assert_int_equal(th_passwords_read(*state, th_str_of(rows[i].line), &passwords, &trouble), TH_OK);
        assert_int_equal(passwords.n, 1);
        same_text(passwords.at[0].file, rows[i].file);
        same_text(passwords.at[0].of_file, rows[i].of_file);
        same_text(passwords.at[0].of_any, rows[i].of_any);
    }
}

/* The same two passwords, as editors save them; empty lines do not count. */
static void texts_of_every_encoding(void **state)
{
#define LITTLE(c) c "\0"
#define BIG(c) "\0" c
    static const char utf8[] = "a\n\n \nđ\xF0\x9F\x98\x80", marked[] = "\xEF\xBB\xBF"
                                                                       "a\r\n\r\nđ\xF0\x9F\x98\x80\r\n";
    static const char little[] = "\xFF\xFE" LITTLE("a") LITTLE("\n") "\x11\x01\x3D\xD8\x00\xDE" LITTLE("\n");
    static const char big[] = "\xFE\xFF" BIG("a") BIG("\r") BIG("\n") "\x01\x11\xD8\x3D\xDE\x00";
    const th_str texts[] = {
        {utf8, sizeof utf8 - 1}, {marked, sizeof marked - 1}, {little, sizeof little - 1}, {big, sizeof big - 1}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        th_passwords passwords;
        th_trouble trouble = {0};
        assert_int_equal(th_passwords_read(*state, texts[i], &passwords, &trouble), TH_OK);
        assert_int_equal(passwords.n, 2);
        same_text(passwords.at[0].of_any, "a");
        same_text(passwords.at[1].of_any, "đ😀");
    }
}

static void many_lines(th_buf *text, size_t lines, size_t longest)
{
    for (size_t i = 1; i < lines; i++)
        th_buf_add(text, TH_STR("p\n"));
    for (size_t i = 0; i < longest; i++)
        th_buf_byte(text, 'p');
}

static void what_is_too_long_is_told(void **state)
{
    static const struct {
        size_t lines, longest;
        const char *why; /* "": it is read */
    } rows[] = {
        {3, TH_PASSWORD_LONGEST, ""},
        {3, TH_PASSWORD_LONGEST + 1, "line 3 of the file of passwords is too long"},
        {TH_PASSWORDS_MOST, 1, ""},
        {TH_PASSWORDS_MOST + 1, 1, "line 10001 of the file of passwords is too long, or there are more than 10000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_buf text;
        th_passwords passwords;
        th_trouble trouble = {0};
        th_buf_init(&text, *state);
        many_lines(&text, rows[i].lines, rows[i].longest);
        th_status status = th_passwords_read(*state, th_buf_str(&text), &passwords, &trouble);
        assert_int_equal(status, *rows[i].why ? TH_FAILED : TH_OK);
        assert_int_equal(passwords.n, *rows[i].why ? 0 : rows[i].lines);
        assert_true(th_str_starts(trouble.en, th_str_of(rows[i].why)));
    }
    th_passwords passwords;
    th_trouble trouble = {0};
    assert_int_equal(th_passwords_read(*state, TH_STR("a\n\xC3\n"), &passwords, &trouble), TH_FAILED);
    assert_true(th_str_starts(trouble.en, TH_STR("the file of passwords is not in UTF-8")));
}

static void begin_ring(th_arena *arena, th_keyring *ring, const char *text, const char *name)
{
    th_limits *limits = th_arena_alloc(arena, sizeof *limits);
    th_passwords *passwords = th_arena_alloc(arena, sizeof *passwords);
    th_trouble trouble;
    *limits = th_limits_default;
    limits->passwords = passwords;
    assert_int_equal(th_passwords_read(arena, th_str_of(text), passwords, &trouble), TH_OK);
    th_keyring_init(ring, arena, limits, th_str_of(name));
}

/* Excel's own first, then what names the file, then the others, each once; of blanks around one both readings. */
static void keys_stand_in_order(void **state)
{
    static const char *const wanted[] = {OWN, "cho tệp", "chung", " có trống ", "có trống", "b.xlsx"};
    th_keyring ring;
    begin_ring(*state, &ring,
               "chung\n có trống \n" OWN "\nkhác.xlsx = không phải\nA.xlsx = cho tệp\nA.xlsx = chung\nchung\nb.xlsx",
               "hộp thư/a.xlsx");
    assert_int_equal(ring.keys.n, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < ring.keys.n; i++)
        same_text(ring.keys.at[i], wanted[i]);
    th_keyring_init(&ring, *state, &th_limits_default, TH_STR("a.xlsx"));
    assert_int_equal(ring.keys.n, 1);
    same_text(ring.keys.at[0], OWN);
}

static void names_of_files(void **state)
{
    static const struct {
        const char *line, *name;
        bool is;
    } rows[] = {
        {"a.xlsx=k", "a.xlsx", true},
        {"A.XLSX=k", "Tỉnh/a.xlsx", true},
        {"tỉnh/a.xlsx=k", "Hộp thư/Tỉnh/a.xlsx", true},
        {"tỉnh\\a.xlsx=k", "Tỉnh/a.xlsx", true},
        {"a.xlsx=k", "thư.zip › a.xlsx", true},
        {"a.xlsx=k", "ba.xlsx", false},
        {"a.xlsx=k", "b a.xlsx", false},
        {"a.xlsx=k", "a.xlsm", false},
        {"a.xlsx=k", "a.xlsx.xls", true}, /* an ending may be left out, whichever it is */
        {"a.b.xlsx=k", "a.xlsx", false},
        {"tệp=k", "tệp.xlsx", true},
        {"tệp=k", "tệp.ods", true},
        {"tệp=k", "tệp", true},
        {"tệp=k", "tệp.length", false}, /* no ending is so long */
        {"tệ=k", "tệp.xls", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_keyring ring;
        begin_ring(*state, &ring, rows[i].line, rows[i].name);
        bool is = ring.keys.n > 1 && th_str_eq(ring.keys.at[1], TH_STR("k"));
        if (is != rows[i].is)
            fail_msg("%s of %s", rows[i].line, rows[i].name);
    }
}

typedef struct lock {
    const char *opens;
    size_t asked;
} lock;

static bool is_key(void *ctx, th_str key)
{
    lock *what = ctx;
    what->asked++;
    return th_str_eq(key, th_str_of(what->opens));
}

static void keys_are_tried_until_one_fits(void **state)
{
    static const struct {
        const char *opens;
        size_t asked;
        bool fits;
    } rows[] = {{OWN, 1, true}, {"hai", 3, true}, {"ba", 4, true}, {"", 4, false}, {"bốn", 4, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_keyring ring;
        lock what = {rows[i].opens, 0};
        begin_ring(*state, &ring, "một\nhai\nba\n", "a.xlsx");
        assert_int_equal(th_keyring_try(&ring, 10, is_key, &what), rows[i].fits);
        assert_int_equal(what.asked, rows[i].asked);
        assert_int_equal(ring.tried, rows[i].asked);
        if (rows[i].fits)
            same_text(ring.keys.at[ring.fitted], rows[i].opens);
        else
            assert_false(th_keyring_gave_up(&ring));
    }
}

/* What is left of the rounds after one lock is all there is for the next of the same file. */
static void rounds_are_spent(void **state)
{
    th_keyring ring;
    lock what = {"ba", 0};
    begin_ring(*state, &ring, "một\nhai\nba\n", "a.xlsx");
    assert_true(th_keyring_try(&ring, TH_KEYRING_ROUNDS / 4, is_key, &what)); /* four of them, and no round is left */
    assert_false(th_keyring_try(&ring, 1, is_key, &what));
    assert_int_equal(what.asked, 4);
    assert_int_equal(ring.tried, 0);
    assert_true(th_keyring_gave_up(&ring));
    begin_ring(*state, &ring, "một\nhai\nba\n", "a.xlsx");
    assert_false(th_keyring_try(&ring, TH_KEYRING_ROUNDS / 4 + 1, is_key, &what));
    assert_int_equal(ring.tried, 3);
    assert_true(th_keyring_gave_up(&ring));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_passwords),      cmocka_unit_test(texts_of_every_encoding),
        cmocka_unit_test(what_is_too_long_is_told), cmocka_unit_test(keys_stand_in_order),
        cmocka_unit_test(names_of_files),           cmocka_unit_test(keys_are_tried_until_one_fits),
        cmocka_unit_test(rounds_are_spent),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
