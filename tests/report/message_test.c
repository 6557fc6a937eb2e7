/* Mail messages and plain text: headers that no value can leave, words that end where characters do, addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/message.h"
#include "report/page.h"
#include "report/plain.h"

static th_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = th_arena_new(0);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    th_arena_free(arena);
    return 0;
}

static th_str message_with(th_str subject, th_str body)
{
    th_message message = {.subject = subject,
                          .body = body,
                          .date = TH_STR("Thu, 05 Jan 2023 01:34:00 +0700"),
                          .id = TH_STR("2023-01-05-0134-1")};
    th_strs_add(&message.to, arena, TH_STR("a@b.vn"));
    return th_message_text(arena, &message);
}

static void addresses_are_plain(void **state)
{
    (void)state;
    static const char *const good[] = {"a@b.vn", "thu.ky+cum2@vi-du.gov.vn", "x_1@localhost"};
    static const char *const bad[] = {"",        "a",        "@b",      "a@",      "a@b@c",       "-t@b.vn",
                                      "a b@c.d", "a@b c.vn", "a\n@b.c", "a@b,c@d", "\"a b\"@c.d", "<a@b.vn>"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(th_message_is_address(th_str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(th_message_is_address(th_str_of(bad[i])));
    assert_false(th_message_is_address((th_str){"a\0b@c.vn", 8}));
}

static void base64_is_that_of_others(void **state)
{
    (void)state;
    /* each body line is followed by CR LF: "a", "ab" and "abc" have all three lengths of a last group */
    static const char *const bodies[][2] = {{"a", "\n\nYQ0K\n"}, {"ab", "\n\nYWINCg==\n"}, {"abc", "\n\nYWJjDQo=\n"}};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_true(th_str_ends(message_with(TH_STR("x"), th_str_of(bodies[i][0])), th_str_of(bodies[i][1])));
}

static void no_line_is_long_and_no_value_is_a_header(void **state)
{
    (void)state;
    th_buf subject;
    th_str line;
    th_buf_init(&subject, arena);
    for (size_t i = 0; i < 100; i++)
        th_buf_add(&subject, TH_STR("ế\r\nBcc: x@y.vn\xE2\x80\xAE "));
    th_str rest = message_with(th_buf_str(&subject), th_buf_str(&subject));
    for (size_t i = 0; rest.len && th_str_cut(&rest, '\n', &line); i++) {
        assert_true(line.len <= 76);
        assert_false(th_str_starts(line, TH_STR("Bcc")));
        for (size_t k = 0; k < line.len; k++)
            assert_true(line.ptr[k] >= ' ' && line.ptr[k] < 127);
    }
}

static void text_is_cut_where_a_character_ends(void **state)
{
    (void)state;
    assert_true(th_str_eq(th_plain_cut(arena, TH_STR("ếệề"), 3), TH_STR("ếệề")));
    assert_true(th_str_eq(th_plain_cut(arena, TH_STR("ếệề"), 2), TH_STR("ế…")));
    assert_true(th_str_eq(th_plain_cut(arena, TH_STR("ếệề"), 1), TH_STR("…")));
    assert_true(th_str_eq(th_plain(arena, TH_STR("a\nb\xE2\x80\xAE")), TH_STR("a\\u000Ab\\u202E")));
}

static void a_page_is_known_by_its_digest(void **state)
{
    (void)state;
    const th_page_failure none = {0}, failure = {TH_STR("01:34"), TH_STR("<ổ đĩa>")};
    th_str main_part = TH_STR("<h1>x</h1>\n");
    th_str whole = th_page_whole(arena, &none, main_part);
    assert_true(th_str_eq(th_page_main_of(arena, whole), main_part));
    th_str failed = th_page_whole(arena, &failure, main_part);
    assert_true(th_str_eq(th_page_main_of(arena, failed), main_part));
    assert_true(th_str_find(failed, TH_STR("&lt;ổ đĩa&gt;"), 0) != SIZE_MAX);
    char *other = th_str_cstr(arena, whole);
    other[th_str_find(whole, TH_STR("<h1>x"), 0) + 4] = 'y';
    assert_int_equal(th_page_main_of(arena, th_str_of(other)).len, 0);
    for (size_t n = 0; n < whole.len - sizeof "</main>\n</body>\n</html>\n" + 1; n++)
        assert_int_equal(th_page_main_of(arena, th_str_sub(whole, 0, n)).len, 0);
}

static void links_are_encoded(void **state)
{
    (void)state;
    assert_true(th_str_eq(th_page_encoded(arena, TH_STR("../a b/ế#?%:&'\".xlsx")),
                          TH_STR("../a%20b/%E1%BA%BF%23%3F%25%3A%26%27%22.xlsx")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(addresses_are_plain, set_up, tear_down),
        cmocka_unit_test_setup_teardown(base64_is_that_of_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_line_is_long_and_no_value_is_a_header, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_is_cut_where_a_character_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_page_is_known_by_its_digest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_are_encoded, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
