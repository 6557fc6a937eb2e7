/* The exact value of an expression, or the state that says why it has none. */
#include "expr/expr_list.h"
#include "expr/expr_types.h"
#include "text/utf8.h"

#include <limits.h>

#include "base/banned.h"

enum { MOST_PLACES = 15 };

typedef struct evaluation {
    th_arena *arena;
    const th_env *env;
    th_sources *sources;
} evaluation;

static th_operand eval_node(const evaluation *run, const th_expr *e);

static th_operand computed(const th_exact *num)
{
    return (th_operand){.state = TH_STATE_VALUE, .num = num, .decimals = INT_MAX};
}

static th_operand integer(const evaluation *run, long long n)
{
    return computed(th_exact_int(run->arena, n));
}

static th_operand boolean(const evaluation *run, bool yes)
{
    th_operand o = integer(run, yes);
    o.kind = TH_IS_BOOL;
    return o;
}

static th_operand without_value(th_state state)
{
    return (th_operand){.state = state, .decimals = INT_MAX};
}

static th_operand zero_divisor(void)
{
    th_operand o = without_value(TH_STATE_ABSENT);
    o.division_by_zero = true;
    return o;
}

/* How grave it is that an operand is missing.  Of two the graver one is reported: unreadable before absent before
 * blank, and a figure that is not there before a division by zero. */
static int gravity(const th_operand *o)
{
    switch (o->state) {
    case TH_STATE_UNREADABLE: return 4;
    case TH_STATE_ABSENT: return o->division_by_zero ? 2 : 3;
    case TH_STATE_BLANK: return 1;
    case TH_STATE_VALUE:
    default: return 0;
    }
}

static th_operand missing(const th_operand *o)
{
    th_operand none = without_value(o->state);
    none.division_by_zero = o->division_by_zero;
    return none;
}

static void remember(const evaluation *run, const th_operand *o, uint32_t indicator, th_measure measure)
{
    th_sources *sources = run->sources;
    th_used used = {.operand = *o, .indicator = indicator, .measure = measure};
    if (sources)
        TH_PUSH(run->arena, sources->at, sources->n, sources->cap, used);
}

static th_operand read_figure(const evaluation *run, const th_expr *e)
{
    uint32_t index = e->kind == TH_EX_ROW ? run->env->row_indicator : e->index;
    th_operand o =
        index == UINT32_MAX ? without_value(TH_STATE_ABSENT) : run->env->indicator(run->env->ctx, index, e->measure);
    remember(run, &o, index, e->measure);
    return o;
}

static th_operand eval_figure(const evaluation *run, const th_expr *e)
{
    th_operand o = read_figure(run, e);
    if (o.state == TH_STATE_VALUE && e->measure == TH_COMPARED && (o.qualifiers & (TH_Q_GROWTH | TH_Q_DECLINE)))
        return without_value(TH_STATE_BLANK); /* a growth stated in words is not an index over last year */
    if (run->env->blank_is_zero && (o.state == TH_STATE_BLANK || o.state == TH_STATE_ABSENT) && !e->textual)
        return integer(run, 0);
    return o;
}

/* TANG: the growth that So sánh states in words, negative for a decline. */
static th_operand growth(const evaluation *run, const th_expr *indicator)
{
    th_expr compared = *indicator;
    compared.measure = TH_COMPARED;
    th_operand o = read_figure(run, &compared);
    if (o.state != TH_STATE_VALUE)
        return missing(&o);
    if (!o.num || !(o.qualifiers & (TH_Q_GROWTH | TH_Q_DECLINE)))
        return without_value(TH_STATE_BLANK);
    if (o.qualifiers & TH_Q_DECLINE)
        o.num = th_exact_neg(run->arena, o.num);
    return o;
}

static th_operand denominator(const evaluation *run, const th_expr *indicator)
{
    th_operand o = eval_figure(run, indicator);
    if (o.state != TH_STATE_VALUE)
        return missing(&o);
    return o.den ? computed(o.den) : without_value(TH_STATE_BLANK);
}

static th_operand eval_yes_no(const evaluation *run, const th_expr *indicator)
{
    th_operand o = eval_figure(run, indicator);
    if (o.state != TH_STATE_VALUE)
        return missing(&o);
    return o.num ? integer(run, th_exact_sign(o.num) != 0) : without_value(TH_STATE_UNREADABLE);
}

/* Evaluates an operand that has to be a number; a text counts as one that cannot be read. */
static th_operand scalar(const evaluation *run, const th_expr *e)
{
    th_operand o = eval_node(run, e);
    if (o.state == TH_STATE_VALUE && !o.num)
        return without_value(TH_STATE_UNREADABLE);
    return o;
}

static th_operand divide(const evaluation *run, const th_exact *a, const th_exact *b)
{
    const th_exact *quotient = th_exact_div(run->arena, a, b);
    return quotient ? computed(quotient) : zero_divisor();
}

static bool order_holds(th_op op, int order)
{
    return (order == 0 && (op == TH_OP_EQ || op == TH_OP_LE || op == TH_OP_GE)) || (order != 0 && op == TH_OP_NE) ||
           (order < 0 && (op == TH_OP_LT || op == TH_OP_LE)) || (order > 0 && (op == TH_OP_GT || op == TH_OP_GE));
}

static th_operand eval_comparison(const evaluation *run, const th_expr *e)
{
    th_operand a = eval_node(run, e->args[0]), b = eval_node(run, e->args[1]);
    if (a.state != TH_STATE_VALUE || b.state != TH_STATE_VALUE)
        return missing(gravity(&a) >= gravity(&b) ? &a : &b);
    bool text = a.kind == TH_IS_TEXT || b.kind == TH_IS_TEXT || !a.num || !b.num;
    int order = text ? th_str_cmp(th_text_lower(run->arena, a.text), th_text_lower(run->arena, b.text))
                     : th_exact_cmp(a.num, b.num);
    return boolean(run, order_holds(e->op, order));
}

static th_operand eval_operation(const evaluation *run, const th_expr *e)
{
    if (e->op >= TH_OP_EQ)
        return eval_comparison(run, e);
    th_operand a = scalar(run, e->args[0]);
    th_operand b = e->nargs > 1 ? scalar(run, e->args[1]) : computed(NULL);
    if (a.state != TH_STATE_VALUE || b.state != TH_STATE_VALUE)
        return missing(gravity(&a) >= gravity(&b) ? &a : &b);
    switch (e->op) {
    case TH_OP_ADD: return computed(th_exact_add(run->arena, a.num, b.num));
    case TH_OP_SUB: return computed(th_exact_sub(run->arena, a.num, b.num));
    case TH_OP_MUL: return computed(th_exact_mul(run->arena, a.num, b.num));
    case TH_OP_DIV: return divide(run, a.num, b.num);
    case TH_OP_NEG: return computed(th_exact_neg(run->arena, a.num));
    case TH_OP_EQ:
    case TH_OP_NE:
    case TH_OP_LT:
    case TH_OP_LE:
    case TH_OP_GT:
    case TH_OP_GE:
    default: return without_value(TH_STATE_UNREADABLE);
    }
}

/* AND and OR: one operand that decides is enough, whatever is missing beside it. */
static th_operand eval_junction(const evaluation *run, const th_expr *e)
{
    bool decisive = e->func == TH_FN_OR;
    th_operand worst = boolean(run, !decisive);
    for (size_t i = 0; i < e->nargs; i++) {
        th_operand o = scalar(run, e->args[i]);
        if (o.state == TH_STATE_VALUE && (th_exact_sign(o.num) != 0) == decisive)
            return boolean(run, decisive);
        if (gravity(&o) > gravity(&worst))
            worst = missing(&o);
    }
    return worst;
}

static th_operand eval_choice(const evaluation *run, const th_expr *e)
{
    th_operand condition = scalar(run, e->args[0]);
    if (condition.state != TH_STATE_VALUE)
        return missing(&condition);
    return eval_node(run, e->args[th_exact_sign(condition.num) ? 1 : 2]);
}

static th_operand eval_list_function(const evaluation *run, const th_expr *e)
{
    th_operand criteria[8] = {0}; /* for each argument, of which COUNTIFS takes eight at most */
    for (size_t i = 1; i < e->nargs && i < 8; i++)
        if (e->args[i]->kind != TH_EX_COLUMN) {
            criteria[i] = eval_node(run, e->args[i]);
            if (criteria[i].state != TH_STATE_VALUE)
                return missing(&criteria[i]);
        }
    for (size_t i = 0; i < e->nargs; i++)
        if (e->args[i]->kind == TH_EX_COLUMN && run->env->list_size(run->env->ctx, e->args[i]->index)) {
            th_operand first = run->env->list_cell(run->env->ctx, e->args[i]->index, 0);
            remember(run, &first, UINT32_MAX, TH_NOW);
        }
    return th_expr_list(run->arena, e, run->env, criteria);
}

/* SUM, MIN and MAX.  A column of a list in a SUM adds all that it holds. */
static th_operand eval_fold(const evaluation *run, const th_expr *e)
{
    const th_exact *result = NULL;
    th_operand worst = computed(NULL);
    for (size_t i = 0; i < e->nargs; i++) {
        th_operand o = e->args[i]->kind == TH_EX_COLUMN ? th_expr_list_sum(run->arena, e->args[i]->index, run->env)
                                                        : scalar(run, e->args[i]);
        if (gravity(&o) > gravity(&worst))
            worst = missing(&o);
        if (o.state != TH_STATE_VALUE)
            continue;
        if (!result)
            result = o.num;
        else if (e->func == TH_FN_SUM)
            result = th_exact_add(run->arena, result, o.num);
        else if ((th_exact_cmp(o.num, result) < 0) == (e->func == TH_FN_MIN))
            result = o.num;
    }
    return worst.state == TH_STATE_VALUE ? computed(result) : worst;
}

/* How many decimals ROUND is asked for, as far as Excel keeps them; a negative number rounds to tens, hundreds and
 * so on. */
static int places_of(th_arena *arena, const th_exact *places)
{
    double wanted = th_exact_to_double(th_exact_cut(arena, places, 0));
    if (wanted > MOST_PLACES)
        return MOST_PLACES;
    return wanted < -MOST_PLACES ? -MOST_PLACES : (int)wanted;
}

static th_operand round_to(const evaluation *run, const th_exact *num, const th_exact *places)
{
    int n = places_of(run->arena, places);
    if (n >= 0)
        return computed(th_exact_round(run->arena, num, n));
    const th_exact *unit = th_exact_pow10(run->arena, -n);
    return computed(th_exact_mul(run->arena, th_exact_round(run->arena, th_exact_div(run->arena, num, unit), 0), unit));
}

static th_operand eval_strict(const evaluation *run, const th_expr *e)
{
    th_operand a = scalar(run, e->args[0]);
    th_operand b = e->nargs > 1 ? scalar(run, e->args[1]) : computed(NULL);
    if (a.state != TH_STATE_VALUE || b.state != TH_STATE_VALUE)
        return missing(gravity(&a) >= gravity(&b) ? &a : &b);
    if (e->func == TH_FN_ABS)
        return computed(th_exact_abs(run->arena, a.num));
    if (e->func == TH_FN_NOT)
        return boolean(run, th_exact_sign(a.num) == 0);
    if (e->func == TH_FN_ROUND)
        return round_to(run, a.num, b.num);
    return divide(run, th_exact_mul(run->arena, a.num, th_exact_int(run->arena, 100)), b.num); /* TY_LE */
}

/* Functions whose value only the submission or the scores know. */
static th_operand eval_special(const evaluation *run, const th_expr *e)
{
    uint32_t criterion = e->nargs ? e->args[0]->index : UINT32_MAX;
    if (!run->env->special)
        return without_value(TH_STATE_ABSENT);
    return run->env->special(run->env->ctx, e->func, criterion);
}

static th_operand eval_call(const evaluation *run, const th_expr *e)
{
    switch (e->func) {
    case TH_FN_SUM:
    case TH_FN_MIN:
    case TH_FN_MAX: return eval_fold(run, e);
    case TH_FN_ROUND:
    case TH_FN_ABS:
    case TH_FN_NOT:
    case TH_FN_TY_LE: return eval_strict(run, e);
    case TH_FN_IF: return eval_choice(run, e);
    case TH_FN_AND:
    case TH_FN_OR: return eval_junction(run, e);
    case TH_FN_COUNT:
    case TH_FN_COUNTIF:
    case TH_FN_COUNTIFS:
    case TH_FN_SUMIF: return eval_list_function(run, e);
    case TH_FN_TANG: return growth(run, e->args[0]);
    case TH_FN_MAU: return denominator(run, e->args[0]);
    case TH_FN_CO: return eval_yes_no(run, e->args[0]);
    case TH_FN_SO_LOI:
    case TH_FN_SO_NGAY_MUON:
    case TH_FN_BIEU_THIEU:
    case TH_FN_KY:
    case TH_FN_GIO_NHAN:
    case TH_FN_PHIEU_KIN:
    case TH_FN_DIEM: return eval_special(run, e);
    case TH_FN_LECH: /* The parser has replaced these. */
    case TH_FN_TRUOC:
    case TH_FN_KE_HOACH:
    case TH_FN_SO_SANH:
    case TH_FN_LUU:
    case TH_FUNCS:
    default: return without_value(TH_STATE_UNREADABLE);
    }
}

static th_operand eval_node(const evaluation *run, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER: return computed(e->num);
    case TH_EX_TEXT:
        return (th_operand){.state = TH_STATE_VALUE, .kind = TH_IS_TEXT, .text = e->text, .decimals = INT_MAX};
    case TH_EX_INDICATOR:
    case TH_EX_ROW: return eval_figure(run, e);
    case TH_EX_OP: return eval_operation(run, e);
    case TH_EX_CALL: return eval_call(run, e);
    case TH_EX_COLUMN: /* These two stand only inside the functions that take them. */
    case TH_EX_CRITERION:
    default: return without_value(TH_STATE_UNREADABLE);
    }
}

th_operand th_expr_eval(th_arena *arena, const th_expr *expr, const th_env *env, th_sources *sources)
{
    evaluation run = {arena, env, sources};
    return eval_node(&run, expr);
}
