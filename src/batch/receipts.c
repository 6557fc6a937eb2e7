/* Rows of Sổ nhận find their files, and say which do not count. */
#include "batch/receipts.h"

#include "fact/folder.h"

#include "base/banned.h"

/* A file that could not be opened has no bytes, but a name. */
static bool is_from_inbox(const th_source *source)
{
    return source->bytes || source->status == TH_SOURCE_REJECTED;
}

static bool names_source(const th_dataset *ds, th_str named, const th_source *source)
{
    if (!named.len || !is_from_inbox(source))
        return false;
    if (th_str_eq(named, source->file))
        return true;
    if (!th_str_eq(named, th_name_base(source->file)))
        return false;
    size_t same = 0;
    for (size_t i = 0; i < ds->nsources; i++)
        same += is_from_inbox(&ds->sources[i]) && th_str_eq(named, th_name_base(ds->sources[i].file));
    return same == 1;
}

/* Of two rows about a file the later one counts; where they have no moment, or the same, the lower one. */
static uint32_t latest_receipt(const th_dataset *ds, const th_source *source)
{
    const th_definition *d = ds->definition;
    uint32_t found = TH_NONE;
    for (uint32_t i = 0; i < d->nreceipts; i++)
        if (names_source(ds, d->receipts[i].file, source) &&
            (found == TH_NONE || d->receipts[i].serial <= 0 || d->receipts[i].serial >= d->receipts[found].serial))
            found = i;
    return found;
}

static void apply_decision(th_dataset *ds, th_source *source, const th_receipt *receipt)
{
    bool wait = receipt->decision == TH_RECEIPT_WAIT;
    th_place place = {
        .unit = ds->definition->units[receipt->unit].code, .file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding *finding = th_findings_add(&ds->findings, ds->arena, wait ? TH_F_RECEIPT_WAIT : TH_F_RECEIPT_WITHDRAWN,
                                          &place, TH_WITH(source->file));
    source->status = wait ? TH_SOURCE_WAITING : TH_SOURCE_WITHDRAWN;
    source->unit = receipt->unit;
    source->reason = finding->vi;
}

static void question_unit(th_dataset *ds, th_source *source, const th_receipt *receipt)
{
    const th_definition *d = ds->definition;
    th_place place = {.unit = d->units[source->unit].code, .file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding *finding =
        th_findings_add(&ds->findings, ds->arena, TH_F_RECEIPT_UNIT, &place,
                        TH_WITH(source->file, d->units[receipt->unit].name, d->units[source->unit].name));
    source->status = TH_SOURCE_REJECTED;
    source->reason = finding->vi;
}

void th_receipts_bind(th_dataset *ds)
{
    for (size_t i = 0; i < ds->nsources; i++) {
        th_source *source = &ds->sources[i];
        source->receipt = latest_receipt(ds, source);
        if (source->receipt == TH_NONE)
            continue;
        const th_receipt *receipt = &ds->definition->receipts[source->receipt];
        if (source->status == TH_SOURCE_ACCEPTED && source->unit != receipt->unit)
            question_unit(ds, source, receipt);
        else if (receipt->decision != TH_RECEIPT_ACCEPT)
            apply_decision(ds, source, receipt);
    }
}

void th_receipts_without_file(th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (size_t i = 0; i < d->nreceipts; i++) {
        bool there = !d->receipts[i].file.len, unit_seen = false;
        for (size_t k = 0; k < ds->nsources; k++) {
            there = there || names_source(ds, d->receipts[i].file, &ds->sources[k]);
            unit_seen = unit_seen || ds->sources[k].unit == d->receipts[i].unit;
        }
        if (there || !unit_seen)
            continue;
        th_place place = {.unit = d->units[d->receipts[i].unit].code,
                          .file = d->receipts[i].in_file,
                          .sheet = d->receipts[i].in_sheet,
                          .row = d->receipts[i].in_row,
                          .col = 0};
        th_findings_add(&ds->findings, ds->arena, TH_F_RECEIPT_WITHOUT_FILE, &place, TH_WITH(d->receipts[i].file));
    }
}
