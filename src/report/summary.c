/* Writes TỔNG HỢP: every indicator, with a column for each unit and the cluster's figure beside them; of many units
 * what they come to (spread.c), since their figures stand in the sheets of the forms. */
#include "report/sheets.h"

#include "report/aggregate.h"
#include "report/cells.h"
#include "report/column_width.h"
#include "report/gap.h"
#include "report/legend.h"
#include "report/marks.h"
#include "report/now_figure.h"
#include "report/spread.h"

#include "base/banned.h"

static uint32_t last_summary_column(const th_report *r)
{
    return r->cluster_col + (r->many ? TH_SPREAD_COLUMNS - 1 : 1);
}

static void title_row(th_writer *writer, uint32_t row, uint32_t form)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_form *defined = &r->d->forms[form];
    uint32_t last = last_summary_column(r);
    th_look look = TH_LOOK_BORDER | TH_LOOK_BOLD | TH_FILL_GROUP;
    th_pen_blanks(p, row, 0, last, look);
    th_tab_tie(p->tab, row, row + 1);
    if (writer->spare_links)
        th_pen_link(p, row, 0, (th_target){r->forms[form].name, 0, 0});
    th_pen_text(p, row, 0, th_str_fmt(r->arena, TH_FMT " – " TH_FMT, TH_ARG(defined->code), TH_ARG(defined->title)),
                look);
    if (r->many)
        th_spread_stated(writer, row, form, look);
}

static void row_of_units(th_writer *writer, uint32_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t row = r->summary_row[i];
    if (r->group_row[i]) {
        th_pen_blanks(p, row - 1, 0, last_summary_column(r), TH_LOOK_BORDER);
        th_tab_tie(p->tab, row - 1, row);
        th_pen_text(p, row - 1, TH_SUMMARY_LABEL, ind->group, TH_LOOK_BORDER | TH_LOOK_ITALIC | TH_LOOK_BOLD);
    }
    th_pen_text(p, row, TH_SUMMARY_STT, ind->stt, TH_LOOK_MIDDLE);
    th_pen_text(p, row, TH_SUMMARY_LABEL, ind->label, TH_LOOK_CELL | (ind->group.len ? TH_LOOK_INDENT : 0));
    th_pen_text(p, row, TH_SUMMARY_CODE, ind->code, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY);
    th_pen_text(p, row, TH_SUMMARY_UNIT, ind->unit, TH_LOOK_MIDDLE | TH_LOOK_SMALL);
    if (r->many) {
        th_spread_row(writer, row, i);
        return;
    }
    for (uint32_t u = 0; u < r->nunits; u++)
        th_now_figure(writer, (th_cell_at){row, TH_SUMMARY_UNITS + u}, i, u);
    th_now_whole(writer, (th_cell_at){row, r->cluster_col}, i, TH_LOOK_FIGURE | TH_LOOK_BOLD | TH_FILL_TOTAL);
    th_str units = th_ref_area(r->arena, (th_str){0}, th_across(row, TH_SUMMARY_UNITS, r->cluster_col - 1));
    th_aggregate_coverage(writer, (th_cell_at){row, r->cluster_col + 1}, &(th_summed){i, TH_NOW, units},
                          TH_LOOK_MIDDLE | TH_LOOK_SMALL);
}

static void legend_of_fills(th_writer *writer)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look look = TH_LOOK_SMALL | TH_LOOK_CENTER | TH_LOOK_BORDER;
    uint32_t row = TH_SUMMARY_HEAD - 1;
    if (r->nunits < 3 || r->many)
        return;
    th_pen_text(p, row, TH_SUMMARY_UNITS, TH_STR(TH_SIGN_ERROR " lỗi"), look | TH_FILL_ERROR);
    th_pen_text(p, row, TH_SUMMARY_UNITS + 1, TH_STR(TH_SIGN_DOUBT " cảnh báo"), look | TH_FILL_WARNING);
    th_pen_text(p, row, TH_SUMMARY_UNITS + 2, TH_STR("có quy đổi"), look | TH_FILL_CHANGED);
}

static void summary_header(th_writer *writer)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    static const char *const labels[] = {"STT", "Chỉ tiêu", "Mã", "ĐVT"};
    th_pen_header(p, TH_SUMMARY_HEAD, labels, TH_SUMMARY_UNITS);
    for (uint32_t u = 0; u < r->nunits && !r->many; u++)
        th_pen_text(p, TH_SUMMARY_HEAD, TH_SUMMARY_UNITS + u, r->d->units[u].name, TH_LOOK_HEADER);
    th_str cluster = r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm");
    th_pen_text(p, TH_SUMMARY_HEAD, r->cluster_col, cluster, TH_LOOK_HEADER);
    th_pen_text(p, TH_SUMMARY_HEAD, r->cluster_col + 1, th_plan_number_of_units(r), TH_LOOK_HEADER);
    if (r->many)
        th_spread_heads(writer, TH_SUMMARY_HEAD);
}

#define LEAST_FIGURE_WIDTH 8.7
#define LABEL_ALONE 44

static void widths(th_writer *writer)
{
    th_pen *p = &writer->pen;
    static const double fields[] = {5, 26, 8.5, 8};
    const th_report *r = writer->r;
    th_pen_widths(p, fields, TH_SUMMARY_UNITS);
    if (r->many) {
        th_pen_width(p, TH_SUMMARY_LABEL, TH_SUMMARY_LABEL, LABEL_ALONE);
        return;
    }
    double *figures = th_arena_array(r->arena, (size_t)r->nunits + 1, sizeof *figures);
    for (uint32_t u = 0; u <= r->nunits; u++)
        figures[u] = LEAST_FIGURE_WIDTH;
    th_column_widths(r, TH_NONE, figures);
    for (uint32_t u = 0; u <= r->nunits; u++)
        th_pen_width(p, TH_SUMMARY_UNITS + u, TH_SUMMARY_UNITS + u, figures[u]);
    th_pen_width(p, r->cluster_col + 1, r->cluster_col + 1, 6.5);
}

static size_t links_wanted(const th_report *r)
{
    size_t n = r->d->nindicators + r->d->nforms + 1;
    for (size_t k = 0; k < r->ds->nfacts && !r->many; k++)
        n += r->ds->facts[k].item == 0 && r->ds->facts[k].measure == TH_NOW;
    return n;
}

void th_report_summary(const th_report *r)
{
    th_writer writer = th_writer_of(r, TH_SHEET_SUMMARY);
    th_pen *p = &writer.pen;
    /* Where a sheet cannot have all links, the figures of the units come first. */
    size_t wanted = links_wanted(r), figures = wanted - (r->d->nindicators + r->d->nforms + 1);
    writer.spare_links = wanted <= TH_MOST_LINKS;
    widths(&writer);
    th_str title = r->d->title.len ? r->d->title : TH_STR("Tổng hợp số liệu");
    const char *said = "Bấm vào một số để tới nguồn của nó. Chữ và dấu trong ô: xem chú giải ở cuối bảng.";
    if (r->many)
        said =
            "Số của từng đơn vị ở trang của biểu, mỗi đơn vị một dòng: bấm vào mã hoặc số của cụm để tới đó. (+2): còn "
            "2 đơn vị nữa cùng số ấy.";
    th_pen_heading(p, title,
                   th_str_fmt(r->arena, "Kỳ báo cáo: %d. %s" TH_FMT, r->d->period, said,
                              TH_ARG(th_writer_links_left_out(r->arena, figures, wanted))),
                   last_summary_column(r));
    legend_of_fills(&writer);
    summary_header(&writer);
    uint32_t row = TH_SUMMARY_HEAD + 1;
    for (uint32_t form = 0; form < r->d->nforms; form++) {
        if (!r->forms[form].indicators)
            continue;
        title_row(&writer, row++, form);
        for (uint32_t i = 0; i < r->d->nindicators; i++)
            if (r->d->indicators[i].form == form) {
                row_of_units(&writer, i);
                row = r->summary_row[i] + 1;
            }
    }
    th_legend(&writer, r->summary_end + 1, 0, last_summary_column(r));
    th_pen_signatures(p, r->summary_end + 2 + TH_LEGEND_ROWS, last_summary_column(r));
    th_pen_page(p, TH_SUMMARY_HEAD, TH_SUMMARY_HEAD, TH_SUMMARY_UNITS);
}
