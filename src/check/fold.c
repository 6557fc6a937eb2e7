/* Which findings follow from which: each keeps the figures it rests on and those it puts in doubt. */
#include "check/fold.h"

#include "base/banned.h"

typedef struct figure {
    uint32_t indicator;
    th_measure measure;
} figure;

typedef struct doubt {
    size_t finding;
    uint32_t unit;    /* TH_NONE: the cluster */
    figure *used;     /* what the rule rests on */
    figure *doubtful; /* what it puts in doubt */
    size_t nused, used_cap, ndoubtful, doubtful_cap;
    bool explained; /* by one cell, which is what it puts in doubt */
    size_t next;    /* 1 + the next doubt of this unit; 0 none */
} doubt;

struct th_doubts {
    th_arena *arena;
    th_dataset *ds;
    doubt *at;
    size_t n, cap;
    size_t *first, *last; /* by unit, and the cluster behind them: 1 + index */
};

th_doubts *th_doubts_new(th_arena *arena, th_dataset *ds)
{
    th_doubts *doubts = th_arena_alloc(arena, sizeof *doubts);
    doubts->arena = arena;
    doubts->ds = ds;
    doubts->first = th_arena_array(arena, ds->definition->nunits + 1, sizeof *doubts->first);
    doubts->last = th_arena_array(arena, ds->definition->nunits + 1, sizeof *doubts->last);
    return doubts;
}

/* Doubts are listed by unit; those of the cluster stand behind the units'. */
static size_t doubt_slot(const th_doubts *doubts, uint32_t unit)
{
    return unit == TH_NONE ? doubts->ds->definition->nunits : unit;
}

static void append_doubt(th_doubts *doubts, doubt fresh)
{
    size_t slot = doubt_slot(doubts, fresh.unit);
    TH_PUSH(doubts->arena, doubts->at, doubts->n, doubts->cap, fresh);
    if (doubts->last[slot])
        doubts->at[doubts->last[slot] - 1].next = doubts->n;
    else
        doubts->first[slot] = doubts->n;
    doubts->last[slot] = doubts->n;
}

void th_doubts_of_values(th_doubts *doubts)
{
    const th_dataset *ds = doubts->ds;
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        uint32_t unit = finding->place.unit.len ? th_definition_unit(ds->definition, finding->place.unit) : TH_NONE;
        uint32_t indicator =
            finding->indicator.len ? th_definition_indicator(ds->definition, finding->indicator) : TH_NONE;
        if (unit == TH_NONE || indicator == TH_NONE || finding->level < TH_LEVEL_WARNING)
            continue;
        for (th_measure m = TH_NOW; m < TH_MEASURES; m++) {
            const th_fact *fact = th_dataset_find(ds, unit, indicator, m);
            if (!fact || fact->row != finding->place.row || fact->col != finding->place.col)
                continue;
            doubt fresh = {.finding = i, .unit = unit};
            figure in_doubt = {indicator, m};
            TH_PUSH(doubts->arena, fresh.doubtful, fresh.ndoubtful, fresh.doubtful_cap, in_doubt);
            append_doubt(doubts, fresh);
        }
    }
}

static doubt doubt_of_used(const th_doubts *doubts, size_t finding, uint32_t unit, const th_sources *sources)
{
    doubt fresh = {.finding = finding, .unit = unit};
    for (size_t i = 0; i < sources->n; i++) {
        figure used = {sources->at[i].indicator, sources->at[i].measure};
        if (used.indicator != UINT32_MAX)
            TH_PUSH(doubts->arena, fresh.used, fresh.nused, fresh.used_cap, used);
    }
    return fresh;
}

void th_doubts_add_used(th_doubts *doubts, size_t finding, uint32_t unit, const th_sources *used)
{
    append_doubt(doubts, doubt_of_used(doubts, finding, unit, used));
}

void th_doubts_add(th_doubts *doubts, size_t finding, uint32_t unit, const th_broken *broken, const th_culprit *culprit)
{
    doubt fresh = doubt_of_used(doubts, finding, unit, broken->sources);
    fresh.doubtful = fresh.used;
    fresh.ndoubtful = fresh.nused;
    fresh.doubtful_cap = fresh.used_cap;
    if (culprit->slip) {
        uint32_t i = culprit->figure->kind == TH_EX_ROW ? broken->env->row_indicator : culprit->figure->index;
        fresh.doubtful = th_arena_alloc(doubts->arena, sizeof *fresh.doubtful);
        fresh.doubtful[0] = (figure){i, culprit->figure->measure};
        fresh.ndoubtful = fresh.doubtful_cap = 1;
        fresh.explained = true;
    }
    append_doubt(doubts, fresh);
}

/* Does the later finding use a figure that the earlier one puts in doubt? */
static bool rests_on(const doubt *later, const doubt *cause)
{
    for (size_t i = 0; i < later->nused; i++)
        for (size_t k = 0; k < cause->ndoubtful; k++)
            if (later->used[i].indicator == cause->doubtful[k].indicator &&
                later->used[i].measure == cause->doubtful[k].measure)
                return true;
    return false;
}

/* The earliest finding of the slot that explains this one: itself no consequence, and at least as grave. */
static const doubt *cause_of(const th_doubts *doubts, const doubt *later, size_t slot)
{
    const th_finding *list = doubts->ds->findings.at;
    for (size_t k = doubts->first[slot]; k && &doubts->at[k - 1] < later; k = doubts->at[k - 1].next) {
        const doubt *cause = &doubts->at[k - 1];
        if (!list[cause->finding].folded.len && list[cause->finding].level >= list[later->finding].level &&
            rests_on(later, cause))
            return cause;
    }
    return NULL;
}

void th_fold_under(th_dataset *ds, size_t index, size_t cause)
{
    th_finding *why = &ds->findings.at[cause], *finding = &ds->findings.at[index];
    if (finding->folded.len || index == cause)
        return;
    th_str cell = th_cell_name(ds->arena, why->place.row, why->place.col);
    finding->folded = th_str_fmt(ds->arena, TH_FMT "%s" TH_FMT, TH_ARG(why->rule), cell.len ? " · " : "", TH_ARG(cell));
    why->consequences++;
    if (finding->level > why->level)
        why->level = finding->level;
}

/* Do both stand at one cell? */
static bool is_same_cell(const th_place *a, const th_place *b)
{
    return a->row != TH_NO_CELL && a->row == b->row && a->col == b->col && th_str_eq(a->sheet, b->sheet) &&
           th_str_eq(a->file, b->file);
}

typedef enum covering { NAMES_CAUSE, STANDS_THERE } covering;

/* Does the rule name the figure of `value` as the cause, or does it stand at the same cell? */
static bool covers(const th_finding *list, covering how, const doubt *rule, const doubt *value)
{
    if (how == STANDS_THERE)
        return is_same_cell(&list[rule->finding].place, &list[value->finding].place);
    return rule->explained && rule->doubtful[0].indicator == value->doubtful[0].indicator &&
           rule->doubtful[0].measure == value->doubtful[0].measure;
}

/* What was noticed about a single cell is folded under a graver rule that covers it. */
static void fold_values(const th_doubts *doubts, covering how)
{
    const th_finding *list = doubts->ds->findings.at;
    for (size_t i = 0; i < doubts->n; i++) {
        const doubt *value = &doubts->at[i];
        /* A rule over lists alone puts no figure in doubt, and uses none. */
        if (value->nused || !value->ndoubtful || value->unit == TH_NONE)
            continue;
        for (size_t k = value->next; k; k = doubts->at[k - 1].next) {
            const doubt *rule = &doubts->at[k - 1];
            if (!covers(list, how, rule, value) || list[rule->finding].folded.len ||
                list[rule->finding].level <= list[value->finding].level)
                continue;
            th_fold_under(doubts->ds, value->finding, rule->finding);
            break;
        }
    }
}

void th_doubts_fold(th_doubts *doubts)
{
    const th_dataset *ds = doubts->ds;
    fold_values(doubts, NAMES_CAUSE);
    for (size_t i = 0; i < doubts->n; i++) {
        const doubt *later = &doubts->at[i], *cause = NULL;
        if (!later->nused || ds->findings.at[later->finding].folded.len)
            continue;
        if (later->unit != TH_NONE)
            cause = cause_of(doubts, later, later->unit);
        else
            for (size_t slot = 0; slot <= ds->definition->nunits && !cause; slot++)
                cause = cause_of(doubts, later, slot);
        if (!cause)
            continue;
        th_fold_under(doubts->ds, later->finding, cause->finding);
    }
    /* Only now is it known which rules are no consequences themselves: what a cell says is not hidden with them. */
    fold_values(doubts, STANDS_THERE);
}
