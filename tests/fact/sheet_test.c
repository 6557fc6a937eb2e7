/* Whole sheets, a row or a heading at a time: which column a heading is, which row a label is, which rows a list has,
 * and what is read or said of a cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "book_fixture.h"

enum { COLS = 7 };

/* A cell as somebody types it: a number where it is one. */
static void typed(bakery *b, size_t s, uint32_t row, uint32_t col, const char *text_or_number)
{
    char *end;
    double value = strtod(text_or_number, &end);
    if (*text_or_number && !*end)
        number(b, s, row, col, value);
    else if (*text_or_number)
        text(b, s, row, col, text_or_number);
}

static void typed_row(bakery *b, size_t s, uint32_t row, const char *const *cells)
{
    for (uint32_t col = 0; col < COLS; col++)
        if (cells[col])
            typed(b, s, row, col, cells[col]);
}

static void title(bakery *b, size_t s)
{
    text(b, s, 0, 0, "HẠ LONG");
    text(b, s, 1, 0, "Năm 2024");
}

/* The last finding of a kind names its cell. */
static void assert_place(const bakery *b, th_finding_kind kind, uint32_t row, uint32_t col)
{
    for (size_t i = 0; i < b->ds->findings.n; i++)
        if (b->ds->findings.at[i].kind == kind) {
            assert_int_equal(b->ds->findings.at[i].place.row, row);
            assert_int_equal(b->ds->findings.at[i].place.col, col);
            return;
        }
    fail_msg("no finding of kind %d", (int)kind);
}

/* ---- headings ---- */

/* A header of one or two rows above 11 (column C), 12 (D) and 13 (E) of S.01. */
static void a_heading_is_a_column(void **state)
{
    (void)state;
    enum { NOTHING = -1 };
    static const struct {
        const char *upper[COLS], *lower[COLS];
        const char *now, *previous;
        int finding; /* TH_F_…, the only one, or NOTHING */
    } rows[] = {
        {{"STT", "Chỉ tiêu", "Năm trước", "Năm nay"}, {NULL}, "12", "11", NOTHING},
        {{"STT", "Chỉ tiêu", "Năm nay", "Năm trước"}, {NULL}, "11", "12", NOTHING},
        {{"STT", "CHI TIEU", "NAM TRUOC", "NAM NAY"}, {NULL}, "12", "11", NOTHING},
        {{"STT", "Chỉ tiêu", "Năm trước (2023)", "Năm nay (2024)"}, {NULL}, "12", "11", NOTHING},
        {{"STT", "Chỉ tiêu", "Năm trước (2023)", "Năm nay 2024"}, {NULL}, "12", "11", NOTHING},
        {{"STT", "Chỉ tiêu", "Thực hiện"}, {NULL, NULL, "Năm trước", "Năm nay"}, "12", "11", NOTHING},
        {{"STT", "Chỉ tiêu", "Năm trước", "Năm nay"}, {"A", "B", "1", "2"}, "12", "11", NOTHING},
        {{"STT", "Chỉ tiêu", "Thực hiện 2023", "Thực hiện 2024"}, {NULL}, "12", "11", TH_F_FORM_HEADER_BY_YEAR},
        {{"STT", "Chỉ tiêu", "Thực hiện năm 2023", "Năm nay"}, {NULL}, "12", "11", TH_F_FORM_HEADER_BY_YEAR},
        {{"STT", "Chỉ tiêu", "Năm trước (2022)", "Năm nay"}, {NULL}, "12", "", TH_F_FORM_HEADER_OTHER_YEAR},
        {{"STT", "Chỉ tiêu", "Năm trước (2022)", "Năm nay (2023)"}, {NULL}, "", "", TH_F_FORM_HEADERS_LAST_YEAR},
        {{"STT", "Chỉ tiêu", "Năm trước", "Năm nay", "Năm nay"}, {NULL}, "", "11", TH_F_FORM_COLUMN_TWICE},
        {{"STT", "Chỉ tiêu", "Năm trước", "Kết quả"}, {NULL}, "", "11", TH_F_FORM_COLUMN_MISSING},
        {{"STT", "Chỉ tiêu", "Năm trước", "Cuối kỳ 2024"}, {NULL}, "", "11", TH_F_FORM_COLUMN_MISSING},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bakery b = bakery_open();
        static th_str aliases[] = {{"Thực hiện 2021", sizeof "Thực hiện 2021" - 1}};
        for (uint32_t c = 0; c < b.d->ncolumns; c++)
            if (b.d->columns[c].role == TH_ROLE_PREVIOUS)
                b.d->columns[c].aliases = (th_strs){aliases, 1, 1};
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        typed_row(&b, s, 3, rows[i].upper);
        typed_row(&b, s, 4, rows[i].lower);
        if (rows[i].lower[3] && !rows[i].lower[0])
            th_sheet_merge(b.book, &b.book->sheets[s], (th_merge){3, 2, 3, 3});
        static const char *const figures[COLS] = {"1", "Tổng số bánh", "11", "12"};
        typed_row(&b, s, 5, figures);
        if (rows[i].upper[4])
            number(&b, s, 5, 4, 13);
        extract(&b, "a.xlsx");
        if (strcmp(value_of(&b, "S.01", TH_NOW), rows[i].now) != 0 ||
            strcmp(value_of(&b, "S.01", TH_PREVIOUS), rows[i].previous) != 0)
            fail_msg("row %zu: now “%s”, previous “%s”", i, value_of(&b, "S.01", TH_NOW),
                     value_of(&b, "S.01", TH_PREVIOUS));
        static const th_finding_kind kinds[] = {TH_F_FORM_HEADER_BY_YEAR, TH_F_FORM_HEADER_OTHER_YEAR,
                                                TH_F_FORM_HEADERS_LAST_YEAR, TH_F_FORM_COLUMN_TWICE,
                                                TH_F_FORM_COLUMN_MISSING};
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if ((count_of(&b, kinds[k]) > 0) != ((int)kinds[k] == rows[i].finding))
                fail_msg("row %zu: finding %d, %zu times", i, (int)kinds[k], count_of(&b, kinds[k]));
        th_arena_free(b.arena);
    }
}

/* "Kỳ trước", "cùng kỳ" name a year by themselves, however they are typed. */
static void relative_headings_contradict_another_year(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *previous;
    } rows[] = {{"Kỳ trước 2023", "11"}, {"Kỳ trước (2023)", "11"}, {"Kì trước 2022", ""}, {"Kỳ trước", "11"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bakery b = bakery_open();
        static th_str aliases[] = {{"Kỳ trước", sizeof "Kỳ trước" - 1}};
        for (uint32_t c = 0; c < b.d->ncolumns; c++)
            if (b.d->columns[c].role == TH_ROLE_PREVIOUS)
                b.d->columns[c].aliases = (th_strs){aliases, 1, 1};
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        const char *const header[COLS] = {"STT", "Chỉ tiêu", rows[i].heading, "Năm nay"};
        typed_row(&b, s, 3, header);
        static const char *const figures[COLS] = {"1", "Tổng số bánh", "11", "12"};
        typed_row(&b, s, 4, figures);
        extract(&b, "a.xlsx");
        if (strcmp(value_of(&b, "S.01", TH_PREVIOUS), rows[i].previous) != 0)
            fail_msg("“%s”: “%s”", rows[i].heading, value_of(&b, "S.01", TH_PREVIOUS));
        assert_string_equal(value_of(&b, "S.01", TH_NOW), "12");
        th_arena_free(b.arena);
    }
}

/* ---- cells ---- */

/* What one cell of “Năm nay” becomes, the row's unit of measure beside it. */
static void a_cell_is_a_figure(void **state)
{
    (void)state;
    enum { NOTHING = -1 };
    static const struct {
        const char *label, *unit, *cell, *value;
        int finding;
    } rows[] = {
        {"Doanh thu", "đồng", "1500", "1500", NOTHING},
        {"Doanh thu", "nghìn đồng", "1.5", "1500", NOTHING},
        {"Doanh thu", "triệu đồng", "1.5", "1500000", NOTHING},
        {"Doanh thu", "tỷ đ", "2", "2000000000", NOTHING},
        {"Doanh thu", "Tỷ VNĐ", "2", "2000000000", NOTHING},
        {"Doanh thu", "triệu", "2", "2000000", NOTHING},
        {"Doanh thu", "", "2", "2", NOTHING},
        {"Doanh thu", "kg", "2", "2", TH_F_VALUE_UNIT},
        {"Bánh hỏng", "cái, chiếc", "2", "2", NOTHING}, /* says more */
        {"Bánh hỏng", "Cái", "2", "2", NOTHING},
        {"Bánh hỏng", "thùng", "2", "2", TH_F_VALUE_UNIT},
        {"Bánh hỏng", "cái", "2.5", "", TH_F_VALUE_NOT_INTEGER},
        {"Bánh hỏng", "cái", "nhiều", "", TH_F_VALUE_UNREADABLE},
        {"Bánh hỏng", "cái", "-", "0", NOTHING},
        {"Tỷ lệ bánh to", "phần trăm", "95", "95", NOTHING},
        {"Tỷ lệ bánh to", "%", "0.95", "0.95", TH_F_VALUE_PERCENT_BARE},
        {"Xếp hạng", "hạng/63", "5", "5", NOTHING},
        {"Có lò điện", "", "Có", "1", NOTHING},
        {"Có lò điện", "", "một phần", "", TH_F_VALUE_UNREADABLE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Chỉ tiêu", "ĐVT", "Năm nay"};
        typed_row(&b, s, 3, header);
        const char *const row[COLS] = {"", rows[i].label, rows[i].unit, rows[i].cell};
        typed_row(&b, s, 4, row);
        extract(&b, "a.xlsx");
        const char *code = "";
        for (size_t k = 0; k < b.d->nindicators; k++)
            if (th_str_eq(b.d->indicators[k].label, th_str_of(rows[i].label)))
                code = th_str_cstr(b.arena, b.d->indicators[k].code);
        if (strcmp(value_of(&b, code, TH_NOW), rows[i].value) != 0)
            fail_msg("row %zu: “%s”", i, value_of(&b, code, TH_NOW));
        static const th_finding_kind kinds[] = {TH_F_VALUE_UNIT, TH_F_VALUE_NOT_INTEGER, TH_F_VALUE_UNREADABLE,
                                                TH_F_VALUE_PERCENT_BARE};
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            if ((count_of(&b, kinds[k]) > 0) != ((int)kinds[k] == rows[i].finding))
                fail_msg("row %zu: finding %d", i, (int)kinds[k]);
            if (count_of(&b, kinds[k]))
                assert_place(&b, kinds[k], 4, 3);
        }
        th_arena_free(b.arena);
    }
}

/* ---- numbers beside a blank ---- */

/* The number that stands nearest to the blank cell of “Năm nay” is asked about. */
static void a_number_beside_a_blank_is_asked_about(void **state)
{
    (void)state;
    static const struct {
        const char *cells[COLS]; /* STT, Chỉ tiêu, Năm trước, Năm nay, nothing, Ghi chú, nothing */
        uint32_t col;            /* of the question, or TH_NO_CELL */
    } rows[] = {
        {{"1", "Tổng số bánh", "11", "", "7"}, 4},
        {{"1", "Tổng số bánh", "11", "", "", "7"}, 5},
        {{"1", "Tổng số bánh", "11", "", "", "", "7"}, 6},
        {{"1", "Tổng số bánh", "11", "", "8", "7"}, 4},
        {{"1", "Tổng số bánh", "11", "", "", "bảy"}, TH_NO_CELL},
        {{"1", "Tổng số bánh", "11", "12", "7"}, TH_NO_CELL},
        {{"1", "Tổng số bánh", "", "", "", "7 cái"}, 5},
        {{"1", "Tổng số bánh", "11", "0", "7"}, TH_NO_CELL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Chỉ tiêu", "Năm trước", "Năm nay", NULL, "Ghi chú"};
        typed_row(&b, s, 3, header);
        typed_row(&b, s, 4, rows[i].cells);
        static const char *const filled[][COLS] = {
            {"", "Bánh mì"}, {"", "- Loại to", "1", "2"}, {"", "Bánh bao"}, {"", "- Loại to", "1", "2"}};
        for (uint32_t k = 0; k < 4; k++)
            typed_row(&b, s, 5 + k, filled[k]);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_FORM_BESIDE) != (rows[i].col != TH_NO_CELL))
            fail_msg("row %zu: %zu questions", i, count_of(&b, TH_F_FORM_BESIDE));
        if (rows[i].col != TH_NO_CELL)
            assert_place(&b, TH_F_FORM_BESIDE, 4, rows[i].col);
        assert_int_equal(count_of(&b, TH_F_VALUE_MISSING), !*rows[i].cells[3] && rows[i].col == TH_NO_CELL);
        th_arena_free(b.arena);
    }
}

/* ---- rows of a form ---- */

/* What one more row below the form is: a row nobody knows, or one that every form may hold. */
static void a_row_that_is_no_indicator(void **state)
{
    (void)state;
    static const struct {
        const char *cells[COLS];
        size_t unknown;
    } rows[] = {
        {{"", "Bánh khác", "", "5"}, 1},
        {{"", "Bánh khác", "5", ""}, 1}, /* last year's figure is one too */
        {{"", "Bánh khác"}, 0},
        {{"", "Bánh khác", "", "nhiều"}, 0}, /* below the last indicator only a figure counts */
        {{"", "Tổng cộng", "", "5"}, 0},
        {{"", "Cộng (I+II)", "", "5"}, 0},
        {{"", "Cộng tác viên", "", "5"}, 1},
        {{"", "Chỉ tiêu", "Năm trước", "Năm nay"}, 0}, /* the header of the next page */
        {{"", "", "", "5"}, 1},
        {{"7", "Bánh khác", "", "5"}, 1},
        {{"", "Chỉ tiêu", "", "5"}, 1}, /* one label is no header */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Chỉ tiêu", "Năm trước", "Năm nay"};
        static const char *const known[][COLS] = {{"1", "Tổng số bánh", "11", "12"},
                                                  {"", "Bánh mì"},
                                                  {"", "Loại to", "1", "2"},
                                                  {"", "Bánh bao"},
                                                  {"", "Loại to", "1", "2"}};
        typed_row(&b, s, 3, header);
        for (uint32_t k = 0; k < 5; k++)
            typed_row(&b, s, 4 + k, known[k]);
        typed_row(&b, s, 9, rows[i].cells);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_FORM_UNKNOWN_ROW) != rows[i].unknown)
            fail_msg("row %zu: %zu", i, count_of(&b, TH_F_FORM_UNKNOWN_ROW));
        if (rows[i].unknown)
            assert_place(&b, TH_F_FORM_UNKNOWN_ROW, 9, 1);
        assert_int_equal(count_of(&b, TH_F_VALUE_MISSING), 0);
        th_arena_free(b.arena);
    }
}

/* A line of place and date closes the form below its last figure, and does not above it. */
static void a_form_ends_with_place_and_date(void **state)
{
    (void)state;
    for (uint32_t below = 0; below < 2; below++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Chỉ tiêu", "Năm trước", "Năm nay"};
        static const char *const first[COLS] = {"1", "Tổng số bánh", "11", "12"},
                                 *const last[COLS] = {"6", "Bánh hỏng", "1", "2"},
                                 *const date[COLS] = {"", "Hạ Long, ngày 5 tháng 1 năm 2025"};
        typed_row(&b, s, 3, header);
        typed_row(&b, s, 4, first);
        typed_row(&b, s, below ? 6 : 5, date);
        typed_row(&b, s, below ? 5 : 6, last);
        extract(&b, "a.xlsx");
        assert_string_equal(value_of(&b, "S.01", TH_NOW), "12");
        assert_string_equal(value_of(&b, "S.06", TH_NOW), "2");
        assert_int_equal(count_of(&b, TH_F_FORM_UNKNOWN_ROW), 0);
        th_arena_free(b.arena);
    }
}

/* ---- lists ---- */

static size_t items(const bakery *b)
{
    size_t most = 0;
    for (size_t i = 0; i < b->ds->nfacts; i++)
        most = b->ds->facts[i].item > most ? b->ds->facts[i].item : most;
    return most;
}

/* Which rows of a list are items, and which of them somebody has to look at. */
static void a_list_has_rows(void **state)
{
    (void)state;
    enum { MOST = 8 };
    static const struct {
        const char *rows[MOST][COLS]; /* STT, Họ tên, Loại, Số năm */
        size_t items, left;
    } lists[] = {
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Thợ phụ", "6"}}, 2, 0},
        {{{"01", "An", "Thợ cả"}, {"2.", "Bình", "Phụ"}}, 2, 0},
        {{{"1", "An", "Thợ cả"}, {"2"}}, 1, 0},                                    /* a number without anything */
        {{{"I", "Tổ một"}, {"1", "An", "Thợ cả"}, {"2", "Bình", "Phụ"}}, 2, 0},    /* the head of a group */
        {{{"", "An", "Thợ cả"}, {"", "Bình", "Phụ"}}, 2, 0},                       /* no number at all */
        {{{"1", "An", "Thợ cả"}, {"", "Bình", "Phụ"}, {"2", "Chi", "Phụ"}}, 3, 0}, /* one forgotten */
        {{{"1", "An", "Thợ cả"}, {"", "Bình", "Phụ"}}, 2, 0},                      /* complete, below the last number */
        {{{"1", "An", "Thợ cả"}, {"", "Bình", "", "6"}}, 1, 1},                    /* not complete */
        {{{"1", "An", "Thợ cả"}, {NULL}, {"", "Bình", "", "6"}}, 1, 0},            /* behind a blank row: the end */
        {{{"1", "An", "Thợ cả"}, {NULL}, {"2", "Bình", "Phụ"}}, 2, 0},             /* one blank row is none */
        {{{"1", "An", "Thợ cả"}, {NULL}, {NULL}, {"2", "Bình", "Phụ"}}, 1, 1},     /* two end the list */
        {{{"1", "An", "Thợ cả"}, {"", "Cộng", "", "5"}}, 1, 0},
        {{{"1", "An", "Thợ cả"}, {"", "Cộng thợ cả", "", "5"}, {"2", "Bình", "Phụ"}}, 2, 0},
        {{{"1", "An", "Thợ cả"}, {"", "Cộng Phụ", "", "0"}, {"2", "Bình", "Phụ"}}, 2, 0},
        {{{"1", "An", "Thợ cả"}, {"", "Cộng tác viên", "Phụ"}, {"2", "Bình", "Phụ"}}, 3, 0},
        {{{"1", "An", "Thợ cả"}, {"", "(Ký, họ tên)", "Phụ"}, {"2", "Bình", "Phụ"}}, 1, 1},
        {{{"1", "An", "Thợ cả"}, {"", "Hạ Long, ngày 5 tháng 1 năm 2025"}, {"2", "Bình", "Phụ"}}, 1, 1},
        {{{"1", "An", "Thợ cả"}, {"", "Ngày 5 tháng 1 năm 2025", "Phụ"}, {"2", "Bình", "Phụ"}}, 3, 0},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        bakery b = bakery_open();
        size_t one = sheet(&b, "Biểu 01");
        frame(&b, one, "HẠ LONG", "Năm 2024");
        figure(&b, one, 6, "Tổng số bánh", 1);
        size_t s = sheet(&b, "Biểu 02");
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Họ tên", "Loại", "Số năm"};
        typed_row(&b, s, 3, header);
        for (uint32_t k = 0; k < MOST; k++)
            typed_row(&b, s, 4 + k, lists[i].rows[k]);
        extract(&b, "a.xlsx");
        if (items(&b) != lists[i].items || count_of(&b, TH_F_FORM_UNKNOWN_ROW) != lists[i].left)
            fail_msg("list %zu: %zu items, %zu left", i, items(&b), count_of(&b, TH_F_FORM_UNKNOWN_ROW));
        th_arena_free(b.arena);
    }
}

/* A total below a list is right by any reading of it, or is asked about. */
static void totals_of_a_list(void **state)
{
    (void)state;
    enum { MOST = 6 };
    static const struct {
        const char *rows[MOST][COLS];
        bool asked;
    } lists[] = {
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng", "", "11"}}, false},
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng", "", "12"}}, true},
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng", "", "10"}}, true},
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng", "", "2"}}, true}, /* figures add up */
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng", "2"}}, false},    /* rows are counted */
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng", "3"}}, true},
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng thợ cả", "", "5"}}, false},
        {{{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}, {"", "Cộng phụ", "", "6"}}, false},
        {{{"1", "An", "Thợ cả", "5"},
          {"", "Cộng", "", "5"},
          {"2", "Bình", "Phụ", "6"},
          {"", "Cộng", "", "6"},
          {"", "Tổng cộng", "", "11"}},
         false},
        {{{"1", "An", "Thợ cả", "5"},
          {"", "Cộng", "", "5"},
          {"2", "Bình", "Phụ", "6"},
          {"", "Cộng", "", "6"},
          {"", "Tổng cộng", "", "13"}},
         true},
        {{{"", "Tổng cộng", "", "11"}, {"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}}, false},
        {{{"", "Tổng cộng", "", "17"}, {"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}}, true},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        bakery b = bakery_open();
        size_t one = sheet(&b, "Biểu 01");
        frame(&b, one, "HẠ LONG", "Năm 2024");
        figure(&b, one, 6, "Tổng số bánh", 1);
        size_t s = sheet(&b, "Biểu 02");
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Họ tên", "Loại", "Số năm"};
        typed_row(&b, s, 3, header);
        for (uint32_t k = 0; k < MOST; k++)
            typed_row(&b, s, 4 + k, lists[i].rows[k]);
        extract(&b, "a.xlsx");
        if ((count_of(&b, TH_F_ODD_LIST_TOTAL) > 0) != lists[i].asked)
            fail_msg("list %zu: %zu", i, count_of(&b, TH_F_ODD_LIST_TOTAL));
        th_arena_free(b.arena);
    }
}

/* ---- what is hidden ---- */

/* Hidden rows and columns are named where figures stand in them, one or several, and are no word otherwise. */
static void hidden_rows_and_columns_are_named(void **state)
{
    (void)state;
    static const struct {
        bool rows;
        uint32_t first, last;
        const char *name; /* NULL: nothing is said */
    } cases[] = {
        {true, 4, 4, "Hàng 5"},       {true, 4, 6, "Các hàng 5–7"}, {true, 3, 4, "Các hàng 4–5"},
        {true, 20, 22, NULL},         {true, 0, 3, NULL},           {false, 3, 3, "Cột D"},
        {false, 2, 3, "Các cột C–D"}, {false, 5, 6, NULL},          {false, 0, 1, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Chỉ tiêu", "Năm trước", "Năm nay"};
        static const char *const row[COLS] = {"1", "Tổng số bánh", "11", "12"};
        typed_row(&b, s, 3, header);
        typed_row(&b, s, 4, row);
        if (cases[i].rows)
            th_sheet_hide_rows(b.book, &b.book->sheets[s], cases[i].first, cases[i].last);
        else
            th_sheet_hide_cols(b.book, &b.book->sheets[s], cases[i].first, cases[i].last);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_FORM_HIDDEN) != (cases[i].name != NULL))
            fail_msg("case %zu", i);
        if (cases[i].name)
            assert_true(says(&b, TH_F_FORM_HIDDEN, th_str_fmt(b.arena, "%s ", cases[i].name)));
        th_arena_free(b.arena);
    }
}

/* A form without figures above a list: the formula of a figure may add up a column of the list. */
static void a_formula_adds_up_a_list(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"SUM('Biểu 02'!D5:D6)", "T.nam@*"},
        {"SUM('Biểu 02'!D1:D99)", "T.nam@*"},
        {"SUM('Biểu 02'!D5:D5)", "T.nam@=1"},
        {"SUM('Biểu 02'!D6:D9)", "T.nam@=2"},
        {"'Biểu 02'!D5+'Biểu 02'!D6", "(+ T.nam@=1 T.nam@=2)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        size_t one = sheet(&b, "Biểu 01"), s = sheet(&b, "Biểu 02");
        frame(&b, one, "HẠ LONG", "Năm 2024");
        text(&b, one, 6, 1, "Tổng số bánh");
        const th_cell now = {
            .row = 6, .col = 5, .type = TH_CELL_NUMBER, .number = 11, .flags = TH_CELL_FORMULA, .format_decimals = -1};
        th_sheet_push(b.book, &b.book->sheets[one], &now);
        const th_formula formula = {.row = 6, .col = 5, .text = th_str_of(cases[i][0])};
        th_sheet_formula(b.book, &b.book->sheets[one], &formula);
        title(&b, s);
        static const char *const header[COLS] = {"STT", "Họ tên", "Loại", "Số năm"};
        static const char *const rows[][COLS] = {{"1", "An", "Thợ cả", "5"}, {"2", "Bình", "Phụ", "6"}};
        typed_row(&b, s, 3, header);
        typed_row(&b, s, 4, rows[0]);
        typed_row(&b, s, 5, rows[1]);
        extract(&b, "a.xlsx");
        const char *is = "";
        for (size_t k = 0; k < b.ds->nfacts; k++)
            if (!b.ds->facts[k].item && b.ds->facts[k].row == 6 && b.ds->facts[k].col == 5)
                is = th_str_cstr(b.arena, th_fact_formula_of(&b.ds->facts[k]).computes);
        if (strcmp(is, cases[i][1]) != 0)
            fail_msg("%s is %s", cases[i][0], is);
        th_arena_free(b.arena);
    }
}

/* The date of the line below a form is the day it was signed; one of another document is none. */
static void the_day_a_form_was_signed(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int year, month, day; /* 0: none */
    } cases[] = {
        {"Hạ Long, ngày 5 tháng 1 năm 2025", 2025, 1, 5},    {"Ngày 30 tháng 12 năm 2024", 2024, 12, 30},
        {"Hạ Long, ngày … tháng … năm 2025", 0, 0, 0},       {"Hạ Long, ngày 31 tháng 6 năm 2025", 0, 0, 0},
        {"Công văn số 5 ngày 5 tháng 1 năm 2025", 0, 0, 0},  {"(Kèm theo Kế hoạch ngày 5 tháng 1 năm 2025)", 0, 0, 0},
        {"Theo tờ trình: ngày 5 tháng 1 năm 2025", 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        frame(&b, s, "HẠ LONG", "Năm 2024");
        figure(&b, s, 6, "Tổng số bánh", 1);
        text(&b, s, 9, 3, cases[i].line);
        extract(&b, "a.xlsx");
        assert_int_equal(b.ds->nheld, 1);
        int wanted = cases[i].year ? th_date_serial(cases[i].year, cases[i].month, cases[i].day) : 0;
        if (b.ds->held[0].signed_on != wanted)
            fail_msg("“%s”: %d", cases[i].line, b.ds->held[0].signed_on);
        th_arena_free(b.arena);
    }
}

/* "Năm nay" below a year is that year, and last year's heading is no heading of this period. */
static void a_year_stands_above_the_columns(void **state)
{
    (void)state;
    static const struct {
        const char *above, *now;
    } cases[] = {{"Năm 2024", "12"}, {"Số liệu năm 2024", "12"}, {"Năm 2023", ""}, {"Thực hiện", "12"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        title(&b, s);
        const char *const upper[COLS] = {"STT", "Chỉ tiêu", "Năm trước", cases[i].above};
        static const char *const lower[COLS] = {"", "", "", "Năm nay"}, *const row[COLS] = {"1", "Tổng số bánh", "11",
                                                                                            "12"};
        typed_row(&b, s, 3, upper);
        typed_row(&b, s, 4, lower);
        for (uint32_t col = 0; col < 3; col++)
            th_sheet_merge(b.book, &b.book->sheets[s], (th_merge){3, col, 4, col});
        typed_row(&b, s, 5, row);
        extract(&b, "a.xlsx");
        if (strcmp(value_of(&b, "S.01", TH_NOW), cases[i].now) != 0)
            fail_msg("“%s”: “%s”", cases[i].above, value_of(&b, "S.01", TH_NOW));
        th_arena_free(b.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_is_a_column),
        cmocka_unit_test(relative_headings_contradict_another_year),
        cmocka_unit_test(a_cell_is_a_figure),
        cmocka_unit_test(a_number_beside_a_blank_is_asked_about),
        cmocka_unit_test(a_row_that_is_no_indicator),
        cmocka_unit_test(a_form_ends_with_place_and_date),
        cmocka_unit_test(a_list_has_rows),
        cmocka_unit_test(totals_of_a_list),
        cmocka_unit_test(hidden_rows_and_columns_are_named),
        cmocka_unit_test(a_formula_adds_up_a_list),
        cmocka_unit_test(the_day_a_form_was_signed),
        cmocka_unit_test(a_year_stands_above_the_columns),
    };
    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
