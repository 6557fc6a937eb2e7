/* Formulas as far as they are read: sums, quotients, ROUND; what lies outside is not guessed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "book/formula.h"

#include <math.h>

/* A1:A6 are 1, 2, "chữ", #N/A, TRUE, a formula without a value; B1 2.5, B5 a date, B6 10, C6 7 */
static th_book *book_of(th_arena *a)
{
    th_book *book = th_book_new(a, &th_limits_default);
    th_sheet *s = th_book_sheet(book, TH_STR("S"), TH_VISIBLE);
    const th_cell cells[] = {{.row = 0, .col = 0, .type = TH_CELL_NUMBER, .number = 1},
                             {.row = 0, .col = 1, .type = TH_CELL_NUMBER, .number = 2.5},
                             {.row = 1, .col = 0, .type = TH_CELL_NUMBER, .number = 2},
                             {.row = 2, .col = 0, .type = TH_CELL_TEXT, .raw = TH_STR("chữ")},
                             {.row = 3, .col = 0, .type = TH_CELL_ERROR, .raw = TH_STR("#N/A")},
                             {.row = 4, .col = 0, .type = TH_CELL_BOOL, .number = 1},
                             {.row = 4, .col = 1, .type = TH_CELL_DATE, .number = 44670},
                             {.row = 5, .col = 0, .type = TH_CELL_PENDING},
                             {.row = 5, .col = 1, .type = TH_CELL_NUMBER, .number = 10},
                             {.row = 5, .col = 2, .type = TH_CELL_NUMBER, .number = 7}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        th_sheet_push(book, s, &cells[i]);
    th_sheet_seal(s);
    return book;
}

static const struct {
    const char *formula;
    double value;
    bool known;
} values[] = {
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
    {" A1\n+ 2 ", 3, true},
    {"+A1", 1, true},
    {"--A2", 2, true},
    {"-A2*-B1", 5, true},
    {"7-2-1", 4, true},
    {"16/4/2", 2, true},
    {"2+3*4", 14, true},
    {"50%%", 0.005, true},
    {".5+1.25", 1.75, true},
    {"B5+1", 44671, true}, /* a date is its serial */
    {"A5+1", 0, false},    /* TRUE is no figure that somebody typed */
    {"SUM(A5,1)", 1, true},
    {"SUM(A3,A1)", 1, true},
    {"SUM(A5:A5,2)", 2, true},
    {"A6+1", 0, false},
    {"SUM(A6,1)", 0, false},
    {"SUM(A5:A6)", 0, false},
    {"SUM(A9,A2)", 2, true},
    {"SUM(B1:B6)", 44682.5, true}, /* of its column alone */
    {"SUM(B6:C6)", 17, true},
    {"SUM(B2:B4)", 0, true}, /* between two figures */
    {"SUM(B6:B6)", 10, true},
    {"SUM(A1:B2)", 5.5, true},
    {"SUM(A1+A2,3)", 6, true},
    {"SUM(A1/A9,3)", 0, false},
    {"sum( A1 : A2 )", 3, true},
    {"ROUND(2.5,0)", 3, true},
    {"ROUND(2.4999,0)", 2, true},
    {"ROUND(-2.5;0)", -3, true},
    {"round(1234.5678,3)", 1234.568, true},
    {"ROUND(0.1234567891,9)", 0.123456789, true},
    {"ROUND(1.45,1)", 1.5, true},
    {"-ROUND(A1,0)%", -0.01, true},
};

static void values_are_those_of_a_spreadsheet(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    const th_book *book = book_of(a);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        double value = 0;
        th_formula f = {.text = th_str_of(values[i].formula)};
        th_formula_node *n = th_formula_parse(a, &f);
        if (!n)
            print_error("%s is not read\n", values[i].formula);
        assert_non_null(n);
        assert_int_equal(th_formula_value(&book->sheets[0], n, &value), values[i].known);
        if (values[i].known && th_formula_differs(value, values[i].value))
            print_error("%s is %g\n", values[i].formula, value);
        assert_true(!values[i].known || !th_formula_differs(value, values[i].value));
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
        {"A1>=B1", TH_FORMULA_OP, "", 'g'},
        {"A1>B1", TH_FORMULA_OP, "", '>'},
        {"A1<B1", TH_FORMULA_OP, "", '<'},
        {"A1&B1", TH_FORMULA_OP, "", '&'},
        {"2^3*4", TH_FORMULA_OP, "", '*'},
        {"sumx(A1)", TH_FORMULA_CALL, "SUMX", '\0'},
        {"ROUNDUP(A1,1)", TH_FORMULA_CALL, "ROUNDUP", '\0'},
        {"ROUND(A1,1)", TH_FORMULA_OP, "", 'r'},
        {"STDEV.S(A1:A2)", TH_FORMULA_CALL, "STDEV.S", '\0'},
        {"_xlfn.X_1(A1)", TH_FORMULA_CALL, "_XLFN.X_1", '\0'},
        {"\"\"", TH_FORMULA_TEXT, "\"\"", '\0'},
        {"Biểu_2!$B$3", TH_FORMULA_CELL, "Biểu_2", '\0'},
    };
    static const char *const wrong[] = {
        "A1&",  "IF(A1,", "F(A1:)", "'Trang 2", "'Trang 2'!", "\"a",   "A1>",    "name",  "''!A1", "!A1",     "S!",
        "F(A1", "F(,A1)", "A1=",    "A1<>",     "\"",         "'S!A1", "S!S!A1", "{1,2}", "A1 B1", "TODAY()("};
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

static const char *const outside[] = {"",
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
                                      "A2:A1",
                                      "SUM(A2:A1)",
                                      "SUM(B1:A1)",
                                      "SUM(A1:)",
                                      "SUM(A1",
                                      "SUM(A1,)",
                                      "SUM",
                                      "SU(A1)",
                                      "ROUND(A1,1",
                                      "ROUND A1,1)",
                                      "ROUND(A1,10)",
                                      "ROUND(A1,-1)",
                                      "ROUND(A1,A2)",
                                      "ROUND(A1 1)",
                                      "(A1",
                                      "A1)",
                                      "*A1",
                                      "A1**2",
                                      "A1^2",
                                      "A1=1",
                                      "\"a\"",
                                      "1.2.3",
                                      ".",
                                      "%",
                                      "-",
                                      "==A1",
                                      "TODAY()",
                                      "{1,2}"};

static void what_lies_outside_is_not_read(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        th_formula f = {.text = th_str_of(outside[i])};
        if (th_formula_parse(a, &f))
            print_error("%s is read\n", outside[i]);
        assert_null(th_formula_parse(a, &f));
    }
    th_buf deep;
    th_buf_init(&deep, a);
    for (int i = 0; i < 100000; i++)
        th_buf_byte(&deep, '(');
    assert_null(th_formula_parse(a, &(th_formula){.text = th_buf_str(&deep)}));
    th_arena_free(a);
}

static th_str repeated(th_arena *arena, const char *before, size_t n, const char *middle, const char *after)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < n; i++)
        th_buf_add(&out, th_str_of(before));
    th_buf_add(&out, th_str_of(middle));
    for (size_t i = 0; i < n; i++)
        th_buf_add(&out, th_str_of(after));
    return th_buf_str(&out);
}

/* A formula is read as deep and as long as people write them; what is longer costs no stack and no day. */
static void a_formula_has_bounds(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    static const struct {
        const char *before, *after;
        size_t n;
        bool read;
    } cases[] = {{"(", ")", 15, true},   {"(", ")", 16, false},   {"-", "", 30, true},       {"-", "", 31, false},
                 {"", "+1", 999, true},  {"", "+1", 1000, false}, {"", "+(1)*2", 499, true}, {"", "%", 1999, true},
                 {"", "%", 2000, false}, {"(1)+", "", 999, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_formula formula = {.text = repeated(a, cases[i].before, cases[i].n, "A1", cases[i].after)};
        if (!th_formula_parse(a, &formula) == cases[i].read)
            fail_msg("%zu times “%s” and “%s”", cases[i].n, cases[i].before, cases[i].after);
    }
    th_arena_free(a);
}

/* What is written again is the same formula, with the parentheses it needs. */
static void a_tree_is_written_as_a_formula(void **state)
{
    (void)state;
    static const struct {
        const char *formula, *written;
    } cases[] = {{"=a1+$B$2*3", "A1+B2*3"},
                 {"(A1+B1)*C1", "(A1+B1)*C1"},
                 {"(A1*B1)+C1", "A1*B1+C1"},
                 {"A1-(B1+C1)", "A1-(B1+C1)"},
                 {"A1+(B1+C1)", "A1+B1+C1"},
                 {"A1-B1-C1", "A1-B1-C1"},
                 {"A1/(B1+C1)", "A1/(B1+C1)"},
                 {"(A1-B1)/C1*100", "(A1-B1)/C1*100"},
                 {"-(A1+B1)", "-(A1+B1)"},
                 {"-A1", "-A1"},
                 {"A1/(B1*C1)", "A1/(B1*C1)"},
                 {"A1/(B1/C1)", "A1/(B1/C1)"},
                 {"(A1/B1)/C1", "A1/B1/C1"},
                 {"A1*(B1/C1)", "A1*B1/C1"},
                 {"(A1/B1)%", "(A1/B1)%"},
                 {"-(A1/B1)", "-A1/B1"},
                 {"A1/-B1", "A1/-B1"},
                 {"A1/SUM(B1:B2)", "A1/SUM(B1:B2)"},
                 {"(A1+B1)%", "(A1+B1)%"},
                 {"50%", "50%"},
                 {"sum( A1 : B3 ; C1 ; 2.5 )", "SUM(A1:B3,C1,2.5)"},
                 {"SUM((A1+B1))", "SUM(A1+B1)"},
                 {"round(A1/B1,1)", "ROUND(A1/B1,1)"},
                 {"ROUND(A1+B1;2)*3", "ROUND(A1+B1,2)*3"}};
    th_arena *a = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_formula formula = {.text = th_str_of(cases[i].formula)};
        th_formula_node *node = th_formula_parse(a, &formula);
        assert_non_null(node);
        assert_string_equal(th_str_cstr(a, th_formula_text(a, node)), cases[i].written);
    }
    th_arena_free(a);
}

/* Two results of the same doubles in another order differ in the last digits; figures that people see do not. */
static void equal_but_for_the_last_digits(void **state)
{
    (void)state;
    assert_false(th_formula_differs(0.3, 0.1 + 0.2));
    assert_false(th_formula_differs(0, 0));
    assert_false(th_formula_differs(-5, -5));
    assert_false(th_formula_differs(1e12, 1e12 + 100));
    assert_true(th_formula_differs(1e12, 1e12 + 10000));
    assert_true(th_formula_differs(1e12 + 10000, 1e12));
    assert_false(th_formula_differs(0, 5e-10));
    assert_true(th_formula_differs(0, 5e-9));
    assert_true(th_formula_differs(5, -5));
    assert_true(th_formula_differs(66.7, 66.66));
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
        cmocka_unit_test(values_are_those_of_a_spreadsheet), cmocka_unit_test(any_formula_is_a_tree),
        cmocka_unit_test(what_lies_outside_is_not_read),     cmocka_unit_test(a_formula_has_bounds),
        cmocka_unit_test(a_tree_is_written_as_a_formula),    cmocka_unit_test(equal_but_for_the_last_digits),
        cmocka_unit_test(references_move_with_the_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
