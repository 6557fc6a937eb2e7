/* What is known of a submission itself: days late, forms missing, errors. */
#include "score/score.h"

#include "base/banned.h"

static const th_receipt *receipt_of(const th_dataset *ds, uint32_t unit)
{
    const th_definition *d = ds->definition;
    const th_source *source = th_dataset_source(ds, unit);
    const th_receipt *found = NULL;
    for (size_t i = 0; i < d->nreceipts; i++) {
        const th_receipt *r = &d->receipts[i];
        if (r->unit != unit)
            continue;
        if (source && r->file.len && !th_str_eq(r->file, source->file))
            continue; /* another file of this unit */
        if (!found || r->serial > found->serial)
            found = r;
    }
    return found;
}

double th_score_received(const th_dataset *ds, uint32_t unit)
{
    const th_receipt *r = receipt_of(ds, unit);
    return r ? r->serial : 0;
}

uint32_t th_score_days_late(const th_dataset *ds, uint32_t unit)
{
    int y, m, day;
    double received = th_score_received(ds, unit);
    if (received <= 0 || !th_date_parse(ds->definition->deadline, &y, &m, &day))
        return 0;
    int late = (int)received - th_date_serial(y, m, day);
    return late > 0 ? (uint32_t)late : 0;
}

uint32_t th_score_forms_missing(const th_dataset *ds, uint32_t unit)
{
    uint32_t n = 0;
    th_str code = ds->definition->units[unit].code;
    for (size_t i = 0; i < ds->findings.n; i++)
        n += ds->findings.at[i].kind == TH_F_FORM_MISSING && th_str_eq(ds->findings.at[i].place.unit, code);
    return n;
}

uint32_t th_score_errors(const th_dataset *ds, uint32_t unit)
{
    uint32_t n = 0;
    th_str code = ds->definition->units[unit].code;
    for (size_t i = 0; i < ds->findings.n; i++)
        n += ds->findings.at[i].level >= TH_LEVEL_ERROR && !ds->findings.at[i].folded.len &&
             th_str_eq(ds->findings.at[i].place.unit, code);
    return n;
}
