/* Finds the cells of the blank workbook that an expression refers to. */
#include "report/template_map.h"

#include "draw/reference.h"

#include "base/banned.h"

static th_role measure_role(th_measure measure)
{
    switch ((int)measure) {
    case TH_NOW: return TH_ROLE_NOW;
    case TH_PREVIOUS: return TH_ROLE_PREVIOUS;
    case TH_PLAN: return TH_ROLE_PLAN;
    case TH_COMPARED: return TH_ROLE_COMPARED;
    default: return TH_ROLES;
    }
}

uint32_t th_template_column_of(const th_template_form *place, th_measure measure)
{
    for (uint32_t c = 0; c < place->nindicator_columns; c++)
        if (place->indicator_columns[c].role == measure_role(measure))
            return c;
    return TH_NONE;
}

uint32_t th_template_flag_column(const th_template_form *place, th_measure measure)
{
    switch ((int)measure) {
    case TH_PREVIOUS: return place->hidden + TH_HIDDEN_FLAGS;
    case TH_PLAN: return place->hidden + TH_HIDDEN_FLAGS + 1;
    case TH_NOW: return place->hidden + TH_HIDDEN_FLAGS + 2;
    case TH_COMPARED: return place->hidden + TH_HIDDEN_FLAGS + 3;
    default: return TH_NONE;
    }
}

uint32_t th_template_clean_column(const th_template_form *place, th_measure measure)
{
    switch ((int)measure) {
    case TH_PREVIOUS: return place->hidden + TH_HIDDEN_CLEAN;
    case TH_PLAN: return place->hidden + TH_HIDDEN_CLEAN + 1;
    case TH_NOW: return place->hidden + TH_HIDDEN_CLEAN + 2;
    default: return TH_NONE;
    }
}

uint32_t th_template_of_column(const th_template_form *place, th_measure measure)
{
    if (measure == TH_PREVIOUS)
        return place->hidden + TH_HIDDEN_OF;
    return measure == TH_NOW ? place->hidden + TH_HIDDEN_OF + 1 : TH_NONE;
}

bool th_template_is_cleaned(const th_indicator *ind, th_measure measure)
{
    if (measure != TH_NOW && measure != TH_PREVIOUS && measure != TH_PLAN)
        return false;
    return ind->type == TH_TYPE_INT || ind->type == TH_TYPE_RANK || ind->type == TH_TYPE_BOOL ||
           (measure == TH_NOW && ind->blank_is_zero && th_type_is_number(ind->type));
}

int th_template_shown(const th_definition *d, uint32_t indicator, th_measure measure)
{
    const th_indicator *ind = &d->indicators[indicator];
    if (measure == TH_COMPARED)
        return 1;
    bool shows = ind->type == TH_TYPE_REAL || ind->type == TH_TYPE_PERCENT;
    return shows && ind->decimals > 0 && measure != TH_STORED ? ind->decimals : -1;
}

th_area th_template_list_area(const th_template_form *place, uint32_t shown_column)
{
    return th_down(shown_column, place->list_first, place->list_first + place->list_rows);
}

static th_str sheet_in_template(const th_template_cells *cells, uint32_t form)
{
    return form == cells->form ? (th_str){0} : cells->plan->forms[form].name;
}

static bool add_stored(const th_template_cells *cells, uint32_t indicator, th_buf *out)
{
    const th_fact *known = cells->plan->stored ? cells->plan->stored[indicator] : NULL;
    if (!known || !known->value.num || known->value.qualifiers)
        return false;
    th_str text = th_exact_text(cells->arena, th_value_printed(&known->value));
    th_buf_fmt(out, th_exact_sign(known->value.num) < 0 ? "(" TH_FMT ")" : TH_FMT, TH_ARG(text));
    return true;
}

static bool template_figure(void *ctx, uint32_t indicator, th_measure measure, th_buf *out)
{
    const th_template_cells *cells = ctx;
    const th_indicator *ind = &cells->plan->d->indicators[indicator];
    const th_template_form *place = &cells->plan->forms[ind->form];
    if (measure == TH_STORED)
        return add_stored(cells, indicator, out);
    uint32_t col = th_template_column_of(place, measure);
    if (col == TH_NONE)
        return false;
    if (th_template_is_cleaned(ind, measure))
        col = th_template_clean_column(place, measure);
    th_str cell = th_ref_cell(cells->arena, sheet_in_template(cells, ind->form), cells->plan->row[indicator], col);
    int shown = cells->printed ? th_template_shown(cells->plan->d, indicator, measure) : -1;
    if (shown >= 0)
        th_buf_fmt(out, "ROUND(" TH_FMT ",%d)", TH_ARG(cell), shown);
    else
        th_buf_add(out, cell);
    return true;
}

static bool template_of_how_many(void *ctx, uint32_t indicator, th_measure measure, th_buf *out)
{
    const th_template_cells *cells = ctx;
    const th_indicator *ind = &cells->plan->d->indicators[indicator];
    const th_template_form *place = &cells->plan->forms[ind->form];
    uint32_t col = th_template_of_column(place, measure);
    if (ind->type != TH_TYPE_RANK || col == TH_NONE || th_template_column_of(place, measure) == TH_NONE)
        return false;
    th_buf_add(out, th_ref_cell(cells->arena, sheet_in_template(cells, ind->form), cells->plan->row[indicator], col));
    return true;
}

static bool template_list(void *ctx, uint32_t column, th_buf *out)
{
    const th_template_cells *cells = ctx;
    uint32_t form = cells->plan->d->columns[column].form;
    const th_template_form *place = &cells->plan->forms[form];
    for (uint32_t c = 0; c < place->nlist_columns; c++)
        if (place->list_columns[c].column == column) {
            th_buf_add(out, th_ref_area(cells->arena, sheet_in_template(cells, form), th_template_list_area(place, c)));
            return true;
        }
    return false;
}

static bool template_special(void *ctx, th_func func, uint32_t criterion, th_buf *out)
{
    const th_template_cells *cells = ctx;
    (void)criterion;
    if (func != TH_FN_KY)
        return false;
    th_buf_fmt(out, "%d", cells->plan->d->period);
    return true;
}

th_excel th_template_map(th_template_cells *cells, uint32_t row_indicator)
{
    return (th_excel){.ctx = cells,
                      .indicator = template_figure,
                      .column = template_list,
                      .special = template_special,
                      .of_how_many = template_of_how_many,
                      .row_indicator = row_indicator};
}
