#include "score/what_if.h"

#include "base/banned.h"

enum { MOST_TRIED = 20, MOST_WORK = 2000000 };

typedef struct trial {
    th_arena *arena;
    const th_dataset *ds;
    th_scores *scores; /* as things stand */
    th_dataset copy;   /* facts and findings are its own */
} trial;

static uint32_t rank_of(const th_scores *s, uint32_t unit)
{
    const th_definition *d = s->definition;
    for (size_t i = 0; d->nrankings && i < d->nunits; i++)
        if (s->standings[0][i].unit == unit)
            return s->standings[0][i].ranked ? s->standings[0][i].rank : 0;
    return 0;
}

static th_str others(const trial *t, const th_scores *after, uint32_t unit)
{
    th_buf out;
    th_buf_init(&out, t->arena);
    for (uint32_t u = 0; u < t->ds->definition->nunits; u++) {
        uint32_t before = rank_of(t->scores, u), now = rank_of(after, u);
        if (u != unit && before != now)
            th_buf_fmt(&out, "%s" TH_FMT " %u → %u", out.len ? ", " : "", TH_ARG(t->ds->definition->units[u].name),
                       before, now);
    }
    return th_buf_str(&out);
}

/* The figure as proposed, and its finding with all that follows from it gone. */
static void correct(trial *t, const th_proposal *p)
{
    th_fact *f = &t->copy.facts[p->fact - 1];
    f->value.num = p->instead;
    f->value.den = NULL;
    f->value.qualifiers = 0;
    f->value.state = TH_STATE_VALUE;
    t->copy.findings.at[p->finding].level = TH_LEVEL_NOTE;
}

static void restore(trial *t, const th_proposal *p)
{
    t->copy.facts[p->fact - 1] = t->ds->facts[p->fact - 1];
    t->copy.findings.at[p->finding] = t->ds->findings.at[p->finding];
}

static void record(const trial *t, const th_proposal *p)
{
    const th_scores *after = th_score_compute(t->arena, &t->copy);
    uint32_t unit = p ? t->ds->facts[p->fact - 1].unit : TH_NONE;
    th_what_if w = {.unit = unit, .others = others(t, after, unit)};
    if (p) {
        w.fact = p->fact;
        w.instead = p->instead;
        w.rule = t->ds->findings.at[p->finding].rule;
        w.total_before = t->scores->total[unit];
        w.total_after = after->total[unit];
        w.rank_before = rank_of(t->scores, unit);
        w.rank_after = rank_of(after, unit);
    }
    TH_PUSH(t->arena, t->scores->what_ifs, t->scores->nwhat_ifs, t->scores->what_ifs_cap, w);
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
    trial t = {arena, ds, scores, *ds};
    t.copy.facts = th_arena_array(arena, ds->nfacts, sizeof *t.copy.facts);
    t.copy.findings.at = th_arena_array(arena, ds->findings.n, sizeof *t.copy.findings.at);
    for (size_t i = 0; i < ds->nfacts; i++)
        t.copy.facts[i] = ds->facts[i];
    for (size_t i = 0; i < ds->findings.n; i++)
        t.copy.findings.at[i] = ds->findings.at[i];
    for (size_t i = 0; i < n; i++) {
        correct(&t, &checks->proposals[i]);
        record(&t, &checks->proposals[i]);
        restore(&t, &checks->proposals[i]);
    }
    if (n < 2)
        return;
    for (size_t i = 0; i < n; i++)
        correct(&t, &checks->proposals[i]);
    record(&t, NULL);
}
