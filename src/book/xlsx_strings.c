/* .xlsx: shared strings, rich text, escapes. */
#include "book/xlsx.h"
#include "pack/xstring.h"

#include "book/refuse.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { LONGEST_CHARACTER = 4, PACK = 64 * 1024, SMALLEST_ITEM = 5 /* "<si/>" */ };

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

th_xlsx_string th_xlsx_shared_string(const th_xlsx *x, size_t index)
{
    const th_xlsx_shared *s = &x->strings[index];
    return s->extra ? x->extras[s->extra - 1] : (th_xlsx_string){.text = {s->ptr, s->len}};
}

/* Texts stand one behind the other in large pieces: one allocation each would cost more than they hold. */
static const char *pack(th_xlsx *x, th_str text)
{
    if (text.len == 0)
        return "";
    if (x->store_room < text.len) {
        x->store_room = text.len > PACK ? text.len : PACK;
        x->store = th_arena_array(x->book->arena, x->store_room, 1);
    }
    char *at = x->store;
    memcpy(at, text.ptr, text.len);
    x->store += text.len;
    x->store_room -= text.len;
    return at;
}

static void keep(th_xlsx *x, th_xlsx_string s)
{
    th_arena *arena = x->book->arena;
    th_xlsx_shared shared = {s.too_long ? NULL : pack(x, s.text), (uint32_t)s.text.len, 0};
    if (s.nruns || s.too_long) {
        th_cell_run *runs = th_arena_array(arena, s.nruns, sizeof *runs);
        if (s.nruns)
            memcpy(runs, s.runs, s.nruns * sizeof *runs);
        th_xlsx_string extra = {{shared.ptr, s.text.len}, runs, s.nruns, s.too_long};
        TH_PUSH(arena, x->extras, x->nextras, x->extras_cap, extra);
        shared.extra = (uint32_t)x->nextras;
    }
    TH_PUSH(arena, x->strings, x->nstrings, x->strings_cap, shared);
}

typedef struct strings_part {
    th_xlsx *x;
    th_xlsx_rich rich;
    uint64_t most; /* <si> that the part can hold */
    bool inside;
} strings_part;

/* The count is a hint; it saves the room of growing. */
static void start_table(strings_part *p, th_str count)
{
    long n;
    if (p->x->strings || !th_str_to_long(count, &n) || n <= 0 || (uint64_t)n > p->most)
        return;
    p->x->strings = th_arena_array(p->x->book->arena, (size_t)n, sizeof *p->x->strings);
    p->x->strings_cap = (size_t)n;
}

static bool start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    strings_part *p = ctx;
    if (th_str_eq(name, TH_STR("si"))) {
        th_xlsx_rich_begin(&p->rich);
        p->inside = true;
    } else if (p->inside) {
        th_xlsx_rich_start(&p->rich, p->x->book, name, attrs, n);
    } else if (th_str_eq(name, TH_STR("sst"))) {
        start_table(p, th_xml_attr_get(attrs, n, "uniqueCount"));
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
    keep(p->x, th_xlsx_rich_take(&p->rich));
    return true;
}

static bool text(void *ctx, th_str s)
{
    th_xlsx_rich_text(&((strings_part *)ctx)->rich, s);
    return true;
}

/* <si><t>plain text</t></si>, as nearly all are: taken without the scanner. */
static size_t plain(void *ctx, th_xml *xml, th_str rest)
{
    strings_part *p = ctx;
    (void)xml;
    th_str text;
    size_t n = p->inside || !th_str_starts(rest, TH_STR("<si>")) ? 0 : th_xlsx_plain_text(rest, 4, &text);
    if (n == 0 || !th_str_starts(th_str_sub(rest, n, 5), TH_STR("</si>")))
        return 0;
    if (text.len > p->rich.most || (text.len && memchr(text.ptr, '_', text.len)))
        return 0;
    keep(p->x, (th_xlsx_string){.text = text});
    return th_xlsx_skip_space(rest, n + 5);
}

th_status th_xlsx_strings(th_xlsx *x, const th_zip_entry *entry)
{
    strings_part p = {.x = x, .most = entry->inflated / SMALLEST_ITEM};
    th_xlsx_rich_init(&p.rich, x->book);
    th_xml_handler handler = {&p, start, end, text, plain};
    return th_xlsx_read_part(x, entry, &handler);
}
