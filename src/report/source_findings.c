/* Which findings stand at which figure. */
#include "report/source_findings.h"

#include "base/banned.h"

th_source_findings *th_source_findings_find(const th_report *r)
{
    enum { MOST_SAID = 3 };
    th_source_findings *found = th_arena_array(r->arena, r->ds->nfacts, sizeof *found);
    size_t listed = r->ds->findings.n < TH_SOURCE_MOST ? r->ds->findings.n : TH_SOURCE_MOST;
    for (size_t i = 0; i < listed; i++) {
        if (!r->finding_fact[i])
            continue;
        th_source_findings *at = &found[r->finding_fact[i] - 1];
        th_str rule = r->ds->findings.at[i].rule;
        if (!at->n++) {
            at->first = (uint32_t)i + 1;
            at->rules = rule;
        } else if (at->n <= MOST_SAID)
            at->rules = th_str_fmt(r->arena, TH_FMT ", " TH_FMT, TH_ARG(at->rules), TH_ARG(rule));
        else if (at->n == MOST_SAID + 1)
            at->rules = th_str_fmt(r->arena, TH_FMT ", …", TH_ARG(at->rules));
    }
    return found;
}
