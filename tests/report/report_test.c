/* The consolidated workbook, read back with our own reader: what stands where, text of
 * inputs as text, the same bytes twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "definition_fixture.h"
#include "draw/lines.h"
#include "report/report.h"
#include "library_leaks.h"
#include "scratch_file.h"

#include <stdlib.h>
#include <unistd.h>

static const char criteria[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống,Vượt "
                               "hẳn,Điểm mỗi lần,Cần minh chứng,Ghi chú\n"
                               "I,,Phần một,100,tổng các dòng con,,,,,,,\n"
                               "I.1,I,Lượt mượn so kế hoạch,40,theo tỷ lệ so mục tiêu,M.01,KE_HOACH(M.01),500,,,,\n"
                               "I.2,I,Tỷ lệ trẻ em,20,theo tỷ lệ so mục tiêu,TY_LE(M.03;M.01),50%,,Có,,,\n"
                               "I.3,I,Xếp hạng,20,theo thứ hạng,M.06,,,,,,\n"
                               "I.4,I,Mở cửa chủ nhật,10,đạt hoặc không,CO(M.07)=1,,,,,,\n"
                               "I.5,I,Chất lượng,10,Cụm chấm,,,,,,,\n"
                               "II,,Thưởng,5,nhóm thưởng,,,,,,,\n"
                               "II.1,II,Sách mới,10,theo số lần,M.05,,,,3,,\n"
                               "III,,Trừ,10,nhóm trừ,,,,,,,\n"
                               "III.1,III,Nộp muộn,10,theo số lần,SO_NGAY_MUON(),,,,2,,\n";
static const char bands[] = "Tiêu chí,Từ,Đến,Điểm\nI.3,,5,20\nI.3,,10,15\nI.3,,,5\n";
static const char rankings[] = "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì|Ba|Tư\n";
static const char ties[] =
    "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,1,Điểm phần một,DIEM(I),giảm dần\nXH,2,Nộp sớm,GIO_NHAN(),tăng dần\n";
static const char receipts[] =
    "Đơn vị,Tệp,Lúc nhận\nA,0.xlsx,2025-01-03 08:00\nB,1.xlsx,2025-01-08 08:00\nC,2.xlsx,2025-01-03 08:00\n";

typedef struct written {
    th_arena *arena;
    th_str bytes;
    th_book *book;
} written;

static void facts(th_dataset *ds)
{
    static const char *const typed[3][5] = {{"400", "100", "7/20", "Có", "3"},
                                            {"trên 600", "301", "11/20", "Không", "0"},
                                            {"400", "100", "7/20", "Có", "3"}};
    static const char *const codes[] = {"M.01", "M.03", "M.06", "M.07", "M.05"};
    /* The fourth unit has not reported. */
    for (uint32_t u = 0; u < 3; u++) {
        th_fixture_source(ds, u);
        for (size_t k = 0; k < 5; k++)
            th_fixture_fact(ds, u, codes[k], TH_NOW, typed[u][k]);
    }
    th_fixture_fact(ds, 0, "M.01", TH_PREVIOUS, "390");
    th_fixture_list(ds, 0, "DS.ten", 1, "=1+2");
    th_fixture_list(ds, 0, "DS.loai", 1, "https://example.org/_x0041_");
}

static written write_book(void)
{
    th_arena *a = th_arena_new(0);
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS,          {"cham-diem.csv", criteria},
                                     {"thang-diem.csv", bands}, {"xep-hang.csv", rankings},
                                     {"phan-dinh.csv", ties},   {"so-nhan.csv", receipts}};
    th_definition *d = th_fixture_definition(a, parts, sizeof parts / sizeof *parts);
    assert_non_null(d);
    th_dataset *ds = th_dataset_new(a, d);
    facts(ds);
    th_dataset_seal(ds);
    th_check_results checks = {0};
    th_check_run(a, ds, &checks);
    th_scores *scores = th_score_run(a, ds, &checks);
    th_findings_sort(&ds->findings);
    th_report_input in = {.ds = ds,
                          .checks = &checks,
                          .scores = scores,
                          .definition_hash = TH_STR("00ff"),
                          .program = TH_STR("tonghop"),
                          .created = 1736467200};
    const char *path = scratch_path(a);
    assert_non_null(path);
    th_trouble trouble = {0};
    assert_int_equal(th_report_write(a, &in, path, &trouble), TH_OK);
    written w = {.arena = a, .bytes = scratch_bytes(a, path)};
    th_findings trouble_reading = {0};
    assert_true(th_book_open(a, &th_limits_default, &(th_book_file){.bytes = w.bytes, .name = TH_STR("out.xlsx")},
                             &w.book, &trouble_reading) < TH_FAILED);
    th_book_normalise(w.book);
    return w;
}

static const th_cell *cell(const written *w, const char *sheet, uint32_t row, uint32_t col)
{
    for (size_t s = 0; s < w->book->nsheets; s++)
        if (th_str_eq(w->book->sheets[s].name, th_str_of(sheet)))
            return th_sheet_at(&w->book->sheets[s], row, col);
    return NULL;
}

static void is_text(const written *w, const char *sheet, uint32_t row, uint32_t col, const char *want)
{
    const th_cell *c = cell(w, sheet, row, col);
    assert_non_null(c);
    assert_string_equal(th_str_cstr(w->arena, c->text), want);
}

static void is_number(const written *w, const char *sheet, uint32_t row, uint32_t col, double want)
{
    const th_cell *c = cell(w, sheet, row, col);
    assert_non_null(c);
    assert_int_equal(c->type, TH_CELL_NUMBER);
    assert_true(c->number - want < 1e-9 && want - c->number < 1e-9);
}

/* Row of the first cell of `col` that says `text`. */
static uint32_t row_of(const written *w, const char *sheet, uint32_t col, const char *text)
{
    for (uint32_t row = 0; row < 200; row++) {
        const th_cell *c = cell(w, sheet, row, col);
        if (c && th_str_eq(c->text, th_str_of(text)))
            return row;
    }
    fail_msg("%s: no “%s”", sheet, text);
    return 0;
}

static void a_total_says_how_many_units_it_covers(void **state)
{
    (void)state;
    written w = write_book();
    uint32_t row = row_of(&w, "TỔNG HỢP", 2, "M.01");
    is_number(&w, "TỔNG HỢP", row, 4, 400);
    is_number(&w, "TỔNG HỢP", row, 5, 600); /* a number; "trên" is its format */
    assert_true(th_str_find(w.book->formats[cell(&w, "TỔNG HỢP", row, 5)->format_code], TH_STR("trên"), 0) != SIZE_MAX);
    is_number(&w, "TỔNG HỢP", row, 8, 1400);
    assert_true(cell(&w, "TỔNG HỢP", row, 8)->flags & TH_CELL_FORMULA);
    is_text(&w, "TỔNG HỢP", row, 9, "3/4 Thư viện");
    uint32_t share = row_of(&w, "TỔNG HỢP", 2, "M.04");
    is_number(&w, "TỔNG HỢP", share, 8, 100.0 * 501 / 1400);
    uint32_t best = row_of(&w, "TỔNG HỢP", 2, "M.06");
    is_number(&w, "TỔNG HỢP", best, 8, 7);
    is_number(&w, "TỔNG HỢP", row_of(&w, "TỔNG HỢP", 2, "M.07"), 8, 2);
    th_arena_free(w.arena);
}

static void text_of_an_input_stays_text(void **state)
{
    (void)state;
    written w = write_book();
    uint32_t row = row_of(&w, "B2", 1, "=1+2");
    assert_int_equal(cell(&w, "B2", row, 1)->type, TH_CELL_TEXT);
    assert_false(cell(&w, "B2", row, 1)->flags & TH_CELL_FORMULA);
    is_text(&w, "B2", row, 2, "https://example.org/_x0041_");
    th_arena_free(w.arena);
}

static void ranks_and_points_are_formulas_with_their_results(void **state)
{
    (void)state;
    written w = write_book();
    uint32_t first = row_of(&w, "XẾP HẠNG", 0, "Thứ tự tạm") + 1;
    /* A and C are equal through every step */
    is_number(&w, "XẾP HẠNG", first, 0, 1);
    is_number(&w, "XẾP HẠNG", first + 1, 0, 1);
    is_number(&w, "XẾP HẠNG", first + 2, 0, 3);
    is_text(&w, "XẾP HẠNG", first + 3, 0, "–");
    assert_true(cell(&w, "XẾP HẠNG", first, 0)->flags & TH_CELL_FORMULA);
    is_text(&w, "XẾP HẠNG", first, 12, "thứ tự tạm trong 3/4 Thư viện"); /* no names of ranks before all are in */
    is_text(&w, "XẾP HẠNG", first, 13, "vẫn bằng nhau");
    uint32_t row = row_of(&w, "CHẤM ĐIỂM", 0, "I.1");
    is_number(&w, "CHẤM ĐIỂM", row, 8, 32); /* 40 × 400/500, the target when the plan is blank */
    is_number(&w, "CHẤM ĐIỂM", row, 11, 32);
    th_arena_free(w.arena);
}

static void the_same_inputs_give_the_same_bytes(void **state)
{
    (void)state;
    written a = write_book(), b = write_book();
    assert_true(th_str_eq(a.bytes, b.bytes));
    th_arena_free(a.arena);
    th_arena_free(b.arena);
}

static void lines_are_counted_by_words(void **state)
{
    (void)state;
    assert_int_equal(th_lines(TH_STR(""), 10, 11, false), 1);
    assert_int_equal(th_lines(TH_STR("một hai"), 20, 11, false), 1);
    assert_int_equal(th_lines(TH_STR("một\nhai"), 20, 11, false), 2);
    assert_true(th_lines(TH_STR("mười hai chữ số không vừa một cột hẹp như thế này"), 10, 11, false) >= 4);
    assert_true(th_lines(TH_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 10, 11, false) >=
                3); /* a word longer than a line */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_total_says_how_many_units_it_covers),
        cmocka_unit_test(text_of_an_input_stays_text),
        cmocka_unit_test(ranks_and_points_are_formulas_with_their_results),
        cmocka_unit_test(the_same_inputs_give_the_same_bytes),
        cmocka_unit_test(lines_are_counted_by_words),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
