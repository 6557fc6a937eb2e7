/* The chart of columns, drawn by the library. */
#include "draw/chart.h"

#include "draw/library.h"

#include "base/banned.h"

enum { COLUMN_COLOUR = 0x5B7DA8, FAINT = 0xD0D0D0, PLAIN_POINTS = 11, TITLE_POINTS = 13, GAP = 60, OFFSET = 4 };

static void add_series(const th_pen *p, lxw_chart *drawn, const th_chart *chart)
{
    char *sheet = th_str_cstr(p->arena, p->name);
    lxw_chart_series *series = chart_add_series(drawn, NULL, NULL);
    lxw_chart_font plain = {.name = (char[]){TH_FACE}, .size = PLAIN_POINTS};
    lxw_chart_fill fill = {.color = COLUMN_COLOUR};
    th_area names = chart->names, values = chart->values;
    chart_series_set_categories(series, sheet, names.row1, (lxw_col_t)names.col1, names.row2, (lxw_col_t)names.col2);
    chart_series_set_values(series, sheet, values.row1, (lxw_col_t)values.col1, values.row2, (lxw_col_t)values.col2);
    chart_series_set_fill(series, &fill);
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, chart->format);
    chart_series_set_labels_font(series, &plain);
}

static void set_axes(lxw_chart *drawn)
{
    lxw_chart_font plain = {.name = (char[]){TH_FACE}, .size = PLAIN_POINTS};
    lxw_chart_line faint = {.color = FAINT, .width = 0.75};
    chart_axis_set_num_font(drawn->x_axis, &plain);
    chart_axis_set_num_font(drawn->y_axis, &plain);
    chart_axis_set_num_format(drawn->y_axis, "#,##0");
    chart_axis_set_min(drawn->y_axis, 0);
    chart_axis_major_gridlines_set_line(drawn->y_axis, &faint);
}

void th_pen_chart(th_pen *p, uint32_t row, const th_chart *chart)
{
    lxw_chart *drawn = workbook_add_chart(p->output->book, LXW_CHART_COLUMN);
    lxw_chart_font strong = {.name = (char[]){TH_FACE}, .size = TITLE_POINTS, .bold = LXW_TRUE};
    add_series(p, drawn, chart);
    chart_title_set_name(drawn, th_str_cstr(p->arena, chart->title));
    chart_title_set_name_font(drawn, &strong);
    chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
    set_axes(drawn);
    chart_set_series_gap(drawn, GAP);
    lxw_chart_options options = {.x_offset = OFFSET,
                                 .y_offset = OFFSET,
                                 .x_scale = chart->wide,
                                 .y_scale = chart->high,
                                 .description = th_str_cstr(p->arena, th_str_of(chart->description))};
    worksheet_insert_chart_opt(p->tab->sheet, row, 0, drawn, &options);
}
