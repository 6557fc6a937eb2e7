/* Labels: the names by which the definition knows columns, indicators, forms and titles, folded once for a workbook. */
#include "fact/bare_label.h"
#include "fact/extract.h"
#include "fact/header_year.h"
#include "fact/reading.h"
#include "text/fold.h"

#include "base/banned.h"

static th_label label_anew(th_arena *arena, th_str text)
{
    th_str strong = th_fold(arena, text), undashed = th_without_dashed_number(strong);
    th_str weak = th_without_year_words(arena, th_fold_weak(arena, text)), bare = weak;
    if (undashed.len < strong.len)
        bare = th_without_year_words(arena, th_fold_weak(arena, undashed));
    return (th_label){strong, weak, th_bare_label(bare)};
}

th_label th_label_of(th_arena *arena, th_str text)
{
    void **kept = th_fold_kept(arena, text);
    if (kept && *kept)
        return *(const th_label *)*kept;
    th_label label = label_anew(arena, text);
    kept = th_fold_kept(arena, text); /* folding may have moved it */
    if (kept) {
        th_label *known = th_arena_alloc(arena, sizeof *known);
        *known = label;
        *kept = known;
    }
    return label;
}

th_fit th_label_fits(const th_labels *names, const th_label *label)
{
    if (label->strong.len == 0)
        return TH_FIT_NONE;
    for (size_t i = 0; i < names->n; i++)
        if (th_str_eq(names->at[i].strong, label->strong))
            return TH_FIT_STRONG;
    for (size_t i = 0; i < names->n; i++)
        if (th_str_eq(names->at[i].weak, label->weak))
            return TH_FIT_WEAK;
    return TH_FIT_NONE;
}

bool th_label_fits_bare(const th_labels *names, const th_label *label)
{
    for (size_t i = 0; label->bare.len && i < names->n; i++)
        if (th_str_eq(names->at[i].bare, label->bare))
            return true;
    return false;
}

static th_labels labels_named(th_arena *arena, th_str name, const th_strs *more)
{
    th_labels labels = {th_arena_array(arena, more->n + 1, sizeof(th_label)), 0};
    if (name.len)
        labels.at[labels.n++] = th_label_of(arena, name);
    for (size_t i = 0; i < more->n; i++)
        labels.at[labels.n++] = th_label_of(arena, more->at[i]);
    return labels;
}

const th_known_labels *th_extract_labels(th_arena *arena, const th_definition *d)
{
    th_known_labels *known = th_arena_alloc(arena, sizeof *known);
    known->columns = th_arena_array(arena, d->ncolumns, sizeof *known->columns);
    known->indicators = th_arena_array(arena, d->nindicators, sizeof *known->indicators);
    known->groups = th_arena_array(arena, d->nindicators, sizeof *known->groups);
    known->forms = th_arena_array(arena, d->nforms, sizeof *known->forms);
    known->titles = th_arena_array(arena, d->nforms, sizeof *known->titles);
    for (size_t i = 0; i < d->ncolumns; i++)
        known->columns[i] = labels_named(arena, d->columns[i].label, &d->columns[i].aliases);
    for (size_t i = 0; i < d->nindicators; i++) {
        known->indicators[i] = labels_named(arena, d->indicators[i].label, &d->indicators[i].aliases);
        known->groups[i] = th_label_of(arena, d->indicators[i].group);
    }
    for (size_t i = 0; i < d->nforms; i++) {
        known->forms[i] = labels_named(arena, d->forms[i].code, &d->forms[i].sheets);
        known->titles[i] = th_label_of(arena, d->forms[i].title);
    }
    return known;
}

void th_reading_prepare(th_reading *reading)
{
    const th_known_labels *known = reading->ds->labels;
    if (!*th_arena_memo(reading->arena))
        th_fold_remember(reading->arena);
    if (!known)
        known = th_extract_labels(reading->arena, reading->d);
    reading->columns = known->columns;
    reading->indicators = known->indicators;
    reading->groups = known->groups;
    reading->forms = known->forms;
    reading->titles = known->titles;
}
