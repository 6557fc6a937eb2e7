/* Formulas as far as they are read: sums, quotients, ROUND; what lies outside is not guessed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "book/formula.h"

#include <math.h>

/* A1:A4 are 1, 2, "chữ", #N/A; B1 2.5 */
static th_book *book_of(th_arena *a)
{
    th_book *book = th_book_new(a, &th_limits_default);
    th_sheet *s = th_book_sheet(book, TH_STR("S"), TH_VISIBLE);
    const th_cell cells[] = {{.row = 0, .col = 0, .type = TH_CELL_NUMBER, .number = 1},
                             {.row = 0, .col = 1, .type = TH_CELL_NUMBER, .number = 2.5},
                             {.row = 1, .col = 0, .type = TH_CELL_NUMBER, .number = 2},
                             {.row = 2, .col = 0, .type = TH_CELL_TEXT, .raw = TH_STR("chữ")},
                             {.row = 3, .col = 0, .type = TH_CELL_ERROR, .raw = TH_STR("#N/A")}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        th_sheet_push(book, s, &cells[i]);
    th_sheet_seal(s);
    return book;
}

static void values_are_those_of_a_spreadsheet(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        double value;
        bool known;
    } cases[] = {
        {"A1+A2*B1", 6, true},
        {"=(A1+A2)*B1", 7.5, true},
        {"$A$1-A2-B$1", -3.5, true},
        {"SUM(A1:A3)", 3, true}, /* text in a range is nothing */
        {"sum(A1,B1;10)", 13.5, true},
        {"A1/A2*100", 50, true},
        {"-A2+50%", -1.5, true},
        {"ROUND(2/3*100,1)", 66.7, true},
        {"ROUND(-1.005,2)", -1.01, true}, /* stored a little nearer to zero */
        {"A9+1", 1, true},                /* a blank is 0 */
        {"A1+A3", 0, false},              /* #VALUE! */
        {"SUM(A1:A4)", 0, false},         /* an error stays one */
        {"A1/A9", 0, false},
    };
    th_arena *a = th_arena_new(0);
    const th_book *book = book_of(a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 0;
        th_formula f = {.text = th_str_of(cases[i].formula)};
        th_formula_node *n = th_formula_parse(a, &f);
        if (!n)
            print_error("%s is not read\n", cases[i].formula);
        assert_non_null(n);
        assert_int_equal(th_formula_value(&book->sheets[0], n, &value), cases[i].known);
        if (cases[i].known && th_formula_differs(value, cases[i].value))
            print_error("%s is %g\n", cases[i].formula, value);
        assert_true(!cases[i].known || !th_formula_differs(value, cases[i].value));
    }
    th_arena_free(a);
}

/* What th_formula_parse_any reads besides. */
static void any_formula_is_a_tree(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        th_formula_kind kind;
        const char *text; /* of a call or a text, the sheet of a cell */
        char op;
    } cases[] = {
        {"vlookup(A1,B1:C3,2)", TH_FORMULA_CALL, "VLOOKUP", '\0'},
        {"IF(A1>=1;\"x\";A2&\"y\")", TH_FORMULA_CALL, "IF", '\0'},
        {"TODAY()", TH_FORMULA_CALL, "TODAY", '\0'},
        {"SUMIF(A1:A3,1)", TH_FORMULA_CALL, "SUMIF", '\0'},
        {"SUM(A1:A3)", TH_FORMULA_SUM, "", '\0'},
        {"Sheet2!A1", TH_FORMULA_CELL, "Sheet2", '\0'},
        {"'Trang 2'!A1", TH_FORMULA_CELL, "Trang 2", '\0'},
        {"\"a\"", TH_FORMULA_TEXT, "\"a\"", '\0'},
        {"A1<>B1", TH_FORMULA_OP, "", 'd'},
        {"A1<=B1", TH_FORMULA_OP, "", 'l'},
        {"A1^2", TH_FORMULA_OP, "", '^'},
        {"A1+1=2", TH_FORMULA_OP, "", '='},
    };
    static const char *const wrong[] = {"A1&",  "IF(A1,", "F(A1:)", "'Trang 2", "'Trang 2'!", "\"a", "A1>",
                                        "name", "S!S!A1", "{1,2}",  "A1 B1",    "TODAY()(",   "!A1"};
    th_arena *a = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const th_formula formula = {.text = th_str_of(cases[i].formula)};
        const th_formula_node *node = th_formula_parse_any(a, &formula);
        assert_non_null(node);
        assert_int_equal(node->kind, cases[i].kind);
        assert_int_equal(node->op, cases[i].op);
        assert_true(th_str_eq(node->text, th_str_of(cases[i].text)));
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(th_formula_parse_any(a, &(th_formula){.text = th_str_of(wrong[i])}));
    th_arena_free(a);
}

static void what_lies_outside_is_not_read(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "=",
                                        "A1+",
                                        "VLOOKUP(A1,B:C,2)",
                                        "Sheet2!A1+1",
                                        "'Trang 2'!A1",
                                        "A1:A3",
                                        "A1&B1",
                                        "SUM(A:A)",
                                        "IF(A1,1,2)",
                                        "A0+1",
                                        "XFE1+1",
                                        "A1048577+1",
                                        "(((A1)",
                                        "1 2",
                                        "SUM()",
                                        "ROUND(A1)",
                                        "ROUND(A1,99)",
                                        "SUMA1+1",
                                        "{1,2}"};
    th_arena *a = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_formula f = {.text = th_str_of(cases[i])};
        if (th_formula_parse(a, &f))
            print_error("%s is read\n", cases[i]);
        assert_null(th_formula_parse(a, &f));
    }
    th_buf deep;
    th_buf_init(&deep, a);
    for (int i = 0; i < 100000; i++)
        th_buf_byte(&deep, '(');
    assert_null(th_formula_parse(a, &(th_formula){.text = th_buf_str(&deep)}));
    th_arena_free(a);
}

/* A shared formula stands at one cell and is meant for another. */
static void references_move_with_the_formula(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_formula f = {.row = 11, .col = 3, .text = TH_STR("B2+$B2+B$2+$B$2"), .down = 10, .right = 2};
    th_formula_node *n = th_formula_parse(a, &f);
    assert_non_null(n);
    assert_string_equal(th_str_cstr(a, th_formula_text(a, n)), "D12+B12+D2+B2");
    f.down = -5; /* above the sheet */
    assert_null(th_formula_parse(a, &f));
    th_formula back = {.text = TH_STR("A1-(B1-C1)*2/(D1+1)")};
    assert_string_equal(th_str_cstr(a, th_formula_text(a, th_formula_parse(a, &back))), "A1-(B1-C1)*2/(D1+1)");
    th_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_those_of_a_spreadsheet),
        cmocka_unit_test(any_formula_is_a_tree),
        cmocka_unit_test(what_lies_outside_is_not_read),
        cmocka_unit_test(references_move_with_the_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
