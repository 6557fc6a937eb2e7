/* Rewriting one part of a package: applying the rows of rewrite.def, and handing on cells and rich text. */
#include "convert/rewrite.h"

#include "book/xlsx_sheet.h"
#include "pack/xstring.h"

#include <string.h>

#include "base/banned.h"

enum how { PLAIN, XSTRING, FORMULA, LITERALS, HEADER, FONT, SHEET, NAME, COLUMN };

static const struct {
    th_part_kind part;
    const char *element, *attribute;
    enum how how;
    th_text_kind kind;
} rules[] = {
#define TH_REWRITE(part, element, attribute, how, kind) {TH_PART_##part, element, attribute, how, TH_IN_##kind},
#include "convert/rewrite.def"
#undef TH_REWRITE
};

typedef struct cell_at {
    th_address address;
    const th_cell *cell;
    th_str type, font;
} cell_at;

static void begin_cell(th_rewrite *w, const th_edit *edit, const th_edit_token *t, cell_at *here)
{
    th_address_cell(&here->address, edit, t);
    here->cell = here->address.col == UINT32_MAX ? NULL : th_sheet_at(w->sheet, here->address.row, here->address.col);
    here->type = th_edit_value(edit, t, "t");
    here->font = here->cell ? w->book->fonts[here->cell->font] : (th_str){0};
}

/* What the runs of a cell become.  Unless it is `drawn`, the text keeps its case even in a font of capitals. */
static const th_str *texts_of(th_rewrite *w, const th_cell *cell, bool drawn, size_t *n)
{
    *n = cell->nruns ? cell->nruns : 1;
    th_text_context context = th_sheet_context(w->book, w->sheet, cell->col);
    th_run_reading *readings = th_arena_array(w->scratch, *n, sizeof *readings);
    th_str *texts = th_arena_array(w->scratch, *n, sizeof *texts);
    th_cell_normal(w->book, w->scratch, cell, &context, readings);
    for (size_t i = 0; i < *n; i++)
        texts[i] = readings[i].capitals && !drawn ? th_text_decode(w->scratch, readings[i].encoding, false, cell->raw)
                                                  : readings[i].text;
    return texts;
}

static bool is_changed(const th_cell *cell)
{
    return cell && cell->type == TH_CELL_TEXT && !th_str_eq(cell->text, cell->raw);
}

/* Rewrites the <v> of a cell, which is the index of a shared string or the result of a formula. */
static void rewrite_value(th_rewrite *w, th_edit *edit, const cell_at *here)
{
    th_str text;
    size_t from, to, n;
    long index;
    if (!th_edit_content(edit, &text, &from, &to))
        return;
    if (th_spells(here->type, "s") && th_str_to_long(text, &index) && index >= 0 && w->first) {
        /* An index beyond the table must stay beyond it, and not lead to a string that was added. */
        size_t at = (size_t)index;
        size_t now = at < w->nstrings ? th_rewrite_string_of(w, (uint32_t)at, here->cell) : at + w->nadded;
        if (now != at)
            th_edit_replace(edit, from, to, th_str_fmt(w->scratch, "%zu", now));
    } else if (th_spells(here->type, "str") && is_changed(here->cell)) {
        if (th_font_read(here->font).capitals && w->undrawn++ == 0)
            w->first_undrawn = here->address;
        th_edit_replace(edit, from, to, th_xstring_write(w->scratch, texts_of(w, here->cell, false, &n)[0]));
    }
}

static void rewrite_inline(th_rewrite *w, th_edit *edit, const cell_at *here)
{
    size_t n = 0;
    const th_str *texts = is_changed(here->cell) ? texts_of(w, here->cell, true, &n) : NULL;
    th_rewrite_runs(w, edit, TH_STR("is"), texts, n);
}

/* ---- rules ---- */

static th_str rewritten(th_rewrite *w, enum how what, th_text_kind kind, th_str text, th_str font)
{
    const th_known *known;
    switch (what) {
    case FORMULA: return th_rewrite_formula(w, text, font, kind);
    case LITERALS: return th_rewrite_literals(w, text, kind);
    case HEADER: return th_rewrite_header(w, text, kind);
    case FONT: return th_rewrite_font(w, text);
    case SHEET: known = th_dictionary_find(&w->sheets, w->scratch, text); return known ? known->after : text;
    case NAME: known = th_dictionary_find(&w->names, w->scratch, text); return known ? known->after : text;
    case COLUMN: {
        th_str raw = th_xstring_read(w->scratch, text);
        known = th_dictionary_find(&w->columns, w->scratch, raw);
        return known ? th_xstring_write(w->scratch, known->after) : text;
    }
    case XSTRING: {
        th_str raw = th_xstring_read(w->scratch, text), now = th_rewrite_text(w, raw, font, false, kind);
        return th_str_eq(now, raw) ? text : th_xstring_write(w->scratch, now);
    }
    case PLAIN: break;
    }
    known = kind == TH_IN_PROPERTIES ? th_dictionary_find(&w->sheets, w->scratch, text) : NULL;
    return known ? known->after : th_rewrite_text(w, text, font, kind != TH_IN_CONDITION, kind);
}

/* Applies the rows of rewrite.def to a tag, and to the text behind it.  Replacements must go forward, but attributes
 * and rows each have an order of their own, so the replacements for attributes are sorted by place. */
static void apply_rules(th_rewrite *w, th_part_kind part, th_edit *edit, const th_edit_token *t, th_str font)
{
    struct {
        size_t from, to;
        th_str now;
    } places[8];
    size_t n = 0, from, to;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && n < sizeof places / sizeof *places; i++) {
        if (rules[i].part != part || !rules[i].attribute[0] || !th_spells(t->name, rules[i].element) ||
            !th_edit_attr(edit, t, rules[i].attribute, &from, &to))
            continue;
        th_str text = th_edit_value(edit, t, rules[i].attribute);
        th_str now = text.len ? rewritten(w, rules[i].how, rules[i].kind, text, font) : text;
        if (th_str_eq(now, text))
            continue;
        size_t k = n++;
        for (; k > 0 && places[k - 1].from > from; k--)
            places[k] = places[k - 1];
        places[k].from = from;
        places[k].to = to;
        places[k].now = now;
    }
    for (size_t i = 0; i < n; i++)
        th_edit_replace(edit, places[i].from, places[i].to, places[i].now);
    for (size_t i = 0; i < sizeof rules / sizeof *rules && t->kind == TH_EDIT_START; i++) {
        th_str text;
        if (rules[i].part != part || rules[i].attribute[0] || !th_spells(t->name, rules[i].element))
            continue;
        if (!th_edit_content(edit, &text, &from, &to) || !text.len)
            return;
        th_str now = rewritten(w, rules[i].how, rules[i].kind, text, font);
        if (!th_str_eq(now, text))
            th_edit_replace(edit, from, to, now);
        return;
    }
}

th_str th_rewrite_part(th_rewrite *w, th_part_kind kind, th_str part)
{
    th_edit edit;
    th_edit_token t;
    cell_at here = {.address = {UINT32_MAX, UINT32_MAX}};
    bool in_font = false, in_cell = false;
    th_edit_begin(&edit, w->scratch, part);
    while (th_edit_next(&edit, &t)) {
        bool open = t.kind == TH_EDIT_START, any = open || t.kind == TH_EDIT_EMPTY;
        if (kind == TH_PART_STYLES && th_spells(t.name, "font"))
            in_font = open;
        if (kind == TH_PART_SHEET && th_spells(t.name, "c") && !any)
            in_cell = false;
        if (!any)
            continue;
        if (kind == TH_PART_SHEET && w->sheet && th_spells(t.name, "row")) {
            th_address_row(&here.address, &edit, &t);
        } else if (kind == TH_PART_SHEET && w->sheet && th_spells(t.name, "c")) {
            begin_cell(w, &edit, &t, &here);
            in_cell = open;
        } else if (in_cell && open && th_spells(t.name, "v")) {
            rewrite_value(w, &edit, &here);
        } else if (in_cell && open && th_spells(t.name, "is")) {
            rewrite_inline(w, &edit, &here);
        } else if (open && ((kind == TH_PART_COMMENTS && th_spells(t.name, "text")) ||
                            (kind == TH_PART_DRAWING && th_spells(t.name, "p")))) {
            th_rewrite_rich(w, &edit, t.name, kind == TH_PART_COMMENTS ? TH_IN_COMMENT : TH_IN_DRAWING);
        } else if (kind != TH_PART_STYLES || !th_spells(t.name, "name") || in_font) {
            apply_rules(w, kind, &edit, &t, in_cell ? here.font : (th_str){0});
        }
    }
    return edit.broken || !edit.changed ? part : th_edit_end(&edit);
}
