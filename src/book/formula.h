/* Formulas of a workbook as far as they are sums, differences, products and quotients, rounded perhaps, of cells of their own sheet: enough to
 * recompute a total and to see what it is made of.  Everything else is not read. */
#ifndef TH_BOOK_FORMULA_H
#define TH_BOOK_FORMULA_H

#include "book/grid.h"

typedef enum th_formula_kind {
    TH_FORMULA_NUMBER = 0,
    TH_FORMULA_CELL,
    TH_FORMULA_RANGE,
    TH_FORMULA_OP,
    TH_FORMULA_SUM
} th_formula_kind;

typedef struct th_formula_node {
    th_formula_kind kind;
    double number;
    uint32_t row1, col1, row2, col2; /* CELL: the first; RANGE: inclusive */
    char op;                         /* OP: + - * / ; 'n' a minus sign, '%' a percent sign, 'r' ROUND(x, places) */
    struct th_formula_node **args;
    size_t nargs;
} th_formula_node;

/* NULL: not in that subset. */
th_formula_node *th_formula_parse(th_arena *arena, const th_formula *formula);
/* By the values the sheet shows; a blank is 0, in SUM a text is nothing.  False: a cell is text, an error, or has no result; a
 * division by zero. */
bool th_formula_value(const th_sheet *sheet, const th_formula_node *node, double *value);
/* The result a sum or quotient should show differs from `shown` by more than rounding of doubles. */
bool th_formula_differs(double shown, double computed);
/* "F13+F14", as it would stand in the cell, for messages. */
th_str th_formula_text(th_arena *arena, const th_formula_node *node);

#endif
