/* Functions over the columns of a list: COUNT, COUNTIF, COUNTIFS, SUMIF, SUM. */
#ifndef TH_EXPR_EXPR_LIST_H
#define TH_EXPR_EXPR_LIST_H

#include "expr/expr.h"

/* `criteria[i]` is the value of argument i where that is a criterion. */
th_operand th_expr_list(th_arena *arena, const th_expr *call, const th_env *env, const th_operand *criteria);
th_operand th_expr_list_sum(th_arena *arena, uint32_t column, const th_env *env);

#endif
