/* Which of identical files is kept, and what becomes of the others. */
#include "batch/copies.h"

#include "batch/precedence.h"

#include "base/banned.h"

/* The hash that a record stream states was not computed here: it is shown, and proves nothing. */
static bool are_identical(const th_source *one, const th_source *other)
{
    return one != other && !one->stated && !other->stated && one->sha256.len && th_str_eq(one->sha256, other->sha256);
}

/* For the name that is shown: one of Sổ nhận, one that is not put away, the shorter one. */
static bool is_kept_before(const th_dataset *all, const th_source *one, const th_source *other)
{
    if ((one->receipt != TH_NONE) != (other->receipt != TH_NONE))
        return one->receipt != TH_NONE;
    bool old = th_is_put_away(all, one), other_old = th_is_put_away(all, other);
    if (old != other_old)
        return other_old;
    if (one->file.len != other->file.len)
        return one->file.len < other->file.len;
    return th_str_cmp(one->file, other->file) < 0;
}

/* What the copy says, the file says too.  It is a draft only where every name says so. */
static void take_over_copy(const th_dataset *all, th_source *kept, const th_source *copy)
{
    const th_receipt *of_copy = th_dataset_receipt(all, copy), *of_kept = th_dataset_receipt(all, kept);
    bool draft = kept->edition.draft && copy->edition.draft;
    kept->edition = th_edition_both(kept->edition, copy->edition);
    kept->edition.draft = draft;
    if (of_copy && (!of_kept || of_copy->serial > of_kept->serial))
        kept->receipt = copy->receipt;
}

static th_place place_of_copy(const th_dataset *ds, const th_source *copy)
{
    return (th_place){
        .unit = ds->definition->units[copy->unit].code, .file = copy->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
}

static void withdraw_copy(th_dataset *ds, th_source *copy, const th_source *gone)
{
    th_place place = place_of_copy(ds, copy);
    th_words because =
        TH_WORDS(ds->arena, ", vì giống hệt “" TH_FMT "”", ", being identical to “" TH_FMT "”", TH_ARG(gone->file));
    copy->reason =
        th_findings_add(&ds->findings, ds->arena, TH_F_RECEIPT_WITHDRAWN, &place, TH_WITH(copy->file, because))->vi;
    copy->status = TH_SOURCE_WITHDRAWN;
}

static void drop_copy(th_dataset *ds, th_source *copy, const th_source *kept)
{
    th_place place = place_of_copy(ds, copy);
    copy->reason =
        th_findings_add(&ds->findings, ds->arena, TH_F_FILE_SAME, &place, TH_WITH(copy->file, kept->file))->vi;
    copy->status = TH_SOURCE_REPLACED;
}

static void settle_pair(th_dataset *ds, const th_dataset *all, th_source *copy, th_source *other)
{
    if (!are_identical(copy, other) || copy->status != TH_SOURCE_ACCEPTED)
        return;
    if (other->status == TH_SOURCE_WITHDRAWN && copy->receipt == TH_NONE) {
        withdraw_copy(ds, copy, other);
    } else if (other->status == TH_SOURCE_ACCEPTED && copy->unit == other->unit && is_kept_before(all, other, copy)) {
        take_over_copy(all, other, copy);
        drop_copy(ds, copy, other);
    }
}

void th_copies_settle(th_dataset *ds, th_dataset *all)
{
    for (size_t i = 0; i < all->nsources; i++)
        for (size_t k = 0; k < all->nsources; k++)
            settle_pair(ds, all, &all->sources[i], &all->sources[k]);
}
