/* Rules of the definition as formulas that a cell could have. */
#include "check/peers.h"

#include "base/banned.h"

static th_computed *computed_of_expr(th_arena *arena, const th_definition *d, const th_expr *e, th_measure m);

/* A sum or product of two operands; of a difference, a quotient or TY_LE the second is marked as inverse. */
static th_computed *computed_of_two(th_arena *arena, const th_definition *d, const th_expr *e, th_measure m)
{
    bool sum = e->op == TH_OP_ADD || e->op == TH_OP_SUB || e->op == TH_OP_NEG;
    bool product = e->kind == TH_EX_CALL || e->op == TH_OP_MUL || e->op == TH_OP_DIV;
    th_computed *made = th_computed_new(arena, sum && e->kind == TH_EX_OP ? TH_COMPUTED_SUM : TH_COMPUTED_PRODUCT);
    if (!sum && !product)
        return NULL;
    if (e->kind == TH_EX_CALL) {
        th_computed *hundred = th_computed_new(arena, TH_COMPUTED_NUMBER);
        hundred->num = th_exact_int(arena, 100);
        th_computed_add(arena, made, hundred, false);
    }
    bool turns = e->kind == TH_EX_CALL || e->op == TH_OP_SUB || e->op == TH_OP_DIV;
    for (size_t i = 0; i < e->nargs; i++) {
        th_computed *part = computed_of_expr(arena, d, e->args[i], m);
        if (!part)
            return NULL;
        th_computed_add(arena, made, part, (turns && i > 0) || (e->kind == TH_EX_OP && e->op == TH_OP_NEG));
    }
    return th_computed_close(arena, d, made);
}

/* The expression over the figures of one measure; NULL: a cell could not be computed so. */
static th_computed *computed_of_expr(th_arena *arena, const th_definition *d, const th_expr *e, th_measure m)
{
    bool figure = e->kind == TH_EX_INDICATOR && e->measure == TH_NOW && !e->textual;
    if (e->kind == TH_EX_OP || (e->kind == TH_EX_CALL && e->func == TH_FN_TY_LE))
        return computed_of_two(arena, d, e, m);
    if (!figure && e->kind != TH_EX_NUMBER)
        return NULL;
    th_computed *made = th_computed_new(arena, figure ? TH_COMPUTED_FIGURE : TH_COMPUTED_NUMBER);
    made->num = e->num;
    made->index = figure ? e->index : 0;
    made->measure = m;
    return th_computed_close(arena, d, made);
}

const th_computed *th_peer_rule(th_arena *arena, const th_definition *d, uint32_t indicator, th_measure m)
{
    for (size_t i = 0; i < d->nchecks && m != TH_COMPARED; i++) {
        const th_check *check = &d->checks[i];
        const th_expr *left = check->left;
        bool states = check->state != TH_RULE_OFF && check->scope == TH_SCOPE_UNIT && check->op == TH_OP_EQ &&
                      !check->pairing && check->level >= TH_LEVEL_ERROR && left->kind == TH_EX_INDICATOR &&
                      left->measure == TH_NOW && !left->textual && left->index == indicator;
        const th_computed *rule = states ? computed_of_expr(arena, d, check->right, m) : NULL;
        if (rule)
            return rule;
    }
    return NULL;
}
