/* The rules of the definition, one by one: which side is what, whether they agree, and what is said when they do not.
 * th_check_run is also the order of everything else that is checked. */
#include "check/check.h"

#include "check/close.h"
#include "check/explain.h"
#include "check/fold.h"
#include "check/imbalance.h"
#include "check/judge.h"
#include "check/left_out.h"
#include "check/misplaced.h"
#include "check/peers.h"
#include "check/plausible.h"
#include "check/range.h"
#include "check/suspect.h"
#include "check/together.h"
#include "check/words.h"

#include "base/banned.h"

typedef struct check_run {
    th_arena *arena;   /* of the results */
    th_arena *scratch; /* of one rule for one unit */
    th_dataset *ds;
    const th_definition *d;
    th_check_results *results;
    th_doubts *doubts;
} check_run;

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
        const th_exact *rounded = th_exact_round(run->scratch, broken->right->num, broken->left->decimals);
        th_check_propose(run->arena, run->results, broken->left->source, rounded, finding);
    }
}

static bool rests_on_entered(const th_dataset *ds, const th_sources *sources)
{
    for (size_t i = 0; i < sources->n; i++) {
        uint32_t source = sources->at[i].operand.source;
        if (source && ds->facts[source - 1].adjusted)
            return true;
    }
    return false;
}

static void raise_finding(const check_run *run, const th_check_result *result, const th_broken *broken)
{
    const th_check *check = broken->check;
    th_culprit culprit = th_imbalance_explain(run->scratch, broken);
    th_broken told = *broken;
    told.suspect = culprit.slip && culprit.stands.source ? &run->ds->facts[culprit.stands.source - 1] : NULL;
    const th_fact *f = result->fact ? &run->ds->facts[result->fact - 1] : NULL;
    if (!told.suspect && f && f->measure == TH_PREVIOUS)
        told.suspect = f;
    th_sentence sentence = th_check_words(run->scratch, &told);
    th_place place = place_of_result(run, result);
    th_words said = {th_str_fmt(run->scratch, TH_FMT TH_FMT, TH_ARG(sentence.vi), TH_ARG(culprit.vi)),
                     th_str_fmt(run->scratch, TH_FMT TH_FMT, TH_ARG(sentence.en), TH_ARG(culprit.en))};
    const th_words fix = {sentence.fix_vi, sentence.fix_en};
    th_str remark = remark_of(run, f);
    if (remark.len) {
        said.vi = th_str_fmt(run->scratch, TH_FMT " Đơn vị ghi chú: “" TH_FMT "”.", TH_ARG(said.vi), TH_ARG(remark));
        said.en = th_str_fmt(run->scratch, TH_FMT " The unit remarks: “" TH_FMT "”.", TH_ARG(said.en), TH_ARG(remark));
    }
    th_finding *finding =
        th_findings_add(&run->ds->findings, run->ds->arena, TH_F_CHECK_FAILED, &place, TH_WITH(said, fix));
    finding->rule = check->code;
    finding->level = level_of(check, broken->cut_off);
    if (f) {
        finding->raw = f->raw;
        finding->indicator = f->item ? run->d->columns[f->indicator].code : run->d->indicators[f->indicator].code;
    }
    finding->costs_points = check->costs_points;
    finding->entered = rests_on_entered(run->ds, broken->sources);
    finding->expected = th_str_copy(run->ds->arena, sentence.expected);
    finding->difference = th_str_copy(run->ds->arena, sentence.difference);
    if (result->unit != TH_NONE)
        finding->mark = th_str_copy(run->ds->arena, th_explain_mark_of_rule(run->scratch, broken, result->unit));
    th_doubts_add(run->doubts, run->ds->findings.n - 1, result->unit, broken, &culprit);
    propose_figure(run, broken, &culprit);
}

/* What the result refers to may be scratch memory. */
static void record_result(const check_run *run, th_check_result result)
{
    th_check_results *all = run->results;
    result.why = th_str_copy(run->arena, result.why);
    all->passed += result.outcome == TH_PASS;
    all->failed += result.outcome == TH_FAIL;
    all->not_evaluated += result.outcome == TH_NOT_EVALUATED;
    TH_PUSH(run->arena, all->at, all->n, all->cap, result);
}

/* The fact a failed rule is told at: its first figure; where it holds this year's figure of a row against last year's
 * and nothing else, the one of the two that is off. */
static uint32_t fact_in_question(const check_run *run, const th_judgement *judged)
{
    const th_sources *sources = &judged->sources;
    uint32_t before = 0;
    for (size_t i = 0; i < sources->n; i++) {
        const th_used *used = &sources->at[i];
        if (used->indicator != sources->at[0].indicator || used->indicator == UINT32_MAX ||
            (used->measure != TH_NOW && used->measure != TH_PREVIOUS))
            return judged->result.fact;
        if (used->measure == TH_PREVIOUS)
            before = used->operand.source;
    }
    bool off = before && judged->result.unit != TH_NONE &&
               th_plausible_last_year_is_off(run->scratch, run->ds, judged->result.unit, sources->at[0].indicator);
    return off ? before : judged->result.fact;
}

/* One rule for one unit (TH_NONE: the cluster) and, where its scope is a row, one indicator. */
static void evaluate_rule(const check_run *run, uint32_t index, uint32_t unit, uint32_t row)
{
    th_judgement judged;
    const th_case of = {.check = index, .unit = unit, .row = row};
    th_arena_reset(run->scratch);
    th_judge(run->scratch, run->ds, &of, &judged);
    if (judged.silent)
        return;
    if (judged.result.outcome == TH_FAIL) {
        judged.result.finding = run->ds->findings.n + 1;
        judged.result.fact = fact_in_question(run, &judged);
    }
    record_result(run, judged.result);
    if (judged.result.outcome == TH_FAIL)
        raise_finding(run, &judged.result, &judged.broken);
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
        th_str why = th_str_fmt(run->ds->arena, "biểu bị chặn bởi " TH_FMT, TH_ARG(finding->rule));
        fact->value.trouble = th_words_keep(run->ds->arena, (th_words){.vi = why});
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
    check_run run = {.arena = arena,
                     .scratch = th_arena_scratch(arena),
                     .ds = ds,
                     .d = ds->definition,
                     .results = results,
                     .doubts = th_doubts_new(arena, ds)};
    th_check_ranges(arena, ds);
    th_plausible_first(arena, ds, results);
    th_doubts_of_values(run.doubts);
    evaluate_all(&run);
    th_arena_free(run.scratch);
    th_plausible_run(arena, ds);
    th_misplaced_run(arena, ds, results);
    th_peers_run(arena, ds, run.doubts);
    th_doubts_fold(run.doubts);
    th_suspect_rules(arena, ds, results);
    th_left_out_rows(arena, ds, results);
    th_together_run(arena, ds, results);
    th_explain_run(ds);
    th_close_run(ds);
}
