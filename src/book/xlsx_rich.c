/* .xlsx: the text of one <si> or <is>, collected run by run, and its escapes (pack/xstring.h). */
#include "book/xlsx.h"

#include "pack/xstring.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { LONGEST_CHARACTER = 4 };

void th_xlsx_rich_init(th_xlsx_rich *r, th_book *book)
{
    *r = (th_xlsx_rich){.most = book->limits->cell_chars * LONGEST_CHARACTER};
    th_buf_init(&r->text, book->arena);
    th_buf_init(&r->out, book->arena);
}

void th_xlsx_rich_begin(th_xlsx_rich *r)
{
    r->text.len = 0;
    r->nruns = 0;
    r->font = TH_XLSX_CELL_FONT;
    r->phonetic = 0;
    r->dropped = 0;
    r->inside_t = r->any_run = false;
}

void th_xlsx_rich_start(th_xlsx_rich *r, th_book *book, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (th_str_eq(name, TH_STR("rPh"))) {
        r->phonetic++;
    } else if (r->phonetic) {
        return;
    } else if (th_str_eq(name, TH_STR("r"))) {
        r->any_run = true;
        r->font = TH_XLSX_CELL_FONT;
    } else if (th_str_eq(name, TH_STR("rFont"))) {
        r->font = th_book_font(book, th_xml_attr_get(attrs, n, "val"));
    } else if (th_str_eq(name, TH_STR("t"))) {
        r->inside_t = true;
        th_cell_run run = {r->font, (uint32_t)r->text.len};
        TH_PUSH(book->arena, r->runs, r->nruns, r->cap, run);
    }
}

void th_xlsx_rich_end(th_xlsx_rich *r, th_str name)
{
    if (th_str_eq(name, TH_STR("rPh")) && r->phonetic)
        r->phonetic--;
    else if (th_str_eq(name, TH_STR("t")))
        r->inside_t = false;
    else if (th_str_eq(name, TH_STR("r")))
        r->font = TH_XLSX_CELL_FONT;
}

void th_xlsx_rich_text(th_xlsx_rich *r, th_str text)
{
    if (!r->inside_t || r->phonetic)
        return;
    if (text.len > r->most - r->text.len)
        r->dropped += text.len;
    else
        th_buf_add(&r->text, text);
}

th_xlsx_string th_xlsx_rich_take(th_xlsx_rich *r)
{
    th_str raw = th_buf_str(&r->text);
    th_cell_run *runs = r->any_run ? r->runs : NULL;
    if (r->dropped)
        return (th_xlsx_string){.text = {NULL, raw.len + r->dropped}, .too_long = true};
    if (raw.len == 0 || !memchr(raw.ptr, '_', raw.len))
        return (th_xlsx_string){raw, runs, runs ? (uint32_t)r->nruns : 0, false};
    size_t next = 0;
    r->out.len = 0;
    for (size_t i = 0; i < raw.len;) {
        while (runs && next < r->nruns && runs[next].start <= i)
            runs[next++].start = (uint32_t)r->out.len;
        uint32_t code;
        if (raw.ptr[i] == '_' && th_xstring_escape_at(raw, i, &code)) {
            th_utf8_put(&r->out, code);
            i += 7;
        } else {
            th_buf_byte(&r->out, raw.ptr[i++]);
        }
    }
    return (th_xlsx_string){th_buf_str(&r->out), runs, (uint32_t)next, false};
}
