/* XML of Excel 2003: the text of a cell.  Rich text is HTML, whose elements change the font of what is inside them;
 * white space stays as it is. */
#include "book/xml2003.h"

#include "book/decimal.h"

#include "base/banned.h"

enum { LEAST_POINTS = 1, MOST_FONT_POINTS = 409, TWIPS_A_POINT = 20 };

void th_xml2003_text_begin(th_xml2003_text *text, uint32_t cell_font)
{
    text->buf.len = 0;
    text->chars = text->depth = text->nruns = 0;
    text->too_long = false;
    text->fonts[0] = cell_font;
}

static bool is_element(th_str name, const char *wanted)
{
    return th_str_eq(name, th_str_of(wanted));
}

void th_xml2003_text_start(th_xml2003_text *text, th_str name, const th_xml_attr *attrs, size_t n)
{
    text->depth++;
    if (text->depth >= TH_XML2003_DEEPEST)
        return;
    uint32_t font = text->fonts[text->depth - 1];
    th_face face = text->book->faces[font];
    double points;
    if (is_element(name, "Font")) {
        th_str wanted = th_xml_attr_get(attrs, n, "Face");
        if (wanted.len)
            face.name = th_str_copy(text->book->arena, wanted);
        if (th_decimal_read(th_xml_attr_get(attrs, n, "Size"), &points) && points >= LEAST_POINTS &&
            points <= MOST_FONT_POINTS)
            face.twips = (uint16_t)(points * TWIPS_A_POINT);
    }
    face.bold = face.bold || is_element(name, "B");
    face.italic = face.italic || is_element(name, "I");
    face.underline = face.underline || is_element(name, "U");
    face.raised = face.raised || is_element(name, "Sup");
    face.struck = face.struck || is_element(name, "S");
    text->fonts[text->depth] = th_book_face(text->book, face);
}

void th_xml2003_text_end(th_xml2003_text *text)
{
    text->depth--;
}

void th_xml2003_text_add(th_xml2003_text *text, th_str characters)
{
    size_t depth = text->depth < TH_XML2003_DEEPEST ? text->depth : TH_XML2003_DEEPEST - 1;
    uint32_t font = text->fonts[depth];
    if (text->too_long || !characters.len)
        return;
    if (text->nruns == 0 || text->runs[text->nruns - 1].font != font) {
        th_cell_run run = {font, (uint32_t)text->buf.len};
        TH_PUSH(text->book->arena, text->runs, text->nruns, text->cap, run);
    }
    for (size_t i = 0; i < characters.len; i++)
        text->chars += (characters.ptr[i] & 0xC0) != 0x80; /* bytes that begin a character */
    text->too_long = text->chars > text->book->limits->cell_chars;
    if (!text->too_long)
        th_buf_add(&text->buf, characters);
}

void th_xml2003_text_take(const th_xml2003_text *text, th_cell *cell)
{
    cell->raw = th_buf_str(&text->buf);
    cell->flags |= TH_CELL_BORROWED;
    if (text->nruns == 0 || (text->nruns == 1 && text->runs[0].font == cell->font))
        return;
    cell->runs = text->runs;
    cell->nruns = (uint32_t)text->nruns;
}
