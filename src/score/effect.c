/* Rows left out of a definition, and two sets of scores side by side. */
#include "score/effect.h"

#include <string.h>

#include "base/banned.h"

size_t th_rows_of_kind(const th_definition *d, th_row_kind kind)
{
    switch (kind) {
    case TH_ROW_ADJUSTMENT: return d->nadjustments;
    case TH_ROW_EXPLANATION: return d->nexplanations;
    case TH_ROW_CLOSING: return d->nclosings;
    case TH_ROW_RULE: return d->nchecks;
    case TH_ROW_AWARD: return d->nawards;
    case TH_ROW_BALLOT: return d->nballots;
    case TH_ROW_KINDS:
    default: return 0;
    }
}

uint32_t th_row_unit(const th_definition *d, th_row_kind kind, size_t index)
{
    switch (kind) {
    case TH_ROW_ADJUSTMENT: return d->adjustments[index].unit;
    case TH_ROW_EXPLANATION: return d->explanations[index].unit;
    case TH_ROW_CLOSING: return d->closings[index].unit;
    case TH_ROW_AWARD: return d->awards[index].unit;
    case TH_ROW_BALLOT: return d->ballots[index].unit;
    case TH_ROW_RULE:
    case TH_ROW_KINDS:
    default: return TH_NONE;
    }
}

/* A copy of an array without one element; it has room for all. */
static void *array_without(th_arena *arena, const void *array, size_t n, size_t size, size_t index)
{
    char *copy = th_arena_array(arena, n, size);
    const char *from = array;
    memcpy(copy, from, index * size);
    memcpy(copy + index * size, from + (index + 1) * size, (n - index - 1) * size);
    return copy;
}

#define LEAVE_OUT(list)                                                                                                \
    (to.list = array_without(arena, d->list, d->n##list, sizeof *d->list, index), to.n##list = d->n##list - 1)

th_definition th_definition_without(th_arena *arena, const th_definition *d, th_row_kind kind, size_t index)
{
    th_definition to = *d;
    switch (kind) {
    case TH_ROW_ADJUSTMENT: LEAVE_OUT(adjustments); break;
    case TH_ROW_EXPLANATION: LEAVE_OUT(explanations); break;
    case TH_ROW_CLOSING: LEAVE_OUT(closings); break;
    case TH_ROW_AWARD: LEAVE_OUT(awards); break;
    case TH_ROW_BALLOT: LEAVE_OUT(ballots); break;
    case TH_ROW_RULE:
        to.checks = th_arena_array(arena, d->nchecks, sizeof *to.checks);
        memcpy(to.checks, d->checks, d->nchecks * sizeof *to.checks);
        to.checks[index].state = TH_RULE_ON;
        break;
    case TH_ROW_KINDS:
    default: break;
    }
    return to;
}

static uint32_t rank_in_first(const th_scores *scores, uint32_t unit)
{
    const th_definition *d = scores->definition;
    for (size_t i = 0; d->nrankings && i < d->nunits; i++)
        if (scores->standings[0][i].unit == unit)
            return scores->standings[0][i].ranked ? scores->standings[0][i].rank : 0;
    return 0;
}

static th_str rank_shown(th_arena *arena, uint32_t rank)
{
    return rank ? th_str_fmt(arena, "%u", rank) : TH_STR("–");
}

th_effect th_effect_of(th_arena *arena, const th_scores *with, const th_scores *without, uint32_t unit)
{
    const th_definition *d = with->definition;
    th_effect effect = {.known = true};
    th_buf others;
    th_buf_init(&others, arena);
    for (uint32_t u = 0; u < d->nunits; u++) {
        uint32_t before = rank_in_first(without, u), now = rank_in_first(with, u);
        const th_exact *total = without->totals[u].total;
        if (u == unit) {
            effect.total_without = total ? th_exact_copy(arena, total) : NULL;
            effect.total = with->totals[u].total;
            effect.rank_without = before;
            effect.rank = now;
        } else if (before != now)
            th_buf_fmt(&others, "%s" TH_FMT ": hạng " TH_FMT " → " TH_FMT, others.len ? "; " : "",
                       TH_ARG(d->units[u].name), TH_ARG(rank_shown(arena, before)), TH_ARG(rank_shown(arena, now)));
        else if (!th_exact_same(total, with->totals[u].total))
            th_buf_fmt(&others, "%s" TH_FMT ": điểm đổi", others.len ? "; " : "", TH_ARG(d->units[u].name));
    }
    effect.others = th_buf_end(&others);
    return effect;
}
