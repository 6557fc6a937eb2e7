/* What is known of a submission itself: days late, forms missing, errors. */
#include "score/score.h"

#include "base/banned.h"

/* The latest line of Sổ nhận about the unit's accepted file, or about no file in particular. */
static const th_receipt *receipt_of(const th_dataset *ds, uint32_t unit)
{
    const th_definition *d = ds->definition;
    const th_source *source = th_dataset_source(ds, unit);
    const th_receipt *found = NULL;
    for (size_t i = 0; i < d->nreceipts; i++) {
        const th_receipt *receipt = &d->receipts[i];
        if (receipt->unit != unit)
            continue;
        if (source && receipt->file.len && !th_str_eq(receipt->file, source->file))
            continue;
        if (!found || receipt->serial > found->serial)
            found = receipt;
    }
    return found;
}

double th_score_received(const th_dataset *ds, uint32_t unit)
{
    const th_receipt *receipt = receipt_of(ds, unit);
    return receipt ? receipt->serial : 0;
}

uint32_t th_score_days_late(const th_dataset *ds, uint32_t unit)
{
    int year, month, day;
    double received = th_score_received(ds, unit);
    if (received <= 0 || !th_date_parse(ds->definition->deadline, &year, &month, &day))
        return 0;
    int late = (int)received - th_date_serial(year, month, day);
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
