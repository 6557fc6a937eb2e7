/* What is asked or said about a workbook that can be read: days of signing, years of two digits, columns that nobody
 * knows, rows that are none, totals; each where it is, and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"

enum { COLS = 6 };

static void words(bakery *b, size_t s, uint32_t row, const char *const *cells)
{
    for (uint32_t col = 0; col < COLS; col++)
        if (cells[col] && *cells[col])
            text(b, s, row, col, cells[col]);
}

static const char *const header[COLS] = {"STT", "Chỉ tiêu", "Năm trước", "Năm nay"};
static const char *const list_header[COLS] = {"STT", "Họ tên", "Loại", "Số năm"};

static size_t titled(bakery *b, const char *name)
{
    size_t s = sheet(b, name);
    text(b, s, 0, 0, "HẠ LONG");
    text(b, s, 1, 0, "Năm 2024");
    return s;
}

/* The form with one figure, 12 in D5; and a list of three, which stands beside it. */
static size_t form(bakery *b)
{
    size_t s = titled(b, "Biểu 01");
    words(b, s, 3, header);
    text(b, s, 4, 1, "Tổng số bánh");
    number(b, s, 4, 3, 12);
    return s;
}

/* ---- days of signing ---- */

/* A form of 2024 is signed in that year or in the next.  Another year was copied with the form; it is said at the first
 * sheet that has it, with how many have.  The year before may be that of a plan, where no form is signed later. */
static void a_year_of_signing_that_is_not_the_periods_is_said_once(void **state)
{
    (void)state;
    static const struct {
        const char *one, *two; /* days on the two sheets */
        size_t said;
        const char *first, *sheets;
    } cases[] = {
        {"ngày 30 tháng 12 năm 2024", "ngày 5 tháng 1 năm 2025", 0, "", ""},
        {"ngày 5 tháng 1 năm 2025", "ngày 5 tháng 1 năm 2022", 1, "2022", ""},
        {"ngày 5 tháng 1 năm 2022", "ngày 6 tháng 1 năm 2022", 1, "ngày 5 tháng 1 năm 2022", "(2 trang)"},
        {"ngày 5 tháng 1 năm 2026", "ngày 5 tháng 1 năm 2022", 2, "2026", ""},
        {"ngày 30 tháng 12 năm 2023", "ngày 30 tháng 12 năm 2023", 0, "", ""},
        {"ngày 30 tháng 12 năm 2023", "ngày 5 tháng 1 năm 2025", 1, "2023", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        size_t s = form(&b), l = titled(&b, "Biểu 02");
        text(&b, s, 8, 3, cases[i].one);
        words(&b, l, 3, list_header);
        static const char *const row[COLS] = {"1", "An", "Thợ cả", "5"};
        words(&b, l, 4, row);
        text(&b, l, 8, 3, cases[i].two);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_FORM_SIGNED) != cases[i].said)
            fail_msg("case %zu: %zu times", i, count_of(&b, TH_F_FORM_SIGNED));
        if (cases[i].said) {
            assert_true(says(&b, TH_F_FORM_SIGNED, th_str_of(cases[i].first)));
            assert_int_equal(says(&b, TH_F_FORM_SIGNED, TH_STR("trang)")), *cases[i].sheets != '\0');
            assert_true(says(&b, TH_F_FORM_SIGNED, th_str_of(cases[i].sheets)));
        }
        th_arena_free(b.arena);
    }
}

/* ---- cells ---- */

static bakery bakery_with_days(void)
{
    bakery b = {.arena = th_arena_new(0)};
    th_fixture_part parts[BAKERY_PARTS];
    for (size_t i = 0; i < BAKERY_PARTS; i++) {
        parts[i] = bakery_parts[i];
        if (strcmp(parts[i].name, "cot.csv") == 0)
            parts[i].csv =
                th_str_cstr(b.arena, th_str_fmt(b.arena, "%sF2,T.ngay,Ngày vào,,ngày,Không,\n", parts[i].csv));
    }
    b.d = th_fixture_definition(b.arena, parts, BAKERY_PARTS);
    assert_non_null(b.d);
    b.book = th_book_new(b.arena, &th_limits_default);
    b.ds = th_dataset_new(b.arena, b.d);
    return b;
}

/* The century of "8/3/24" is a guess, which is said.  A year in full is none, wherever it stands. */
static void a_year_of_two_digits_is_a_guess(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        bool said;
    } cases[] = {{"8/3/24", true},      {"28/12/24", true},   {"08.03.24", true},    {"8/3/2024", false},
                 {"28-12-2024", false}, {"2024-03-8", false}, {"2024-03-08", false}, {"2024/03/08", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_with_days();
        form(&b);
        size_t l = titled(&b, "Biểu 02");
        static const char *const days[COLS] = {"STT", "Họ tên", "Loại", "Ngày vào"};
        const char *const row[COLS] = {"1", "An", "Thợ cả", cases[i].day};
        words(&b, l, 3, days);
        words(&b, l, 4, row);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_VALUE_SHORT_YEAR) != cases[i].said || count_of(&b, TH_F_VALUE_UNREADABLE))
            fail_msg("“%s”: %zu, %zu", cases[i].day, count_of(&b, TH_F_VALUE_SHORT_YEAR),
                     count_of(&b, TH_F_VALUE_UNREADABLE));
        if (cases[i].said)
            assert_true(says(&b, TH_F_VALUE_SHORT_YEAR, th_str_of(cases[i].day)));
        th_arena_free(b.arena);
    }
}

/* A year behind a figure says what it is compared with, and is no remark; years are those from 1900 on. */
static void a_year_behind_a_figure_is_no_remark(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        bool said;
    } cases[] = {{"12 so với năm 2023", false}, {"12 so với năm 1900", false}, {"12 so với năm 1899", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        size_t s = titled(&b, "Biểu 01");
        words(&b, s, 3, header);
        text(&b, s, 4, 1, "Tổng số bánh");
        text(&b, s, 4, 3, cases[i].cell);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_VALUE_REMARK) != cases[i].said)
            fail_msg("“%s”: %zu", cases[i].cell, count_of(&b, TH_F_VALUE_REMARK));
        assert_string_equal(value_of(&b, "S.01", TH_NOW), "12");
        th_arena_free(b.arena);
    }
}

/* Words behind a figure: a remark, another figure of the same thing, or in a row of changes which way it went. */
static void words_behind_a_figure_are_a_remark_or_a_doubt(void **state)
{
    (void)state;
    static const struct {
        const char *label, *cell, *value;
        int finding; /* TH_F_…; -1: none */
        const char *words;
    } cases[] = {
        {"Tổng số bánh", "12", "12", -1, ""},
        {"Tổng số bánh", "12 (bánh nướng 5)", "12", TH_F_VALUE_REMARK,
         "đã lấy số 12, phần còn lại hiểu là lời ghi thêm"},
        {"Tổng số bánh", "12 (chưa kể lò mới)", "12", TH_F_VALUE_REMARK, "phần còn lại hiểu là lời ghi thêm"},
        {"Tổng số bánh", "12 (thực tế 15)", "", TH_F_VALUE_TWO_FIGURES, "ngoài số đầu còn ghi 15"},
        {"Tổng số bánh", "12 (năm 2024: 15)", "", TH_F_VALUE_TWO_FIGURES, "ngoài số đầu còn ghi 15"},
        {"Số bánh tăng, giảm", "giảm 2", "-2", TH_F_VALUE_REMARK, "đã lấy số -2 vì chỉ tiêu là mức tăng, giảm"},
        {"Số bánh tăng, giảm", "2 (giảm)", "", TH_F_VALUE_TWO_FIGURES, "trái với dấu của số"},
        {"Số bánh tăng, giảm", "tăng 2", "2", -1, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        b.d->indicators[0].label = th_str_of(cases[i].label);
        size_t s = titled(&b, "Biểu 01");
        words(&b, s, 3, header);
        text(&b, s, 4, 1, cases[i].label);
        text(&b, s, 4, 3, cases[i].cell);
        extract(&b, "a.xlsx");
        static const th_finding_kind kinds[] = {TH_F_VALUE_REMARK, TH_F_VALUE_TWO_FIGURES};
        for (size_t k = 0; k < 2; k++) {
            bool wanted = (int)kinds[k] == cases[i].finding;
            if (count_of(&b, kinds[k]) != wanted || (wanted && !says(&b, kinds[k], th_str_of(cases[i].words))))
                fail_msg("“%s”: finding %d, %zu times", cases[i].cell, (int)kinds[k], count_of(&b, kinds[k]));
        }
        assert_string_equal(value_of(&b, "S.01", TH_NOW), cases[i].value);
        th_arena_free(b.arena);
    }
}

/* Where a list has one required column and no numbers, a row that holds this alone is whole; where it has two, such a
 * row is the head of a group. */
static void a_row_of_one_word_is_whole_where_one_is_required(void **state)
{
    (void)state;
    for (int required = 1; required < 3; required++) {
        bakery b = bakery_open();
        for (uint32_t c = 0; required == 1 && c < b.d->ncolumns; c++)
            if (th_str_eq(b.d->columns[c].code, TH_STR("T.loai")))
                b.d->columns[c].required = false;
        form(&b);
        size_t l = titled(&b, "Biểu 02"), items = 0;
        static const char *const heads[COLS] = {"", "Họ tên", "Loại", "Số năm"};
        words(&b, l, 3, heads);
        text(&b, l, 4, 1, "An");
        text(&b, l, 5, 1, "Bình");
        extract(&b, "a.xlsx");
        for (size_t i = 0; i < b.ds->nfacts; i++)
            items += b.ds->facts[i].item > 0;
        assert_int_equal(items, required == 1 ? 2 : 0);
        th_arena_free(b.arena);
    }
}

/* ---- columns ---- */

/* A column of a list that nobody knows is named by its heading; what stands below none is no column. */
static void a_column_of_a_list_is_known_by_its_heading(void **state)
{
    (void)state;
    for (int named = 0; named < 2; named++) {
        bakery b = bakery_open();
        form(&b);
        size_t l = titled(&b, "Biểu 02");
        const char *const heads[COLS] = {"STT", "Họ tên", "Loại", "", named ? "Lương" : "", "Ghi thêm"};
        static const char *const rows[][COLS] = {{"1", "An", "Thợ cả", "5", "7"}, {"2", "Bình", "Phụ", "6", "8"}};
        words(&b, l, 3, heads);
        words(&b, l, 4, rows[0]);
        words(&b, l, 5, rows[1]);
        extract(&b, "a.xlsx");
        assert_int_equal(count_of(&b, TH_F_FORM_COLUMN_UNKNOWN), named);
        if (named)
            assert_true(says(&b, TH_F_FORM_COLUMN_UNKNOWN, TH_STR("cột E “Lương” là cột gì nên 2 ô")));
        th_arena_free(b.arena);
    }
}

/* A heading merged over two columns is one column, and not the same one twice. */
static void a_merged_heading_is_one_column(void **state)
{
    (void)state;
    for (int merged = 0; merged < 2; merged++) {
        bakery b = bakery_open();
        size_t s = form(&b);
        if (merged)
            th_sheet_merge(b.book, &b.book->sheets[s], (th_merge){3, 3, 3, 4});
        else
            text(&b, s, 3, 4, "Năm nay");
        number(&b, s, 4, 4, 13);
        extract(&b, "a.xlsx");
        assert_int_equal(count_of(&b, TH_F_FORM_COLUMN_TWICE), !merged);
        assert_string_equal(value_of(&b, "S.01", TH_NOW), merged ? "12" : "");
        th_arena_free(b.arena);
    }
}

/* A year above several columns is of each of them, also where one of their labels is nobody's; but not where the labels
 * tell years apart themselves. */
static void a_year_is_of_all_columns_below_it(void **state)
{
    (void)state;
    static const struct {
        const char *above, *other, *now;
    } cases[] = {{"Năm 2023", "Bình quân", ""},
                 {"Năm 2023", "Đã làm", ""},
                 {"Năm 2024", "Bình quân", "12"},
                 {"Năm 2024", "Năm trước", "12"},
                 {"Năm 2023", "Năm trước", "12"}};
    static th_str aliases[] = {{"Đã làm", sizeof "Đã làm" - 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        for (uint32_t c = 0; c < b.d->ncolumns; c++)
            if (b.d->columns[c].role == TH_ROLE_NOW)
                b.d->columns[c].aliases = (th_strs){aliases, 1, 1};
        size_t s = titled(&b, "Biểu 01");
        const char *const upper[COLS] = {"STT", "Chỉ tiêu", "ĐVT", cases[i].above};
        const char *const lower[COLS] = {"", "", "", cases[i].other, "Đã làm"};
        words(&b, s, 3, upper);
        words(&b, s, 4, lower);
        for (uint32_t col = 0; col < 3; col++)
            th_sheet_merge(b.book, &b.book->sheets[s], (th_merge){3, col, 4, col});
        th_sheet_merge(b.book, &b.book->sheets[s], (th_merge){3, 3, 3, 4});
        text(&b, s, 5, 1, "Tổng số bánh");
        number(&b, s, 5, 3, 11);
        number(&b, s, 5, 4, 12);
        extract(&b, "a.xlsx");
        if (strcmp(value_of(&b, "S.01", TH_NOW), cases[i].now) != 0)
            fail_msg("%s, %s: “%s”", cases[i].above, cases[i].other, value_of(&b, "S.01", TH_NOW));
        th_arena_free(b.arena);
    }
}

/* A column of the form itself takes the place of the shared one of its role: where it may be missing it is not said. */
static void a_column_of_the_form_stands_for_the_shared_one(void **state)
{
    (void)state;
    static const char *const own[] = {"", "F1,,Năm trước của biểu,,năm trước,Không,\n",
                                      "F2,,Năm trước của biểu,,năm trước,Không,\n"};
    for (size_t i = 0; i < 3; i++) {
        bakery b = bakery_open();
        th_fixture_part parts[BAKERY_PARTS];
        for (size_t k = 0; k < BAKERY_PARTS; k++) {
            parts[k] = bakery_parts[k];
            if (strcmp(parts[k].name, "cot.csv") == 0)
                parts[k].csv = th_str_cstr(b.arena, th_str_fmt(b.arena, "%s%s", parts[k].csv, own[i]));
        }
        b.d = th_fixture_definition(b.arena, parts, BAKERY_PARTS);
        assert_non_null(b.d);
        for (uint32_t c = 0; c < b.d->ncolumns; c++)
            if (b.d->columns[c].role == TH_ROLE_PREVIOUS && b.d->columns[c].form == TH_NONE)
                b.d->columns[c].required = true;
        b.ds = th_dataset_new(b.arena, b.d);
        size_t s = titled(&b, "Biểu 01");
        static const char *const without[COLS] = {"STT", "Chỉ tiêu", "", "Năm nay"};
        words(&b, s, 3, without);
        text(&b, s, 4, 1, "Tổng số bánh");
        number(&b, s, 4, 3, 12);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_FORM_COLUMN_MISSING) != (i != 1))
            fail_msg("%zu: %zu", i, count_of(&b, TH_F_FORM_COLUMN_MISSING));
        th_arena_free(b.arena);
    }
}

/* ---- rows ---- */

/* Between the indicators a row nobody knows is said where anything stands in place of a figure; below the last one,
 * where signatures stand, a figure alone counts, typed as a text or not. */
static void a_row_between_the_indicators_is_said_whatever_it_holds(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        size_t between, below;
    } cases[] = {{"nhiều", 1, 0}, {"5 cái", 1, 1}, {"", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int below = 0; below < 2; below++) {
            bakery b = bakery_open();
            size_t s = form(&b);
            const char *const row[COLS] = {"", "Bánh khác", "", cases[i].cell};
            words(&b, s, below ? 6 : 5, row);
            text(&b, s, below ? 5 : 6, 1, "Bánh hỏng");
            number(&b, s, below ? 5 : 6, 3, 2);
            extract(&b, "a.xlsx");
            if (count_of(&b, TH_F_FORM_UNKNOWN_ROW) != (below ? cases[i].below : cases[i].between))
                fail_msg("“%s”, %d: %zu", cases[i].cell, below, count_of(&b, TH_F_FORM_UNKNOWN_ROW));
            th_arena_free(b.arena);
        }
}

/* A subtotal is held against the rows since the one above it, and the sentence says how many these are. */
static void a_subtotal_is_of_the_rows_since_the_last_one(void **state)
{
    (void)state;
    static const struct {
        const char *cells[COLS];
        double years;
    } rows[] = {{{"1", "An", "Thợ cả"}, 5}, {{"", "Cộng"}, 5},  {{"2", "Bình", "Phụ"}, 6},
                {{"3", "Chi", "Phụ"}, 7},   {{"", "Cộng"}, 14}, {{"4", "Dung", "Phụ"}, 1},
                {{"", "Tổng cộng"}, 19}};
    bakery b = bakery_open();
    form(&b);
    size_t l = titled(&b, "Biểu 02");
    words(&b, l, 3, list_header);
    for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        words(&b, l, 4 + i, rows[i].cells);
        number(&b, l, 4 + i, 3, rows[i].years);
    }
    extract(&b, "a.xlsx");
    assert_int_equal(count_of(&b, TH_F_ODD_LIST_TOTAL), 1);
    assert_true(says(&b, TH_F_ODD_LIST_TOTAL, TH_STR("ghi 14 ở cột “Số năm”, nhưng 2 dòng cộng lại là 13")));
    assert_int_equal(row_of(&b, TH_F_ODD_LIST_TOTAL), 8);
    th_arena_free(b.arena);
}

/* A required cell of a list that is blank is named where few are; where many are, that is one cause: a row is named,
 * and how many others there are.  A row that holds half of what it is asked for, or less, was not filled in at all. */
static void blank_cells_of_a_list_are_named_where_they_are_few(void **state)
{
    (void)state;
    static const struct {
        uint32_t rows, blank;
        bool all; /* of these rows nothing but the name is there */
        size_t said;
        const char *more;
    } lists[] = {{8, 0, false, 0, ""},
                 {8, 1, false, 1, ""},
                 {3, 1, false, 1, ""},
                 {8, 2, false, 2, ""},
                 {8, 3, false, 1, "Cùng với 2 hàng khác"},
                 {8, 2, true, 0, ""}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        bakery b = bakery_open();
        for (uint32_t c = 0; c < b.d->ncolumns; c++)
            b.d->columns[c].required = b.d->columns[c].required || th_str_eq(b.d->columns[c].code, TH_STR("T.nam"));
        form(&b);
        size_t l = titled(&b, "Biểu 02");
        words(&b, l, 3, list_header);
        for (uint32_t k = 0; k < lists[i].rows; k++) {
            bool blank = k + 1 > lists[i].rows - lists[i].blank;
            const char *const row[COLS] = {"", "An", blank ? "" : "Thợ cả"};
            number(&b, l, 4 + k, 0, k + 1);
            words(&b, l, 4 + k, row);
            if (!blank || !lists[i].all)
                number(&b, l, 4 + k, 3, 5);
        }
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_VALUE_LIST_BLANK) != lists[i].said)
            fail_msg("list %zu: %zu", i, count_of(&b, TH_F_VALUE_LIST_BLANK));
        if (lists[i].said) {
            assert_int_equal(row_of(&b, TH_F_VALUE_LIST_BLANK), 4 + lists[i].rows - lists[i].blank);
            assert_true(says(&b, TH_F_VALUE_LIST_BLANK, th_str_of(lists[i].more)));
        }
        th_arena_free(b.arena);
    }
}

/* ---- how much there is ---- */

/* However many sheets there are, none is looked for behind the last, also where they fill the memory of their list. */
static void nothing_is_looked_for_behind_the_last_sheet(void **state)
{
    (void)state;
    enum { MOST_SHEETS = 128 };
    for (size_t n = 2; n <= MOST_SHEETS; n *= 2) {
        bakery b = bakery_open();
        form(&b);
        while (b.book->nsheets < n || b.book->nsheets < b.book->sheets_cap)
            text(&b, sheet(&b, th_str_cstr(b.arena, th_str_fmt(b.arena, "Trang %zu", b.book->nsheets))), 0, 0, "x");
        extract(&b, "a.xlsx");
        assert_string_equal(value_of(&b, "S.01", TH_NOW), "12");
        th_arena_free(b.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_of_signing_that_is_not_the_periods_is_said_once),
        cmocka_unit_test(a_year_of_two_digits_is_a_guess),
        cmocka_unit_test(a_year_behind_a_figure_is_no_remark),
        cmocka_unit_test(words_behind_a_figure_are_a_remark_or_a_doubt),
        cmocka_unit_test(a_row_of_one_word_is_whole_where_one_is_required),
        cmocka_unit_test(a_column_of_a_list_is_known_by_its_heading),
        cmocka_unit_test(a_merged_heading_is_one_column),
        cmocka_unit_test(a_year_is_of_all_columns_below_it),
        cmocka_unit_test(a_column_of_the_form_stands_for_the_shared_one),
        cmocka_unit_test(a_row_between_the_indicators_is_said_whatever_it_holds),
        cmocka_unit_test(a_subtotal_is_of_the_rows_since_the_last_one),
        cmocka_unit_test(blank_cells_of_a_list_are_named_where_they_are_few),
        cmocka_unit_test(nothing_is_looked_for_behind_the_last_sheet),
    };
    return cmocka_run_group_tests_name("asked", tests, NULL, NULL);
}
