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
        {"Kết quả theo mẫu ban hành kèm Thông tư (Thông tư số 05 (sửa đổi, bổ sung))", ""},
        {"Kết quả thi đua theo Luật số 16 (Luật sửa đổi, bổ sung)", ""},
        {"Kết quả thi đua của cụm năm 2022 (mẫu 1) (bổ sung)", "adds"},
    };
    assert_said(cases, sizeof cases / sizeof *cases, th_edition_of_title);
}

static void a_field_that_is_no_edition(void **state)
{
    (void)state;
    static const char *const wrong[] = {"replace", "replaces 0", "replaces 100", "-1", "draft x"};
    th_edition edition;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(th_edition_parse(th_str_of(wrong[i]), &edition));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_decide),
        cmocka_unit_test(names_that_decide_nothing),
        cmocka_unit_test(titles),
        cmocka_unit_test(a_field_that_is_no_edition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
