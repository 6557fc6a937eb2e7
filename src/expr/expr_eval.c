/* The value of an expression, exact; and what is missing when there is none. */
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

static th_operand evaluate(const evaluation *v, const th_expr *e);

static th_operand number(const th_exact *num)
{
    return (th_operand){.state = TH_STATE_VALUE, .num = num, .decimals = INT_MAX};
}

static th_operand integer(const evaluation *v, long long n)
{
    return number(th_exact_int(v->arena, n));
}

static th_operand boolean(const evaluation *v, bool yes)
{
    th_operand o = integer(v, yes);
    o.kind = TH_IS_BOOL;
    return o;
}

static th_operand state_of(th_state state)
{
    return (th_operand){.state = state, .decimals = INT_MAX};
}

static th_operand by_zero(void)
{
    th_operand o = state_of(TH_STATE_ABSENT);
    o.division_by_zero = true;
    return o;
}

/* Of two missing operands the one that is told: unreadable, absent, blank; what is not there
 * before what could not be divided. */
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
    th_operand m = state_of(o->state);
    m.division_by_zero = o->division_by_zero;
    return m;
}

static void remember(const evaluation *v, const th_operand *o, uint32_t indicator, th_measure measure)
{
    th_sources *sources = v->sources;
    th_used used = {.operand = *o, .indicator = indicator, .measure = measure};
    if (sources)
        TH_PUSH(v->arena, sources->at, sources->n, sources->cap, used);
}

static th_operand read_figure(const evaluation *v, const th_expr *e)
{
    uint32_t index = e->kind == TH_EX_ROW ? v->env->row_indicator : e->index;
    th_operand o = index == UINT32_MAX ? state_of(TH_STATE_ABSENT) : v->env->indicator(v->env->ctx, index, e->measure);
    remember(v, &o, index, e->measure);
    return o;
}

static th_operand figure(const evaluation *v, const th_expr *e)
{
    th_operand o = read_figure(v, e);
    if (o.state == TH_STATE_VALUE && e->measure == TH_COMPARED && (o.qualifiers & (TH_Q_GROWTH | TH_Q_DECLINE)))
        return state_of(TH_STATE_BLANK); /* a growth in words is no index */
    if (v->env->blank_is_zero && (o.state == TH_STATE_BLANK || o.state == TH_STATE_ABSENT) && !e->textual)
        return integer(v, 0);
    return o;
}

/* The growth that So sánh states in words. */
static th_operand growth(const evaluation *v, const th_expr *x)
{
    th_expr compared = *x;
    compared.measure = TH_COMPARED;
    th_operand o = read_figure(v, &compared);
    if (o.state != TH_STATE_VALUE)
        return missing(&o);
    if (!o.num || !(o.qualifiers & (TH_Q_GROWTH | TH_Q_DECLINE)))
        return state_of(TH_STATE_BLANK);
    if (o.qualifiers & TH_Q_DECLINE)
        o.num = th_exact_neg(v->arena, o.num);
    return o;
}

static th_operand denominator(const evaluation *v, const th_expr *x)
{
    th_operand o = figure(v, x);
    if (o.state != TH_STATE_VALUE)
        return missing(&o);
    return o.den ? number(o.den) : state_of(TH_STATE_BLANK);
}

static th_operand yes_or_no(const evaluation *v, const th_expr *x)
{
    th_operand o = figure(v, x);
    if (o.state != TH_STATE_VALUE)
        return missing(&o);
    return o.num ? integer(v, th_exact_sign(o.num) != 0) : state_of(TH_STATE_UNREADABLE);
}

/* Evaluates a number; text where a number is needed cannot be read as one. */
static th_operand scalar(const evaluation *v, const th_expr *e)
{
    th_operand o = evaluate(v, e);
    if (o.state == TH_STATE_VALUE && !o.num)
        return state_of(TH_STATE_UNREADABLE);
    return o;
}

static th_operand divide(const evaluation *v, const th_exact *a, const th_exact *b)
{
    const th_exact *quotient = th_exact_div(v->arena, a, b);
    return quotient ? number(quotient) : by_zero();
}

static th_str words(const evaluation *v, const th_operand *o)
{
    if (o->text.len || o->kind != TH_IS_BOOL)
        return th_text_lower(v->arena, o->text);
    return th_exact_sign(o->num) ? TH_STR("có") : TH_STR("không");
}

static bool holds(th_op op, int order)
{
    return (order == 0 && (op == TH_OP_EQ || op == TH_OP_LE || op == TH_OP_GE)) || (order != 0 && op == TH_OP_NE) ||
           (order < 0 && (op == TH_OP_LT || op == TH_OP_LE)) || (order > 0 && (op == TH_OP_GT || op == TH_OP_GE));
}

static th_operand compare(const evaluation *v, const th_expr *e)
{
    th_operand a = evaluate(v, e->args[0]), b = evaluate(v, e->args[1]);
    if (a.state != TH_STATE_VALUE || b.state != TH_STATE_VALUE)
        return missing(gravity(&a) >= gravity(&b) ? &a : &b);
    bool text = a.kind == TH_IS_TEXT || b.kind == TH_IS_TEXT || !a.num || !b.num;
    return boolean(v, holds(e->op, text ? th_str_cmp(words(v, &a), words(v, &b)) : th_exact_cmp(a.num, b.num)));
}

static th_operand operation(const evaluation *v, const th_expr *e)
{
    if (e->op >= TH_OP_EQ)
        return compare(v, e);
    th_operand a = scalar(v, e->args[0]);
    th_operand b = e->nargs > 1 ? scalar(v, e->args[1]) : number(NULL);
    if (a.state != TH_STATE_VALUE || b.state != TH_STATE_VALUE)
        return missing(gravity(&a) >= gravity(&b) ? &a : &b);
    switch (e->op) {
    case TH_OP_ADD: return number(th_exact_add(v->arena, a.num, b.num));
    case TH_OP_SUB: return number(th_exact_sub(v->arena, a.num, b.num));
    case TH_OP_MUL: return number(th_exact_mul(v->arena, a.num, b.num));
    case TH_OP_DIV: return divide(v, a.num, b.num);
    case TH_OP_NEG: return number(th_exact_neg(v->arena, a.num));
    case TH_OP_EQ:
    case TH_OP_NE:
    case TH_OP_LT:
    case TH_OP_LE:
    case TH_OP_GT:
    case TH_OP_GE:
    default: return state_of(TH_STATE_UNREADABLE);
    }
}

/* AND, OR: one operand that decides is enough, whatever is missing beside it. */
static th_operand junction(const evaluation *v, const th_expr *e)
{
    bool decisive = e->func == TH_FN_OR;
    th_operand worst = boolean(v, !decisive);
    for (size_t i = 0; i < e->nargs; i++) {
        th_operand o = scalar(v, e->args[i]);
        if (o.state == TH_STATE_VALUE && (th_exact_sign(o.num) != 0) == decisive)
            return boolean(v, decisive);
        if (gravity(&o) > gravity(&worst))
            worst = missing(&o);
    }
    return worst;
}

static th_operand choice(const evaluation *v, const th_expr *e)
{
    th_operand c = scalar(v, e->args[0]);
    if (c.state != TH_STATE_VALUE)
        return missing(&c);
    return evaluate(v, e->args[th_exact_sign(c.num) ? 1 : 2]);
}

static th_operand list_function(const evaluation *v, const th_expr *e)
{
    th_operand criteria[8] = {0}; /* of COUNTIFS at most four */
    for (size_t i = 1; i < e->nargs && i < 8; i++)
        if (e->args[i]->kind != TH_EX_COLUMN) {
            criteria[i] = evaluate(v, e->args[i]);
            if (criteria[i].state != TH_STATE_VALUE)
                return missing(&criteria[i]);
        }
    for (size_t i = 0; i < e->nargs; i++)
        if (e->args[i]->kind == TH_EX_COLUMN && v->env->list_size(v->env->ctx, e->args[i]->index)) {
            th_operand first = v->env->list_cell(v->env->ctx, e->args[i]->index, 0);
            remember(v, &first, UINT32_MAX, TH_NOW);
        }
    return th_expr_list(v->arena, e, v->env, criteria);
}

/* SUM, MIN, MAX; a list column in a SUM adds what it holds. */
static th_operand fold(const evaluation *v, const th_expr *e)
{
    const th_exact *result = NULL;
    th_operand worst = number(NULL);
    for (size_t i = 0; i < e->nargs; i++) {
        th_operand o = e->args[i]->kind == TH_EX_COLUMN ? th_expr_list_sum(v->arena, e->args[i]->index, v->env)
                                                        : scalar(v, e->args[i]);
        if (gravity(&o) > gravity(&worst))
            worst = missing(&o);
        if (o.state != TH_STATE_VALUE)
            continue;
        if (!result)
            result = o.num;
        else if (e->func == TH_FN_SUM)
            result = th_exact_add(v->arena, result, o.num);
        else if ((th_exact_cmp(o.num, result) < 0) == (e->func == TH_FN_MIN))
            result = o.num;
    }
    return worst.state == TH_STATE_VALUE ? number(result) : worst;
}

static th_operand round_to(const evaluation *v, const th_exact *a, const th_exact *places)
{
    double wanted = th_exact_to_double(th_exact_cut(v->arena, places, 0));
    int n = wanted > MOST_PLACES ? MOST_PLACES : wanted < -MOST_PLACES ? -MOST_PLACES : (int)wanted;
    if (n >= 0)
        return number(th_exact_round(v->arena, a, n));
    const th_exact *unit = th_exact_pow10(v->arena, -n);
    return number(th_exact_mul(v->arena, th_exact_round(v->arena, th_exact_div(v->arena, a, unit), 0), unit));
}

static th_operand strict(const evaluation *v, const th_expr *e)
{
    th_operand a = scalar(v, e->args[0]);
    th_operand b = e->nargs > 1 ? scalar(v, e->args[1]) : number(NULL);
    if (a.state != TH_STATE_VALUE || b.state != TH_STATE_VALUE)
        return missing(gravity(&a) >= gravity(&b) ? &a : &b);
    if (e->func == TH_FN_ABS)
        return number(th_exact_abs(v->arena, a.num));
    if (e->func == TH_FN_NOT)
        return boolean(v, th_exact_sign(a.num) == 0);
    if (e->func == TH_FN_ROUND)
        return round_to(v, a.num, b.num);
    return divide(v, th_exact_mul(v->arena, a.num, th_exact_int(v->arena, 100)), b.num); /* TY_LE */
}

static th_operand call(const evaluation *v, const th_expr *e)
{
    switch (e->func) {
    case TH_FN_SUM:
    case TH_FN_MIN:
    case TH_FN_MAX: return fold(v, e);
    case TH_FN_ROUND:
    case TH_FN_ABS:
    case TH_FN_NOT:
    case TH_FN_TY_LE: return strict(v, e);
    case TH_FN_IF: return choice(v, e);
    case TH_FN_AND:
    case TH_FN_OR: return junction(v, e);
    case TH_FN_COUNT:
    case TH_FN_COUNTIF:
    case TH_FN_COUNTIFS:
    case TH_FN_SUMIF: return list_function(v, e);
    case TH_FN_TANG: return growth(v, e->args[0]);
    case TH_FN_MAU: return denominator(v, e->args[0]);
    case TH_FN_CO: return yes_or_no(v, e->args[0]);
    case TH_FN_SO_LOI:
    case TH_FN_SO_NGAY_MUON:
    case TH_FN_BIEU_THIEU:
    case TH_FN_KY:
    case TH_FN_GIO_NHAN:
    case TH_FN_PHIEU_KIN:
    case TH_FN_DIEM:
        return v->env->special ? v->env->special(v->env->ctx, e->func, e->nargs ? e->args[0]->index : UINT32_MAX)
                               : state_of(TH_STATE_ABSENT);
    case TH_FN_LECH:  /* written out by the parser */
    case TH_FN_TRUOC: /* measures: part of the INDICATOR node */
    case TH_FN_KE_HOACH:
    case TH_FN_SO_SANH:
    case TH_FN_LUU:
    case TH_FUNCS:
    default: return state_of(TH_STATE_UNREADABLE);
    }
}

static th_operand evaluate(const evaluation *v, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER: return number(e->num);
    case TH_EX_TEXT:
        return (th_operand){.state = TH_STATE_VALUE, .kind = TH_IS_TEXT, .text = e->text, .decimals = INT_MAX};
    case TH_EX_INDICATOR:
    case TH_EX_ROW: return figure(v, e);
    case TH_EX_OP: return operation(v, e);
    case TH_EX_CALL: return call(v, e);
    case TH_EX_COLUMN: /* only inside the functions that take them */
    case TH_EX_CRITERION:
    default: return state_of(TH_STATE_UNREADABLE);
    }
}

th_operand th_expr_eval(th_arena *arena, const th_expr *expr, const th_env *env, th_sources *sources)
{
    evaluation v = {arena, env, sources};
    return evaluate(&v, expr);
}
