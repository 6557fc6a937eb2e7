/* What is taken off a label, and what is part of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fact/bare_label.h"
#include "text/fold.h"

static const char *const labels[][2] = {
    {"a) Công chức", "cong chuc"},
    {"4.1. Phòng chuyên môn", "phong chuyen mon"},
    {"4.1 Phòng chuyên môn", "phong chuyen mon"},
    {"I. Tổng số", "tong so"},
    {"II/ Cá nhân", "ca nhan"},
    {"(2) Cá nhân", "ca nhan"},
    {"1.a) Nữ", "nu"},
    {"+ Nữ", "nu"},
    {"Trong đó: Thanh tra", "thanh tra"},
    {"- Trong đó nữ", "nu"},
    {"Trong đó: a) Nữ", "nu"},
    {"Hồ sơ (1)", "ho so"},
    {"Hồ sơ (*)", "ho so"},
    {"Hồ sơ*", "ho so"},
    {"Hồ sơ [12]", "ho so"},
    {"3G, 4G", "3g, 4g"},
    {"3 nhất", "3 nhat"},
    {"Số 5", "so 5"},
    {"2022. Kế hoạch", "2022. ke hoach"},
    {"A", "a"},
    {"1.", "1"},
    {"Công ty (2022)", "cong ti (2022)"},
    {"Trong đóng góp", "trong dong gop"},
    {"X-quang", "x quang"},
    {"TT-BTC", "tt btc"},
    {"99. Nữ", "nu"},
    {"100. Nữ", "100. nu"}, /* an enumeration has two digits */
    {"xviii) Nữ", "nu"},
    {"xviiii) Nữ", "xviiii) nu"},
    {"(a) Nữ", "nu"},
    {"(ab) Nữ", "(ab) nu"},
    {"(1 Nữ", "(1 nu"},
    {"1: Nữ", "nu"},
    {"1/ Nữ", "nu"},
    {"1.2.3 Nữ", "nu"},
    {"1.2", "1.2"},
    {"1", "1"},
    {"a.", "a"},
    {"1 . Nữ", "1 . nu"},
    {"Bao gồm: Nữ", "nu"},
    {"Gồm Nữ", "nu"},
    {"Trong đó có nữ", "nu"},
    {"Trong đó", "trong do"},
    {"Gồm", "gom"},
    {"Gồmnữ", "gomnu"},
    {"Hồ sơ (12)", "ho so"},
    {"Hồ sơ (123)", "ho so (123)"}, /* a footnote has two digits */
    {"Hồ sơ ()", "ho so ()"},
    {"Hồ sơ 1)", "ho so 1)"},
    {"Hồ sơ (**)", "ho so"},
    {"Hồ sơ¹", "ho so"},
    {"Hồ sơ ¹²", "ho so"},
    {"Hồ sơ ⁽¹⁾", "ho so"},
    {"Hồ sơ †", "ho so"},
    {"Hồ sơ (1)*", "ho so"},
    {"Hồ sơ 3=2/1", "ho so"},
    {"Hồ sơ (4) = (3) : (1)", "ho so"},
    {"Hồ sơ (4)=(3)/(1)*100%", "ho so"},
    {"Quý 4 = 3 tháng", "qui 4 = 3 thang"},
    {"Hồ sơ mức 2=", "ho so muc 2="},
    {"(1)", "(1)"},
    {"*", ""},
    {"- + Nữ", "nu"},
    {"TĐ: Nữ", "nu"},
    {"- TĐ: nữ", "nu"},
    {"TĐ nữ", "td nu"},
    {"", ""},
};

static const char *const dashed[][2] = {
    {"III - Thanh tra", "thanh tra"},
    {"1 – Phòng", "phòng"},
    {"12 - Nữ", "nữ"},
    {"a - Nữ", "nữ"},
    {"Nam - Nữ", "nam - nữ"},
    {"1-3 tháng", "1-3 tháng"},
    {"1 - 3 tháng", "1 - 3 tháng"},
    {"123 - Nữ", "123 - nữ"},
    {"III-Nữ", "nữ"},
    {"1-Nữ", "nữ"},
    {"I-Nữ", "nữ"},
    {"X-quang", "x-quang"},
    {"a-Nữ", "a-nữ"},
    {"- Nữ", "nữ"},
    {"TT-BTC", "tt-btc"},
    {"1 -", "1"},
    {"3-4 tuổi", "3-4 tuổi"},
};

static void a_number_before_a_dash_is_taken_off(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof dashed / sizeof *dashed; i++)
        assert_string_equal(th_str_cstr(arena, th_without_dashed_number(th_fold(arena, th_str_of(dashed[i][0])))),
                            th_str_cstr(arena, th_fold(arena, th_str_of(dashed[i][1]))));
    th_arena_free(arena);
}

static void what_is_taken_off(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        assert_string_equal(th_str_cstr(arena, th_bare_label(th_fold_weak(arena, th_str_of(labels[i][0])))),
                            labels[i][1]);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_taken_off),
                                       cmocka_unit_test(a_number_before_a_dash_is_taken_off)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
