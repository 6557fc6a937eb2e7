/* Whose file Sổ nhận says it is. */
#include "fact/extract.h"
#include "fact/folder.h"

#include "base/banned.h"

/* A typed name counts only where it names this file and no other, or files with the same bytes. */
static bool names_file(th_arena *arena, const th_source *source, const th_receipt *receipt)
{
    th_naming naming = th_name_names(arena, receipt->file, source->file);
    if (receipt->mark.len)
        return naming != TH_NAMES_OTHER && th_receipt_fits(receipt, source->sha256);
    switch (naming) {
    case TH_NAMES_IN_FULL: return true;
    case TH_NAMES_BASE: return source->base_alone;
    case TH_NAMES_IN_FULL_LOOSELY: return source->loose_alone;
    case TH_NAMES_BASE_LOOSELY: return source->loose_base_alone;
    case TH_NAMES_OTHER:
    default: return false;
    }
}

static bool names_archive(th_arena *arena, const th_source *source, const th_receipt *receipt)
{
    th_naming naming = th_name_names(arena, receipt->file, th_name_archive(source->file));
    if (receipt->mark.len)
        return naming != TH_NAMES_OTHER && th_receipt_fits(receipt, source->archive_sha256);
    switch (naming) {
    case TH_NAMES_IN_FULL: return true;
    case TH_NAMES_BASE: return source->archive_alone;
    case TH_NAMES_IN_FULL_LOOSELY:
    case TH_NAMES_BASE_LOOSELY: return source->archive_loose_alone;
    case TH_NAMES_OTHER:
    default: return false;
    }
}

typedef bool (*row_fits)(th_arena *arena, const th_source *source, const th_receipt *receipt);

static uint32_t unit_of_rows(th_arena *arena, const th_definition *d, const th_source *source, row_fits fits)
{
    uint32_t unit = TH_NONE;
    for (size_t i = 0; i < d->nreceipts; i++) {
        const th_receipt *receipt = &d->receipts[i];
        if (!fits(arena, source, receipt))
            continue;
        if (unit != TH_NONE && unit != receipt->unit)
            return TH_NONE;
        unit = receipt->unit;
    }
    return unit;
}

uint32_t th_registered_unit(th_arena *scratch, const th_definition *definition, const th_source *source)
{
    uint32_t unit = unit_of_rows(scratch, definition, source, names_file);
    return unit == TH_NONE ? unit_of_rows(scratch, definition, source, names_archive) : unit;
}
