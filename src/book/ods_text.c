/* Collecting the text of a cell of OpenDocument from paragraphs, spans with their fonts, and white space (ODF 1.2,
 * part 1, 6.1). */
#include "book/ods.h"

#include "base/banned.h"

enum { DEPTH = sizeof((th_ods_text){0}.fonts) / sizeof(uint32_t) };

void th_ods_text_begin(th_ods_text *content, uint32_t cell_font)
{
    content->buf.len = 0;
    content->chars = content->paragraphs = content->skip = content->depth = content->nruns = 0;
    content->too_long = false;
    content->fonts[0] = cell_font;
}

static void put_character(th_ods_text *content, char c)
{
    uint32_t font = content->fonts[content->depth];
    if (content->nruns == 0 || content->runs[content->nruns - 1].font != font) {
        th_cell_run run = {font, (uint32_t)content->buf.len};
        TH_PUSH(content->arena, content->runs, content->nruns, content->runs_cap, run);
    }
    if ((c & 0xC0) != 0x80) /* a byte that begins a character */
        content->too_long = ++content->chars > content->limit;
    if (!content->too_long)
        th_buf_byte(&content->buf, c);
}

/* Is this an element inside a paragraph whose content does not belong to the text of the cell? */
static bool is_aside(th_str name)
{
    static const char *const asides[] = {"annotation",   "ruby-text", "note", "frame",
                                         "custom-shape", "g",         "rect", "line"};
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
        if (th_str_eq(name, th_str_of(asides[i])))
            return true;
    return false;
}

static bool start_inside(th_ods_text *content, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    if (is_aside(name))
        return false;
    if (th_str_eq(name, TH_STR("span"))) {
        const th_ods_style *style =
            th_ods_style_find(content->styles, TH_ODS_TEXT, th_xml_attr_get(attrs, nattrs, "style-name"));
        if (style && style->has_font)
            content->fonts[content->depth] = th_ods_style_font(content->styles, style, content->fonts[content->depth]);
        return true;
    }
    uint32_t spaces = th_str_eq(name, TH_STR("s")) ? th_ods_count(th_xml_attr_get(attrs, nattrs, "c"), 1) : 0;
    bool tab = th_str_eq(name, TH_STR("tab")), line = th_str_eq(name, TH_STR("line-break"));
    for (; spaces > 0 && !content->too_long; spaces--, content->ignore_space = false)
        put_character(content, ' ');
    if (tab || line) {
        put_character(content, tab ? '\t' : '\n');
        content->ignore_space = false;
    }
    return true;
}

void th_ods_text_start(th_ods_text *content, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    content->depth++;
    if (content->skip)
        return;
    if (content->depth >= DEPTH) {
        content->skip = content->depth;
        return;
    }
    content->fonts[content->depth] = content->fonts[content->depth - 1];
    if (content->depth > 1) {
        if (!start_inside(content, name, attrs, nattrs))
            content->skip = content->depth;
        return;
    }
    /* Of the children of a cell only its paragraphs are its text: no comment, shape or table. */
    if (!th_str_eq(name, TH_STR("p")) && !th_str_eq(name, TH_STR("h"))) {
        content->skip = content->depth;
        return;
    }
    if (content->paragraphs++ > 0)
        put_character(content, '\n');
    content->ignore_space = true;
}

void th_ods_text_end(th_ods_text *content)
{
    if (content->skip == content->depth)
        content->skip = 0;
    content->depth--;
}

void th_ods_text_add(th_ods_text *content, th_str text)
{
    if (content->skip || content->depth == 0)
        return;
    for (size_t i = 0; i < text.len && !content->too_long; i++) {
        char c = text.ptr[i];
        bool space = th_xml_is_space(c);
        if (!space || !content->ignore_space)
            put_character(content, space ? ' ' : c);
        content->ignore_space = space; /* white space collapses (ODF 1.2, 6.1.2) */
    }
}

void th_ods_text_take(const th_ods_text *content, th_cell *cell)
{
    cell->raw = th_str_copy(content->arena, th_buf_str(&content->buf));
    if (content->nruns == 0 || (content->nruns == 1 && content->runs[0].font == cell->font))
        return;
    th_cell_run *runs = th_arena_array(content->arena, content->nruns, sizeof *runs);
    for (size_t i = 0; i < content->nruns; i++)
        runs[i] = content->runs[i];
    cell->runs = runs;
    cell->nruns = (uint32_t)content->nruns;
}
