/* What an expression may combine: numbers with numbers, texts with texts, the
 * columns of one list.  Run by the parser once the tree stands. */
#ifndef TH_EXPR_EXPR_TYPES_H
#define TH_EXPR_EXPR_TYPES_H

#include "expr/expr.h"

/* What stands at argument `i` of a function. */
typedef enum th_argument {
    TH_ARG_VALUE = 0,
    TH_ARG_COLUMN,
    TH_ARG_EITHER,
    TH_ARG_CRITERION,
    TH_ARG_FIGURE
} th_argument;
th_argument th_func_argument(th_func func, size_t i);
th_str th_func_name(th_func func);

bool th_expr_is_text(const th_expr *e); /* its value is text */
bool th_expr_is_bool(const th_expr *e); /* a comparison, AND, OR, NOT, or an IF between such */
/* false: `error` says where and why. */
bool th_expr_types(th_arena *arena, const th_expr *e, const th_names *names, th_expr_error *error);

typedef struct th_wanted { /* a criterion of COUNTIF and the like, taken apart: "<>x" is NE, "x" */
    th_op op;
    th_str rest;
    const th_exact *num; /* when `rest` is a number */
} th_wanted;
th_wanted th_wanted_read(th_arena *arena, th_str text);

#endif
