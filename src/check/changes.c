/* What has changed since an earlier run: files, findings, ranks.  Figures are changes_figures.c. */
#include "check/changes.h"

#include "check/changes_figures.h"

#include "base/banned.h"

/* ---- files ---- */

static bool is_counted(const th_source *source)
{
    return source->status == TH_SOURCE_ACCEPTED && source->sha256.len;
}

static void add_file_change(th_arena *arena, th_run_changes *changes, th_file_change change)
{
    const th_source *known = change.now ? change.now : change.before;
    change.unit = known->unit;
    TH_PUSH(arena, changes->files, changes->nfiles, changes->files_cap, change);
}

/* Sources by "unit / file", which is what a file is called from one run to the next; 1 + index. */
static th_str source_key(th_arena *arena, const th_source *source)
{
    return th_str_fmt(arena, "%u/" TH_FMT, source->unit, TH_ARG(source->file));
}

static th_lookup sources_by_key(th_arena *arena, const th_dataset *ds)
{
    th_lookup found = {0};
    for (size_t i = 0; i < ds->nsources; i++)
        *th_lookup_at(&found, arena, source_key(arena, &ds->sources[i])) = (uint32_t)i + 1;
    return found;
}

static const th_source *source_at(th_arena *arena, const th_dataset *ds, const th_lookup *by_key, const th_source *like)
{
    const uint32_t *at = th_lookup_find(by_key, source_key(arena, like));
    return at ? &ds->sources[*at - 1] : NULL;
}

static void compare_files(th_arena *arena, const th_dataset *ds, th_run_changes *changes)
{
    const th_dataset *previous = changes->previous;
    th_lookup before = sources_by_key(arena, previous), now = sources_by_key(arena, ds);
    bool *had = th_arena_array(arena, ds->definition->nunits + 1, sizeof *had);
    for (size_t i = 0; i < previous->nsources; i++)
        if (is_counted(&previous->sources[i]) && previous->sources[i].unit != TH_NONE)
            had[previous->sources[i].unit] = true;
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i], *old = source_at(arena, previous, &before, source);
        bool first = is_counted(source) && source->unit != TH_NONE && !had[source->unit];
        if (first)
            add_file_change(arena, changes, (th_file_change){.kind = TH_FILE_FIRST, .before = old, .now = source});
        else if (!old)
            add_file_change(arena, changes, (th_file_change){.kind = TH_FILE_ADDED, .now = source});
        else if (!th_str_eq(old->sha256, source->sha256))
            add_file_change(arena, changes, (th_file_change){.kind = TH_FILE_CHANGED, .before = old, .now = source});
        else if (old->status != source->status)
            add_file_change(arena, changes, (th_file_change){.kind = TH_FILE_STATUS, .before = old, .now = source});
    }
    for (size_t i = 0; i < previous->nsources; i++)
        if (!source_at(arena, ds, &now, &previous->sources[i]))
            add_file_change(arena, changes, (th_file_change){.kind = TH_FILE_GONE, .before = &previous->sources[i]});
}

/* ---- findings ---- */

/* What makes it the same finding tomorrow.  Where it names an indicator the cell may move. */
static th_str finding_key(th_arena *arena, const th_finding *finding)
{
    const th_place *place = &finding->place;
    th_buf key;
    th_buf_init(&key, arena);
    th_buf_fmt(&key, "%d", (int)finding->kind);
    const th_str parts[] = {
        finding->rule,
        place->unit,
        place->form,
        finding->indicator,
        finding->indicator.len ? (th_str){0} : place->sheet,
        finding->indicator.len ? (th_str){0} : th_cell_name(arena, place->row, place->col),
        place->unit.len ? (th_str){0} : place->file,
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        th_buf_fmt(&key, "\x1f" TH_FMT, TH_ARG(parts[i]));
    return th_buf_str(&key);
}

/* The findings of one key, those met so far taken away. */
typedef struct same_findings {
    size_t *next; /* by finding: 1 + the following one of its key */
    th_lookup first;
} same_findings;

static same_findings open_findings(th_arena *arena, const th_findings *findings)
{
    same_findings same = {.next = th_arena_array(arena, findings->n, sizeof *same.next)};
    for (size_t i = findings->n; i-- > 0;) {
        if (!th_finding_is_open(&findings->at[i]))
            continue;
        uint32_t *first = th_lookup_at(&same.first, arena, finding_key(arena, &findings->at[i]));
        same.next[i] = *first;
        *first = (uint32_t)i + 1;
    }
    return same;
}

static const th_finding *take_same(th_arena *arena, same_findings *same, const th_findings *findings,
                                   const th_finding *like)
{
    uint32_t *first = th_lookup_find(&same->first, finding_key(arena, like));
    if (!first || !*first)
        return NULL;
    size_t at = *first - 1;
    *first = (uint32_t)same->next[at];
    return &findings->at[at];
}

static void add_finding(th_arena *arena, th_run_changes *changes, th_finding_change change)
{
    changes->nfindings_of[change.kind]++;
    TH_PUSH(arena, changes->findings, changes->nfindings, changes->findings_cap, change);
}

static void compare_findings(th_arena *arena, th_dataset *ds, th_run_changes *changes)
{
    const th_dataset *previous = changes->previous;
    th_findings *now = &ds->findings;
    same_findings before = open_findings(arena, &previous->findings), after = open_findings(arena, now);
    for (size_t i = 0; i < now->n; i++) {
        if (!th_finding_is_open(&now->at[i]))
            continue;
        const th_finding *old = take_same(arena, &before, &previous->findings, &now->at[i]);
        now->at[i].since = ds->day;
        if (old)
            now->at[i].since = old->since ? old->since : previous->day;
        add_finding(arena, changes, (th_finding_change){old ? TH_FINDING_OPEN : TH_FINDING_NEW, &now->at[i]});
    }
    for (size_t i = 0; i < previous->findings.n; i++) {
        const th_finding *old = &previous->findings.at[i];
        if (th_finding_is_open(old) && !take_same(arena, &after, now, old))
            add_finding(arena, changes, (th_finding_change){TH_FINDING_MENDED, old});
    }
}

/* ---- ranks ---- */

static th_str rank_key(th_arena *arena, const th_rank_held *held)
{
    return th_str_fmt(arena, "%u/" TH_FMT, held->unit, TH_ARG(held->ranking));
}

/* Ranks by unit and ranking; 1 + index. */
static th_lookup ranks_by_key(th_arena *arena, const th_run_outcome *outcome)
{
    th_lookup found = {0};
    for (size_t i = 0; i < outcome->nranks; i++)
        *th_lookup_at(&found, arena, rank_key(arena, &outcome->ranks[i])) = (uint32_t)i + 1;
    return found;
}

static void compare_ranks(th_arena *arena, const th_dataset *ds, th_run_changes *changes)
{
    const th_run_outcome *outcome = &ds->outcome, *previous = &changes->previous->outcome;
    th_lookup before_by_key = ranks_by_key(arena, previous), now_by_key = ranks_by_key(arena, outcome);
    for (size_t i = 0; i < outcome->nranks; i++) {
        const th_rank_held *now = &outcome->ranks[i];
        const uint32_t *at = th_lookup_find(&before_by_key, rank_key(arena, now));
        const th_rank_held *before = at ? &previous->ranks[*at - 1] : NULL;
        if (!before || before->rank != now->rank || !th_exact_same(before->total, now->total))
            TH_PUSH(arena, changes->ranks, changes->nranks, changes->ranks_cap,
                    ((th_rank_change){now->unit, before, now}));
    }
    for (size_t i = 0; i < previous->nranks; i++)
        if (!th_lookup_find(&now_by_key, rank_key(arena, &previous->ranks[i])))
            TH_PUSH(arena, changes->ranks, changes->nranks, changes->ranks_cap,
                    ((th_rank_change){previous->ranks[i].unit, &previous->ranks[i], NULL}));
}

void th_changes_find(th_arena *arena, th_dataset *ds, const th_dataset *previous, th_run_changes *changes)
{
    *changes = (th_run_changes){.previous = previous};
    if (!previous) {
        for (size_t i = 0; i < ds->findings.n; i++)
            ds->findings.at[i].since = ds->day;
        return;
    }
    compare_files(arena, ds, changes);
    th_changes_of_figures(arena, ds, changes);
    compare_findings(arena, ds, changes);
    compare_ranks(arena, ds, changes);
}
