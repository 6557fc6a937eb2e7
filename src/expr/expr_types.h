/* Checking what an expression combines: numbers with numbers, texts with texts, and columns of one list.  The parser
 * does it once the tree stands. */
#ifndef TH_EXPR_EXPR_TYPES_H
#define TH_EXPR_EXPR_TYPES_H

#include "expr/expr.h"

/* What may stand at an argument of a function. */
typedef enum th_argument {
    TH_ARG_VALUE = 0, /* any expression that has a value */
    TH_ARG_COLUMN,    /* a column of a list */
    TH_ARG_EITHER,    /* either of these */
    TH_ARG_CRITERION, /* the code of a criterion */
    TH_ARG_FIGURE     /* an indicator or DONG, perhaps with a measure */
} th_argument;
th_argument th_func_argument(th_func func, size_t i);
th_str th_func_name(th_func func);
th_str th_func_excel(th_func func); /* the function of Excel that computes the same, by functions.def; "": none */
size_t th_func_least(th_func func), th_func_most(th_func func);

bool th_expr_is_text(const th_expr *e); /* its value is text */
bool th_expr_is_bool(const th_expr *e); /* a comparison, AND, OR, NOT, or an IF between such */
/* Checks a tree.  False, and *error says where and why, when something does not fit. */
bool th_expr_types(th_arena *arena, const th_expr *e, const th_names *names, th_expr_error *error);

/* A criterion of COUNTIF and its like, taken apart: "<>x" is NE and "x". */
typedef struct th_wanted {
    th_op op;
    th_str rest;
    const th_exact *num; /* when `rest` is a number */
} th_wanted;
th_wanted th_wanted_read(th_arena *arena, th_str text);

#endif
