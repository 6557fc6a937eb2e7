/* Rules that hold for this year hold for the other columns of the form too: a total of last year or of the plan is the
 * sum of its parts, and a figure that two forms share is one figure in each year. */
#include "check/imbalance.h"
#include "check/judge.h"
#include "check/plausible.h"

#include "base/banned.h"

enum { SEVERAL = 3 }; /* units that must have the figures for a rule to be doubted */

/* What the two sides of a rule consist of. */
typedef struct rule_parts {
    bool other;  /* anything that has no counterpart in another column: lists, texts, another year */
    bool ratio;  /* it multiplies, divides or takes a share */
    size_t used; /* figures */
} rule_parts;

/* 100 and 1000 bring one unit of measure to another; any other constant belongs to the year it was written for. */
static bool is_scale(const th_exact *number)
{
    double value = th_exact_to_double(number);
    return value == 1 || value == 10 || value == 100 || value == 1000 || value == 1000000;
}

static void look_at_parts(const th_expr *e, rule_parts *parts)
{
    bool call = e->kind == TH_EX_CALL, op = e->kind == TH_EX_OP;
    bool share = (call && e->func == TH_FN_TY_LE) || (op && (e->op == TH_OP_MUL || e->op == TH_OP_DIV));
    bool sum =
        (call && e->func == TH_FN_SUM) || (op && (e->op == TH_OP_ADD || e->op == TH_OP_SUB || e->op == TH_OP_NEG));
    bool figure = e->kind == TH_EX_INDICATOR && e->measure == TH_NOW && !e->textual;
    bool scale = e->kind == TH_EX_NUMBER && is_scale(e->num);
    parts->used += figure;
    parts->ratio = parts->ratio || share;
    parts->other = parts->other || !(figure || share || sum || scale);
    for (size_t i = 0; i < e->nargs; i++)
        look_at_parts(e->args[i], parts);
}

/* A copy of the expression in which all figures are of `measure`. */
static th_expr *in_column(th_arena *arena, const th_expr *e, th_measure measure)
{
    th_expr *copy = th_arena_alloc(arena, sizeof *copy);
    *copy = *e;
    if (e->kind == TH_EX_INDICATOR)
        copy->measure = measure;
    copy->args = e->nargs ? th_arena_array(arena, e->nargs, sizeof(th_expr *)) : NULL;
    for (size_t i = 0; i < e->nargs; i++)
        copy->args[i] = in_column(arena, e->args[i], measure);
    return copy;
}

/* Plans of shares are set by hand, and need not follow from plans of their parts. */
static bool holds_elsewhere(const th_check *check, th_measure measure)
{
    if (check->scope != TH_SCOPE_UNIT || check->pairing || check->op != TH_OP_EQ || check->state != TH_RULE_ON)
        return false;
    rule_parts left = {0}, right = {0};
    look_at_parts(check->left, &left);
    look_at_parts(check->right, &right);
    return !left.other && !right.other && left.used && right.used &&
           (measure == TH_PREVIOUS || (!left.ratio && !right.ratio));
}

static void say_other_column(th_arena *arena, th_dataset *ds, const th_judgement *judged)
{
    th_sentence sentence = th_check_words(arena, &judged->broken);
    th_culprit culprit = th_imbalance_explain(arena, &judged->broken);
    bool mistyped = culprit.slip == TH_SLIP_SCALE || culprit.slip == TH_SLIP_SWAP;
    uint32_t at = mistyped && culprit.stands.source ? culprit.stands.source : judged->result.fact;
    if (!at || judged->broken.cut_off)
        return;
    const th_words said = {th_str_fmt(arena, TH_FMT TH_FMT, TH_ARG(sentence.vi), TH_ARG(culprit.vi)),
                           th_str_fmt(arena, TH_FMT TH_FMT, TH_ARG(sentence.en), TH_ARG(culprit.en))};
    const th_words fix = {sentence.fix_vi, sentence.fix_en};
    th_finding *finding = th_plausible_say(ds, TH_F_ODD_COLUMN, &ds->facts[at - 1], TH_WITH(said, fix));
    if (!finding)
        return;
    finding->expected = th_str_copy(ds->arena, sentence.expected);
    finding->difference = th_str_copy(ds->arena, sentence.difference);
}

/* Where every part says “-”, nobody stated the parts, and a total stands for itself. */
static bool states_no_parts(const th_dataset *ds, const th_judgement *judged)
{
    const th_broken *broken = &judged->broken;
    size_t dashes[] = {0, 0}, figures[] = {0, 0};
    for (size_t i = 0; broken->sources && i < broken->sources->n; i++) {
        size_t side = i >= broken->nleft;
        uint32_t fact = broken->sources->at[i].operand.source;
        figures[side]++;
        dashes[side] += fact && ds->facts[fact - 1].value.did & TH_DID_ZERO_WORD;
    }
    for (size_t side = 0; side < sizeof figures / sizeof *figures; side++)
        if (figures[side] > 1 && dashes[side] == figures[side])
            return true;
    return false;
}

static void judge_other_column(th_arena *arena, const th_dataset *ds, const th_case *of, th_judgement *judged)
{
    *judged = (th_judgement){.result = {.outcome = TH_NOT_EVALUATED}};
    if (th_dataset_source(ds, of->unit))
        th_judge(arena, ds, of, judged);
    if (judged->result.outcome == TH_FAIL && states_no_parts(ds, judged))
        judged->result.outcome = TH_NOT_EVALUATED;
}

/* One rule over one column, of all units.  Where more than a third of several units break it, it is the rule that does
 * not hold there. */
static void look_at_column(th_arena *arena, th_dataset *ds, const th_check *check, th_measure measure)
{
    const th_definition *d = ds->definition;
    th_check other = *check;
    other.left = in_column(arena, check->left, measure);
    other.right = in_column(arena, check->right, measure);
    other.missing_left = other.missing_right = TH_MISSING_SKIP;
    th_case of = {.check = (uint32_t)(check - d->checks), .row = TH_NONE, .instead = &other};
    size_t asked = 0, broken = 0;
    th_judgement judged;
    for (of.unit = 0; of.unit < d->nunits; of.unit++) {
        judge_other_column(arena, ds, &of, &judged);
        asked += judged.result.outcome != TH_NOT_EVALUATED;
        broken += judged.result.outcome == TH_FAIL;
    }
    if (!broken || (asked >= SEVERAL && broken * 3 > asked))
        return;
    for (of.unit = 0; of.unit < d->nunits; of.unit++) {
        judge_other_column(arena, ds, &of, &judged);
        if (judged.result.outcome == TH_FAIL)
            say_other_column(arena, ds, &judged);
    }
}

void th_plausible_columns(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    static const th_measure columns[] = {TH_PREVIOUS, TH_PLAN};
    for (size_t i = 0; i < d->nchecks; i++)
        for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
            if (holds_elsewhere(&d->checks[i], columns[k]))
                look_at_column(arena, ds, &d->checks[i], columns[k]);
}
