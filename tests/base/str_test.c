/* Strings and buffers at their ends, and the classes of ASCII characters. */
#include "base/same.h"

#include "base/ascii.h"

#include <limits.h>
#include <string.h>

static void views_compare_by_their_bytes(void **state)
{
    (void)state;
    same(th_str_of(NULL), "");
    assert_true(th_str_eq((th_str){0}, TH_STR("")));
    assert_false(th_str_eq(TH_STR("ab"), TH_STR("abc")));
    assert_false(th_str_eq(TH_STR("abc"), TH_STR("abd")));
    assert_true(th_str_cmp(TH_STR("ab"), TH_STR("abc")) < 0);
    assert_true(th_str_cmp(TH_STR("abc"), TH_STR("ab")) > 0);
    assert_true(th_str_cmp(TH_STR("b"), TH_STR("abc")) > 0);
    assert_true(th_str_cmp(TH_STR("\xC3"), TH_STR("z")) > 0);
    assert_int_equal(th_str_cmp(TH_STR("abc"), TH_STR("abc")), 0);
    assert_int_equal(th_str_cmp((th_str){0}, TH_STR("")), 0);
    assert_true(th_str_cmp((th_str){0}, TH_STR("a")) < 0);
}

static void beginnings_and_ends(void **state)
{
    (void)state;
    th_str word = TH_STR("abcab");
    assert_true(th_str_starts(word, TH_STR("abc")) && th_str_starts(word, word) && th_str_starts(word, (th_str){0}));
    assert_false(th_str_starts(word, TH_STR("abcabc")) || th_str_starts(word, TH_STR("b")));
    assert_true(th_str_ends(word, TH_STR("cab")) && th_str_ends(word, word) && th_str_ends(word, (th_str){0}));
    assert_false(th_str_ends(word, TH_STR("xabcab")) || th_str_ends(word, TH_STR("a")));
    same(th_str_sub(word, 1, 3), "bca");
    same(th_str_sub(word, 3, 2), "ab");
    same(th_str_sub(word, 3, 3), "ab");
    same(th_str_sub(word, 4, SIZE_MAX), "b");
    same(th_str_sub(word, 5, 1), "");
    same(th_str_sub(word, 6, 1), "");
    same(th_str_sub(word, 0, 0), "");
    same(th_str_trim(TH_STR(" \t\n\v\f\r a b \r\n")), "a b");
    same(th_str_trim(TH_STR(" \n ")), "");
    same(th_str_trim(TH_STR("a")), "a");
    same(th_str_trim(TH_STR("\x0E"
                            "a\x08")),
         "\x0E"
         "a\x08"); /* on either side of the class */
}

static void needles_are_found_at_both_ends(void **state)
{
    (void)state;
    th_str hay = TH_STR("abcabd");
    assert_int_equal(th_str_find(hay, TH_STR("abc"), 0), 0);
    assert_int_equal(th_str_find(hay, TH_STR("ab"), 1), 3);
    assert_int_equal(th_str_find(hay, TH_STR("abd"), 3), 3);
    assert_int_equal(th_str_find(hay, TH_STR("d"), 5), 5);
    assert_int_equal(th_str_find(hay, hay, 0), 0);
    assert_true(th_str_find(hay, hay, 1) == SIZE_MAX);
    assert_true(th_str_find(hay, TH_STR("abd"), 4) == SIZE_MAX);
    assert_true(th_str_find(hay, TH_STR("d"), 6) == SIZE_MAX);
    assert_true(th_str_find(hay, TH_STR("x"), 0) == SIZE_MAX);
    assert_true(th_str_find(hay, TH_STR("abcabdx"), 0) == SIZE_MAX);
    assert_true(th_str_find((th_str){"abd", 2}, TH_STR("abd"), 0) == SIZE_MAX); /* not beyond the view */
    assert_int_equal(th_str_find(TH_STR("aaab"), TH_STR("aab"), 0), 1);
    assert_int_equal(th_str_find(hay, (th_str){0}, 6), 6);
    assert_true(th_str_find(hay, (th_str){0}, 7) == SIZE_MAX);
}

static void fields_are_cut_off_one_by_one(void **state)
{
    (void)state;
    th_str rest = TH_STR("a||b|"), head;
    static const char *const fields[] = {"a", "", "b", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(th_str_cut(&rest, '|', &head));
        same(head, fields[i]);
    }
    assert_false(th_str_cut(&rest, '|', &head));
    rest = TH_STR("");
    assert_true(th_str_cut(&rest, '|', &head)); /* one empty field, unlike no text at all */
    same(head, "");
    assert_false(th_str_cut(&rest, '|', &head));
    rest = (th_str){"a|b", 1};
    assert_true(th_str_cut(&rest, '|', &head));
    same(head, "a");
    assert_null(rest.ptr);
}

static void whole_numbers_to_the_ends_of_their_type(void **state)
{
    th_arena *arena = *state;
    static const char *const refused[] = {"", "-", "+", "1 ", " 1", "1a", "/", ":", "--1", "+-1", "0x1", "1.0"};
    long value = 42;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(th_str_to_long(th_str_of(refused[i]), &value));
    assert_false(th_str_to_long(th_str_fmt(arena, "%ld0", LONG_MAX), &value));
    assert_false(th_str_to_long(TH_STR("9223372036854775808"), &value));
    assert_false(th_str_to_long(TH_STR("-9223372036854775809"), &value));
    assert_int_equal(value, 42); /* nothing was set */
    assert_true(th_str_to_long(TH_STR("9223372036854775807"), &value) && value == LONG_MAX);
    assert_true(th_str_to_long(TH_STR("-9223372036854775808"), &value) && value == LONG_MIN);
    assert_true(th_str_to_long(TH_STR("+0907"), &value) && value == 907);
    assert_true(th_str_to_long(TH_STR("-0"), &value) && value == 0);
}

static void spaces_are_left_out(void **state)
{
    th_arena *arena = *state;
    th_str without = th_str_without_spaces(arena, TH_STR("  1 234\t5\xC2\xA0 "));
    th_str whole = th_str_without_spaces(arena, TH_STR("abc"));
    same(without, "1234\t5\xC2\xA0"); /* still, after the next copy */
    same(whole, "abc");
    same(th_str_without_spaces(arena, TH_STR("   ")), "");
    same(th_str_without_spaces(arena, (th_str){0}), "");
}

static void copies_end_in_nul_and_are_apart(void **state)
{
    th_arena *arena = *state;
    char text[] = "abc";
    th_str copy = th_str_copy(arena, (th_str){text, 2});
    char *cstr = th_str_cstr(arena, (th_str){text, 2});
    text[0] = 'x';
    same(copy, "ab");
    assert_string_equal(cstr, "ab");
    assert_string_equal(th_str_cstr(arena, (th_str){0}), "");
    same(th_str_fmt(arena, "%s", ""), "");
    same(th_str_fmt(arena, "%d-" TH_FMT "-%s", 7, TH_ARG(copy), "z"), "7-ab-z");
    same(th_str_fmt(arena, TH_FMT, TH_ARG((th_str){0})), "");
    th_str wide = th_str_fmt(arena, "%63d%64d%1000d", 1, 2, 3); /* over the first room of a buffer */
    assert_int_equal(wide.len, 1127);
    assert_true(wide.ptr[62] == '1' && wide.ptr[126] == '2' && wide.ptr[1126] == '3');
}

static void a_buffer_keeps_what_it_holds_while_it_grows(void **state)
{
    th_buf buf;
    th_buf_init(&buf, *state);
    same(th_buf_str(&buf), "");
    th_buf_reserve(&buf, 0);
    assert_int_equal(buf.cap, 0);
    th_buf_add(&buf, (th_str){0});
    assert_int_equal(buf.cap, 0);
    for (int i = 0; i < 64; i++)
        th_buf_byte(&buf, (char)('0' + i % 10));
    assert_int_equal(buf.cap, 64);
    th_buf_byte(&buf, 'x');
    assert_int_equal(buf.cap, 128);
    th_buf_add(&buf, TH_STR("yz"));
    th_buf_fmt(&buf, "%03d", 5);
    assert_int_equal(buf.len, 70);
    assert_memory_equal(buf.ptr, "0123456789", 10);
    assert_memory_equal(buf.ptr + 60, "0123xyz005", 10);
    th_buf_reserve(&buf, 58);
    assert_int_equal(buf.cap, 128);
    th_buf_reserve(&buf, 59);
    assert_int_equal(buf.cap, 256);
    assert_memory_equal(buf.ptr + 60, "0123xyz005", 10);
}

static void lists_keep_their_order(void **state)
{
    th_strs list = {0};
    for (int i = 0; i < 9; i++)
        th_strs_add(&list, *state, th_str_fmt(*state, "%d", i));
    assert_int_equal(list.n, 9);
    same(list.at[0], "0");
    same(list.at[8], "8");
}

static void classes_have_sharp_edges(void **state)
{
    (void)state;
    for (long c = -130; c < 0x300; c++) {
        bool ascii = c >= 0 && c < 0x80;
        assert_int_equal(th_is_digit(c), ascii && c && strchr("0123456789", (int)c) != NULL);
        assert_int_equal(th_is_upper(c), ascii && c && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (int)c) != NULL);
        assert_int_equal(th_is_lower(c), ascii && c && strchr("abcdefghijklmnopqrstuvwxyz", (int)c) != NULL);
        assert_int_equal(th_is_space(c), ascii && c && strchr(" \t\n\v\f\r", (int)c) != NULL);
        assert_int_equal(th_is_letter(c), th_is_upper(c) || th_is_lower(c));
        assert_int_equal(th_is_alnum(c), th_is_letter(c) || th_is_digit(c));
        const char *small = "0123456789abcdef", *capital = "0123456789ABCDEF";
        const char *at = ascii && c ? strchr(small, (int)c) : NULL;
        const char *also = ascii && c ? strchr(capital, (int)c) : NULL;
        long value = -1;
        if (at)
            value = at - small;
        else if (also)
            value = also - capital;
        assert_int_equal(th_hex_value(c), value);
        assert_int_equal(th_to_lower(c), th_is_upper(c) ? c + 32 : c);
        assert_int_equal(th_to_upper(c), th_is_lower(c) ? c - 32 : c);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(views_compare_by_their_bytes),
        TEST(beginnings_and_ends),
        TEST(needles_are_found_at_both_ends),
        TEST(fields_are_cut_off_one_by_one),
        TEST(whole_numbers_to_the_ends_of_their_type),
        TEST(spaces_are_left_out),
        TEST(copies_end_in_nul_and_are_apart),
        TEST(a_buffer_keeps_what_it_holds_while_it_grows),
        TEST(lists_keep_their_order),
        TEST(classes_have_sharp_edges),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
