/* The formulas of the consolidated workbook, computed by a small spreadsheet: each gives the result that stands beside
 * it, and, where the inputs are changed, what a workbook of the changed inputs says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "definition_fixture.h"
#include "report/live_number.h"
#include "report/report.h"
#include "report/spreadsheet.h"
#include "library_leaks.h"
#include "scratch_file.h"

static const char criteria[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống,Vượt "
                               "hẳn,Điểm mỗi lần,Cần minh chứng,Ghi chú\n"
                               "I,,Phần một,60,tổng các dòng con,,,,,,,\n"
                               "I.1,I,Lượt mượn so kế hoạch,20,theo tỷ lệ so mục tiêu,M.01,KE_HOACH(M.01),500,,,,\n"
                               "I.2,I,Tỷ lệ trẻ em,10,theo tỷ lệ so mục tiêu,TY_LE(M.03;M.01),50%,,Có,,,\n"
                               "I.3,I,Xếp hạng,10,theo thứ hạng,M.06,,,,,,\n"
                               "I.4,I,Mở cửa chủ nhật,10,đạt hoặc không,CO(M.07)=1,,,,,,\n"
                               "I.5,I,Chất lượng,10,Cụm chấm,,,,,,,\n"
                               "II,,Phần hai,40,tổng các dòng con,,,,,,,\n"
                               "II.1,II,Sách mới,10,theo bậc,M.05,,,,,,\n"
                               "II.2,II,Người lớn,10,so với đơn vị dẫn đầu,M.02,,,,,,\n"
                               "II.3,II,Vượt kế hoạch,10,theo mức vượt mục tiêu,M.01,KE_HOACH(M.01),,,,,\n"
                               "II.4,II,Trẻ em,10,theo tỷ lệ so mục tiêu hoặc so với nhau,M.03,KE_HOACH(M.03),,,,,\n"
                               "III,,Thưởng,5,nhóm thưởng,,,,,,,\n"
                               "III.1,III,Sách mới,10,theo số lần,M.05,,,,3,,\n"
                               "IV,,Trừ,10,nhóm trừ,,,,,,,\n"
                               "IV.1,IV,Nộp muộn,10,theo số lần,SO_NGAY_MUON(),,,,2,,\n";
static const char bands[] = "Tiêu chí,Từ,Đến,Điểm\nI.3,,5,10\nI.3,,10,8\nI.3,,,5\nII.1,5,,10\nII.1,2,4,6\nII.1,,1,0\n";
static const char rankings[] = "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì|Ba|Tư\n";
static const char ties[] =
    "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,1,Điểm phần một,DIEM(I),giảm dần\nXH,2,Nộp sớm,GIO_NHAN(),tăng dần\n";
static const char receipts[] = "Đơn vị,Tệp,Lúc nhận\nA,0.xlsx,2025-01-03 08:00\nB,1.xlsx,2025-01-08 08:00\n"
                               "C,2.xlsx,2025-01-03 08:00\nD,3.xlsx,2025-01-04 08:00\n";
static const char given[] = "Đơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai,Ngày,Căn cứ\nA,I.5,9,,Tổ,2025-01-09,Họp\n"
                            "B,I.5,8.5,,Tổ,2025-01-09,Họp\nC,I.4,không được giao,,Tổ,2025-01-09,Họp\n"
                            "A,IV.1,0,,Tổ,2025-01-09,Họp\n";

enum { UNITS = 4, FIGURES = 6 };
static const char *const codes[FIGURES] = {"M.01", "M.02", "M.03", "M.05", "M.06", "M.07"};
/* Of the four libraries, what they report in the two workbooks; plans follow. */
static const char *const before[UNITS][FIGURES + 2] = {{"400", "300", "100", "3", "7", "Có", "500", "120"},
                                                       {"602", "301", "301", "0", "11", "Không", "550", "200"},
                                                       {"410", "290", "120", "5", "4", "Có", "400", "100"},
                                                       {"350", "250", "100", "1", "12", "Không", "360", "90"}};
static const char *const after[UNITS][FIGURES + 2] = {{"450", "290", "160", "6", "5", "Không", "440", "150"},
                                                      {"500", "320", "180", "2", "3", "Có", "520", "200"},
                                                      {"380", "300", "80", "1", "10", "Có", "400", "110"},
                                                      {"900", "500", "400", "4", "13", "Có", "360", "390"}};

typedef struct live_book {
    th_arena *arena;
    th_book *book;
} live_book;

static th_dataset *facts_of(th_arena *arena, th_definition *d, const char *const typed[UNITS][FIGURES + 2],
                            uint32_t units)
{
    th_dataset *ds = th_dataset_new(arena, d);
    for (uint32_t unit = 0; unit < units; unit++) {
        th_fixture_source(ds, unit);
        for (size_t k = 0; k < FIGURES; k++)
            th_fixture_fact(ds, unit, codes[k], TH_NOW, typed[unit][k]);
        th_fixture_fact(ds, unit, "M.01", TH_PLAN, typed[unit][FIGURES]);
        th_fixture_fact(ds, unit, "M.03", TH_PLAN, typed[unit][FIGURES + 1]);
        th_fixture_fact(ds, unit, "M.01", TH_PREVIOUS, "390");
    }
    th_dataset_seal(ds);
    return ds;
}

static live_book write_live(const char *const typed[UNITS][FIGURES + 2], uint32_t units)
{
    live_book made = {.arena = th_arena_new(0)};
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS,           {"cham-diem.csv", criteria}, {"thang-diem.csv", bands},
                                     {"xep-hang.csv", rankings}, {"phan-dinh.csv", ties},     {"so-nhan.csv", receipts},
                                     {"cum-cham.csv", given}};
    th_definition *d = th_fixture_definition(made.arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(d);
    th_dataset *ds = facts_of(made.arena, d, typed, units);
    th_check_results checks = {0};
    th_check_run(made.arena, ds, &checks);
    th_scores *scores = th_score_run(made.arena, ds, &checks);
    th_findings_sort(&ds->findings);
    const th_report_input in = {.ds = ds,
                                .checks = &checks,
                                .scores = scores,
                                .definition_hash = TH_STR("00ff"),
                                .program = TH_STR("tonghop"),
                                .created = 1736467200};
    const char *path = scratch_path(made.arena);
    th_trouble trouble = {0};
    th_findings faults = {0};
    assert_int_equal(th_report_write(made.arena, &in, path, &trouble), TH_OK);
    const th_book_file file = {.bytes = scratch_bytes(made.arena, path), .name = TH_STR("out.xlsx")};
    assert_true(th_book_open(made.arena, &th_limits_default, &file, &made.book, &faults) < TH_FAILED);
    th_book_normalise(made.book);
    return made;
}

static bool is_result(const live_book *of, sheet_value value, const th_cell *stored)
{
    if (!stored)
        return value.kind == VALUE_BLANK || (value.kind == VALUE_TEXT && !value.text.len);
    if (stored->type == TH_CELL_TEXT)
        return th_str_eq(value_as_text(&(spreadsheet){.arena = of->arena}, value), stored->text);
    double size = fabs(stored->number) > 1 ? fabs(stored->number) : 1;
    return value.kind == VALUE_NUMBER && fabs(value.number - stored->number) <= 1e-9 * size;
}

static void not_that(const live_book *of, const th_sheet *sheet, const th_formula *formula, sheet_value value)
{
    const th_cell *stored = th_sheet_at(sheet, formula->row, formula->col);
    th_str shown = stored ? th_cell_shown(of->arena, of->book, stored) : (th_str){0};
    fail_msg(TH_FMT " " TH_FMT ": =" TH_FMT "\nis “" TH_FMT "”, stored “" TH_FMT "”", TH_ARG(sheet->name),
             TH_ARG(th_cell_name(of->arena, formula->row, formula->col)), TH_ARG(formula->text),
             TH_ARG(value_as_text(&(spreadsheet){.arena = of->arena}, value)), TH_ARG(shown));
}

static void every_formula_gives_the_result_beside_it(void **state)
{
    (void)state;
    for (uint32_t units = 2; units <= UNITS; units++)
        for (int round = 0; round < 2; round++) {
            live_book live = write_live(round ? after : before, units);
            spreadsheet work = spreadsheet_of(live.arena, live.book);
            size_t n = 0;
            for (size_t i = 0; i < live.book->nsheets; i++) {
                const th_sheet *sheet = &live.book->sheets[i];
                if (th_str_eq(sheet->name, TH_STR("LÝ LỊCH SỐ LIỆU")))
                    continue; /* looks up by key; tests/office/biography_test.py */
                for (size_t k = 0; k < sheet->nformulas; k++, n++) {
                    const th_formula *formula = &sheet->formulas[k];
                    sheet_value value = spreadsheet_result(&work, sheet, formula);
                    if (!is_result(&live, value, th_sheet_at(sheet, formula->row, formula->col)))
                        not_that(&live, sheet, formula, value);
                }
            }
            assert_true(n > 200);
            th_arena_free(live.arena);
        }
}

static th_sheet *sheet_named(const live_book *of, const char *name)
{
    for (size_t i = 0; i < of->book->nsheets; i++)
        if (th_str_eq(of->book->sheets[i].name, th_str_of(name)))
            return &of->book->sheets[i];
    fail_msg("no sheet %s", name);
    return NULL;
}

/* Types the figures of the other workbook over those of this one: all cells of a sheet that are no formulas. */
static void type_over(const live_book *into, const live_book *from, const char *name)
{
    th_sheet *to = sheet_named(into, name);
    const th_sheet *sheet = sheet_named(from, name);
    assert_int_equal(to->ncells, sheet->ncells);
    for (size_t i = 0; i < sheet->ncells; i++) {
        assert_int_equal(to->cells[i].row, sheet->cells[i].row);
        assert_int_equal(to->cells[i].col, sheet->cells[i].col);
        if (th_sheet_formula_at(to, to->cells[i].row, to->cells[i].col))
            continue;
        to->cells[i].type = sheet->cells[i].type;
        to->cells[i].number = sheet->cells[i].number;
        to->cells[i].text = sheet->cells[i].text;
    }
}

/* What tells that the sheet was changed, as it was here. */
static bool is_of_control(const th_formula *formula)
{
    return th_str_starts(formula->text, TH_STR("IF(EXACT(")) || th_str_starts(formula->text, TH_STR("'SỐ KIỂM SOÁT'!"));
}

/* A formula that is one row short, or names the wrong cell, may give the right result by chance; not twice. */
static void changed_inputs_change_the_results(void **state)
{
    (void)state;
    static const char *const sheets[] = {"TỔNG HỢP", "B1", "CHẤM ĐIỂM"};
    live_book live = write_live(before, UNITS), wanted = write_live(after, UNITS);
    type_over(&live, &wanted, "TỔNG HỢP");
    type_over(&live, &wanted, "B1");
    spreadsheet work = spreadsheet_of(live.arena, live.book);
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        const th_sheet *sheet = sheet_named(&live, sheets[i]), *other = sheet_named(&wanted, sheets[i]);
        assert_int_equal(sheet->nformulas, other->nformulas);
        for (size_t k = 0; k < sheet->nformulas; k++) {
            const th_formula *formula = &sheet->formulas[k];
            if (is_of_control(formula))
                continue;
            sheet_value value = spreadsheet_result(&work, sheet, formula);
            if (!is_result(&live, value, th_sheet_at(other, formula->row, formula->col)))
                not_that(&live, other, formula, value);
        }
    }
    th_arena_free(live.arena);
    th_arena_free(wanted.arena);
}

/* Sign, groups, comma, decimals and the carry between them, by the formula and as th_exact_vi() writes them. */
static void a_live_number_reads_as_it_is_written(void **state)
{
    (void)state;
    static const char *const numbers[] = {"0",          "0.004",        "-0.004",        "0.005",      "7",
                                          "-7.5",       "12.34",        "99.995",        "999.995",    "999.994",
                                          "1000",       "-1023.4",      "100007",        "999999.995", "1000000",
                                          "1002003.04", "999999999.99", "123456789012.5"};
    static const th_live_digits digits[] = {{0, TH_ZEROS_KEPT, 4}, {1, TH_ZEROS_CUT, 4},      {2, TH_ZEROS_KEPT, 4},
                                            {2, TH_ZEROS_CUT, 4},  {2, TH_ZEROS_OF_WHOLE, 4}, {3, TH_ZEROS_CUT, 4}};
    live_book live = write_live(before, 2);
    spreadsheet work = spreadsheet_of(live.arena, live.book);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        for (size_t k = 0; k < sizeof digits / sizeof *digits; k++) {
            const th_exact *number = th_exact_parse(live.arena, th_str_of(numbers[i]));
            th_str cell = th_str_fmt(live.arena, "(%s)", numbers[i]);
            th_live_text told = th_live_number(live.arena, cell, number, digits[k]);
            th_formula formula = {.text = told.formula};
            sheet_value value = spreadsheet_once(&work, &live.book->sheets[0], &formula);
            th_str shown = value_as_text(&work, value);
            if (!th_str_eq(shown, told.text) && !th_str_eq(told.text, TH_STR("-0")))
                fail_msg("%s, %d decimals, %d: “" TH_FMT "”, not “" TH_FMT "”", numbers[i], digits[k].decimals,
                         (int)digits[k].zeros, TH_ARG(shown), TH_ARG(told.text));
        }
    th_arena_free(live.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_formula_gives_the_result_beside_it),
        cmocka_unit_test(changed_inputs_change_the_results),
        cmocka_unit_test(a_live_number_reads_as_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
