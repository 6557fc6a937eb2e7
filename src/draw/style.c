/* The formats of the looks in use, found again by hash: a workbook has a few hundred, a sheet a million cells. */
#include "draw/style.h"

#include "draw/library.h"

#include <string.h>

#include "base/banned.h"

typedef struct entry {
    th_look look;
    const char *number;
    th_cell_format *format;
} entry;

struct th_styles {
    th_output *output;
    entry *slots; /* open addressing; `used` stays below half */
    size_t nslots, used;
};

enum { SIZE_NORMAL = 11, SIZE_SMALL = 10, SIZE_LARGE = 13, SIZE_HUGE = 16, FIRST_SLOTS = 256 };
enum { LINE = 0x8C8C8C };

static size_t hash_of_look(th_look look, const char *number)
{
    uint64_t hash = 1469598103934665603u ^ look; /* FNV-1a */
    for (const char *c = number; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    return (size_t)(hash ^ hash >> 29);
}

static entry *style_slot(const th_styles *styles, th_look look, const char *number)
{
    for (size_t i = hash_of_look(look, number);; i++) {
        entry *slot = &styles->slots[i & (styles->nslots - 1)];
        if (!slot->format || (slot->look == look && strcmp(slot->number, number) == 0))
            return slot;
    }
}

static void grow_styles(th_styles *styles)
{
    th_styles larger = *styles;
    larger.nslots = styles->nslots * 2;
    larger.slots = th_arena_array(styles->output->arena, larger.nslots, sizeof *larger.slots);
    for (size_t i = 0; i < styles->nslots; i++)
        if (styles->slots[i].format)
            *style_slot(&larger, styles->slots[i].look, styles->slots[i].number) = styles->slots[i];
    *styles = larger;
}

th_styles *th_styles_new(th_output *output)
{
    th_styles *styles = th_arena_alloc(output->arena, sizeof *styles);
    *styles = (th_styles){.output = output, .nslots = FIRST_SLOTS};
    styles->slots = th_arena_array(output->arena, styles->nslots, sizeof *styles->slots);
    /* the first format is the workbook's own: cells without a format, row and column headings */
    lxw_format *own = STAILQ_FIRST(output->book->formats);
    if (own) {
        format_set_font_name(own, TH_FACE);
        format_set_font_size(own, SIZE_NORMAL);
    }
    return styles;
}

static void set_look_fill(lxw_format *format, th_look look)
{
    static const lxw_color_t colours[] = {0,        0xDCE4EE, 0xEEF2F7, 0xF4F4EC, 0xFFFBE0,
                                          0xF7D9D5, 0xFCE9C4, 0xDDEBF6, 0xE3F0DD};
    size_t i = (look & TH_FILL_MASK) >> 16;
    if (i == 0 || i >= sizeof colours / sizeof *colours)
        return;
    format_set_pattern(format, LXW_PATTERN_SOLID);
    format_set_bg_color(format, colours[i]);
}

static void set_look_ink(lxw_format *format, th_look look)
{
    static const lxw_color_t colours[] = {0, 0x6E6E6E, 0x1F3F6E, 0x9C1C1C, 0x7A4B00, 0x2F5D2F};
    size_t i = (look & TH_INK_MASK) >> 20;
    if (i != 0 && i < sizeof colours / sizeof *colours)
        format_set_font_color(format, colours[i]);
}

static void set_look_border(lxw_format *format, th_look look)
{
    if (look & TH_LOOK_BORDER) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, LINE);
    }
    if (look & TH_LOOK_STRONG_TOP) {
        format_set_top(format, LXW_BORDER_MEDIUM);
        format_set_top_color(format, LINE);
    }
}

unsigned th_look_points(th_look look)
{
    return look & TH_LOOK_HUGE    ? SIZE_HUGE
           : look & TH_LOOK_LARGE ? SIZE_LARGE
           : look & TH_LOOK_SMALL ? SIZE_SMALL
                                  : SIZE_NORMAL;
}

static th_cell_format *make_format(const th_styles *styles, th_look look, const char *number)
{
    th_cell_format *format = th_cell_format_new(styles->output, &(th_format_spec){0});
    lxw_format *own = format->own;
    format_set_font_name(own, TH_FACE);
    format_set_font_size(own, th_look_points(look));
    if (look & TH_LOOK_BOLD)
        format_set_bold(own);
    if (look & TH_LOOK_ITALIC)
        format_set_italic(own);
    if (look & TH_LOOK_WRAP)
        format_set_text_wrap(own);
    if (look & TH_LOOK_SHRINK)
        format_set_shrink(own);
    if (look & (TH_LOOK_CENTER | TH_LOOK_RIGHT))
        format_set_align(own, look & TH_LOOK_CENTER ? LXW_ALIGN_CENTER : LXW_ALIGN_RIGHT);
    if (look & TH_LOOK_INDENT)
        format_set_indent(own, 1);
    format_set_align(own, look & TH_LOOK_TOP ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    set_look_border(own, look);
    set_look_fill(own, look);
    set_look_ink(own, look);
    if (look & TH_LOOK_INPUT)
        format_set_unlocked(own);
    if (*number)
        format_set_num_format(own, number);
    return format;
}

const th_cell_format *th_style_get(th_output *output, th_look look, const char *number)
{
    th_styles *styles = output->styles;
    if (!number)
        number = "";
    entry *slot = style_slot(styles, look, number);
    if (slot->format)
        return slot->format;
    if ((styles->used + 1) * 2 > styles->nslots) {
        grow_styles(styles);
        slot = style_slot(styles, look, number);
    }
    *slot = (entry){look, th_str_cstr(styles->output->arena, th_str_of(number)), make_format(styles, look, number)};
    styles->used++;
    return slot->format;
}
