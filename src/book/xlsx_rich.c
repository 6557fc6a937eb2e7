/* .xlsx: the text of one <si> or <is>, collected run by run, and its escapes (pack/xstring.h). */
#include "book/xlsx.h"

#include "pack/xstring.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { LONGEST_CHARACTER = 4 };

void th_xlsx_rich_init(th_xlsx_rich *rich, th_book *book)
{
    *rich = (th_xlsx_rich){.most = book->limits->cell_chars * LONGEST_CHARACTER};
    th_buf_init(&rich->text, book->arena);
    th_buf_init(&rich->out, book->arena);
}

void th_xlsx_rich_begin(th_xlsx_rich *rich)
{
    rich->text.len = 0;
    rich->nruns = 0;
    rich->font = TH_XLSX_CELL_FONT;
    rich->phonetic = 0;
    rich->dropped = 0;
    rich->inside_t = rich->any_run = rich->raised = rich->struck = false;
}

static uint32_t font_of_run(const th_xlsx_rich *rich, th_book *book)
{
    if (!rich->raised && !rich->struck)
        return rich->font;
    th_face face = {0};
    if (rich->font != TH_XLSX_CELL_FONT)
        face = book->faces[rich->font];
    face.raised = rich->raised;
    face.struck = rich->struck;
    return th_book_face(book, face);
}

void th_xlsx_rich_start(th_xlsx_rich *rich, th_book *book, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (th_str_eq(name, TH_STR("rPh"))) {
        rich->phonetic++;
    } else if (rich->phonetic) {
        return;
    } else if (th_str_eq(name, TH_STR("r"))) {
        rich->any_run = true;
        rich->raised = rich->struck = false;
        rich->font = TH_XLSX_CELL_FONT;
    } else if (th_str_eq(name, TH_STR("rFont"))) {
        rich->font = th_book_font(book, th_xml_attr_get(attrs, n, "val"));
    } else if (th_str_eq(name, TH_STR("vertAlign"))) {
        rich->raised = th_str_eq(th_xml_attr_get(attrs, n, "val"), TH_STR("superscript"));
    } else if (th_str_eq(name, TH_STR("strike"))) {
        th_str value = th_xml_attr_get(attrs, n, "val");
        rich->struck = !th_str_eq(value, TH_STR("0")) && !th_str_eq(value, TH_STR("false"));
    } else if (th_str_eq(name, TH_STR("t"))) {
        rich->inside_t = true;
        th_cell_run run = {font_of_run(rich, book), (uint32_t)rich->text.len};
        TH_PUSH(book->arena, rich->runs, rich->nruns, rich->cap, run);
    }
}

void th_xlsx_rich_end(th_xlsx_rich *rich, th_str name)
{
    if (th_str_eq(name, TH_STR("rPh")) && rich->phonetic)
        rich->phonetic--;
    else if (th_str_eq(name, TH_STR("t")))
        rich->inside_t = false;
    else if (th_str_eq(name, TH_STR("r")))
        rich->font = TH_XLSX_CELL_FONT;
}

void th_xlsx_rich_text(th_xlsx_rich *rich, th_str text)
{
    if (!rich->inside_t || rich->phonetic)
        return;
    if (text.len > rich->most - rich->text.len)
        rich->dropped += text.len;
    else
        th_buf_add(&rich->text, text);
}

th_xlsx_string th_xlsx_rich_take(th_xlsx_rich *rich)
{
    th_str raw = th_buf_str(&rich->text);
    th_cell_run *runs = rich->any_run ? rich->runs : NULL;
    if (rich->dropped)
        return (th_xlsx_string){.text = {NULL, raw.len + rich->dropped}, .too_long = true};
    if (raw.len == 0 || !memchr(raw.ptr, '_', raw.len))
        return (th_xlsx_string){raw, runs, runs ? (uint32_t)rich->nruns : 0, false};
    size_t next = 0;
    rich->out.len = 0;
    for (size_t i = 0; i < raw.len;) {
        while (runs && next < rich->nruns && runs[next].start <= i)
            runs[next++].start = (uint32_t)rich->out.len;
        uint32_t code;
        if (raw.ptr[i] == '_' && th_xstring_escape_at(raw, i, &code)) {
            th_utf8_put(&rich->out, code);
            i += 7;
        } else {
            th_buf_byte(&rich->out, raw.ptr[i++]);
        }
    }
    return (th_xlsx_string){th_buf_str(&rich->out), runs, (uint32_t)next, false};
}
