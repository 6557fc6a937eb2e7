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
} doubt;

struct th_doubts {
    th_arena *arena;
    th_dataset *ds;
    doubt *at;
    size_t n, cap;
};

th_doubts *th_doubts_new(th_arena *arena, th_dataset *ds)
{
    th_doubts *doubts = th_arena_alloc(arena, sizeof *doubts);
    doubts->arena = arena;
    doubts->ds = ds;
    return doubts;
}

/* Findings follow from others of their unit; those of the cluster have a slot behind the units'. */
static size_t doubt_slot(const th_doubts *doubts, uint32_t unit)
{
    return unit == TH_NONE ? doubts->ds->definition->nunits : unit;
}

static void append_doubt(th_doubts *doubts, doubt fresh)
{
    TH_PUSH(doubts->arena, doubts->at, doubts->n, doubts->cap, fresh);
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

/* A rule of the cluster uses one figure of many units. */
static bool uses_already(const doubt *of, figure sought)
{
    for (size_t i = of->nused; i-- > 0;)
        if (of->used[i].indicator == sought.indicator && of->used[i].measure == sought.measure)
            return true;
    return false;
}

static doubt doubt_of_used(const th_doubts *doubts, size_t finding, uint32_t unit, const th_sources *sources)
{
    doubt fresh = {.finding = finding, .unit = unit};
    for (size_t i = 0; i < sources->n; i++) {
        figure used = {sources->at[i].indicator, sources->at[i].measure};
        if (used.indicator != UINT32_MAX && !uses_already(&fresh, used))
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

/* ---- which finding explains which ---- */

/* Doubts by a key, those of one key in their order: there may be thousands, and each asks for the others of its key. */
typedef struct doubt_link {
    size_t doubt;  /* its index */
    uint32_t next; /* 1 + the next link of the key */
} doubt_link;

typedef struct doubt_chain {
    uint32_t first, last; /* 1 + a link */
} doubt_chain;

typedef struct doubt_lists {
    th_arena *arena;
    th_lookup known; /* 1 + the chain of a key */
    doubt_chain *chains;
    doubt_link *links;
    size_t nchains, chains_cap, nlinks, links_cap;
} doubt_lists;

static void list_doubt(doubt_lists *lists, th_str key, size_t index)
{
    uint32_t *at = th_lookup_at(&lists->known, lists->arena, key);
    if (!*at) {
        TH_PUSH(lists->arena, lists->chains, lists->nchains, lists->chains_cap, (doubt_chain){0});
        *at = (uint32_t)lists->nchains;
    }
    doubt_chain *chain = &lists->chains[*at - 1];
    TH_PUSH(lists->arena, lists->links, lists->nlinks, lists->links_cap, (doubt_link){.doubt = index});
    if (chain->last)
        lists->links[chain->last - 1].next = (uint32_t)lists->nlinks;
    else
        chain->first = (uint32_t)lists->nlinks;
    chain->last = (uint32_t)lists->nlinks;
}

static const doubt_link *link_at(const doubt_lists *lists, uint32_t link)
{
    return link ? &lists->links[link - 1] : NULL;
}

static const doubt_link *first_of_key(const doubt_lists *lists, th_str key)
{
    const uint32_t *at = th_lookup_find(&lists->known, key);
    return at && lists->chains ? link_at(lists, lists->chains[*at - 1].first) : NULL;
}

/* The earliest finding of the slot that explains this one: itself no consequence, and at least as grave.  Of those
 * listed at a figure each is graver than the one before, or it would be its consequence: few are looked at. */
static const doubt *cause_of(const th_doubts *doubts, const doubt_lists *causes, const doubt *later, size_t slot)
{
    const th_finding *list = doubts->ds->findings.at;
    const doubt *earliest = NULL;
    for (size_t i = 0; i < later->nused; i++) {
        const size_t key[] = {slot, later->used[i].indicator, later->used[i].measure};
        const doubt_link *link = first_of_key(causes, th_key_of(key));
        while (link && (list[doubts->at[link->doubt].finding].folded.len ||
                        list[doubts->at[link->doubt].finding].level < list[later->finding].level))
            link = link_at(causes, link->next);
        if (link && (!earliest || &doubts->at[link->doubt] < earliest))
            earliest = &doubts->at[link->doubt];
    }
    return earliest;
}

static void list_as_cause(const th_doubts *doubts, doubt_lists *causes, size_t index)
{
    const doubt *cause = &doubts->at[index];
    for (size_t i = 0; i < cause->ndoubtful; i++) {
        const size_t key[] = {doubt_slot(doubts, cause->unit), cause->doubtful[i].indicator,
                              cause->doubtful[i].measure};
        list_doubt(causes, th_key_of(key), index);
    }
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

typedef enum covering { NAMES_CAUSE, STANDS_THERE } covering;

/* Findings of one key: rules that name a figure as the cause and what is noticed about that figure, or all that stand
 * at one cell.  Empty: it covers nothing, and nothing covers it. */
static th_str covering_key(th_arena *arena, const th_doubts *doubts, covering how, const doubt *of)
{
    const th_place *place = &doubts->ds->findings.at[of->finding].place;
    if (of->unit == TH_NONE)
        return (th_str){0};
    if (how == NAMES_CAUSE)
        return of->ndoubtful ? th_str_fmt(arena, "%u %u %u", of->unit, of->doubtful[0].indicator,
                                          (unsigned)of->doubtful[0].measure)
                             : (th_str){0};
    return place->row == TH_NO_CELL ? (th_str){0}
                                    : th_str_fmt(arena, "%u %u %u " TH_FMT "%c" TH_FMT, of->unit, (unsigned)place->row,
                                                 (unsigned)place->col, TH_ARG(place->sheet), '\0', TH_ARG(place->file));
}

/* What was noticed about a single cell; a rule over lists alone puts no figure in doubt, and uses none. */
static bool is_of_value(const doubt *of)
{
    return !of->nused && of->ndoubtful && of->unit != TH_NONE;
}

/* Folds what was noticed about a value under the first rule on its figure that comes later, is graver, and follows from
 * nothing itself. */
static void fold_value(const th_doubts *doubts, const doubt_lists *covers, th_str key, size_t index)
{
    const th_finding *list = doubts->ds->findings.at;
    const th_finding *value = &list[doubts->at[index].finding];
    for (const doubt_link *link = first_of_key(covers, key); link; link = link_at(covers, link->next)) {
        const th_finding *rule = &list[doubts->at[link->doubt].finding];
        if (link->doubt <= index || rule->folded.len || rule->level <= value->level)
            continue;
        th_fold_under(doubts->ds, doubts->at[index].finding, doubts->at[link->doubt].finding);
        return;
    }
}

/* What was noticed about a single cell is folded under a graver rule that covers it. */
static void fold_values(const th_doubts *doubts, covering how)
{
    th_arena *scratch = th_arena_scratch(doubts->arena), *keys = th_arena_scratch(doubts->arena);
    doubt_lists covers = {.arena = scratch};
    for (size_t i = 0; i < doubts->n; i++) {
        th_str key = covering_key(keys, doubts, how, &doubts->at[i]);
        if (key.len && (how == STANDS_THERE || doubts->at[i].explained))
            list_doubt(&covers, key, i);
    }
    for (size_t i = 0; i < doubts->n; i++) {
        th_str key = is_of_value(&doubts->at[i]) ? covering_key(keys, doubts, how, &doubts->at[i]) : (th_str){0};
        if (key.len)
            fold_value(doubts, &covers, key, i);
    }
    th_arena_free(keys);
    th_arena_free(scratch);
}

void th_doubts_fold(th_doubts *doubts)
{
    const th_dataset *ds = doubts->ds;
    doubt_lists causes = {.arena = th_arena_scratch(doubts->arena)};
    fold_values(doubts, NAMES_CAUSE);
    for (size_t i = 0; i < doubts->n; i++) {
        const doubt *later = &doubts->at[i], *cause = NULL;
        bool may_follow = later->nused && !ds->findings.at[later->finding].folded.len;
        if (may_follow && later->unit != TH_NONE)
            cause = cause_of(doubts, &causes, later, later->unit);
        for (size_t slot = 0; may_follow && later->unit == TH_NONE && slot <= ds->definition->nunits && !cause; slot++)
            cause = cause_of(doubts, &causes, later, slot);
        if (cause)
            th_fold_under(doubts->ds, later->finding, cause->finding);
        list_as_cause(doubts, &causes, i);
    }
    th_arena_free(causes.arena);
    /* Only now is it known which rules are no consequences themselves: what a cell says is not hidden with them. */
    fold_values(doubts, STANDS_THERE);
}
