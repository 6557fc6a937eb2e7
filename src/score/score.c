/* From a sealed dataset to points and ranks: each leaf is evaluated, computed and settled for every unit, then parents,
 * totals and rankings follow. */
#include "score/score.h"

#include "score/no_target.h"
#include "score/points.h"
#include "score/ranking.h"
#include "score/what_if.h"
#include "text/fold.h"

#include <limits.h>

#include "base/banned.h"

typedef struct score_run {
    th_arena *arena;
    const th_dataset *ds;
    const th_definition *d;
    th_scores *scores;
    uint32_t unit;    /* the one being evaluated */
    uint32_t ranking; /* the one being run, or TH_NONE */
    bool *reported;   /* by unit */
} score_run;

static th_points *points_at(const score_run *run, uint32_t criterion, uint32_t unit)
{
    return &run->scores->points[(size_t)criterion * run->d->nunits + unit];
}

/* An exact figure as an operand; NULL is an absent one. */
static th_operand exact_operand(const th_exact *num)
{
    return (th_operand){.state = num ? TH_STATE_VALUE : TH_STATE_ABSENT, .num = num, .decimals = INT_MAX};
}

/* The ballots for the ranking at hand, else those for any ranking; blank when none were entered. */
static th_operand ballots_for_unit(const score_run *run)
{
    const th_exact *votes = NULL;
    for (size_t i = 0; i < run->d->nballots; i++) {
        const th_ballot *ballot = &run->d->ballots[i];
        if (ballot->unit == run->unit && (ballot->ranking == run->ranking || (ballot->ranking == TH_NONE && !votes)))
            votes = ballot->votes;
    }
    return votes ? exact_operand(votes) : (th_operand){.state = TH_STATE_BLANK};
}

static th_operand score_special(void *ctx, th_func func, uint32_t criterion)
{
    const score_run *run = ctx;
    double received;
    /* An environment is asked only for these; every other function is the expression room's own. */
    switch ((int)func) {
    case TH_FN_SO_LOI: return exact_operand(th_exact_int(run->arena, th_score_errors(run->ds, run->unit)));
    case TH_FN_SO_NGAY_MUON: return exact_operand(th_exact_int(run->arena, th_score_days_late(run->ds, run->unit)));
    case TH_FN_BIEU_THIEU: return exact_operand(th_exact_int(run->arena, th_score_forms_missing(run->ds, run->unit)));
    case TH_FN_KY: return exact_operand(th_exact_int(run->arena, run->d->period));
    case TH_FN_GIO_NHAN:
        received = th_score_received(run->ds, run->unit);
        return exact_operand(received > 0 ? th_exact_double(run->arena, received) : NULL);
    case TH_FN_DIEM:
        if (criterion == TH_NONE)
            return exact_operand(run->scores->total[run->unit]);
        return exact_operand(points_at(run, criterion, run->unit)->official);
    case TH_FN_PHIEU_KIN:
    default: return ballots_for_unit(run);
    }
}

static th_operand evaluate_as(score_run *run, const th_expr *expr, uint32_t unit, bool printed)
{
    run->unit = unit;
    th_dataset_env binding = {.ds = run->ds,
                              .arena = run->arena,
                              .unit = unit,
                              .printed = printed,
                              .special = score_special,
                              .special_ctx = run};
    th_env env = th_dataset_environment(&binding);
    env.row_indicator = TH_NONE;
    return th_expr_eval(run->arena, expr, &env, NULL);
}

static th_operand evaluate_for_unit(void *ctx, const th_expr *expr, uint32_t unit)
{
    return evaluate_as(ctx, expr, unit, false);
}

static const th_award *award_to(const th_definition *d, uint32_t criterion, uint32_t unit)
{
    for (size_t i = 0; i < d->nawards; i++)
        if (d->awards[i].unit == unit && d->awards[i].criterion == criterion)
            return &d->awards[i];
    return NULL;
}

/* The column of a score form that holds the codes of the criteria. */
static uint32_t code_column_of(const th_definition *d, uint32_t form)
{
    uint32_t found = TH_NONE;
    for (uint32_t i = 0; i < d->ncolumns; i++)
        if (d->columns[i].form == form && d->columns[i].role == TH_ROLE_CRITERION)
            found = i;
    return found;
}

static void read_self_score(score_run *run, uint32_t unit, const th_fact *code, const th_fact *score)
{
    if (!code || !score || score->value.state != TH_STATE_VALUE)
        return;
    for (uint32_t i = 0; i < run->d->ncriteria; i++)
        if (run->d->criteria[i].leaf && th_fold_eq(run->arena, run->d->criteria[i].code, code->value.text))
            points_at(run, i, unit)->self = score->value.num;
}

/* What the unit scored itself: rows of its score forms, found by the code of the criterion. */
static void read_self_scores(score_run *run, uint32_t unit)
{
    for (uint32_t i = 0; i < run->d->ncolumns; i++) {
        const th_column *column = &run->d->columns[i];
        if (column->role != TH_ROLE_SELF_SCORE || column->form == TH_NONE)
            continue;
        uint32_t codes = code_column_of(run->d, column->form);
        if (codes == TH_NONE)
            continue;
        size_t rows = th_dataset_list_size(run->ds, unit, column->form);
        for (uint32_t item = 1; item <= rows; item++)
            read_self_score(run, unit, th_dataset_list_cell(run->ds, unit, codes, item),
                            th_dataset_list_cell(run->ds, unit, i, item));
    }
}

static void read_data(score_run *run, uint32_t index, uint32_t unit)
{
    const th_criterion *criterion = &run->d->criteria[index];
    th_points *points = points_at(run, index, unit);
    if (!criterion->expr)
        return;
    points->data = evaluate_for_unit(run, criterion->expr, unit);
    if (criterion->target)
        points->target = evaluate_for_unit(run, criterion->target, unit);
    if (points->target.state != TH_STATE_VALUE && criterion->target_default && !points->target.division_by_zero)
        points->target = exact_operand(criterion->target_default);
    points->no_target = th_has_no_target(run->ds, criterion, unit, points);
}

/* The best figure of a criterion, and the furthest any unit is above its target, as a share of the target. */
static th_leader leader_of(const score_run *run, uint32_t criterion)
{
    th_leader best = {0};
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        const th_points *points = points_at(run, criterion, u);
        if (!run->reported[u] || points->data.state != TH_STATE_VALUE || !points->data.num)
            continue;
        if (points->no_target) {
            if (!best.without_target || th_exact_cmp(points->data.num, best.without_target) > 0)
                best.without_target = points->data.num;
            continue;
        }
        if (!best.value || th_exact_cmp(points->data.num, best.value) > 0)
            best.value = points->data.num;
        const th_exact *share = points->target.state == TH_STATE_VALUE
                                    ? th_exact_div(run->arena, points->data.num, points->target.num)
                                    : NULL;
        const th_exact *over = th_exact_sub(run->arena, share, th_exact_int(run->arena, 1));
        if (over && (!best.over_target || th_exact_cmp(over, best.over_target) > 0))
            best.over_target = over;
    }
    return best;
}

/* Points go by exact figures.  Where the figures as their cells show them would have brought other points, it is said:
 * whoever looks at the form sees only those. */
static void say_hidden_decimals(score_run *run, uint32_t index, uint32_t unit, const th_leader *leader)
{
    enum { SHOWN = 6 };
    const th_criterion *criterion = &run->d->criteria[index];
    th_points *points = points_at(run, index, unit);
    if (points->state != TH_POINTS_OK || !criterion->expr)
        return;
    th_points as_printed = *points;
    as_printed.data = evaluate_as(run, criterion->expr, unit, true);
    if (criterion->target && points->target.state == TH_STATE_VALUE)
        as_printed.target = evaluate_as(run, criterion->target, unit, true);
    if (as_printed.target.state != TH_STATE_VALUE)
        as_printed.target = points->target;
    th_points_compute(run->arena, criterion, leader, &as_printed);
    if (!as_printed.computed || th_exact_cmp(as_printed.computed, points->computed) == 0)
        return;
    points->why = th_str_fmt(run->arena, TH_FMT " (theo số đang hiện " TH_FMT ", giá trị đúng " TH_FMT ")",
                             TH_ARG(points->why), TH_ARG(th_exact_vi(run->arena, as_printed.data.num, SHOWN, true)),
                             TH_ARG(th_exact_vi(run->arena, points->data.num, SHOWN, true)));
}

/* Which score counts now: the cluster's, else the computed, else the unit's own; 0 while there is none. */
static void choose_official(th_arena *arena, th_points *points)
{
    const struct {
        const th_exact *score;
        th_points_from from;
    } order[] = {
        {points->cluster, TH_FROM_CLUSTER}, {points->computed, TH_FROM_COMPUTED}, {points->self, TH_FROM_SELF}};
    points->official = th_exact_int(arena, 0);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (order[i].score) {
            points->official = th_exact_round(arena, order[i].score, TH_POINT_DECIMALS);
            points->from = order[i].from;
            return;
        }
}

/* Does the criterion count what the program itself knows of a submission, such as days late? */
static bool judges_the_submission(const th_criterion *criterion)
{
    return criterion->expr &&
           (th_expr_calls(criterion->expr, TH_FN_SO_LOI) || th_expr_calls(criterion->expr, TH_FN_SO_NGAY_MUON) ||
            th_expr_calls(criterion->expr, TH_FN_BIEU_THIEU));
}

/* More than five in a hundred of the maximum between the unit's own score and the computed one. */
static bool differs_much(th_arena *arena, const th_criterion *criterion, const th_points *points)
{
    const th_exact *gap = th_exact_abs(arena, th_exact_sub(arena, points->self, points->computed));
    return th_exact_cmp(gap, th_exact_mul(arena, criterion->max, th_exact_parse(arena, TH_STR("0.05")))) > 0;
}

static void settle_points(const score_run *run, uint32_t index, uint32_t unit)
{
    const th_criterion *criterion = &run->d->criteria[index];
    th_points *points = points_at(run, index, unit);
    const th_award *award = award_to(run->d, index, unit);
    if (award && award->not_assigned)
        points->state = TH_POINTS_NOT_ASSIGNED;
    if (award && award->points)
        points->cluster = award->points;
    if (points->state == TH_POINTS_NOT_ASSIGNED) {
        points->official = th_exact_int(run->arena, 0);
        return;
    }
    choose_official(run->arena, points);
    points->proposed = !points->cluster && points->computed && (criterion->proof || judges_the_submission(criterion));
    points->differs = points->self && points->computed && differs_much(run->arena, criterion, points);
    if (!points->cluster) {
        run->scores->provisional = true;
        run->scores->waiting++;
    }
}

/* Parents are sums of rounded leaves; bonus and deduction groups stop at their cap.  Children stand behind their
 * parent, so walking backwards finishes every group before it is added to the next. */
static void add_up_points(const score_run *run, uint32_t unit)
{
    for (uint32_t i = (uint32_t)run->d->ncriteria; i-- > 0;) {
        const th_criterion *criterion = &run->d->criteria[i];
        th_points *points = points_at(run, i, unit);
        const th_exact **scores[] = {&points->official, &points->self, &points->computed, &points->cluster};
        const bool capped = !criterion->leaf && criterion->bonus && criterion->max;
        for (size_t k = 0; k < sizeof scores / sizeof *scores; k++)
            if (capped && *scores[k] && th_exact_cmp(*scores[k], criterion->max) > 0)
                *scores[k] = criterion->max;
        if (!criterion->leaf && !points->official)
            points->official = th_exact_int(run->arena, 0);
        if (criterion->parent == TH_NONE)
            continue;
        th_points *up = points_at(run, criterion->parent, unit);
        const th_exact **sums[] = {&up->official, &up->self, &up->computed, &up->cluster};
        for (size_t k = 0; k < sizeof sums / sizeof *sums; k++)
            if (*scores[k])
                *sums[k] = *sums[k] ? th_exact_add(run->arena, *sums[k], *scores[k]) : *scores[k];
    }
}

/* The base is the sum of the parts that are neither bonus nor deduction.  A leaf that was not assigned cannot be
 * earned, so the base is scaled to what the remaining leaves could bring. */
static void total_up(const score_run *run, uint32_t unit)
{
    const th_exact *zero = th_exact_int(run->arena, 0);
    const th_exact *base = zero, *extra = zero, *all = zero, *left_out = zero;
    for (uint32_t i = 0; i < run->d->ncriteria; i++) {
        const th_criterion *criterion = &run->d->criteria[i];
        const th_points *points = points_at(run, i, unit);
        if (criterion->leaf && !criterion->bonus) {
            all = th_exact_add(run->arena, all, criterion->max);
            if (points->state == TH_POINTS_NOT_ASSIGNED)
                left_out = th_exact_add(run->arena, left_out, criterion->max);
        }
        if (criterion->parent != TH_NONE)
            continue;
        if (!criterion->bonus)
            base = th_exact_add(run->arena, base, points->official);
        else
            extra = criterion->sign < 0 ? th_exact_sub(run->arena, extra, points->official)
                                        : th_exact_add(run->arena, extra, points->official);
    }
    if (th_exact_sign(left_out) > 0 && th_exact_cmp(left_out, all) < 0) {
        const th_exact *factor = th_exact_div(run->arena, all, th_exact_sub(run->arena, all, left_out));
        base = th_exact_round(run->arena, th_exact_mul(run->arena, base, factor), TH_POINT_DECIMALS);
    }
    run->scores->base[unit] = base;
    run->scores->total[unit] = th_exact_add(run->arena, base, extra);
}

static void score_units(score_run *run)
{
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        run->reported[u] = th_dataset_source(run->ds, u) != NULL;
        if (run->reported[u])
            read_self_scores(run, u);
        for (uint32_t i = 0; run->reported[u] && i < run->d->ncriteria; i++)
            if (run->d->criteria[i].leaf)
                read_data(run, i, u);
    }
    for (uint32_t i = 0; i < run->d->ncriteria; i++) {
        if (!run->d->criteria[i].leaf)
            continue;
        th_leader leader = leader_of(run, i);
        for (uint32_t u = 0; u < run->d->nunits; u++)
            if (run->reported[u]) {
                th_points_compute(run->arena, &run->d->criteria[i], &leader, points_at(run, i, u));
                say_hidden_decimals(run, i, u, &leader);
                settle_points(run, i, u);
            }
    }
    for (uint32_t u = 0; u < run->d->nunits; u++)
        if (run->reported[u] && run->d->ncriteria) {
            add_up_points(run, u);
            total_up(run, u);
        }
}

th_scores *th_score_run(th_arena *arena, const th_dataset *ds, const th_check_results *checks)
{
    th_scores *scores = th_score_compute(arena, ds);
    th_score_what_if(arena, ds, checks, scores);
    return scores;
}

th_scores *th_score_compute(th_arena *arena, const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    th_scores *scores = th_arena_alloc(arena, sizeof *scores);
    scores->definition = d;
    scores->points = th_arena_array(arena, d->ncriteria * d->nunits, sizeof *scores->points);
    scores->total = th_arena_array(arena, d->nunits, sizeof *scores->total);
    scores->base = th_arena_array(arena, d->nunits, sizeof *scores->base);
    score_run run = {.arena = arena,
                     .ds = ds,
                     .d = d,
                     .scores = scores,
                     .reported = th_arena_array(arena, d->nunits, sizeof(bool)),
                     .ranking = TH_NONE};
    scores->provisional = d->nset_aside > 0 || ds->nsuspended > 0;
    score_units(&run);
    scores->standings = th_arena_array(arena, d->nrankings, sizeof *scores->standings);
    const th_ranked_units units = {.n = d->nunits, .reported = run.reported, .value = evaluate_for_unit, .ctx = &run};
    for (uint32_t i = 0; i < d->nrankings; i++) {
        run.ranking = i;
        scores->standings[i] = th_ranking_run(arena, &d->rankings[i], &units);
    }
    return scores;
}

const th_points *th_score_points(const th_scores *scores, uint32_t criterion, uint32_t unit)
{
    return &scores->points[(size_t)criterion * scores->definition->nunits + unit];
}
