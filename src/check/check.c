/* The rules of the definition, one by one: which side is what, whether they agree, and what is said when they do not.
 * th_check_run is also the order of everything else that is checked. */
#include "check/check.h"

#include "check/compare.h"
#include "check/explain.h"
#include "check/fold.h"
#include "check/imbalance.h"
#include "check/plausible.h"
#include "check/range.h"
#include "check/suspect.h"
#include "check/words.h"

#include <limits.h>

#include "base/banned.h"

typedef struct check_run {
    th_arena *arena;
    th_dataset *ds;
    const th_definition *d;
    th_check_results *results;
    th_doubts *doubts;
} check_run;

/* Applies Khi thiếu to a side that has no figure; false: the rule cannot be evaluated, and *why says for what
 * reason. */
static bool usable(const check_run *run, th_operand *side, th_missing policy, bool all_missing, th_str *why)
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

static th_side side_of(const check_run *run, const th_env *env, const th_expr *e, const th_operand *o)
{
    th_side side = {.num = o->num, .decimals = o->decimals, .stated = is_stated(e)};
    if (e->kind != TH_EX_INDICATOR && e->kind != TH_EX_ROW)
        return side; /* the qualifiers of a computation are judged through its sources */
    th_type type = run->d->indicators[e->kind == TH_EX_ROW ? env->row_indicator : e->index].type;
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

/* chặn → lỗi → cảnh báo → ghi chú for a rule whose state is "giảm mức". */
static th_level level_of(const th_check *check, bool cut_off)
{
    th_level level = check->level;
    if (cut_off && level > TH_LEVEL_WARNING)
        level = TH_LEVEL_WARNING;
    return check->state == TH_RULE_REDUCED && level > TH_LEVEL_NOTE ? level - 1 : level;
}

/* What the unit itself wrote in the Ghi chú column of the row. */
static th_str remark_of(const check_run *run, const th_fact *f)
{
    const th_fact *remark = f && !f->item ? th_dataset_find(run->ds, f->unit, f->indicator, TH_REMARK) : NULL;
    return remark && remark->value.state == TH_STATE_VALUE ? th_str_trim(remark->raw) : (th_str){0};
}

/* The cell the finding points at, or no more than the unit. */
static th_place place_of_result(const check_run *run, const th_check_result *result)
{
    th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (result->unit != TH_NONE)
        place.unit = run->d->units[result->unit].code;
    if (!result->fact)
        return place;
    const th_fact *f = &run->ds->facts[result->fact - 1];
    uint32_t form = f->item ? run->d->columns[f->indicator].form : run->d->indicators[f->indicator].form;
    place.file = run->ds->sources[f->source].file;
    place.sheet = f->sheet;
    place.form = form == TH_NONE ? (th_str){0} : run->d->forms[form].code;
    place.row = f->row;
    place.col = f->col;
    return place;
}

/* The last finding may have a figure that would settle it: the slip of one cell, or the share rounded as it should
 * be. */
static void propose_figure(const check_run *run, const th_broken *broken, const th_culprit *culprit)
{
    size_t finding = run->ds->findings.n - 1;
    if (culprit->slip) {
        th_check_propose(run->arena, run->results, culprit->stands.source, culprit->instead, finding);
    } else if (broken->cut_off) {
        const th_exact *rounded = th_exact_round(run->arena, broken->right->num, broken->left->decimals);
        th_check_propose(run->arena, run->results, broken->left->source, rounded, finding);
    }
}

static void raise_finding(const check_run *run, const th_check_result *result, const th_broken *broken)
{
    const th_check *check = broken->check;
    th_sentence sentence = th_check_words(run->arena, broken);
    th_culprit culprit = th_imbalance_explain(run->arena, broken);
    th_place place = place_of_result(run, result);
    const th_fact *f = result->fact ? &run->ds->facts[result->fact - 1] : NULL;
    th_words said = {th_str_fmt(run->arena, TH_FMT TH_FMT, TH_ARG(sentence.vi), TH_ARG(culprit.vi)),
                     th_str_fmt(run->arena, TH_FMT TH_FMT, TH_ARG(sentence.en), TH_ARG(culprit.en))};
    const th_words fix = {sentence.fix_vi, sentence.fix_en};
    th_str remark = remark_of(run, f);
    if (remark.len) {
        said.vi = th_str_fmt(run->arena, TH_FMT " Đơn vị ghi chú: “" TH_FMT "”.", TH_ARG(said.vi), TH_ARG(remark));
        said.en = th_str_fmt(run->arena, TH_FMT " The unit remarks: “" TH_FMT "”.", TH_ARG(said.en), TH_ARG(remark));
    }
    th_finding *finding =
        th_findings_add(&run->ds->findings, run->ds->arena, TH_F_CHECK_FAILED, &place, TH_WITH(said, fix));
    finding->rule = check->code;
    finding->level = level_of(check, broken->cut_off);
    if (f) {
        finding->raw = f->raw;
        finding->indicator = f->item ? run->d->columns[f->indicator].code : run->d->indicators[f->indicator].code;
    }
    finding->expected = th_str_copy(run->ds->arena, sentence.expected);
    finding->difference = th_str_copy(run->ds->arena, sentence.difference);
    if (result->unit != TH_NONE)
        finding->mark = th_explain_mark(run->ds->arena, run->d, result->unit, check->code, broken->sources);
    th_doubts_add(run->doubts, run->ds->findings.n - 1, result->unit, broken, &culprit);
    propose_figure(run, broken, &culprit);
}

static void record_result(const check_run *run, th_check_result result)
{
    th_check_results *all = run->results;
    all->passed += result.outcome == TH_PASS;
    all->failed += result.outcome == TH_FAIL;
    all->not_evaluated += result.outcome == TH_NOT_EVALUATED;
    TH_PUSH(run->arena, all->at, all->n, all->cap, result);
}

/* Whether both occur, for "cùng có" and "không cùng có": a figure occurs when it is above 0. */
static th_verdict compare_pair(th_pairing pairing, const th_operand *left, const th_operand *right)
{
    bool one = th_exact_sign(left->num) > 0, other = th_exact_sign(right->num) > 0;
    bool holds = pairing == TH_PAIR_NOT_BOTH ? !(one && other) : one == other;
    return holds ? TH_HOLDS : TH_BROKEN;
}

/* The tolerance as an amount: one in percent is of the larger side. */
static const th_exact *tolerance_of(const check_run *run, const th_check *check, const th_operand *left,
                                    const th_operand *right)
{
    if (!check->tolerance || !check->tolerance_relative)
        return check->tolerance;
    const th_exact *a = th_exact_abs(run->arena, left->num), *b = th_exact_abs(run->arena, right->num);
    return th_exact_div(run->arena, th_exact_mul(run->arena, check->tolerance, th_exact_cmp(a, b) > 0 ? a : b),
                        th_exact_int(run->arena, 100));
}

/* A rule of the cluster needs all units: a sum of six says nothing about seven. */
static bool is_complete(const check_run *run, th_str *why)
{
    uint32_t reported = 0;
    for (uint32_t u = 0; u < run->d->nunits; u++)
        reported += th_dataset_source(run->ds, u) != NULL;
    *why = th_str_fmt(run->arena, "mới có %u/%zu đơn vị", reported, run->d->nunits);
    return reported == run->d->nunits;
}

static th_operand evaluate_side(const check_run *run, th_env *env, const th_expr *e, th_missing policy,
                                th_sources *sources)
{
    env->blank_is_zero = policy != TH_MISSING_SKIP;
    th_operand operand = th_expr_eval(run->arena, e, env, sources);
    env->blank_is_zero = false;
    return operand;
}

static bool are_usable(const check_run *run, const th_broken *rule, th_operand *left, th_operand *right, th_str *why)
{
    const th_sources *sources = rule->sources;
    return usable(run, left, rule->check->missing_left, all_missing(sources, 0, rule->nleft), why) &&
           usable(run, right, rule->check->missing_right, all_missing(sources, rule->nleft, sources->n), why);
}

static th_verdict compare_sides(const check_run *run, const th_broken *rule)
{
    const th_check *check = rule->check;
    if (check->pairing)
        return compare_pair(check->pairing, rule->left, rule->right);
    th_side left = side_of(run, rule->env, check->left, rule->left);
    th_side right = side_of(run, rule->env, check->right, rule->right);
    return th_compare(run->arena, check->op, &left, &right, tolerance_of(run, check, rule->left, rule->right));
}

static bool is_computed_from_estimates(const th_broken *rule)
{
    return (!is_stated(rule->check->left) && rests_on_estimates(rule->sources, 0, rule->nleft)) ||
           (!is_stated(rule->check->right) && rests_on_estimates(rule->sources, rule->nleft, rule->sources->n));
}

/* Compares two sides that are there: pass or fail, unless a failure rests on approximate figures. */
static void judge_rule(const check_run *run, th_broken *rule, th_check_result *result)
{
    th_verdict verdict = compare_sides(run, rule);
    result->left = rule->left->num;
    result->right = rule->right->num;
    result->difference = th_exact_sub(run->arena, rule->left->num, rule->right->num);
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
static bool holds_exactly(const check_run *run, const th_broken *rule, const th_dataset_env *printed)
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

/* One rule for one unit (TH_NONE: the cluster) and, where its scope is a row, one indicator. */
static void evaluate_rule(const check_run *run, uint32_t index, uint32_t unit, uint32_t row)
{
    const th_check *check = &run->d->checks[index];
    th_check_result result = {.check = index, .unit = unit, .indicator = row, .outcome = TH_NOT_EVALUATED};
    if (unit == TH_NONE && !is_complete(run, &result.why)) {
        record_result(run, result);
        return;
    }
    th_dataset_env binding = {
        .ds = run->ds, .arena = run->arena, .unit = unit, .printed = goes_by_what_is_printed(check)};
    th_env env = th_dataset_environment(&binding);
    env.row_indicator = row;
    th_sources sources = {0};
    th_operand left = evaluate_side(run, &env, check->left, check->missing_left, &sources);
    size_t nleft = sources.n;
    if (check->scope == TH_SCOPE_ROW && left.state != TH_STATE_VALUE && left.state != TH_STATE_UNREADABLE)
        return; /* the rule has nothing to say about this row */
    th_operand right = evaluate_side(run, &env, check->right, check->missing_right, &sources);
    th_broken rule = {.check = check,
                      .ds = run->ds,
                      .env = &env,
                      .left = &left,
                      .right = &right,
                      .sources = &sources,
                      .nleft = nleft};
    if (are_usable(run, &rule, &left, &right, &result.why))
        judge_rule(run, &rule, &result);
    if (result.outcome == TH_FAIL && binding.printed && holds_exactly(run, &rule, &binding))
        result.outcome = TH_PASS;
    record_result(run, result);
    if (result.outcome == TH_FAIL)
        raise_finding(run, &result, &rule);
}

static bool uses_stored(const th_expr *e)
{
    if ((e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) && e->measure == TH_STORED)
        return true;
    for (size_t i = 0; i < e->nargs; i++)
        if (uses_stored(e->args[i]))
            return true;
    return false;
}

static void check_unit(const check_run *run, uint32_t index, uint32_t unit)
{
    const th_check *check = &run->d->checks[index];
    if (!run->ds->has_stored && (uses_stored(check->left) || uses_stored(check->right))) {
        record_result(run, (th_check_result){.check = index,
                                             .unit = unit,
                                             .indicator = TH_NONE,
                                             .outcome = TH_NOT_EVALUATED,
                                             .why = TH_STR("chưa có số liệu đã chốt của năm trước")});
        return;
    }
    if (check->scope == TH_SCOPE_UNIT) {
        evaluate_rule(run, index, unit, TH_NONE);
        return;
    }
    for (uint32_t i = 0; i < run->d->nindicators; i++)
        if (th_type_is_number(run->d->indicators[i].type) || run->d->indicators[i].type == TH_TYPE_RANK)
            evaluate_rule(run, index, unit, i);
}

/* ---- the order: within a sheet, between sheets and years, between units ---- */

typedef struct reach {
    uint32_t form; /* TH_NONE: none seen yet */
    bool several, years;
} reach;

/* Which forms and years the figures below `e` are of. */
static void look_at_figures(const th_definition *d, const th_expr *e, reach *at)
{
    uint32_t form = TH_NONE;
    if (e->kind == TH_EX_INDICATOR)
        form = d->indicators[e->index].form;
    else if (e->kind == TH_EX_COLUMN)
        form = d->columns[e->index].form;
    if ((e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) && e->measure != TH_NOW && e->measure != TH_PLAN)
        at->years = true;
    if (form != TH_NONE) {
        at->several = at->several || (at->form != TH_NONE && at->form != form);
        at->form = form;
    }
    for (size_t i = 0; i < e->nargs; i++)
        look_at_figures(d, e->args[i], at);
}

enum { WITHIN_SHEET = 0, BETWEEN_SHEETS, BETWEEN_UNITS, ORDERS };

static int order_of(const th_definition *d, const th_check *check)
{
    reach at = {.form = TH_NONE};
    look_at_figures(d, check->left, &at);
    look_at_figures(d, check->right, &at);
    if (check->scope == TH_SCOPE_CLUSTER)
        return BETWEEN_UNITS;
    return at.several || at.years ? BETWEEN_SHEETS : WITHIN_SHEET;
}

/* Level chặn: the form is left out.  Its figures stay where they are, to be seen, but count for nothing. */
static void withhold(const check_run *run, const th_finding *finding)
{
    uint32_t unit = th_definition_unit(run->d, finding->place.unit),
             form = th_definition_form(run->d, finding->place.form);
    for (size_t i = 0; i < run->ds->nfacts; i++) {
        th_fact *fact = &run->ds->facts[i];
        uint32_t of = fact->item ? run->d->columns[fact->indicator].form : run->d->indicators[fact->indicator].form;
        if (fact->unit != unit || of != form || form == TH_NONE || fact->value.state != TH_STATE_VALUE)
            continue;
        fact->value.state = TH_STATE_UNREADABLE;
        fact->value.withheld = true;
        fact->value.trouble.vi = th_str_fmt(run->ds->arena, "biểu bị chặn bởi " TH_FMT, TH_ARG(finding->rule));
    }
}

static void check_units(const check_run *run, uint32_t index)
{
    for (uint32_t u = 0; u < run->d->nunits; u++)
        if (th_dataset_source(run->ds, u))
            check_unit(run, index, u);
}

static bool is_blocking(const th_check *check)
{
    return check->state == TH_RULE_ON && check->level == TH_LEVEL_BLOCK && check->scope != TH_SCOPE_CLUSTER;
}

/* Rules of level chặn come first, since no other rule may count the figures of a form that is left out. */
static void evaluate_blocking(const check_run *run)
{
    for (uint32_t i = 0; i < run->d->nchecks; i++)
        if (is_blocking(&run->d->checks[i]))
            check_units(run, i);
    size_t n = run->ds->findings.n;
    for (size_t i = 0; i < n; i++)
        if (run->ds->findings.at[i].kind == TH_F_CHECK_FAILED && run->ds->findings.at[i].level == TH_LEVEL_BLOCK)
            withhold(run, &run->ds->findings.at[i]);
}

static void evaluate_all(const check_run *run)
{
    evaluate_blocking(run);
    for (int order = 0; order < ORDERS; order++)
        for (uint32_t i = 0; i < run->d->nchecks; i++) {
            const th_check *check = &run->d->checks[i];
            if (check->state == TH_RULE_OFF || is_blocking(check) || order_of(run->d, check) != order)
                continue;
            if (order == BETWEEN_UNITS)
                evaluate_rule(run, i, TH_NONE, TH_NONE);
            else
                check_units(run, i);
        }
}

void th_check_run(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    check_run run = {
        .arena = arena, .ds = ds, .d = ds->definition, .results = results, .doubts = th_doubts_new(arena, ds)};
    th_check_ranges(arena, ds);
    th_plausible_first(arena, ds, results);
    th_doubts_of_values(run.doubts);
    evaluate_all(&run);
    th_doubts_fold(run.doubts);
    th_plausible_run(arena, ds);
    th_suspect_rules(arena, ds, results);
    th_explain_run(ds);
}
