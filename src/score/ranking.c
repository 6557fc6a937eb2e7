/* Ranks: units in the order of their value, ties broken step by step, units that stay equal sharing a rank. */
#include "score/ranking.h"

#include "base/banned.h"

/* The order of two figures: < 0 when the first stands ahead.  A unit without the figure comes after one that has it. */
static int compare_figures(const th_exact *a, const th_exact *b, int direction)
{
    if (!a || !b)
        return (b != NULL) - (a != NULL);
    int order = th_exact_cmp(a, b);
    return direction >= 0 ? -order : order;
}

static const th_exact *figure_at_step(const th_standing *standing, size_t step)
{
    return standing->steps[step].state == TH_STATE_VALUE ? standing->steps[step].num : NULL;
}

typedef struct comparison {
    int order;     /* < 0: the first stands ahead */
    uint32_t step; /* what decided: 0 the value itself, k the k-th tie step, nsteps + 1 nothing did */
} comparison;

static comparison compare_standings(const th_ranking *ranking, const th_standing *a, const th_standing *b)
{
    comparison result = {.order = compare_figures(a->value, b->value, ranking->direction)};
    for (size_t k = 0; result.order == 0 && k < ranking->nsteps; k++) {
        result.order = compare_figures(figure_at_step(a, k), figure_at_step(b, k), ranking->steps[k].direction);
        result.step = (uint32_t)k + 1;
    }
    if (result.order == 0)
        result.step = (uint32_t)ranking->nsteps + 1;
    return result;
}

uint32_t th_ranking_decided_by(const th_ranking *ranking, const th_standing *one, const th_standing *other)
{
    return compare_standings(ranking, one, other).step;
}

/* Must the two change places?  Units without a rank stand behind all others. */
static bool is_out_of_order(const th_ranking *ranking, const th_standing *first, const th_standing *second)
{
    if (!first->ranked || !second->ranked)
        return !first->ranked && second->ranked;
    return compare_standings(ranking, first, second).order > 0;
}

/* An insertion sort because it is stable: equal units stay in the order of the definition. */
static void sort_standings(const th_ranking *ranking, th_standing *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        th_standing moved = at[i];
        size_t j = i;
        for (; j > 0 && is_out_of_order(ranking, &at[j - 1], &moved); j--)
            at[j] = at[j - 1];
        at[j] = moved;
    }
}

static th_str rank_label(th_arena *arena, const th_ranking *ranking, const th_standing *standing)
{
    th_str name = standing->rank <= ranking->labels.n ? ranking->labels.at[standing->rank - 1]
                                                      : th_str_fmt(arena, "thứ %u", standing->rank);
    return standing->shared ? th_str_fmt(arena, "Đồng hạng " TH_FMT, TH_ARG(name)) : name;
}

/* A unit may need a step against the one above it and another against the one below: the later of them is shown. */
static void note_step(th_standing *standing, uint32_t step)
{
    if (step > standing->step)
        standing->step = step;
}

static void number_ranks(th_arena *arena, const th_ranking *ranking, th_standing *at, size_t ranked)
{
    for (size_t i = 0; i < ranked; i++) {
        at[i].rank = (uint32_t)i + 1;
        if (i == 0)
            continue;
        comparison result = compare_standings(ranking, &at[i - 1], &at[i]);
        if (result.order == 0) {
            at[i].rank = at[i - 1].rank;
            at[i].shared = at[i - 1].shared = true;
        }
        note_step(&at[i], result.step);
        note_step(&at[i - 1], result.step);
    }
    for (size_t i = 0; i < ranked; i++)
        at[i].label = rank_label(arena, ranking, &at[i]);
}

static th_met met_by(const th_operand *condition)
{
    if (condition->state != TH_STATE_VALUE || !condition->num)
        return TH_MET_UNKNOWN;
    return th_exact_sign(condition->num) ? TH_MET_YES : TH_MET_NO;
}

/* Asks for the value, the tie steps and the titles of a unit that has reported. */
static void evaluate_standing(const th_ranking *ranking, const th_ranked_units *units, th_standing *standing)
{
    th_operand operand = units->value(units->ctx, ranking->expr, standing->unit);
    standing->value = operand.state == TH_STATE_VALUE ? operand.num : NULL;
    standing->ranked = standing->value != NULL;
    for (size_t k = 0; k < ranking->nsteps; k++)
        standing->steps[k] = units->step(units->ctx, ranking->steps[k].expr, standing->unit);
    for (size_t k = 0; k < ranking->ntitles; k++) {
        th_operand condition = units->condition(units->ctx, ranking->titles[k].condition, standing->unit);
        standing->titles[k] = met_by(&condition);
    }
}

th_standing *th_ranking_run(th_arena *arena, const th_ranking *ranking, const th_ranked_units *units)
{
    th_standing *at = th_arena_array(arena, units->n, sizeof *at);
    size_t ranked = 0;
    for (uint32_t u = 0; u < units->n; u++) {
        at[u].unit = u;
        at[u].steps = th_arena_array(arena, ranking->nsteps, sizeof *at[u].steps);
        at[u].titles = th_arena_array(arena, ranking->ntitles, sizeof *at[u].titles);
        if (units->reported[u])
            evaluate_standing(ranking, units, &at[u]);
        ranked += at[u].ranked;
    }
    sort_standings(ranking, at, units->n);
    number_ranks(arena, ranking, at, ranked);
    return at;
}
