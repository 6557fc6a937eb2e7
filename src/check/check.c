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

static th_operand period(void *ctx, th_func func, uint32_t criterion)
{
    (void)criterion;
    const check_run *run = ctx;
    if (func != TH_FN_KY)
        return (th_operand){.state = TH_STATE_ABSENT};
    return (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(run->arena, run->d->period), .decimals = INT_MAX};
}

/* Applies the missing policy of a side; false: the rule cannot be evaluated. */
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

static th_side side_of(const check_run *run, const th_env *env, const th_expr *e, const th_operand *operand)
{
    th_side side = {.num = operand->num, .decimals = operand->decimals, .qualifiers = operand->qualifiers};
    if (e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) {
        uint32_t i = e->kind == TH_EX_ROW ? env->row_indicator : e->index;
        th_type type = run->d->indicators[i].type;
        side.stated = true;
        side.whole =
            e->measure != TH_COMPARED && (type == TH_TYPE_INT || type == TH_TYPE_MONEY || type == TH_TYPE_RANK);
    } else if (e->kind == TH_EX_CALL && e->func == TH_FN_TANG) {
        side.stated = true;
        side.qualifiers = 0; /* "tăng" itself is what the function reads */
    } else {
        side.qualifiers = 0; /* of a computation: looked at through its sources */
    }
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

/* What the unit itself wrote in the Ghi chú of the row. */
static th_str remark_of(const check_run *run, const th_fact *f)
{
    const th_fact *remark = f && !f->item ? th_dataset_find(run->ds, f->unit, f->indicator, TH_REMARK) : NULL;
    return remark && remark->value.state == TH_STATE_VALUE ? th_str_trim(remark->raw) : (th_str){0};
}

static void raise_finding(const check_run *run, const th_check_result *result, const th_broken *broken)
{
    const th_check *check = broken->check;
    th_sentence sentence = th_check_words(run->arena, broken);
    th_culprit culprit = th_imbalance_explain(run->arena, broken);
    th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (result->unit != TH_NONE)
        place.unit = run->d->units[result->unit].code;
    const th_fact *f = result->fact ? &run->ds->facts[result->fact - 1] : NULL;
    if (f) {
        uint32_t form = f->item ? run->d->columns[f->indicator].form : run->d->indicators[f->indicator].form;
        place.file = run->ds->sources[f->source].file;
        place.sheet = f->sheet;
        place.form = form == TH_NONE ? (th_str){0} : run->d->forms[form].code;
        place.row = f->row;
        place.col = f->col;
    }
    th_str vi = th_str_fmt(run->arena, TH_FMT TH_FMT, TH_ARG(sentence.vi), TH_ARG(culprit.vi));
    th_str en = th_str_fmt(run->arena, TH_FMT TH_FMT, TH_ARG(sentence.en), TH_ARG(culprit.en)),
           remark = remark_of(run, f);
    if (remark.len) {
        vi = th_str_fmt(run->arena, TH_FMT " Đơn vị ghi chú: “" TH_FMT "”.", TH_ARG(vi), TH_ARG(remark));
        en = th_str_fmt(run->arena, TH_FMT " The unit remarks: “" TH_FMT "”.", TH_ARG(en), TH_ARG(remark));
    }
    th_finding *found = th_findings_add(&run->ds->findings, run->ds->arena, TH_F_CHECK_FAILED, &place,
                                        (th_str[]){vi, en, sentence.fix_vi, sentence.fix_en}, 4);
    found->rule = check->code;
    found->level = level_of(check, broken->cut_off);
    if (f) {
        found->raw = f->raw;
        found->indicator = f->item ? run->d->columns[f->indicator].code : run->d->indicators[f->indicator].code;
    }
    found->expected = th_str_copy(run->ds->arena, sentence.expected);
    found->difference = th_str_copy(run->ds->arena, sentence.difference);
    found->mark = result->unit == TH_NONE
                      ? (th_str){0}
                      : th_explain_mark(run->ds->arena, run->d, result->unit, check->code, broken->sources);
    th_doubts_add(run->doubts, run->ds->findings.n - 1, result->unit, broken, &culprit);
    if (culprit.slip)
        th_check_propose(run->arena, run->results, culprit.stands.source, culprit.instead, run->ds->findings.n - 1);
    else if (broken->cut_off) /* the rounded share */
        th_check_propose(run->arena, run->results, broken->left->source,
                         th_exact_round(run->arena, broken->right->num, broken->left->decimals),
                         run->ds->findings.n - 1);
}

static void record_result(const check_run *run, th_check_result result)
{
    th_check_results *all = run->results;
    all->passed += result.outcome == TH_PASS;
    all->failed += result.outcome == TH_FAIL;
    all->not_evaluated += result.outcome == TH_NOT_EVALUATED;
    TH_PUSH(run->arena, all->at, all->n, all->cap, result);
}

static th_verdict compare_pair(th_pairing pairing, const th_operand *left, const th_operand *right)
{
    bool one = th_exact_sign(left->num) > 0, other = th_exact_sign(right->num) > 0;
    bool holds = pairing == TH_PAIR_NOT_BOTH ? !(one && other) : one == other;
    return holds ? TH_HOLDS : TH_BROKEN;
}

/* The tolerance as an amount: "5%" is of the larger side. */
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

static void evaluate_rule(const check_run *run, uint32_t index, uint32_t unit, uint32_t row)
{
    const th_check *check = &run->d->checks[index];
    th_dataset_env binding = {.ds = run->ds, .arena = run->arena, .unit = unit, .special = period};
    check_run copy = *run;
    binding.special_ctx = &copy;
    th_env env = th_dataset_environment(&binding);
    env.row_indicator = row;
    th_check_result result = {.check = index, .unit = unit, .indicator = row, .outcome = TH_NOT_EVALUATED};
    if (unit == TH_NONE && !is_complete(run, &result.why)) {
        record_result(run, result);
        return;
    }
    th_sources sources = {0};
    env.blank_is_zero = check->missing_left != TH_MISSING_SKIP;
    th_operand left = th_expr_eval(run->arena, check->left, &env, &sources);
    size_t nleft = sources.n;
    bool stated = left.state == TH_STATE_VALUE || left.state == TH_STATE_UNREADABLE;
    if (check->scope == TH_SCOPE_ROW && !stated)
        return; /* the rule has nothing to say about this row */
    env.blank_is_zero = check->missing_right != TH_MISSING_SKIP;
    th_operand right = th_expr_eval(run->arena, check->right, &env, &sources);
    env.blank_is_zero = false;
    if (!usable(run, &left, check->missing_left, all_missing(&sources, 0, nleft), &result.why) ||
        !usable(run, &right, check->missing_right, all_missing(&sources, nleft, sources.n), &result.why)) {
        record_result(run, result);
        return;
    }
    result.left = left.num;
    result.right = right.num;
    result.difference = th_exact_sub(run->arena, left.num, right.num);
    result.fact = first_fact(&sources);
    th_side ls = side_of(run, &env, check->left, &left), rs = side_of(run, &env, check->right, &right);
    th_verdict verdict = check->pairing
                             ? compare_pair(check->pairing, &left, &right)
                             : th_compare(run->arena, check->op, &ls, &rs, tolerance_of(run, check, &left, &right));
    result.outcome = verdict == TH_HOLDS ? TH_PASS : TH_FAIL;
    bool vague = (!ls.stated && rests_on_estimates(&sources, 0, nleft)) ||
                 (!rs.stated && rests_on_estimates(&sources, nleft, sources.n));
    if (verdict != TH_HOLDS && vague) {
        result.outcome = TH_NOT_EVALUATED;
        result.why = TH_STR("tính từ số gần đúng");
    }
    record_result(run, result);
    if (result.outcome != TH_FAIL)
        return;
    th_broken broken = {check, run->ds, &env, &left, &right, &sources, nleft, verdict == TH_CUT_OFF};
    raise_finding(run, &result, &broken);
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
    return check->scope == TH_SCOPE_CLUSTER ? BETWEEN_UNITS : at.several || at.years ? BETWEEN_SHEETS : WITHIN_SHEET;
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
        fact->value.trouble = th_str_fmt(run->ds->arena, "biểu bị chặn bởi " TH_FMT, TH_ARG(finding->rule));
    }
}

static void evaluate_blocking(const check_run *run)
{
    for (uint32_t c = 0; c < run->d->nchecks; c++) {
        const th_check *check = &run->d->checks[c];
        if (check->state != TH_RULE_ON || check->level != TH_LEVEL_BLOCK || check->scope == TH_SCOPE_CLUSTER)
            continue;
        for (uint32_t u = 0; u < run->d->nunits; u++)
            if (th_dataset_source(run->ds, u))
                check_unit(run, c, u);
    }
    size_t n = run->ds->findings.n;
    for (size_t i = 0; i < n; i++)
        if (run->ds->findings.at[i].kind == TH_F_CHECK_FAILED && run->ds->findings.at[i].level == TH_LEVEL_BLOCK)
            withhold(run, &run->ds->findings.at[i]);
}

static void evaluate_all(const check_run *run)
{
    evaluate_blocking(run);
    for (int order = 0; order < ORDERS; order++)
        for (uint32_t c = 0; c < run->d->nchecks; c++) {
            const th_check *check = &run->d->checks[c];
            bool done =
                check->state == TH_RULE_ON && check->level == TH_LEVEL_BLOCK && check->scope != TH_SCOPE_CLUSTER;
            if (!check->state || done || order_of(run->d, check) != order)
                continue;
            if (order == BETWEEN_UNITS) {
                evaluate_rule(run, c, TH_NONE, TH_NONE);
                continue;
            }
            for (uint32_t u = 0; u < run->d->nunits; u++)
                if (th_dataset_source(run->ds, u))
                    check_unit(run, c, u);
        }
}

void th_check_run(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    check_run run = {arena, ds, ds->definition, results, th_doubts_new(arena, ds)};
    th_check_ranges(arena, ds);
    th_plausible_first(arena, ds, results);
    th_doubts_of_values(run.doubts);
    evaluate_all(&run);
    th_doubts_fold(run.doubts);
    th_plausible_run(arena, ds);
    th_suspect_rules(arena, ds, results);
    th_explain_run(ds);
}
