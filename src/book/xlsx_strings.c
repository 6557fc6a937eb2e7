/* .xlsx: the table of shared strings. */
#include "book/xlsx.h"

#include "book/xlsx_plain.h"

#include <string.h>

#include "base/banned.h"

enum { PACK = 64 * 1024, SMALLEST_ITEM = 5 /* "<si/>" */ };

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
