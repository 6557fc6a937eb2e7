/* QUY TẮC read back: each rule in codes and in words, its state with who and why, what came of it; links both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "definition_fixture.h"
#include "report/expr_words.h"
#include "report/report.h"
#include "library_leaks.h"
#include "scratch_file.h"

static const char checks_csv[] =
    "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái,Ai đổi,Ngày đổi,Lý do đổi,Căn cứ,Từ kỳ\n"
    "K-1,Tổng bằng các phần,đơn vị,M.01,=,M.02 + M.03,,lỗi,bỏ qua,bật,,,,Biểu 1,\n"
    "K-2,Không quá tổng,đơn vị,M.03,<=,\"0,5*(M.01 - 10)\",5%,lỗi,bỏ qua|coi là 0,giảm mức,An,2025-01-02,đang xem,,\n"
    "K-3,Tắt,đơn vị,M.05,>=,0,0,cảnh báo,bỏ qua,tắt,Bình,2025-01-03,=HYPERLINK(1),,\n"
    "K-4,Kỳ sau,đơn vị,M.05,>=,0,2,cảnh báo,bỏ qua,bật,,,,,2030\n"
    "K*5,Cụm,cụm,M.05,cùng có,MAX(M.01;KY()),0,ghi chú,bỏ qua khi trống hết,bật,,,,,\n"
    "K-6,Dòng,từng dòng,DONG,>=,TRUOC(DONG),0,cảnh báo,bỏ qua,bật,,,,,\n";

enum {
    CODE,
    NAME,
    SCOPE,
    LEFT,
    SIGN,
    RIGHT,
    WORDS,
    TOLERANCE,
    MISSING,
    LEVEL,
    STATE,
    WHO,
    PASSED,
    FAILED,
    WAITING,
    FOUND
};

typedef struct rules_book {
    th_arena *arena;
    th_book *book;
    th_definition *d;
} rules_book;

static void state_facts(th_dataset *ds)
{
    static const char *const typed[4][3] = {
        {"100", "60", "40"}, {"100", "60", "80"}, {"100", "", ""}, {"90", "50", "40"}};
    static const char *const codes[] = {"M.01", "M.02", "M.03"};
    for (uint32_t u = 0; u < 4; u++) {
        th_fixture_source(ds, u);
        for (size_t k = 0; k < 3; k++)
            if (*typed[u][k])
                th_fixture_fact(ds, u, codes[k], TH_NOW, typed[u][k]);
    }
    th_fixture_fact(ds, 0, "M.01", TH_PREVIOUS, "90");
    th_fixture_fact(ds, 0, "M.02", TH_PREVIOUS, "70");
}

static rules_book write_rules(const char *csv)
{
    rules_book made = {.arena = th_arena_new(0)};
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"kiem-tra.csv", csv}};
    made.d = th_fixture_definition(made.arena, parts, sizeof parts / sizeof *parts - !csv);
    assert_non_null(made.d);
    th_dataset *ds = th_dataset_new(made.arena, made.d);
    if (csv)
        state_facts(ds);
    th_dataset_seal(ds);
    th_check_results checks = {0};
    if (csv)
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

static const th_sheet *sheet_of(const rules_book *of, const char *name)
{
    for (size_t i = 0; i < of->book->nsheets; i++)
        if (th_str_eq(of->book->sheets[i].name, th_str_of(name)))
            return &of->book->sheets[i];
    fail_msg("no sheet %s", name);
    return NULL;
}

static uint32_t row_of_rule(const rules_book *of, const char *code)
{
    for (uint32_t row = 5; row < 60; row++) {
        const th_cell *cell = th_sheet_at(sheet_of(of, "QUY TẮC"), row, CODE);
        if (cell && th_str_eq(cell->text, th_str_of(code)))
            return row;
    }
    fail_msg("no rule %s", code);
    return 0;
}

static void says(const rules_book *of, const char *code, uint32_t col, const char *want)
{
    const th_cell *cell = th_sheet_at(sheet_of(of, "QUY TẮC"), row_of_rule(of, code), col);
    const char *text = cell ? th_str_cstr(of->arena, th_cell_shown(of->arena, of->book, cell)) : "";
    assert_string_equal(text, want);
}

static void a_rule_is_told_in_codes_and_in_words(void **state)
{
    (void)state;
    rules_book of = write_rules(checks_csv);
    says(&of, "K-1", SCOPE, "đơn vị");
    says(&of, "K-1", LEFT, "M.01");
    says(&of, "K-1", SIGN, "=");
    says(&of, "K-1", RIGHT, "M.02 + M.03");
    says(&of, "K-1", WORDS, "“Tổng lượt mượn” phải bằng “Người lớn” + “Trẻ em”");
    says(&of, "K-1", TOLERANCE, "tự động, theo số lẻ đã ghi");
    says(&of, "K-1", MISSING, "bỏ qua");
    says(&of, "K-1", LEVEL, "lỗi");
    says(&of, "K-2", WORDS, "“Trẻ em” không được lớn hơn 0,5 × (“Tổng lượt mượn” - 10)");
    says(&of, "K-2", TOLERANCE, "5 %");
    says(&of, "K-2", MISSING, "vế trái: bỏ qua; vế phải: coi là 0");
    says(&of, "K-2", LEVEL, "cảnh báo (gốc: lỗi)");
    says(&of, "K-4", TOLERANCE, "2");
    says(&of, "K*5", SIGN, "cùng có");
    says(&of, "K*5", WORDS,
         "“Sách mới” phải cùng có hoặc cùng không với số lớn nhất trong (“Tổng lượt mượn”; năm báo cáo)");
    says(&of, "K-6", WORDS, "số ở dòng đang xét không được nhỏ hơn số ở dòng đang xét (năm trước)");
    th_arena_free(of.arena);
}

static void the_state_has_who_when_and_why(void **state)
{
    (void)state;
    rules_book of = write_rules(checks_csv);
    says(&of, "K-1", STATE, "đang dùng");
    says(&of, "K-1", WHO, "Căn cứ: Biểu 1");
    says(&of, "K-2", STATE, "giảm mức");
    says(&of, "K-2", WHO, "An, 2025-01-02, đang xem");
    says(&of, "K-3", STATE, "tạm ngừng");
    says(&of, "K-3", WHO, "Bình, 2025-01-03, =HYPERLINK(1)");
    says(&of, "K-4", STATE, "ngoài kỳ");
    says(&of, "K-4", WHO, "áp dụng từ kỳ 2030");
    th_arena_free(of.arena);
}

static void results_are_counted_as_in_the_matrix(void **state)
{
    (void)state;
    rules_book of = write_rules(checks_csv);
    const th_sheet *matrix = sheet_of(&of, "MA TRẬN KIỂM TRA"), *rules = sheet_of(&of, "QUY TẮC");
    for (uint32_t i = 0; i < of.d->nchecks; i++) {
        static const char *const begins[] = {"đạt", "sai", "–"};
        for (uint32_t k = 0; k < 3; k++) {
            double n = 0;
            for (uint32_t col = 4; col < 9; col++) {
                const th_cell *cell = th_sheet_at(matrix, 5 + i, col);
                n += cell && th_str_starts(cell->text, th_str_of(begins[k]));
            }
            const th_cell *cell = th_sheet_at(rules, 5 + i, PASSED + k);
            assert_non_null(cell);
            assert_true(cell->flags & TH_CELL_FORMULA);
            assert_true(cell->number == n);
        }
    }
    says(&of, "K-1", PASSED, "2");
    says(&of, "K-1", FAILED, "1");
    says(&of, "K-1", WAITING, "1");
    says(&of, "K-1", FOUND, "1");
    th_arena_free(of.arena);
}

/* A code with a wildcard is looked for literally, and one that COUNTIF might read otherwise is compared. */
static void a_code_is_looked_for_as_it_stands(void **state)
{
    (void)state;
    rules_book of = write_rules(checks_csv);
    const th_sheet *rules = sheet_of(&of, "QUY TẮC");
    const th_formula *plain = th_sheet_formula_at(rules, row_of_rule(&of, "K-1"), PASSED),
                     *wild = th_sheet_formula_at(rules, row_of_rule(&of, "K*5"), PASSED),
                     *found = th_sheet_formula_at(rules, row_of_rule(&of, "K*5"), FOUND);
    assert_true(th_str_find(plain->text, TH_STR("SUBSTITUTE"), 0) == SIZE_MAX);
    assert_true(th_str_find(wild->text, TH_STR("\"~*\""), 0) != SIZE_MAX);
    assert_true(th_str_starts(found->text, TH_STR("SUMPRODUCT(")));
    th_arena_free(of.arena);
}

static void without_rules_a_sentence_says_so(void **state)
{
    (void)state;
    rules_book of = write_rules(NULL);
    const th_cell *cell = th_sheet_at(sheet_of(&of, "QUY TẮC"), 5, 0);
    assert_non_null(cell);
    assert_true(th_str_starts(cell->text, TH_STR("Bộ biểu mẫu không có quy tắc nào")));
    th_arena_free(of.arena);
}

static void expressions_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *words;
    } rows[] = {
        {"TY_LE(M.03; M.01)", "tỷ lệ (%) của “Trẻ em” trên “Tổng lượt mượn”"},
        {"IF(M.01 > 5; M.02; 0)", "(nếu “Tổng lượt mượn” lớn hơn 5 thì “Người lớn”, không thì 0)"},
        {"ABS(M.01 - M.02)", "chênh lệch giữa “Tổng lượt mượn” và “Người lớn”"},
        {"M.01 - (M.02 - M.03)", "“Tổng lượt mượn” - (“Người lớn” - “Trẻ em”)"},
        {"M.01 - M.02 - M.03", "“Tổng lượt mượn” - “Người lớn” - “Trẻ em”"},
        {"M.01/(M.02*M.03)", "“Tổng lượt mượn” : (“Người lớn” × “Trẻ em”)"},
        {"SUMIF(DS.loai; \"Mới\")", "tổng “Loại” của các dòng có “Loại” là “Mới”"},
        {"COUNTIFS(DS.loai; \"<>Mới\"; DS.ten; \"A\")", "số dòng có “Loại” <>Mới và “Tên sách” là “A”"},
        {"KE_HOACH(M.01)", "“Tổng lượt mượn” (kế hoạch)"},
        {"KY() - 2022", "năm báo cáo - 2022"},
        {"M.01 + 2022", "“Tổng lượt mượn” + 2.022"},
        {"SO_LOI()", "số lỗi"},
    };
    th_arena *arena = th_arena_new(0);
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS};
    th_definition *d = th_fixture_definition(arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(d);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_expr_error error;
        th_expr *expr = th_expr_parse(arena, th_str_of(rows[i].typed), &d->names, &error);
        assert_non_null(expr);
        assert_string_equal(th_str_cstr(arena, th_expr_vi(arena, d, expr)), rows[i].words);
    }
    assert_int_equal(th_expr_vi(arena, d, NULL).len, 0);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_is_told_in_codes_and_in_words), cmocka_unit_test(the_state_has_who_when_and_why),
        cmocka_unit_test(results_are_counted_as_in_the_matrix), cmocka_unit_test(a_code_is_looked_for_as_it_stands),
        cmocka_unit_test(without_rules_a_sentence_says_so),     cmocka_unit_test(expressions_in_words),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
