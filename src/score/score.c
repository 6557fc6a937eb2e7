/* From a sealed dataset to points and ranks: each leaf is evaluated, computed and settled for every unit, then parents,
 * totals and rankings follow. */
#include "score/score.h"

#include "check/close.h"
#include "form/score_form.h"
#include "score/confirm.h"
#include "score/no_target.h"
#include "score/points.h"
#include "score/readiness.h"
#include "score/ranking.h"
#include "score/totals.h"
#include "score/what_if.h"

#include <limits.h>

#include "base/banned.h"

/* What DIEM(part) is, where something of the part was not assigned. */
typedef enum part_points { PART_AS_SCORED = 0, PART_ON_SHARE, PART_ON_SHARE_ROUNDED } part_points;

typedef struct score_run {
    th_arena *arena;
    th_arena *scratch; /* of one criterion */
    const th_dataset *ds;
    const th_definition *d;
    th_scores *scores;
    uint32_t unit;    /* the one being evaluated */
    uint32_t ranking; /* the one being run, or TH_NONE */
    part_points parts;
    bool *reported; /* by unit */
    bool *ranked;   /* by unit: reported, and not closed */
    bool trial;     /* nothing of it is told but points and ranks */
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

static const th_exact *points_of_part(const score_run *run, uint32_t criterion)
{
    if (run->parts == PART_AS_SCORED)
        return points_at(run, criterion, run->unit)->official;
    const th_exact *points = th_totals_on_share(run->arena, run->scores, criterion, run->unit);
    if (points && run->parts == PART_ON_SHARE_ROUNDED)
        points = th_exact_round(run->arena, points, TH_POINT_DECIMALS);
    return points;
}

static th_operand score_special(void *ctx, th_func func, uint32_t criterion)
{
    const score_run *run = ctx;
    double received;
    /* An environment is asked only for these; every other function is the expression room's own. */
    switch ((int)func) {
    case TH_FN_SO_LOI: return exact_operand(th_exact_int(run->arena, th_score_errors(run->ds, run->unit)));
    case TH_FN_SO_NGAY_MUON:
        if (!th_score_lateness_known(run->ds, run->unit))
            return exact_operand(NULL);
        return exact_operand(th_exact_int(run->arena, th_score_days_late(run->ds, run->unit)));
    case TH_FN_BIEU_THIEU: return exact_operand(th_exact_int(run->arena, th_score_forms_missing(run->ds, run->unit)));
    case TH_FN_KY: return exact_operand(th_exact_int(run->arena, run->d->period));
    case TH_FN_GIO_NHAN:
        received = th_score_received(run->ds, run->unit);
        return exact_operand(received > 0 ? th_exact_double(run->arena, received) : NULL);
    case TH_FN_DIEM:
        if (criterion == TH_NONE)
            return exact_operand(run->scores->totals[run->unit].total);
        return exact_operand(points_of_part(run, criterion));
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

static th_operand evaluate_condition(void *ctx, const th_expr *expr, uint32_t unit)
{
    score_run *run = ctx;
    run->parts = PART_ON_SHARE;
    th_operand result = evaluate_as(run, expr, unit, false);
    run->parts = PART_AS_SCORED;
    return result;
}

static th_operand evaluate_step(void *ctx, const th_expr *expr, uint32_t unit)
{
    score_run *run = ctx;
    run->parts = PART_ON_SHARE_ROUNDED;
    th_operand result = evaluate_as(run, expr, unit, false);
    run->parts = PART_AS_SCORED;
    return result;
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
    uint32_t criterion = th_criterion_of_code(run->arena, run->d, code->value.text);
    if (criterion != TH_NONE && run->d->criteria[criterion].leaf)
        points_at(run, criterion, unit)->self = score->value.num;
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

/* The unit's figure, or NULL: there is none, so that nobody knows whether it leads. */
static const th_exact *figure_of_unit(const score_run *run, uint32_t criterion, uint32_t unit)
{
    const th_points *points = points_at(run, criterion, unit);
    return run->reported[unit] && points->data.state == TH_STATE_VALUE ? points->data.num : NULL;
}

static th_str units_without_figure(const score_run *run, uint32_t criterion)
{
    enum { MOST_NAMED = 5 };
    size_t n = 0;
    th_buf out;
    th_buf_init(&out, run->arena);
    for (uint32_t u = 0; u < run->d->nunits; u++)
        if (!figure_of_unit(run, criterion, u) && n++ < MOST_NAMED)
            th_buf_fmt(&out, "%s" TH_FMT, n > 1 ? ", " : "; chưa có số liệu của ", TH_ARG(run->d->units[u].name));
    if (n > MOST_NAMED)
        th_buf_fmt(&out, " và %zu đơn vị nữa", n - MOST_NAMED);
    return th_buf_str(&out);
}

static bool compares_with_leader(const th_criterion *criterion)
{
    return criterion->scoring == TH_SCORE_LEADER || criterion->scoring == TH_SCORE_OVER_TARGET ||
           th_scores_among_peers(criterion->scoring);
}

/* The best figure of a criterion, and the furthest any unit is above its target, as a share of the target. */
static th_leader leader_of(const score_run *run, uint32_t criterion)
{
    th_leader best = {0};
    if (!compares_with_leader(&run->d->criteria[criterion]))
        return best;
    best.missing = units_without_figure(run, criterion);
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        const th_exact *figure = figure_of_unit(run, criterion, u);
        const th_operand *target = &points_at(run, criterion, u)->target;
        if (!figure)
            continue;
        if (points_at(run, criterion, u)->no_target) {
            if (!best.without_target || th_exact_cmp(figure, best.without_target) > 0)
                best.without_target = figure;
            continue;
        }
        if (!best.value || th_exact_cmp(figure, best.value) > 0)
            best.value = figure;
        const th_exact *share = target->state == TH_STATE_VALUE ? th_exact_div(run->arena, figure, target->num) : NULL;
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
    score_run trial = *run;
    trial.arena = run->scratch;
    as_printed.data = evaluate_as(&trial, criterion->expr, unit, true);
    if (criterion->target && points->target.state == TH_STATE_VALUE)
        as_printed.target = evaluate_as(&trial, criterion->target, unit, true);
    if (as_printed.target.state != TH_STATE_VALUE)
        as_printed.target = points->target;
    th_points_compute(run->scratch, criterion, leader, &as_printed);
    if (!as_printed.computed || th_exact_cmp(as_printed.computed, points->computed) == 0)
        return;
    points->why = th_str_fmt(run->arena, TH_FMT " (theo số đang hiện " TH_FMT ", giá trị đúng " TH_FMT ")",
                             TH_ARG(points->why), TH_ARG(th_exact_vi(run->arena, as_printed.data.num, SHOWN, true)),
                             TH_ARG(th_exact_vi(run->arena, points->data.num, SHOWN, true)));
}

/* Which score counts now.  Whoever has a computed criterion without data cannot score it himself instead; and what is
 * computed takes points from nobody until the cluster has confirmed it. */
static void choose_official(th_arena *arena, const th_criterion *criterion, bool confirmed, th_points *points)
{
    const th_exact *computed = criterion->sign < 0 ? NULL : points->computed;
    const th_exact *accepted = confirmed ? points->computed : NULL;
    const th_exact *self = th_score_is_computed(criterion) ? NULL : points->self;
    const struct {
        const th_exact *score;
        th_points_from from;
    } order[] = {{points->cluster, TH_FROM_CLUSTER},
                 {accepted, TH_FROM_CONFIRMED},
                 {computed, TH_FROM_COMPUTED},
                 {self, TH_FROM_SELF}};
    points->official = NULL;
    for (size_t i = 0; i < sizeof order / sizeof *order && !points->official; i++)
        if (order[i].score) {
            points->official = th_exact_round(arena, order[i].score, TH_POINT_DECIMALS);
            points->from = order[i].from;
        }
    if (criterion->sign < 0 && !points->official)
        points->unconfirmed = points->computed;
}

/* What is still to be done about a leaf that the cluster has not settled. */
static void count_open(const th_criterion *criterion, const th_points *points, th_open_points *open)
{
    if (points->from == TH_FROM_CLUSTER || points->from == TH_FROM_CONFIRMED || points->state == TH_POINTS_NOT_ASSIGNED)
        return;
    open->to_score += points->state == TH_POINTS_WAITING;
    open->to_confirm += points->state == TH_POINTS_OK;
    open->without_data += points->state == TH_POINTS_MISSING;
    open->stale += points->stale;
    open->deductions_unknown += points->state == TH_POINTS_MISSING && criterion->sign < 0;
}

/* Does the criterion count what the program itself knows of a submission, such as days late? */
static bool judges_the_submission(const th_criterion *criterion)
{
    return criterion->expr &&
           (th_expr_calls(criterion->expr, TH_FN_SO_LOI) || th_expr_calls(criterion->expr, TH_FN_SO_NGAY_MUON) ||
            th_expr_calls(criterion->expr, TH_FN_BIEU_THIEU));
}

/* Do the unit's own score and the computed one differ by more than 5 % of the maximum? */
static bool differs_much(th_arena *arena, const th_criterion *criterion, const th_points *points)
{
    const th_exact *gap = th_exact_abs(arena, th_exact_sub(arena, points->self, points->computed));
    return th_exact_cmp(gap, th_exact_mul(arena, criterion->max, th_exact_parse(arena, TH_STR("0.05")))) > 0;
}

/* Says that the moment of receipt or the deadline has not been entered, which is no figure that the unit owes. */
static void say_unregistered(const score_run *run, const th_criterion *criterion, uint32_t unit, th_points *points)
{
    if (points->state == TH_POINTS_MISSING && th_expr_calls(criterion->expr, TH_FN_SO_NGAY_MUON) &&
        !th_score_lateness_known(run->ds, unit))
        points->why = th_score_received(run->ds, unit) > 0 ? TH_STR("chờ số liệu: bộ biểu mẫu không ghi hạn nộp")
                                                           : TH_STR("chờ số liệu: chưa ghi lúc nhận");
}

static void settle_points(const score_run *run, uint32_t index, uint32_t unit)
{
    const th_criterion *criterion = &run->d->criteria[index];
    th_points *points = points_at(run, index, unit);
    const th_award *award = award_to(run->d, index, unit);
    if (award && award->kind == TH_AWARD_NOT_ASSIGNED)
        points->state = TH_POINTS_NOT_ASSIGNED;
    if (award && award->points)
        points->cluster = award->points;
    if (points->state == TH_POINTS_NOT_ASSIGNED) {
        points->official = th_exact_int(run->arena, 0);
        return;
    }
    say_unregistered(run, criterion, unit, points);
    bool by_machine = award && award->kind == TH_AWARD_BY_MACHINE;
    if (!run->trial || by_machine)
        points->mark = th_str_copy(run->arena, th_confirm_mark(run->scratch, run->d, index, unit, points));
    bool confirmed = by_machine && points->computed && th_str_eq(award->mark, points->mark);
    points->stale = by_machine && !confirmed;
    choose_official(run->arena, criterion, confirmed, points);
    points->proposed =
        !points->cluster && !confirmed && points->computed && (criterion->proof || judges_the_submission(criterion));
    points->differs = points->self && points->computed && differs_much(run->scratch, criterion, points);
    if (run->ranked[unit])
        count_open(criterion, points, &run->scores->open);
}

static void see_who_reported(score_run *run)
{
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        run->reported[u] = th_dataset_source(run->ds, u) != NULL;
        run->ranked[u] = run->reported[u] && !th_close_of_unit(run->d, u);
    }
}

static void read_unit(score_run *run, uint32_t unit)
{
    if (!run->reported[unit])
        return;
    read_self_scores(run, unit);
    for (uint32_t i = 0; i < run->d->ncriteria; i++)
        if (run->d->criteria[i].leaf)
            read_data(run, i, unit);
}

static void score_units(score_run *run)
{
    see_who_reported(run);
    for (uint32_t u = 0; u < run->d->nunits; u++)
        read_unit(run, u);
    for (uint32_t i = 0; i < run->d->ncriteria; i++) {
        if (!run->d->criteria[i].leaf)
            continue;
        th_leader leader = leader_of(run, i);
        th_arena_reset(run->scratch);
        for (uint32_t u = 0; u < run->d->nunits; u++)
            if (run->reported[u]) {
                th_points_compute(run->arena, &run->d->criteria[i], &leader, points_at(run, i, u));
                say_hidden_decimals(run, i, u, &leader);
                settle_points(run, i, u);
            }
    }
    for (uint32_t u = 0; u < run->d->nunits; u++)
        if (run->reported[u] && run->d->ncriteria)
            th_totals_run(run->arena, run->scores, u);
}

/* ---- what depends on the figures of some units ---- */

static bool is_other_operand(const th_operand *one, const th_operand *other)
{
    if (one->state != other->state || one->division_by_zero != other->division_by_zero || !one->num != !other->num)
        return true;
    return one->num && th_exact_cmp(one->num, other->num) != 0;
}

/* Must the criterion be scored anew for all units, and not only for those that changed?  So where units are compared
 * with the best one and a figure that counts for it has changed. */
static bool touches_all(const score_run *run, uint32_t index, const th_scores *before, const bool *changed)
{
    if (!compares_with_leader(&run->d->criteria[index]))
        return false;
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        const th_points *now = points_at(run, index, u), *then = th_score_points(before, index, u);
        if (changed[u] && (now->no_target != then->no_target || is_other_operand(&now->data, &then->data) ||
                           is_other_operand(&now->target, &then->target)))
            return true;
    }
    return false;
}

static void score_again(score_run *run, uint32_t index, const th_scores *before, const bool *changed, bool *touched)
{
    const th_criterion *criterion = &run->d->criteria[index];
    bool all = touches_all(run, index, before, changed);
    th_leader leader = leader_of(run, index);
    th_arena_reset(run->scratch);
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        if (!run->reported[u] || (!all && !changed[u]))
            continue;
        th_points *points = points_at(run, index, u);
        *points = (th_points){
            .data = points->data, .target = points->target, .self = points->self, .no_target = points->no_target};
        th_points_compute(run->arena, criterion, &leader, points);
        settle_points(run, index, u);
        touched[u] = true;
    }
}

/* Sums of the units that were touched; the others keep theirs. */
static void add_up_again(score_run *run, const bool *touched)
{
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        if (!touched[u])
            continue;
        for (uint32_t i = 0; i < run->d->ncriteria; i++)
            if (!run->d->criteria[i].leaf)
                *points_at(run, i, u) = (th_points){0};
        run->scores->totals[u] = (th_total){0};
        if (run->reported[u] && run->d->ncriteria)
            th_totals_run(run->arena, run->scores, u);
    }
}

static void rank_units(score_run *run, size_t nrankings)
{
    const th_ranked_units units = {.n = run->d->nunits,
                                   .reported = run->ranked,
                                   .value = evaluate_for_unit,
                                   .step = evaluate_step,
                                   .condition = evaluate_condition,
                                   .ctx = run};
    run->scores->standings = th_arena_array(run->arena, run->d->nrankings, sizeof *run->scores->standings);
    for (uint32_t i = 0; i < nrankings; i++) {
        run->ranking = i;
        run->scores->standings[i] = th_ranking_run(run->arena, &run->d->rankings[i], &units);
    }
}

static score_run run_of(th_arena *arena, const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    th_scores *scores = th_arena_alloc(arena, sizeof *scores);
    scores->definition = d;
    scores->points = th_arena_array(arena, d->ncriteria * d->nunits, sizeof *scores->points);
    scores->totals = th_arena_array(arena, d->nunits, sizeof *scores->totals);
    return (score_run){.arena = arena,
                       .scratch = th_arena_scratch(arena),
                       .ds = ds,
                       .d = d,
                       .scores = scores,
                       .reported = th_arena_array(arena, d->nunits, sizeof(bool)),
                       .ranked = th_arena_array(arena, d->nunits, sizeof(bool)),
                       .ranking = TH_NONE};
}

th_scores *th_score_after(th_arena *arena, const th_dataset *ds, const th_scores *before, const bool *changed)
{
    score_run run = run_of(arena, ds);
    const th_definition *d = run.d;
    bool *touched = th_arena_array(arena, d->nunits + 1, sizeof *touched);
    run.trial = true;
    see_who_reported(&run);
    for (size_t i = 0; i < d->ncriteria * d->nunits; i++)
        if (!changed[i % d->nunits])
            run.scores->points[i] = before->points[i];
    for (uint32_t u = 0; u < d->nunits; u++) {
        touched[u] = changed[u];
        if (changed[u])
            read_unit(&run, u);
        else
            run.scores->totals[u] = before->totals[u];
    }
    for (uint32_t i = 0; i < d->ncriteria; i++)
        if (d->criteria[i].leaf)
            score_again(&run, i, before, changed, touched);
    add_up_again(&run, touched);
    rank_units(&run, d->nrankings ? 1 : 0);
    th_arena_free(run.scratch);
    return run.scores;
}

th_scores *th_score_run(th_arena *arena, const th_dataset *ds, const th_check_results *checks)
{
    th_scores *scores = th_score_compute(arena, ds);
    th_score_what_if(arena, ds, checks, scores);
    return scores;
}

th_scores *th_score_compute(th_arena *arena, const th_dataset *ds)
{
    score_run run = run_of(arena, ds);
    score_units(&run);
    th_readiness_look(ds, run.scores);
    rank_units(&run, run.d->nrankings);
    th_arena_free(run.scratch);
    return run.scores;
}

const th_points *th_score_points(const th_scores *scores, uint32_t criterion, uint32_t unit)
{
    return &scores->points[(size_t)criterion * scores->definition->nunits + unit];
}
