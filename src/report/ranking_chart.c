/* Beside the table, in hidden columns, stand the labels of the bars and what is taken off. */
#include "report/ranking_chart.h"

#include "draw/chart.h"
#include "draw/formula.h"
#include "report/live_number.h"
#include "report/telling.h"

#include "base/banned.h"

enum { GAP_OF = 0, LABEL, TAKEN_OFF, MOST_BARS = 30, HEADING_PIXELS = 110, BAR_PIXELS = 34, HIDDEN = 12 };

/* How far unit `k` of the chart is behind the next better value; NULL: none is better.  Units are in the order of their
 * ranks. */
static const th_exact *gap_now(const th_report *r, const th_ranking_chart *chart, uint32_t k)
{
    const th_exact *own = chart->at[k].value;
    for (uint32_t i = k; i-- > 0;) {
        const th_exact *better = chart->at[i].value;
        if (th_exact_cmp(better, own) == 0)
            continue;
        return chart->direction < 0 ? th_exact_sub(r->arena, own, better) : th_exact_sub(r->arena, better, own);
    }
    return NULL;
}

/* How far the unit is behind the next better value; "" where there is none. */
static void gap_cell(th_writer *writer, const th_ranking_chart *chart, uint32_t k, const th_exact *gap)
{
    th_arena *arena = writer->r->arena;
    th_str all = th_ref_area(arena, (th_str){0}, th_down(chart->value, chart->first, chart->first + chart->ranked - 1)),
           own = th_ref_cell(arena, (th_str){0}, chart->first + k, chart->value);
    const char *pattern = "IF(SUMPRODUCT(({all}>{own})*1)=0,\"\",ROUND(SUMPRODUCT(MIN({all}+({all}<={own})*10^9))-"
                          "{own},6))";
    if (chart->direction < 0)
        pattern = "IF(SUMPRODUCT(({all}<{own})*1)=0,\"\",ROUND({own}-SUMPRODUCT(MAX({all}-({all}>={own})*10^9)),6))";
    th_pen_formula(
        &writer->pen, chart->first + k, chart->spare + GAP_OF,
        (th_live){TH_FORMULA(arena, th_str_cstr(arena, th_str_of(pattern)), {"all", all}, {"own", own}), gap},
        (th_style){TH_LOOK_SMALL | TH_INK_GREY, "#,##0.00"});
}

static th_live_text in_points(th_arena *arena, th_str cell, const th_exact *now)
{
    return th_live_number(arena, cell, now, (th_live_digits){2, TH_ZEROS_OF_WHOLE, 2});
}

/* "Lào Cai: 935,95 điểm, kém hạng trên 26,32 điểm". */
static void label_cell(th_writer *writer, const th_ranking_chart *chart, uint32_t k, const th_exact *gap)
{
    const th_report *r = writer->r;
    th_arena *arena = r->arena;
    uint32_t row = chart->first + k;
    const char *unit = chart->nparts ? " điểm" : "";
    th_telling told = th_telling_new(arena), behind = th_telling_new(arena);
    th_str gap_there = th_ref_cell(arena, (th_str){0}, row, chart->spare + GAP_OF);
    th_telling_live(
        &told, (th_live_text){th_ref_cell(arena, (th_str){0}, row, chart->name), r->d->units[chart->at[k].unit].name});
    th_telling_say(&told, TH_STR(": "));
    th_telling_live(&told, in_points(arena, th_ref_cell(arena, (th_str){0}, row, chart->value), chart->at[k].value));
    th_telling_say(&told, th_str_of(unit));
    th_telling_say(&behind, TH_STR(", kém hạng trên "));
    th_telling_live(&behind, in_points(arena, th_str_fmt(arena, "N(" TH_FMT ")", TH_ARG(gap_there)),
                                       gap ? gap : th_exact_int(arena, 0)));
    th_telling_say(&behind, th_str_of(unit));
    th_telling_choose(&told,
                      (th_live_condition){th_str_fmt(arena, "ISNUMBER(" TH_FMT ")", TH_ARG(gap_there)), gap != NULL},
                      &behind, NULL);
    th_pen_formula_text(&writer->pen, row, chart->spare + LABEL, th_telling_end(&told), TH_LOOK_SMALL | TH_INK_GREY);
}

static bool is_taken_off(const th_report *r, const th_ranking_chart *chart, uint32_t part)
{
    return r->d->criteria[chart->criteria[part]].sign < 0;
}

/* What is taken off stands below 0.  The column it has, or that of the part itself. */
static uint32_t column_of_part(th_writer *writer, const th_ranking_chart *chart, uint32_t part, bool *below_zero)
{
    const th_report *r = writer->r;
    uint32_t col = chart->spare + TAKEN_OFF + part;
    if (!is_taken_off(r, chart, part))
        return chart->parts + part;
    for (uint32_t k = 0; k < chart->ranked; k++) {
        uint32_t row = chart->first + k;
        const th_points *points = th_score_points(r->in->scores, chart->criteria[part], chart->at[k].unit);
        const th_exact *off = th_exact_int(r->arena, 0);
        if (points->official)
            off = th_exact_neg(r->arena, points->official);
        *below_zero = *below_zero || th_exact_sign(off) < 0;
        th_str there = th_ref_cell(r->arena, (th_str){0}, row, chart->parts + part);
        th_pen_formula(&writer->pen, row, col, (th_live){th_str_fmt(r->arena, "-" TH_FMT, TH_ARG(there)), off},
                       (th_style){TH_LOOK_SMALL | TH_INK_GREY, "#,##0.00"});
    }
    return col;
}

uint32_t th_ranking_chart_put(th_writer *writer, uint32_t row, const th_ranking_chart *chart)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t bars = chart->ranked < MOST_BARS ? chart->ranked : MOST_BARS;
    uint32_t n = chart->nparts ? chart->nparts : 1;
    th_chart_series *series = th_arena_array(r->arena, n, sizeof *series);
    bool below_zero = false;
    for (uint32_t k = 0; k < bars; k++) {
        const th_exact *gap = gap_now(r, chart, k);
        gap_cell(writer, chart, k, gap);
        label_cell(writer, chart, k, gap);
    }
    for (uint32_t part = 0; part < n; part++) {
        uint32_t col = chart->value;
        if (chart->nparts)
            col = column_of_part(writer, chart, part, &below_zero);
        series[part] =
            (th_chart_series){.name = chart->nparts ? r->d->criteria[chart->criteria[part]].title : chart->title,
                              .sheet = p->name,
                              .values = th_down(col, chart->first, chart->first + bars - 1)};
    }
    th_tab_width(p->tab, chart->spare, chart->spare + TAKEN_OFF + chart->nparts, HIDDEN, true);
    th_str title = chart->title;
    if (bars < chart->ranked)
        title = th_str_fmt(r->arena, TH_FMT " (%u hạng đầu)", TH_ARG(title), bars);
    double high = HEADING_PIXELS + BAR_PIXELS * (double)bars;
    th_pen_chart(p, row,
                 &(th_chart){.kind = TH_CHART_STACKED,
                             .title = title,
                             .description = "Biểu đồ thanh chồng: điểm từng phần của từng đơn vị, tính từ 0; cạnh tên "
                                            "đơn vị là tổng điểm và kém hạng trên bao nhiêu",
                             .sheet = p->name,
                             .names = th_down(chart->spare + LABEL, chart->first, chart->first + bars - 1),
                             .series = series,
                             .nseries = n,
                             .below_zero = below_zero,
                             .wide = chart->wide,
                             .high = high});
    return row + th_chart_rows(high) + 1;
}
