/* Takes two totals apart, addend by addend. */
#include "report/difference.h"

#include "base/banned.h"

typedef struct pair {
    th_arena *arena;
    const th_scores *scores;
    const th_definition *d;
    uint32_t units[2]; /* own, other */
} pair;

const th_exact *th_difference_line(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit)
{
    const th_total *total = &scores->totals[unit];
    const th_exact *zero = th_exact_int(arena, 0);
    if (criterion == TH_NONE)
        return total->base ? th_exact_sub(arena, total->base, total->earned) : zero;
    const th_exact *official = th_score_points(scores, criterion, unit)->official;
    return official ? official : zero;
}

static void add_term(pair *two, th_addend *addend, uint32_t criterion, int sign)
{
    th_term term = {criterion, sign};
    TH_PUSH(two->arena, addend->terms, addend->nterms, addend->terms_cap, term);
}

static const th_exact *sum_of_terms(const pair *two, const th_addend *addend, size_t which)
{
    const th_exact *sum = th_exact_int(two->arena, 0);
    for (size_t i = 0; i < addend->nterms; i++) {
        const th_exact *points =
            th_difference_line(two->arena, two->scores, addend->terms[i].criterion, two->units[which]);
        sum = addend->terms[i].sign < 0 ? th_exact_sub(two->arena, sum, points) : th_exact_add(two->arena, sum, points);
    }
    return sum;
}

static void finish_addend(const pair *two, th_difference *all, th_addend *addend)
{
    addend->own = sum_of_terms(two, addend, 0);
    addend->other = sum_of_terms(two, addend, 1);
    addend->difference = th_exact_sub(two->arena, addend->own, addend->other);
    TH_PUSH(two->arena, all->at, all->n, all->cap, *addend);
}

static bool is_unassigned(const pair *two, uint32_t criterion)
{
    const th_criterion *leaf = &two->d->criteria[criterion];
    for (size_t k = 0; k < 2; k++)
        if (leaf->leaf && !leaf->bonus &&
            th_score_points(two->scores, criterion, two->units[k])->state == TH_POINTS_NOT_ASSIGNED)
            return true;
    return false;
}

/* A cap: the group's points without those of its children. */
static void add_cap(pair *two, th_difference *all, uint32_t group)
{
    const th_criterion *criterion = &two->d->criteria[group];
    th_addend addend = {.criterion = criterion, .capped = true};
    add_term(two, &addend, group, criterion->sign);
    for (uint32_t c = 0; c < two->d->ncriteria; c++)
        if (two->d->criteria[c].parent == group)
            add_term(two, &addend, c, -criterion->sign);
    finish_addend(two, all, &addend);
}

static void add_up_all(pair *two, th_difference *all)
{
    th_addend unassigned = {0};
    add_term(two, &unassigned, TH_NONE, 1);
    for (uint32_t c = 0; c < two->d->ncriteria; c++) {
        const th_criterion *criterion = &two->d->criteria[c];
        th_addend addend = {.criterion = criterion};
        if (is_unassigned(two, c)) {
            add_term(two, &unassigned, c, 1);
        } else if (criterion->leaf) {
            add_term(two, &addend, c, criterion->sign < 0 ? -1 : 1);
            finish_addend(two, all, &addend);
        } else if (criterion->bonus) {
            add_cap(two, all, c);
        }
    }
    finish_addend(two, all, &unassigned);
}

/* The largest first; equal ones in the order of the definition.  Stable, and a definition has a few hundred at most. */
static void sort_differences(th_arena *arena, th_difference *all)
{
    const th_exact **size = th_arena_array(arena, all->n, sizeof *size);
    for (size_t i = 0; i < all->n; i++)
        size[i] = th_exact_abs(arena, all->at[i].difference);
    for (size_t i = 1; i < all->n; i++) {
        th_addend moved = all->at[i];
        const th_exact *moved_size = size[i];
        size_t j = i;
        for (; j > 0 && th_exact_cmp(size[j - 1], moved_size) < 0; j--) {
            all->at[j] = all->at[j - 1];
            size[j] = size[j - 1];
        }
        all->at[j] = moved;
        size[j] = moved_size;
    }
    while (all->differing < all->n && th_exact_sign(size[all->differing]))
        all->differing++;
}

th_difference th_difference_of(th_arena *arena, const th_scores *scores, uint32_t own, uint32_t other)
{
    pair two = {.arena = arena, .scores = scores, .d = scores->definition, .units = {own, other}};
    th_difference all = {.own = scores->totals[own].total, .other = scores->totals[other].total};
    all.difference = th_exact_sub(arena, all.own, all.other);
    add_up_all(&two, &all);
    sort_differences(arena, &all);
    return all;
}
