/* Finds the first figure of an expression in the sheets of the workbook. */
#include "report/score_home.h"

#include "base/banned.h"

static bool home_of_indicator(const th_report *r, const th_expr *e, uint32_t unit, th_target *home)
{
    th_cell_at at;
    if (e->measure == TH_NOW || e->measure >= TH_MEASURES) {
        th_str sheet = th_plan_now_cell(r, e->index, unit, &at);
        *home = (th_target){sheet, at.row, at.col};
        return true;
    }
    if (!th_plan_measure_cell(r, e->index, e->measure, unit, &at))
        return false;
    *home = (th_target){r->forms[r->d->indicators[e->index].form].name, at.row, at.col};
    return true;
}

/* The first row of the unit's list. */
static bool home_of_column(const th_report *r, const th_expr *e, uint32_t unit, th_target *home)
{
    uint32_t form = r->d->columns[e->index].form, col = r->list_col[e->index];
    uint32_t row = col == TH_NONE ? TH_NONE : r->list_start[(size_t)form * r->nunits + unit];
    if (row == TH_NONE || !th_dataset_list_size(r->ds, unit, form))
        return false;
    *home = (th_target){r->forms[form].name, row, col};
    return true;
}

static bool home_of_submission(const th_report *r, th_func func, uint32_t unit, th_target *home)
{
    uint32_t finding = r->first_finding[unit];
    if (func == TH_FN_SO_LOI && finding != TH_NONE)
        *home = (th_target){r->names[TH_SHEET_FINDINGS], finding, 0};
    else if (func == TH_FN_SO_LOI || func == TH_FN_SO_NGAY_MUON || func == TH_FN_BIEU_THIEU || func == TH_FN_GIO_NHAN)
        *home = (th_target){r->names[TH_SHEET_CONTENTS], TH_CONTENTS_FIRST + unit, 0};
    else
        return false;
    return true;
}

bool th_score_home(const th_report *r, const th_expr *expr, uint32_t unit, th_target *home)
{
    if (!expr)
        return false;
    if (expr->kind == TH_EX_INDICATOR)
        return home_of_indicator(r, expr, unit, home);
    if (expr->kind == TH_EX_COLUMN)
        return home_of_column(r, expr, unit, home);
    if (expr->kind == TH_EX_CALL && home_of_submission(r, expr->func, unit, home))
        return true;
    for (size_t i = 0; i < expr->nargs; i++)
        if (th_score_home(r, expr->args[i], unit, home))
            return true;
    return false;
}
