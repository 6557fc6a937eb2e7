/* Which sheet is which form: by tab name, then by title, then by the labels of its rows. */
#include "fact/reading.h"

#include "text/fold.h"

#include "base/banned.h"

enum { LEAST_LABELS = 3 };

/* "BCVT (2)" is a copy of "BCVT"; the name itself when there is no such mark. */
static th_str without_copy_mark(th_str name)
{
    name = th_str_trim(name);
    size_t at = name.len;
    if (at < 4 || name.ptr[at - 1] != ')')
        return name;
    for (at--; at > 0 && name.ptr[at - 1] >= '0' && name.ptr[at - 1] <= '9'; at--)
        ;
    if (at == name.len - 1 || at < 2 || name.ptr[at - 1] != '(')
        return name;
    return th_str_trim(th_str_sub(name, 0, at - 1));
}

/* The only form whose names fit `name` that well; TH_NONE also when two do. */
static uint32_t form_named(const th_reading *r, th_str name, th_fit least)
{
    th_label label = th_label_of(r->arena, name);
    uint32_t found = TH_NONE;
    for (uint32_t f = 0; f < r->d->nforms; f++) {
        if (th_label_fits(&r->forms[f], &label) < least)
            continue;
        if (found != TH_NONE)
            return TH_NONE;
        found = f;
    }
    return found;
}

static uint32_t by_exact_name(const th_reading *r, const th_sheet *sheet)
{
    return form_named(r, sheet->name, TH_FIT_STRONG);
}

static uint32_t by_weak_name(const th_reading *r, const th_sheet *sheet)
{
    return form_named(r, sheet->name, TH_FIT_WEAK);
}

static uint32_t by_copied_name(const th_reading *r, const th_sheet *sheet)
{
    th_str name = without_copy_mark(sheet->name);
    uint32_t f = form_named(r, name, TH_FIT_STRONG);
    return f != TH_NONE ? f : form_named(r, name, TH_FIT_WEAK);
}

/* A title row that holds the form's title; the longest title that stands there. */
static uint32_t by_title(const th_reading *r, const th_sheet *sheet)
{
    uint32_t end = th_title_end(r, sheet), found = TH_NONE;
    size_t best = 0;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        if (sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = th_fold_weak(r->arena, sheet->cells[i].text);
        for (uint32_t f = 0; f < r->d->nforms; f++)
            if (r->titles[f].weak.len > best && th_str_find(weak, r->titles[f].weak, 0) != SIZE_MAX) {
                best = r->titles[f].weak.len;
                found = f;
            }
    }
    return found;
}

/* "biểu số 03/..." reads as "biểu 03/...". */
static th_str without_number_word(th_arena *arena, th_str weak)
{
    size_t at = th_str_find(weak, TH_STR(" so "), 0);
    if (at == SIZE_MAX)
        return weak;
    return th_str_fmt(arena, "%.*s%.*s", (int)at, weak.ptr, (int)(weak.len - at - 3), weak.ptr + at + 3);
}

static bool has_digit(th_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

/* A title row that begins with the form's number: "Biểu số 03/CTĐS2-BCVT".  Two forms so named are none. */
static uint32_t by_number(const th_reading *r, const th_sheet *sheet)
{
    uint32_t end = th_title_end(r, sheet), found = TH_NONE;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        if (sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = without_number_word(r->arena, th_fold_weak(r->arena, sheet->cells[i].text));
        for (uint32_t f = 0; f < r->d->nforms; f++)
            for (size_t k = 0; k < r->forms[f].n; k++) {
                th_str name = r->forms[f].at[k].weak;
                bool starts = has_digit(name) && th_str_starts(weak, name) &&
                              (weak.len == name.len ||
                               th_str_find(TH_STR(" /:.-,;()"), (th_str){weak.ptr + name.len, 1}, 0) != SIZE_MAX);
                if (starts && found != TH_NONE && found != f)
                    return TH_NONE;
                if (starts)
                    found = f;
            }
    }
    return found;
}

/* The only form of which at least half the labels (indicators, list columns) stand on the sheet. */
static uint32_t by_labels(const th_reading *r, const th_sheet *sheet)
{
    uint32_t *hits = th_arena_array(r->arena, r->d->nforms + 1, sizeof *hits),
             *size = th_arena_array(r->arena, r->d->nforms + 1, sizeof *size);
    bool *indicator = th_arena_array(r->arena, r->d->nindicators + 1, sizeof *indicator);
    bool *column = th_arena_array(r->arena, r->d->ncolumns + 1, sizeof *column);
    for (size_t k = 0; k < sheet->ncells && sheet->cells[k].row < TH_HEADER_SEARCH * 4; k++) {
        if (sheet->cells[k].type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(r->arena, sheet->cells[k].text);
        for (uint32_t i = 0; i < r->d->nindicators; i++)
            indicator[i] = indicator[i] || th_label_fits(&r->indicators[i], &label);
        for (uint32_t c = 0; c < r->d->ncolumns; c++)
            column[c] = column[c] || th_label_fits(&r->columns[c], &label);
    }
    for (uint32_t i = 0; i < r->d->nindicators; i++) {
        size[r->d->indicators[i].form]++;
        hits[r->d->indicators[i].form] += indicator[i];
    }
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (r->d->columns[c].form != TH_NONE && r->d->columns[c].role != TH_ROLE_STT) {
            size[r->d->columns[c].form]++;
            hits[r->d->columns[c].form] += column[c];
        }
    uint32_t found = TH_NONE;
    for (uint32_t f = 0; f < r->d->nforms; f++) {
        if (hits[f] < LEAST_LABELS || hits[f] * 2 < size[f])
            continue;
        if (found != TH_NONE)
            return TH_NONE;
        found = f;
    }
    return found;
}

void th_match_sheets(th_reading *r)
{
    static uint32_t (*const ways[])(const th_reading *, const th_sheet *) = {
        by_exact_name, by_weak_name, by_copied_name, by_title, by_number, by_labels};
    uint32_t *taken = th_arena_array(r->arena, r->d->nforms + 1, sizeof *taken); /* sheet + 1 */
    bool *said = th_arena_array(r->arena, r->book->nsheets + 1, sizeof *said);
    r->form_of = th_arena_array(r->arena, r->book->nsheets + 1, sizeof *r->form_of);
    for (size_t s = 0; s < r->book->nsheets; s++)
        r->form_of[s] = TH_NONE;
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
        for (size_t s = 0; s < r->book->nsheets; s++) {
            const th_sheet *sheet = &r->book->sheets[s];
            if (r->form_of[s] != TH_NONE || said[s] || sheet->ncells == 0 || th_is_inner(r, sheet))
                continue;
            uint32_t f = ways[way](r, sheet);
            if (f == TH_NONE)
                continue;
            if (taken[f]) {
                th_twice twice = {f, taken[f] - 1, (uint32_t)s};
                TH_PUSH(r->arena, r->twice, r->ntwice, r->twice_cap, twice);
                said[s] = true;
                continue;
            }
            r->form_of[s] = f;
            taken[f] = (uint32_t)s + 1;
        }
}
