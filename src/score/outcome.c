/* Ranks of a run, kept for the next one. */
#include "score/outcome.h"

#include "base/banned.h"

void th_score_outcome(th_dataset *ds, const th_scores *scores)
{
    const th_definition *d = ds->definition;
    th_run_outcome *outcome = &ds->outcome;
    *outcome = (th_run_outcome){.known = true};
    for (size_t row = 0; row < d->nrankings; row++)
        for (uint32_t i = 0; i < d->nunits; i++) {
            const th_standing *standing = &scores->standings[row][i];
            if (!standing->value)
                continue;
            /* before the cluster is complete there is an order, and no rank */
            const th_rank_held held = {.unit = standing->unit,
                                       .ranking = d->rankings[row].code,
                                       .total = standing->value,
                                       .rank = scores->readiness.complete ? standing->rank : 0};
            TH_PUSH(ds->arena, outcome->ranks, outcome->nranks, outcome->ranks_cap, held);
        }
}
