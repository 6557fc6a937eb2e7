/* UTF-8, normal forms, case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "text/cases.h"

static bool form(th_arena *a, const test_line *t)
{
    bool good = true;
    for (size_t i = 0; i < 4; i++) {
        good = agree(t, th_text_nfc(a, t->fields[i]), t->fields[0]) && good;
        th_str word = th_str_fmt(a, "x" TH_FMT "y", TH_ARG(t->fields[i]));
        good = agree(t, th_text_nfc(a, word), th_str_fmt(a, "x" TH_FMT "y", TH_ARG(t->fields[0]))) && good;
    }
    th_str upper = th_text_upper(a, t->fields[0]), lower = th_text_lower(a, t->fields[0]);
    good = th_utf8_count(upper) == 1 && th_utf8_count(lower) == 1 && !th_str_eq(upper, lower) && good;
    good = agree(t, th_text_lower(a, upper), lower) && agree(t, th_text_upper(a, lower), upper) && good;
    return (th_str_eq(upper, t->fields[0]) || th_str_eq(lower, t->fields[0])) && good;
}

static void every_vietnamese_letter(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/forms.test", 134, form), 0);
}

static void nfc_of_other_text(void **state)
{
    th_arena *a = *state;
    const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"abc", "abc"},
        {"Tổng số", "Tổng số"},
        {"a\u0340", "à"},
        {"\u212B", "Å"},
        {"\u2126", "Ω"},
        {"\u1112\u1161\u11AB", "한"},
        {"\u2000x", "\u2002x"},
        {"…–“”", "…–“”"},
        {"x\u0301\u0302", "x\u0301\u0302"} /* no Vietnamese vowel: order kept */,
        {"a\u0301\u0302\u0323", "ậ\u0301"},
        {"\u0301", "\u0301"},
        {"a\xFF\u0301", "a\xFF\u0301"},
        {"o\u031B\u0300", "ờ"},
        {"o\u0300\u031B", "ờ"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str got = th_text_nfc(a, th_str_of(cases[i].in));
        if (!th_str_eq(got, th_str_of(cases[i].out)))
            fail_msg("case %zu: %.*s", i, (int)got.len, got.ptr);
    }
    th_str same = TH_STR("Số liệu…");
    assert_ptr_equal(th_text_nfc(a, same).ptr, same.ptr); /* itself when nothing changes */
}

static void invalid_bytes(void **state)
{
    th_arena *a = *state;
    static const char *const broken[] = {
        "\x80", "\xC3", "\xC0\xAF", "\xE1\xBA", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xFF", "\xF4\x90\x80\x80"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        th_str s = th_str_of(broken[i]);
        assert_false(th_utf8_valid(s));
        size_t at = 0;
        assert_int_equal(th_utf8_next(s, &at), 0xFFFD);
        assert_int_equal(at, 1);
        assert_int_equal(th_utf8_count(s), s.len);
        assert_true(th_str_eq(th_text_upper(a, s), s));
        th_text_nfc(a, th_str_fmt(a, "a\u0301%s\u0302", broken[i]));
    }
    assert_true(th_utf8_valid(TH_STR("ừ€𝄞")));
    th_buf out;
    th_buf_init(&out, a);
    const uint32_t put[] = {'a', 0xE9, 0x1EEB, 0x1D11E, 0xD800, 0x110000};
    for (size_t i = 0; i < sizeof put / sizeof *put; i++)
        th_utf8_put(&out, put[i]);
    assert_true(th_str_eq(th_buf_str(&out), TH_STR("aéừ𝄞\uFFFD\uFFFD")));
}

static void case_of_words(void **state)
{
    th_arena *a = *state;
    assert_true(th_str_eq(th_text_upper(a, TH_STR("ủy ban đường – 3g")), TH_STR("ỦY BAN ĐƯỜNG – 3G")));
    assert_true(th_str_eq(th_text_lower(a, TH_STR("ỦY BAN ĐƯỜNG – 3G")), TH_STR("ủy ban đường – 3g")));
    assert_int_equal(th_utf8_lower(0x1EE6), 0x1EE7);
    assert_int_equal(th_utf8_lower('Z'), 'z');
    assert_int_equal(th_utf8_lower('['), '[');
}

/* As many marks as a letter may bear are put in order; one more, and the text stays as it is, in time. */
static void endless_marks(void **state)
{
    th_arena *a = *state;
    th_buf few, many, hostile;
    th_buf_init(&few, a);
    th_buf_init(&many, a);
    th_buf_init(&hostile, a);
    th_buf_add(&few, TH_STR("e\u0302"));
    for (int i = 0; i < 29; i++)
        th_buf_add(&few, TH_STR("\u0301"));
    th_buf_add(&many, th_buf_str(&few));
    th_buf_add(&many, TH_STR("\u0301"));
    for (int i = 0; i < 200000; i++)
        th_buf_add(&hostile, i % 2 ? TH_STR("\u0301") : TH_STR("\u0323"));
    th_str composed = th_text_nfc(a, th_buf_str(&few));
    assert_int_equal(th_utf8_count(composed), 29);
    assert_true(th_str_starts(composed, TH_STR("ế")));
    th_str kept[] = {th_buf_str(&many), th_buf_str(&hostile)};
    for (size_t i = 0; i < 2; i++)
        assert_ptr_equal(th_text_nfc(a, kept[i]).ptr, kept[i].ptr);
}

/* Of every character, and of every one cut short. */
static void what_is_plain_is_valid_and_no_control(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        th_str text = {bytes, th_utf8_encode(bytes, c)};
        bool wanted = c == '\t' || c == '\n' || (!th_utf8_is_control(c) && c != 0xFFFE && c != 0xFFFF);
        if (th_utf8_is_plain(text) && !wanted)
            fail_msg("U+%04X", c);
        for (size_t len = 1; len < text.len; len++)
            assert_false(th_utf8_is_plain(th_str_sub(text, 0, len)));
    }
    assert_true(th_utf8_is_plain(TH_STR("Đơn vị “Sở Nội vụ” – ẵng Ỹ ≥ 99,5 %\n→ ăn")));
    assert_false(th_utf8_is_plain(TH_STR("a\xC3")));
    assert_false(th_utf8_is_plain(TH_STR("\xE1\xBA"
                                         "a")));
    assert_false(th_utf8_is_plain(TH_STR("a\r")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_plain_is_valid_and_no_control),
        cmocka_unit_test_setup_teardown(every_vietnamese_letter, setup, teardown),
        cmocka_unit_test_setup_teardown(nfc_of_other_text, setup, teardown),
        cmocka_unit_test_setup_teardown(invalid_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(endless_marks, setup, teardown),
        cmocka_unit_test_setup_teardown(case_of_words, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
