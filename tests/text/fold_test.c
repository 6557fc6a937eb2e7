/* Labels: their keys, distance and nearest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "text/fold.h"

#include "text/cases.h"

enum { LONG_LABEL = 100000 };

static bool label(th_arena *a, const test_line *t)
{
    th_str left = t->fields[0], right = t->nfields > 2 ? t->fields[2] : (th_str){0};
    bool strong = th_fold_eq(a, left, right), weak = th_str_eq(th_fold_weak(a, left), th_fold_weak(a, right));
    char sign = '#';
    if (strong)
        sign = '=';
    else if (weak)
        sign = '~';
    bool good = agree(t, (th_str){&sign, 1}, t->fields[1]);
    /* Folding a key again must not change it. */
    for (size_t i = 0; i < 2; i++) {
        th_str text = i ? right : left;
        th_str key = th_fold(a, text), thin = th_fold_weak(a, text);
        good = agree(t, th_fold(a, key), key) && agree(t, th_fold_weak(a, thin), thin) &&
               agree(t, th_fold_weak(a, key), thin) && good;
    }
    return good;
}

static void labels(void **state)
{
    assert_int_equal(each_case(*state, TH_TEST_DATA "/labels.test", 70, label), 0);
}

static void keys_are_readable(void **state)
{
    th_arena *a = *state;
    assert_true(th_str_eq(th_fold(a, TH_STR("  TỔNG  Số\u00A0(*) ")), TH_STR("tổng số")));
    assert_true(th_str_eq(th_fold(a, TH_STR("Hòa Bình")), TH_STR("hoà bình")));
    assert_true(th_str_eq(th_fold_weak(a, TH_STR("Số thôn, bản – ĐVT")), TH_STR("so thon, ban dvt")));
    assert_int_equal(th_fold(a, TH_STR(" - ")).len, 0);
    assert_int_equal(th_fold(a, TH_STR("\u00AD\u200B")).len, 0);
    assert_true(th_str_eq(th_fold(a, TH_STR("\u202ATổng\u200E số\u2069\u202C")), TH_STR("tổng số")));
    assert_true(th_str_eq(th_fold(a, TH_STR("Tổng\u2028số\uFE0F")), TH_STR("tổng số")));
    assert_int_equal(th_fold(a, (th_str){0}).len, 0);
    th_fold(a, TH_STR("\xFF\xC3"));
}

static void distances(void **state)
{
    th_arena *a = *state;
    assert_int_equal(th_fold_distance(TH_STR("hồ sơ"), TH_STR("hồ sơ"), 3), 0);
    assert_int_equal(th_fold_distance(TH_STR("suất"), TH_STR("xuất"), 3), 1);
    assert_int_equal(th_fold_distance(TH_STR("tướng"), TH_STR("tưởng"), 3), 1);
    assert_int_equal(th_fold_distance(TH_STR("abc"), (th_str){0}, 3), 3);
    assert_int_equal(th_fold_distance(TH_STR("abcd"), (th_str){0}, 3), 4);
    assert_int_equal(th_fold_distance(TH_STR("kitten"), TH_STR("sitting"), 9), 3);
    assert_int_equal(th_fold_distance(TH_STR("kitten"), TH_STR("sitting"), 2), 3);
    const th_str names[] = {TH_STR("Tổng số hồ sơ"), TH_STR("Số suất quà"), TH_STR("Số xã")};
    assert_int_equal(th_fold_nearest(a, TH_STR("Số xuất quà"), names, 3), 1);
    assert_int_equal(th_fold_nearest(a, TH_STR("SỐ SUẤT QUÀ:"), names, 3), 1);
    assert_true(th_fold_nearest(a, TH_STR("Doanh thu"), names, 3) == SIZE_MAX);
    assert_true(th_fold_nearest(a, (th_str){0}, names, 3) == SIZE_MAX);
    assert_true(th_fold_nearest(a, TH_STR("Số xã"), NULL, 0) == SIZE_MAX);
}

static void long_labels(void **state)
{
    th_arena *a = *state;
    char *text = th_arena_alloc(a, LONG_LABEL);
    memset(text, 'A', LONG_LABEL);
    th_str big = {text, LONG_LABEL};
    th_str key = th_fold(a, big);
    assert_true(key.len > 0 && key.len <= LONG_LABEL);
    assert_int_equal(th_fold_distance(big, key, 5), 6); /* case differs everywhere */
    const th_str names[] = {big, TH_STR("x")};
    assert_int_equal(th_fold_nearest(a, big, names, 2), 0);
}

static void tones(void **state)
{
    (void)state;
    static const char *const rows[] = {"aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị",
                                       "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ"};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        th_str s = th_str_of(rows[r]);
        size_t at = 0;
        uint32_t level = 0;
        for (unsigned t = 0; t < 6; t++) {
            unsigned tone;
            uint32_t c = th_utf8_next(s, &at), base = th_fold_split_tone(c, &tone);
            level = t ? level : c;
            assert_int_equal(base, level);
            assert_int_equal(tone, t);
        }
    }
    unsigned tone;
    assert_int_equal(th_fold_split_tone('b', &tone), 'b');
    assert_int_equal(tone, 0);
    assert_int_equal(th_fold_split_tone(0x10FFFF, &tone), 0x10FFFF);
}

/* More texts than are remembered, and each asked for twice in either order. */
static void what_is_remembered_is_the_same(void **state)
{
    enum { TEXTS = 70000, CHECKED_EVERY = 7 };
    th_arena *plain = *state, *remembering = th_arena_new(0);
    th_fold_remember(remembering);
    for (unsigned pass = 0; pass < 2; pass++)
        for (unsigned i = 0; i < TEXTS; i++) {
            th_str text = th_str_fmt(plain, "  - Tổng số %u Văn bản; HOÀ %u (*)", i, i % 5);
            th_str weak = pass ? th_fold_weak(remembering, text) : (th_str){0};
            th_str strong = th_fold(remembering, text);
            weak = pass ? weak : th_fold_weak(remembering, text);
            if (i % CHECKED_EVERY == 0) {
                assert_true(th_str_eq(strong, th_fold(plain, text)));
                assert_true(th_str_eq(weak, th_fold_weak(plain, text)));
            }
        }
    assert_null(th_fold_kept(plain, TH_STR("a")));
    *th_fold_kept(remembering, TH_STR("  - Tổng số 1 Văn bản; HOÀ 1 (*)")) = plain;
    assert_ptr_equal(*th_fold_kept(remembering, TH_STR("  - Tổng số 1 Văn bản; HOÀ 1 (*)")), plain);
    th_arena_free(remembering);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(labels, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_are_readable, setup, teardown),
        cmocka_unit_test_setup_teardown(distances, setup, teardown),
        cmocka_unit_test_setup_teardown(long_labels, setup, teardown),
        cmocka_unit_test_setup_teardown(tones, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_remembered_is_the_same, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
