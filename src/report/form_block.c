/* Writes the indicators of a form's sheet: every measure that any unit states.  The figures of this year point at TỔNG
 * HỢP, so that a figure stands in one place only; those of many units stand here, and TỔNG HỢP points at them. */
#include "report/form_block.h"

#include "report/aggregate.h"
#include "draw/formula.h"
#include "report/cells.h"
#include "report/column_width.h"
#include "report/gap.h"
#include "draw/lines.h"
#include "report/marks.h"
#include "report/now_figure.h"

#include "base/banned.h"

static const th_measure order[] = {TH_PREVIOUS, TH_PLAN, TH_NOW, TH_COMPARED, TH_REMARK};
enum { SHOWN = sizeof order / sizeof *order };

static th_str measure_name(th_measure m)
{
    return m == TH_COMPARED ? TH_STR("So sánh (%)") : th_measure_vi(m);
}

static uint32_t place_of(const th_report *r, uint32_t i, th_measure m)
{
    return r->measure_at[(size_t)i * TH_MEASURES + (size_t)m];
}

/* ---- cells, which are the same whichever way the block is turned ---- */

/* Writes this year's figure of a unit as a formula that points at its cell in TỔNG HỢP. */
static void pointer(th_writer *writer, th_cell_at at, uint32_t i, uint32_t unit, th_look look)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    const th_fact *f = th_dataset_find(r->ds, unit, i, TH_NOW);
    th_str there = th_ref_cell(r->arena, r->names[TH_SHEET_SUMMARY], r->summary_row[i], TH_SUMMARY_UNITS + unit);
    th_str formula = th_str_fmt(r->arena, "IF(" TH_FMT "=\"\",\"\"," TH_FMT ")", TH_ARG(there), TH_ARG(there));
    th_str word = th_gap_word(r, unit, i, TH_NOW);
    th_figure_cell drawn = {0};
    if (f)
        drawn = th_figure_cell_of(
            r->arena,
            (th_shown){f, ind->type, th_plan_decimals(ind), false, th_marks_sign(r, th_plan_fact_index(r, f))}, look);
    if (word.len)
        th_pen_formula_text(p, at.row, at.col, (th_live_text){formula, word}, TH_LOOK_GAP | (look & TH_FILL_MASK));
    else if (drawn.number)
        th_pen_formula(p, at.row, at.col, (th_live){formula, drawn.number}, drawn.style);
    else if (drawn.text.len)
        th_pen_formula_text_in(p, at.row, at.col, (th_live_text){formula, drawn.text}, drawn.style);
    else
        th_pen_formula(p, at.row, at.col,
                       (th_live){formula, th_gap_counts_zero(r, f) ? th_exact_int(r->arena, 0) : NULL},
                       (th_style){look, TH_ZERO_OF_BLANK});
}

static void unit_cell(th_writer *writer, uint32_t i, th_measure m, uint32_t unit)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    const th_fact *f = th_dataset_find(r->ds, unit, i, m);
    th_cell_at at;
    uint32_t index = 0, source = TH_NONE;
    if (f) {
        index = th_plan_fact_index(r, f);
        source = th_plan_fact_row(r, index);
    }
    th_plan_measure_cell(r, i, m, unit, &at);
    if (m == TH_NOW && r->many) {
        th_now_figure(writer, at, i, unit);
        return;
    }
    th_look look = TH_LOOK_FIGURE;
    if (m == TH_NOW)
        look |= TH_LOOK_BOLD;
    if (m == TH_REMARK)
        look |= TH_LOOK_SMALL;
    if (f)
        look |= th_marks_fill(r, index);
    bool turned = r->forms[ind->form].turned;
    uint32_t last = turned ? r->measure_last[(size_t)i * TH_MEASURES + (size_t)m] : at.col;
    if (turned && !r->many)
        look = (look & ~(th_look)TH_LOOK_RIGHT) | TH_LOOK_CENTER;
    if (last > at.col)
        th_pen_merge(p, th_across(at.row, at.col, last), (th_str){0}, look);
    if (source != TH_NONE)
        th_pen_link(p, at.row, at.col, (th_target){r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE});
    if (m == TH_NOW) {
        pointer(writer, at, i, unit, look);
        return;
    }
    th_type type = f ? th_plan_fact_type(r->d, f) : ind->type;
    int decimals = m == TH_COMPARED ? -1 : th_plan_decimals(ind);
    th_str word = th_gap_word(r, unit, i, m);
    if (word.len)
        th_pen_linked_word(p, at.row, at.col, word, TH_LOOK_GAP | (look & TH_FILL_MASK));
    else
        th_pen_figure(p, at.row, at.col,
                      (th_shown){f, type, decimals, m == TH_REMARK, f ? th_marks_sign(r, index) : (th_str){0}}, look);
    if (f && r->remark[index].len)
        th_pen_comment(p, at.row, at.col, r->remark[index]);
}

/* ---- the cluster ---- */

/* The cells of all units, as the formulas of this sheet name them. */
static th_str units_of(const th_report *r, uint32_t i, th_measure m)
{
    th_cell_at first, last;
    th_plan_measure_cell(r, i, m, 0, &first);
    th_plan_measure_cell(r, i, m, r->nunits - 1, &last);
    return th_ref_area(r->arena, (th_str){0}, (th_area){first.row, first.col, last.row, last.col});
}

/* How many decimals most units state their comparison with; 0: what they state is not this year in percent of last. */
static int decimals_of_index(const th_report *r, uint32_t i)
{
    uint32_t agree = 0, stated = 0;
    int decimals = 1;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *now = th_dataset_find(r->ds, u, i, TH_NOW), *before = th_dataset_find(r->ds, u, i, TH_PREVIOUS),
                      *compared = th_dataset_find(r->ds, u, i, TH_COMPARED);
        if (!now || !before || !compared || !now->value.num || !before->value.num || !compared->value.num ||
            th_exact_sign(before->value.num) <= 0)
            continue;
        const th_exact *index = th_exact_mul(r->arena, th_exact_int(r->arena, 100),
                                             th_exact_div(r->arena, now->value.num, before->value.num));
        stated++;
        int shown = compared->value.decimals;
        agree += !th_exact_cmp(th_exact_round(r->arena, index, 0), th_exact_round(r->arena, compared->value.num, 0));
        decimals = shown > decimals ? shown : decimals;
    }
    return 2 * agree > stated ? decimals : 0;
}

/* Writes this year over last year in percent, each summed up over the units that state both. */
static bool cluster_compared(th_writer *writer, th_cell_at at, uint32_t i, th_look look)
{
    const th_report *r = writer->r;
    const th_exact *top = th_exact_int(r->arena, 0), *bottom = top;
    int decimals = decimals_of_index(r, i);
    bool both_rows = place_of(r, i, TH_PREVIOUS) != TH_NONE && place_of(r, i, TH_NOW) != TH_NONE;
    if (r->d->indicators[i].aggregate != TH_AGG_SUM || !both_rows || !decimals)
        return false;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_fact *now = th_dataset_find(r->ds, u, i, TH_NOW), *before = th_dataset_find(r->ds, u, i, TH_PREVIOUS);
        bool zero = th_gap_counts_zero(r, now);
        if (!now || !before || !(zero || now->value.num) || !before->value.num)
            continue;
        top = zero ? top : th_exact_add(r->arena, top, now->value.num);
        bottom = th_exact_add(r->arena, bottom, before->value.num);
    }
    if (th_exact_sign(bottom) < 0)
        return false;
    const th_exact *index = th_exact_mul(r->arena, th_exact_int(r->arena, 100), th_exact_div(r->arena, top, bottom));
    th_str formula = TH_FORMULA(r->arena,
                                "IF(SUMPRODUCT(ISNUMBER({now})*ISNUMBER({before}),{before})=0,\"\","
                                "100*SUMPRODUCT(ISNUMBER({now})*ISNUMBER({before}),{now})/"
                                "SUMPRODUCT(ISNUMBER({now})*ISNUMBER({before}),{before}))",
                                {"now", units_of(r, i, TH_NOW)}, {"before", units_of(r, i, TH_PREVIOUS)});
    th_pen_formula(&writer->pen, at.row, at.col, (th_live){formula, index},
                   (th_style){look, th_figure_format(r->arena, th_figure_decimals(decimals, index), 0, NULL)});
    return true;
}

/* How many units the cluster's figure covers, beside it. */
static void coverage_cell(th_writer *writer, uint32_t i, th_measure m, th_area at)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL;
    if (at.col2 > at.col1)
        th_pen_merge(p, at, (th_str){0}, look);
    if (m == TH_PREVIOUS || m == TH_PLAN || (m == TH_NOW && r->many))
        th_aggregate_coverage(writer, (th_cell_at){at.row1, at.col1}, &(th_summed){i, m, units_of(r, i, m)}, look);
    else if (m == TH_NOW)
        th_aggregate_coverage_again(writer, (th_cell_at){at.row1, at.col1}, i, look);
    else
        th_pen_blank(p, at.row1, at.col1, look);
}

static void cluster_cell(th_writer *writer, uint32_t i, th_measure m)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_cell_at at;
    th_plan_measure_cell(r, i, m, r->nunits, &at);
    th_look look = TH_LOOK_FIGURE | TH_FILL_TOTAL | (m == TH_NOW ? TH_LOOK_BOLD : 0);
    bool turned = r->forms[r->d->indicators[i].form].turned;
    uint32_t last = turned ? r->measure_last[(size_t)i * TH_MEASURES + (size_t)m] : at.col;
    if (turned && !r->many)
        look = (look & ~(th_look)TH_LOOK_RIGHT) | TH_LOOK_CENTER;
    if (last > at.col)
        th_pen_merge(p, th_across(at.row, at.col, last), (th_str){0}, look);
    if (m == TH_NOW && !r->many)
        th_aggregate_again(writer, at, i, look);
    else if (m == TH_NOW)
        th_now_whole(writer, at, i, look);
    else if (m == TH_PREVIOUS || m == TH_PLAN)
        th_aggregate_cell(writer, at, &(th_summed){i, m, units_of(r, i, m)}, look);
    else if (m != TH_COMPARED || !cluster_compared(writer, at, i, look))
        th_pen_blank(p, at.row, at.col, look);
    coverage_cell(writer, i, m,
                  turned ? th_across(at.row + 1, at.col, last) : th_across(at.row, at.col + 1, at.col + 1));
}

/* ---- units as columns ---- */

/* Rows do not grow by themselves under a merged label; the first of them gets what does not fit. */
static void grow_label(th_pen *p, const th_form_place *place, uint32_t first, uint32_t last, th_str label)
{
    double chars = 0;
    for (uint32_t c = place->first[TH_FIELD_LABEL]; c <= place->last[TH_FIELD_LABEL]; c++)
        chars += place->width[c];
    unsigned lines = th_lines(label, chars - 1.5, th_look_points(0), false), rows = last - first + 1;
    if (lines > rows)
        th_pen_height(p, first, 15.0 * (lines - rows + 1) + 2);
}

static void straight_rows(th_writer *writer, uint32_t form, uint32_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t first = TH_NONE, last = 0;
    for (size_t k = 0; k < SHOWN; k++) {
        uint32_t row = place_of(r, i, order[k]);
        if (row == TH_NONE)
            continue;
        first = first == TH_NONE ? row : first;
        last = row;
    }
    if (r->group_row[i]) {
        th_pen_blanks(p, first - 1, 0, place->cluster + 1, TH_LOOK_BORDER);
        th_pen_text(p, first - 1, place->first[TH_FIELD_LABEL], ind->group,
                    TH_LOOK_BORDER | TH_LOOK_ITALIC | TH_LOOK_BOLD);
    }
    const th_str fields[] = {ind->stt, ind->label, ind->code, ind->unit};
    static const th_look looks[] = {TH_LOOK_MIDDLE, TH_LOOK_CELL, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY,
                                    TH_LOOK_MIDDLE | TH_LOOK_SMALL};
    for (size_t k = 0; k < TH_FIELD_MEASURE; k++)
        th_pen_merge(p, (th_area){first, place->first[k], last, place->last[k]}, fields[k],
                     looks[k] | (k == TH_FIELD_LABEL && ind->group.len ? TH_LOOK_INDENT : 0));
    grow_label(p, place, first, last, ind->label);
    for (size_t k = 0; k < SHOWN; k++) {
        uint32_t row = place_of(r, i, order[k]);
        if (row == TH_NONE)
            continue;
        th_pen_merge(p, th_across(row, place->first[TH_FIELD_MEASURE], place->last[TH_FIELD_MEASURE]),
                     measure_name(order[k]), TH_LOOK_CELL | TH_LOOK_SMALL | (order[k] == TH_NOW ? TH_LOOK_BOLD : 0));
        for (uint32_t u = 0; u < r->nunits; u++)
            unit_cell(writer, i, order[k], u);
        cluster_cell(writer, i, order[k]);
    }
}

static void straight(th_writer *writer, uint32_t form)
{
    th_pen *p = &writer->pen;
    static const char *const labels[TH_FIELDS] = {"STT", "Chỉ tiêu", "Mã", "ĐVT", "Số liệu"};
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    uint32_t row = place->block_head;
    for (size_t k = 0; k < TH_FIELDS; k++)
        th_pen_merge(p, th_across(row, place->first[k], place->last[k]), th_str_of(labels[k]), TH_LOOK_HEADER);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, row, place->units + u, r->d->units[u].name, TH_LOOK_HEADER);
    th_pen_text(p, row, place->cluster, r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm"),
                TH_LOOK_HEADER);
    th_pen_text(p, row, place->cluster + 1, th_plan_number_of_units(r), TH_LOOK_HEADER);
    th_pen_height(p, row, 24);
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        if (r->d->indicators[i].form == form)
            straight_rows(writer, form, i);
}

/* ---- units as rows ---- */

/* The columns of an indicator. */
typedef struct taken_columns {
    uint32_t first, last;
} taken_columns;

/* The names of its measures, in a row of the head. */
static taken_columns heads_of_measures(th_writer *writer, uint32_t i, uint32_t row)
{
    const th_report *r = writer->r;
    taken_columns taken = {TH_NONE, 0};
    for (size_t k = 0; k < SHOWN; k++) {
        uint32_t col = place_of(r, i, order[k]);
        if (col == TH_NONE)
            continue;
        taken.first = taken.first == TH_NONE ? col : taken.first;
        taken.last = r->measure_last[(size_t)i * TH_MEASURES + (size_t)order[k]];
        th_pen_merge(&writer->pen, th_across(row, col, taken.last), measure_name(order[k]),
                     TH_LOOK_HEADER | TH_LOOK_SMALL);
    }
    return taken;
}

/* Code, label, unit of measure, and below them the measures. */
static void head_of_rows(th_writer *writer, uint32_t form, uint32_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t row = r->forms[form].block_head;
    th_look small = TH_LOOK_HEADER | TH_LOOK_SMALL;
    taken_columns at = heads_of_measures(writer, i, row + TH_TURNED_HEADS - 1);
    th_pen_merge(p, th_across(row, at.first, at.last), ind->code, small);
    th_pen_merge(p, th_across(row + 1, at.first, at.last), th_column_head(r, i), TH_LOOK_HEADER);
    th_pen_merge(p, th_across(row + 2, at.first, at.last), ind->unit, small);
}

static void turned_head(th_writer *writer, uint32_t form, uint32_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t row = place->block_head;
    taken_columns at = heads_of_measures(writer, i, row + 1);
    th_str unit = ind->unit.len ? th_str_fmt(r->arena, " (" TH_FMT ")", TH_ARG(ind->unit)) : (th_str){0};
    th_str group = ind->group.len ? th_str_fmt(r->arena, TH_FMT ": ", TH_ARG(ind->group)) : (th_str){0};
    th_pen_merge(p, th_across(row, at.first, at.last),
                 th_str_fmt(r->arena, TH_FMT ". " TH_FMT TH_FMT TH_FMT, TH_ARG(ind->code), TH_ARG(group),
                            TH_ARG(ind->label), TH_ARG(unit)),
                 TH_LOOK_HEADER);
}

static void turned_block(th_writer *writer, uint32_t form)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    if (place->list || place->counted)
        th_pen_text(p, place->block_head - 1, 0, TH_STR("Chỉ tiêu của biểu"), TH_LOOK_BOLD);
    th_pen_merge(p, th_down(0, place->block_head, place->block_head + place->heads - 1), TH_STR("Đơn vị"),
                 TH_LOOK_HEADER);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, place->units + u, 0, r->d->units[u].name, TH_LOOK_CELL);
    th_pen_text(p, place->cluster, 0, r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm"),
                TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_TOTAL);
    th_pen_text(p, place->cluster + 1, 0, th_plan_number_of_units(r), TH_LOOK_CELL | TH_LOOK_SMALL);
    for (uint32_t i = 0; i < r->d->nindicators; i++) {
        if (r->d->indicators[i].form != form)
            continue;
        if (r->many)
            head_of_rows(writer, form, i);
        else
            turned_head(writer, form, i);
        for (size_t k = 0; k < SHOWN; k++) {
            if (place_of(r, i, order[k]) == TH_NONE)
                continue;
            for (uint32_t u = 0; u < r->nunits; u++)
                unit_cell(writer, i, order[k], u);
            cluster_cell(writer, i, order[k]);
        }
    }
}

void th_form_block(th_writer *writer, uint32_t form)
{
    if (writer->r->forms[form].turned)
        turned_block(writer, form);
    else
        straight(writer, form);
}
