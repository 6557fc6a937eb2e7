/* Sums of one unit's points: groups with their caps, the base with its scale, the total, and what of it is open. */
#include "score/totals.h"

#include "score/points.h"

#include "base/banned.h"

static th_points *points_of(const th_scores *scores, uint32_t criterion, uint32_t unit)
{
    return &scores->points[(size_t)criterion * scores->definition->nunits + unit];
}

/* The kinds of points that are added up beside each other. */
enum { KINDS = 5 };

static void list_kinds(th_points *points, const th_exact **kinds[KINDS])
{
    kinds[0] = &points->official;
    kinds[1] = &points->self;
    kinds[2] = &points->computed;
    kinds[3] = &points->cluster;
    kinds[4] = &points->unconfirmed;
}

/* Cuts bonus and deduction groups at their maximum.  Deductions that do not count yet share it with those that do. */
static void cap_group(th_arena *arena, const th_criterion *criterion, th_points *points)
{
    const th_exact **kinds[KINDS];
    if (criterion->leaf || !criterion->bonus || !criterion->max)
        return;
    list_kinds(points, kinds);
    for (size_t k = 0; k < KINDS; k++)
        if (*kinds[k] && th_exact_cmp(*kinds[k], criterion->max) > 0)
            *kinds[k] = criterion->max;
    const th_exact *room = th_exact_sub(arena, criterion->max, points->official);
    if (points->unconfirmed && th_exact_cmp(points->unconfirmed, room) > 0)
        points->unconfirmed = room;
}

/* Adds up parents, which are sums of rounded leaves.  Children come after their parent, so walking backwards finishes
 * every group before it is added to the next. */
static void add_up_groups(th_arena *arena, const th_scores *scores, uint32_t unit)
{
    const th_definition *d = scores->definition;
    for (uint32_t i = (uint32_t)d->ncriteria; i-- > 0;) {
        const th_criterion *criterion = &d->criteria[i];
        th_points *points = points_of(scores, i, unit);
        if (!criterion->leaf && !points->official)
            points->official = th_exact_int(arena, 0);
        cap_group(arena, criterion, points);
        if (criterion->parent == TH_NONE)
            continue;
        const th_exact **own[KINDS], **sums[KINDS];
        list_kinds(points, own);
        list_kinds(points_of(scores, criterion->parent, unit), sums);
        for (size_t k = 0; k < KINDS; k++)
            if (*own[k])
                *sums[k] = *sums[k] ? th_exact_add(arena, *sums[k], *own[k]) : *own[k];
    }
}

static void add_to(th_arena *arena, const th_exact **sum, const th_exact *points)
{
    if (points)
        *sum = th_exact_add(arena, *sum, points);
}

/* What the leaves say of the total: what could be earned, what waits, what the unit gave itself. */
static void add_up_leaves(th_arena *arena, const th_scores *scores, uint32_t unit, th_total *total)
{
    const th_definition *d = scores->definition;
    for (uint32_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *criterion = &d->criteria[i];
        const th_points *points = points_of(scores, i, unit);
        if (!criterion->leaf || criterion->sign < 0)
            continue;
        if (!criterion->bonus && points->state != TH_POINTS_NOT_ASSIGNED)
            add_to(arena, &total->assigned, criterion->max);
        if (points->state == TH_POINTS_MISSING && !points->official)
            add_to(arena, &total->waiting, criterion->max);
        if (points->from == TH_FROM_SELF)
            add_to(arena, &total->self_scored, points->official);
    }
}

static const th_exact *most_of_base(th_arena *arena, const th_definition *d)
{
    const th_exact *whole = th_exact_int(arena, 0);
    for (uint32_t i = 0; i < d->ncriteria; i++)
        if (d->criteria[i].leaf && !d->criteria[i].bonus)
            add_to(arena, &whole, d->criteria[i].max);
    return whole;
}

/* A leaf that was not assigned cannot be earned, so the base is scaled to what the remaining leaves could bring. */
static const th_exact *scaled_base(th_arena *arena, const th_definition *d, const th_total *total)
{
    const th_exact *whole = most_of_base(arena, d);
    if (th_exact_sign(total->assigned) <= 0 || th_exact_cmp(total->assigned, whole) == 0)
        return total->earned;
    const th_exact *factor = th_exact_div(arena, whole, total->assigned);
    return th_exact_round(arena, th_exact_mul(arena, total->earned, factor), TH_POINT_DECIMALS);
}

void th_totals_run(th_arena *arena, th_scores *scores, uint32_t unit)
{
    const th_definition *d = scores->definition;
    th_total *total = &scores->totals[unit];
    const th_exact *zero = th_exact_int(arena, 0), *extra = zero;
    *total = (th_total){.earned = zero, .assigned = zero, .waiting = zero, .self_scored = zero, .unconfirmed = zero};
    add_up_leaves(arena, scores, unit, total); /* before the groups: a leaf may be a root */
    add_up_groups(arena, scores, unit);
    for (uint32_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *criterion = &d->criteria[i];
        const th_points *points = points_of(scores, i, unit);
        if (criterion->parent != TH_NONE)
            continue;
        add_to(arena, &total->unconfirmed, points->unconfirmed);
        if (!criterion->bonus)
            add_to(arena, &total->earned, points->official);
        else if (points->official && criterion->sign < 0)
            extra = th_exact_sub(arena, extra, points->official);
        else
            add_to(arena, &extra, points->official);
    }
    /* Of a unit to which nothing was assigned nothing can be said. */
    if (th_exact_sign(total->assigned) <= 0 && th_exact_sign(most_of_base(arena, d)) > 0)
        return;
    total->base = scaled_base(arena, d, total);
    total->total = th_exact_add(arena, total->base, extra);
}

static bool is_below(const th_definition *d, uint32_t leaf, uint32_t criterion)
{
    for (uint32_t at = leaf; at != TH_NONE; at = d->criteria[at].parent)
        if (at == criterion)
            return true;
    return false;
}

th_share th_totals_share(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit)
{
    const th_definition *d = scores->definition;
    const th_exact *zero = th_exact_int(arena, 0);
    th_share share = {zero, zero};
    for (uint32_t i = 0; i < d->ncriteria; i++) {
        if (!d->criteria[i].leaf || d->criteria[i].bonus || !is_below(d, i, criterion))
            continue;
        add_to(arena, &share.whole, d->criteria[i].max);
        if (points_of(scores, i, unit)->state != TH_POINTS_NOT_ASSIGNED)
            add_to(arena, &share.assigned, d->criteria[i].max);
    }
    return share;
}

const th_exact *th_totals_on_share(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit)
{
    const th_exact *official = points_of(scores, criterion, unit)->official;
    th_share share = th_totals_share(arena, scores, criterion, unit);
    if (!official || th_exact_cmp(share.assigned, share.whole) == 0)
        return official;
    if (th_exact_sign(share.assigned) <= 0)
        return NULL; /* of nothing there is no share: neither reached nor missed */
    return th_exact_mul(arena, official, th_exact_div(arena, share.whole, share.assigned));
}
