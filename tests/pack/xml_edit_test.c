/* A part edited in place: what is replaced changes, and no other byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "pack/xml_edit.h"

static int setup(void **state)
{
    *state = th_arena_new(0);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

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
    static const char *const parts[] = {"<a", "<a x=\"1", "<!-- a", "<?xml ", "<![CDATA[a", "</a", "<"};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_token_is_seen_and_nothing_changes),
        cmocka_unit_test(attributes_and_content_are_replaced_where_they_stand),
        cmocka_unit_test(what_is_cut_off_is_broken),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
