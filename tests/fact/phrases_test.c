/* Phrases that printed forms have in common, the authorities that titles name, and units that a line nearly names: on
 * both sides of each edge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"
#include "fact/authority.h"
#include "fact/header_year.h"
#include "fact/nearest_units.h"
#include "fact/printed.h"
#include "fact/unit_names.h"
#include "text/fold.h"

typedef struct phrase_row {
    const char *text;
    bool is;
} phrase_row;

static void assert_phrases(const phrase_row *rows, size_t n, bool (*is)(th_str))
{
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < n; i++)
        if (is(th_fold_weak(arena, th_str_of(rows[i].text))) != rows[i].is)
            fail_msg("“%s”", rows[i].text);
    th_arena_free(arena);
}

static void lines_of_place_and_date(void **state)
{
    (void)state;
    static const phrase_row rows[] = {
        {"Sơn La, ngày 28 tháng 12 năm 2022", true},
        {"Ngày … tháng … năm …", true},
        {"ngày 5 tháng 1", false},
        {"tháng 12 năm 2022", false},
        {"năm 2022, tháng 12, ngày 5", false},
        {"Hàng ngày, trong tháng", false},
        {"Ngày", false},
        {"", false},
    };
    assert_phrases(rows, sizeof rows / sizeof *rows, th_is_date_line);
}

static void labels_of_subtotals(void **state)
{
    (void)state;
    static const phrase_row rows[] = {
        {"Tổng cộng", true},
        {"Cộng", true},
        {"Tổng số", true},
        {"Tổng", true},
        {"Cộng (I+II)", true},
        {"Cộng (III+IV+V)", true},
        {"Cộng (1.1+1.2)", true},
        {"Cộng mục I", true},
        {"Cộng phần 1", true},
        {"Cộng nhóm A", true},
        {"Tổng số: I+II", true},
        {"Tổng (1+2+3)", true},
        {"Cộng xviii", true},
        {"Cộng nhóm ivxlab", false}, /* six letters are a word */
        {"Cộng nhóm ivxla", true},
        {"Tổng số bánh", false},
        {"Cộng đồng", false},
        {"Tổng hợp", false},
        {"Cộngmục I", false},
        {"Số cộng", false},
        {"", false},
    };
    assert_phrases(rows, sizeof rows / sizeof *rows, th_is_subtotal);
}

/* "Ký" folds to "kí", whichever way it is typed. */
static void lines_of_signatures(void **state)
{
    (void)state;
    static const phrase_row rows[] = {
        {"Người lập biểu", true},
        {"(Ký, họ tên)", true},
        {"(Ký tên, đóng dấu)", true},
        {"(kí ghi rõ họ tên)", true},
        {"(Ký)", true},
        {"Ký tên", true},
        {"Ký, ghi rõ họ tên", true},
        {"Xác nhận của cơ quan", true},
        {"Nơi nhận:", true},
        {"(kiểm tra lại)", false},
        {"(Kí tên, đóng dấu)", true},
        {"Kỳ báo cáo", false},
        {"Người dân", false},
        {"Ký kết hợp đồng", false},
        {"Số người lập biểu", false},
        {"Giấy xác nhận", false},
        {"", false},
    };
    assert_phrases(rows, sizeof rows / sizeof *rows, th_is_signature);
}

/* "A | B | 1 | 2 | 3=2/1" numbers the columns; three of them must, and all that is written. */
static void rows_that_number_the_columns(void **state)
{
    (void)state;
    static const struct {
        const char *cells[5];
        bool is;
    } rows[] = {
        {{"A", "B", "1"}, true},
        {{"(1)", "(2)", "(3)"}, true},
        {{"A", "1", "2", "3=2/1", "4"}, true},
        {{"1", "2", "3=2:1*10"}, true},    /* eight characters */
        {{"1", "2", "3=(2:1)x9"}, true},   /* nine */
        {{"1", "2", "3=(2:1)x10"}, false}, /* ten */
        {{"A", "B"}, false},               /* two are too few */
        {{"A", "", "", "", "1"}, false},
        {{"A", "", "B", "", "1"}, true},
        {{"STT", "1", "2", "3"}, false},
        {{"A", "B", "1", "2", "Ghi chú"}, false},
        {{"=1", "2", "3"}, false}, /* begins with neither digit nor bracket */
        {{"1a", "2", "3"}, false},
        {{"", "", ""}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        text(&b, s, 0, 0, "Tiêu đề");
        for (uint32_t col = 0; col < 5; col++)
            if (rows[i].cells[col])
                text(&b, s, 1, col, rows[i].cells[col]);
        text(&b, s, 2, 0, "Dưới");
        th_sheet_seal(&b.book->sheets[s]);
        th_book_normalise(b.book);
        if (th_is_column_numbering(b.arena, b.book, &b.book->sheets[s], 1) != rows[i].is)
            fail_msg("row %zu", i);
        th_arena_free(b.arena);
    }
}

/* A merged cell shows the text of its first cell wherever it is looked at; a header may have two rows. */
static void what_a_header_shows(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    th_sheet *sheet1 = &b.book->sheets[s];
    text(&b, s, 2, 1, "Thực hiện");
    th_sheet_merge(b.book, sheet1, (th_merge){2, 1, 2, 3});
    text(&b, s, 2, 4, "Ghi chú");
    text(&b, s, 3, 6, "Năm nay");
    text(&b, s, 4, 9, "bên dưới");
    th_sheet_seal(&b.book->sheets[s]);
    th_book_normalise(b.book);
    sheet1 = &b.book->sheets[s];
    for (uint32_t col = 1; col <= 3; col++)
        assert_string_equal(th_str_cstr(b.arena, th_shown_at(b.arena, b.book, sheet1, 2, col)), "Thực hiện");
    assert_int_equal(th_shown_at(b.arena, b.book, sheet1, 2, 0).len, 0);
    assert_string_equal(th_str_cstr(b.arena, th_shown_at(b.arena, b.book, sheet1, 2, 4)), "Ghi chú");
    assert_int_equal(th_header_last_col(sheet1, 2), 6);
    assert_int_equal(th_header_last_col(sheet1, 1), 4);
    assert_int_equal(th_header_last_col(sheet1, 3), 9);
    assert_int_equal(th_header_last_col(sheet1, 5), 0);
    th_arena_free(b.arena);
}

static void authorities_before_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *head, *kind, *key;
    } rows[] = {
        {"Sở Thông tin và Truyền thông tỉnh", "sở", "tttt"},
        {"Sở TT&TT tỉnh", "sở", "tttt"},
        {"UBND tỉnh Hà Nam - Sở Tư pháp tỉnh", "sở", "tp"},
        {"Sở Giáo dục - Đào tạo", "sở", "gdđt"},
        {"Sở Tư pháp, tỉnh", "sở", "tp"},
        {"Văn phòng", "văn phòng", ""},
        {"Chi cục Thống kê", "chi cục", "tk"},
        {"Phòng Văn hóa của huyện", "phòng", "vh"},
        {"Số cơ sở của", "", ""},
        {"Bộ Quốc phòng tại", "", ""},
        {"trụ sở", "", ""},
        {"công sở", "sở", ""}, /* a whole word, and not one of those it may follow */
        {"Sởi", "", ""},
        {"(Sở Tư pháp) của", "", ""}, /* a bracket parts, and does not join */
        {"UBND tỉnh", "", ""},
        {"", "", ""},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_authority is = th_authority_before(arena, th_fold(arena, th_str_of(rows[i].head)));
        if (!th_str_eq(is.kind, th_str_of(rows[i].kind)) || !th_str_eq(is.key, th_fold(arena, th_str_of(rows[i].key))))
            fail_msg("“%s”: “%.*s”, “%.*s”", rows[i].head, TH_ARG(is.kind), TH_ARG(is.key));
    }
    th_arena_free(arena);
}

/* Words are compared as they fold: "Ủy ban", "Tòa án", "Công ty" are typed in two ways each. */
static void authorities_that_a_line_begins_with(void **state)
{
    (void)state;
    static const struct {
        const char *line, *kind, *key;
        bool committee, seal;
    } rows[] = {
        {"SỞ TƯ PHÁP", "Sở", "tp", false, false},
        {"Đơn vị: Sở Tư pháp", "Sở", "tp", false, false},
        {"Đơn vị báo cáo: Phòng Tư pháp", "Phòng", "tp", false, false},
        {"Cơ quan : Cục Thuế", "Cục", "t", false, false},
        {"UBND TỈNH HÀ NAM", "UBND", "tỉnh hà nam", true, true},
        {"Ủy ban nhân dân huyện Kim Bảng", "Ủy ban nhân dân", "huyện kim bảng", true, true},
        {"Uỷ ban nhân dân xã", "Ủy ban nhân dân", "xã", true, true},
        {"TỈNH ỦY HÀ NAM", "Tỉnh ủy", "hà nam", true, true},
        {"Thành uỷ", "Thành ủy", "", true, true},
        {"Huyện ủy Kim Bảng", "Huyện ủy", "kim bảng", true, true},
        {"Đảng ủy khối", "Đảng ủy", "khối", true, true},
        {"TÒA ÁN NHÂN DÂN", "Tòa án", "nd", false, true},
        {"Toà án nhân dân huyện", "Tòa án", "nd", false, true},
        {"CÔNG TY CẤP NƯỚC", "Công ty", "cn", false, true},
        {"Tổng công ty Điện lực", "Tổng công ty", "đl", false, false},
        {"Trường THPT Lê Lợi", "Trường", "thptll", false, true},
        {"Ban Dân tộc", "Ban", "dt", false, false},
        {"Trung tâm Y tế", "Trung tâm", "yt", false, true},
        {"Sở Tư pháp (báo cáo)", "Sở", "tp", false, false},
        {"Sở Tư pháp năm 2022", "Sở", "tp", false, false},
        {"Sở Tư pháp 2022", "Sở", "tp", false, false},
        {"Phòng, chống tham nhũng", "", "", false, false},
        {"Trường hợp đặc biệt", "", "", false, false},
        {"Ban hành văn bản", "", "", false, false},
        {"Sở hữu trí tuệ", "", "", false, false},
        {"Bản tin", "", "", false, false},
        {"Các sở", "", "", false, false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_authority is = th_authority_leading(arena, th_fold(arena, th_str_of(rows[i].line)));
        if (!th_str_eq(is.kind, th_fold(arena, th_str_of(rows[i].kind))) ||
            !th_str_eq(is.key, th_fold(arena, th_str_of(rows[i].key))))
            fail_msg("“%s”: “%.*s”, “%.*s”", rows[i].line, TH_ARG(is.kind), TH_ARG(is.key));
        if (th_is_committee(is.kind) != rows[i].committee || th_has_own_seal(is.kind) != rows[i].seal)
            fail_msg("“%s”: committee, seal", rows[i].line);
    }
    th_arena_free(arena);
}

static void authorities_that_may_be_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        bool fits;
    } rows[] = {
        {"Sở Thông tin và Truyền thông", "Sở Thông tin Truyền thông", true},
        {"Sở Thông tin và Truyền thông", "Sở TT&TT", true},
        {"Sở Nội vụ", "Sở Ngoại vụ", false}, /* the same initials, and both in full */
        {"Sở Nội vụ", "Sở NV", true},
        {"Sở Ngoại vụ", "Sở NV", true},
        {"Sở", "Sở Nội vụ", true}, /* any of the kind */
        {"Sở Nội vụ", "Phòng Nội vụ", false},
        {"Sở Nội vụ", "Sở Tư pháp", false},
        {"Sở Nội vụ", "Sở XD", false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_authority one = th_authority_leading(arena, th_fold(arena, th_str_of(rows[i].one))),
                     other = th_authority_leading(arena, th_fold(arena, th_str_of(rows[i].other)));
        if (th_authority_fits(one, other) != rows[i].fits || th_authority_fits(other, one) != rows[i].fits)
            fail_msg("“%s” and “%s”", rows[i].one, rows[i].other);
    }
    th_arena_free(arena);
}

/* A quarter of the letters of a name may differ; the nearest come first, and three are enough. */
static void units_that_a_line_nearly_names(void **state)
{
    (void)state;
    static const struct {
        const char *line, *nearest;
    } rows[] = {
        {"LÒ BÁNH HẠ LONG", "“Hạ Long”"},
        {"BAO CAO HA LOMG", "“Hạ Long”"},  /* one of seven letters */
        {"Hạ Lomg năm 2024", "“Hạ Long”"}, /* in the middle of a line */
        {"Hạ Dong Bến Tre", "“Bến Tre”, “Hạ Long”"},
        {"Ha Lomm", ""}, /* two of seven */
        {"Long", ""},
        {"", ""},
    };
    bakery b = bakery_open();
    b.d->units[0].name = TH_STR("Quảng Ngãi"); /* "Hạ" alone would be near to everything that has it */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_str is = th_nearest_units(b.arena, b.d, th_str_of(rows[i].line));
        if (!th_str_eq(is, th_str_of(rows[i].nearest)))
            fail_msg("“%s”: %.*s", rows[i].line, TH_ARG(is));
    }
    th_arena_free(b.arena);
}

static void words_are_found_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text, *needle;
        size_t from, at;
    } rows[] = {
        {"sơn la", "sơn la", 0, 0},
        {"tỉnh sơn la", "sơn la", 0, 6},
        {"sơn lam", "sơn la", 0, SIZE_MAX},
        {"asơn la", "sơn la", 0, SIZE_MAX},
        {"sơn la2", "sơn la", 0, SIZE_MAX},
        {"(sơn la)", "sơn la", 0, 1},
        {"ha, ha", "ha", 0, 0},
        {"ha, ha", "ha", 1, 4},
        {"ha, ha", "ha", 4, 4},
        {"ha, ha", "ha", 5, SIZE_MAX},
        {"haha ha", "ha", 0, 5},
        {"ha", "", 0, SIZE_MAX},
        {"", "ha", 0, SIZE_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        /* "ỉ" of "tỉnh " is three bytes: offsets above count it as such */
        size_t at = th_find_words(th_str_of(rows[i].text), th_str_of(rows[i].needle), rows[i].from);
        size_t wanted = i == 1 ? sizeof "tỉnh " - 1 : rows[i].at;
        if (at != wanted)
            fail_msg("“%s” in “%s”: %zu", rows[i].needle, rows[i].text, at);
    }
}

/* "năm 2022" is the year and not part of the label; "năm học" and "năm 12" stay. */
static void the_word_before_a_year_is_dropped(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"thuc hien nam 2022", "thuc hien 2022"},
        {"nam 2022", "2022"},
        {"nam 2021 va nam 2022", "2021 va 2022"},
        {"nam hoc 2022", "nam hoc 2022"},
        {"nam 20221", "nam 20221"},
        {"nam", "nam"},
        {"nam ", "nam "},
        {"viet nam", "viet nam"},
        {"nam-2022", "nam-2022"},
        {"", ""},
        {"so nguoi nam", "so nguoi nam"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(th_str_cstr(arena, th_without_year_words(arena, th_str_of(rows[i][0]))), rows[i][1]);
    th_arena_free(arena);
}

static void each_role_has_its_year(void **state)
{
    (void)state;
    bakery b = bakery_open();
    assert_int_equal(th_year_of_role(b.d, TH_ROLE_NOW), 2024);
    assert_int_equal(th_year_of_role(b.d, TH_ROLE_PLAN), 2024);
    assert_int_equal(th_year_of_role(b.d, TH_ROLE_PREVIOUS), 2023);
    assert_int_equal(th_year_of_role(b.d, TH_ROLE_REMARK), 0);
    assert_int_equal(th_year_of_role(b.d, TH_ROLE_COMPARED), 0);
    th_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_place_and_date),
        cmocka_unit_test(labels_of_subtotals),
        cmocka_unit_test(lines_of_signatures),
        cmocka_unit_test(rows_that_number_the_columns),
        cmocka_unit_test(what_a_header_shows),
        cmocka_unit_test(authorities_before_a_place),
        cmocka_unit_test(authorities_that_a_line_begins_with),
        cmocka_unit_test(authorities_that_may_be_the_same),
        cmocka_unit_test(units_that_a_line_nearly_names),
        cmocka_unit_test(words_are_found_whole),
        cmocka_unit_test(the_word_before_a_year_is_dropped),
        cmocka_unit_test(each_role_has_its_year),
    };
    return cmocka_run_group_tests_name("phrases", tests, NULL, NULL);
}
