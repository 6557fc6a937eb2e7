/* A form of scores that a unit gave itself: codes, maxima, sums, and the grand total.  Group I has the parts I.1 (of
 * 10) and I.2 (of 20), T is a bonus group of at most 5 with T.1 and T.2 of 4 each, and P a deduction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "book_fixture.h"
#include "form/score_form.h"

enum { GROUP, PART_1, PART_2, BONUS, BONUS_1, BONUS_2, MINUS, CRITERIA, MOST_ROWS = 9 };

typedef struct scored_row {
    const char *code, *label, *most, *self;
} scored_row;

static void add_criteria(th_arena *arena, th_definition *d)
{
    static const struct {
        const char *code;
        uint32_t parent;
        bool leaf, bonus;
        long long max;
        int sign;
    } rows[CRITERIA] = {{"I", TH_NONE, false, false, 30, 1}, {"I.1", GROUP, true, false, 10, 1},
                        {"I.2", GROUP, true, false, 20, 1},  {"T", TH_NONE, false, true, 5, 1},
                        {"T.1", BONUS, true, false, 4, 1},   {"T.2", BONUS, true, false, 4, 1},
                        {"P", TH_NONE, true, true, 10, -1}};
    if (!d)
        abort(); /* its faults are printed */
    d->criteria = th_arena_array(arena, CRITERIA, sizeof *d->criteria);
    d->ncriteria = CRITERIA;
    for (size_t i = 0; i < CRITERIA; i++)
        d->criteria[i] = (th_criterion){.code = th_str_of(rows[i].code),
                                        .title = th_str_of(rows[i].code),
                                        .parent = rows[i].parent,
                                        .leaf = rows[i].leaf,
                                        .bonus = rows[i].bonus,
                                        .sign = rows[i].sign,
                                        .max = th_exact_int(arena, rows[i].max)};
    th_criteria_note_codes(arena, d);
}

static bakery open_scores(void)
{
    th_fixture_part parts[BAKERY_PARTS];
    bakery b = {.arena = th_arena_new(0)};
    for (size_t i = 0; i < BAKERY_PARTS; i++) {
        parts[i] = bakery_parts[i];
        const char *more = strcmp(parts[i].name, "bieu.csv") == 0  ? "F3,Tự chấm,Biểu 03,chấm điểm,Không\n"
                           : strcmp(parts[i].name, "cot.csv") == 0 ? "F3,C.ma,Mã,,mã tiêu chí,Có,\n"
                                                                     "F3,C.ten,Tiêu chí,,chữ,Không,\n"
                                                                     "F3,C.td,Điểm tối đa,,số thực,Không,\n"
                                                                     "F3,C.tc,Điểm tự chấm,,điểm tự chấm,Không,\n"
                                                                   : "";
        parts[i].csv = th_str_cstr(b.arena, th_str_fmt(b.arena, "%s%s", parts[i].csv, more));
    }
    b.d = th_fixture_definition(b.arena, parts, BAKERY_PARTS);
    add_criteria(b.arena, b.d);
    b.book = th_book_new(b.arena, &th_limits_default);
    b.ds = th_dataset_new(b.arena, b.d);
    return b;
}

static void typed(bakery *b, size_t s, uint32_t row, uint32_t col, const char *cell)
{
    char *end;
    double value = cell ? strtod(cell, &end) : 0;
    if (cell && *cell && !*end)
        number(b, s, row, col, value);
    else if (cell && *cell)
        text(b, s, row, col, cell);
}

static bakery read_scores(const scored_row *rows)
{
    static const char *const header[] = {"Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"};
    bakery b = open_scores();
    size_t form = sheet(&b, "Biểu 01"), s = sheet(&b, "Biểu 03");
    frame(&b, form, "HẠ LONG", "Năm 2024");
    figure(&b, form, 6, "Tổng số bánh", 30);
    text(&b, s, 0, 0, "HẠ LONG");
    for (uint32_t col = 0; col < 4; col++)
        text(&b, s, 3, col, header[col]);
    for (uint32_t i = 0; i < MOST_ROWS; i++) {
        typed(&b, s, 4 + i, 0, rows[i].code);
        typed(&b, s, 4 + i, 1, rows[i].code && *rows[i].code ? "Nội dung" : rows[i].label);
        typed(&b, s, 4 + i, 2, rows[i].most);
        typed(&b, s, 4 + i, 3, rows[i].self);
    }
    extract(&b, "a.xlsx");
    return b;
}

/* The score that counts of the nth row with a code, "" when none does. */
static const char *score_at(const bakery *b, uint32_t item)
{
    uint32_t column = th_definition_column(b->d, TH_STR("C.tc"));
    for (size_t i = 0; i < b->ds->nfacts; i++) {
        const th_fact *fact = &b->ds->facts[i];
        if (fact->item == item && fact->indicator == column && fact->value.state == TH_STATE_VALUE && fact->value.num)
            return th_str_cstr(b->arena, th_exact_text(b->arena, fact->value.num));
    }
    return "";
}

static void scores_of_one_row(void **state)
{
    (void)state;
    enum { NOTHING = -1 };
    static const struct {
        scored_row row;
        const char *counts;
        int finding;
    } cases[] = {
        {{"I.1", "", "10", "9.5"}, "9.5", NOTHING},
        {{"I.1", "", "10", "10"}, "10", NOTHING},
        {{"I.1", "", "10", "0"}, "0", NOTHING},
        {{"I.1", "", "10", "10.01"}, "", TH_F_SELF_SCORE_RANGE},
        {{"I.1", "", "10", "-1"}, "", TH_F_SELF_SCORE_RANGE},
        {{"I.1", "", "10", "9,5/10"}, "9.5", NOTHING},
        {{"I.1", "", "10", "9,5/20"}, "", TH_F_VALUE_UNREADABLE},
        {{"I.1", "", "10", "9 điểm"}, "9", NOTHING},
        {{"I.1", "", "10", "khoảng 9"}, "", TH_F_VALUE_UNREADABLE},
        {{"I.1", "", "10", "tốt"}, "", TH_F_VALUE_UNREADABLE},
        {{"I.1", "", "", "9"}, "9", NOTHING},
        {{"I.1", "", "12", "9"}, "9", TH_F_SELF_SCORE_MAXIMUM},
        {{"I. 1", "", "10", "9"}, "9", NOTHING},
        {{"I.7", "", "10", "9"}, "", TH_F_SELF_SCORE_UNKNOWN},
        {{"I.7", "", "10", ""}, "", NOTHING},
        {{"P", "", "10", "3"}, "3", NOTHING},
        {{"P", "", "10", "-3"}, "3", NOTHING}, /* a deduction with its sign */
        {{"P", "", "-10", "-3"}, "3", NOTHING},
        {{"P", "", "10", "-11"}, "", TH_F_SELF_SCORE_RANGE},
    };
    static const th_finding_kind kinds[] = {TH_F_SELF_SCORE_RANGE,   TH_F_VALUE_UNREADABLE, TH_F_SELF_SCORE_MAXIMUM,
                                            TH_F_SELF_SCORE_UNKNOWN, TH_F_SELF_SCORE_TWICE, TH_F_SELF_SCORE_SUM,
                                            TH_F_SELF_SCORE_TOTAL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const scored_row rows[MOST_ROWS] = {cases[i].row};
        bakery b = read_scores(rows);
        if (strcmp(score_at(&b, 1), cases[i].counts) != 0)
            fail_msg("case %zu: “%s”", i, score_at(&b, 1));
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if ((count_of(&b, kinds[k]) > 0) != ((int)kinds[k] == cases[i].finding))
                fail_msg("case %zu: finding %d", i, (int)kinds[k]);
        th_arena_free(b.arena);
    }
}

/* What is said of rows together. */
static void scores_of_several_rows(void **state)
{
    (void)state;
    static const struct {
        scored_row rows[MOST_ROWS];
        size_t sum, total, twice, range;
    } cases[] = {
        {{{"I", "", "", "19"}, {"I.1", "", "", "9"}, {"I.2", "", "", "10"}}, 0, 0, 0, 0},
        {{{"I", "", "", "20"}, {"I.1", "", "", "9"}, {"I.2", "", "", "10"}}, 1, 0, 0, 0},
        {{{"I", "", "", "9"}, {"I.1", "", "", "9"}}, 0, 0, 0, 0},
        /* three figures, rounded to two decimals each: 0,015 in all */
        {{{"I", "", "", "19.015"}, {"I.1", "", "", "9"}, {"I.2", "", "", "10"}}, 0, 0, 0, 0},
        {{{"I", "", "", "19.016"}, {"I.1", "", "", "9"}, {"I.2", "", "", "10"}}, 1, 0, 0, 0},
        /* nothing is said of a sum of which a part is not known */
        {{{"I", "", "", "25"}, {"I.1", "", "", "9"}, {"I.2", "", "", "tốt"}}, 0, 0, 0, 0},
        {{{"I", "", "", "25"}, {"I.1", "", "", "9"}, {"I.9", "", "", "10"}}, 0, 0, 0, 0},
        {{{"I", "", "", "25"}, {"I.1", "", "", "9"}, {"I.2", "", "", "8"}, {"I.9", "", "", "10"}}, 1, 0, 0, 0},
        /* two rows of one criterion */
        {{{"I.1", "", "", "9"}, {"I.1", "", "", "8"}}, 0, 0, 1, 0},
        {{{"I.1", "", "", "9"}, {"I.1", "", "", "9"}}, 0, 0, 0, 0},
        {{{"I", "", "", "25"}, {"I.1", "", "", "9"}, {"I.1", "", "", "8"}}, 0, 0, 1, 0},
        /* a bonus group stops at its maximum */
        {{{"T", "", "", "5"}, {"T.1", "", "", "4"}, {"T.2", "", "", "4"}}, 0, 0, 0, 0},
        {{{"T", "", "", "3"}, {"T.1", "", "", "2"}, {"T.2", "", "", "1"}}, 0, 0, 0, 0},
        {{{"T", "", "", "8"}, {"T.1", "", "", "4"}, {"T.2", "", "", "4"}}, 0, 0, 0, 1},
        {{{"I", "", "", "31"}, {"I.1", "", "", "11"}, {"I.2", "", "", "20"}}, 0, 0, 0, 1}, /* the part is named */
        {{{"I", "", "", "31"}}, 0, 0, 0, 1},
        /* the grand total */
        {{{"I", "", "", "19"}, {"P", "", "", "3"}, {"", "Tổng cộng", "", "16"}}, 0, 0, 0, 0},
        {{{"I", "", "", "19"}, {"P", "", "", "3"}, {"", "Tổng cộng", "", "19"}}, 0, 1, 0, 0},
        {{{"I", "", "", "19"}, {"P", "", "", "3"}, {"", "Tổng cộng (I)", "", "19"}}, 0, 0, 0, 0},
        {{{"I", "", "", "19"}, {"T", "", "", "3"}, {"", "Tổng cộng (I)", "", "19"}}, 0, 0, 0, 0},
        {{{"I", "", "", "19"}, {"T", "", "", "3"}, {"", "Tổng cộng", "", "19"}}, 0, 1, 0, 0},
        {{{"I.1", "", "", "9"}, {"I.2", "", "", "10"}, {"T.1", "", "", "1"}, {"", "Tổng cộng", "", "20"}}, 0, 0, 0, 0},
        {{{"I.1", "", "", "9"}, {"I.2", "", "", "tốt"}, {"", "Tổng cộng", "", "25"}}, 0, 0, 0, 0},
        {{{"", "Tổng cộng", "", "25"}}, 0, 0, 0, 0},
        {{{"I", "", "", "19"}, {"", "Cộng mục I", "", "7"}}, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = read_scores(cases[i].rows);
        if (count_of(&b, TH_F_SELF_SCORE_SUM) != cases[i].sum ||
            count_of(&b, TH_F_SELF_SCORE_TOTAL) != cases[i].total ||
            count_of(&b, TH_F_SELF_SCORE_TWICE) != cases[i].twice ||
            count_of(&b, TH_F_SELF_SCORE_RANGE) != cases[i].range)
            fail_msg("case %zu: sum %zu, total %zu, twice %zu, range %zu", i, count_of(&b, TH_F_SELF_SCORE_SUM),
                     count_of(&b, TH_F_SELF_SCORE_TOTAL), count_of(&b, TH_F_SELF_SCORE_TWICE),
                     count_of(&b, TH_F_SELF_SCORE_RANGE));
        th_arena_free(b.arena);
    }
}

/* Five changed maxima are named one by one, six are one finding. */
static void changed_maxima(void **state)
{
    (void)state;
    static const char *const codes[] = {"I.1", "I.2", "T", "T.1", "T.2", "P"};
    for (size_t n = 1; n <= 6; n++) {
        scored_row rows[MOST_ROWS] = {{0}};
        for (size_t i = 0; i < n; i++)
            rows[i] = (scored_row){codes[i], "", "99", "1"};
        bakery b = read_scores(rows);
        assert_int_equal(count_of(&b, TH_F_SELF_SCORE_MAXIMUM), n <= 5 ? n : 1);
        assert_int_equal(says(&b, TH_F_SELF_SCORE_MAXIMUM, TH_STR("5 ô khác")), n == 6);
        th_arena_free(b.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_of_one_row),
        cmocka_unit_test(scores_of_several_rows),
        cmocka_unit_test(changed_maxima),
    };
    return cmocka_run_group_tests_name("score form", tests, NULL, NULL);
}
