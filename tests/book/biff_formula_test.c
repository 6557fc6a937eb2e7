/* Formulas of .xls: each token becomes the text that stands in the cell, and what cannot be read gives no formula. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "xls_builder.h"

#define MOST 40

/* Tokens of BIFF8: an integer, a cell whose row and column are relative, an area. */
#define INT(n) 0x1E, (n), 0
#define REF(row, col) 0x44, (row), 0, (col), 0xC0
#define AREA(r1, r2, c1, c2) 0x25, (r1), 0, (r2), 0, (c1), 0xC0, (c2), 0xC0
#define ADD 0x03
#define SUB 0x04
#define MUL 0x05
#define DIV 0x06
#define PLUS 0x12
#define MINUS 0x13
#define PERCENT 0x14
#define PAREN 0x15
#define SUM(n) 0x42, (n), 4, 0

static int setup(void **state)
{
    *state = th_arena_new(64 * 1024 * 1024);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

/* A FORMULA record with the result 0. */
static void formula_at(bytes *b, unsigned row, unsigned col, const uint8_t *tokens, size_t n)
{
    begin(b, TH_BIFF_FORMULA);
    cell(b, row, col, 0);
    put_double(b, 0);
    put2(b, 0);
    put4(b, 0);
    put2(b, (unsigned)n);
    for (size_t i = 0; i < n; i++)
        put1(b, tokens[i]);
    end(b);
}

static th_book *read_book(th_arena *arena, made *m)
{
    eof(&m->b);
    bytes file = compound(&m->b, m->version == 8 ? "Workbook" : "Book");
    char *kept = th_arena_alloc(arena, file.n);
    memcpy(kept, file.at, file.n);
    free(file.at);
    free(m->b.at);
    th_book *book = th_book_new(arena, &th_limits_default);
    assert_true(th_xls_read(book, (th_str){kept, file.n}) < TH_FAILED);
    return book;
}

/* "" when the cell has no formula that could be read. */
static const char *text_at(th_arena *arena, const th_book *book, uint32_t row, uint32_t col)
{
    const th_formula *formula = th_sheet_formula_at(&book->sheets[0], row, col);
    return formula ? th_str_cstr(arena, formula->text) : "";
}

typedef struct formula_case {
    const char *text; /* "": not read */
    size_t n;
    uint8_t tokens[MOST];
} formula_case;

#define CASE(text, ...)                                                                                                \
    {                                                                                                                  \
        text, sizeof((const uint8_t[]){__VA_ARGS__}),                                                                  \
        {                                                                                                              \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    }

/* Formulas in column D, one a row. */
static void check(th_arena *arena, int version, const formula_case *cases, size_t n)
{
    made m;
    globals(&m, version);
    start_sheet(&m);
    for (size_t i = 0; i < n; i++)
        formula_at(&m.b, (unsigned)i, 3, cases[i].tokens, cases[i].n);
    const th_book *book = read_book(arena, &m);
    for (size_t i = 0; i < n; i++) {
        const char *got = text_at(arena, book, (uint32_t)i, 3);
        if (strcmp(got, cases[i].text) != 0)
            fail_msg("case %zu: got \"%s\", want \"%s\"", i, got, cases[i].text);
    }
}

static void operators_stand_between_their_operands(void **state)
{
    static const formula_case cases[] = {
        CASE("7+2", INT(7), INT(2), ADD),
        CASE("7-2", INT(7), INT(2), SUB), /* the operand that was pushed first stands first */
        CASE("7*2", INT(7), INT(2), MUL),
        CASE("7/2", INT(7), INT(2), DIV),
        CASE("A1-B2*C3", REF(0, 0), REF(1, 1), REF(2, 2), MUL, SUB),
        CASE("(A1-B2)*C3", REF(0, 0), REF(1, 1), SUB, PAREN, REF(2, 2), MUL),
        CASE("A1-(B2-C3)", REF(0, 0), REF(1, 1), REF(2, 2), SUB, PAREN, SUB),
        CASE("A1/B2/C3", REF(0, 0), REF(1, 1), DIV, REF(2, 2), DIV),
    };
    check(*state, 8, cases, sizeof cases / sizeof *cases);
}

static void signs_and_percent_stand_around_theirs(void **state)
{
    static const formula_case cases[] = {
        CASE("-A1", REF(0, 0), MINUS),
        CASE("+A1", REF(0, 0), PLUS),
        CASE("5%", INT(5), PERCENT),
        CASE("-(A1+5%)", REF(0, 0), INT(5), PERCENT, ADD, PAREN, MINUS),
        CASE("B1--A1", REF(0, 1), REF(0, 0), MINUS, SUB),
    };
    check(*state, 8, cases, sizeof cases / sizeof *cases);
}

static void sums_name_their_arguments(void **state)
{
    static const formula_case cases[] = {
        CASE("SUM(A1:A9)", AREA(0, 8, 0, 0), 0x19, 0x10, 0, 0), /* one argument: an attribute */
        CASE("SUM(B2:C4)", AREA(1, 3, 1, 2), SUM(1)),
        CASE("SUM(A1,B2,7)", REF(0, 0), REF(1, 1), INT(7), SUM(3)),
        CASE("7+SUM(A1,B2)", INT(7), REF(0, 0), REF(1, 1), SUM(2), ADD), /* takes two, leaves what is below */
        CASE("", REF(0, 0), 0x42, 1, 5, 0),                              /* another function */
        CASE("", REF(0, 0), SUM(2)),                                     /* more arguments than operands */
        CASE("", REF(0, 0), SUM(0)),
    };
    check(*state, 8, cases, sizeof cases / sizeof *cases);
}

static void numbers_are_written_as_they_are(void **state)
{
    static const formula_case cases[] = {
        CASE("0", INT(0)), CASE("258", 0x1E, 2, 1), CASE("1.5", 0x1F, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F),
        CASE("", 0x1F, 0, 0, 0, 0, 0, 0, 0xF8, 0xBF), /* a constant has no sign of its own */
    };
    check(*state, 8, cases, sizeof cases / sizeof *cases);
}

static void attributes_without_meaning_are_passed_over(void **state)
{
    static const formula_case cases[] = {
        CASE("A1", 0x19, 0x01, 0, 0, REF(0, 0)),                /* volatile */
        CASE("A1+7", REF(0, 0), 0x19, 0x40, 0, 1, INT(7), ADD), /* white space */
        CASE("", REF(0, 0), 0x19, 0x02, 0, 0),                  /* IF */
        CASE("", 0x19, 0x10, 0, 0),                             /* SUM of nothing */
    };
    check(*state, 8, cases, sizeof cases / sizeof *cases);
}

/* All three classes of a token mean the same. */
static void references_of_any_class(void **state)
{
    static const formula_case cases[] = {
        CASE("C2", 0x24, 1, 0, 2, 0xC0),
        CASE("C2", 0x44, 1, 0, 2, 0xC0),
        CASE("C2", 0x64, 1, 0, 2, 0xC0),
        CASE("C2", 0x24, 1, 0, 2, 0x00), /* absolute: "$" says nothing about the value */
        CASE("IV65536", 0x24, 0xFF, 0xFF, 0xFF, 0xC0),
        CASE("C2:E4", 0x65, 1, 0, 3, 0, 2, 0, 4, 0),
    };
    check(*state, 8, cases, sizeof cases / sizeof *cases);
}

static void what_is_cut_or_left_over_is_not_read(void **state)
{
    static const formula_case cases[] = {
        CASE("", ADD),
        CASE("", INT(7), ADD),
        CASE("", MINUS),
        CASE("", INT(7), INT(2)), /* two formulas are none */
        CASE("", 0x1E, 7),
        CASE("", 0x1F, 0, 0, 0, 0, 0, 0, 0xF8),
        CASE("", 0x44, 0, 0, 0),
        CASE("", 0x25, 0, 0, 0, 0, 0, 0, 0),
        CASE("", 0x19, 0x01, 0),
        CASE("", 0x42, 1, 4),
        CASE("", 0x07, 0), /* a power: not among what is read */
        CASE("", INT(7), INT(2), 0x08),
    };
    check(*state, 8, cases, sizeof cases / sizeof *cases);
}

/* BIFF5 keeps the flags with the row, and a column is one byte. */
static void references_of_excel_5(void **state)
{
    static const formula_case cases[] = {
        CASE("C2", 0x44, 1, 0xC0, 2),
        CASE("C257", 0x44, 0, 0xC1, 2),
        CASE("SUM(B2:C4)", 0x25, 1, 0xC0, 3, 0xC0, 1, 2, 0x19, 0x10, 0, 0),
        CASE("7-C2", INT(7), 0x44, 1, 0xC0, 2, SUB),
        CASE("", 0x4C, 1, 0xC0, 2), /* shared formulas are read in BIFF8 only */
        CASE("", 0x44, 1, 0xC0),
        CASE("", 0x25, 1, 0xC0, 3, 0xC0, 1),
    };
    check(*state, 5, cases, sizeof cases / sizeof *cases);
}

/* SHRFMLA behind the first cell; the others point at that cell. */
static void shared_formulas_count_from_their_cell(void **state)
{
    /* Two to the left and one up; an absolute cell; an area from the row itself to two below. */
    static const uint8_t tokens[] = {0x4C, 0xFF, 0xFF, 0xFE, 0xC0, 0x4C, 5,    0,    1,    0x00, ADD, 0x2D, 0,
                                     0,    2,    0,    0xFF, 0xC0, 0xFF, 0xC0, 0x19, 0x10, 0,    0,   ADD};
    static const uint8_t shared[] = {0x01, 4, 0, 3, 0}, elsewhere[] = {0x01, 9, 0, 3, 0}, cut[] = {0x01, 4, 0, 3};
    made m;
    globals(&m, 8);
    start_sheet(&m);
    formula_at(&m.b, 4, 3, shared, sizeof shared);
    begin(&m.b, 0x04BC);
    put2(&m.b, 4);
    put2(&m.b, 6);
    put1(&m.b, 3);
    put1(&m.b, 3);
    put2(&m.b, 0);
    put2(&m.b, sizeof tokens);
    for (size_t i = 0; i < sizeof tokens; i++)
        put1(&m.b, tokens[i]);
    end(&m.b);
    formula_at(&m.b, 5, 3, shared, sizeof shared);
    formula_at(&m.b, 6, 4, shared, sizeof shared);
    formula_at(&m.b, 7, 3, elsewhere, sizeof elsewhere);
    formula_at(&m.b, 8, 3, cut, sizeof cut);
    const th_book *book = read_book(*state, &m);
    assert_string_equal(text_at(*state, book, 4, 3), "B4+B6+SUM(C5:C7)");
    assert_string_equal(text_at(*state, book, 5, 3), "B5+B6+SUM(C6:C8)");
    assert_string_equal(text_at(*state, book, 6, 4), "C6+B6+SUM(D7:D9)");
    assert_string_equal(text_at(*state, book, 7, 3), "");
    assert_string_equal(text_at(*state, book, 8, 3), "");
}

/* The stack has 64 places. */
static void deep_formulas_are_read_to_a_limit(void **state)
{
    for (unsigned n = 64; n <= 65; n++) {
        made m;
        uint8_t tokens[65 * 3 + 4];
        size_t at = 0;
        for (unsigned i = 0; i < n; i++) {
            tokens[at++] = 0x1E;
            tokens[at++] = 1;
            tokens[at++] = 0;
        }
        tokens[at++] = 0x42;
        tokens[at++] = (uint8_t)n;
        tokens[at++] = 4;
        tokens[at++] = 0;
        globals(&m, 8);
        start_sheet(&m);
        formula_at(&m.b, 0, 0, tokens, at);
        const th_book *book = read_book(*state, &m);
        assert_int_equal(strlen(text_at(*state, book, 0, 0)), n == 64 ? strlen("SUM()") + 64 + 63 : 0);
    }
}

/* Rows and columns that ROW and COLINFO hide: spans that touch or overlap stay one answer for each row. */
static void hidden_rows_and_columns(void **state)
{
    static const struct {
        unsigned row, flags;
    } rows[] = {{2, 0x20}, {3, 0x20}, {4, 0x100}, {5, 0x20}, {7, 0x20}, {6, 0x20}};
    static const struct {
        unsigned first, last, flags;
    } columns[] = {{1, 4, 1}, {3, 6, 1}, {8, 9, 0}, {250, 300, 1}, {12, 11, 1}};
    made m;
    globals(&m, 8);
    start_sheet(&m);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        begin(&m.b, TH_BIFF_COLINFO);
        put2(&m.b, columns[i].first);
        put2(&m.b, columns[i].last);
        put2(&m.b, 2560);
        put2(&m.b, 0);
        put2(&m.b, columns[i].flags);
        put2(&m.b, 0);
        end(&m.b);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(&m.b, TH_BIFF_ROW);
        put2(&m.b, rows[i].row);
        for (int k = 0; k < 5; k++)
            put2(&m.b, 0);
        put4(&m.b, rows[i].flags);
        end(&m.b);
    }
    for (unsigned i = 0; i < 256; i++) {
        number(&m.b, i, 0, 0, 1);
        if (i)
            number(&m.b, 0, i, 0, 1);
    }
    const th_book *book = read_book(*state, &m);
    const th_sheet *sheet = &book->sheets[0];
    for (uint32_t i = 0; i < 256; i++) {
        const th_cell *down = th_sheet_at(sheet, i, 0), *across = th_sheet_at(sheet, 0, i);
        assert_int_equal(down->flags & TH_CELL_HIDDEN_ROW,
                         i == 2 || i == 3 || (i >= 5 && i <= 7) ? TH_CELL_HIDDEN_ROW : 0);
        assert_int_equal(across->flags & TH_CELL_HIDDEN_COL, (i >= 1 && i <= 6) || i >= 250 ? TH_CELL_HIDDEN_COL : 0);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(operators_stand_between_their_operands),
        TEST(signs_and_percent_stand_around_theirs),
        TEST(sums_name_their_arguments),
        TEST(numbers_are_written_as_they_are),
        TEST(attributes_without_meaning_are_passed_over),
        TEST(references_of_any_class),
        TEST(what_is_cut_or_left_over_is_not_read),
        TEST(references_of_excel_5),
        TEST(shared_formulas_count_from_their_cell),
        TEST(deep_formulas_are_read_to_a_limit),
        TEST(hidden_rows_and_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
