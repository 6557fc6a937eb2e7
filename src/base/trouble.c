/* Making a finding of a trouble. */
#include "base/trouble.h"

#include "base/banned.h"

th_finding *th_trouble_add(th_findings *findings, th_arena *arena, th_finding_kind kind, const th_place *place,
                           th_trouble trouble)
{
    /* The templates of a kind share their arguments, so each language is filled in by a finding of its own. */
    th_findings english = {0};
    th_str en = th_findings_add(&english, arena, kind, NULL, TH_WITH(trouble.en))->en;
    th_finding *finding = th_findings_add(findings, arena, kind, place, TH_WITH(trouble.vi));
    finding->en = en;
    return finding;
}
