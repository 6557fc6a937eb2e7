/* Labels: the names by which the definition knows columns, indicators, forms and titles, folded once for a workbook. */
#include "fact/reading.h"

#include "text/fold.h"

#include "base/banned.h"

th_label th_label_of(th_arena *arena, th_str text)
{
    return (th_label){th_fold(arena, text), th_fold_weak(arena, text)};
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

static th_labels labels_of(th_arena *arena, th_str name, const th_strs *more)
{
    th_labels l = {th_arena_array(arena, more->n + 1, sizeof(th_label)), 0};
    if (name.len)
        l.at[l.n++] = th_label_of(arena, name);
    for (size_t i = 0; i < more->n; i++)
        l.at[l.n++] = th_label_of(arena, more->at[i]);
    return l;
}

void th_reading_prepare(th_reading *r)
{
    const th_definition *d = r->d;
    r->columns = th_arena_array(r->arena, d->ncolumns, sizeof *r->columns);
    r->indicators = th_arena_array(r->arena, d->nindicators, sizeof *r->indicators);
    r->groups = th_arena_array(r->arena, d->nindicators, sizeof *r->groups);
    r->forms = th_arena_array(r->arena, d->nforms, sizeof *r->forms);
    r->titles = th_arena_array(r->arena, d->nforms, sizeof *r->titles);
    for (size_t i = 0; i < d->ncolumns; i++)
        r->columns[i] = labels_of(r->arena, d->columns[i].label, &d->columns[i].aliases);
    for (size_t i = 0; i < d->nindicators; i++) {
        r->indicators[i] = labels_of(r->arena, d->indicators[i].label, &d->indicators[i].aliases);
        r->groups[i] = th_label_of(r->arena, d->indicators[i].group);
    }
    for (size_t i = 0; i < d->nforms; i++) {
        r->forms[i] = labels_of(r->arena, d->forms[i].code, &d->forms[i].sheets);
        r->titles[i] = th_label_of(r->arena, d->forms[i].title);
    }
}
