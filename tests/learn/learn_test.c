/* A definition learnt from a sheet made in memory: what it proposes, that it loads, and that it reads the
 * very sheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../fact/book_fixture.h"
#include "learn/learn.h"

static void formula(bakery *b, size_t s, uint32_t row, const char *words)
{
    const th_formula f = {.row = row, .col = 5, .text = th_str_of(words)};
    th_sheet_formula(b->book, &b->book->sheets[s], &f);
}

static size_t trees(bakery *b)
{
    static const struct {
        const char *label;
        double now;
    } rows[] = {{"Tổng số cây", 30}, {"Cây ăn quả", 10}, {"Cây bóng mát", 20}, {"Diện tích vườn (ha)", 4.5}};
    size_t s = sheet(b, "Biểu 07");
    frame(b, s, "VƯỜN HẠ LONG", "Năm 2023");
    text(b, s, 1, 0, "BÁO CÁO CÂY TRỒNG");
    for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++)
        figure(b, s, 6 + i, rows[i].label, rows[i].now);
    return s;
}

static void seal(bakery *b)
{
    for (size_t s = 0; s < b->book->nsheets; s++)
        th_sheet_seal(&b->book->sheets[s]);
    th_book_normalise(b->book);
}

static th_str part_named(const th_learned *learned, const char *name)
{
    for (size_t i = 0; i < learned->nparts; i++)
        if (th_str_eq(learned->parts[i].name, th_str_of(name)))
            return learned->parts[i].bytes;
    fail_msg("no %s", name);
    return (th_str){0};
}

static void holds(const th_learned *learned, const char *part, const char *row)
{
    if (th_str_find(part_named(learned, part), th_str_of(row), 0) == SIZE_MAX)
        fail_msg("%s: no “%s” in\n" TH_FMT, part, row, TH_ARG(part_named(learned, part)));
}

static void a_form_its_indicators_and_the_rule_of_its_total(void **state)
{
    (void)state;
    bakery b = bakery_open();
    formula(&b, trees(&b), 6, "F8+F9");
    seal(&b);
    th_learned learned;
    assert_int_equal(th_learn(b.arena, b.book, 2020, &learned), TH_OK);
    assert_int_equal(learned.forms, 1);
    assert_int_equal(learned.indicators, 4);
    assert_int_equal(learned.columns, 0);
    assert_int_equal(learned.rules, 1);
    assert_int_equal(learned.year, 2023);
    assert_true(learned.year_stated);
    holds(&learned, "bieu.csv", ",Biểu 07,chỉ tiêu,Có\r\n");
    holds(&learned, "cot.csv", "*,,Năm trước,,năm trước,");
    holds(&learned, "cot.csv", "*,,Năm nay,,năm nay,Có,");
    holds(&learned, "chi-tieu.csv", "BIEU_07.02,BIEU_07,,,,Cây ăn quả,,,số nguyên,");
    holds(&learned, "chi-tieu.csv", "BIEU_07.04,BIEU_07,,,,Diện tích vườn (ha),,,số thực,");
    holds(&learned, "kiem-tra.csv", ",đơn vị,BIEU_07.01,=,BIEU_07.02 + BIEU_07.03,,lỗi,");
    th_arena_free(b.arena);
}

static void what_is_learnt_reads_the_very_sheet(void **state)
{
    (void)state;
    bakery b = bakery_open();
    formula(&b, trees(&b), 6, "SUM(F8:F9)");
    seal(&b);
    th_learned learned;
    th_findings faults = {0};
    assert_int_equal(th_learn(b.arena, b.book, 2020, &learned), TH_OK);
    const th_definition_parts parts = {learned.parts, learned.nparts};
    assert_int_equal(th_definition_load(b.arena, &th_limits_default, &parts, &b.d, &faults), TH_OK);
    assert_int_equal(faults.n, 0);
    assert_int_equal(b.d->nchecks, 1);
    b.ds = th_dataset_new(b.arena, b.d);
    const th_source source = {.file = TH_STR("a.xlsx"), .sha256 = TH_STR("ab"), .bytes = 1};
    th_extract(b.ds, b.book, &source, 0);
    assert_string_equal(value_of(&b, "BIEU_07.01", TH_NOW), "30");
    assert_string_equal(value_of(&b, "BIEU_07.03", TH_NOW), "20");
    assert_string_equal(value_of(&b, "BIEU_07.04", TH_NOW), "4.5");
    th_arena_free(b.arena);
}

static void formulas_of_other_cells_give_no_rule(void **state)
{
    (void)state;
    static const char *const formulas[] = {"RAND()", "F7", "'Biểu 99'!F8+F9", "F8+F40"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        bakery b = bakery_open();
        formula(&b, trees(&b), 6, formulas[i]);
        seal(&b);
        th_learned learned;
        assert_int_equal(th_learn(b.arena, b.book, 2020, &learned), TH_OK);
        if (learned.rules)
            print_error("%s\n" TH_FMT "\n", formulas[i], TH_ARG(part_named(&learned, "kiem-tra.csv")));
        assert_int_equal(learned.rules, 0);
        th_arena_free(b.arena);
    }
}

static void without_a_header_nothing_is_learnt_and_without_a_year_the_given_one_counts(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Thư");
    text(&b, s, 0, 0, "Kính gửi các vườn");
    seal(&b);
    th_learned learned;
    assert_int_equal(th_learn(b.arena, b.book, 2020, &learned), TH_FAILED);
    th_arena_free(b.arena);

    b = bakery_open();
    s = sheet(&b, "Biểu 07");
    frame(&b, s, "VƯỜN HẠ LONG", "Báo cáo cây trồng");
    figure(&b, s, 6, "Tổng số cây", 30);
    figure(&b, s, 7, "Cây ăn quả", 10);
    figure(&b, s, 8, "Cây bóng mát", 20);
    seal(&b);
    assert_int_equal(th_learn(b.arena, b.book, 2020, &learned), TH_OK);
    assert_int_equal(learned.year, 2020);
    assert_false(learned.year_stated);
    holds(&learned, "cai-dat.csv", "Kỳ,2020\r\n");
    th_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_its_indicators_and_the_rule_of_its_total),
        cmocka_unit_test(what_is_learnt_reads_the_very_sheet),
        cmocka_unit_test(formulas_of_other_cells_give_no_rule),
        cmocka_unit_test(without_a_header_nothing_is_learnt_and_without_a_year_the_given_one_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
