/* A part edited in place: what is replaced changes, and no other byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "pack/xml_edit.h"

#define PART                                                                                                           \
    "<?xml version='1.0'?>\r\n<!-- a > b --><w:a  x = \"1\" w:y='2&amp;3' xy=\"4\"><b/>"                               \
    "<c>t&#232;n &lt;</c><d><e/>u</d><![CDATA[<raw>]]></w:a >"

static void every_token_is_seen_and_nothing_changes(void **state)
{
    static const struct {
        th_edit_kind kind;
        const char *name;
    } wanted[] = {{TH_EDIT_OTHER, ""},  {TH_EDIT_TEXT, ""},   {TH_EDIT_OTHER, ""}, {TH_EDIT_START, "a"},
                  {TH_EDIT_EMPTY, "b"}, {TH_EDIT_START, "c"}, {TH_EDIT_TEXT, ""},  {TH_EDIT_CLOSE, "c"},
                  {TH_EDIT_START, "d"}, {TH_EDIT_EMPTY, "e"}, {TH_EDIT_TEXT, ""},  {TH_EDIT_CLOSE, "d"},
                  {TH_EDIT_TEXT, ""},   {TH_EDIT_CLOSE, "a"}};
    th_edit edit;
    th_edit_token token;
    size_t n = 0, end = 0;
    th_edit_begin(&edit, *state, TH_STR(PART));
    for (; th_edit_next(&edit, &token); n++) {
        assert_true(n < sizeof wanted / sizeof *wanted);
        assert_int_equal(token.kind, wanted[n].kind);
        assert_int_equal(token.from, end);
        end = token.to;
        if (*wanted[n].name)
            assert_string_equal(th_str_cstr(*state, token.name), wanted[n].name);
    }
    assert_int_equal(n, sizeof wanted / sizeof *wanted);
    assert_false(edit.broken);
    assert_false(edit.changed);
    assert_string_equal(th_str_cstr(*state, th_edit_end(&edit)), PART);
}

static bool start_of(th_edit *edit, const char *name, th_edit_token *token)
{
    while (th_edit_next(edit, token))
        if ((token->kind == TH_EDIT_START || token->kind == TH_EDIT_EMPTY) && th_str_eq(token->name, th_str_of(name)))
            return true;
    return false;
}

static void attributes_and_content_are_replaced_where_they_stand(void **state)
{
    th_edit edit;
    th_edit_token token;
    th_str text;
    size_t from, to;
    th_edit_begin(&edit, *state, TH_STR(PART));
    assert_true(start_of(&edit, "a", &token));
    assert_string_equal(th_str_cstr(*state, th_edit_value(&edit, &token, "x")), "1");
    assert_string_equal(th_str_cstr(*state, th_edit_value(&edit, &token, "y")), "2&3");
    assert_string_equal(th_str_cstr(*state, th_edit_value(&edit, &token, "xy")), "4");
    assert_int_equal(th_edit_value(&edit, &token, "z").len, 0);
    assert_false(th_edit_attr(&edit, &token, "z", &from, &to));
    assert_true(th_edit_attr(&edit, &token, "y", &from, &to));
    th_edit_replace(&edit, from, to, TH_STR("<\"'>"));
    assert_true(start_of(&edit, "c", &token));
    assert_true(th_edit_content(&edit, &text, &from, &to));
    assert_string_equal(th_str_cstr(*state, text), "tèn <");
    th_edit_replace(&edit, from, to, TH_STR("tên & họ"));
    th_edit_replace(&edit, 0, 3, TH_STR("quá muộn")); /* behind what was written already */
    assert_true(start_of(&edit, "d", &token));
    assert_false(th_edit_content(&edit, &text, &from, &to)); /* an element is inside */
    assert_true(start_of(&edit, "e", &token));
    th_edit_replace_raw(&edit, token.from, token.to, TH_STR("<f>&#9;</f>"));
    th_str out = th_edit_end(&edit);
    assert_true(edit.changed);
    static const char before[] = "<?xml version='1.0'?>\r\n<!-- a > b --><w:a  x = \"1\" w:y='";
    static const char after[] = "' xy=\"4\"><b/><c>tên &amp; họ</c><d><f>&#9;</f>u</d><![CDATA[<raw>]]></w:a >";
    assert_true(th_str_starts(out, th_str_of(before)));
    assert_int_not_equal(th_str_find(out, th_str_of(after), sizeof before - 1), SIZE_MAX);
    th_edit again;
    th_edit_begin(&again, *state, out);
    assert_true(start_of(&again, "a", &token));
    assert_string_equal(th_str_cstr(*state, th_edit_value(&again, &token, "y")), "<\"'>");
}

static void what_is_cut_off_is_broken(void **state)
{
    static const char *const parts[] = {"<a", "<a x=\"1",     "<!-- a", "<?xml ", "<![CDATA[a", "</a",         "<",
                                        "<!", "<!DOCTYPE a>", "a<",     "<?x>",   "<!--a->",    "<![CDATA[a]>"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        th_edit edit;
        th_edit_token token;
        th_edit_begin(&edit, *state, th_str_of(parts[i]));
        while (th_edit_next(&edit, &token))
            ;
        if (!edit.broken)
            print_error("%s\n", parts[i]);
        assert_true(edit.broken);
    }
}

/* The value of x, and what it becomes when it is replaced by itself: the same text, escaped where it must be. */
static void characters_of_values(void **state)
{
    static const struct {
        const char *raw, *value, *written;
    } rows[] = {
        {"", "", ""},
        {"1", "1", "1"},
        {"&amp;&lt;&gt;&quot;&apos;", "&<>\"'", "&amp;&lt;&gt;&quot;&apos;"},
        {"&#65;&#x41;&#x1EC7;&#7879;", "AAệệ", "AAệệ"},
        {"&#x00000041;", "A", "A"},
        {"&#x10FFFF;", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
        {"&#x110000;", "&#x110000;", "&amp;#x110000;"}, /* no character: what stands there is the text */
        {"&#99999999999999999999;", "&#99999999999999999999;", "&amp;#99999999999999999999;"},
        {"&#xG;", "&#xG;", "&amp;#xG;"},
        {"&#A;", "&#A;", "&amp;#A;"},
        {"&#9a;", "&#9a;", "&amp;#9a;"},
        {"&#;", "&#;", "&amp;#;"},
        {"&#0;", "&#0;", "&amp;#0;"},
        {"&nbsp;", "&nbsp;", "&amp;nbsp;"},
        {"a & b", "a & b", "a &amp; b"},
        {"&", "&", "&amp;"},
        {"a\tb\nc\r\nd\re", "a b c d e", "a b c d e"},
        {"&#9;&#10;&#13;", "\t\n\r", "&#9;&#10;&#13;"},
        {"it's", "it's", "it's"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_edit edit;
        th_edit_token token;
        size_t from, to;
        th_str part = th_str_fmt(*state, "<a x=\"%s\" y='2'/>", rows[i].raw);
        th_edit_begin(&edit, *state, part);
        assert_true(th_edit_next(&edit, &token));
        th_str value = th_edit_value(&edit, &token, "x");
        if (!th_str_eq(value, th_str_of(rows[i].value)))
            fail_msg("%s is “%.*s”", rows[i].raw, (int)value.len, value.ptr);
        assert_true(th_edit_attr(&edit, &token, "x", &from, &to));
        th_edit_replace(&edit, from, to, value);
        th_str out = th_edit_end(&edit), wanted = th_str_fmt(*state, "<a x=\"%s\" y='2'/>", rows[i].written);
        if (!th_str_eq(out, wanted))
            fail_msg("%s became %.*s", rows[i].raw, (int)out.len, out.ptr);
    }
}

/* Attributes as they may be written, and some that are none. */
static void attributes_are_found(void **state)
{
    static const struct {
        const char *tag, *local, *value; /* NULL: it is not there */
    } rows[] = {
        {"<a x='1'/>", "x", "1"},
        {"<a x = '1'/>", "x", "1"},
        {"<a\n\tx\r=\n'1'>", "x", "1"},
        {"<a y='1' x=\"2\">", "x", "2"},
        {"<a y='1'x='2'>", "x", "2"},
        {"<a p:x='1'>", "x", "1"},
        {"<a p:x='1' q:x='2'>", "q:x", "2"},
        {"<a q:x='2'>", "p:x", NULL},
        {"<a xmlns:x='1' x='2'>", "x", "2"},
        {"<a xy='1'>", "x", NULL},
        {"<a yx='1'>", "x", NULL},
        {"<a x>", "x", NULL},
        {"<a x=1>", "x", NULL},
        {"<a x='1>", "x", NULL},
        {"<a/>", "x", NULL},
        {"<a x=''/>", "x", ""},
        {"<a y='x=\"3\"' x='4'>", "x", "4"},
        {"<p:a x='1'>", "x", "1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_edit edit;
        th_edit_token token;
        size_t from, to;
        th_edit_begin(&edit, *state, th_str_of(rows[i].tag));
        bool is = th_edit_next(&edit, &token) && th_edit_attr(&edit, &token, rows[i].local, &from, &to);
        if (is != (rows[i].value != NULL))
            fail_msg("%s", rows[i].tag);
        if (is)
            assert_string_equal(th_str_cstr(*state, th_edit_value(&edit, &token, rows[i].local)), rows[i].value);
    }
}

/* The text of an element, and nothing where an element stands in it or its end is not there. */
static void content_of_elements(void **state)
{
    static const struct {
        const char *part, *text;
    } rows[] = {
        {"<a></a>", ""},
        {"<a>1</a>", "1"},
        {"<a>1<!--x-->2</a>", "12"},
        {"<a>&lt;<![CDATA[<&amp;>]]></a>", "<<&amp;>"},
        {"<a><![CDATA[]]></a>", ""},
        {"<a>x\r\ny\rz\tw</a>", "x\ny\nz\tw"},
        {"<a>1<b/></a>", NULL},
        {"<a>1<b>2</b></a>", NULL},
        {"<a>1", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_edit edit;
        th_edit_token token;
        th_str text;
        size_t from, to;
        th_edit_begin(&edit, *state, th_str_of(rows[i].part));
        assert_true(th_edit_next(&edit, &token));
        bool is = th_edit_content(&edit, &text, &from, &to);
        if (is != (rows[i].text != NULL) || (is && !th_str_eq(text, th_str_of(rows[i].text))))
            fail_msg("%s", rows[i].part);
        if (is) {
            th_edit_replace(&edit, from, to, TH_STR("a\tb\"'"));
            assert_string_equal(th_str_cstr(*state, th_edit_end(&edit)), "<a>a\tb\"'</a>");
        }
    }
}

static bool is_within(th_str part, th_str value)
{
    return value.ptr >= part.ptr && value.ptr + value.len <= part.ptr + part.len;
}

/* A part has millions of values.  One in which nothing is to be resolved is a view of the part, so that reading them
 * takes no memory. */
static void plain_values_take_no_memory(void **state)
{
    static const struct {
        const char *raw;
        bool is_view;
    } rows[] = {{"1234567", true}, {"Tên “họ”; a > b", true}, {"a &amp; b", false},
                {"&", false},      {"a\tb", false},           {" ", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_edit edit;
        th_edit_token token;
        th_str part = th_str_fmt(*state, "<a x='%s'>%s</a>", rows[i].raw, rows[i].raw), text;
        size_t from, to;
        th_edit_begin(&edit, *state, part);
        assert_true(start_of(&edit, "a", &token));
        if (is_within(part, th_edit_value(&edit, &token, "x")) != rows[i].is_view)
            fail_msg("the value %s", rows[i].raw);
        assert_true(th_edit_content(&edit, &text, &from, &to));
        if (is_within(part, text) != rows[i].is_view)
            fail_msg("the content %s", rows[i].raw);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_token_is_seen_and_nothing_changes),
        cmocka_unit_test(attributes_and_content_are_replaced_where_they_stand),
        cmocka_unit_test(what_is_cut_off_is_broken),
        cmocka_unit_test(characters_of_values),
        cmocka_unit_test(attributes_are_found),
        cmocka_unit_test(content_of_elements),
        cmocka_unit_test(plain_values_take_no_memory),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
