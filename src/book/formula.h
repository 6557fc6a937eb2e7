/* Formulas of a workbook as far as they are sums, differences, products and quotients, perhaps rounded, of cells of
 * their own sheet.  That is enough to recompute a total and to see what it is made of.  Where formulas are only laid
 * beside each other, more of them is read: calls of any function, texts, comparisons, and cells of other sheets. */
#ifndef TH_BOOK_FORMULA_H
#define TH_BOOK_FORMULA_H

#include "book/grid.h"

typedef enum th_formula_kind {
    TH_FORMULA_NUMBER = 0,
    TH_FORMULA_CELL,
    TH_FORMULA_RANGE,
    TH_FORMULA_OP,
    TH_FORMULA_SUM,
    TH_FORMULA_CALL, /* this and the next only from th_formula_parse_any */
    TH_FORMULA_TEXT
} th_formula_kind;

typedef struct th_formula_node {
    th_formula_kind kind;
    double number;
    uint32_t row1, col1, row2, col2; /* CELL: the first; RANGE: inclusive */
    char op;                         /* OP: + - * / ; 'n' a minus sign, '%' a percent sign, 'r' ROUND(x, places);
                                      * from th_formula_parse_any also ^ & = < > and 'l' <=, 'g' >=, 'd' <> */
    th_str text; /* CALL: the function in capitals; TEXT: with its quotes; CELL, RANGE: another sheet, or empty */
    struct th_formula_node **args;
    size_t nargs;
} th_formula_node;

/* NULL when the formula is not one of these, or has more than 2,000 parts or 32 levels; parentheses take two. */
th_formula_node *th_formula_parse(th_arena *arena, const th_formula *formula);
/* Reads further formulas too, which th_formula_value and th_formula_text do not know. */
th_formula_node *th_formula_parse_any(th_arena *arena, const th_formula *formula);
/* Computes the formula from the values on the sheet.  A blank counts as 0, and SUM skips texts.  False when there is no
 * value, because an operand is a text, an error or a formula without a result, or something is divided by zero. */
bool th_formula_value(const th_sheet *sheet, const th_formula_node *node, double *value);
/* Whether `computed` differs from `shown` by more than the rounding of doubles explains. */
bool th_formula_differs(double shown, double computed);
/* The formula as it would stand in the cell, such as "F13+F14", for messages. */
th_str th_formula_text(th_arena *arena, const th_formula_node *node);

#endif
