/* Writes the cluster's figure of an indicator: the formula over the units' cells, its number format, and how many units
 * it covers. */
#include "report/aggregate.h"

#include "draw/formula.h"
#include "report/cells.h"
#include "report/live_number.h"
#include "report/telling.h"

#include "base/banned.h"

enum { RATIO_DECIMALS = 2, EXACT_DECIMALS = 15 };

static th_str range_of(const th_report *r, uint32_t i)
{
    uint32_t row = r->summary_row[i];
    return th_ref_area(r->arena, (th_str){0}, th_across(row, TH_SUMMARY_UNITS, TH_SUMMARY_UNITS + r->nunits - 1));
}

static bool is_ratio_of_parts(const th_indicator *ind)
{
    return ind->aggregate == TH_AGG_RATIO && ind->numerator != TH_NONE && ind->denominator != TH_NONE;
}

bool th_aggregate_zero(const th_report *r, const th_fact *f)
{
    return f && f->item == 0 && f->measure == TH_NOW && f->value.state == TH_STATE_BLANK &&
           r->d->indicators[f->indicator].blank_is_zero;
}

/* Σ numerator / Σ denominator over the units that state both, since half a share would distort the whole. */
static th_str ratio_formula(const th_report *r, uint32_t i)
{
    const th_indicator *ind = &r->d->indicators[i];
    th_str above = range_of(r, ind->numerator), below = range_of(r, ind->denominator);
    th_str both = th_str_fmt(r->arena, "ISNUMBER(" TH_FMT ")*ISNUMBER(" TH_FMT ")", TH_ARG(above), TH_ARG(below));
    return th_str_fmt(r->arena,
                      "IF(SUMPRODUCT(" TH_FMT "," TH_FMT ")=0,\"\",100*SUMPRODUCT(" TH_FMT "," TH_FMT
                      ")/SUMPRODUCT(" TH_FMT "," TH_FMT "))",
                      TH_ARG(both), TH_ARG(below), TH_ARG(both), TH_ARG(above), TH_ARG(both), TH_ARG(below));
}

static th_str simple_formula(const th_report *r, const th_indicator *ind, th_str range)
{
    const char *name = "SUM";
    bool most =
        ind->aggregate == TH_AGG_MAX || (ind->aggregate == TH_AGG_BEST && ind->type != TH_TYPE_RANK && ind->better > 0);
    if (ind->aggregate != TH_AGG_SUM)
        name = most ? "MAX" : "MIN";
    return th_str_fmt(r->arena, "IF(COUNT(" TH_FMT ")=0,\"\",%s(" TH_FMT "))", TH_ARG(range), name, TH_ARG(range));
}

static th_str count_formula(const th_report *r, const th_indicator *ind, th_str range)
{
    const char *wanted = "\"<>\"";
    if (ind->type == TH_TYPE_BOOL)
        wanted = "\"Có\"";
    else if (th_type_is_number(ind->type))
        wanted = "\">0\"";
    return th_str_fmt(r->arena, "IF(COUNTA(" TH_FMT ")=0,\"\",COUNTIF(" TH_FMT ",%s))", TH_ARG(range), TH_ARG(range),
                      wanted);
}

/* The "of how many" that the ranks of all units have in common, with which a rank is shown as "5/63"; NULL when they
 * differ. */
static const th_exact *common_denominator(const th_report *r, uint32_t i, th_measure m)
{
    const th_exact *of = NULL;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, m);
        if (!f || f->value.state != TH_STATE_VALUE)
            continue;
        if (!f->value.den || (of && th_exact_cmp(of, f->value.den) != 0))
            return NULL;
        of = f->value.den;
    }
    return of;
}

/* The cluster's figure has as many decimals as the definition states.  Where it states none, it has as many as the
 * longest of the units' figures when two would cut that off. */
static int decimals_of(const th_report *r, uint32_t i, th_measure m, const th_exact *num)
{
    const th_indicator *ind = &r->d->indicators[i];
    int most = 0;
    if (ind->decimals >= 0)
        return th_figure_decimals(ind->decimals, num);
    if (ind->aggregate == TH_AGG_RATIO)
        return num && !th_exact_is_int(num) ? RATIO_DECIMALS : th_figure_decimals(TH_DECIMALS_UNSTATED, num);
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, m);
        if (f && f->value.state == TH_STATE_VALUE && f->value.decimals > most)
            most = f->value.decimals;
    }
    return most > RATIO_DECIMALS ? most : th_figure_decimals(TH_DECIMALS_UNSTATED, num);
}

/* The note under the cluster's rank says which unit has which one. */
static void list_of_units(th_writer *writer, uint32_t row, uint32_t col, uint32_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, TH_NOW);
        if (f && f->value.state == TH_STATE_VALUE)
            th_buf_fmt(&out, "%s" TH_FMT ": " TH_FMT, out.len ? "\n" : "", TH_ARG(r->d->units[u].name),
                       TH_ARG(th_value_vi(r->arena, &f->value, r->d->indicators[i].type)));
    }
    if (out.len)
        th_pen_comment(p, row, col, th_buf_str(&out));
}

/* "từ 87,5 đến 93", over the cells of the units. */
static th_live_text low_to_high(th_arena *arena, const th_aggregated *sum, th_str units)
{
    const th_live_digits digits = {RATIO_DECIMALS, TH_ZEROS_CUT, 2};
    th_live_text low = th_live_number(arena, th_str_fmt(arena, "MIN(" TH_FMT ")", TH_ARG(units)), sum->low, digits),
                 high = th_live_number(arena, th_str_fmt(arena, "MAX(" TH_FMT ")", TH_ARG(units)), sum->high, digits);
    th_telling told = th_telling_new(arena), range = th_telling_new(arena), one = th_telling_new(arena),
               some = th_telling_new(arena);
    th_telling_say(&range, TH_STR("từ "));
    th_telling_live(&range, low);
    th_telling_say(&range, TH_STR(" đến "));
    th_telling_live(&range, high);
    th_telling_live(&one, low);
    th_live_condition same = {TH_FORMULA(arena, "MIN({units})=MAX({units})", {"units", units}),
                              !th_exact_cmp(sum->low, sum->high)};
    th_telling_choose(&some, same, &one, &range);
    th_telling_choose(&told, (th_live_condition){TH_FORMULA(arena, "COUNT({units})>0", {"units", units}), true}, &some,
                      NULL);
    return th_telling_end(&told);
}

/* A percentage without its parts cannot be merged into one for the cluster, and so the range is shown. */
static bool write_low_to_high(th_writer *writer, th_cell_at at, const th_aggregated *sum, th_str units, th_look look)
{
    if (sum->num || !sum->low)
        return false;
    th_pen_formula_text(&writer->pen, at.row, at.col, low_to_high(writer->r->arena, sum, units), look | TH_LOOK_WRAP);
    return true;
}

const char *th_aggregate_format(const th_report *r, uint32_t i, th_measure m, const th_aggregated *sum)
{
    th_aggregate way = r->d->indicators[i].aggregate;
    if (way == TH_AGG_COUNT)
        return th_str_cstr(r->arena, th_str_fmt(r->arena, "0\"/%u\"", r->nunits));
    bool extreme = way == TH_AGG_MIN || way == TH_AGG_MAX || way == TH_AGG_BEST;
    int decimals = decimals_of(r, i, m, sum->num);
    if (extreme)
        return th_figure_format(r->arena, decimals, 0, common_denominator(r, i, m));
    return th_figure_format(r->arena, decimals, sum->qualifiers, NULL);
}

/* The sum is that of the exact figures.  Whoever adds up what the cells show may get another, and is told why. */
static void say_unlike_shown(th_writer *writer, th_cell_at at, uint32_t i, th_measure m)
{
    const th_report *r = writer->r;
    const th_exact *exact = th_exact_int(r->arena, 0), *shown = exact;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, m);
        if (!f || f->value.state != TH_STATE_VALUE || !f->value.num)
            continue;
        exact = th_exact_add(r->arena, exact, f->value.num);
        shown = th_exact_add(r->arena, shown, th_value_printed(&f->value));
    }
    int decimals = decimals_of(r, i, m, exact); /* with which the sum is shown */
    if (th_exact_cmp(th_exact_round(r->arena, exact, decimals), th_exact_round(r->arena, shown, decimals)) == 0)
        return;
    th_pen_comment(&writer->pen, at.row, at.col,
                   th_str_fmt(r->arena,
                              "Tổng tính trên giá trị đúng của các ô: " TH_FMT ". Cộng các số đang hiện được " TH_FMT
                              ".",
                              TH_ARG(th_exact_vi(r->arena, exact, EXACT_DECIMALS, true)),
                              TH_ARG(th_exact_vi(r->arena, shown, EXACT_DECIMALS, true))));
}

void th_aggregate_cell(th_writer *writer, th_cell_at at, const th_summed *summed, th_look look)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t i = summed->indicator, row = at.row, col = at.col;
    th_measure m = summed->measure;
    const th_indicator *ind = &r->d->indicators[i];
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, i, m);
    const char *format = th_aggregate_format(r, i, m, &sum);
    switch (ind->aggregate) {
    case TH_AGG_SUM:
        th_pen_formula(p, row, col, (th_live){simple_formula(r, ind, summed->units), sum.num},
                       (th_style){look, format});
        say_unlike_shown(writer, at, i, m);
        return;
    case TH_AGG_MIN:
    case TH_AGG_MAX:
    case TH_AGG_BEST:
        th_pen_formula(p, row, col, (th_live){simple_formula(r, ind, summed->units), sum.num},
                       (th_style){look, format});
        if (ind->aggregate == TH_AGG_BEST)
            list_of_units(writer, row, col, i);
        return;
    case TH_AGG_RATIO:
        if (m != TH_NOW)
            break;
        if (!write_low_to_high(writer, at, &sum, summed->units, look)) {
            if (is_ratio_of_parts(ind))
                th_pen_formula(p, row, col, (th_live){ratio_formula(r, i), sum.num}, (th_style){look, format});
            else
                th_pen_blank(p, row, col, look);
        }
        return;
    case TH_AGG_COUNT:
        th_pen_formula(p, row, col, (th_live){count_formula(r, ind, summed->units), sum.num}, (th_style){look, format});
        return;
    case TH_AGG_LIST:
    case TH_AGG_NONE:
    default: break;
    }
    th_pen_text(p, row, col, TH_STR("x"),
                (look & ~(th_look)TH_LOOK_RIGHT & ~(th_look)TH_INK_MASK & ~(th_look)TH_LOOK_BOLD) | TH_LOOK_CENTER |
                    TH_INK_GREY);
}

static uint32_t values_in(const th_report *r, uint32_t i)
{
    uint32_t n = 0;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, TH_NOW);
        n += f && (f->value.state == TH_STATE_VALUE || th_aggregate_zero(r, f));
    }
    return n;
}

void th_aggregate_coverage(th_writer *writer, uint32_t row, uint32_t col, uint32_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, i, TH_NOW);
    bool by_parts = is_ratio_of_parts(ind) && sum.num;
    uint32_t covered = by_parts ? sum.covered : values_in(r, i);
    th_str count = by_parts ? th_str_fmt(r->arena, "SUMPRODUCT(ISNUMBER(" TH_FMT ")*ISNUMBER(" TH_FMT "))",
                                         TH_ARG(range_of(r, ind->numerator)), TH_ARG(range_of(r, ind->denominator)))
                            : th_str_fmt(r->arena, "COUNTA(" TH_FMT ")", TH_ARG(range_of(r, i)));
    th_str of = th_plan_of_units(r);
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL | (covered < r->nunits ? TH_INK_AMBER | TH_LOOK_BOLD : TH_INK_GREY);
    th_pen_formula_text(
        p, row, col,
        (th_live_text){th_str_fmt(r->arena, TH_FMT "&" TH_FMT, TH_ARG(count),
                                  TH_ARG(th_excel_quoted(r->arena, th_str_fmt(r->arena, "/" TH_FMT, TH_ARG(of))))),
                       th_str_fmt(r->arena, "%u/" TH_FMT, covered, TH_ARG(of))},
        look);
}
