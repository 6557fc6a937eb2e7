/* The tokenizer of HTML: character references as browsers read them (the living standard, 13.2.5.72 to 13.2.5.80). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "pack/html.h"

#define REPLACEMENT "\xEF\xBF\xBD"

static void references_in_texts_and_values(void **state)
{
    static const char *const rows[][2] = {
        {"&#65;", "A"},
        {"&#9;", "\t"}, /* one digit is enough */
        {"&#x41;&#X4a;", "AJ"},
        {"&#65abc", "Aabc"}, /* decimal digits end where a letter begins */
        {"&#x41g", "Ag"},
        {"&#7879;", "ệ"},
        {"&#x1F600;", "😀"},
        {"&#127;&#160;", "\x7F\xC2\xA0"},
        {"&#128;", "€"}, /* a byte of CP1252: the first, some, the last */
        {"&#x80;", "€"},
        {"&#150;", "–"},
        {"&#159;", "Ÿ"},
        {"&#129;", "\xC2\x81"}, /* of those that CP1252 leaves free nothing is made */
        {"&#0;", REPLACEMENT},
        {"&#xD800;&#xDFFF;&#x110000;&#99999999999;", REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT},
        {"&#xD7FF;&#xE000;&#x10FFFF;", "\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"},
        {"&amp;lt;", "&lt;"}, /* resolved once */
        {"&lt&gt&amp", "<>&"},
        {"&", "&"},
        {"&;", "&;"},
        {"&#", "&#"},
        {"&#;", "&#;"},
        {"&#x;", "&#x;"},
        {"&#a;", "&#a;"},
        {"& b", "& b"},
        {"&noname;", "&noname;"},
        {"a&#66", "aB"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_html html;
        th_html_token token;
        th_html_init(&html, *state, th_str_of(rows[i][0]));
        assert_int_equal(th_html_next(&html, &token), TH_HTML_TEXT);
        if (!th_str_eq(token.text, th_str_of(rows[i][1])))
            fail_msg("%s is “" TH_FMT "”", rows[i][0], TH_ARG(token.text));
        assert_int_equal(th_html_next(&html, &token), TH_HTML_END_OF_PAGE);
        th_html_init(&html, *state, th_str_fmt(*state, "<td x='%s'>", rows[i][0]));
        assert_int_equal(th_html_next(&html, &token), TH_HTML_START);
        const th_str *value = th_html_attr_get(&token, "x");
        assert_non_null(value);
        if (!th_str_eq(*value, th_str_of(rows[i][1])))
            fail_msg("%s is “" TH_FMT "” as a value", rows[i][0], TH_ARG(*value));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_in_texts_and_values),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
