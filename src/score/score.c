#include "score/score.h"

#include "score/points.h"
#include "score/ranking.h"
#include "score/what_if.h"
#include "text/fold.h"

#include <limits.h>

#include "base/banned.h"

typedef struct scorer {
    th_arena *arena;
    const th_dataset *ds;
    const th_definition *d;
    th_scores *scores;
    uint32_t unit; /* the one being evaluated */
    bool *reported;
    uint32_t ranking; /* the one being run, or TH_NONE */
} scorer;

static th_points *points_at(const scorer *s, uint32_t criterion, uint32_t unit)
{
    return &s->scores->points[(size_t)criterion * s->d->nunits + unit];
}

static th_operand number(const scorer *s, const th_exact *num)
{
    (void)s;
    return (th_operand){.state = num ? TH_STATE_VALUE : TH_STATE_ABSENT, .num = num, .decimals = INT_MAX};
}

/* Of the ranking at hand, else of all; blank when nothing was entered. */
static th_operand ballots(const scorer *s)
{
    const th_exact *votes = NULL;
    for (size_t i = 0; i < s->d->nballots; i++) {
        const th_ballot *b = &s->d->ballots[i];
        if (b->unit == s->unit && (b->ranking == s->ranking || (b->ranking == TH_NONE && !votes)))
            votes = b->votes;
    }
    return votes ? number(s, votes) : (th_operand){.state = TH_STATE_BLANK};
}

static th_operand special(void *ctx, th_func func, uint32_t criterion)
{
    const scorer *s = ctx;
    double received;
    /* only the functions a score may call; the rest are the expression's own */
    switch ((int)func) {
    case TH_FN_SO_LOI: return number(s, th_exact_int(s->arena, th_score_errors(s->ds, s->unit)));
    case TH_FN_SO_NGAY_MUON: return number(s, th_exact_int(s->arena, th_score_days_late(s->ds, s->unit)));
    case TH_FN_BIEU_THIEU: return number(s, th_exact_int(s->arena, th_score_forms_missing(s->ds, s->unit)));
    case TH_FN_KY: return number(s, th_exact_int(s->arena, s->d->period));
    case TH_FN_GIO_NHAN:
        received = th_score_received(s->ds, s->unit);
        return number(s, received > 0 ? th_exact_double(s->arena, received) : NULL);
    case TH_FN_DIEM:
        if (criterion == TH_NONE)
            return number(s, s->scores->total[s->unit]);
        return number(s, points_at(s, criterion, s->unit)->official);
    default: /* PHIEU_KIN: entered by the secretariat */ return ballots(s);
    }
}

static th_operand evaluate(void *ctx, const th_expr *expr, uint32_t unit)
{
    scorer *s = ctx;
    s->unit = unit;
    th_dataset_env binding = {.ds = s->ds, .arena = s->arena, .unit = unit, .special = special, .special_ctx = s};
    th_env env = th_dataset_environment(&binding);
    env.row_indicator = TH_NONE;
    return th_expr_eval(s->arena, expr, &env, NULL);
}

static const th_award *award_of(const th_definition *d, uint32_t criterion, uint32_t unit)
{
    for (size_t i = 0; i < d->nawards; i++)
        if (d->awards[i].unit == unit && d->awards[i].criterion == criterion)
            return &d->awards[i];
    return NULL;
}

/* Self scores: rows of the score forms, found by the code of the criterion. */
static void read_self_scores(scorer *s, uint32_t unit)
{
    for (uint32_t c = 0; c < s->d->ncolumns; c++) {
        const th_column *col = &s->d->columns[c];
        if (col->role != TH_ROLE_SELF_SCORE || col->form == TH_NONE)
            continue;
        uint32_t code_column = TH_NONE;
        for (uint32_t k = 0; k < s->d->ncolumns; k++)
            if (s->d->columns[k].form == col->form && s->d->columns[k].role == TH_ROLE_CRITERION)
                code_column = k;
        if (code_column == TH_NONE)
            continue;
        size_t rows = th_dataset_list_size(s->ds, unit, col->form);
        for (uint32_t item = 1; item <= rows; item++) {
            const th_fact *code = th_dataset_list_cell(s->ds, unit, code_column, item);
            const th_fact *score = th_dataset_list_cell(s->ds, unit, c, item);
            if (!code || !score || score->value.state != TH_STATE_VALUE)
                continue;
            for (uint32_t i = 0; i < s->d->ncriteria; i++)
                if (s->d->criteria[i].leaf && th_fold_eq(s->arena, s->d->criteria[i].code, code->value.text))
                    points_at(s, i, unit)->self = score->value.num;
        }
    }
}

static void read_data(scorer *s, uint32_t criterion, uint32_t unit)
{
    const th_criterion *c = &s->d->criteria[criterion];
    th_points *p = points_at(s, criterion, unit);
    if (!c->expr)
        return;
    p->data = evaluate(s, c->expr, unit);
    if (c->target)
        p->target = evaluate(s, c->target, unit);
    if (p->target.state != TH_STATE_VALUE && c->target_default && !p->target.division_by_zero)
        p->target = number(s, c->target_default);
}

static th_leader leader_of(const scorer *s, uint32_t criterion)
{
    th_leader best = {0};
    for (uint32_t u = 0; u < s->d->nunits; u++) {
        const th_points *p = points_at(s, criterion, u);
        if (!s->reported[u] || p->data.state != TH_STATE_VALUE || !p->data.num)
            continue;
        if (!best.value || th_exact_cmp(p->data.num, best.value) > 0)
            best.value = p->data.num;
        const th_exact *share =
            p->target.state == TH_STATE_VALUE ? th_exact_div(s->arena, p->data.num, p->target.num) : NULL;
        const th_exact *over = th_exact_sub(s->arena, share, th_exact_int(s->arena, 1));
        if (over && (!best.over_target || th_exact_cmp(over, best.over_target) > 0))
            best.over_target = over;
    }
    return best;
}

/* Which score counts now: the cluster's, else the computed, else the unit's own. */
static void settle(const scorer *s, uint32_t criterion, uint32_t unit)
{
    const th_criterion *c = &s->d->criteria[criterion];
    th_points *p = points_at(s, criterion, unit);
    const th_award *award = award_of(s->d, criterion, unit);
    if (award && award->not_assigned)
        p->state = TH_POINTS_NOT_ASSIGNED;
    if (award && award->points)
        p->cluster = award->points;
    if (p->state == TH_POINTS_NOT_ASSIGNED) {
        p->official = th_exact_int(s->arena, 0);
        return;
    }
    p->official = p->cluster ? p->cluster : p->computed ? p->computed : p->self;
    p->from = p->cluster ? TH_FROM_CLUSTER : p->computed ? TH_FROM_COMPUTED : p->self ? TH_FROM_SELF : TH_FROM_NONE;
    if (!p->official)
        p->official = th_exact_int(s->arena, 0);
    p->official = th_exact_round(s->arena, p->official, TH_POINT_DECIMALS);
    bool of_the_submission =
        c->expr && (th_expr_calls(c->expr, TH_FN_SO_LOI) || th_expr_calls(c->expr, TH_FN_SO_NGAY_MUON) ||
                    th_expr_calls(c->expr, TH_FN_BIEU_THIEU));
    p->proposed = !p->cluster && p->computed && (c->proof || of_the_submission);
    if (p->self && p->computed) {
        const th_exact *gap = th_exact_abs(s->arena, th_exact_sub(s->arena, p->self, p->computed));
        p->differs = th_exact_cmp(gap, th_exact_mul(s->arena, c->max, th_exact_parse(s->arena, TH_STR("0.05")))) > 0;
    }
    if (!p->cluster) {
        s->scores->provisional = true;
        s->scores->waiting++;
    }
}

/* Parents are sums of rounded leaves; bonus and deduction groups stop at their cap. */
static void add_up(const scorer *s, uint32_t unit)
{
    for (uint32_t i = (uint32_t)s->d->ncriteria; i-- > 0;) {
        const th_criterion *c = &s->d->criteria[i];
        th_points *p = points_at(s, i, unit);
        if (!c->leaf) {
            const th_exact *sums[4] = {p->official, p->self, p->computed, p->cluster};
            for (size_t k = 0; k < 4; k++)
                if (sums[k] && c->bonus && c->max && th_exact_cmp(sums[k], c->max) > 0)
                    sums[k] = c->max;
            p->official = sums[0] ? sums[0] : th_exact_int(s->arena, 0);
            p->self = sums[1];
            p->computed = sums[2];
            p->cluster = sums[3];
        }
        if (c->parent == TH_NONE)
            continue;
        th_points *up = points_at(s, c->parent, unit);
        const th_exact **into[4] = {&up->official, &up->self, &up->computed, &up->cluster};
        const th_exact *from[4] = {p->official, p->self, p->computed, p->cluster};
        for (size_t k = 0; k < 4; k++)
            if (from[k])
                *into[k] = *into[k] ? th_exact_add(s->arena, *into[k], from[k]) : from[k];
    }
}

/* base: the parts that are neither bonus nor deduction, scaled when a leaf was not assigned. */
static void total_up(const scorer *s, uint32_t unit)
{
    const th_exact *zero = th_exact_int(s->arena, 0);
    const th_exact *base = zero, *extra = zero, *all = zero, *left_out = zero;
    for (uint32_t i = 0; i < s->d->ncriteria; i++) {
        const th_criterion *c = &s->d->criteria[i];
        const th_points *p = points_at(s, i, unit);
        if (c->leaf && !c->bonus) {
            all = th_exact_add(s->arena, all, c->max);
            if (p->state == TH_POINTS_NOT_ASSIGNED)
                left_out = th_exact_add(s->arena, left_out, c->max);
        }
        if (c->parent != TH_NONE)
            continue;
        if (!c->bonus)
            base = th_exact_add(s->arena, base, p->official);
        else
            extra =
                c->sign < 0 ? th_exact_sub(s->arena, extra, p->official) : th_exact_add(s->arena, extra, p->official);
    }
    if (th_exact_sign(left_out) > 0 && th_exact_cmp(left_out, all) < 0)
        base = th_exact_round(
            s->arena, th_exact_div(s->arena, th_exact_mul(s->arena, base, all), th_exact_sub(s->arena, all, left_out)),
            TH_POINT_DECIMALS);
    s->scores->base[unit] = base;
    s->scores->total[unit] = th_exact_add(s->arena, base, extra);
}

static void score_units(scorer *s)
{
    for (uint32_t u = 0; u < s->d->nunits; u++) {
        s->reported[u] = th_dataset_source(s->ds, u) != NULL;
        if (s->reported[u])
            read_self_scores(s, u);
        for (uint32_t i = 0; s->reported[u] && i < s->d->ncriteria; i++)
            if (s->d->criteria[i].leaf)
                read_data(s, i, u);
    }
    for (uint32_t i = 0; i < s->d->ncriteria; i++) {
        if (!s->d->criteria[i].leaf)
            continue;
        th_leader leader = leader_of(s, i);
        for (uint32_t u = 0; u < s->d->nunits; u++)
            if (s->reported[u]) {
                th_points_compute(s->arena, &s->d->criteria[i], &leader, points_at(s, i, u));
                settle(s, i, u);
            }
    }
    for (uint32_t u = 0; u < s->d->nunits; u++)
        if (s->reported[u] && s->d->ncriteria) {
            add_up(s, u);
            total_up(s, u);
        }
}

th_scores *th_score_run(th_arena *arena, const th_dataset *ds, const th_check_results *checks)
{
    th_scores *scores = th_score_compute(arena, ds); /* what the checks raised is counted through ds->findings */
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
    scorer s = {arena, ds, d, scores, 0, th_arena_array(arena, d->nunits, sizeof(bool)), TH_NONE};
    score_units(&s);
    scores->standings = th_arena_array(arena, d->nrankings, sizeof *scores->standings);
    for (uint32_t r = 0; r < d->nrankings; r++) {
        s.ranking = r;
        scores->standings[r] = th_ranking_run(arena, d, &d->rankings[r], s.reported, evaluate, &s);
    }
    return scores;
}

const th_points *th_score_points(const th_scores *s, uint32_t criterion, uint32_t unit)
{
    return &s->points[(size_t)criterion * s->definition->nunits + unit];
}
