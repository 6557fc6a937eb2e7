/* Which sheet is which form: by tab name, then by title, then by the labels of its rows. */
#include "fact/reading.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

enum { LEAST_LABELS = 3 }; /* fewer common labels may be a coincidence */

/* "BCVT (2)" is a copy of "BCVT"; the name itself when there is no such mark. */
static th_str without_copy_mark(th_str name)
{
    name = th_str_trim(name);
    size_t at = name.len;
    if (at < 4 || name.ptr[at - 1] != ')')
        return name;
    for (at--; at > 0 && th_is_digit(name.ptr[at - 1]); at--)
        ;
    if (at == name.len - 1 || at < 2 || name.ptr[at - 1] != '(')
        return name;
    return th_str_trim(th_str_sub(name, 0, at - 1));
}

/* The only form whose names fit `name` at least so well; TH_NONE when none or several do. */
static uint32_t form_named(const th_reading *reading, th_str name, th_fit least)
{
    th_label label = th_label_of(reading->arena, name);
    uint32_t found = TH_NONE;
    for (uint32_t form = 0; form < reading->d->nforms; form++) {
        if (th_label_fits(&reading->forms[form], &label) < least)
            continue;
        if (found != TH_NONE)
            return TH_NONE;
        found = form;
    }
    return found;
}

static uint32_t by_exact_name(const th_reading *reading, const th_sheet *sheet)
{
    return form_named(reading, sheet->name, TH_FIT_STRONG);
}

static uint32_t by_weak_name(const th_reading *reading, const th_sheet *sheet)
{
    return form_named(reading, sheet->name, TH_FIT_WEAK);
}

static uint32_t by_copied_name(const th_reading *reading, const th_sheet *sheet)
{
    th_str name = without_copy_mark(sheet->name);
    uint32_t form = form_named(reading, name, TH_FIT_STRONG);
    return form != TH_NONE ? form : form_named(reading, name, TH_FIT_WEAK);
}

/* The form whose title stands in a title row; of several the longest, as one title may begin another. */
static uint32_t by_form_title(const th_reading *reading, const th_sheet *sheet)
{
    uint32_t end = th_title_end(reading, sheet), found = TH_NONE;
    size_t best = 0;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        if (sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = th_fold_weak(reading->arena, sheet->cells[i].text);
        for (uint32_t form = 0; form < reading->d->nforms; form++)
            if (reading->titles[form].weak.len > best && th_str_find(weak, reading->titles[form].weak, 0) != SIZE_MAX) {
                best = reading->titles[form].weak.len;
                found = form;
            }
    }
    return found;
}

/* "biểu số 03/…" is read as "biểu 03/…". */
static th_str without_number_word(th_arena *arena, th_str weak)
{
    size_t at = th_str_find(weak, TH_STR(" so "), 0);
    if (at == SIZE_MAX)
        return weak;
    return th_str_fmt(arena, "%.*s%.*s", (int)at, weak.ptr, (int)(weak.len - at - 3), weak.ptr + at + 3);
}

static bool holds_digit(th_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (th_is_digit(s.ptr[i]))
            return true;
    return false;
}

/* A title row that begins with the form's number: "Biểu số 03/CTĐS2-BCVT".  Where two forms fit, neither is taken. */
static uint32_t by_form_number(const th_reading *reading, const th_sheet *sheet)
{
    uint32_t end = th_title_end(reading, sheet), found = TH_NONE;
    for (size_t i = 0; i < sheet->ncells && sheet->cells[i].row < end; i++) {
        if (sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = without_number_word(reading->arena, th_fold_weak(reading->arena, sheet->cells[i].text));
        for (uint32_t form = 0; form < reading->d->nforms; form++)
            for (size_t k = 0; k < reading->forms[form].n; k++) {
                th_str name = reading->forms[form].at[k].weak;
                bool starts = holds_digit(name) && th_str_starts(weak, name) &&
                              (weak.len == name.len ||
                               th_str_find(TH_STR(" /:.-,;()"), (th_str){weak.ptr + name.len, 1}, 0) != SIZE_MAX);
                if (starts && found != TH_NONE && found != form)
                    return TH_NONE;
                if (starts)
                    found = form;
            }
    }
    return found;
}

/* The only form of which at least half the labels (indicators, list columns) stand on the sheet. */
static uint32_t by_most_labels(const th_reading *reading, const th_sheet *sheet)
{
    uint32_t *hits = th_arena_array(reading->arena, reading->d->nforms + 1, sizeof *hits),
             *size = th_arena_array(reading->arena, reading->d->nforms + 1, sizeof *size);
    bool *indicator = th_arena_array(reading->arena, reading->d->nindicators + 1, sizeof *indicator);
    bool *column = th_arena_array(reading->arena, reading->d->ncolumns + 1, sizeof *column);
    for (size_t k = 0; k < sheet->ncells && sheet->cells[k].row < TH_HEADER_SEARCH * 4; k++) {
        if (sheet->cells[k].type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(reading->arena, sheet->cells[k].text);
        for (uint32_t i = 0; i < reading->d->nindicators; i++)
            indicator[i] = indicator[i] || th_label_fits(&reading->indicators[i], &label);
        for (uint32_t c = 0; c < reading->d->ncolumns; c++)
            column[c] = column[c] || th_label_fits(&reading->columns[c], &label);
    }
    for (uint32_t i = 0; i < reading->d->nindicators; i++) {
        size[reading->d->indicators[i].form]++;
        hits[reading->d->indicators[i].form] += indicator[i];
    }
    for (uint32_t c = 0; c < reading->d->ncolumns; c++)
        if (reading->d->columns[c].form != TH_NONE && reading->d->columns[c].role != TH_ROLE_STT) {
            size[reading->d->columns[c].form]++;
            hits[reading->d->columns[c].form] += column[c];
        }
    uint32_t found = TH_NONE;
    for (uint32_t form = 0; form < reading->d->nforms; form++) {
        if (hits[form] < LEAST_LABELS || hits[form] * 2 < size[form])
            continue;
        if (found != TH_NONE)
            return TH_NONE;
        found = form;
    }
    return found;
}

void th_match_sheets(th_reading *reading)
{
    static uint32_t (*const ways[])(const th_reading *, const th_sheet *) = {
        by_exact_name, by_weak_name, by_copied_name, by_form_title, by_form_number, by_most_labels};
    bool *taken = th_arena_array(reading->arena, reading->d->nforms + 1, sizeof *taken);
    reading->form_of = th_arena_array(reading->arena, reading->book->nsheets + 1, sizeof *reading->form_of);
    reading->claimed = th_arena_array(reading->arena, reading->book->nsheets + 1, sizeof *reading->claimed);
    for (size_t index = 0; index < reading->book->nsheets; index++)
        reading->form_of[index] = reading->claimed[index] = TH_NONE;
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
        for (size_t index = 0; index < reading->book->nsheets; index++) {
            const th_sheet *sheet = &reading->book->sheets[index];
            if (reading->claimed[index] != TH_NONE || sheet->ncells == 0 || th_is_inner(reading, sheet))
                continue;
            uint32_t form = ways[way](reading, sheet);
            reading->claimed[index] = form;
            if (form == TH_NONE || taken[form])
                continue;
            reading->form_of[index] = form;
            taken[form] = true;
        }
}
