/* Conditional formats. */
#include "draw/coloured.h"

#include "draw/library.h"

#include "base/banned.h"

enum { BLACK = 0, WHITE = 0xFFFFFF, LESS = 0x6F9BC4 };

/* The fills of draw/style.c; black is the ink that is there. */
static const struct {
    lxw_color_t ink, fill;
} colours[TH_COLOURS] = {
    [TH_COLOUR_CHANGED] = {0x9C1C1C, 0xF7D9D5}, [TH_COLOUR_ERROR] = {BLACK, 0xF7D9D5},
    [TH_COLOUR_WARNING] = {BLACK, 0xFCE9C4},    [TH_COLOUR_GOOD] = {BLACK, 0xE3F0DD},
    [TH_COLOUR_SETTLED] = {0x2F5D2F, WHITE},    [TH_COLOUR_GREY] = {0x6E6E6E, WHITE},
    [TH_COLOUR_WANTED] = {BLACK, 0xFFE48A},
};

void th_tab_colour(th_tab *tab, th_area area, th_str formula, th_colour colour)
{
    th_arena *arena = tab->output->arena;
    lxw_format *format = workbook_add_format(tab->output->book);
    if (colours[colour].ink != BLACK)
        format_set_font_color(format, colours[colour].ink);
    format_set_bg_color(format, colours[colour].fill);
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                   .value_string = th_str_cstr(arena, th_str_fmt(arena, "=" TH_FMT, TH_ARG(formula))),
                                   .format = format,
                                   .stop_if_true = LXW_TRUE};
    worksheet_conditional_format_range(tab->sheet, area.row1, (lxw_col_t)area.col1, area.row2, (lxw_col_t)area.col2,
                                       &rule);
}

void th_tab_shade(th_tab *tab, th_area area)
{
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                   .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                   .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                   .min_value = 0.4,
                                   .max_value = 1,
                                   .min_color = LESS,
                                   .max_color = WHITE};
    worksheet_conditional_format_range(tab->sheet, area.row1, (lxw_col_t)area.col1, area.row2, (lxw_col_t)area.col2,
                                       &rule);
}
