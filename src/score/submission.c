/* What is known of a submission itself: days late, forms missing, errors. */
#include "score/score.h"

#include "base/banned.h"

/* A file that was replaced later was a valid submission all the same. */
static bool is_valid(const th_source *source)
{
    return source->status == TH_SOURCE_ACCEPTED || source->status == TH_SOURCE_REPLACED;
}

/* Is the row about a file that was valid?  Where the file is in the inbox, the file decides; else whether another row
 * withdrew it. */
static bool is_about_valid_file(const th_dataset *ds, uint32_t unit, uint32_t receipt)
{
    const th_definition *d = ds->definition;
    bool came = false;
    for (size_t i = 0; i < ds->nsources; i++) {
        if (ds->sources[i].unit != unit || ds->sources[i].receipt != receipt)
            continue;
        if (is_valid(&ds->sources[i]))
            return true;
        came = true;
    }
    const th_receipt *row = &d->receipts[receipt];
    for (size_t i = 0; i < d->nreceipts && !came; i++) {
        const th_receipt *other = &d->receipts[i];
        bool same_bytes = !row->mark.len || !other->mark.len || th_str_eq(row->mark, other->mark);
        came = other->unit == unit && other->decision == TH_RECEIPT_WITHDRAW && same_bytes &&
               th_str_eq(other->file, row->file);
    }
    return !came;
}

const th_receipt *th_score_receipt(const th_dataset *ds, uint32_t unit)
{
    const th_definition *d = ds->definition;
    const th_receipt *found = NULL;
    for (uint32_t i = 0; i < d->nreceipts; i++) {
        const th_receipt *receipt = &d->receipts[i];
        if (receipt->unit == unit && receipt->serial > 0 && receipt->decision == TH_RECEIPT_ACCEPT &&
            (!receipt->file.len || is_about_valid_file(ds, unit, i)) && (!found || receipt->serial < found->serial))
            found = receipt;
    }
    return found;
}

double th_score_received(const th_dataset *ds, uint32_t unit)
{
    const th_receipt *receipt = th_score_receipt(ds, unit);
    return receipt ? receipt->serial : 0;
}

/* The day of a deadline; 0: there is none. */
static int deadline_day(th_str deadline)
{
    int year, month, day;
    return th_date_parse(th_str_sub(deadline, 0, th_str_find(deadline, TH_STR(" "), 0)), &year, &month, &day)
               ? th_date_serial(year, month, day)
               : 0;
}

th_str th_score_deadline(const th_dataset *ds, uint32_t unit)
{
    const th_definition *d = ds->definition;
    th_str deadline = d->deadline;
    for (size_t i = 0; i < d->nreceipts; i++)
        if (d->receipts[i].unit == unit && (int)d->receipts[i].extended_serial > deadline_day(deadline))
            deadline = d->receipts[i].extended_to;
    return deadline;
}

bool th_score_lateness_known(const th_dataset *ds, uint32_t unit)
{
    return th_score_received(ds, unit) > 0 && deadline_day(th_score_deadline(ds, unit)) > 0;
}

bool th_score_is_overdue(const th_dataset *ds, uint32_t unit)
{
    int day = deadline_day(th_score_deadline(ds, unit));
    return day && ds->as_of > day;
}

uint32_t th_score_days_late(const th_dataset *ds, uint32_t unit)
{
    double received = th_score_received(ds, unit);
    int deadline = deadline_day(th_score_deadline(ds, unit));
    if (received <= 0 || !deadline)
        return 0;
    int late = (int)received - deadline;
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
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        n += th_finding_costs(finding) && th_str_eq(finding->place.unit, code);
    }
    return n;
}
