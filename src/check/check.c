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

typedef struct run {
    th_arena *arena;
    th_dataset *ds;
    const th_definition *d;
    th_check_results *results;
    th_doubts *doubts;
} run;

static th_operand period(void *ctx, th_func func, uint32_t criterion)
{
    (void)criterion;
    const run *r = ctx;
    if (func != TH_FN_KY)
        return (th_operand){.state = TH_STATE_ABSENT};
    return (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(r->arena, r->d->period), .decimals = INT_MAX};
}

/* Applies the missing policy of a side; false: the rule cannot be evaluated. */
static bool usable(const run *r, th_operand *side, th_missing policy, bool all_missing, th_str *why)
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
        *side = (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(r->arena, 0), .decimals = INT_MAX};
        return true;
    }
    *why = TH_STR("thiếu số liệu");
    return false;
}

static th_side side_of(const run *r, const th_env *env, const th_expr *e, const th_operand *v)
{
    th_side s = {.num = v->num, .decimals = v->decimals, .qualifiers = v->qualifiers};
    if (e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) {
        uint32_t i = e->kind == TH_EX_ROW ? env->row_indicator : e->index;
        th_type type = r->d->indicators[i].type;
        s.stated = true;
        s.whole = e->measure != TH_COMPARED && (type == TH_TYPE_INT || type == TH_TYPE_MONEY || type == TH_TYPE_RANK);
    } else if (e->kind == TH_EX_CALL && e->func == TH_FN_TANG) {
        s.stated = true;
        s.qualifiers = 0; /* "tăng" itself is what the function reads */
    } else {
        s.qualifiers = 0; /* of a computation: looked at through its sources */
    }
    return s;
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
static th_level level_of(const th_check *c, bool cut_off)
{
    th_level level = c->level;
    if (cut_off && level > TH_LEVEL_WARNING)
        level = TH_LEVEL_WARNING;
    return c->state == TH_RULE_REDUCED && level > TH_LEVEL_NOTE ? level - 1 : level;
}

/* What the unit itself wrote in the Ghi chú of the row. */
static th_str remark_of(const run *r, const th_fact *f)
{
    const th_fact *remark = f && !f->item ? th_dataset_find(r->ds, f->unit, f->indicator, TH_REMARK) : NULL;
    return remark && remark->value.state == TH_STATE_VALUE ? th_str_trim(remark->raw) : (th_str){0};
}

static void raise_finding(const run *r, const th_check_result *result, const th_broken *broken)
{
    const th_check *c = broken->check;
    th_sentence s = th_check_words(r->arena, broken);
    th_culprit culprit = th_imbalance_explain(r->arena, broken);
    th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (result->unit != TH_NONE)
        place.unit = r->d->units[result->unit].code;
    const th_fact *f = result->fact ? &r->ds->facts[result->fact - 1] : NULL;
    if (f) {
        uint32_t form = f->item ? r->d->columns[f->indicator].form : r->d->indicators[f->indicator].form;
        place.file = r->ds->sources[f->source].file;
        place.sheet = f->sheet;
        place.form = form == TH_NONE ? (th_str){0} : r->d->forms[form].code;
        place.row = f->row;
        place.col = f->col;
    }
    th_str vi = th_str_fmt(r->arena, TH_FMT TH_FMT, TH_ARG(s.vi), TH_ARG(culprit.vi));
    th_str en = th_str_fmt(r->arena, TH_FMT TH_FMT, TH_ARG(s.en), TH_ARG(culprit.en)), remark = remark_of(r, f);
    if (remark.len) {
        vi = th_str_fmt(r->arena, TH_FMT " Đơn vị ghi chú: “" TH_FMT "”.", TH_ARG(vi), TH_ARG(remark));
        en = th_str_fmt(r->arena, TH_FMT " The unit remarks: “" TH_FMT "”.", TH_ARG(en), TH_ARG(remark));
    }
    th_finding *found = th_findings_add(&r->ds->findings, r->ds->arena, TH_F_CHECK_FAILED, &place,
                                        (th_str[]){vi, en, s.fix_vi, s.fix_en}, 4);
    found->rule = c->code;
    found->level = level_of(c, broken->cut_off);
    if (f) {
        found->raw = f->raw;
        found->indicator = f->item ? r->d->columns[f->indicator].code : r->d->indicators[f->indicator].code;
    }
    found->expected = th_str_copy(r->ds->arena, s.expected);
    found->difference = th_str_copy(r->ds->arena, s.difference);
    found->mark = result->unit == TH_NONE ? (th_str){0}
                                          : th_explain_mark(r->ds->arena, r->d, result->unit, c->code, broken->sources);
    th_doubts_add(r->doubts, r->ds->findings.n - 1, result->unit, broken, &culprit);
    if (culprit.slip)
        th_check_propose(r->arena, r->results, culprit.stands.source, culprit.instead, r->ds->findings.n - 1);
    else if (broken->cut_off) /* the rounded share */
        th_check_propose(r->arena, r->results, broken->left->source,
                         th_exact_round(r->arena, broken->right->num, broken->left->decimals), r->ds->findings.n - 1);
}

static void record(const run *r, th_check_result result)
{
    th_check_results *all = r->results;
    all->passed += result.outcome == TH_PASS;
    all->failed += result.outcome == TH_FAIL;
    all->not_evaluated += result.outcome == TH_NOT_EVALUATED;
    TH_PUSH(r->arena, all->at, all->n, all->cap, result);
}

static th_verdict pair(th_pairing pairing, const th_operand *l, const th_operand *right)
{
    bool one = th_exact_sign(l->num) > 0, other = th_exact_sign(right->num) > 0;
    bool holds = pairing == TH_PAIR_NOT_BOTH ? !(one && other) : one == other;
    return holds ? TH_HOLDS : TH_BROKEN;
}

/* The tolerance as an amount: "5%" is of the larger side. */
static const th_exact *tolerance_of(const run *r, const th_check *c, const th_operand *left, const th_operand *right)
{
    if (!c->tolerance || !c->tolerance_relative)
        return c->tolerance;
    const th_exact *a = th_exact_abs(r->arena, left->num), *b = th_exact_abs(r->arena, right->num);
    return th_exact_div(r->arena, th_exact_mul(r->arena, c->tolerance, th_exact_cmp(a, b) > 0 ? a : b),
                        th_exact_int(r->arena, 100));
}

/* A rule of the cluster needs all units: a sum of six says nothing about seven. */
static bool is_complete(const run *r, th_str *why)
{
    uint32_t reported = 0;
    for (uint32_t u = 0; u < r->d->nunits; u++)
        reported += th_dataset_source(r->ds, u) != NULL;
    *why = th_str_fmt(r->arena, "mới có %u/%zu đơn vị", reported, r->d->nunits);
    return reported == r->d->nunits;
}

static void evaluate(const run *r, uint32_t index, uint32_t unit, uint32_t row)
{
    const th_check *c = &r->d->checks[index];
    th_dataset_env binding = {.ds = r->ds, .arena = r->arena, .unit = unit, .special = period};
    run copy = *r;
    binding.special_ctx = &copy;
    th_env env = th_dataset_environment(&binding);
    env.row_indicator = row;
    th_check_result result = {.check = index, .unit = unit, .indicator = row, .outcome = TH_NOT_EVALUATED};
    if (unit == TH_NONE && !is_complete(r, &result.why)) {
        record(r, result);
        return;
    }
    th_sources sources = {0};
    env.blank_is_zero = c->missing_left != TH_MISSING_SKIP;
    th_operand left = th_expr_eval(r->arena, c->left, &env, &sources);
    size_t nleft = sources.n;
    bool stated = left.state == TH_STATE_VALUE || left.state == TH_STATE_UNREADABLE;
    if (c->scope == TH_SCOPE_ROW && !stated)
        return; /* the rule has nothing to say about this row */
    env.blank_is_zero = c->missing_right != TH_MISSING_SKIP;
    th_operand right = th_expr_eval(r->arena, c->right, &env, &sources);
    env.blank_is_zero = false;
    if (!usable(r, &left, c->missing_left, all_missing(&sources, 0, nleft), &result.why) ||
        !usable(r, &right, c->missing_right, all_missing(&sources, nleft, sources.n), &result.why)) {
        record(r, result);
        return;
    }
    result.left = left.num;
    result.right = right.num;
    result.difference = th_exact_sub(r->arena, left.num, right.num);
    result.fact = first_fact(&sources);
    th_side ls = side_of(r, &env, c->left, &left), rs = side_of(r, &env, c->right, &right);
    th_verdict verdict = c->pairing ? pair(c->pairing, &left, &right)
                                    : th_compare(r->arena, c->op, &ls, &rs, tolerance_of(r, c, &left, &right));
    result.outcome = verdict == TH_HOLDS ? TH_PASS : TH_FAIL;
    bool vague = (!ls.stated && rests_on_estimates(&sources, 0, nleft)) ||
                 (!rs.stated && rests_on_estimates(&sources, nleft, sources.n));
    if (verdict != TH_HOLDS && vague) {
        result.outcome = TH_NOT_EVALUATED;
        result.why = TH_STR("tính từ số gần đúng");
    }
    record(r, result);
    if (result.outcome != TH_FAIL)
        return;
    th_broken broken = {c, r->ds, &env, &left, &right, &sources, nleft, verdict == TH_CUT_OFF};
    raise_finding(r, &result, &broken);
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

static void check_unit(const run *r, uint32_t index, uint32_t unit)
{
    const th_check *c = &r->d->checks[index];
    if (!r->ds->has_stored && (uses_stored(c->left) || uses_stored(c->right))) {
        record(r, (th_check_result){.check = index,
                                    .unit = unit,
                                    .indicator = TH_NONE,
                                    .outcome = TH_NOT_EVALUATED,
                                    .why = TH_STR("chưa có số liệu đã chốt của năm trước")});
        return;
    }
    if (c->scope == TH_SCOPE_UNIT) {
        evaluate(r, index, unit, TH_NONE);
        return;
    }
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        if (th_type_is_number(r->d->indicators[i].type) || r->d->indicators[i].type == TH_TYPE_RANK)
            evaluate(r, index, unit, i);
}

/* ---- the order: within a sheet, between sheets and years, between units ---- */

typedef struct reach {
    uint32_t form; /* TH_NONE: none seen yet */
    bool several, years;
} reach;

static void look(const th_definition *d, const th_expr *e, reach *at)
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
        look(d, e->args[i], at);
}

enum { WITHIN_SHEET = 0, BETWEEN_SHEETS, BETWEEN_UNITS, ORDERS };

static int order_of(const th_definition *d, const th_check *c)
{
    reach at = {.form = TH_NONE};
    look(d, c->left, &at);
    look(d, c->right, &at);
    return c->scope == TH_SCOPE_CLUSTER ? BETWEEN_UNITS : at.several || at.years ? BETWEEN_SHEETS : WITHIN_SHEET;
}

/* Level chặn: the form is left out.  Its figures stay where they are, to be seen, but count for nothing. */
static void withhold(const run *r, const th_finding *f)
{
    uint32_t unit = th_definition_unit(r->d, f->place.unit), form = th_definition_form(r->d, f->place.form);
    for (size_t i = 0; i < r->ds->nfacts; i++) {
        th_fact *fact = &r->ds->facts[i];
        uint32_t of = fact->item ? r->d->columns[fact->indicator].form : r->d->indicators[fact->indicator].form;
        if (fact->unit != unit || of != form || form == TH_NONE || fact->value.state != TH_STATE_VALUE)
            continue;
        fact->value.state = TH_STATE_UNREADABLE;
        fact->value.trouble = th_str_fmt(r->ds->arena, "biểu bị chặn bởi " TH_FMT, TH_ARG(f->rule));
    }
}

static void evaluate_blocking(const run *r)
{
    for (uint32_t c = 0; c < r->d->nchecks; c++) {
        const th_check *check = &r->d->checks[c];
        if (check->state != TH_RULE_ON || check->level != TH_LEVEL_BLOCK || check->scope == TH_SCOPE_CLUSTER)
            continue;
        for (uint32_t u = 0; u < r->d->nunits; u++)
            if (th_dataset_source(r->ds, u))
                check_unit(r, c, u);
    }
    size_t n = r->ds->findings.n;
    for (size_t i = 0; i < n; i++)
        if (r->ds->findings.at[i].kind == TH_F_CHECK_FAILED && r->ds->findings.at[i].level == TH_LEVEL_BLOCK)
            withhold(r, &r->ds->findings.at[i]);
}

static void evaluate_all(const run *r)
{
    evaluate_blocking(r);
    for (int order = 0; order < ORDERS; order++)
        for (uint32_t c = 0; c < r->d->nchecks; c++) {
            const th_check *check = &r->d->checks[c];
            bool done =
                check->state == TH_RULE_ON && check->level == TH_LEVEL_BLOCK && check->scope != TH_SCOPE_CLUSTER;
            if (!check->state || done || order_of(r->d, check) != order)
                continue;
            if (order == BETWEEN_UNITS) {
                evaluate(r, c, TH_NONE, TH_NONE);
                continue;
            }
            for (uint32_t u = 0; u < r->d->nunits; u++)
                if (th_dataset_source(r->ds, u))
                    check_unit(r, c, u);
        }
}

void th_check_run(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    run r = {arena, ds, ds->definition, results, th_doubts_new(arena, ds)};
    th_check_ranges(arena, ds);
    th_plausible_first(arena, ds, results);
    th_doubts_of_values(r.doubts);
    evaluate_all(&r);
    th_doubts_fold(r.doubts);
    th_plausible_run(arena, ds);
    th_suspect_rules(arena, ds, results);
    th_explain_run(ds);
}
