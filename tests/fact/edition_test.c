/* What names and titles of files say about which file counts: what is taken for a word, and what is not. */
#include "fact/edition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct said {
    const char *text, *means;
} said;

static void assert_said(const said *cases, size_t n, th_edition (*of)(th_arena *, th_str))
{
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < n; i++) {
        th_edition edition = of(arena, th_str_of(cases[i].text)), again;
        th_str text = th_edition_text(arena, edition);
        if (!th_str_eq(text, th_str_of(cases[i].means)))
            fail_msg("“%s” says “%s”, not “%s”", cases[i].text, th_str_cstr(arena, text), cases[i].means);
        assert_true(th_edition_parse(text, &again));
        assert_true(th_str_eq(th_edition_text(arena, again), text));
    }
    th_arena_free(arena);
}

static void names_that_decide(void **state)
{
    (void)state;
    static const said cases[] = {
        {"Lao Cai (ban sua).xlsx", "replaces"},
        {"SL_sửa.xlsx", "replaces"},
        {"Báo cáo Sơn La sửa lần 2.xls", "replaces 2"},
        {"bao-cao-lan-3.xlsx", "replaces 3"},
        {"BC lần thứ hai.xlsx", "replaces 2"},
        {"BC lan2.xlsx", "replaces 2"},
        {"SL lần 1.xlsx", "1"},
        {"thay thế CV 12.xlsx", "replaces"},
        {"DINH CHINH so lieu.xls", "replaces"},
        {"SonLa_bo-sung.xlsx", "adds"},
        {"Bổ sung biểu 07.xlsx", "adds"},
        {"Bổ sung/SL.xlsx", "adds"},
        {"sửa đổi, bổ sung.xlsx", "replaces adds"},
        {"Dự thảo BC.xlsx", "draft"},
        {"BC (trình ký).xlsx", "draft"},
        {"ban nhap.xlsx", "draft"},
        {"bản nháp lần 2.xlsx", "replaces 2 draft"},
        {"bo-sung.zip/SL.xlsx", "adds"},
        {"BC lần một.xlsx", "1"},
        {"BC lần năm.xlsx", "replaces 5"},
        {"BC lần 02.xlsx", "replaces 2"},
        {"BC lần 99.xlsx", "replaces 99"},
        {"BC lần 2 lần 3.xlsx", "replaces 3"},
        {"BC lần 3 lần 2.xlsx", "replaces 3"},
        {"BC lần thứ 4.xlsx", "replaces 4"},
        {"lan 2/SL.xlsx", "replaces 2"},
        {"Lần 3/bo sung.zip › SL lần 2.xlsx", "replaces 3 adds"},
        {"hieu-chinh.xlsx", "replaces"},
        {"Hiệu chỉnh SL.xlsx", "replaces"},
        {"tep nhap.xlsx", "draft"},
        {"trinh ki.xlsx", "draft"},
        {"suadoi.xlsx", "replaces"},
        {"SL sửa", "replaces"},
    };
    assert_said(cases, sizeof cases / sizeof *cases, th_edition_of_name);
}

static void names_that_decide_nothing(void **state)
{
    (void)state;
    static const said cases[] = {
        {"CTDS2_2022_SL_SonLa.xlsx", ""},
        {"SL (1).xlsx", ""},
        {"Bản sao SL.xlsx", ""},
        {"SL - Copy (2).xlsx", ""},
        {"SL final v2.xlsx", ""},
        {"Kinh phí sửa chữa.xlsx", ""},
        {"kinh phi sua chua 2022.xlsx", ""},
        {"sua hoc duong.xlsx", ""},
        {"so lieu nhap.xlsx", ""},
        {"HG chưa sửa.xlsx", ""},
        {"HG trước khi sửa.xlsx", ""},
        {"HG can sua.xlsx", ""},
        {"HG cần bổ sung.xlsx", ""},
        {"HG không thay thế.xlsx", ""},
        {"Biểu nhập số liệu.xlsx", ""},
        {"Thịt, sữa, trứng.xlsx", ""},
        {"lân cận 2.xlsx", ""},
        {"SL.du.xlsx", ""},
        {"lan can.xlsx", ""},
        {"du-thao-luat-2023.xlsx", ""},
        {"Luật sửa đổi, bổ sung 2022.xlsx", ""},
        {"bo sung theo nghi dinh 98.xlsx", ""},
        {"Số dự thảo góp ý.xlsx", ""},
        {"góp ý dự thảo.xlsx", ""},
        {"BC lần 0.xlsx", ""},
        {"BC lần 100.xlsx", ""},
        {"BC lần.xlsx", ""},
        {"BC lần thứ.xlsx", ""},
        {"BC lần sáu.xlsx", ""},
        {"lan2b.xlsx", ""},
        {"BC lầnhai.xlsx", ""},
        {"SL.sua", ""},
        {"các dự thảo.xlsx", ""},
        {"Phải bổ sung.xlsx", ""},
        {"thông tư sửa đổi.xlsx", ""},
        {"phap lenh thay the.xlsx", ""},
        {"dự thảo văn bản.xlsx", ""},
        {"sua tuoi.xlsx", ""},
        {"sua bot.xlsx", ""},
        {"a.sửa.b/..xlsx", "replaces"},
    };
    assert_said(cases, sizeof cases / sizeof *cases, th_edition_of_name);
}

static void titles(void **state)
{
    (void)state;
    static const said cases[] = {
        {"DỰ THẢO", "draft"},
        {"BẢN SỬA LẦN 2", "replaces 2"},
        {"BÁO CÁO KẾT QUẢ CÔNG TÁC THI ĐUA NĂM 2022 (bổ sung)", "adds"},
        {"Căn cứ Luật Thi đua, khen thưởng đã được sửa đổi, bổ sung năm 2013", ""},
        {"Báo cáo theo Luật số 16 (được sửa đổi, bổ sung theo Luật số 39)", ""},
        {"KẾT QUẢ LĨNH VỰC BƯU CHÍNH", ""},
        {"SỐ DỰ THẢO VĂN BẢN", ""},
        {"Số lượng dự thảo", ""},
        {"Tỷ lệ dự thảo đúng hạn", ""},
        {"DỰ THẢO LẦN 2", "replaces 2 draft"},
        {"BÁO CÁO NĂM (DỰ THẢO)", "draft"},
        {"Một hai ba dự thảo", "draft"}, /* five words are a short text */
        {"Một hai ba bốn dự thảo", ""},  /* six are not */
        {"Kết quả của cụm năm nay (một hai ba dự thảo)", "draft"},
        {"Kết quả của cụm năm nay (một hai ba bốn dự thảo)", ""},
        {"Kết quả của cụm năm nay (bổ sung", ""},
        {"Kết quả của cụm năm nay (bổ sung) (lần 2)", "replaces 2 adds"},
        {"Kết quả theo mẫu ban hành kèm Thông tư (Thông tư số 05 (sửa đổi, bổ sung))", ""},
        {"Kết quả thi đua theo Luật số 16 (Luật sửa đổi, bổ sung)", ""},
        {"Kết quả thi đua của cụm năm 2022 (mẫu 1) (bổ sung)", "adds"},
    };
    assert_said(cases, sizeof cases / sizeof *cases, th_edition_of_title);
}

static void a_field_that_is_no_edition(void **state)
{
    (void)state;
    static const char *const wrong[] = {"replace", "replaces 0", "replaces 100", "-1",
                                        "draft x", "x draft",    "replaces 1x"};
    th_edition edition;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(th_edition_parse(th_str_of(wrong[i]), &edition));
}

/* What people read of it, in this order; a number alone is said too. */
static void what_a_file_is_called(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"", "", ""},
        {"replaces", "bản sửa", "corrected"},
        {"replaces 2", "bản sửa lần 2", "corrected no. 2"},
        {"1", "lần 1", "no. 1"},
        {"99", "lần 99", "no. 99"},
        {"adds", "bổ sung", "supplement"},
        {"draft", "dự thảo", "draft"},
        {"replaces 2 adds draft", "dự thảo bổ sung bản sửa lần 2", "draft supplement corrected no. 2"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_edition edition;
        assert_true(th_edition_parse(th_str_of(rows[i][0]), &edition));
        assert_string_equal(th_str_cstr(arena, th_edition_vi(arena, edition)), rows[i][1]);
        assert_string_equal(th_str_cstr(arena, th_edition_en(arena, edition)), rows[i][2]);
    }
    th_arena_free(arena);
}

/* Of two statements each word counts, and the later number. */
static void two_statements_are_joined(void **state)
{
    (void)state;
    const th_edition one = {.replaces = true, .times = 2}, other = {.adds = true, .draft = true, .times = 3};
    th_arena *arena = th_arena_new(0);
    for (int turned = 0; turned < 2; turned++) {
        th_edition both = turned ? th_edition_both(other, one) : th_edition_both(one, other);
        assert_string_equal(th_str_cstr(arena, th_edition_text(arena, both)), "replaces 3 adds draft");
    }
    assert_int_equal(th_edition_text(arena, th_edition_both((th_edition){0}, (th_edition){0})).len, 0);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_decide),
        cmocka_unit_test(names_that_decide_nothing),
        cmocka_unit_test(titles),
        cmocka_unit_test(a_field_that_is_no_edition),
        cmocka_unit_test(what_a_file_is_called),
        cmocka_unit_test(two_statements_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
