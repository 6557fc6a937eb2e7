/* Rows of Sổ nhận find their files, and say which do not count. */
#include "batch/receipts.h"

#include "fact/folder.h"

#include "base/banned.h"

/* A file that could not be opened has no bytes, but a name. */
static bool is_from_inbox(const th_source *source)
{
    return source->bytes || source->status == TH_SOURCE_REJECTED;
}

static th_naming naming_of(th_arena *scratch, const th_receipt *receipt, const th_source *source)
{
    bool may_be = is_from_inbox(source) && th_receipt_fits(receipt, source->sha256);
    return may_be ? th_name_names(scratch, receipt->file, th_source_name(source)) : TH_NAMES_OTHER;
}

/* Does a file count where it has to be the only one that a row may mean?  A name in full without case competes with
 * names in full only. */
static bool competes(th_naming with, th_naming naming)
{
    switch (naming) {
    case TH_NAMES_BASE: return with == TH_NAMES_IN_FULL || with == TH_NAMES_BASE;
    case TH_NAMES_IN_FULL_LOOSELY: return with == TH_NAMES_IN_FULL || with == TH_NAMES_IN_FULL_LOOSELY;
    case TH_NAMES_BASE_LOOSELY: return with != TH_NAMES_OTHER;
    case TH_NAMES_IN_FULL:
    case TH_NAMES_OTHER:
    default: return false;
    }
}

/* Several files that a content mark fits are copies of one, and the row is about all of them. */
static bool names_source(th_arena *scratch, const th_dataset *ds, const th_receipt *receipt, const th_source *source)
{
    th_naming naming = naming_of(scratch, receipt, source);
    if (naming == TH_NAMES_OTHER || naming == TH_NAMES_IN_FULL || receipt->mark.len)
        return naming != TH_NAMES_OTHER;
    for (size_t i = 0; i < ds->nsources; i++)
        if (!ds->sources[i].after_freeze && !th_str_eq(th_source_name(&ds->sources[i]), th_source_name(source)) &&
            competes(naming_of(scratch, receipt, &ds->sources[i]), naming))
            return false;
    return true;
}

/* The file that the source is a member of, which is a source too; NULL: it is a file of its own. */
static const th_source *archive_of(const th_dataset *ds, const th_source *source)
{
    th_str archive = th_name_archive(source->file);
    for (size_t i = 0; archive.len && i < ds->nsources; i++)
        if (th_str_eq(ds->sources[i].file, archive))
            return &ds->sources[i];
    return NULL;
}

/* Of two rows about a file the later one counts, and the lower one where their moments do not tell: a register grows at
 * its end.  `unit`: only rows about this unit, or TH_NONE. */
static uint32_t latest_row(th_arena *scratch, const th_dataset *ds, const th_source *source, uint32_t unit)
{
    const th_definition *d = ds->definition;
    uint32_t found = TH_NONE;
    for (uint32_t i = 0; source && i < d->nreceipts; i++)
        if ((unit == TH_NONE || d->receipts[i].unit == unit) && names_source(scratch, ds, &d->receipts[i], source) &&
            (found == TH_NONE || d->receipts[i].serial <= 0 || d->receipts[i].serial >= d->receipts[found].serial))
            found = i;
    return found;
}

/* A row that names a member speaks of it before one that names its archive.  An archive may hold files of several
 * units, each with a row about the archive. */
static uint32_t latest_receipt(th_arena *scratch, const th_dataset *ds, const th_source *source)
{
    uint32_t found = latest_row(scratch, ds, source, TH_NONE);
    const th_source *archive = archive_of(ds, source);
    if (found == TH_NONE && source->unit != TH_NONE)
        found = latest_row(scratch, ds, archive, source->unit);
    return found == TH_NONE ? latest_row(scratch, ds, archive, TH_NONE) : found;
}

static bool is_archive(const th_dataset *ds, const th_source *source)
{
    for (size_t i = 0; i < ds->nsources; i++)
        if (th_str_eq(th_name_archive(ds->sources[i].file), source->file))
            return true;
    return false;
}

/* What is decided of an archive is decided of the workbooks in it. */
static bool is_decided(const th_dataset *ds, const th_source *source)
{
    return source->status != TH_SOURCE_DOCUMENT && !is_archive(ds, source);
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

static th_place place_of_receipt(const th_dataset *ds, const th_receipt *receipt)
{
    return (th_place){.unit = ds->definition->units[receipt->unit].code,
                      .file = receipt->in_file,
                      .sheet = receipt->in_sheet,
                      .row = receipt->in_row,
                      .col = 0};
}

/* A row that names a file only nearly, though there is no other that it could mean. */
static void note_loose_names(th_dataset *ds)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    for (size_t i = 0; i < ds->definition->nreceipts; i++) {
        const th_receipt *receipt = &ds->definition->receipts[i];
        for (size_t k = 0; k < ds->nsources; k++) {
            const th_source *source = &ds->sources[k];
            th_arena_reset(scratch);
            th_naming naming = naming_of(scratch, receipt, source);
            bool loosely = naming == TH_NAMES_IN_FULL_LOOSELY || naming == TH_NAMES_BASE_LOOSELY;
            if (!loosely || !names_source(scratch, ds, receipt, source))
                continue;
            th_place place = place_of_receipt(ds, receipt);
            th_findings_add(&ds->findings, ds->arena, TH_F_RECEIPT_NEARLY, &place,
                            TH_WITH(receipt->file, source->file));
        }
    }
    th_arena_free(scratch);
}

void th_receipts_bind(th_dataset *ds)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    note_loose_names(ds);
    for (size_t i = 0; i < ds->nsources; i++) {
        th_source *source = &ds->sources[i];
        th_arena_reset(scratch);
        /* Rows that were entered before the figures were frozen do not speak of what came afterwards. */
        source->receipt = source->after_freeze ? TH_NONE : latest_receipt(scratch, ds, source);
        if (source->receipt == TH_NONE)
            continue;
        const th_receipt *receipt = &ds->definition->receipts[source->receipt];
        if (source->status == TH_SOURCE_ACCEPTED && source->unit != receipt->unit)
            question_unit(ds, source, receipt);
        else if (receipt->decision != TH_RECEIPT_ACCEPT && is_decided(ds, source))
            apply_decision(ds, source, receipt);
    }
    th_arena_free(scratch);
}

/* A file of the name of a row whose content mark fits none; NULL: there is none. */
static const th_source *of_other_content(const th_dataset *ds, const th_receipt *receipt)
{
    th_receipt unmarked = *receipt;
    unmarked.mark = (th_str){0};
    for (size_t i = 0; receipt->mark.len && i < ds->nsources; i++)
        if (names_source(ds->arena, ds, &unmarked, &ds->sources[i]))
            return &ds->sources[i];
    return NULL;
}

/* A row whose file is not there.  One with a content mark has done its work where a file of that name came after it and
 * has a row of its own. */
static void question_row(th_dataset *ds, const th_receipt *receipt)
{
    const th_source *other = of_other_content(ds, receipt);
    if (other && other->receipt != TH_NONE)
        return;
    th_place place = place_of_receipt(ds, receipt);
    th_str named = receipt->file;
    if (receipt->mark.len)
        named = th_str_fmt(ds->arena, TH_FMT " [" TH_FMT "]", TH_ARG(named), TH_ARG(receipt->mark));
    if (other)
        th_findings_add(&ds->findings, ds->arena, TH_F_RECEIPT_OTHER_CONTENT, &place,
                        TH_WITH(named, other->file, th_str_sub(other->sha256, 0, receipt->mark.len)));
    else
        th_findings_add(&ds->findings, ds->arena, TH_F_RECEIPT_WITHOUT_FILE, &place, TH_WITH(named));
}

void th_receipts_without_file(th_dataset *ds)
{
    const th_definition *d = ds->definition;
    th_arena *scratch = th_arena_scratch(ds->arena);
    for (size_t i = 0; i < d->nreceipts; i++) {
        const th_receipt *receipt = &d->receipts[i];
        bool there = !receipt->file.len, unit_seen = false;
        th_arena_reset(scratch);
        for (size_t k = 0; k < ds->nsources; k++) {
            there = there || names_source(scratch, ds, receipt, &ds->sources[k]);
            unit_seen = unit_seen || ds->sources[k].unit == receipt->unit;
        }
        if (!there && unit_seen)
            question_row(ds, receipt);
    }
    th_arena_free(scratch);
}
