/* The figures that would explain findings, as they are collected: at most one for a cell. */
#include "check/check.h"

#include "base/banned.h"

void th_check_propose(th_arena *arena, th_check_results *results, uint32_t fact, const th_exact *instead,
                      size_t finding)
{
    for (size_t i = 0; i < results->nproposals; i++)
        if (results->proposals[i].fact == fact)
            return;
    th_proposal proposal = {fact, th_exact_copy(arena, instead), finding};
    if (fact && instead)
        TH_PUSH(arena, results->proposals, results->nproposals, results->proposals_cap, proposal);
}
