/* A format of the library from a description: every field that is set, and nothing else. */
#include "draw/cell_format.h"

#include "draw/library.h"

#include "base/banned.h"

static void set_face(const th_output *output, lxw_format *format, const th_format_spec *spec)
{
    if (spec->face.len)
        format_set_font_name(format, th_str_cstr(output->arena, spec->face));
    if (spec->points > 0)
        format_set_font_size(format, spec->points);
    if (spec->bold)
        format_set_bold(format);
    if (spec->italic)
        format_set_italic(format);
    if (spec->underline)
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
}

static void set_cell(lxw_format *format, const th_format_spec *spec)
{
    static const uint8_t aligns[TH_ALIGNS] = {LXW_ALIGN_NONE,          LXW_ALIGN_LEFT,       LXW_ALIGN_CENTER,
                                              LXW_ALIGN_RIGHT,         LXW_ALIGN_FILL,       LXW_ALIGN_JUSTIFY,
                                              LXW_ALIGN_CENTER_ACROSS, LXW_ALIGN_DISTRIBUTED};
    if (spec->align && spec->align < TH_ALIGNS)
        format_set_align(format, aligns[spec->align]);
    if (spec->wrap)
        format_set_text_wrap(format);
    if (spec->left)
        format_set_left(format, LXW_BORDER_THIN);
    if (spec->right)
        format_set_right(format, LXW_BORDER_THIN);
    if (spec->top)
        format_set_top(format, LXW_BORDER_THIN);
    if (spec->bottom)
        format_set_bottom(format, LXW_BORDER_THIN);
    if (spec->fill) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_bg_color(format, spec->fill);
    }
    if (spec->number)
        format_set_num_format(format, spec->number);
}

th_cell_format *th_cell_format_new(th_output *output, const th_format_spec *spec)
{
    th_cell_format *format = th_arena_alloc(output->arena, sizeof *format);
    format->own = workbook_add_format(output->book);
    set_face(output, format->own, spec);
    set_cell(format->own, spec);
    return format;
}
