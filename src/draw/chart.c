/* Charts, drawn by the library. */
#include "draw/chart.h"

#include "draw/library.h"

#include "base/banned.h"

enum {
    DARK = 0x1F3F6E,
    MIDDLE = 0x7FA3C7,
    LIGHT = 0xDCE8F3,
    PAPER = 0xFFFFFF,
    FAINT = 0xD0D0D0,
    PLAIN_POINTS = 11,
    TITLE_POINTS = 13,
    GAP = 45,
    OFFSET = 4,
    USUAL_WIDE = 480,
    USUAL_HIGH = 288,
    ROW_PIXELS = 20,
    PAIR_BEGINS = 2
};

/* Fills the pieces of a series: from dark to light, then hatched; further series begin again. */
static void set_piece(lxw_chart_series *series, size_t index)
{
    static const struct {
        lxw_color_t colour;
        uint8_t pattern;
    } pieces[] = {{DARK, LXW_CHART_PATTERN_NONE},       {MIDDLE, LXW_CHART_PATTERN_NONE},
                  {LIGHT, LXW_CHART_PATTERN_NONE},      {DARK, LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL},
                  {DARK, LXW_CHART_PATTERN_PERCENT_25}, {DARK, LXW_CHART_PATTERN_DARK_HORIZONTAL},
                  {DARK, LXW_CHART_PATTERN_LARGE_GRID}};
    size_t k = index % (sizeof pieces / sizeof *pieces);
    lxw_chart_line outline = {.color = DARK, .width = 0.75};
    lxw_chart_fill fill = {.color = pieces[k].colour};
    lxw_chart_pattern pattern = {.fg_color = pieces[k].colour, .bg_color = PAPER, .type = pieces[k].pattern};
    if (pieces[k].pattern == LXW_CHART_PATTERN_NONE)
        chart_series_set_fill(series, &fill);
    else
        chart_series_set_pattern(series, &pattern);
    chart_series_set_line(series, &outline);
}

static void note_charted(th_output *output, th_str sheet, th_area area)
{
    const th_charted charted = {th_str_copy(output->arena, sheet), area};
    TH_PUSH(output->arena, output->charted, output->ncharted, output->charted_cap, charted);
}

static void add_series(const th_pen *p, lxw_chart *drawn, const th_chart *chart)
{
    char *sheet = th_str_cstr(p->arena, chart->sheet);
    th_area names = chart->names;
    for (size_t i = 0; i < chart->nseries; i++) {
        const th_chart_series *from = &chart->series[i];
        th_area values = from->values;
        lxw_chart_series *series = chart_add_series(drawn, NULL, NULL);
        chart_series_set_name(series, th_str_cstr(p->arena, from->name));
        chart_series_set_categories(series, sheet, names.row1, (lxw_col_t)names.col1, names.row2,
                                    (lxw_col_t)names.col2);
        chart_series_set_values(series, th_str_cstr(p->arena, from->sheet), values.row1, (lxw_col_t)values.col1,
                                values.row2, (lxw_col_t)values.col2);
        note_charted(p->output, chart->sheet, names);
        note_charted(p->output, from->sheet, values);
        set_piece(series, chart->kind == TH_CHART_PAIRS ? PAIR_BEGINS - i * PAIR_BEGINS : i); /* light, then dark */
    }
}

static void set_axes(lxw_chart *drawn, const th_chart *chart)
{
    lxw_chart_font plain = {.name = (char[]){TH_FACE}, .size = PLAIN_POINTS};
    lxw_chart_line faint = {.color = FAINT, .width = 0.75};
    bool bars = chart->kind == TH_CHART_STACKED; /* of which the library names the axes the other way round */
    lxw_chart_axis *names = drawn->x_axis, *figures = drawn->y_axis;
    if (bars)
        names = drawn->y_axis, figures = drawn->x_axis;
    chart_axis_set_num_font(names, &plain);
    chart_axis_set_num_font(figures, &plain);
    chart_axis_set_num_format(figures, "#,##0");
    if (!chart->below_zero)
        chart_axis_set_min(figures, 0);
    chart_axis_major_gridlines_set_visible(figures, LXW_TRUE);
    chart_axis_major_gridlines_set_visible(names, LXW_FALSE);
    chart_axis_major_gridlines_set_line(figures, &faint);
    if (bars)
        chart_axis_set_reverse(names); /* the first name on top */
    if (chart->below_zero)
        chart_axis_set_label_position(names, LXW_CHART_AXIS_LABEL_POSITION_LOW);
}

uint32_t th_chart_rows(double high)
{
    return (uint32_t)((high + 2 * OFFSET) / ROW_PIXELS) + 1;
}

void th_pen_chart(th_pen *p, uint32_t row, const th_chart *chart)
{
    lxw_chart *drawn =
        workbook_add_chart(p->output->book, chart->kind == TH_CHART_STACKED ? LXW_CHART_BAR_STACKED : LXW_CHART_COLUMN);
    lxw_chart_font strong = {.name = (char[]){TH_FACE}, .size = TITLE_POINTS, .bold = LXW_TRUE},
                   plain = {.name = (char[]){TH_FACE}, .size = PLAIN_POINTS};
    add_series(p, drawn, chart);
    chart_title_set_name(drawn, th_str_cstr(p->arena, chart->title));
    chart_title_set_name_font(drawn, &strong);
    chart_legend_set_position(drawn, chart->nseries > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    chart_legend_set_font(drawn, &plain);
    set_axes(drawn, chart);
    chart_set_series_gap(drawn, GAP);
    chart_show_hidden_data(drawn);
    lxw_chart_options options = {.x_offset = OFFSET,
                                 .y_offset = OFFSET,
                                 .x_scale = chart->wide / USUAL_WIDE,
                                 .y_scale = chart->high / USUAL_HIGH,
                                 .description = th_str_cstr(p->arena, th_str_of(chart->description))};
    worksheet_insert_chart_opt(p->tab->sheet, row, (lxw_col_t)chart->col, drawn, &options);
    th_tab_tie(p->tab, row, row + th_chart_rows(chart->high) - 1);
}
