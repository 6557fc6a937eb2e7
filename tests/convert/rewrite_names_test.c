/* Sheets and names: who is renamed, and whose new name is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rewrite_fixture.h"

static int setup(void **state)
{
    *state = rewrite_fixture_new();
    return *state == NULL;
}

static int teardown(void **state)
{
    rewrite_fixture_free(*state);
    return 0;
}

/* As rewrite.c does: first those that keep their names, then the others. */
static void rename_sheets(th_rewrite *w, const char *const *raw, size_t n)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < n; i++)
            th_rewrite_rename_sheet(w, th_str_of(raw[i]), round == 0);
}

static void rename_names(th_rewrite *w, const char *const *raw, size_t n)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < n; i++)
            th_rewrite_rename_name(w, th_str_of(raw[i]), round == 0);
}

static void becomes(th_rewrite *w, const th_dictionary *dictionary, const char *raw, const char *want)
{
    const th_known *known = th_dictionary_find(dictionary, w->scratch, th_str_of(raw));
    same_text(known ? known->after : th_str_of(raw), want);
}

static void sheets_are_renamed(void **state)
{
    static const char *const raw[] = {"T×nh h×nh", "Trang 1", "Danh môc"};
    th_rewrite *w = *state;
    rename_sheets(w, raw, 3);
    becomes(w, &w->sheets, "T×nh h×nh", "Tình hình");
    becomes(w, &w->sheets, "T×NH H×NH", "Tình hình");
    becomes(w, &w->sheets, "Danh môc", "Danh mục");
    becomes(w, &w->sheets, "Trang 1", "Trang 1");
    assert_true(w->result->renamed);
    assert_int_equal(w->result->changes.n, 2);
    assert_int_equal(w->result->changes.at[0].kind, TH_IN_SHEET_NAME);
    same_text(w->result->changes.at[0].where, "Tình hình");
}

/* In whatever order they stand, the one that has the name keeps it. */
static void no_sheet_takes_a_name_that_another_keeps(void **state)
{
    static const char *const raw[] = {"Danh môc", "DANH MỤC", "T×nh h×nh"};
    th_rewrite *w = *state;
    rename_sheets(w, raw, 3);
    becomes(w, &w->sheets, "Danh môc", "Danh môc");
    becomes(w, &w->sheets, "DANH MỤC", "DANH MỤC");
    becomes(w, &w->sheets, "T×nh h×nh", "Tình hình");
    assert_int_equal(w->result->changes.n, 1);
}

/* A copy, "A (2)", is a name of its own. */
static void copies_of_a_sheet_are_renamed_too(void **state)
{
    static const char *const raw[] = {"T×nh h×nh", "T×nh h×nh (2)"};
    th_rewrite *w = *state;
    rename_sheets(w, raw, 2);
    becomes(w, &w->sheets, "T×nh h×nh", "Tình hình");
    becomes(w, &w->sheets, "T×nh h×nh (2)", "Tình hình (2)");
}

/* A name that would have more characters than Excel allows is not given. */
static void a_sheet_has_31_characters_at_most(void **state)
{
    static const char *const raw[] = {"T×nh h×nh 12345678901234567890A", "T×nh h×nh 12345678901234567890AB"};
    th_rewrite *w = *state;
    rename_sheets(w, raw, 2);
    becomes(w, &w->sheets, raw[0], "Tình hình 12345678901234567890A");
    becomes(w, &w->sheets, raw[1], raw[1]); /* 32 */
}

/* An apostrophe cannot begin the name of a sheet; inside of one it may stand. */
static void no_sheet_begins_with_an_apostrophe(void **state)
{
    static const char *const raw[] = {"'T×nh h×nh", "T'×nh h×nh"};
    th_rewrite *w = *state;
    rename_sheets(w, raw, 2);
    becomes(w, &w->sheets, raw[0], raw[0]);
    becomes(w, &w->sheets, raw[1], "T'ình hình");
}

static void names_are_renamed_once(void **state)
{
    static const char *const raw[] = {"§¬n_gi¸", "Tong", "§¬n_gi¸"};
    th_rewrite *w = *state;
    rename_names(w, raw, 3);
    becomes(w, &w->names, "§¬n_gi¸", "Đơn_giá");
    becomes(w, &w->names, "Tong", "Tong");
    assert_int_equal(w->result->changes.n, 1); /* also where every sheet defines it */
    assert_int_equal(w->result->changes.at[0].kind, TH_IN_DEFINED_NAME);
    assert_true(w->result->renamed);
}

static void no_name_takes_one_that_another_keeps(void **state)
{
    static const char *const raw[] = {"§¬n_gi¸", "đơn_GIÁ"};
    th_rewrite *w = *state;
    rename_names(w, raw, 2);
    becomes(w, &w->names, "§¬n_gi¸", "§¬n_gi¸");
    assert_int_equal(w->result->changes.n, 0);
    assert_false(w->result->renamed);
}

static void a_name_has_only_some_characters(void **state)
{
    static const char *const raw[] = {"§¬n gi¸", "2§¬n_gi¸", "§¬n.gi¸9", "§¬n-gi¸"};
    th_rewrite *w = *state;
    rename_names(w, raw, 4);
    becomes(w, &w->names, "§¬n gi¸", "§¬n gi¸");
    becomes(w, &w->names, "2§¬n_gi¸", "2§¬n_gi¸");
    becomes(w, &w->names, "§¬n.gi¸9", "Đơn.giá9");
    becomes(w, &w->names, "§¬n-gi¸", "§¬n-gi¸");
}

static void dictionaries_grow_and_know_what_is_ambiguous(void **state)
{
    th_rewrite *w = *state;
    th_dictionary *texts = &w->texts;
    for (unsigned i = 0; i < 1000; i++)
        th_dictionary_add(texts, w->arena, th_str_fmt(w->arena, "k%u", i), th_str_fmt(w->arena, "v%u", i),
                          TH_ENC_TCVN3);
    assert_int_equal(texts->n, 1000);
    assert_true(texts->size >= 2 * texts->n);
    becomes(w, texts, "k0", "v0");
    becomes(w, texts, "k999", "v999");
    assert_null(th_dictionary_find(texts, w->scratch, TH_STR("K0")));
    th_dictionary_add(texts, w->arena, TH_STR("k0"), TH_STR("v0"), TH_ENC_TCVN3);
    becomes(w, texts, "k0", "v0");
    th_dictionary_add(texts, w->arena, TH_STR("k0"), TH_STR("else"), TH_ENC_TCVN3);
    assert_null(th_dictionary_find(texts, w->scratch, TH_STR("k0")));
    th_dictionary_add(texts, w->arena, TH_STR("k0"), TH_STR("v0"), TH_ENC_TCVN3);
    assert_null(th_dictionary_find(texts, w->scratch, TH_STR("k0"))); /* for good */
    th_dictionary_add(texts, w->arena, (th_str){0}, TH_STR("nothing"), TH_ENC_TCVN3);
    assert_null(th_dictionary_find(texts, w->scratch, (th_str){0}));
    assert_int_equal(texts->n, 1000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(sheets_are_renamed),
        TEST(no_sheet_takes_a_name_that_another_keeps),
        TEST(copies_of_a_sheet_are_renamed_too),
        TEST(a_sheet_has_31_characters_at_most),
        TEST(no_sheet_begins_with_an_apostrophe),
        TEST(names_are_renamed_once),
        TEST(no_name_takes_one_that_another_keeps),
        TEST(a_name_has_only_some_characters),
        TEST(dictionaries_grow_and_know_what_is_ambiguous),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
