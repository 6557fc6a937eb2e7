/* Whose a sheet is, by what stands in its title rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"

static const struct {
    const char *title;
    bool fits;
} whole_titles[] = {
    {"LÒ BÁNH HẠ LONG", true},
    {"Lò bánh Hạ Long, năm 2024", true},
    {"LÒ BÁNH HẠ LONG 3", false},
    {"Lò bánh Hạ Long số 12", false},
    {"Lò bánh Hạ Long 2024", true},
    {"Lò bánh Hạ Long 12/2024", true},
    {"LÒ BÁNH HẠ LONG 6 THÁNG", true},
    {"LÒ BÁNH HẠ LONG 2 QUÝ ĐẦU NĂM", true},
    {"LÒ BÁNH HẠ LONG 2 tuần", true},
    {"LÒ BÁNH HẠ LONG 99", false},
    {"LÒ BÁNH HẠ LONG 100", true}, /* no number of a bakery */
    {"LÒ BÁNH HẠ LONG 3;", false},
    {"LÒ BÁNH HẠ LONG 3b", false},
    {"LÒ BÁNH HẠ LONG xviii", false},
    {"LÒ BÁNH HẠ LONG ab", true},
    {"Hạ Long 3 (khu B)", false},
    {"PHÒNG VH, THÀNH PHỐ HẠ LONG", true},
    {"PHÒNG VH, UBND HUYỆN CÀ MAU", false},
    {"UBND TỈNH CÀ MAU", true},
    {"Lò bánh Cà Mau, tỉnh Cà Mau", true},
    {"Lò bánh Hạ Long 3 năm 2024", false},
    {"Lò bánh Hạ Long A", false},
    {"LÒ BÁNH HẠ LONG II", false},
    {"Lò bánh Hạ Long A1, năm 2024", false},
    {"Lò bánh Hạ Long B năm 2024", false},
    {"Lò bánh Hạ Long v/v kê khai", true},
    {"LÒ BÁNH HẠ LONG - BIỂU A", true},
    {"LÒ BÁNH HẠ LONG-2", false},
    {"LÒ BÁNH HẠ LONG – 2", false},
    {"LÒ BÁNH HẠ LONG.2", false},
    {"LÒ BÁNH HẠ LONG-B", false},
    {"LÒ BÁNH HẠ LONG HAI", false},
    {"LÒ BÁNH HẠ LONG - CƠ SỞ 2", false},
    {"LÒ BÁNH HẠ LONG (phân hiệu B)", false},
    {"LÒ BÁNH HẠ LONG - 2024", true},
    {"LÒ BÁNH HẠ LONG - 12/2024", true},
    {"LÒ BÁNH HẠ LONG - 6 tháng đầu năm", true},
    {"LÒ BÁNH HẠ LONG, 2 lớp", true},
    {"LÒ BÁNH HẠ LONG năm 2024", true},
    {"LÒ BÁNH HẠ LONG - cơ sở vật chất", true},
    {"LÒ BÁNH HẠ LONG - số liệu năm 2024", true},
    {"Sở Công Thương tỉnh Hạ Long", true},
    {"SỞ TƯ PHÁP TỈNH CÀ MAU", false},
    {"Sở Công Thương tỉnh Cà Mau", true},
    {"SỞ CT CÀ MAU", true},
    {"Phòng Công Thương tỉnh Cà Mau", false},
    {"UBND TỈNH CÀ MAU - SỞ CT TỈNH CÀ MAU", true},
    {"Số cơ sở của tỉnh Cà Mau", true},
    {"Bảo vệ môi trường tỉnh Cà Mau", true},
};

/* The rest of the line must fit: a number behind the name, another level before it, are somebody else's. */
static void a_title_fits_the_unit_as_a_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof whole_titles / sizeof *whole_titles; i++) {
        bakery b = bakery_open();
        th_str aliases[] = {TH_STR("Lò bánh tỉnh Cà Mau"), TH_STR("Lò bánh Cà Mau"), TH_STR("Sở Công Thương Cà Mau")};
        b.d->units[2].name = TH_STR("Cà Mau");
        b.d->units[2].aliases.at = aliases;
        b.d->units[2].aliases.n = sizeof aliases / sizeof *aliases;
        size_t s = sheet(&b, "Biểu 01");
        frame(&b, s, whole_titles[i].title, "Năm 2024");
        figure(&b, s, 6, "Tổng số bánh", 1);
        extract(&b, "a.xlsx");
        assert_int_equal(b.status == TH_OK, whole_titles[i].fits);
        assert_int_equal(count_of(&b, TH_F_FILE_NO_UNIT), !whole_titles[i].fits);
        if (!whole_titles[i].fits)
            assert_true(says(&b, TH_F_FILE_NO_UNIT, th_str_of(whole_titles[i].title)));
        th_arena_free(b.arena);
    }
}

/* Names that share words: of "Lò bánh Hạ Long 2" the line is the second bakery's, although it has the first one's. */
static void names_that_overlap_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        int unit;
    } titles[] = {
        {"LÒ BÁNH HẠ LONG", 1}, {"LÒ BÁNH HẠ LONG 2", 2},        {"LÒ BÁNH HẠ LONG 2 NĂM 2024", 2},
        {"Hạ Long 2", 2},       {"LÒ BÁNH HẠ LONG 3", -1},       {"LÒ BÁNH HẠ LONG, Hạ Long 2", -1},
        {"Hạ Long 23", -1},     {"LÒ BÁNH HẠ LONG NĂM 2024", 1},
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        bakery b = bakery_open();
        b.d->units[2].name = TH_STR("Hạ Long 2");
        size_t s = sheet(&b, "Biểu 01");
        frame(&b, s, titles[i].title, "Năm 2024");
        figure(&b, s, 6, "Tổng số bánh", 1);
        extract(&b, "a.xlsx");
        assert_int_equal(b.status == TH_OK ? (int)b.ds->sources[0].unit : -1, titles[i].unit);
        th_arena_free(b.arena);
    }
}

enum { NOBODY = -1, SEVERAL = -2, FIRST = 1, SECOND = 2 };
static const struct {
    const char *upper, *lower;
    int unit;
} heads[] = {
    {"UBND TỈNH CÀ MAU", "SỞ CÔNG THƯƠNG", FIRST},
    {"UBND TỈNH CÀ MAU", "SỞ CT", FIRST},
    {"ỦY BAN NHÂN DÂN TỈNH CÀ MAU", "SỞ CÔNG THƯƠNG", FIRST},
    {"Uỷ ban nhân dân tỉnh Cà Mau", "Sở Tư pháp", NOBODY},
    {"ỦY BAN NHÂN DÂN TỈNH CÀ MAU", "SỞ TƯ PHÁP", NOBODY},
    {"UBND TỈNH CÀ MAU", "CÔNG TY CẤP NƯỚC", NOBODY},
    {"UBND TỈNH CÀ MAU", "TÒA ÁN NHÂN DÂN", NOBODY},
    {"UBND TỈNH CÀ MAU", "SỞ CÔNG THƯƠNG (CƠ QUAN THƯỜNG TRỰC)", FIRST},
    {"UBND TỈNH CÀ MAU", "SỞ TƯ PHÁP", NOBODY},
    {"UBND TỈNH CÀ MAU", "SỞ CÔNG TÁC", NOBODY},
    {"UBND TỈNH CÀ MAU\nSỞ TƯ PHÁP", "", NOBODY},
    {"UBND TỈNH CÀ MAU - SỞ TƯ PHÁP", "", NOBODY},
    {"UBND TỈNH CÀ MAU, SỞ CÔNG THƯƠNG", "", FIRST},
    {"UBND TỈNH CÀ MAU", "UBND HUYỆN CÁI NƯỚC", NOBODY},
    {"UBND TỈNH CÀ MAU", "UBND THÀNH PHỐ CÀ MAU", NOBODY},
    {"UBND TỈNH CÀ MAU", "SỞ NỘI VỤ", SECOND},
    {"UBND TỈNH CÀ MAU", "SỞ NỘI VỤ TỈNH CÀ MAU", SECOND},
    {"UBND TỈNH CÀ MAU", "SỞ NGOẠI VỤ TỈNH CÀ MAU", NOBODY},
    {"UBND TỈNH CÀ MAU", "PHÒNG, CHỐNG THAM NHŨNG", FIRST},
    {"UBND TỈNH CÀ MAU", "TRƯỜNG HỢP ĐẶC BIỆT", FIRST},
    {"UBND TỈNH CÀ MAU", "CƠ SỞ LÀM BÁNH", FIRST},
    {"SỞ TƯ PHÁP", "TỈNH CÀ MAU", NOBODY},
    {"SỞ CÔNG THƯƠNG", "TỈNH CÀ MAU", FIRST},
    {"Sở Công Thương Cà Mau", "Phòng Kế hoạch", FIRST},
    {"Sở Công Thương Cà Mau", "Trường Dạy nghề", NOBODY},
    {"Đơn vị: Cà Mau", "Phòng Kế hoạch", FIRST},
    {"Kết quả của tỉnh Cà Mau", "SỞ TƯ PHÁP", FIRST},
    {"Sở Công Thương Cà Mau", "Sở Nội vụ tỉnh Cà Mau", SEVERAL},
    {"Sở Tư pháp - Thi hành án Cà Mau", "", NOBODY},
    {"Sở Công - Thương Cà Mau", "", FIRST},
};

/* The body that writes stands below the one above it, or above its place.  Bakeries of one province: the people's
 * committee is an alias of the first, the second has a name of its own. */
static void a_letterhead_is_read_as_a_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        bakery b = bakery_open();
        th_str first[] = {TH_STR("UBND tỉnh Cà Mau"), TH_STR("Sở Công Thương Cà Mau")};
        th_str second[] = {TH_STR("Sở Nội vụ"), TH_STR("Sở Nội vụ tỉnh Cà Mau")};
        b.d->units[FIRST].name = TH_STR("Cà Mau");
        b.d->units[FIRST].aliases.at = first;
        b.d->units[FIRST].aliases.n = sizeof first / sizeof *first;
        b.d->units[SECOND].name = TH_STR("Sở Nội vụ Cà Mau");
        b.d->units[SECOND].aliases.at = second;
        b.d->units[SECOND].aliases.n = sizeof second / sizeof *second;
        size_t s = sheet(&b, "Biểu 01");
        frame(&b, s, heads[i].upper, "Năm 2024");
        text(&b, s, 1, 0, heads[i].lower);
        figure(&b, s, 6, "Tổng số bánh", 1);
        extract(&b, "a.xlsx");
        if (b.status == TH_OK)
            assert_int_equal((int)b.ds->sources[0].unit, heads[i].unit);
        else
            assert_int_equal(count_of(&b, TH_F_FILE_NO_UNIT) ? NOBODY : SEVERAL, heads[i].unit);
        th_arena_free(b.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_fits_the_unit_as_a_whole),
        cmocka_unit_test(names_that_overlap_are_told_apart),
        cmocka_unit_test(a_letterhead_is_read_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
