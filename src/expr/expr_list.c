/* Evaluating functions over the columns of a list, row by row. */
#include "expr/expr_list.h"

#include "expr/expr_types.h"
#include "text/utf8.h"

#include <limits.h>

#include "base/banned.h"

static th_operand list_value(const th_exact *num)
{
    return (th_operand){.state = TH_STATE_VALUE, .num = num, .decimals = INT_MAX};
}

static bool is_blank_cell(const th_operand *cell)
{
    return cell->state == TH_STATE_ABSENT || cell->state == TH_STATE_BLANK;
}

static bool same_text(th_arena *arena, th_str a, th_str b)
{
    return th_str_eq(th_text_lower(arena, a), th_text_lower(arena, b));
}

static bool fits_number(th_op op, int order)
{
    switch (op) {
    case TH_OP_LT: return order < 0;
    case TH_OP_LE: return order <= 0;
    case TH_OP_GT: return order > 0;
    case TH_OP_GE: return order >= 0;
    case TH_OP_NE: return order != 0;
    case TH_OP_EQ: return order == 0;
    case TH_OP_ADD:
    case TH_OP_SUB:
    case TH_OP_MUL:
    case TH_OP_DIV:
    case TH_OP_NEG:
    default: return false;
    }
}

/* Does a cell fit a criterion?  As in a spreadsheet, a blank cell is not "x" and so fits "<>x", and texts are only
 * compared for equality. */
static bool cell_fits(th_arena *arena, const th_operand *cell, const th_wanted *wanted)
{
    bool equal;
    if (is_blank_cell(cell))
        equal = wanted->rest.len == 0;
    else if (wanted->num && cell->state == TH_STATE_VALUE && cell->num && cell->kind == TH_IS_NUMBER)
        return fits_number(wanted->op, th_exact_cmp(cell->num, wanted->num));
    else
        equal = wanted->rest.len && same_text(arena, cell->text, wanted->rest);
    return wanted->op == TH_OP_EQ ? equal : wanted->op == TH_OP_NE && !equal;
}

/* A figure of yes or no is asked for by its word, as a spreadsheet finds it in the cell. */
static th_wanted condition_of(th_arena *arena, const th_operand *criterion)
{
    if (!criterion->num || (criterion->kind == TH_IS_BOOL && criterion->text.len))
        return th_wanted_read(arena, criterion->text);
    return (th_wanted){.op = TH_OP_EQ, .rest = th_exact_text(arena, criterion->num), .num = criterion->num};
}

/* Adds a cell if it holds a number.  False when the cell cannot be read. */
static bool sum_cell(th_arena *arena, const th_exact **sum, const th_operand *cell)
{
    if (cell->state == TH_STATE_UNREADABLE)
        return false;
    if (cell->state == TH_STATE_VALUE && cell->num)
        *sum = th_exact_add(arena, *sum, cell->num);
    return true;
}

th_operand th_expr_list_sum(th_arena *arena, uint32_t column, const th_env *env)
{
    const th_exact *sum = th_exact_int(arena, 0);
    size_t rows = env->list_size(env->ctx, column);
    for (size_t row = 0; row < rows; row++) {
        th_operand cell = env->list_cell(env->ctx, column, row);
        if (!sum_cell(arena, &sum, &cell))
            return (th_operand){.state = TH_STATE_UNREADABLE, .decimals = INT_MAX};
    }
    return list_value(sum);
}

th_operand th_expr_list(th_arena *arena, const th_expr *call, const th_env *env, const th_operand *criteria)
{
    const th_wanted not_blank = {.op = TH_OP_NE};
    size_t npairs = call->func == TH_FN_COUNTIFS ? call->nargs / 2 : 1;
    th_wanted *conditions = th_arena_array(arena, npairs, sizeof *conditions);
    for (size_t i = 0; i < npairs; i++)
        conditions[i] = call->func == TH_FN_COUNT ? not_blank : condition_of(arena, &criteria[2 * i + 1]);
    const th_exact *sum = th_exact_int(arena, 0);
    size_t summed = call->func == TH_FN_SUMIF && call->nargs > 2 ? 2 : 0;
    long long count = 0;
    size_t rows = env->list_size(env->ctx, call->args[0]->index);
    for (size_t row = 0; row < rows; row++) {
        bool all = true;
        for (size_t i = 0; all && i < npairs; i++) {
            th_operand cell = env->list_cell(env->ctx, call->args[2 * i]->index, row);
            if (cell.withheld)
                return (th_operand){.state = TH_STATE_UNREADABLE, .decimals = INT_MAX};
            all = cell_fits(arena, &cell, &conditions[i]);
        }
        if (!all)
            continue;
        count++;
        if (call->func != TH_FN_SUMIF)
            continue;
        th_operand cell = env->list_cell(env->ctx, call->args[summed]->index, row);
        if (!sum_cell(arena, &sum, &cell))
            return (th_operand){.state = TH_STATE_UNREADABLE, .decimals = INT_MAX};
    }
    return list_value(call->func == TH_FN_SUMIF ? sum : th_exact_int(arena, count));
}
