/* What is learnt of sheets of many shapes: headers, years, titles, types, groups, and the rules of formulas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "learn/lesson.h"

#include <string.h>

/* ---- types ---- */

static const struct {
    const char *unit, *last_year, *this_year, *type;
} figures[] = {
    {"cây", "10", "12", "số nguyên"},
    {"cây", "", "12.5", "số thực"},
    {"cây", "1.25", "12", "số thực"},
    {"", "", "5", "số nguyên"},
    {"cây", "", "", "số nguyên"},
    {"%", "", "", "phần trăm"},
    {"phần trăm", "5", "6", "phần trăm"},
    {"%", "1", "có", "phần trăm"},
    {"có/không", "", "", "có/không"},
    {"", "Có", "Không", "có/không"},
    {"", "x", "", "có/không"},
    {"", "x", "7", "số nguyên"},
    {"hạng", "", "", "hạng"},
    {"Xếp hạng", "5", "6", "hạng"},
    {"đồng", "1000", "2000", "tiền"},
    {"đ", "", "", "tiền"},
    {"triệu đồng", "1", "2", "số thực"},
    {"tỷ đồng", "1", "2", "số thực"},
    {"nghìn đồng", "1", "2", "tiền"},
    {"đồng", "1000.5", "2000", "số thực"},
    {"ngày/tháng", "", "", "ngày"},
    {"tháng", "", "", "số nguyên"}, /* "hạng" without its marks is a part of it */
    {"mặt hàng", "5", "6", "số nguyên"},
    {"hang", "", "", "hạng"},
    {"xep hang", "", "", "hạng"},
    {"hạng/63", "", "", "hạng"},
    {"", "@44670", "@44671", "ngày"},
    {"cây", "@44670", "@44671", "hạng"}, /* a spreadsheet made dates of 05/63 */
    {"ngày/tháng", "@44670", "@44671", "ngày"},
    {"", "@44670", "Nguyễn Văn An", "chữ"},
    {"cây", "@44670", "5", "số nguyên"},
    {"", "5/63", "6/63", "tỷ số"},
    {"", "5/63", "6", "tỷ số"},
    {"", "Nguyễn Văn An", "Trần Thị Bình", "chữ"},
    {"người", "Nguyễn Văn An", "Trần Thị Bình", "chữ"},
    {"người", "Nguyễn Văn An", "5", "số nguyên"},
};

static void a_row_has_the_type_of_its_unit_or_its_figures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        lesson at_hand = begin_lesson();
        th_str lines = th_str_fmt(at_hand.arena,
                                  "ĐƠN VỊ\n\nBÁO CÁO NĂM 2023\n" HEADER "1|Việc|V.01|%s|%s|%s\n2|Việc khác||cây||1\n",
                                  figures[i].unit, figures[i].last_year, figures[i].this_year);
        sheet_of_text(at_hand.book, "B1", th_str_cstr(at_hand.arena, lines));
        learn_it(&at_hand);
        assert_int_equal(at_hand.status, TH_OK);
        th_str row = th_str_fmt(at_hand.arena, "V.01,B1,1,,,Việc,,%s,%s,", figures[i].unit, figures[i].type);
        if (!holds(&at_hand, "chi-tieu.csv", th_str_cstr(at_hand.arena, row)))
            fail_msg("row %zu is no %s:\n" TH_FMT, i, figures[i].type, TH_ARG(part_of(&at_hand, "chi-tieu.csv")));
        th_arena_free(at_hand.arena);
    }
}

/* ---- formulas ---- */

#define F "KT-001,"

/* The figures stand in column F of rows 5 to 9; the second row is in percent. */
static const struct {
    const char *formula; /* in F5 */
    const char *unit;    /* of that row */
    const char *rule;    /* from its name to its right side; NULL: there is none */
} implied[] = {
    {"F6+F7", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 + V.03,"},
    {"F6-F7", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 - V.03,"},
    {"F6-(F7-F8)", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 - (V.03 - V.04),"},
    {"F6+(F7-F8)", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 + V.03 - V.04,"},
    {"(F6+F7)*F8", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,(V.02 + V.03) * V.04,"},
    {"F6*2", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 * 2,"},
    {"F6*0.5", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,\"V.02 * 0,5\","},
    {"-F6", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,-(V.02),"},
    {"F6%", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,(V.02)/100,"},
    {"F6", "cây", "Việc: khớp với chỉ tiêu kia,đơn vị,V.01,=,V.02,"},
    {"SUM(F6:F8)", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 + V.03 + V.04,"},
    {"SUM(F6,F8)", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 + V.04,"},
    {"SUM(F6+F7,F8)", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 + V.03 + V.04,"},
    {"SUM(F6:F7,F8)", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 + V.03 + V.04,"},
    {"SUM(F6:F40)", "cây", "Việc: bằng tổng các phần,đơn vị,V.01,=,V.02 + V.03 + V.04 + V.05,"},
    {"F6/F7*100", "%", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,\"TY_LE(V.02; V.03)\","},
    {"100*F6/F7", "%", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,\"TY_LE(V.02; V.03)\","},
    {"F6*100/F7", "%", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,\"TY_LE(V.02; V.03)\","},
    {"100*(F6/F7)", "%", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,\"TY_LE(V.02; V.03)\","},
    {"ROUND(F6/F7*100,1)", "%", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,\"TY_LE(V.02; V.03)\","},
    {"(F6+F7)/F8", "%", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,\"TY_LE(V.02 + V.03; V.04)\","},
    {"F6/F7", "cây", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,(V.02)/(V.03),"},
    {"F6*50/F7", "cây", "Tỷ lệ khớp tử số và mẫu số: Việc,đơn vị,V.01,=,(V.02 * 50)/(V.03),"},
    {"F5", "cây", NULL},
    {"5", "cây", NULL},
    {"F6+E7", "cây", NULL}, /* two columns */
    {"E6+E7", "cây", NULL},
    {"SUM(E6:E7)", "cây", NULL},
    {"SUM(E6:F7)", "cây", NULL},
    {"F6+F40", "cây", NULL},
    {"ROUND(F6,0)+F7", "cây", NULL},
    {"SUM(F40:F50)", "cây", NULL},
    {"D6+D7", "cây", NULL},
};

static void a_formula_implies_a_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof implied / sizeof *implied; i++) {
        lesson at_hand = begin_lesson();
        th_str lines = th_str_fmt(at_hand.arena,
                                  "ĐƠN VỊ\n\nBÁO CÁO NĂM 2023\n" HEADER "1|Việc|V.01|%s|1|2=%s\n2|Hai|V.02|cây|1|2\n"
                                  "3|Ba|V.03|cây|1|2\n4|Bốn|V.04|cây|1|2\n5|Năm|V.05|cây|1|2\n",
                                  implied[i].unit, implied[i].formula);
        sheet_of_text(at_hand.book, "B1", th_str_cstr(at_hand.arena, lines));
        learn_it(&at_hand);
        assert_int_equal(at_hand.learned.indicators, 5);
        if (at_hand.learned.rules != (implied[i].rule != NULL))
            fail_msg("%s: %zu rules\n" TH_FMT, implied[i].formula, at_hand.learned.rules,
                     TH_ARG(part_of(&at_hand, "kiem-tra.csv")));
        if (implied[i].rule)
            must_hold(&at_hand, "kiem-tra.csv",
                      th_str_cstr(at_hand.arena, th_str_fmt(at_hand.arena, F "%s,lỗi,", implied[i].rule)));
        assert_int_equal(at_hand.learned.nnotes, !implied[i].rule);
        assert_int_equal(part_of(&at_hand, "kiem-tra.csv").len > 0, implied[i].rule != NULL);
        th_arena_free(at_hand.arena);
    }
}

static void a_share_is_aggregated_over_its_sides(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *formula, *aggregate;
    } cases[] = {{"%", "F6/F7*100", "phần trăm,,Có,,,tỷ số của tổng,V.02,V.03,"},
                 {"%", "F5/F7*100", "phần trăm,,Có,,,không,,,"},
                 {"%", "F6/F5*100", "phần trăm,,Có,,,không,,,"},
                 {"%", "(F6+F7)/F7*100", "phần trăm,,Có,,,không,,,"},
                 {"cây", "F6/F7", "số nguyên,,Có,0,,tổng,,,"},
                 {"hạng", "", "hạng,,Có,,,tốt nhất,,,giảm,"},
                 {"năm", "", "số nguyên,,Có,,,không,,,"},
                 {"có/không", "", "có/không,,Có,,,đếm,,,"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lesson at_hand = begin_lesson();
        th_str lines = th_str_fmt(at_hand.arena,
                                  "ĐƠN VỊ\n\nBÁO CÁO NĂM 2023\n" HEADER "1|Việc|V.01|%s|1|2%s%s\n2|Hai|V.02|cây|1|2\n"
                                  "3|Ba|V.03|cây|1|2\n",
                                  cases[i].unit, *cases[i].formula ? "=" : "", cases[i].formula);
        sheet_of_text(at_hand.book, "B1", th_str_cstr(at_hand.arena, lines));
        learn_it(&at_hand);
        must_hold(
            &at_hand, "chi-tieu.csv",
            th_str_cstr(at_hand.arena, th_str_fmt(at_hand.arena, "Việc,,%s,%s", cases[i].unit, cases[i].aggregate)));
        th_arena_free(at_hand.arena);
    }
}

static void a_comparison_gives_one_rule_for_all_rows(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second;
        size_t rules, notes;
    } cases[] = {{"F2/E2*100", "F3/E3*100", 1, 0},
                 {"F2/E2", "", 1, 0},
                 {"ROUND(F2/E2*100,1)", "", 1, 0},
                 {"E2/F2*100", "", 0, 1},
                 {"F3/E2*100", "", 0, 1},
                 {"F2/E3*100", "", 0, 1},
                 {"F2-E2", "", 0, 1},
                 {"F2/E2*100", "F3-E3", 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lesson at_hand = begin_lesson();
        th_str lines = th_str_fmt(at_hand.arena,
                                  "STT|Chỉ tiêu|Mã số|ĐVT|Năm trước|Năm nay|So sánh (%%)\n1|Việc|V.01|cây|1|2|200=%s\n"
                                  "2|Hai|V.02|cây|1|2|200%s%s\n",
                                  cases[i].first, *cases[i].second ? "=" : "", cases[i].second);
        sheet_of_text(at_hand.book, "B1", th_str_cstr(at_hand.arena, lines));
        learn_it(&at_hand);
        assert_int_equal(at_hand.learned.rules, cases[i].rules);
        assert_int_equal(at_hand.learned.nnotes, cases[i].notes);
        if (cases[i].rules)
            must_hold(&at_hand, "kiem-tra.csv", ",từng dòng,SO_SANH(DONG),=,\"TY_LE(DONG; TRUOC(DONG))\",,cảnh báo,");
        th_arena_free(at_hand.arena);
    }
}

/* ---- headers, titles, years ---- */

static const struct {
    const char *why, *lines;
    bool found;
    int year; /* 2020 where none is stated */
    const char *title;
} heads[] = {
    {"a title in capitals", "ĐƠN VỊ\n\nBÁO CÁO CÂY TRỒNG NĂM 2023\n" HEADER "1|Cây||cây|1|2\n", true, 2023,
     "Báo cáo cây trồng năm 2023"},
    {"the longest in capitals", "\n\nPHỤ LỤC\nBÁO CÁO CÂY\nmột dòng chữ thường rất dài\n" HEADER "1|Cây||cây|1|2\n",
     true, 2020, "Báo cáo cây"},
    {"the longest where none is in capitals", "\n\nPhụ lục\nBáo cáo cây\n" HEADER "1|Cây||cây|1|2\n", true, 2020,
     "Báo cáo cây"},
    {"none but the first rows", "BÁO CÁO CÂY TRỒNG\nKÍNH GỬI CỤM\n" HEADER "1|Cây||cây|1|2\n", true, 2020, "Trang 1"},
    {"a title of three bytes", "\n\nABC\n" HEADER "1|Cây||cây|1|2\n", true, 2020, "Trang 1"},
    {"a title of four bytes", "\n\nABCD\n" HEADER "1|Cây||cây|1|2\n", true, 2020, "Abcd"},
    {"a year behind a month is that of a date", "\n\nTháng 5 năm 2022\n" HEADER "1|Cây||cây|1|2\n", true, 2020,
     "Tháng 5 năm 2022"},
    {"a year that is none", "\n\nNăm 1989\n" HEADER "1|Cây||cây|1|2\n", true, 2020, "Năm 1989"},
    {"the first year", "\n\nNăm 1990\n" HEADER "1|Cây||cây|1|2\n", true, 1990, "Năm 1990"},
    {"the last year", "\n\nNăm 2100\n" HEADER "1|Cây||cây|1|2\n", true, 2100, "Năm 2100"},
    {"a year too far", "\n\nNăm 2101\n" HEADER "1|Cây||cây|1|2\n", true, 2020, "Năm 2101"},
    {"no label", "Mã số|Cây|Năm trước|Năm nay\nx|Na|7|5\n", false, 2020, ""},
    {"no figures", "TT|Chỉ tiêu|Ghi chú\n", true, 2020, "Trang 1"}, /* three headings are a list */
    {"two headings", "Chỉ tiêu|Năm nay\nCây|1\n", false, 2020, ""},
    {"three headings", "Chỉ tiêu|ĐVT|Năm nay\nCây|cây|1\n", true, 2020, "Trang 1"},
    {"headings without figures", "Chỉ tiêu|ĐVT|Ghi chú\nCây|cây|1\n", false, 2020, ""},
    {"figures of last year alone", "Chỉ tiêu|ĐVT|Năm trước\nCây|cây|1\n", true, 2020, "Trang 1"},
};

static void a_form_is_known_by_its_header(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        lesson at_hand = learn_sheet("Trang 1", heads[i].lines);
        if ((at_hand.status == TH_OK) != heads[i].found || at_hand.learned.year != heads[i].year ||
            at_hand.learned.year_stated != (heads[i].year != 2020))
            fail_msg("%s: status %d, year %d", heads[i].why, (int)at_hand.status, at_hand.learned.year);
        if (heads[i].found) {
            th_str row = th_str_fmt(at_hand.arena, "TRANG_1,%s,Trang 1,", heads[i].title);
            must_hold(&at_hand, "bieu.csv", th_str_cstr(at_hand.arena, row));
        }
        th_arena_free(at_hand.arena);
    }
}

/* A heading says what its column holds; the years in it say of which year its figures are. */
static const struct {
    const char *heading, *role; /* "": none */
    const char *label;          /* as it will fit next year */
} headings[] = {
    {"Thực hiện năm 2022", "năm trước", "Thực hiện năm {Kỳ-1}"},
    {"TH 2022", "năm trước", "TH {Kỳ-1}"},
    {"Kế hoạch năm 2023", "kế hoạch", "Kế hoạch năm {Kỳ}"},
    {"KH 2023", "kế hoạch", "KH {Kỳ}"},
    {"Năm 2024", "kế hoạch", "Năm {Kỳ+1}"},
    {"Năm 2021", "năm trước", "Năm 2021"},
    {"Chỉ tiêu giao năm 2023", "kế hoạch", "Chỉ tiêu giao năm {Kỳ}"},
    {"So với năm 2022 (%)", "so sánh", "So với năm {Kỳ-1} (%)"},
    {"Ghi chú năm 2022", "ghi chú", "Ghi chú năm {Kỳ-1}"},
    {"Giải trình", "ghi chú", "Giải trình"},
    {"Cùng kỳ", "năm trước", "Cùng kỳ"},
    {"Tỷ lệ so với năm trước", "so sánh", "Tỷ lệ so với năm trước"},
    {"Nhận xét", "", ""},
    {"Số hiệu 2022", "", ""},
    {"Mã 20222", "", ""},
    {"Năm 20222", "", ""},
    {"Khác", "", ""},
};

static void a_heading_says_what_its_column_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        lesson at_hand = begin_lesson();
        th_str lines = th_str_fmt(at_hand.arena, "\n\nNĂM 2023\nTT|Chỉ tiêu|ĐVT|Thực hiện|%s\n1|Cây|cây|1|2\n",
                                  headings[i].heading);
        sheet_of_text(at_hand.book, "B1", th_str_cstr(at_hand.arena, lines));
        learn_it(&at_hand);
        must_hold(&at_hand, "cot.csv", "*,,Thực hiện,,năm nay,Có,");
        must_hold(&at_hand, "cot.csv", "*,,Chỉ tiêu,,nhãn,Có,");
        must_hold(&at_hand, "cot.csv", "*,,ĐVT,,ĐVT,Không,");
        th_str row = th_str_fmt(at_hand.arena, "*,,%s,,%s,Không,", headings[i].label, headings[i].role);
        if (*headings[i].role)
            must_hold(&at_hand, "cot.csv", th_str_cstr(at_hand.arena, row));
        else
            assert_false(holds(&at_hand, "cot.csv", headings[i].heading) || holds(&at_hand, "cot.csv", "{Kỳ") ||
                         holds(&at_hand, "cot.csv", "năm trước"));
        th_arena_free(at_hand.arena);
    }
}

/* ---- rows ---- */

static void rows_that_are_no_indicators_are_passed_over(void **state)
{
    (void)state;
    lesson at_hand = learn_sheet("B1", "STT|Chỉ tiêu|Mã số|ĐVT|Năm trước|Năm nay\nA|B|C|D|1|2\n"
                                       "I|Cây trồng\n1|Cây ăn quả|C.01|cây|1|2\n2|Tổng số||cây|1|2\n"
                                       "|Tổng cộng||cây|3|4\n|Cộng||cây|3|4\n"
                                       "STT|Chỉ tiêu|Mã số|ĐVT|Năm trước|Năm nay\n"
                                       "II|Vật nuôi\n1|Trâu|C.01|con|1|2\n2|Bò|DONG|con||\n3|Dê|C 3|con||5\n"
                                       "4|Gà|C.04\n5|Vịt|||3\n"
                                       "|Hà Nội, ngày 28 tháng 12 năm 2022\n6|Ngỗng|C.06|con|1|2\n");
    assert_int_equal(at_hand.status, TH_OK);
    static const char *const rows[] = {
        "C.01,B1,1,,Cây trồng,Cây ăn quả,,cây,số nguyên,", "B1.02,B1,2,,Cây trồng,Tổng số,,cây,số nguyên,",
        "B1.03,B1,1,C.01,Vật nuôi,Trâu,,con,số nguyên,",   "B1.04,B1,2,DONG,Vật nuôi,Bò,,con,số nguyên,,Không,",
        "B1.05,B1,3,C 3,Vật nuôi,Dê,,con,số nguyên,,Có,",  "C.04,B1,4,,Vật nuôi,Gà,,,chữ,,Không,",
        "B1.07,B1,5,,Vật nuôi,Vịt,,,số nguyên,,Có,"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        must_hold(&at_hand, "chi-tieu.csv", rows[i]);
    assert_int_equal(at_hand.learned.indicators, sizeof rows / sizeof *rows);
    th_arena_free(at_hand.arena);
}

/* Rows of one label are told apart by what they are part of. */
static void doubles_have_the_label_above_as_their_group(void **state)
{
    (void)state;
    lesson at_hand =
        learn_sheet("B1", HEADER "1|Học sinh||em|1|2\n1.1|Nữ||em|1|2\n2|Giáo viên||người|1|2\n2.1|Nữ||người|1|2\n"
                                 "21|Nhân viên||người|1|2\n21.a|Khác||người|1|2\n");
    must_hold(&at_hand, "chi-tieu.csv", "B1,1.1,,Học sinh,Nữ,");
    must_hold(&at_hand, "chi-tieu.csv", "B1,2.1,,Giáo viên,Nữ,");
    must_hold(&at_hand, "chi-tieu.csv", "B1,1,,,Học sinh,");
    must_hold(&at_hand, "chi-tieu.csv", "B1,21.a,,,Khác,");
    th_arena_free(at_hand.arena);
}

static void a_form_is_called_like_its_sheet(void **state)
{
    (void)state;
    static const struct {
        const char *sheet, *code;
    } cases[] = {{"Biểu 03", "BIEU_03"},
                 {"  a - b  ", "A_B"},
                 {"1.2 Cây", "B1_2_CAY"},
                 {"(2)", "B2"},
                 {"---", "B"},
                 {"Đường Zz9", "DUONG_ZZ9"},
                 {"Một tên rất dài của trang", "MOT_TEN_RAT_DAI"},
                 {"ABCDEFGHIJKLMNOPQR", "ABCDEFGHIJKLMNOP"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lesson at_hand = learn_sheet(cases[i].sheet, HEADER "1|Cây||cây|1|2\n");
        must_hold(&at_hand, "bieu.csv",
                  th_str_cstr(at_hand.arena, th_str_fmt(at_hand.arena, "\r\n%s,", cases[i].code)));
        th_arena_free(at_hand.arena);
    }
    lesson at_hand = begin_lesson();
    for (size_t i = 0; i < 3; i++)
        sheet_of_text(at_hand.book, i ? "b-1" : "B 1", HEADER "1|Cây|M.01|cây|1|2\n");
    sheet_of_text(at_hand.book, "_META", HEADER "1|Cây|M.01|cây|1|2\n");
    sheet_of_text(at_hand.book, "Thư", "Kính gửi\n");
    sheet_of_text(at_hand.book, "Trống", "");
    learn_it(&at_hand);
    assert_int_equal(at_hand.learned.forms, 3);
    assert_int_equal(at_hand.learned.nnotes, 1);
    must_hold(&at_hand, "bieu.csv", "\r\nB_1,");
    must_hold(&at_hand, "bieu.csv", "\r\nB_1_2,");
    must_hold(&at_hand, "bieu.csv", "\r\nB_1_3,");
    must_hold(&at_hand, "chi-tieu.csv", "\r\nM.01,B_1,");
    must_hold(&at_hand, "chi-tieu.csv", "\r\nB_1_2.01,B_1_2,1,M.01,");
    th_arena_free(at_hand.arena);
}

static void who_reports_stands_above(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *unit;
    } cases[] = {{"Biểu số 03\nSỞ CÔNG THƯƠNG\n", "SỞ CÔNG THƯƠNG"},
                 {"SỞ CÔNG THƯƠNG|||Biểu số 03\n", "SỞ CÔNG THƯƠNG"},
                 {"UBND TỈNH\nSỞ CÔNG THƯƠNG\n", "SỞ CÔNG THƯƠNG"},
                 {"\n|||SỞ CÔNG THƯƠNG\n", "Đơn vị 1"},
                 {"\n||SỞ CÔNG THƯƠNG\n", "SỞ CÔNG THƯƠNG"},
                 {"abc\n", "Đơn vị 1"},
                 {"abcd\n", "abcd"},
                 {"\n\n\nSỞ CÔNG THƯƠNG\n", "Đơn vị 1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lesson at_hand = begin_lesson();
        th_str lines = th_str_fmt(at_hand.arena, "%s\n\n\n" HEADER "1|Cây||cây|1|2\n", cases[i].lines);
        sheet_of_text(at_hand.book, "B1", th_str_cstr(at_hand.arena, lines));
        learn_it(&at_hand);
        must_hold(&at_hand, "don-vi.csv",
                  th_str_cstr(at_hand.arena, th_str_fmt(at_hand.arena, "DV1,%s,", cases[i].unit)));
        th_arena_free(at_hand.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_has_the_type_of_its_unit_or_its_figures),
        cmocka_unit_test(a_formula_implies_a_rule),
        cmocka_unit_test(a_share_is_aggregated_over_its_sides),
        cmocka_unit_test(a_comparison_gives_one_rule_for_all_rows),
        cmocka_unit_test(a_form_is_known_by_its_header),
        cmocka_unit_test(a_heading_says_what_its_column_holds),
        cmocka_unit_test(rows_that_are_no_indicators_are_passed_over),
        cmocka_unit_test(doubles_have_the_label_above_as_their_group),
        cmocka_unit_test(a_form_is_called_like_its_sheet),
        cmocka_unit_test(who_reports_stands_above),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
