/* Trials: a copy of the facts is corrected, scored anew as far as that changes anything, and restored. */
#include "score/what_if.h"

#include "base/banned.h"

/* A person reads no more than some twenty trials; and each costs a whole scoring, so large definitions get fewer. */
enum { MOST_TRIED = 20, MOST_WORK = 2000000 };

typedef struct what_if_trial {
    th_arena *arena;   /* of what is told of the trials */
    th_arena *scratch; /* of one trial */
    const th_dataset *ds;
    th_scores *scores; /* as things stand */
    th_dataset copy;   /* facts and findings are its own */
    bool *changed;     /* by unit: a figure of it is another one in the copy */
} what_if_trial;

static uint32_t rank_of(const th_scores *scores, uint32_t unit)
{
    const th_definition *d = scores->definition;
    for (size_t i = 0; d->nrankings && i < d->nunits; i++)
        if (scores->standings[0][i].unit == unit)
            return scores->standings[0][i].ranked ? scores->standings[0][i].rank : 0;
    return 0;
}

static th_str others(const what_if_trial *trial, const th_scores *after, uint32_t unit)
{
    th_buf out;
    th_buf_init(&out, trial->arena);
    for (uint32_t u = 0; u < trial->ds->definition->nunits; u++) {
        uint32_t before = rank_of(trial->scores, u), now = rank_of(after, u);
        if (u != unit && before != now)
            th_buf_fmt(&out, "%s" TH_FMT " %u → %u", out.len ? ", " : "", TH_ARG(trial->ds->definition->units[u].name),
                       before, now);
    }
    return th_buf_str(&out);
}

/* The unit of the figure, and whose error its finding is. */
static void mark_changed(what_if_trial *trial, const th_proposal *proposal, bool changed)
{
    const th_definition *d = trial->ds->definition;
    uint32_t units[] = {trial->ds->facts[proposal->fact - 1].unit,
                        th_definition_unit(d, trial->ds->findings.at[proposal->finding].place.unit)};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i] < d->nunits)
            trial->changed[units[i]] = changed;
}

/* Puts the proposed figure in place.  Its finding, and with it all that is folded under it, no longer counts as an
 * error. */
static void correct(what_if_trial *trial, const th_proposal *proposal)
{
    th_fact *f = &trial->copy.facts[proposal->fact - 1];
    f->value.num = proposal->instead;
    f->value.printed = NULL;
    f->value.den = NULL;
    f->value.qualifiers = 0;
    f->value.state = TH_STATE_VALUE;
    trial->copy.findings.at[proposal->finding].level = TH_LEVEL_NOTE;
    mark_changed(trial, proposal, true);
}

static void restore(what_if_trial *trial, const th_proposal *proposal)
{
    trial->copy.facts[proposal->fact - 1] = trial->ds->facts[proposal->fact - 1];
    trial->copy.findings.at[proposal->finding] = trial->ds->findings.at[proposal->finding];
    mark_changed(trial, proposal, false);
}

static void record_what_if(const what_if_trial *trial, const th_proposal *proposal)
{
    th_arena_reset(trial->scratch);
    const th_scores *after = th_score_after(trial->scratch, &trial->copy, trial->scores, trial->changed);
    uint32_t unit = proposal ? trial->ds->facts[proposal->fact - 1].unit : TH_NONE;
    th_what_if what_if = {.unit = unit, .others = others(trial, after, unit)};
    if (proposal) {
        what_if.fact = proposal->fact;
        what_if.instead = proposal->instead;
        what_if.rule = trial->ds->findings.at[proposal->finding].rule;
        what_if.total_before = trial->scores->totals[unit].total;
        what_if.total_after = th_exact_copy(trial->arena, after->totals[unit].total);
        what_if.rank_before = rank_of(trial->scores, unit);
        what_if.rank_after = rank_of(after, unit);
    }
    TH_PUSH(trial->arena, trial->scores->what_ifs, trial->scores->nwhat_ifs, trial->scores->what_ifs_cap, what_if);
}

static size_t how_many(const th_definition *d, size_t proposals)
{
    size_t work = (d->ncriteria + 1) * (d->nunits + 1), most = MOST_WORK / work;
    if (most > MOST_TRIED)
        most = MOST_TRIED;
    return proposals < most ? proposals : most;
}

void th_score_what_if(th_arena *arena, const th_dataset *ds, const th_check_results *checks, th_scores *scores)
{
    const th_definition *d = ds->definition;
    size_t n = checks ? how_many(d, checks->nproposals) : 0;
    if (!n || (!d->ncriteria && !d->nrankings))
        return;
    what_if_trial trial = {.arena = arena, .scratch = th_arena_scratch(arena), .ds = ds, .scores = scores, .copy = *ds};
    th_arena *copies = th_arena_scratch(arena);
    trial.copy.facts = th_arena_array(copies, ds->nfacts, sizeof *trial.copy.facts);
    trial.changed = th_arena_array(copies, d->nunits + 1, sizeof *trial.changed);
    trial.copy.findings.at = th_arena_array(copies, ds->findings.n, sizeof *trial.copy.findings.at);
    for (size_t i = 0; i < ds->nfacts; i++)
        trial.copy.facts[i] = ds->facts[i];
    for (size_t i = 0; i < ds->findings.n; i++)
        trial.copy.findings.at[i] = ds->findings.at[i];
    for (size_t i = 0; i < n; i++) {
        correct(&trial, &checks->proposals[i]);
        record_what_if(&trial, &checks->proposals[i]);
        restore(&trial, &checks->proposals[i]);
    }
    if (n > 1) {
        for (size_t i = 0; i < n; i++)
            correct(&trial, &checks->proposals[i]);
        record_what_if(&trial, NULL);
    }
    th_arena_free(trial.scratch);
    th_arena_free(copies);
}

bool th_what_if_moves(const th_what_if *what_if)
{
    return what_if->others.len || (what_if->unit != TH_NONE && what_if->rank_before != what_if->rank_after);
}
