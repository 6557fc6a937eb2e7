#include "book/ods.h"

#include "base/banned.h"

enum { DEPTH = sizeof((th_ods_text){0}.fonts) / sizeof(uint32_t) };

void th_ods_text_begin(th_ods_text *t, uint32_t cell_font)
{
    t->buf.len = 0;
    t->chars = t->paragraphs = t->skip = t->depth = t->nruns = 0;
    t->too_long = false;
    t->fonts[0] = cell_font;
}

static void put(th_ods_text *t, char c)
{
    uint32_t font = t->fonts[t->depth];
    if (t->nruns == 0 || t->runs[t->nruns - 1].font != font) {
        th_cell_run run = {font, (uint32_t)t->buf.len};
        TH_PUSH(t->arena, t->runs, t->nruns, t->runs_cap, run);
    }
    if ((c & 0xC0) != 0x80) /* a character begins */
        t->too_long = ++t->chars > t->limit;
    if (!t->too_long)
        th_buf_byte(&t->buf, c);
}

/* What stands inside a paragraph but is not what the cell says. */
static bool is_aside(th_str name)
{
    static const char *const asides[] = {"annotation",   "ruby-text", "note", "frame",
                                         "custom-shape", "g",         "rect", "line"};
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
        if (th_str_eq(name, th_str_of(asides[i])))
            return true;
    return false;
}

static bool start_inside(th_ods_text *t, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    if (is_aside(name))
        return false;
    if (th_str_eq(name, TH_STR("span"))) {
        const th_ods_style *style =
            th_ods_style_find(t->styles, TH_ODS_TEXT, th_xml_attr_get(attrs, nattrs, "style-name"));
        if (style && style->has_font)
            t->fonts[t->depth] = th_ods_style_font(t->styles, style, t->fonts[t->depth]);
        return true;
    }
    uint32_t spaces = th_str_eq(name, TH_STR("s")) ? th_ods_count(th_xml_attr_get(attrs, nattrs, "c"), 1) : 0;
    bool tab = th_str_eq(name, TH_STR("tab")), line = th_str_eq(name, TH_STR("line-break"));
    for (; spaces > 0 && !t->too_long; spaces--, t->ignore_space = false)
        put(t, ' ');
    if (tab || line) {
        put(t, tab ? '\t' : '\n');
        t->ignore_space = false;
    }
    return true;
}

void th_ods_text_start(th_ods_text *t, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    t->depth++;
    if (t->skip)
        return;
    if (t->depth >= DEPTH) {
        t->skip = t->depth;
        return;
    }
    t->fonts[t->depth] = t->fonts[t->depth - 1];
    if (t->depth > 1) {
        if (!start_inside(t, name, attrs, nattrs))
            t->skip = t->depth;
        return;
    }
    /* Of the children of a cell only its paragraphs are its text: no comment, shape or table. */
    if (!th_str_eq(name, TH_STR("p")) && !th_str_eq(name, TH_STR("h"))) {
        t->skip = t->depth;
        return;
    }
    if (t->paragraphs++ > 0)
        put(t, '\n');
    t->ignore_space = true;
}

void th_ods_text_end(th_ods_text *t)
{
    if (t->skip == t->depth)
        t->skip = 0;
    t->depth--;
}

void th_ods_text_add(th_ods_text *t, th_str text)
{
    if (t->skip || t->depth == 0)
        return;
    for (size_t i = 0; i < text.len && !t->too_long; i++) {
        char c = text.ptr[i];
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space || !t->ignore_space)
            put(t, space ? ' ' : c);
        t->ignore_space = space; /* white space collapses (ODF 1.2, 6.1.2) */
    }
}

void th_ods_text_take(const th_ods_text *t, th_cell *cell)
{
    cell->raw = th_str_copy(t->arena, th_buf_str(&t->buf));
    if (t->nruns == 0 || (t->nruns == 1 && t->runs[0].font == cell->font))
        return;
    th_cell_run *runs = th_arena_array(t->arena, t->nruns, sizeof *runs);
    for (size_t i = 0; i < t->nruns; i++)
        runs[i] = t->runs[i];
    cell->runs = runs;
    cell->nruns = (uint32_t)t->nruns;
}
