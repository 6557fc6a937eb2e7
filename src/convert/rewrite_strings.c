/* Rewriting shared strings.  Cells in different fonts may share an entry, which then has several readings.  The
 * first keeps its place, and the others are added at the end of the table, so that no other index changes. */
#include "convert/rewrite.h"

#include <string.h>

#include "base/banned.h"

/* Adds a reading of the shared string `si`; returns its index in `variants`. */
static uint32_t new_variant(th_rewrite *w, uint32_t si, th_string_variant variant)
{
    bool first = w->first[si] == 0;
    variant.next = w->first[si];
    variant.index = first ? si : (uint32_t)(w->nstrings + w->nadded);
    w->nadded += !first;
    /* The first variant stays the first of its list, since only it keeps its place in the table. */
    if (first) {
        w->first[si] = (uint32_t)w->nvariants;
    } else {
        variant.next = w->variants[w->first[si]].next;
        w->variants[w->first[si]].next = (uint32_t)w->nvariants;
    }
    TH_PUSH(w->arena, w->variants, w->nvariants, w->variants_cap, variant);
    return (uint32_t)w->nvariants - 1;
}

static bool same_texts(const th_string_variant *variant, const th_str *texts, uint32_t n)
{
    if (!variant->texts || !texts)
        return variant->texts == texts;
    for (uint32_t i = 0; i < n; i++)
        if (n != variant->ntexts || !th_str_eq(variant->texts[i], texts[i]))
            return false;
    return true;
}

/* Which variant a text that was left open has here: its column's votes decide, so columns that vote the same read the
 * same.  0: not known yet. */
static uint32_t *asked_before(th_rewrite *w, uint32_t si, const th_cell *cell)
{
    static const th_votes none = {0};
    th_text_context context = th_sheet_context(w->book, w->sheet, cell->col);
    struct {
        uint32_t si, font;
        size_t sheet;
        th_votes column;
    } asked;
    memset(&asked, 0, sizeof asked); /* also what lies between the members */
    asked.si = si;
    asked.font = cell->font;
    asked.sheet = w->sheet->index;
    asked.column = context.column ? *context.column : none;
    return th_lookup_at(&w->asked, w->arena, (th_str){(const char *)&asked, sizeof asked});
}

/* What the runs of a cell become; NULL: they stay as they are. */
static th_str *changed_texts(const th_rewrite *w, th_arena *scratch, const th_cell *cell)
{
    if (th_str_eq(cell->text, cell->raw))
        return NULL;
    uint32_t n = cell->nruns ? cell->nruns : 1;
    th_text_context context = th_sheet_context(w->book, w->sheet, cell->col);
    th_run_reading *readings = th_arena_array(scratch, n, sizeof *readings);
    th_cell_normal(w->book, scratch, cell, &context, readings);
    th_str *texts = th_arena_array(scratch, n, sizeof *texts);
    for (uint32_t i = 0; i < n; i++)
        texts[i] = readings[i].text;
    return texts;
}

static const th_str *kept_texts(th_arena *arena, const th_str *texts, uint32_t n)
{
    if (!texts)
        return NULL;
    th_str *kept = th_arena_array(arena, n, sizeof *kept);
    for (uint32_t i = 0; i < n; i++)
        kept[i] = th_str_copy(arena, texts[i]);
    return kept;
}

uint32_t th_rewrite_string_of(th_rewrite *w, uint32_t si, const th_cell *cell)
{
    if (!cell || cell->type != TH_CELL_TEXT)
        return si;
    bool settled = !cell->open;
    for (uint32_t at = w->first[si]; at; at = w->variants[at].next)
        if (settled && w->variants[at].settled && w->variants[at].font == cell->font)
            return w->variants[at].index;
    uint32_t *known = settled ? NULL : asked_before(w, si, cell);
    if (known && *known)
        return w->variants[*known].index;
    th_string_variant fresh = {
        .font = cell->font, .settled = settled, .ntexts = cell->nruns ? cell->nruns : 1, .index = si};
    th_arena *scratch = th_arena_scratch(w->arena);
    th_str *texts = changed_texts(w, scratch, cell);
    uint32_t at = w->first[si];
    while (at && !same_texts(&w->variants[at], texts, fresh.ntexts))
        at = w->variants[at].next;
    if (!at) {
        fresh.texts = kept_texts(w->arena, texts, fresh.ntexts);
        at = new_variant(w, si, fresh);
    }
    th_arena_free(scratch);
    if (known)
        *known = at;
    return w->variants[at].index;
}

/* Counts every <si>, as the reader does. */
void th_rewrite_plan_strings(th_rewrite *w, th_str strings)
{
    th_edit edit;
    th_edit_token t;
    th_edit_begin(&edit, w->scratch, strings);
    while (th_edit_next(&edit, &t))
        w->nstrings += (t.kind == TH_EDIT_START || t.kind == TH_EDIT_EMPTY) && th_spells(t.name, "si");
    w->first = th_arena_array(w->arena, w->nstrings, sizeof *w->first);
    w->nvariants = 0;
    TH_PUSH(w->arena, w->variants, w->nvariants, w->variants_cap, (th_string_variant){0});
}

void th_rewrite_plan_cells(th_rewrite *w, th_str sheet_part)
{
    th_edit edit;
    th_edit_token t;
    th_address at = {UINT32_MAX, UINT32_MAX};
    bool shared = false;
    th_edit_begin(&edit, w->scratch, sheet_part);
    while (th_edit_next(&edit, &t)) {
        if (t.kind != TH_EDIT_START && t.kind != TH_EDIT_EMPTY)
            continue;
        if (th_spells(t.name, "row")) {
            th_address_row(&at, &edit, &t);
        } else if (th_spells(t.name, "c")) {
            th_address_cell(&at, &edit, &t);
            shared = th_spells(th_edit_value(&edit, &t, "t"), "s");
        } else if (shared && th_spells(t.name, "v") && t.kind == TH_EDIT_START) {
            th_str text;
            size_t from, to;
            long index;
            if (th_edit_content(&edit, &text, &from, &to) && th_str_to_long(text, &index) && index >= 0 &&
                (size_t)index < w->nstrings)
                th_rewrite_string_of(w, (uint32_t)index, th_sheet_at(w->sheet, at.row, at.col));
            shared = false;
        }
    }
}

/* Corrects the number of entries, where the table states it. */
static void put_count(th_rewrite *w, th_edit *edit, const th_edit_token *t)
{
    size_t from, to;
    if (w->nadded && th_edit_attr(edit, t, "uniqueCount", &from, &to))
        th_edit_replace(edit, from, to, th_str_fmt(w->scratch, "%zu", w->nstrings + w->nadded));
}

/* The entry `xml`, which is "<si>…</si>", in another reading. */
static th_str reread(th_rewrite *w, th_str xml, const th_string_variant *variant)
{
    th_edit edit;
    th_edit_token t;
    th_edit_begin(&edit, w->scratch, xml);
    if (th_edit_next(&edit, &t) && t.kind == TH_EDIT_START)
        th_rewrite_runs(w, &edit, TH_STR("si"), variant->texts, variant->ntexts);
    return th_edit_end(&edit);
}

th_str th_rewrite_strings(th_rewrite *w, th_str strings)
{
    th_edit edit;
    th_edit_token t;
    uint32_t si = 0;
    static const th_string_variant unread = {0}; /* for an entry that no cell uses */
    th_str *added = th_arena_array(w->scratch, w->nadded, sizeof *added);
    th_edit_begin(&edit, w->scratch, strings);
    while (th_edit_next(&edit, &t)) {
        if (t.kind == TH_EDIT_START && th_spells(t.name, "sst"))
            put_count(w, &edit, &t);
        if (t.kind == TH_EDIT_CLOSE && th_spells(t.name, "sst") && w->nadded) {
            th_buf all;
            th_buf_init(&all, w->scratch);
            for (size_t i = 0; i < w->nadded; i++)
                th_buf_add(&all, added[i]);
            th_edit_replace_raw(&edit, t.from, t.from, th_buf_str(&all));
        }
        if (!th_spells(t.name, "si") || (t.kind != TH_EDIT_START && t.kind != TH_EDIT_EMPTY))
            continue;
        uint32_t first = si < w->nstrings ? w->first[si] : 0;
        si++;
        if (t.kind == TH_EDIT_EMPTY)
            continue;
        const th_string_variant *variant = first ? &w->variants[first] : &unread;
        th_rewrite_runs(w, &edit, t.name, variant->texts, variant->ntexts);
        th_str xml = th_str_sub(edit.in, t.from, edit.at - t.from);
        for (uint32_t at = variant->next; at; at = w->variants[at].next)
            added[w->variants[at].index - w->nstrings] = reread(w, xml, &w->variants[at]);
    }
    return edit.broken ? strings : th_edit_end(&edit);
}
