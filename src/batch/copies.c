/* Which of identical files is kept, and what becomes of the others. */
#include "batch/copies.h"

#include "base/lookup.h"
#include "batch/precedence.h"

#include "base/banned.h"

/* The hash that a record stream states was not computed here: it is shown, and proves nothing.  What states the same of
 * the file besides changes no figure, whichever is kept. */
static bool are_identical(const th_source *one, const th_source *other)
{
    bool stated = one->stated || other->stated;
    return one != other && one->sha256.len && th_str_eq(one->sha256, other->sha256) &&
           (!stated || (one->content.len && th_str_eq(one->content, other->content)));
}

/* Which of two copies gives the name that is shown: one of Sổ nhận, one that is not put away, the shorter one. */
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
    th_arena *scratch = th_arena_scratch(ds->arena);
    size_t n = all->nsources, *next = th_arena_array(scratch, n + 1, sizeof *next); /* 1 + the next with these bytes */
    th_lookup first = {0};                                                          /* 1 + the first one */
    for (size_t i = n; i-- > 0;) {
        if (!all->sources[i].sha256.len)
            continue;
        uint32_t *head = th_lookup_at(&first, scratch, all->sources[i].sha256);
        next[i] = *head;
        *head = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < n; i++) {
        th_source *copy = &all->sources[i];
        const uint32_t *head = th_lookup_find(&first, copy->sha256);
        for (size_t k = head ? *head : 0; k && copy->status == TH_SOURCE_ACCEPTED; k = next[k - 1])
            settle_pair(ds, all, copy, &all->sources[k - 1]);
    }
    th_arena_free(scratch);
}

/* The file as a source: what was read of the other, under its own name. */
static th_source source_of_copy(const th_source *read, const th_input *input)
{
    th_source copy = *read;
    copy.file = input->name;
    copy.base_alone = input->base_alone;
    copy.loose_alone = input->loose_alone;
    copy.loose_base_alone = input->loose_base_alone;
    copy.archive_alone = input->archive_alone;
    copy.archive_loose_alone = input->archive_loose_alone;
    return copy;
}

/* One finding a file would bury the others where somebody has sent the same a thousand times. */
enum { MOST_SAID = 20 };

typedef struct copies_of {
    size_t n;
    th_str reason; /* of those that no finding names */
} copies_of;

static void leave_out_unsaid(th_dataset *ds, th_source *copy, const th_source *read, copies_of *copies)
{
    if (!copies->reason.len)
        copies->reason = th_str_fmt(ds->arena, "Tệp giống hệt tệp “" TH_FMT "”; chỉ tính một lần.", TH_ARG(read->file));
    copy->reason = copies->reason;
    copy->status = TH_SOURCE_REPLACED;
}

void th_copies_add(th_dataset *ds, th_dataset *all, const th_inputs *inputs, const size_t *of)
{
    size_t nread = all->nsources;
    copies_of *copies = th_arena_array(ds->arena, nread + 1, sizeof *copies);
    for (size_t i = 0; i < inputs->n; i++) {
        if (of[i] == SIZE_MAX)
            continue;
        th_source copy = source_of_copy(&all->sources[of[i]], &inputs->at[i]);
        if (copies[of[i]].n++ < MOST_SAID)
            drop_copy(ds, &copy, &all->sources[of[i]]);
        else
            leave_out_unsaid(ds, &copy, &all->sources[of[i]], &copies[of[i]]);
        TH_PUSH(all->arena, all->sources, all->nsources, all->sources_cap, copy);
    }
    for (size_t i = 0; i < nread; i++)
        if (copies[i].n > MOST_SAID) {
            th_place place = place_of_copy(ds, &all->sources[i]);
            th_findings_add(&ds->findings, ds->arena, TH_F_FILES_SAME, &place,
                            TH_WITH(th_str_fmt(ds->arena, "%zu", copies[i].n - MOST_SAID), all->sources[i].file));
        }
}
