/* Making a finding of a trouble. */
#include "base/trouble.h"

#include "base/banned.h"

th_finding *th_trouble_add(th_findings *findings, th_arena *arena, th_finding_kind kind, const th_place *place,
                           th_trouble trouble)
{
    return th_findings_add(findings, arena, kind, place, TH_WITH(trouble));
}
