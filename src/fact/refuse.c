/* A file that was read for nothing. */
#include "fact/extract.h"
#include "fact/folder.h"

#include "base/banned.h"

void th_extract_refuse(th_dataset *ds, th_source *source, size_t first_finding)
{
    th_findings *findings = &ds->findings;
    int other = th_folder_other_year(ds->arena, source->file, ds->definition->period);
    source->status = other ? TH_SOURCE_ASIDE : TH_SOURCE_REJECTED;
    if (other) {
        th_place place = {.file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
        findings->n = first_finding;
        th_findings_add(
            findings, ds->arena, TH_F_FILE_OTHER_YEAR, &place,
            TH_WITH(th_str_fmt(ds->arena, "%d", other), th_str_fmt(ds->arena, "%d", ds->definition->period)));
    }
    const th_finding *gravest = NULL;
    for (size_t i = first_finding; i < findings->n; i++)
        if (!gravest || findings->at[i].level > gravest->level)
            gravest = &findings->at[i];
    source->reason = gravest ? gravest->vi : (th_str){0};
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, *source);
}
