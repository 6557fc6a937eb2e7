/* Shared strings: one entry may be used by cells in different fonts, and then has several readings; the first stays in its
 * place, the others are added at the end of the table. */
#include "convert/rewrite.h"

#include <string.h>

#include "base/banned.h"

static bool is(th_str a, const char *b)
{
    return th_str_eq(a, th_str_of(b));
}

static uint32_t new_variant(th_rewrite *w, uint32_t si, th_string_variant v)
{
    bool first = w->first[si] == 0;
    v.next = w->first[si];
    v.index = first ? si : (uint32_t)(w->nstrings + w->nadded);
    w->nadded += !first;
    if (first) {
        TH_PUSH(w->arena, w->variants, w->nvariants, w->variants_cap, v);
        w->first[si] = (uint32_t)w->nvariants - 1;
    } else { /* the first stays first */
        v.next = w->variants[w->first[si]].next;
        TH_PUSH(w->arena, w->variants, w->nvariants, w->variants_cap, v);
        w->variants[w->first[si]].next = (uint32_t)w->nvariants - 1;
    }
    return v.index;
}

static bool same_texts(const th_string_variant *v, const th_str *texts, uint32_t n)
{
    if (!v->texts || !texts)
        return v->texts == texts;
    for (uint32_t i = 0; i < n; i++)
        if (n != v->ntexts || !th_str_eq(v->texts[i], texts[i]))
            return false;
    return true;
}

uint32_t th_rewrite_string_of(th_rewrite *w, uint32_t si, const th_cell *cell)
{
    if (si >= w->nstrings || !cell || cell->type != TH_CELL_TEXT)
        return si;
    bool settled = !cell->open;
    for (uint32_t v = w->first[si]; v; v = w->variants[v].next)
        if (settled && w->variants[v].settled && w->variants[v].font == cell->font)
            return w->variants[v].index;
    uint32_t n = cell->nruns ? cell->nruns : 1;
    th_str *texts = NULL;
    if (!th_str_eq(cell->text, cell->raw)) {
        th_text_context context = th_sheet_context(w->book, w->sheet, cell->col);
        th_run_reading *readings = th_arena_array(w->scratch, n, sizeof *readings);
        th_cell_normal(w->book, w->arena, cell, &context, readings);
        texts = th_arena_array(w->arena, n, sizeof *texts);
        for (uint32_t i = 0; i < n; i++)
            texts[i] = readings[i].text;
    }
    for (uint32_t v = w->first[si]; v; v = w->variants[v].next)
        if (same_texts(&w->variants[v], texts, n))
            return w->variants[v].index;
    return new_variant(w, si, (th_string_variant){.font = cell->font, .settled = settled, .texts = texts, .ntexts = n});
}

/* Entries are counted as the reader counts them: every <si>. */
void th_rewrite_plan_strings(th_rewrite *w, th_str strings)
{
    th_edit e;
    th_edit_token t;
    th_edit_begin(&e, w->scratch, strings);
    while (th_edit_next(&e, &t))
        w->nstrings += (t.kind == TH_EDIT_START || t.kind == TH_EDIT_EMPTY) && is(t.name, "si");
    w->first = th_arena_array(w->arena, w->nstrings, sizeof *w->first);
    w->nvariants = 0;
    TH_PUSH(w->arena, w->variants, w->nvariants, w->variants_cap, (th_string_variant){0});
}

void th_rewrite_plan_cells(th_rewrite *w, th_str sheet_part)
{
    th_edit e;
    th_edit_token t;
    th_address at = {UINT32_MAX, UINT32_MAX};
    bool shared = false;
    th_edit_begin(&e, w->scratch, sheet_part);
    while (th_edit_next(&e, &t)) {
        if (t.kind != TH_EDIT_START && t.kind != TH_EDIT_EMPTY)
            continue;
        if (is(t.name, "row")) {
            th_address_row(&at, &e, &t);
        } else if (is(t.name, "c")) {
            th_address_cell(&at, &e, &t);
            shared = is(th_edit_value(&e, &t, "t"), "s");
        } else if (shared && is(t.name, "v") && t.kind == TH_EDIT_START) {
            th_str text;
            size_t from, to;
            long index;
            if (th_edit_content(&e, &text, &from, &to) && th_str_to_long(text, &index) && index >= 0 &&
                (size_t)index < w->nstrings)
                th_rewrite_string_of(w, (uint32_t)index, th_sheet_at(w->sheet, at.row, at.col));
            shared = false;
        }
    }
}

/* The count of the table, where it is said. */
static void put_count(th_rewrite *w, th_edit *e, const th_edit_token *t)
{
    size_t from, to;
    if (w->nadded && th_edit_attr(e, t, "uniqueCount", &from, &to))
        th_edit_replace(e, from, to, th_str_fmt(w->scratch, "%zu", w->nstrings + w->nadded));
}

/* The entry `xml`, "<si>…</si>", in another reading. */
static th_str reread(th_rewrite *w, th_str xml, const th_string_variant *v)
{
    th_edit e;
    th_edit_token t;
    th_edit_begin(&e, w->scratch, xml);
    if (th_edit_next(&e, &t) && t.kind == TH_EDIT_START)
        th_rewrite_runs(w, &e, TH_STR("si"), v->texts, v->ntexts);
    return th_edit_end(&e);
}

th_str th_rewrite_strings(th_rewrite *w, th_str strings)
{
    th_edit e;
    th_edit_token t;
    uint32_t si = 0;
    th_str *added = th_arena_array(w->scratch, w->nadded, sizeof *added);
    th_edit_begin(&e, w->scratch, strings);
    while (th_edit_next(&e, &t)) {
        if (t.kind == TH_EDIT_START && is(t.name, "sst"))
            put_count(w, &e, &t);
        if (t.kind == TH_EDIT_CLOSE && is(t.name, "sst") && w->nadded) {
            th_buf all;
            th_buf_init(&all, w->scratch);
            for (size_t i = 0; i < w->nadded; i++)
                th_buf_add(&all, added[i]);
            th_edit_replace_raw(&e, t.from, t.from, th_buf_str(&all));
        }
        if (!is(t.name, "si") || (t.kind != TH_EDIT_START && t.kind != TH_EDIT_EMPTY))
            continue;
        uint32_t first = si < w->nstrings ? w->first[si] : 0;
        si++;
        if (t.kind == TH_EDIT_EMPTY)
            continue;
        th_rewrite_runs(w, &e, t.name, first ? w->variants[first].texts : NULL, first ? w->variants[first].ntexts : 0);
        th_str xml = th_str_sub(e.in, t.from, e.at - t.from);
        for (uint32_t v = first ? w->variants[first].next : 0; v; v = w->variants[v].next)
            added[w->variants[v].index - w->nstrings] = reread(w, xml, &w->variants[v]);
    }
    return e.broken ? strings : th_edit_end(&e);
}
