/* .xlsx: the table of shared strings. */
#include "book/xlsx.h"

#include "book/xlsx_plain.h"

#include <string.h>

#include "base/banned.h"

enum { PACK = 64 * 1024, SMALLEST_ITEM = 5 /* "<si/>" */ };

/* Texts are packed one behind the other into large pieces, because an allocation for each would cost more than the
 * text. */
static const char *pack(th_xlsx *xlsx, th_str text)
{
    if (text.len == 0)
        return "";
    if (xlsx->store_room < text.len) {
        xlsx->store_room = text.len > PACK ? text.len : PACK;
        xlsx->store = th_arena_array(xlsx->book->arena, xlsx->store_room, 1);
    }
    char *at = xlsx->store;
    memcpy(at, text.ptr, text.len);
    xlsx->store += text.len;
    xlsx->store_room -= text.len;
    return at;
}

void th_xlsx_keep_string(th_xlsx *xlsx, th_xlsx_string string)
{
    th_arena *arena = xlsx->book->arena;
    th_xlsx_shared shared = {string.too_long ? NULL : pack(xlsx, string.text), (uint32_t)string.text.len, 0};
    if (string.nruns || string.too_long) {
        th_cell_run *runs = th_arena_array(arena, string.nruns, sizeof *runs);
        if (string.nruns)
            memcpy(runs, string.runs, string.nruns * sizeof *runs);
        th_xlsx_string extra = {{shared.ptr, string.text.len}, runs, string.nruns, string.too_long};
        TH_PUSH(arena, xlsx->extras, xlsx->nextras, xlsx->extras_cap, extra);
        shared.extra = (uint32_t)xlsx->nextras;
    }
    TH_PUSH(arena, xlsx->strings, xlsx->nstrings, xlsx->strings_cap, shared);
}

typedef struct strings_part {
    th_xlsx *xlsx;
    th_xlsx_rich rich;
    uint64_t most; /* how many <si> a part of this size can hold */
    bool inside;
} strings_part;

/* The count that the table states is only a hint, which saves growing the list. */
static void start_string_table(strings_part *part, th_str count)
{
    long n;
    if (part->xlsx->strings || !th_str_to_long(count, &n) || n <= 0 || (uint64_t)n > part->most)
        return;
    part->xlsx->strings = th_arena_array(part->xlsx->book->arena, (size_t)n, sizeof *part->xlsx->strings);
    part->xlsx->strings_cap = (size_t)n;
}

static bool start_in_strings(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    strings_part *part = ctx;
    if (th_str_eq(name, TH_STR("si"))) {
        th_xlsx_rich_begin(&part->rich);
        part->inside = true;
    } else if (part->inside) {
        th_xlsx_rich_start(&part->rich, part->xlsx->book, name, attrs, n);
    } else if (th_str_eq(name, TH_STR("sst"))) {
        start_string_table(part, th_xml_attr_get(attrs, n, "uniqueCount"));
    }
    return true;
}

static bool end_in_strings(void *ctx, th_str name)
{
    strings_part *part = ctx;
    if (!th_str_eq(name, TH_STR("si"))) {
        th_xlsx_rich_end(&part->rich, name);
        return true;
    }
    part->inside = false;
    th_xlsx_keep_string(part->xlsx, th_xlsx_rich_take(&part->rich));
    return true;
}

static bool text_in_strings(void *ctx, th_str s)
{
    th_xlsx_rich_text(&((strings_part *)ctx)->rich, s);
    return true;
}

/* Takes <si><t>plain text</t></si>, which nearly all entries are, without the scanner. */
static size_t take_plain_item(void *ctx, th_xml *xml, th_str rest)
{
    strings_part *part = ctx;
    (void)xml;
    th_str text;
    size_t n = part->inside || !th_str_starts(rest, TH_STR("<si>")) ? 0 : th_xlsx_plain_text(rest, 4, &text);
    if (n == 0 || !th_str_starts(th_str_sub(rest, n, 5), TH_STR("</si>")))
        return 0;
    if (text.len > part->rich.most || (text.len && memchr(text.ptr, '_', text.len)))
        return 0;
    th_xlsx_keep_string(part->xlsx, (th_xlsx_string){.text = text});
    return th_xlsx_skip_space(rest, n + 5);
}

th_status th_xlsx_strings(th_xlsx *xlsx, const th_zip_entry *entry)
{
    strings_part part = {.xlsx = xlsx, .most = entry->inflated / SMALLEST_ITEM};
    th_xlsx_rich_init(&part.rich, xlsx->book);
    th_xml_handler handler = {&part, start_in_strings, end_in_strings, text_in_strings, take_plain_item};
    return th_xlsx_read_part(xlsx, entry, &handler);
}
