/* Writes what TỔNG HỢP says of many units. */
#include "report/spread.h"

#include "draw/formula.h"
#include "draw/lines.h"
#include "report/aggregate.h"
#include "report/column_width.h"
#include "report/gap.h"
#include "report/now_figure.h"

#include "base/banned.h"

/* ---- smallest and largest ---- */

typedef struct extreme {
    const th_fact *fact; /* of the first unit that has it */
    uint32_t units;      /* how many have it */
} extreme;

/* The figure as a formula sees it: cells hold doubles. */
static double number_in_cell(const th_report *r, const th_fact *f)
{
    return th_gap_counts_zero(r, f) ? 0 : th_exact_to_double(f->value.num);
}

static extreme extreme_of(const th_report *r, uint32_t i, int sign)
{
    extreme found = {0};
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, TH_NOW);
        if (!f || !(th_gap_counts_zero(r, f) || (f->value.state == TH_STATE_VALUE && f->value.num)))
            continue;
        double beyond = found.fact ? sign * (number_in_cell(r, f) - number_in_cell(r, found.fact)) : 1;
        if (beyond > 0)
            found = (extreme){f, 1};
        else
            found.units += beyond >= 0;
    }
    return found;
}

static bool has_extremes(const th_indicator *ind)
{
    return th_type_is_number(ind->type) && !th_indicator_is_year(ind);
}

static void extreme_cells(th_writer *writer, uint32_t row, uint32_t i, int sign)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t col = r->cluster_col + (sign < 0 ? TH_SPREAD_LOW : TH_SPREAD_HIGH);
    th_cell_at first, last;
    th_str sheet = th_plan_now_cell(r, i, 0, &first);
    th_plan_now_cell(r, i, r->nunits - 1, &last);
    th_field units = {"units", th_ref_area(r->arena, sheet, (th_area){first.row, first.col, last.row, last.col})},
             names = {"names", th_ref_area(r->arena, sheet, th_down(0, first.row, last.row))},
             name = {"most", sign < 0 ? TH_STR("MIN") : TH_STR("MAX")},
             here = {"here", th_ref_cell(r->arena, (th_str){0}, row, col)};
    extreme found = extreme_of(r, i, sign);
    const th_exact *number = NULL;
    if (found.fact)
        number = th_gap_counts_zero(r, found.fact) ? th_exact_int(r->arena, 0) : found.fact->value.num;
    th_pen_formula(p, row, col,
                   (th_live){TH_FORMULA(r->arena, "IF(COUNT({units})=0,\"\",{most}({units}))", units, name), number},
                   (th_style){TH_LOOK_FIGURE,
                              th_figure_format(r->arena, th_figure_decimals(th_plan_decimals(ind), number), 0, NULL)});
    th_str whose = {0};
    if (found.fact)
        whose = r->d->units[found.fact->unit].name;
    if (found.units > 1)
        whose = th_str_fmt(r->arena, TH_FMT " (+%u)", TH_ARG(whose), found.units - 1);
    th_str formula = TH_FORMULA(r->arena,
                                "IF({here}=\"\",\"\",INDEX({names},MATCH({here},{units},0))&"
                                "IF(COUNTIF({units},{here})>1,\" (+\"&(COUNTIF({units},{here})-1)&\")\",\"\"))",
                                here, names, units);
    th_pen_formula_text(p, row, col + 1, (th_live_text){formula, whose}, TH_LOOK_CELL | TH_LOOK_SMALL);
}

/* ---- heads and widths ---- */

/* The width that the smallest and largest figures of all indicators need as their cells show them. */
static double width_of_extremes(const th_report *r)
{
    enum { SHOWN_DECIMALS = 2 };
    static const double least = 10, beside = 2;
    double width = least;
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        for (int sign = -1; sign <= 1 && has_extremes(&r->d->indicators[i]); sign += 2) {
            extreme found = extreme_of(r, i, sign);
            if (!found.fact || !found.fact->value.num)
                continue;
            double wide =
                th_line_width(th_exact_vi(r->arena, found.fact->value.num, SHOWN_DECIMALS, true), th_look_points(0)) +
                beside;
            width = wide > width ? wide : width;
        }
    return width;
}

void th_spread_heads(th_writer *writer, uint32_t row)
{
    static const char *const labels[TH_SPREAD_COLUMNS] = {[TH_SPREAD_LOW] = "Nhỏ nhất",
                                                          [TH_SPREAD_LOW_UNIT] = "của đơn vị",
                                                          [TH_SPREAD_HIGH] = "Lớn nhất",
                                                          [TH_SPREAD_HIGH_UNIT] = "của đơn vị"};
    static const double least = 10, others = 6; /* "(+31)" */
    const th_report *r = writer->r;
    double *widths = th_arena_array(r->arena, (size_t)r->nunits + 1, sizeof *widths), most = width_of_extremes(r),
           names = th_column_width_of_names(r) + others;
    widths[r->nunits] = least;
    th_column_widths(r, TH_NONE, widths);
    const double wide[TH_SPREAD_COLUMNS] = {widths[r->nunits], least, most, names, most, names};
    for (uint32_t k = 0; k < TH_SPREAD_COLUMNS; k++)
        th_pen_width(&writer->pen, r->cluster_col + k, r->cluster_col + k, wide[k]);
    for (uint32_t k = TH_SPREAD_LOW; k < TH_SPREAD_COLUMNS; k++)
        th_pen_text(&writer->pen, row, r->cluster_col + k, th_str_of(labels[k]), TH_LOOK_HEADER);
}

/* ---- a row ---- */

/* The first column under the head of an indicator. */
static uint32_t first_column(const th_report *r, uint32_t i)
{
    const uint32_t *columns = &r->measure_at[(size_t)i * TH_MEASURES];
    uint32_t first = columns[TH_NOW];
    for (size_t k = 0; k < TH_MEASURES; k++)
        first = columns[k] < first ? columns[k] : first; /* TH_NONE is the largest */
    return first;
}

void th_spread_row(th_writer *writer, uint32_t row, uint32_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    th_cell_at cluster;
    th_str sheet = th_plan_now_cell(r, i, r->nunits, &cluster);
    th_pen_link(p, row, TH_SUMMARY_CODE, (th_target){sheet, r->forms[ind->form].block_head, first_column(r, i)});
    th_pen_text(p, row, TH_SUMMARY_CODE, ind->code, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_LINK);
    th_pen_link(p, row, r->cluster_col, (th_target){sheet, cluster.row, cluster.col});
    th_aggregate_again(writer, (th_cell_at){row, r->cluster_col}, i, TH_LOOK_FIGURE | TH_LOOK_BOLD | TH_FILL_TOTAL);
    th_aggregate_coverage_again(writer, (th_cell_at){row, r->cluster_col + 1}, i, TH_LOOK_MIDDLE | TH_LOOK_SMALL);
    for (int sign = -1; sign <= 1; sign += 2) {
        if (has_extremes(ind)) {
            extreme_cells(writer, row, i, sign);
            continue;
        }
        uint32_t col = r->cluster_col + (sign < 0 ? TH_SPREAD_LOW : TH_SPREAD_HIGH);
        th_pen_blanks(p, row, col, col + 1, TH_LOOK_CELL);
    }
}

/* ---- how much a form's sheet says ---- */

void th_spread_stated(th_writer *writer, uint32_t row, uint32_t form, th_look look)
{
    static const char *const words[] = {TH_GAP_ALL};
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    uint32_t head = place->block_head + place->heads - 1, last = place->columns - 1;
    long long n = 0;
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        for (uint32_t u = 0; u < r->nunits && r->d->indicators[i].form == form; u++)
            n += th_now_is_filled(r, th_dataset_find(r->ds, u, i, TH_NOW));
    th_field heads = {"heads", th_ref_area(r->arena, place->name, th_across(head, 1, last))},
             units = {"units", th_ref_area(r->arena, place->name,
                                           (th_area){place->units, 1, place->units + r->nunits - 1, last})},
             now = {"now", th_measure_vi(TH_NOW)};
    th_buf out;
    th_buf_init(&out, r->arena);
    th_buf_add(&out, TH_FORMULA(r->arena, "SUMPRODUCT(({heads}=\"{now}\")*(LEN({units})>0))", heads, units, now));
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        th_buf_add(&out, TH_FORMULA(r->arena, "-SUMPRODUCT(({heads}=\"{now}\")*({units}=\"{word}\"))", heads, units,
                                    now, {"word", th_str_of(words[k])}));
    th_pen_formula(&writer->pen, row, r->cluster_col + 1, (th_live){th_buf_str(&out), th_exact_int(r->arena, n)},
                   (th_style){look | TH_LOOK_CENTER, "#,##0\" số\""});
}
