/* .xlsx: shared strings, rich text, escapes. */
#include "book/xlsx.h"

#include "book/refuse.h"
#include "text/utf8.h"

#include "base/banned.h"

void th_xlsx_rich_begin(th_xlsx_rich *r, th_arena *arena)
{
    if (!r->text.arena)
        th_buf_init(&r->text, arena);
    r->text.len = 0;
    r->nruns = 0;
    r->font = TH_XLSX_CELL_FONT;
    r->phonetic = 0;
    r->inside_t = r->any_run = false;
}

void th_xlsx_rich_start(th_xlsx_rich *r, th_xlsx *x, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (th_str_eq(name, TH_STR("rPh"))) {
        r->phonetic++;
    } else if (r->phonetic) {
        return;
    } else if (th_str_eq(name, TH_STR("r"))) {
        r->any_run = true;
        r->font = TH_XLSX_CELL_FONT;
    } else if (th_str_eq(name, TH_STR("rFont"))) {
        r->font = th_book_font(x->book, th_xml_attr_get(attrs, n, "val"));
    } else if (th_str_eq(name, TH_STR("t"))) {
        r->inside_t = true;
        th_cell_run run = {r->font, (uint32_t)r->text.len};
        TH_PUSH(x->book->arena, r->runs, r->nruns, r->cap, run);
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
    if (r->inside_t && !r->phonetic)
        th_buf_add(&r->text, text);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "_x00AD_" is one character (ECMA-376 22.9.2.19); "_x005F_" an underscore that protects one. */
static bool escape_at(th_str s, size_t at, uint32_t *code)
{
    if (s.len - at < 7 || s.ptr[at] != '_' || s.ptr[at + 1] != 'x' || s.ptr[at + 6] != '_')
        return false;
    *code = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex(s.ptr[at + i]);
        if (digit < 0)
            return false;
        *code = *code * 16 + (uint32_t)digit;
    }
    return true;
}

th_xlsx_string th_xlsx_rich_take(th_xlsx_rich *r, th_arena *arena)
{
    th_str raw = th_buf_str(&r->text);
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, raw.len + 1);
    th_cell_run *runs = r->any_run ? th_arena_array(arena, r->nruns, sizeof *runs) : NULL;
    size_t next = 0;
    for (size_t i = 0; i < raw.len;) {
        while (runs && next < r->nruns && r->runs[next].start <= i) {
            runs[next] = (th_cell_run){r->runs[next].font, (uint32_t)out.len};
            next++;
        }
        uint32_t code;
        if (raw.ptr[i] == '_' && escape_at(raw, i, &code)) {
            th_utf8_put(&out, code);
            i += 7;
        } else {
            th_buf_byte(&out, raw.ptr[i++]);
        }
    }
    return (th_xlsx_string){th_buf_str(&out), runs, (uint32_t)next};
}

typedef struct strings_part {
    th_xlsx *x;
    th_xlsx_rich rich;
    bool inside;
} strings_part;

static bool start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    strings_part *p = ctx;
    if (th_str_eq(name, TH_STR("si"))) {
        th_xlsx_rich_begin(&p->rich, p->x->book->arena);
        p->inside = true;
    } else if (p->inside) {
        th_xlsx_rich_start(&p->rich, p->x, name, attrs, n);
    }
    return true;
}

static bool end(void *ctx, th_str name)
{
    strings_part *p = ctx;
    if (!th_str_eq(name, TH_STR("si"))) {
        th_xlsx_rich_end(&p->rich, name);
        return true;
    }
    p->inside = false;
    th_xlsx_string s = th_xlsx_rich_take(&p->rich, p->x->book->arena);
    TH_PUSH(p->x->book->arena, p->x->strings, p->x->nstrings, p->x->strings_cap, s);
    return true;
}

static bool text(void *ctx, th_str s)
{
    th_xlsx_rich_text(&((strings_part *)ctx)->rich, s);
    return true;
}

th_status th_xlsx_strings(th_xlsx *x, const th_zip_entry *entry)
{
    strings_part p = {.x = x};
    th_xml_handler handler = {&p, start, end, text};
    return th_xlsx_part(x, entry, &handler);
}
