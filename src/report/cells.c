/* Finds the cells an expression refers to: indicators, list columns, points and counts, each in the sheet that shows
 * it. */
#include "report/cells.h"

#include "draw/formula.h"
#include "report/gap.h"
#include "report/points_formula.h"
#include "score/totals.h"

#include "base/banned.h"

/* ---- the map ---- */

static bool refer_to_measure(const th_cells *where, uint32_t i, th_measure measure, th_buf *out)
{
    const th_report *r = where->r;
    if (r->in->whole && r->d->indicators[i].sensitive)
        return false;
    th_cell_at at;
    if (measure == TH_NOW) {
        th_str sheet = th_plan_now_cell(r, i, where->unit, &at);
        th_ref_add(out, sheet, at.row, at.col);
        return true;
    }
    /* A growth stated in words stands in the cell, but it is no index; SO_SANH then has no cell to point at. */
    const th_fact *f = NULL;
    if (where->unit < r->nunits)
        f = th_dataset_find(r->ds, where->unit, i, measure == TH_STORED ? TH_NOW : measure);
    if (measure >= TH_MEASURES || (f && measure == TH_COMPARED && f->value.qualifiers & (TH_Q_GROWTH | TH_Q_DECLINE)))
        return false;
    if (!th_plan_measure_cell(r, i, measure, where->unit, &at))
        return false;
    th_ref_add(out, r->forms[r->d->indicators[i].form].name, at.row, at.col);
    return true;
}

static bool refer_to_indicator(void *ctx, uint32_t i, th_measure measure, th_buf *out)
{
    const th_cells *where = ctx;
    const th_fact *f = NULL;
    if (where->printed && where->unit < where->r->nunits && measure < TH_MEASURES)
        f = th_dataset_find(where->r->ds, where->unit, i, measure);
    bool rounded = f && f->value.printed;
    if (rounded)
        th_buf_add(out, TH_STR("ROUND("));
    if (!refer_to_measure(where, i, measure, out))
        return false;
    if (rounded)
        th_buf_fmt(out, ",%d)", f->value.decimals);
    return true;
}

static void list_range(const th_report *r, uint32_t form, uint32_t col, th_buf *out)
{
    const th_form_place *place = &r->forms[form];
    th_ref_add_area(out, place->name, th_down(col, place->list_head + 1, place->list_head + place->list_rows));
}

static bool column(void *ctx, uint32_t col, th_buf *out)
{
    const th_cells *where = ctx;
    uint32_t form = where->r->d->columns[col].form;
    uint32_t first = where->unit, end = where->unit + 1;
    if (where->unit == where->r->nunits)
        first = 0, end = where->r->nunits;
    for (uint32_t u = first; u < end; u++)
        if (th_dataset_list_withheld(where->r->ds, u, form))
            return false;
    if (where->r->list_col[col] == TH_NONE)
        return false;
    list_range(where->r, form, where->r->list_col[col], out);
    return true;
}

static bool unit_range(void *ctx, uint32_t col, th_buf *range, th_buf *criterion)
{
    const th_cells *where = ctx;
    if (where->r->list_col[col] == TH_NONE || where->unit == where->r->nunits)
        return false;
    list_range(where->r, where->r->d->columns[col].form, 0, range);
    th_buf_add(criterion, th_plan_unit_name(where->r, where->unit));
    return true;
}

/* Rows of KIỂM TRA that cost points, of the unit whose name stands in this row of MỤC LỤC. */
static void count_costing(const th_report *r, uint32_t row, th_buf *out)
{
    size_t n = r->ds->findings.n < TH_SOURCE_MOST ? r->ds->findings.n : TH_SOURCE_MOST;
    uint32_t last = TH_FINDING_FIRST + (n ? (uint32_t)n - 1 : 0);
    th_str sheet = r->names[TH_SHEET_FINDINGS];
    th_buf_add(out, TH_STR("COUNTIFS("));
    th_ref_add_area(out, sheet, th_down(TH_FINDING_UNIT, TH_FINDING_FIRST, last));
    th_buf_byte(out, ',');
    th_ref_add(out, r->names[TH_SHEET_CONTENTS], row, 0);
    th_buf_byte(out, ',');
    th_ref_add_area(out, sheet, th_down(TH_FINDING_COSTS, TH_FINDING_FIRST, last));
    th_buf_add(out, TH_STR(",\"" TH_COSTS_POINTS "\")"));
}

static bool is_part_of(const th_definition *d, uint32_t criterion, uint32_t part)
{
    while (criterion != part && criterion != TH_NONE)
        criterion = d->criteria[criterion].parent;
    return criterion == part;
}

/* The last criterion of a part, whose criteria stand behind it without a gap; TH_NONE: they do not. */
static uint32_t last_of_part(const th_definition *d, uint32_t part)
{
    uint32_t last = part;
    for (uint32_t i = part; i < d->ncriteria; i++)
        if (is_part_of(d, i, part)) {
            if (i > last + 1)
                return TH_NONE;
            last = i;
        }
    return last;
}

/* Are the points of the criterion to be those on the share of what was assigned?  Bonuses and deductions have none. */
static bool is_on_share(const th_cells *where, uint32_t criterion)
{
    const th_definition *d = where->r->d;
    return where->on_share && criterion != TH_NONE && !d->criteria[criterion].bonus &&
           last_of_part(d, criterion) != TH_NONE;
}

/* As if all of the part had been assigned to the unit.  Where nothing was, this divides by 0; where its points wait, it
 * computes with a text: the guard of the formula turns the error into "". */
static void refer_to_share(const th_cells *where, uint32_t criterion, th_str cell, th_buf *out)
{
    const th_report *r = where->r;
    th_str sheet = r->names[TH_SHEET_SCORING];
    uint32_t first = r->criterion_row[criterion],
             last = r->criterion_row[last_of_part(r->d, criterion)] + r->nunits - 1;
    th_share share = th_totals_share(r->arena, r->in->scores, criterion, where->unit);
    th_str whole = th_exact_text(r->arena, share.whole);
    th_str left_out = TH_FORMULA(r->arena, "SUMIFS({most},{units},{unit},{official},\"" TH_NOT_ASSIGNED "\")",
                                 {"most", th_ref_area(r->arena, sheet, th_down(TH_SCORE_MOST, first, last))},
                                 {"units", th_ref_area(r->arena, sheet, th_down(TH_SCORE_UNIT, first, last))},
                                 {"unit", th_ref_cell(r->arena, sheet, first + where->unit, TH_SCORE_UNIT)},
                                 {"official", th_ref_area(r->arena, sheet, th_down(TH_SCORE_OFFICIAL, first, last))});
    th_buf_add(out, TH_FORMULA(r->arena, "ROUND({cell}*{whole}/({whole}-{left out}),2)", {"cell", cell},
                               {"whole", whole}, {"left out", left_out}));
}

static bool special(void *ctx, th_func func, uint32_t criterion, th_buf *out)
{
    const th_cells *where = ctx;
    const th_report *r = where->r;
    uint32_t row = TH_CONTENTS_FIRST + where->unit;
    if (func == TH_FN_SO_LOI) {
        if (!th_plan_has(r, TH_SHEET_FINDINGS))
            return false;
        count_costing(r, row, out);
        return true;
    }
    if (func == TH_FN_GIO_NHAN) {
        th_ref_add(out, r->names[TH_SHEET_CONTENTS], row, TH_CONTENTS_RECEIVED);
        return true;
    }
    if (func == TH_FN_KY) {
        th_buf_fmt(out, "%d", r->d->period);
        return true;
    }
    if (func != TH_FN_DIEM || !r->d->ncriteria)
        return false;
    uint32_t at = criterion == TH_NONE ? r->total_row : r->criterion_row[criterion];
    th_str cell = th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], at + where->unit, TH_SCORE_OFFICIAL);
    if (is_on_share(where, criterion)) {
        refer_to_share(where, criterion, cell, out);
        return true;
    }
    /* What was not assigned counts 0; what waits is a text, and is missing. */
    if (criterion != TH_NONE && r->d->criteria[criterion].leaf)
        th_buf_fmt(out, "IF(" TH_FMT "=\"" TH_NOT_ASSIGNED "\",0," TH_FMT ")", TH_ARG(cell), TH_ARG(cell));
    else
        th_buf_fmt(out, "N(" TH_FMT ")", TH_ARG(cell));
    return true;
}

static th_str gap_in_cell(void *ctx, uint32_t i, th_measure measure)
{
    const th_cells *where = ctx;
    bool of_unit = where->unit < where->r->nunits && measure < TH_MEASURES;
    return of_unit ? th_gap_word(where->r, where->unit, i, measure) : (th_str){0};
}

/* Is it DIEM() or DIEM(part) alone?  Those cells always hold a number, and need no guard against blanks. */
static bool is_plain_points(const th_cells *where, const th_expr *e, uint32_t *row)
{
    const th_report *r = where->r;
    if (e->kind != TH_EX_CALL || e->func != TH_FN_DIEM || !r->d->ncriteria ||
        (e->nargs && (r->d->criteria[e->args[0]->index].leaf || is_on_share(where, e->args[0]->index))))
        return false;
    *row = e->nargs ? r->criterion_row[e->args[0]->index] : r->total_row;
    return true;
}

th_excel th_cells_map(th_cells *where)
{
    return (th_excel){.ctx = where,
                      .indicator = refer_to_indicator,
                      .column = column,
                      .unit_range = unit_range,
                      .special = special,
                      .gap = gap_in_cell,
                      .row_indicator = TH_NONE};
}

static th_str formula_of(th_cells *where, const th_expr *expr)
{
    const th_report *r = where->r;
    uint32_t row;
    if (expr && is_plain_points(where, expr, &row))
        return th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], row + where->unit, TH_SCORE_OFFICIAL);
    th_excel map = th_cells_map(where);
    th_buf out;
    th_buf_init(&out, r->arena);
    return expr && th_expr_excel(r->arena, expr, &map, &out) ? th_buf_str(&out) : (th_str){0};
}

th_str th_cells_formula(const th_report *r, const th_expr *expr, uint32_t unit)
{
    th_cells where = {.r = r, .unit = unit};
    return formula_of(&where, expr);
}

th_str th_cells_step_formula(const th_report *r, const th_expr *expr, uint32_t unit)
{
    th_cells where = {.r = r, .unit = unit, .on_share = true};
    bool part = expr && expr->kind == TH_EX_CALL && expr->func == TH_FN_DIEM && expr->nargs && r->d->ncriteria;
    if (!part || !is_on_share(&where, expr->args[0]->index))
        return formula_of(&where, expr);
    th_buf share;
    th_buf_init(&share, r->arena);
    special(&where, TH_FN_DIEM, expr->args[0]->index, &share);
    return TH_FORMULA(r->arena, "IFERROR({share},\"\")", {"share", th_buf_str(&share)});
}
