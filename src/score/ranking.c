#include "score/ranking.h"

#include "base/banned.h"

/* Which of two is ahead: <0 a, >0 b, 0 equal.  A unit without the figure comes after one that has it. */
static int by_operand(const th_operand *a, const th_operand *b, int direction)
{
    bool has_a = a->state == TH_STATE_VALUE && a->num, has_b = b->state == TH_STATE_VALUE && b->num;
    if (!has_a || !has_b)
        return (int)has_b - (int)has_a;
    int order = th_exact_cmp(a->num, b->num);
    return direction >= 0 ? -order : order;
}

static int by_value(const th_standing *a, const th_standing *b, int direction)
{
    if (!a->value || !b->value)
        return (b->value != NULL) - (a->value != NULL);
    int order = th_exact_cmp(a->value, b->value);
    return direction >= 0 ? -order : order;
}

/* Order of two units; *step is the step that decided: 0 the value itself, k the k-th tie step,
 * nsteps + 1 none did. */
static int compare_standings(const th_ranking *ranking, const th_standing *a, const th_standing *b, uint32_t *step)
{
    int order = by_value(a, b, ranking->direction);
    *step = 0;
    for (size_t k = 0; order == 0 && k < ranking->nsteps; k++) {
        order = by_operand(&a->steps[k], &b->steps[k], ranking->steps[k].direction);
        *step = (uint32_t)k + 1;
    }
    if (order == 0)
        *step = (uint32_t)ranking->nsteps + 1;
    return order;
}

static void insert_sorted(const th_ranking *ranking, th_standing *at, size_t n)
{
    for (size_t i = 1; i < n; i++) { /* stable: equal units stay in the order of the definition */
        th_standing moved = at[i];
        size_t j = i;
        uint32_t step;
        while (j > 0 &&
               ((at[j - 1].ranked ? 0 : 1) > (moved.ranked ? 0 : 1) ||
                (at[j - 1].ranked && moved.ranked && compare_standings(ranking, &at[j - 1], &moved, &step) > 0))) {
            at[j] = at[j - 1];
            j--;
        }
        at[j] = moved;
    }
}

static th_str label_of(th_arena *arena, const th_ranking *ranking, const th_standing *standing)
{
    th_str name = standing->rank <= ranking->labels.n ? ranking->labels.at[standing->rank - 1]
                                                      : th_str_fmt(arena, "thứ %u", standing->rank);
    return standing->shared ? th_str_fmt(arena, "Đồng hạng " TH_FMT, TH_ARG(name)) : name;
}

static void number_ranks(th_arena *arena, const th_ranking *ranking, th_standing *at, size_t ranked)
{
    for (size_t i = 0; i < ranked; i++) {
        uint32_t step = 0;
        bool equal = i > 0 && compare_standings(ranking, &at[i - 1], &at[i], &step) == 0;
        at[i].rank = equal ? at[i - 1].rank : (uint32_t)i + 1;
        if (i == 0)
            continue;
        at[i].shared = equal;
        if (equal)
            at[i - 1].shared = true;
        if (step > at[i].step)
            at[i].step = step;
        if (step > at[i - 1].step)
            at[i - 1].step = step;
    }
    for (size_t i = 0; i < ranked; i++)
        at[i].label = label_of(arena, ranking, &at[i]);
}

th_standing *th_ranking_run(th_arena *arena, const th_definition *d, const th_ranking *ranking, const bool *reported,
                            th_unit_value value, void *ctx)
{
    th_standing *at = th_arena_array(arena, d->nunits, sizeof *at);
    size_t ranked = 0;
    for (uint32_t u = 0; u < d->nunits; u++) {
        th_standing *standing = &at[u];
        standing->unit = u;
        standing->steps = th_arena_array(arena, ranking->nsteps, sizeof *standing->steps);
        standing->titles = th_arena_array(arena, ranking->ntitles, sizeof *standing->titles);
        if (!reported[u])
            continue;
        th_operand operand = value(ctx, ranking->expr, u);
        standing->value = operand.state == TH_STATE_VALUE ? operand.num : NULL;
        standing->ranked = standing->value != NULL;
        ranked += standing->ranked;
        for (size_t k = 0; k < ranking->nsteps; k++)
            standing->steps[k] = value(ctx, ranking->steps[k].expr, u);
        for (size_t k = 0; k < ranking->ntitles; k++) {
            th_operand met = value(ctx, ranking->titles[k].condition, u);
            bool known = met.state == TH_STATE_VALUE && met.num;
            standing->titles[k] = !known ? TH_MET_UNKNOWN : th_exact_sign(met.num) ? TH_MET_YES : TH_MET_NO;
        }
    }
    insert_sorted(ranking, at, d->nunits);
    number_ranks(arena, ranking, at, ranked);
    return at;
}
