/* What the system says, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/trouble.h"

#include <errno.h>
#include <string.h>

static void every_error_is_said_or_numbered(void **state)
{
    enum { MOST = 200, NOBODY = 199 };
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (int code = 1; code < MOST; code++) {
        th_words words = th_system_words(arena, code);
        th_str number = th_str_fmt(arena, "%d", code);
        bool numbered = th_str_find(words.vi, number, 0) != SIZE_MAX;
        assert_int_equal(th_str_find(words.en, number, 0) != SIZE_MAX, numbered);
        assert_false(th_str_eq(words.vi, words.en));
        assert_int_equal(th_str_find(words.vi, th_str_of(strerror(code)), 0), SIZE_MAX);
    }
    assert_true(th_str_eq(th_system_words(arena, ENOENT).vi, TH_STR("không có tệp hay thư mục này")));
    assert_true(th_str_eq(th_system_words(arena, ENOSPC).en, TH_STR("the disk is full")));
    assert_true(th_str_eq(th_system_words(arena, NOBODY).vi, TH_STR("lỗi hệ thống số 199")));
    th_trouble whole = th_trouble_of_system(arena, TH_WORDS_ARE("không ghi được", "not written"), EACCES);
    assert_true(th_str_eq(whole.vi, TH_STR("không ghi được: không có quyền")));
    assert_true(th_str_eq(whole.en, TH_STR("not written: permission is denied")));
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_is_said_or_numbered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
