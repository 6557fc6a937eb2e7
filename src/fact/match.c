/* Which sheet is which form: by tab name, then by title, then by the labels of its rows. */
#include "fact/reading.h"

#include "text/fold.h"

#include "base/banned.h"

enum { TITLE = 1, LABELS = 2, LEAST_LABELS = 3 };

th_label th_label_of(th_arena *arena, th_str text)
{
    return (th_label){th_fold(arena, text), th_fold_weak(arena, text)};
}

bool th_label_fits(const th_labels *names, const th_label *label)
{
    if (label->strong.len == 0)
        return false;
    for (size_t i = 0; i < names->n; i++)
        if (th_str_eq(names->at[i].strong, label->strong))
            return true;
    for (size_t i = 0; i < names->n; i++)
        if (th_str_eq(names->at[i].weak, label->weak))
            return true;
    return false;
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

/* "BCVT (2)" is a copy of "BCVT". */
static th_str without_copy_mark(th_str name)
{
    name = th_str_trim(name);
    if (name.len < 4 || name.ptr[name.len - 1] != ')')
        return name;
    size_t open = name.len - 1;
    while (open > 0 && name.ptr[open - 1] >= '0' && name.ptr[open - 1] <= '9')
        open--;
    if (open == 0 || open == name.len - 1)
        open--;
    while (open > 0 && name.ptr[open] != '(')
        open--;
    return open ? th_str_trim(th_str_sub(name, 0, open)) : name;
}

static uint32_t by_name(const th_reading *r, const th_sheet *sheet)
{
    const th_str names[] = {sheet->name, without_copy_mark(sheet->name)};
    for (size_t k = 0; k < 2; k++) {
        th_label label = th_label_of(r->arena, names[k]);
        for (uint32_t f = 0; f < r->d->nforms; f++)
            if (th_label_fits(&r->forms[f], &label))
                return f;
    }
    return TH_NONE;
}

/* A title row that holds the form's title, or its own name ("Biểu 03") as whole text. */
static uint32_t by_title(const th_reading *r, const th_sheet *sheet)
{
    uint32_t end = th_title_end(r, sheet), found = TH_NONE;
    size_t best = 0;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        if (sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(r->arena, sheet->cells[i].text);
        for (uint32_t f = 0; f < r->d->nforms; f++) {
            bool holds = r->titles[f].weak.len > best && th_str_find(label.weak, r->titles[f].weak, 0) != SIZE_MAX;
            if (holds) {
                best = r->titles[f].weak.len;
                found = f;
            } else if (best == 0 && th_label_fits(&r->forms[f], &label)) {
                found = f;
            }
        }
    }
    return found;
}

static uint32_t by_labels(const th_reading *r, const th_sheet *sheet)
{
    uint32_t *hits = th_arena_array(r->arena, r->d->nforms + 1, sizeof *hits), *size = th_arena_array(r->arena, r->d->nforms + 1, sizeof *size);
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        size[r->d->indicators[i].form]++;
    for (size_t k = 0; k < sheet->ncells; k++) {
        if (sheet->cells[k].type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(r->arena, sheet->cells[k].text);
        for (uint32_t i = 0; i < r->d->nindicators; i++)
            if (th_label_fits(&r->indicators[i], &label))
                hits[r->d->indicators[i].form]++;
    }
    uint32_t best = TH_NONE, second = 0;
    for (uint32_t f = 0; f < r->d->nforms; f++) {
        if (best == TH_NONE || hits[f] > hits[best]) {
            second = best == TH_NONE ? 0 : hits[best];
            best = f;
        } else if (hits[f] > second) {
            second = hits[f];
        }
    }
    if (best == TH_NONE || hits[best] < LEAST_LABELS || hits[best] * 2 < size[best] || second * 2 > hits[best])
        return TH_NONE;
    return best;
}

void th_match_sheets(th_reading *r, uint32_t *form_of_sheet)
{
    static uint32_t (*const ways[])(const th_reading *, const th_sheet *) = {by_name, by_title, by_labels};
    uint32_t *taken = th_arena_array(r->arena, r->d->nforms + 1, sizeof *taken); /* sheet + 1 */
    for (size_t s = 0; s < r->book->nsheets; s++)
        form_of_sheet[s] = TH_NONE;
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
        for (size_t s = 0; s < r->book->nsheets; s++) {
            const th_sheet *sheet = &r->book->sheets[s];
            if (form_of_sheet[s] != TH_NONE || sheet->ncells == 0 || th_str_eq(sheet->name, TH_STR("_META")))
                continue;
            uint32_t f = ways[way](r, sheet);
            if (f == TH_NONE)
                continue;
            if (taken[f]) {
                const th_sheet *first = &r->book->sheets[taken[f] - 1];
                th_place place = th_place_of(r, sheet, f, TH_NO_CELL, TH_NO_CELL);
                if (way == 0) /* a title may be quoted elsewhere; two tabs of one name are two submissions of it */
                    th_raise(r, TH_F_FORM_TWICE, &place, (th_str[]){r->d->forms[f].title, first->name, sheet->name}, 3);
                continue;
            }
            form_of_sheet[s] = f;
            taken[f] = (uint32_t)s + 1;
        }
}
