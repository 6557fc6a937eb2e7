/* Letters at the edges of each range: case, controls, normal forms, UTF-8 that was read as CP1252, references, and
 * code pages. */
#include "text/codepage.h"
#include "text/decode.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void lower_case_of_one_letter(void **state)
{
    (void)state;
    static const uint32_t rows[][2] = {
        {'@', '@'},           {'A', 'a'},       {'Z', 'z'},       {'[', '['},       {'a', 'a'},
        {0x7F, 0x7F},         {0x80, 0x80},     {0xBF, 0xBF},     {0xC0, 0xE0},     {0xD7, 0xD7},
        {0xD6, 0xF6},         {0xD8, 0xF8},     {0xDE, 0xFE},     {0xDF, 0xDF},     {0xE0, 0xE0},
        {0xF7, 0xF7},         {0xFF, 0xFF},     {0x102, 0x103},   {0x103, 0x103},   {0x110, 0x111},
        {0x1A0, 0x1A1},       {0x1AF, 0x1B0},   {0x1E9E, 0xDF},   {0x1EA0, 0x1EA1}, {0x1EA1, 0x1EA1},
        {0x1EF8, 0x1EF9},     {0x1EF9, 0x1EF9}, {0x1EFA, 0x1EFB}, {0x410, 0x430},   {0x10FFFF, 0x10FFFF},
        {0x110000, 0x110000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_utf8_lower(rows[i][0]) != rows[i][1])
            fail_msg("U+%04X is U+%04X", rows[i][0], th_utf8_lower(rows[i][0]));
}

static void case_of_texts(void **state)
{
    (void)state;
    static const char *const rows[][4] = {
        /* typed, upper, lower, capital */
        {"", "", "", ""},
        {"aZ@[`{", "AZ@[`{", "az@[`{", "AZ@[`{"},
        {"đồng", "ĐỒNG", "đồng", "Đồng"},
        {"ỸY", "ỸY", "ỹy", "ỸY"},
        {"ệ", "Ệ", "ệ", "Ệ"},
        {"9 xã", "9 XÃ", "9 xã", "9 xã"},
        {"x\xFFy", "X\xFFY", "x\xFFy", "X\xFFy"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str text = th_str_of(rows[i][0]);
        assert_string_equal(th_str_cstr(arena, th_text_upper(arena, text)), rows[i][1]);
        assert_string_equal(th_str_cstr(arena, th_text_lower(arena, text)), rows[i][2]);
        assert_string_equal(th_str_cstr(arena, th_text_capital(arena, text)), rows[i][3]);
    }
    th_arena_free(arena);
}

static void what_changes_the_text_around_it(void **state)
{
    (void)state;
    static const struct {
        uint32_t first, last;
    } controls[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},    {0x200E, 0x200F},
                    {0x2028, 0x202E}, {0x2066, 0x2069}, {0xE0000, 0xE007F}};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        assert_true(th_utf8_is_control(controls[i].first) && th_utf8_is_control(controls[i].last));
        assert_false(controls[i].first && th_utf8_is_control(controls[i].first - 1));
        assert_false(th_utf8_is_control(controls[i].last + 1));
    }
}

/* Characters on both sides of the blocks that are NFC whatever stands beside them, before a mark that joins. */
static void marks_join_the_letter_before_them(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"e\xCC\x81", "é"},
        {"x\xCB\xBF", "x\xCB\xBF"}, /* U+02FF */
        {"x\xCC\x80", "x\xCC\x80"}, /* U+0300 has nothing to join */
        {"\xE1\xBA\xB8", "Ẹ"},
        {"ẹ\xCC\x82", "ệ"},
        {"e\xCC\x81\xCC\x82", "ế"}, /* the tone typed before the shape */
        {"A\xCC\x80\xCC\x86", "Ằ"},
        {"o\xCC\x83\xCC\x82", "ỗ"},
        {"e\xCC\x81\xCC\x86", "é\xCC\x86"}, /* ĕ is no Vietnamese letter */
        {"\xE2\x84\xAB", "Å"},              /* U+212B, the sign of ångström */
        {"\xE2\x80\x80", "\xE2\x80\x82"},   /* U+2000 is U+2002 */
        {"\xE2\x80\x81", "\xE2\x80\x83"},
        {"\xE2\x80\x82", "\xE2\x80\x82"},
        {"\xE1\xBC\xB1", "\xE1\xBC\xB1"},
        {"\xE1\xBD\xB1", "\xCE\xAC"},                 /* U+1F71 is U+03AC */
        {"\xE1\x80\xA5\xE1\x80\xAE", "\xE1\x80\xA6"}, /* U+1025 and U+102E */
        {"\xE2\x82\xAB", "₫"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str is = th_text_nfc(arena, th_str_of(rows[i][0]));
        if (!th_str_eq(is, th_str_of(rows[i][1])))
            fail_msg("row %zu: %.*s", i, (int)is.len, is.ptr);
    }
    th_arena_free(arena);
}

/* "Ä‘á»“ng" is "đồng" in UTF-8, seen through CP1252; what is no whole sequence stays. */
static void utf8_seen_as_cp1252(void **state)
{
    (void)state;
    static const struct {
        const char *seen, *is;
        bool surely;
    } rows[] = {
        {"Ä‘á»“ng", "đồng", true}, {"xÃ£", "xã", false}, /* French has "ã" as well */
        {"Äƒ", "ă", true},         {"Ä‚", "Ă", true},         {"Æ°", "ư", true},
        {"Æ¯", "Ư", true},         {"Æ¡", "ơ", true},         {"Æ\xC2\xA0", "Ơ", true},
        {"Ä\xC2\x90", "Đ", true},  {"áº\xC2\xA0", "Ạ", true}, /* U+1EA0 */
        {"á»¹", "ỹ", true},                                   /* U+1EF9 */
        {"á»º", "Ỻ", false},                                  /* U+1EFA is no Vietnamese letter */
        {"Ã", "Ã", false},         {"ÃÀ", "ÃÀ", false},       /* C3 C0: no byte that continues */
        {"á»", "á»", false},       {"đồng", "đồng", true},    {"", "", false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str is = th_utf8_seen_decode(arena, th_str_of(rows[i].seen));
        if (!th_str_eq(is, th_str_of(rows[i].is)) || th_utf8_seen_surely(is) != rows[i].surely)
            fail_msg("row %zu: %.*s", i, (int)is.len, is.ptr);
    }
    assert_false(th_utf8_seen_surely(TH_STR("đ\xC2\x80"))); /* a control is no letter of any text */
    assert_false(th_utf8_seen_surely(TH_STR("đ\xC2\x9F")));
    assert_true(th_utf8_seen_surely(TH_STR("đ\xC2\xA0")));
    th_arena_free(arena);
}

static void references(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"&#273;&#7891;ng", "đồng"},
        {"&#x111;", "đ"},
        {"&#X111;", "đ"},
        {"&#273", "&#273"},
        {"&#;", "&#;"},
        {"&#x;", "&#x;"},
        {"&#65;", "&#65;"}, /* nothing Vietnamese: it may be meant as it stands */
        {"&#65;&#273;", "Ađ"},
        {"&#31;&#273;", "&#31;đ"},
        {"&#32;&#273;", " đ"},
        {"&#55296;&#273;", "&#55296;đ"}, /* half a pair */
        {"&#57343;&#273;", "&#57343;đ"},
        {"&#57344;&#273;", "\xEE\x80\x80đ"},
        {"&#1114111;&#273;", "\xF4\x8F\xBF\xBFđ"},
        {"&#1114112;&#273;", "&#1114112;đ"},
        {"&#191;", "&#191;"},
        {"&#192;", "À"},
        {"&#215;", "&#215;"},
        {"&#247;", "&#247;"},
        {"&#591;", "ɏ"},
        {"&#592;", "&#592;"},
        {"&#768;", "\xCC\x80"},
        {"&#879;", "\xCD\xAF"},
        {"&#880;", "&#880;"},
        {"&#7839;", "&#7839;"},
        {"&#7840;", "Ạ"},
        {"&#7929;", "ỹ"},
        {"&#7930;", "&#7930;"},
        {"A & B", "A & B"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str is = th_references_decode(arena, th_str_of(rows[i][0]));
        if (!th_str_eq(is, th_str_of(rows[i][1])))
            fail_msg("%s: %.*s", rows[i][0], (int)is.len, is.ptr);
    }
    /* All but ASCII is written as one. */
    th_str written = th_references_encode(arena, TH_STR("a\x7F\xC2\x80đ"));
    assert_string_equal(th_str_cstr(arena, written), "a\x7F&#128;&#273;");
    th_arena_free(arena);
}

static void texts_that_look_like_viqr(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool shapes, tones; /* looks like it by shapes alone; by tones too */
    } rows[] = {
        {"Vie^.t", true, true}, {"ddo^`ng", true, true}, {"xa~", false, true},  {"xa?", false, false},
        {"xa.", false, false},  {"xa.n", false, true},   {"xa?n", false, true}, {"a'", false, true},
        {"b'", false, false},   {"a^2", false, false},   {"1^2", false, false}, {"", false, false},
        {"a", false, false},    {"...", false, false},   {"y`", false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_viqr_like(th_str_of(rows[i].text), false) != rows[i].shapes ||
            th_viqr_like(th_str_of(rows[i].text), true) != rows[i].tones)
            fail_msg("%s", rows[i].text);
}

static void code_pages_by_number(void **state)
{
    (void)state;
    static const struct {
        unsigned page;
        const char *bytes, *is; /* NULL: the page is not known, or has no such byte */
    } rows[] = {
        {437, "\x82", "é"},      {850, "\x82", "é"},      {852, "\x82", "é"},      {866, "\x80", "А"},
        {874, "\xA1", "ก"},      {932, "\x88\x9F", "亜"}, {936, "\xB0\xA1", "啊"}, {949, "\xB0\xA1", "가"},
        {950, "\xA4\x40", "一"}, {1250, "\xE8", "č"},     {1251, "\xE0", "а"},     {1252, "\xE9", "é"},
        {1253, "\xE1", "α"},     {1254, "\xFD", "ı"},     {1255, "\xE0", "א"},     {1256, "\xC7", "ا"},
        {1257, "\xE0", "ą"},     {1258, "\xF0", "đ"},     {10000, "\x8E", "é"},    {1249, "a", NULL},
        {1259, "a", NULL},       {1201, "a", NULL},       {1199, "a", NULL},       {436, "a", NULL},
        {438, "a", NULL},        {9999, "a", NULL},       {10001, "a", NULL},      {0, "a", NULL},
        {1252, "\x81", NULL},    {932, "\x88", NULL},     {855, "\x80", "ђ"},      {857, "\x8D", "ı"},
        {860, "\x84", "ã"},      {861, "\x8D", "Þ"},      {862, "\x80", "א"},      {863, "\x84", "Â"},
        {865, "\x9B", "ø"},      {869, "\x86", "Ά"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str is = {0};
        bool read = th_codepage_decode(arena, rows[i].page, th_str_of(rows[i].bytes), &is);
        if (read != (rows[i].is != NULL) || (read && !th_str_eq(is, th_str_of(rows[i].is))))
            fail_msg("%u: %.*s", rows[i].page, (int)is.len, is.ptr);
    }
    th_str is = {0};
    assert_true(th_codepage_decode(arena, 1200, (th_str){"\x11\x01\x41\x00", 4}, &is) && th_str_eq(is, TH_STR("đA")));
    assert_false(th_codepage_decode(arena, 1200, (th_str){"\x11\x01\x41", 3}, &is));
    assert_true(th_codepage_decode(arena, 1258, TH_STR("a\xEC"), &is) && th_str_eq(is, TH_STR("á")));
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_case_of_one_letter),
        cmocka_unit_test(case_of_texts),
        cmocka_unit_test(what_changes_the_text_around_it),
        cmocka_unit_test(marks_join_the_letter_before_them),
        cmocka_unit_test(utf8_seen_as_cp1252),
        cmocka_unit_test(references),
        cmocka_unit_test(texts_that_look_like_viqr),
        cmocka_unit_test(code_pages_by_number),
    };
    return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
