/* What sheets and names of a package are renamed to, and what its texts become.  Texts in formulas and lists become
 * the same as in the cells they are compared with. */
#include "convert/rewrite.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { SHEET_NAME_CHARACTERS = 31, SMALLEST = 64 };

/* ---- the dictionary ---- */

static uint64_t hash_of_text(th_str s) /* FNV-1a */
{
    uint64_t hash = 14695981039346656037U;
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 1099511628211U;
    return hash;
}

static th_known *slot(const th_dictionary *dictionary, th_str key)
{
    for (size_t i = (size_t)hash_of_text(key) & (dictionary->size - 1);; i = (i + 1) & (dictionary->size - 1))
        if (!dictionary->at[i].before.ptr || th_str_eq(dictionary->at[i].before, key))
            return &dictionary->at[i];
}

const th_known *th_dictionary_find(const th_dictionary *dictionary, th_arena *scratch, th_str before)
{
    if (dictionary->n == 0 || before.len == 0)
        return NULL;
    const th_known *known = slot(dictionary, dictionary->fold ? th_text_lower(scratch, before) : before);
    return known->before.ptr && !known->ambiguous ? known : NULL;
}

void th_dictionary_add(th_dictionary *dictionary, th_arena *arena, th_str before, th_str after, th_encoding encoding)
{
    if (before.len == 0)
        return;
    if ((dictionary->n + 1) * 2 > dictionary->size) {
        th_dictionary old = *dictionary;
        dictionary->size = old.size ? old.size * 2 : SMALLEST;
        dictionary->at = th_arena_array(arena, dictionary->size, sizeof *dictionary->at);
        for (size_t i = 0; i < old.size; i++)
            if (old.at[i].before.ptr)
                *slot(dictionary, old.at[i].before) = old.at[i];
    }
    th_str key = dictionary->fold ? th_text_lower(arena, before) : before;
    th_known *known = slot(dictionary, key);
    if (known->before.ptr) {
        known->ambiguous = known->ambiguous || !th_str_eq(known->after, after);
        return;
    }
    *known = (th_known){.before = key, .after = after, .encoding = encoding};
    dictionary->n++;
}

/* ---- texts ---- */

/* The text of a cell as a formula compares it, which means without the capitals that its font may draw. */
static th_str text_in_formulas(th_rewrite *w, const th_cell *cell, const th_sheet *sheet)
{
    if (cell->nruns > 1 || !th_font_read(w->book->fonts[cell->font]).capitals)
        return cell->text;
    th_text_context context = th_sheet_context(w->book, sheet, cell->col);
    th_run_reading reading;
    th_cell_normal(w->book, w->arena, cell, &context, &reading);
    return reading.capitals ? th_text_decode(w->arena, reading.encoding, false, cell->raw) : cell->text;
}

void th_rewrite_know_cells(th_rewrite *w)
{
    for (size_t i = 0; i < w->book->nsheets; i++)
        for (size_t k = 0; k < w->book->sheets[i].ncells; k++) {
            const th_cell *cell = &w->book->sheets[i].cells[k];
            if (cell->type == TH_CELL_TEXT && (!th_str_eq(cell->text, cell->raw) || th_text_suspicious(cell->raw)))
                th_dictionary_add(&w->texts, w->arena, cell->raw, text_in_formulas(w, cell, &w->book->sheets[i]),
                                  (th_encoding)cell->encoding);
        }
}

void th_rewrite_note(th_rewrite *w, const th_change *change)
{
    th_change kept = *change;
    kept.where = w->where;
    kept.row = kept.col = TH_NO_CELL;
    kept.before = th_str_copy(w->arena, change->before);
    kept.after = th_str_copy(w->arena, change->after);
    TH_PUSH(w->arena, w->result->changes.at, w->result->changes.n, w->result->changes.cap, kept);
}

/* Reads a text that stands outside the cells, by its font and what the book knows.  The text may come out unchanged. */
static th_change read_outside_text(th_rewrite *w, th_str raw, th_str font, bool drawn)
{
    th_text_context context = {.book = &w->book->votes, .admitted = w->book->admitted};
    th_run_text run = {raw, font};
    th_run_reading reading;
    if (w->sheet)
        context = th_sheet_context(w->book, w->sheet, UINT32_MAX);
    th_normal normal = th_text_normalise(w->scratch, &run, 1, &context, &reading);
    if (reading.capitals && !drawn)
        normal.text = th_text_decode(w->scratch, reading.encoding, false, raw);
    return (th_change){.encoding = normal.encoding, .evidence = normal.evidence, .before = raw, .after = normal.text};
}

th_str th_rewrite_text(th_rewrite *w, th_str raw, th_str font, bool drawn, th_text_kind kind)
{
    const th_known *known = th_dictionary_find(&w->texts, w->scratch, raw);
    th_change change;
    if (known && !th_font_read(font).known)
        change = (th_change){
            .encoding = known->encoding, .evidence = TH_EVIDENCE_WORKBOOK, .before = raw, .after = known->after};
    else
        change = read_outside_text(w, raw, font, drawn);
    change.kind = kind;
    if (th_str_eq(change.after, raw))
        return raw;
    th_rewrite_note(w, &change);
    return change.after;
}

th_str th_rewrite_font(th_rewrite *w, th_str name)
{
    const th_known *known = th_dictionary_find(&w->fonts, w->scratch, name);
    if (known)
        return known->after;
    th_str kept = th_str_copy(w->arena, name), modern = th_book_modern_font(w->book, w->rules, kept);
    th_dictionary_add(&w->fonts, w->arena, kept, modern, TH_ENC_UNICODE);
    if (!th_str_eq(modern, name))
        th_strs_add(&w->result->fonts, w->arena,
                    th_str_fmt(w->arena, TH_FMT " → " TH_FMT, TH_ARG(name), TH_ARG(modern)));
    return modern;
}

/* ---- sheets and names ---- */

static bool may_name_a_sheet(th_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (strchr("[]:*?/\\", name.ptr[i]))
            return false;
    return name.len > 0 && th_utf8_count(name) <= SHEET_NAME_CHARACTERS && name.ptr[0] != '\'';
}

void th_rewrite_rename_sheet(th_rewrite *w, th_str raw, bool keepers)
{
    th_str name = {0};
    for (size_t i = 0; i < w->book->nsheets && !name.len; i++)
        if (th_str_eq(w->book->sheets[i].raw_name, raw))
            name = w->book->sheets[i].name;
    /* Chart sheets are not in the book, so their names have to be read here. */
    th_change change = read_outside_text(w, raw, (th_str){0}, true);
    name = th_str_copy(w->arena, name.len ? name : change.after);
    bool changed = !th_str_eq(name, raw) && may_name_a_sheet(name);
    if (changed == keepers)
        return;
    changed = changed && !th_dictionary_find(&w->sheets_taken, w->scratch, name);
    th_str kept = th_str_copy(w->arena, raw), now = changed ? name : kept;
    th_dictionary_add(&w->sheets, w->arena, kept, now, change.encoding);
    th_dictionary_add(&w->sheets_taken, w->arena, now, now, change.encoding);
    if (!changed)
        return;
    w->where = name;
    w->result->renamed = true;
    change.kind = TH_IN_SHEET_NAME;
    change.after = name;
    th_rewrite_note(w, &change);
}

/* May this be a defined name?  It may consist of letters, digits, '_', '.', '\\' and '?', and must not begin with a
 * digit (ECMA-376 18.2.5). */
static bool may_be_a_name(th_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c < 0x80 && !th_is_alnum(c) && !strchr("_.\\?", c))
            return false;
    }
    return name.len > 0 && !th_is_digit(name.ptr[0]);
}

void th_rewrite_rename_name(th_rewrite *w, th_str raw, bool keepers)
{
    th_change change = read_outside_text(w, raw, (th_str){0}, false);
    th_str name = th_str_copy(w->arena, change.after);
    bool changed = !th_str_eq(name, raw) && may_be_a_name(name);
    if (keepers && !changed) {
        th_str kept = th_str_copy(w->arena, raw);
        th_dictionary_add(&w->names_taken, w->arena, kept, kept, change.encoding);
    }
    if (keepers || !changed)
        return;
    /* Each sheet may define a name of its own, so the same name comes up again and keeps its first answer. */
    const th_known *known = th_dictionary_find(&w->names, w->scratch, raw);
    if (known || th_dictionary_find(&w->names_taken, w->scratch, name))
        return;
    th_dictionary_add(&w->names_taken, w->arena, name, name, change.encoding);
    th_dictionary_add(&w->names, w->arena, th_str_copy(w->arena, raw), name, change.encoding);
    w->result->renamed = true;
    change.kind = TH_IN_DEFINED_NAME;
    change.after = name;
    th_rewrite_note(w, &change);
}
