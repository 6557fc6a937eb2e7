/* Writes the cluster's figure of an indicator: the formula over the units' cells, its number format, and how many units
 * it covers. */
#include "report/aggregate.h"

#include "draw/formula.h"
#include "report/cells.h"
#include "report/gap.h"
#include "report/live_number.h"
#include "report/telling.h"

#include <math.h>

#include "base/banned.h"

enum { RATIO_DECIMALS = 2, EXACT_DECIMALS = 15 };

/* The cells of a measure of all units, as the sheet that shows it names them: this year's stand in TỔNG HỢP, if the
 * units are not many. */
static bool range_of(const th_report *r, uint32_t i, th_measure m, uint32_t seen_from, th_str *range)
{
    uint32_t row = r->summary_row[i], form = r->d->indicators[i].form;
    if (m == TH_NOW && !r->many) {
        *range = th_ref_area(r->arena, (th_str){0}, th_across(row, TH_SUMMARY_UNITS, TH_SUMMARY_UNITS + r->nunits - 1));
        return true;
    }
    th_cell_at first, last;
    th_str sheet = {0};
    if (form != seen_from)
        sheet = r->forms[form].name;
    bool there = th_plan_measure_cell(r, i, m, 0, &first) && th_plan_measure_cell(r, i, m, r->nunits - 1, &last);
    if (there)
        *range = th_ref_area(r->arena, sheet, (th_area){first.row, first.col, last.row, last.col});
    return there;
}

/* The cells of both parts of a ratio; false: they have none, or not such as could be held against each other. */
static bool ranges_of_parts(const th_report *r, const th_summed *summed, th_str *above, th_str *below)
{
    const th_indicator *ind = &r->d->indicators[summed->indicator];
    if (ind->aggregate != TH_AGG_RATIO || ind->numerator == TH_NONE || ind->denominator == TH_NONE)
        return false;
    bool one_way = r->forms[r->d->indicators[ind->numerator].form].turned ==
                   r->forms[r->d->indicators[ind->denominator].form].turned;
    return (summed->measure == TH_NOW || one_way) && range_of(r, ind->numerator, summed->measure, ind->form, above) &&
           range_of(r, ind->denominator, summed->measure, ind->form, below);
}

/* Σ numerator / Σ denominator over the units that state both, since half a share would distort the whole. */
static th_str ratio_formula(const th_report *r, th_str above, th_str below)
{
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

static bool shows_text(const th_indicator *ind)
{
    return ind->type == TH_TYPE_TEXT || ind->type == TH_TYPE_ENUM || ind->type == TH_TYPE_DOCNO;
}

/* How many units state something.  Words in place of a figure (report/gap.h) state nothing. */
static th_str stated_formula(const th_report *r, const th_summed *summed)
{
    const th_indicator *ind = &r->d->indicators[summed->indicator];
    if (ind->type == TH_TYPE_BOOL)
        return TH_FORMULA(r->arena, "COUNTIF({units},\"Có\")+COUNTIF({units},\"Không\")", {"units", summed->units});
    if (!shows_text(ind))
        return TH_FORMULA(r->arena, "COUNT({units})", {"units", summed->units});
    th_str words[TH_GAP_WORDS];
    size_t n = th_gap_words_of_row(r, summed->indicator, summed->measure, words);
    th_buf out;
    th_buf_init(&out, r->arena);
    th_buf_add(&out, TH_FORMULA(r->arena, "COUNTA({units})", {"units", summed->units}));
    for (size_t i = 0; i < n; i++)
        th_buf_add(&out,
                   TH_FORMULA(r->arena, "-COUNTIF({units},\"{word}\")", {"units", summed->units}, {"word", words[i]}));
    return th_buf_str(&out);
}

static th_str count_formula(const th_report *r, const th_summed *summed)
{
    const th_indicator *ind = &r->d->indicators[summed->indicator];
    th_str counted = stated_formula(r, summed), stated = counted;
    if (ind->type == TH_TYPE_BOOL)
        counted = TH_FORMULA(r->arena, "COUNTIF({units},\"Có\")", {"units", summed->units});
    else if (th_type_is_number(ind->type))
        counted = TH_FORMULA(r->arena, "COUNTIF({units},\">0\")", {"units", summed->units});
    return TH_FORMULA(r->arena, "IF({stated}=0,\"\",{counted})", {"stated", stated}, {"counted", counted});
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

/* ---- the words of a whole ---- */

static uint32_t qualifiers_of_all(const th_report *r, uint32_t i, th_measure m)
{
    uint32_t all = 0;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, m);
        if (f && f->value.state == TH_STATE_VALUE)
            all |= f->value.qualifiers;
    }
    return all;
}

/* A sum of something above and something below is neither. */
static uint32_t qualifiers_together(uint32_t all)
{
    const uint32_t above = TH_Q_OVER | TH_Q_AT_LEAST, below = TH_Q_UNDER | TH_Q_NEAR | TH_Q_AT_MOST;
    bool both = (all & above) && (all & below);
    if (both || all & TH_Q_ABOUT)
        return (all & ~(above | below)) | TH_Q_ABOUT;
    return all;
}

/* Where all that is added says it with the same words, so does the sum: "hơn" is not "trên". */
static th_figure_words words_of_whole(const th_report *r, uint32_t i, th_measure m, const th_aggregated *sum)
{
    const th_indicator *ind = &r->d->indicators[i];
    th_figure_words all = {0};
    bool found = false, same = true;
    if (!sum->qualifiers)
        return all;
    if (ind->aggregate == TH_AGG_RATIO) {
        uint32_t below = ind->denominator == TH_NONE ? 0 : qualifiers_of_all(r, ind->denominator, m);
        return (th_figure_words){
            .before = th_qualifier_vi(r->arena, below ? TH_Q_ABOUT : qualifiers_together(sum->qualifiers))};
    }
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, i, m);
        if (!f || f->value.state != TH_STATE_VALUE || !f->value.qualifiers)
            continue;
        th_figure_words one = th_figure_words_of(r->arena, f);
        same = !found || (same && th_str_eq(one.before, all.before) && th_str_eq(one.behind, all.behind));
        all = (th_figure_words){.before = one.before, .behind = one.behind};
        found = true;
    }
    if (found && same)
        return all;
    return (th_figure_words){.before = th_qualifier_vi(r->arena, qualifiers_together(sum->qualifiers))};
}

const char *th_aggregate_format(const th_report *r, uint32_t i, th_measure m, const th_aggregated *sum)
{
    th_aggregate way = r->d->indicators[i].aggregate;
    if (way == TH_AGG_COUNT) /* a unit that says nothing says neither Có nor Không */
        return th_str_cstr(
            r->arena, th_str_fmt(r->arena, "0\"/%u%s\"", sum->covered, sum->covered < r->nunits ? " có báo cáo" : ""));
    if (r->d->indicators[i].type == TH_TYPE_DATE)
        return th_figure_date_format(r->arena, (th_str){0});
    bool extreme = way == TH_AGG_MIN || way == TH_AGG_MAX || way == TH_AGG_BEST;
    int decimals = decimals_of(r, i, m, sum->num);
    if (extreme)
        return th_figure_format(r->arena, decimals, 0, common_denominator(r, i, m));
    th_figure_words words = words_of_whole(r, i, m, sum);
    return th_figure_format_in(r->arena, decimals, &words);
}

th_str th_aggregate_words(const th_report *r, uint32_t i, th_measure m)
{
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, i, m);
    th_aggregate way = r->d->indicators[i].aggregate;
    if (way == TH_AGG_LIST || way == TH_AGG_NONE)
        return TH_STR("x");
    bool shows_range = way == TH_AGG_RATIO && !sum.num && sum.low;
    return shows_range ? low_to_high(r->arena, &sum, TH_STR("A1")).text : (th_str){0};
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
        if (ind->aggregate == TH_AGG_BEST && !r->many)
            list_of_units(writer, row, col, i);
        return;
    case TH_AGG_RATIO:
        if (!write_low_to_high(writer, at, &sum, summed->units, look)) {
            th_str above, below;
            if (ranges_of_parts(r, summed, &above, &below))
                th_pen_formula(p, row, col, (th_live){ratio_formula(r, above, below), sum.num},
                               (th_style){look, format});
            else
                th_pen_blank(p, row, col, look);
        }
        return;
    case TH_AGG_COUNT:
        th_pen_formula(p, row, col, (th_live){count_formula(r, summed), sum.num}, (th_style){look, format});
        return;
    case TH_AGG_LIST:
    case TH_AGG_NONE:
    default: break;
    }
    th_pen_text(p, row, col, TH_STR("x"),
                (look & ~(th_look)TH_LOOK_RIGHT & ~(th_look)TH_INK_MASK & ~(th_look)TH_LOOK_BOLD) | TH_LOOK_CENTER |
                    TH_INK_GREY);
}

/* Does a cell with this value count as stated, by the formula that counts them? */
static bool states_something(const th_report *r, const th_summed *summed, const th_fact *f)
{
    const th_indicator *ind = &r->d->indicators[summed->indicator];
    if (f->value.state != TH_STATE_VALUE)
        return th_gap_counts_zero(r, f);
    if (ind->type == TH_TYPE_BOOL)
        return f->value.text.len > 0;
    if (!shows_text(ind))
        return f->value.num && isfinite(th_exact_to_double(f->value.num));
    th_str words[TH_GAP_WORDS];
    size_t n = th_gap_words_of_row(r, summed->indicator, summed->measure, words);
    bool is_word = false;
    for (size_t k = 0; k < n; k++)
        is_word = is_word || th_str_eq(words[k], f->value.text);
    return f->value.text.len && !is_word;
}

static uint32_t values_in(const th_report *r, const th_summed *summed)
{
    uint32_t n = 0;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *f = th_dataset_find(r->ds, u, summed->indicator, summed->measure);
        n += f && states_something(r, summed, f);
    }
    return n;
}

/* "6/7 Sở" as it is written, and of how many units. */
static uint32_t units_covered(const th_report *r, const th_summed *summed, th_str *formula)
{
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, summed->indicator, summed->measure);
    th_str above, below;
    if (!sum.num || !ranges_of_parts(r, summed, &above, &below)) {
        *formula = stated_formula(r, summed);
        return values_in(r, summed);
    }
    *formula =
        th_str_fmt(r->arena, "SUMPRODUCT(ISNUMBER(" TH_FMT ")*ISNUMBER(" TH_FMT "))", TH_ARG(above), TH_ARG(below));
    return sum.covered;
}

static th_look look_of_coverage(const th_report *r, uint32_t covered)
{
    return covered < r->nunits ? TH_INK_AMBER | TH_LOOK_BOLD : TH_INK_GREY;
}

static th_str coverage_said(const th_report *r, uint32_t covered)
{
    return th_str_fmt(r->arena, "%u/" TH_FMT, covered, TH_ARG(th_plan_of_units(r)));
}

void th_aggregate_coverage(th_writer *writer, th_cell_at at, const th_summed *summed, th_look look)
{
    const th_report *r = writer->r;
    th_str count;
    uint32_t covered = units_covered(r, summed, &count);
    th_str behind = th_excel_quoted(r->arena, th_str_fmt(r->arena, "/" TH_FMT, TH_ARG(th_plan_of_units(r))));
    th_live_text told = {th_str_fmt(r->arena, TH_FMT "&" TH_FMT, TH_ARG(count), TH_ARG(behind)),
                         coverage_said(r, covered)};
    th_pen_formula_text(&writer->pen, at.row, at.col, told, look | look_of_coverage(r, covered));
}

/* The cell of the cluster that all others point at, or of the number of units behind it. */
static th_str cell_of_cluster(const th_report *r, uint32_t i, bool covered)
{
    th_cell_at at;
    th_str sheet = th_plan_now_cell(r, i, r->nunits, &at);
    uint32_t down = covered && r->many, across = covered && !r->many;
    return th_ref_cell(r->arena, sheet, at.row + down, at.col + across);
}

void th_aggregate_again(th_writer *writer, th_cell_at at, uint32_t i, th_look look)
{
    const th_report *r = writer->r;
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, i, TH_NOW);
    th_str there = cell_of_cluster(r, i, false), words = th_aggregate_words(r, i, TH_NOW);
    if (sum.num)
        th_pen_formula(&writer->pen, at.row, at.col, (th_live){there, sum.num},
                       (th_style){look, th_aggregate_format(r, i, TH_NOW, &sum)});
    else if (words.len)
        th_pen_formula_text(&writer->pen, at.row, at.col, (th_live_text){there, words},
                            (look & ~(th_look)TH_LOOK_RIGHT) | TH_LOOK_CENTER | TH_LOOK_WRAP);
    else if (r->many)
        th_pen_formula(&writer->pen, at.row, at.col,
                       (th_live){TH_FORMULA(r->arena, "IF({there}=\"\",\"\",{there})", {"there", there}), NULL},
                       (th_style){look, th_aggregate_format(r, i, TH_NOW, &sum)});
    else
        th_pen_blank(&writer->pen, at.row, at.col, look);
}

void th_aggregate_coverage_again(th_writer *writer, th_cell_at at, uint32_t i, th_look look)
{
    const th_report *r = writer->r;
    th_str count, units;
    range_of(r, i, TH_NOW, TH_NONE, &units);
    uint32_t covered = units_covered(r, &(th_summed){i, TH_NOW, units}, &count);
    th_str there = cell_of_cluster(r, i, true);
    th_pen_formula_text(&writer->pen, at.row, at.col, (th_live_text){there, coverage_said(r, covered)},
                        look | look_of_coverage(r, covered));
}
