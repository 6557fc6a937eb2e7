/* Which year a form is of, by its title; which year a heading names; whose form it is where an addressee is named
 * too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"
#include "fact/header_year.h"

static void a_heading_names_one_year_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long year;
        const char *without;
    } wanted[] = {{"", 0, ""},
                  {"2024", 2024, ""},
                  {"Năm nay (2024)", 2024, "Năm nay "},
                  {"Thực hiện 2023", 2023, "Thực hiện "},
                  {"TH2024", 2024, "TH"},
                  {"12024", 0, "12024"},
                  {"20245", 0, "20245"},
                  {"2023-2024", 0, "-"},
                  {"2024 so với 2024", 2024, " so với "},
                  {"1989", 0, "1989"},
                  {"1990", 1990, ""},
                  {"2100", 2100, ""},
                  {"2101", 0, "2101"},
                  {"202", 0, "202"}};
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_int_equal(th_year_in(th_str_of(wanted[i].text)), wanted[i].year);
        th_str without = th_without_years(arena, th_str_of(wanted[i].text));
        assert_string_equal(th_str_cstr(arena, without), wanted[i].without);
    }
    th_arena_free(arena);
}

/* A form of another year than the period's is not read; what states no year is. */
static void a_title_states_the_year_of_the_form(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        double beside;    /* a number in the next cell; 0: none */
        const char *year; /* that the form is refused for; NULL: it is read */
    } wanted[] = {{"Năm 2024", 0, NULL},
                  {"Năm 2023", 0, "2023"},
                  {"Năm 2023.", 0, "2023"},
                  {"(Năm báo cáo: 2023)", 0, "2023"},
                  {"Năm", 2023, "2023"},
                  {"Năm", 2024, NULL},
                  {"Năm", 1989, NULL},
                  {"Năm học thứ hai", 2023, NULL},
                  {"Năm 1990", 0, "1990"},
                  {"Năm 1989", 0, NULL},
                  {"Năm 2100", 0, "2100"},
                  {"Năm 2101", 0, NULL},
                  {"Năm 20231", 0, NULL},
                  {"Năm 2023a", 0, NULL},
                  {"Năm 2023à", 0, NULL},
                  {"Năm 2021-2025", 0, NULL},
                  {"Năm 2021 - 2025", 0, NULL},
                  {"ngày 5 tháng 1 năm 2023", 0, NULL},
                  {"Năm 2023 và năm 2024", 0, NULL},
                  {"Năm 2022 và năm 2023", 0, "2022"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        frame(&b, s, "HẠ LONG", wanted[i].title);
        if (wanted[i].beside > 0)
            number(&b, s, 2, 1, wanted[i].beside);
        figure(&b, s, 6, "Tổng số bánh", 7);
        extract(&b, "a.xlsx");
        if (count_of(&b, TH_F_FILE_YEAR) != (wanted[i].year != NULL))
            print_error("“%s”\n", wanted[i].title);
        assert_int_equal(count_of(&b, TH_F_FILE_YEAR), wanted[i].year != NULL);
        assert_string_equal(value_of(&b, "S.01", TH_NOW), wanted[i].year ? "" : "7");
        if (wanted[i].year)
            assert_true(says(&b, TH_F_FILE_YEAR, th_str_of(wanted[i].year)));
        th_arena_free(b.arena);
    }
}

/* Whom a form is sent to stands behind "Nơi nhận:" or in the next cell, to the right or below; it is not who sends
 * it. */
static void an_addressee_is_not_the_sender(void **state)
{
    (void)state;
    static const struct {
        uint32_t row, col; /* of the name behind "Nơi nhận:" */
        bool addressee;
    } wanted[] = {{0, 4, true}, {1, 3, true}, {1, 4, false}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, "Biểu 01");
        frame(&b, s, "HẠ LONG", "Năm 2024");
        text(&b, s, 0, 3, "Nơi nhận:");
        text(&b, s, wanted[i].row, wanted[i].col, "Bến Tre");
        figure(&b, s, 6, "Tổng số bánh", 7);
        extract(&b, "a.xlsx");
        assert_int_equal(b.ds->sources[0].unit, wanted[i].addressee ? 1 : TH_NONE); /* else nobody chooses in silence */
        th_arena_free(b.arena);
    }
}

/* An indicator that belongs to no group may stand inside one; the group goes on behind it. */
static void a_row_of_no_group_does_not_end_the_group(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng số bánh", 30);
    text(&b, s, 7, 1, "Bánh bao");
    figure(&b, s, 8, "Bánh hỏng", 2);
    figure(&b, s, 9, "Loại to", 20);
    number(&b, s, 10, 5, 0.7);
    text(&b, s, 10, 1, "Tỷ lệ bánh to");
    extract(&b, "a.xlsx");
    assert_string_equal(value_of(&b, "S.06", TH_NOW), "2");
    assert_string_equal(value_of(&b, "S.03", TH_NOW), "20");
    assert_string_equal(value_of(&b, "S.02", TH_NOW), "");
    assert_int_equal(count_of(&b, TH_F_VALUE_PERCENT_BARE), 1); /* 0,7 among percents is asked about */
    th_arena_free(b.arena);
}

/* What reading had said of the figure that the secretariat replaces becomes a note; what was said of others stays. */
static void an_adjustment_settles_what_was_said_of_its_figure(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_fixture_part parts[BAKERY_PARTS + 1];
    for (size_t i = 0; i < BAKERY_PARTS; i++)
        parts[i] = bakery_parts[i];
    parts[BAKERY_PARTS] = (th_fixture_part){
        "dieu-chinh.csv", "Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\nHL,S.01,năm nay,35,Lan,2025-01-02,CV 1\n"};
    th_definition *d = th_fixture_definition(arena, parts, BAKERY_PARTS + 1);
    assert_non_null(d);
    th_dataset *ds = th_dataset_new(arena, d);
    th_fixture_source(ds, 1);
    th_fixture_fact(ds, 1, "S.01", TH_NOW, "30");
    th_fixture_fact(ds, 1, "S.06", TH_NOW, "2");
    const th_fact *fact = &ds->facts[0];
    const struct {
        const char *unit, *indicator;
        uint32_t row, col;
        bool settled;
    } said[] = {{"HL", "S.01", fact->row, fact->col, true},
                {"HL", "S.01", TH_NO_CELL, TH_NO_CELL, true},
                {"HL", "S.01", fact->row, fact->col + 1, false},
                {"HL", "S.06", fact->row, fact->col, false},
                {"BT", "S.01", fact->row, fact->col, false}};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const th_place place = {.unit = th_str_of(said[i].unit), .row = said[i].row, .col = said[i].col};
        th_finding *finding = th_findings_add(&ds->findings, arena, TH_F_VALUE_PERCENT_BARE, &place,
                                              TH_WITH(TH_STR("Tổng số bánh"), TH_STR("30")));
        finding->indicator = th_str_of(said[i].indicator);
    }
    th_dataset_adjust(ds);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const th_finding *finding = &ds->findings.at[i];
        assert_int_equal(finding->level, said[i].settled ? TH_LEVEL_NOTE : TH_LEVEL_WARNING);
        assert_int_equal(th_str_find(finding->vi, TH_STR("đã điều chỉnh"), 0) != SIZE_MAX, said[i].settled);
    }
    assert_string_equal(th_str_cstr(arena, th_exact_text(arena, ds->facts[0].value.num)), "35");
    assert_string_equal(th_str_cstr(arena, th_exact_text(arena, ds->facts[1].value.num)), "2");
    th_arena_free(arena);
}

/* "Khi trống: coi là 0" is of this year's figure alone. */
static void a_blank_counts_as_nothing_where_the_definition_says_so(void **state)
{
    (void)state;
    bakery b = bakery_open();
    th_fixture_source(b.ds, 1);
    static const struct {
        const char *code;
        th_measure measure;
        th_state state;
    } wanted[] = {
        {"S.06", TH_NOW, TH_STATE_VALUE}, {"S.06", TH_PREVIOUS, TH_STATE_BLANK}, {"S.01", TH_NOW, TH_STATE_BLANK}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        th_fixture_fact(b.ds, 1, wanted[i].code, wanted[i].measure, "");
    th_dataset_seal(b.ds);
    th_dataset_env binding = {.ds = b.ds, .arena = b.arena, .unit = 1};
    th_env env = th_dataset_environment(&binding);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        uint32_t index = th_definition_indicator(b.d, th_str_of(wanted[i].code));
        th_operand operand = env.indicator(env.ctx, index, wanted[i].measure);
        assert_int_equal(operand.state, wanted[i].state);
        if (operand.state == TH_STATE_VALUE)
            assert_int_equal(th_exact_sign(operand.num), 0);
    }
    th_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_names_one_year_or_none),
        cmocka_unit_test(a_title_states_the_year_of_the_form),
        cmocka_unit_test(an_addressee_is_not_the_sender),
        cmocka_unit_test(a_row_of_no_group_does_not_end_the_group),
        cmocka_unit_test(an_adjustment_settles_what_was_said_of_its_figure),
        cmocka_unit_test(a_blank_counts_as_nothing_where_the_definition_says_so),
    };
    return cmocka_run_group_tests_name("year", tests, NULL, NULL);
}
