#include "draw/style.h"

#include <string.h>

#include "base/banned.h"

typedef struct entry {
    th_look look;
    const char *number;
    lxw_format *format;
} entry;

struct th_styles {
    th_arena *arena;
    lxw_workbook *book;
    entry *slots; /* open addressing; `used` stays below half */
    size_t nslots, used;
};

enum { SIZE_NORMAL = 11, SIZE_SMALL = 10, SIZE_LARGE = 13, SIZE_HUGE = 16, FIRST_SLOTS = 256 };
enum { LINE = 0x8C8C8C };

static size_t hash_of(th_look look, const char *number)
{
    uint64_t h = 1469598103934665603u ^ look; /* FNV-1a */
    for (const char *c = number; *c; c++)
        h = (h ^ (unsigned char)*c) * 1099511628211u;
    return (size_t)(h ^ h >> 29);
}

static entry *slot_of(const th_styles *s, th_look look, const char *number)
{
    for (size_t i = hash_of(look, number);; i++) {
        entry *e = &s->slots[i & (s->nslots - 1)];
        if (!e->format || (e->look == look && strcmp(e->number, number) == 0))
            return e;
    }
}

static void grow(th_styles *s)
{
    th_styles larger = *s;
    larger.nslots = s->nslots * 2;
    larger.slots = th_arena_array(s->arena, larger.nslots, sizeof *larger.slots);
    for (size_t i = 0; i < s->nslots; i++)
        if (s->slots[i].format)
            *slot_of(&larger, s->slots[i].look, s->slots[i].number) = s->slots[i];
    *s = larger;
}

th_styles *th_styles_new(th_arena *arena, lxw_workbook *book)
{
    th_styles *s = th_arena_alloc(arena, sizeof *s);
    *s = (th_styles){.arena = arena, .book = book, .nslots = FIRST_SLOTS};
    s->slots = th_arena_array(arena, s->nslots, sizeof *s->slots);
    /* the first format is the workbook's own: cells without a format, row and column headings */
    lxw_format *own = STAILQ_FIRST(book->formats);
    if (own) {
        format_set_font_name(own, TH_FACE);
        format_set_font_size(own, SIZE_NORMAL);
    }
    return s;
}

static void set_fill(lxw_format *f, th_look look)
{
    static const lxw_color_t colours[] = {0,        0xDCE4EE, 0xEEF2F7, 0xF4F4EC, 0xFFFBE0,
                                          0xF7D9D5, 0xFCE9C4, 0xDDEBF6, 0xE3F0DD};
    size_t i = (look & TH_FILL_MASK) >> 16;
    if (i == 0 || i >= sizeof colours / sizeof *colours)
        return;
    format_set_pattern(f, LXW_PATTERN_SOLID);
    format_set_bg_color(f, colours[i]);
}

static void set_ink(lxw_format *f, th_look look)
{
    static const lxw_color_t colours[] = {0, 0x6E6E6E, 0x1F3F6E, 0x9C1C1C, 0x7A4B00, 0x2F5D2F};
    size_t i = (look & TH_INK_MASK) >> 20;
    if (i != 0 && i < sizeof colours / sizeof *colours)
        format_set_font_color(f, colours[i]);
}

static void set_border(lxw_format *f, th_look look)
{
    if (look & TH_LOOK_BORDER) {
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, LINE);
    }
    if (look & TH_LOOK_STRONG_TOP) {
        format_set_top(f, LXW_BORDER_MEDIUM);
        format_set_top_color(f, LINE);
    }
}

unsigned th_look_points(th_look look)
{
    return look & TH_LOOK_HUGE    ? SIZE_HUGE
           : look & TH_LOOK_LARGE ? SIZE_LARGE
           : look & TH_LOOK_SMALL ? SIZE_SMALL
                                  : SIZE_NORMAL;
}

static lxw_format *made(th_styles *s, th_look look, const char *number)
{
    lxw_format *f = workbook_add_format(s->book);
    format_set_font_name(f, TH_FACE);
    format_set_font_size(f, th_look_points(look));
    if (look & TH_LOOK_BOLD)
        format_set_bold(f);
    if (look & TH_LOOK_ITALIC)
        format_set_italic(f);
    if (look & TH_LOOK_WRAP)
        format_set_text_wrap(f);
    if (look & (TH_LOOK_CENTER | TH_LOOK_RIGHT))
        format_set_align(f, look & TH_LOOK_CENTER ? LXW_ALIGN_CENTER : LXW_ALIGN_RIGHT);
    if (look & TH_LOOK_INDENT)
        format_set_indent(f, 1);
    format_set_align(f, look & TH_LOOK_TOP ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    set_border(f, look);
    set_fill(f, look);
    set_ink(f, look);
    if (look & TH_LOOK_INPUT)
        format_set_unlocked(f);
    if (*number)
        format_set_num_format(f, number);
    return f;
}

lxw_format *th_styles_get(th_styles *s, th_look look, const char *number)
{
    if (!number)
        number = "";
    entry *e = slot_of(s, look, number);
    if (e->format)
        return e->format;
    if ((s->used + 1) * 2 > s->nslots) {
        grow(s);
        e = slot_of(s, look, number);
    }
    *e = (entry){look, th_str_cstr(s->arena, th_str_of(number)), made(s, look, number)};
    s->used++;
    return e->format;
}
