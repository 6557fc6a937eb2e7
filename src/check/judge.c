/* Judging one rule: its two sides, what a missing figure means for them, and whether they agree. */
#include "check/judge.h"

#include "check/compare.h"

#include <limits.h>

#include "base/banned.h"

typedef struct judging {
    th_arena *arena;
    const th_dataset *ds;
    const th_definition *d;
} judging;

/* Applies Khi thiếu to a side that has no figure; false: the rule cannot be evaluated, and *why says for what
 * reason. */
static bool usable(const judging *run, th_operand *side, th_missing policy, bool all_missing, th_str *why)
{
    if (side->state == TH_STATE_UNREADABLE) {
        *why = TH_STR("có ô không đọc được");
        return false;
    }
    if (side->division_by_zero) {
        *why = TH_STR("mẫu số bằng 0");
        return false;
    }
    if (policy == TH_MISSING_SKIP_ALL && all_missing) {
        *why = TH_STR("thiếu số liệu");
        return false;
    }
    if (side->state == TH_STATE_VALUE && side->num)
        return true;
    if (policy != TH_MISSING_SKIP && side->state != TH_STATE_VALUE) {
        *side = (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(run->arena, 0), .decimals = INT_MAX};
        return true;
    }
    *why = TH_STR("thiếu số liệu");
    return false;
}

/* A figure of the workbook itself, not a computation; TANG() only reads what a cell says in words. */
static bool is_stated(const th_expr *e)
{
    return e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW || (e->kind == TH_EX_CALL && e->func == TH_FN_TANG);
}

th_side th_judge_side(const th_definition *d, const th_env *env, const th_expr *e, const th_operand *o)
{
    th_side side = {.num = o->num, .decimals = o->decimals, .stated = is_stated(e)};
    if (e->kind != TH_EX_INDICATOR && e->kind != TH_EX_ROW)
        return side; /* the qualifiers of a computation are judged through its sources */
    th_type type = d->indicators[e->kind == TH_EX_ROW ? env->row_indicator : e->index].type;
    side.qualifiers = o->qualifiers;
    side.whole = e->measure != TH_COMPARED && (type == TH_TYPE_INT || type == TH_TYPE_MONEY || type == TH_TYPE_RANK);
    return side;
}

/* A computation from "trên 3.071" and the like proves nothing when it does not fit. */
static bool rests_on_estimates(const th_sources *sources, size_t from, size_t to)
{
    const uint32_t vague =
        TH_Q_OVER | TH_Q_AT_LEAST | TH_Q_UNDER | TH_Q_NEAR | TH_Q_ABOUT | TH_Q_AT_MOST | TH_Q_ESTIMATE;
    for (size_t i = from; i < to; i++)
        if (sources->at[i].operand.qualifiers & vague)
            return true;
    return false;
}

static bool all_missing(const th_sources *sources, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (sources->at[i].operand.state == TH_STATE_VALUE)
            return false;
    return from < to;
}

static uint32_t first_fact(const th_sources *sources)
{
    for (size_t i = 0; i < sources->n; i++)
        if (sources->at[i].operand.source)
            return sources->at[i].operand.source;
    return 0;
}

/* Whether both occur, for "cùng có" and "không cùng có": a figure occurs when it is above 0. */
static th_verdict compare_pair(th_pairing pairing, const th_operand *left, const th_operand *right)
{
    bool one = th_exact_sign(left->num) > 0, other = th_exact_sign(right->num) > 0;
    bool holds = pairing == TH_PAIR_NOT_BOTH ? !(one && other) : one == other;
    return holds ? TH_HOLDS : TH_BROKEN;
}

/* The tolerance as an amount: one in percent is of the larger side. */
static const th_exact *tolerance_of(const judging *run, const th_check *check, const th_operand *left,
                                    const th_operand *right)
{
    if (!check->tolerance || !check->tolerance_relative)
        return check->tolerance;
    const th_exact *a = th_exact_abs(run->arena, left->num), *b = th_exact_abs(run->arena, right->num);
    return th_exact_div(run->arena, th_exact_mul(run->arena, check->tolerance, th_exact_cmp(a, b) > 0 ? a : b),
                        th_exact_int(run->arena, 100));
}

/* A rule of the cluster needs all units: a sum of six says nothing about seven. */
static bool is_complete(const judging *run, th_str *why)
{
    uint32_t reported = 0;
    for (uint32_t u = 0; u < run->d->nunits; u++)
        reported += th_dataset_source(run->ds, u) != NULL;
    *why = th_str_fmt(run->arena, "mới có %u/%zu đơn vị", reported, run->d->nunits);
    return reported == run->d->nunits;
}

static th_operand evaluate_side(const judging *run, th_env *env, const th_expr *e, th_missing policy,
                                th_sources *sources)
{
    env->blank_is_zero = policy != TH_MISSING_SKIP;
    th_operand operand = th_expr_eval(run->arena, e, env, sources);
    env->blank_is_zero = false;
    return operand;
}

static bool are_usable(const judging *run, const th_broken *rule, th_operand *left, th_operand *right, th_str *why)
{
    const th_sources *sources = rule->sources;
    return usable(run, left, rule->check->missing_left, all_missing(sources, 0, rule->nleft), why) &&
           usable(run, right, rule->check->missing_right, all_missing(sources, rule->nleft, sources->n), why);
}

static th_verdict compare_sides(const judging *run, const th_broken *rule)
{
    const th_check *check = rule->check;
    if (check->pairing)
        return compare_pair(check->pairing, rule->left, rule->right);
    th_side left = th_judge_side(run->d, rule->env, check->left, rule->left);
    th_side right = th_judge_side(run->d, rule->env, check->right, rule->right);
    return th_compare(run->arena, check->op, &left, &right, tolerance_of(run, check, rule->left, rule->right));
}

static bool is_computed_from_estimates(const th_broken *rule)
{
    return (!is_stated(rule->check->left) && rests_on_estimates(rule->sources, 0, rule->nleft)) ||
           (!is_stated(rule->check->right) && rests_on_estimates(rule->sources, rule->nleft, rule->sources->n));
}

/* Compares two sides that are there: pass or fail, unless a failure rests on approximate figures. */
static void judge_sides(const judging *run, th_broken *rule, th_check_result *result)
{
    th_verdict verdict = compare_sides(run, rule);
    result->fact = first_fact(rule->sources);
    rule->cut_off = verdict == TH_CUT_OFF;
    if (verdict == TH_HOLDS) {
        result->outcome = TH_PASS;
    } else if (is_computed_from_estimates(rule)) {
        result->why = TH_STR("tính từ số gần đúng");
    } else {
        result->outcome = TH_FAIL;
    }
}

/* Tolerance by what is printed: an equality whose tolerance is automatic. */
static bool goes_by_what_is_printed(const th_check *check)
{
    return check->op == TH_OP_EQ && !check->tolerance && !check->pairing;
}

/* A total that a formula computes shows its own rounding, not that of its parts: what fails as printed may hold
 * exactly. */
static bool holds_exactly(const judging *run, const th_broken *rule, const th_dataset_env *printed)
{
    th_dataset_env binding = *printed;
    binding.printed = false;
    th_env env = th_dataset_environment(&binding);
    env.row_indicator = rule->env->row_indicator;
    th_operand left = evaluate_side(run, &env, rule->check->left, rule->check->missing_left, NULL);
    th_operand right = evaluate_side(run, &env, rule->check->right, rule->check->missing_right, NULL);
    if (!left.num || !right.num)
        return false;
    th_broken exact = *rule;
    exact.env = &env;
    exact.left = &left;
    exact.right = &right;
    return compare_sides(run, &exact) == TH_HOLDS;
}

void th_judge(th_arena *arena, const th_dataset *ds, const th_case *of, th_judgement *out)
{
    const judging run = {arena, ds, ds->definition};
    const th_check *check = of->instead ? of->instead : &run.d->checks[of->check];
    *out = (th_judgement){
        .result = {.check = of->check, .unit = of->unit, .indicator = of->row, .outcome = TH_NOT_EVALUATED}};
    if (of->unit == TH_NONE && !is_complete(&run, &out->result.why))
        return;
    out->binding =
        (th_dataset_env){.ds = ds, .arena = arena, .unit = of->unit, .printed = goes_by_what_is_printed(check)};
    out->env = th_dataset_environment(&out->binding);
    out->env.row_indicator = of->row;
    out->left = evaluate_side(&run, &out->env, check->left, check->missing_left, &out->sources);
    size_t nleft = out->sources.n;
    if (check->scope == TH_SCOPE_ROW && out->left.state != TH_STATE_VALUE && out->left.state != TH_STATE_UNREADABLE) {
        out->silent = true;
        return;
    }
    out->right = evaluate_side(&run, &out->env, check->right, check->missing_right, &out->sources);
    out->broken = (th_broken){.check = check,
                              .ds = ds,
                              .env = &out->env,
                              .left = &out->left,
                              .right = &out->right,
                              .sources = &out->sources,
                              .nleft = nleft};
    if (are_usable(&run, &out->broken, &out->left, &out->right, &out->result.why))
        judge_sides(&run, &out->broken, &out->result);
    if (out->result.outcome == TH_FAIL && out->binding.printed && holds_exactly(&run, &out->broken, &out->binding))
        out->result.outcome = TH_PASS;
}
