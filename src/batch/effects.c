/* Trials of a run without one row. */
#include "batch/effects.h"

#include "check/check.h"

#include <string.h>

#include "base/banned.h"

/* A trial costs as much as the checks and the scores over all facts; a sample of seven units takes some fifty. */
enum { MOST_CHECKED = 600000, MOST_SCORED = 1200000 };

struct th_untouched {
    th_arena *arena;   /* its own: once the rows were tried nobody needs it */
    th_dataset ds;     /* before the ledger was applied; its lists are copies.  Empty where no trial needs it */
    th_dataset sealed; /* before anything was said of it; the lists that are written to are copies */
};

#define COPY_OF(arena, list, n) copy_list(arena, list, n, sizeof *(list))

static void *copy_list(th_arena *arena, const void *list, size_t n, size_t size)
{
    void *copy = th_arena_array(arena, n, size);
    if (n)
        memcpy(copy, list, n * size);
    return copy;
}

/* What is written to once a dataset is sealed is the copy's own: all but the facts, which no check changes unless a
 * rule withholds a form. */
static th_dataset copy_of_sealed(th_arena *arena, const th_dataset *ds)
{
    th_dataset to = *ds;
    to.arena = arena;
    to.sources = COPY_OF(arena, ds->sources, ds->nsources);
    to.held = COPY_OF(arena, ds->held, ds->nheld);
    to.passed_over = COPY_OF(arena, ds->passed_over, ds->npassed_over);
    to.replies = COPY_OF(arena, ds->replies, ds->nreplies);
    to.findings = (th_findings){.at = COPY_OF(arena, ds->findings.at, ds->findings.n), .n = ds->findings.n};
    to.sources_cap = ds->nsources;
    to.held_cap = ds->nheld;
    to.passed_over_cap = ds->npassed_over;
    to.replies_cap = ds->nreplies;
    to.findings.cap = ds->findings.n;
    return to;
}

/* Whatever sealing sorts or the checks write to is the copy's own. */
static th_dataset copy_of_dataset(th_arena *arena, const th_dataset *ds)
{
    th_dataset to = copy_of_sealed(arena, ds);
    to.facts_arena = arena;
    to.facts = COPY_OF(arena, ds->facts, ds->nfacts);
    to.conversions = COPY_OF(arena, ds->conversions, ds->nconversions);
    to.stored = COPY_OF(arena, ds->stored, ds->nstored);
    to.facts_cap = ds->nfacts;
    to.conversions_cap = ds->nconversions;
    to.stored_cap = ds->nstored;
    return to;
}

/* Does the row need the checks again, or the scores alone? */
static bool is_checked_again(th_row_kind kind)
{
    return kind != TH_ROW_AWARD && kind != TH_ROW_BALLOT;
}

/* Is the effect of the row worth a trial?  That of a rule only where somebody has reduced it or switched it off. */
static bool is_worth_a_trial(const th_definition *d, th_row_kind kind, size_t index)
{
    if (kind != TH_ROW_RULE)
        return true;
    const th_check *check = &d->checks[index];
    bool out = d->period &&
               ((check->from_year && d->period < check->from_year) || (check->to_year && d->period > check->to_year));
    return check->state != TH_RULE_ON && !out;
}

/* May a form be withheld for what a rule says?  Whatever state the rule is in: it may be tried in another one. */
static bool may_withhold(const th_definition *d)
{
    for (size_t i = 0; i < d->nchecks; i++)
        if (d->checks[i].level == TH_LEVEL_BLOCK)
            return true;
    return false;
}

/* Is the run without the row made from what was read, or are the facts those of the run itself? */
static bool changes_facts(const th_definition *d, th_row_kind kind)
{
    return kind == TH_ROW_ADJUSTMENT || may_withhold(d);
}

th_untouched *th_effects_prepare(const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    bool any = d->nadjustments + d->nexplanations + d->nclosings > 0;
    for (size_t i = 0; i < d->nchecks && !any; i++)
        any = is_worth_a_trial(d, TH_ROW_RULE, i);
    if (!any)
        return NULL;
    th_untouched *untouched = th_arena_alloc(ds->arena, sizeof *untouched);
    untouched->arena = th_arena_scratch(ds->arena);
    if (d->nadjustments || may_withhold(d))
        untouched->ds = copy_of_dataset(untouched->arena, ds);
    return untouched;
}

void th_effects_sealed(th_untouched *untouched, const th_dataset *ds)
{
    if (untouched)
        untouched->sealed = copy_of_sealed(untouched->arena, ds);
}

typedef struct effect_trial {
    const th_dataset *ds;
    const th_untouched *untouched;
    const th_scores *with;
    th_effects_complete *complete;
    th_arena *scratch;
} effect_trial;

/* The dataset of the run without the row, adjusted and sealed. */
static th_dataset dataset_without(const effect_trial *trial, const th_definition *d, th_row_kind kind)
{
    if (!changes_facts(d, kind)) {
        th_dataset sealed = copy_of_sealed(trial->scratch, &trial->untouched->sealed);
        sealed.definition = d;
        return sealed;
    }
    th_dataset copy = copy_of_dataset(trial->scratch, &trial->untouched->ds);
    copy.definition = d;
    th_dataset_adjust(&copy);
    th_dataset_seal(&copy);
    return copy;
}

static const th_scores *scores_without(effect_trial *trial, const th_definition *d, th_row_kind kind)
{
    if (!is_checked_again(kind)) {
        th_dataset scored = *trial->ds;
        scored.definition = d;
        scored.arena = trial->scratch;
        return th_score_compute(trial->scratch, &scored);
    }
    th_check_results results = {0};
    th_dataset copy = dataset_without(trial, d, kind);
    trial->complete(&copy);
    th_check_run(trial->scratch, &copy, &results);
    return th_score_compute(trial->scratch, &copy);
}

static th_effect try_row(effect_trial *trial, th_row_kind kind, size_t index)
{
    const th_definition *whole = trial->ds->definition;
    th_arena_reset(trial->scratch);
    th_definition d = th_definition_without(trial->scratch, whole, kind, index);
    const th_scores *without = scores_without(trial, &d, kind);
    uint32_t unit = th_row_unit(whole, kind, index);
    th_arena *arena = trial->ds->arena;
    th_effect effect = th_effect_of(arena, trial->with, without, unit);
    if (kind == TH_ROW_AWARD && unit < whole->nunits && whole->awards[index].criterion < whole->ncriteria) {
        uint32_t criterion = whole->awards[index].criterion;
        const th_exact *points = th_score_points(without, criterion, unit)->official;
        effect.points_without = points ? th_exact_copy(arena, points) : NULL;
        effect.points = th_score_points(trial->with, criterion, unit)->official;
    }
    return effect;
}

static size_t most_trials(const th_dataset *ds, bool checked)
{
    const th_definition *d = ds->definition;
    size_t scored = (d->ncriteria + 1) * (d->nunits + 1), all = ds->nfacts + d->nchecks * d->nunits + scored;
    return checked ? MOST_CHECKED / (all + 1) + 1 : MOST_SCORED / (scored + 1) + 1;
}

th_effects *th_effects_try(const th_dataset *ds, const th_untouched *untouched, const th_scores *with,
                           th_effects_complete *complete)
{
    const th_definition *d = ds->definition;
    th_effects *effects = th_arena_alloc(ds->arena, sizeof *effects);
    effect_trial trial = {ds, untouched, with, complete, th_arena_scratch(ds->arena)};
    size_t room[2] = {most_trials(ds, false), most_trials(ds, true)};
    for (unsigned at = 0; at < TH_ROW_KINDS; at++) {
        th_row_kind kind = (th_row_kind)at;
        size_t n = th_rows_of_kind(d, kind);
        effects->of[kind] = th_arena_array(ds->arena, n, sizeof *effects->of[kind]);
        for (size_t i = 0; i < n; i++) {
            if (!is_worth_a_trial(d, kind, i) || (is_checked_again(kind) && !untouched))
                continue;
            if (!room[is_checked_again(kind)]) {
                effects->left++;
                continue;
            }
            room[is_checked_again(kind)]--;
            effects->of[kind][i] = try_row(&trial, kind, i);
            effects->tried++;
        }
    }
    th_arena_free(trial.scratch);
    if (untouched)
        th_arena_free(untouched->arena);
    return effects;
}
