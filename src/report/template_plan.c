/* Lays out the blank workbook of a definition: columns, widths and rows of each form, and which cells are formulas. */
#include "report/template_plan.h"

#include "draw/lines.h"
#include "draw/figure.h"
#include "form/score_form.h"
#include "report/plan.h"
#include "report/template_map.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { HEAD_ROW = 7, LIST_ROWS = 60, MOST_LIST_ROWS = 10000, LONGEST_NAME = 31, BODY = 11 };

th_str th_template_clip(th_str s, size_t most)
{
    size_t at = 0;
    for (size_t n = 0; at < s.len && n < most; n++)
        th_utf8_next(s, &at);
    return th_str_sub(s, 0, at);
}

/* The name of a unit in full: an alias such as "Sở … tỉnh Sơn La", or else its noun and its name. */
th_str th_template_unit_name(th_arena *arena, const th_definition *d, uint32_t unit)
{
    const th_unit *named = &d->units[unit];
    th_str noun = th_fold(arena, d->unit_noun);
    if (th_str_starts(th_fold(arena, named->name), noun))
        return th_text_upper(arena, named->name);
    for (size_t i = 0; i < named->aliases.n; i++) {
        th_str alias = th_fold(arena, named->aliases.at[i]);
        if (th_str_starts(alias, noun) && th_str_find(alias, th_fold(arena, named->name), 0) != SIZE_MAX)
            return th_text_upper(arena, named->aliases.at[i]);
    }
    return th_text_upper(arena, th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(d->unit_noun), TH_ARG(named->name)));
}

/* ---- columns ---- */

static bool is_list_role(const th_column *column)
{
    return th_role_is_of_list(column->role) || (column->role == TH_ROLE_STT && column->code.len);
}

/* The columns of a table, while they are collected. */
typedef struct column_list {
    th_template_column *at;
    uint32_t n;
    size_t cap;
} column_list;

static void add_column(th_arena *arena, column_list *list, const th_column *source, uint32_t index)
{
    bool figure = source->role == TH_ROLE_PREVIOUS || source->role == TH_ROLE_PLAN || source->role == TH_ROLE_NOW ||
                  source->role == TH_ROLE_COMPARED || source->role == TH_ROLE_REMARK ||
                  (source->role == TH_ROLE_VALUE && source->type != TH_TYPE_TEXT);
    th_template_column column = {source->label, source->role, source->type, source->catalogue, index, figure};
    TH_PUSH(arena, list->at, list->n, list->cap, column);
}

/* A column that the form declares for itself takes the place of the shared one with the same role. */
static void indicator_columns(th_arena *arena, const th_definition *d, th_template_form *place)
{
    column_list list = {0};
    bool seen[TH_ROLES] = {false};
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_column *col = &d->columns[c];
        if (col->form != TH_NONE || is_list_role(col) || seen[col->role])
            continue;
        uint32_t use = c;
        for (uint32_t k = 0; k < d->ncolumns; k++)
            if (d->columns[k].form == place->form && d->columns[k].role == col->role && !is_list_role(&d->columns[k]))
                use = k;
        seen[col->role] = true;
        add_column(arena, &list, &d->columns[use], use);
    }
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_column *col = &d->columns[c];
        if (col->form != place->form || is_list_role(col) || seen[col->role])
            continue;
        seen[col->role] = true;
        add_column(arena, &list, col, c);
    }
    place->indicator_columns = list.at;
    place->nindicator_columns = list.n;
}

static void list_columns(th_arena *arena, const th_definition *d, th_template_form *place)
{
    column_list list = {0};
    bool scores = d->forms[place->form].kind & TH_FORM_SCORES;
    uint32_t most = scores ? th_score_columns_of(arena, d, place->form).most : TH_NONE;
    place->most_column = TH_NONE;
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_column *col = &d->columns[c];
        if (col->form != place->form || !is_list_role(col))
            continue;
        if (c == most)
            place->most_column = list.n;
        add_column(arena, &list, col, c);
    }
    place->list_columns = list.at;
    place->nlist_columns = list.n;
}

static double value_width(th_type type)
{
    switch ((int)type) {
    case TH_TYPE_TEXT: return 32;
    case TH_TYPE_ENUM:
    case TH_TYPE_DOCNO: return 18;
    default: return 13;
    }
}

static double width_of_role(const th_template_column *column)
{
    switch (column->role) {
    case TH_ROLE_STT: return 6;
    case TH_ROLE_CODE: return 11;
    case TH_ROLE_LABEL: return 50;
    case TH_ROLE_UNIT: return 12;
    case TH_ROLE_PREVIOUS:
    case TH_ROLE_PLAN:
    case TH_ROLE_NOW: return 15;
    case TH_ROLE_COMPARED: return 11;
    case TH_ROLE_REMARK: return 26;
    case TH_ROLE_CRITERION: return 10;
    case TH_ROLE_SELF_SCORE:
    case TH_ROLE_MAX_SCORE:
    case TH_ROLE_SELF_TOTAL: return 11;
    case TH_ROLE_VALUE: return value_width(column->type);
    case TH_ROLES:
    default: return 12;
    }
}

/* ---- rows ---- */

static th_str unit_of_all(th_arena *arena, const th_definition *d, uint32_t form)
{
    th_str unit = {0};
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (d->indicators[i].form != form)
            continue;
        if (!d->indicators[i].unit.len || (unit.len && !th_fold_eq(arena, unit, d->indicators[i].unit)))
            return (th_str){0};
        unit = d->indicators[i].unit;
    }
    return unit;
}

static th_str sheet_name(th_arena *arena, const th_definition *d, uint32_t form)
{
    th_str name = d->forms[form].sheets.n ? d->forms[form].sheets.at[0] : d->forms[form].code;
    char *legal = th_str_cstr(arena, th_template_clip(name, LONGEST_NAME));
    for (char *c = legal; *c; c++)
        if (strchr("[]:*?/\\'", *c))
            *c = '-';
    return th_str_of(legal);
}

static uint32_t list_rows(const th_definition *d)
{
    long n;
    th_str said = th_definition_setting(d, TH_STR("Số dòng danh sách"));
    return th_str_to_long(said, &n) && n >= 1 && n <= MOST_LIST_ROWS ? (uint32_t)n : LIST_ROWS;
}

static void place_form(th_arena *arena, th_template_plan *plan, uint32_t form)
{
    const th_definition *d = plan->d;
    th_template_form *place = &plan->forms[form];
    uint32_t row = HEAD_ROW;
    *place = (th_template_form){.form = form, .name = sheet_name(arena, d, form), .most_column = TH_NONE};
    place->has_list = d->forms[form].kind & (TH_FORM_LIST | TH_FORM_SCORES);
    place->has_indicators = d->forms[form].kind & TH_FORM_INDICATORS;
    place->unit_of_all = place->has_indicators ? unit_of_all(arena, d, form) : (th_str){0};
    if (place->has_list) {
        list_columns(arena, d, place);
        place->list_head = row;
        place->list_first = row + 2;
        place->list_rows = d->forms[form].kind & TH_FORM_SCORES ? (uint32_t)d->ncriteria : list_rows(d);
        row = place->list_first + place->list_rows + 1;
    }
    if (place->has_indicators) {
        indicator_columns(arena, d, place);
        place->block_head = row;
        row += 2;
        th_str group = {0}, above = {0};
        for (uint32_t i = 0; i < d->nindicators; i++) {
            const th_indicator *ind = &d->indicators[i];
            if (ind->form != form)
                continue;
            /* A group after which a row above is named already has its row. */
            plan->group_row[i] = ind->group.len && !th_str_eq(ind->group, group) &&
                                 !th_fold_eq(arena, ind->group, ind->label) && !th_fold_eq(arena, ind->group, above);
            row += plan->group_row[i];
            group = ind->group;
            above = ind->label;
            plan->row[i] = row++;
        }
    }
    place->end = row;
    place->columns =
        place->nlist_columns > place->nindicator_columns ? place->nlist_columns : place->nindicator_columns;
    place->columns = place->columns < 4 ? 4 : place->columns;
    place->hidden = place->columns + 1;
    place->widths = th_arena_array(arena, place->columns, sizeof *place->widths);
    for (uint32_t c = 0; c < place->columns; c++) {
        double a = c < place->nlist_columns ? width_of_role(&place->list_columns[c]) : 0,
               b = c < place->nindicator_columns ? width_of_role(&place->indicator_columns[c]) : 0;
        place->widths[c] = a > b ? a : b;
        if (place->widths[c] <= 0)
            place->widths[c] = 12;
        if (c < place->nindicator_columns && place->indicator_columns[c].role == TH_ROLE_LABEL)
            place->label_column = c;
    }
}

/* ---- formulas ---- */

static bool plain(const th_expr *e)
{
    if ((e->kind == TH_EX_INDICATOR && (e->measure != TH_NOW || e->textual)) || e->kind == TH_EX_ROW)
        return false;
    for (size_t i = 0; i < e->nargs; i++)
        if (!plain(e->args[i]))
            return false;
    return true;
}

static bool reaches(const th_template_plan *plan, const th_expr *e, uint32_t indicator, int depth)
{
    enum { DEEP = 40 };
    if (depth > DEEP)
        return true;
    if (e->kind == TH_EX_INDICATOR) {
        if (e->index == indicator)
            return true;
        const th_expr *below = plan->formula[e->index];
        if (below && reaches(plan, below, indicator, depth + 1))
            return true;
    }
    for (size_t i = 0; i < e->nargs; i++)
        if (reaches(plan, e->args[i], indicator, depth + 1))
            return true;
    return false;
}

/* A rule of level lỗi or chặn that says "this figure = …" becomes the formula of that figure's cell, unless the formula
 * would lead back to the cell itself. */
static void find_formulas(th_template_plan *plan)
{
    const th_definition *d = plan->d;
    for (size_t i = 0; i < d->nchecks; i++) {
        const th_check *check = &d->checks[i];
        if (check->state == TH_RULE_OFF || check->scope != TH_SCOPE_UNIT || check->op != TH_OP_EQ || check->pairing ||
            check->level < TH_LEVEL_ERROR || check->left->kind != TH_EX_INDICATOR || check->left->measure != TH_NOW ||
            check->left->textual || !plain(check->right))
            continue;
        uint32_t index = check->left->index;
        if (!plan->formula[index] && !reaches(plan, check->right, index, 0))
            plan->formula[index] = check->right;
    }
}

typedef struct mapping {
    th_arena *arena;
    const th_template_plan *plan;
    uint32_t form; /* whose sheet the formula stands on */
    th_measure measure;
} mapping;

static uint32_t column_of_role(const th_template_form *place, th_role role)
{
    for (uint32_t c = 0; c < place->nindicator_columns; c++)
        if (place->indicator_columns[c].role == role)
            return c;
    return TH_NONE;
}

static th_role role_of(th_measure m)
{
    if (m == TH_PREVIOUS)
        return TH_ROLE_PREVIOUS;
    return m == TH_PLAN ? TH_ROLE_PLAN : TH_ROLE_NOW;
}

static bool map_indicator(void *ctx, uint32_t indicator, th_measure m, th_buf *out)
{
    const mapping *map = ctx;
    (void)m; /* A figure of this year stands in the same column as the formula. */
    const th_template_form *place = &map->plan->forms[map->plan->d->indicators[indicator].form];
    uint32_t col = column_of_role(place, role_of(map->measure));
    if (col == TH_NONE)
        return false;
    th_buf_add(out, th_ref_cell(map->arena, place->form == map->form ? (th_str){0} : place->name,
                                map->plan->row[indicator], col));
    return true;
}

static bool map_column(void *ctx, uint32_t column, th_buf *out)
{
    const mapping *map = ctx;
    const th_template_form *place = &map->plan->forms[map->plan->d->columns[column].form];
    for (uint32_t c = 0; c < place->nlist_columns && map->measure == TH_NOW; c++)
        if (place->list_columns[c].column == column) {
            th_buf_add(out, th_ref_area(map->arena, place->form == map->form ? (th_str){0} : place->name,
                                        th_template_list_area(place, c)));
            return true;
        }
    return false;
}

static bool map_special(void *ctx, th_func func, uint32_t criterion, th_buf *out)
{
    const mapping *map = ctx;
    (void)criterion;
    if (func != TH_FN_KY)
        return false;
    th_buf_fmt(out, "%d", map->plan->d->period - (map->measure == TH_PREVIOUS));
    return true;
}

bool th_template_formula(th_arena *arena, const th_template_plan *plan, uint32_t indicator, th_measure m, th_str *out)
{
    enum { USUAL_DECIMALS = 2 };
    const th_indicator *ind = &plan->d->indicators[indicator];
    mapping sheet = {arena, plan, ind->form, m};
    th_excel map = {.ctx = &sheet,
                    .indicator = map_indicator,
                    .column = map_column,
                    .special = map_special,
                    .row_indicator = TH_NONE};
    th_buf formula;
    th_buf_init(&formula, arena);
    if (!th_expr_excel(arena, plan->formula[indicator], &map, &formula))
        return false;
    *out = th_buf_str(&formula);
    if (th_expr_calls(plan->formula[indicator], TH_FN_TY_LE)) /* A share is rounded as people write it. */
        *out = th_str_fmt(arena, "IFERROR(ROUND(" TH_FMT ",%d),\"\")", TH_ARG(*out),
                          ind->decimals >= 0 ? ind->decimals : USUAL_DECIMALS);
    return true;
}

bool th_template_compared(th_arena *arena, const th_template_plan *plan, uint32_t indicator, th_str *out)
{
    const th_indicator *ind = &plan->d->indicators[indicator];
    const th_template_form *place = &plan->forms[ind->form];
    uint32_t now = column_of_role(place, TH_ROLE_NOW), before = column_of_role(place, TH_ROLE_PREVIOUS);
    bool counts = ind->type == TH_TYPE_INT || ind->type == TH_TYPE_REAL || ind->type == TH_TYPE_MONEY;
    if (!counts || th_plan_decimals(ind) == TH_PLAIN || now == TH_NONE || before == TH_NONE)
        return false;
    th_str a = th_ref_cell(arena, (th_str){0}, plan->row[indicator], now),
           b = th_ref_cell(arena, (th_str){0}, plan->row[indicator], before);
    *out = th_str_fmt(
        arena, "IF(COUNT(" TH_FMT "," TH_FMT ")<2,\"\",IF(" TH_FMT "=0,\"\",ROUND(100*" TH_FMT "/" TH_FMT ",1)))",
        TH_ARG(a), TH_ARG(b), TH_ARG(b), TH_ARG(a), TH_ARG(b));
    return true;
}

void th_template_plan_make(th_arena *arena, const th_definition *d, th_template_plan *plan)
{
    *plan = (th_template_plan){.d = d};
    plan->forms = th_arena_array(arena, d->nforms + 1, sizeof *plan->forms);
    plan->row = th_arena_array(arena, d->nindicators + 1, sizeof *plan->row);
    plan->group_row = th_arena_array(arena, d->nindicators + 1, sizeof *plan->group_row);
    plan->formula = th_arena_array(arena, d->nindicators + 1, sizeof(const th_expr *));
    for (uint32_t form = 0; form < d->nforms; form++)
        place_form(arena, plan, form);
    find_formulas(plan);
}

void th_template_plan_recall(th_arena *arena, th_template_plan *plan, const th_dataset *last_year, uint32_t unit)
{
    if (!last_year || unit == TH_NONE)
        return;
    plan->stored = th_arena_array(arena, plan->d->nindicators + 1, sizeof(const th_fact *));
    for (uint32_t i = 0; i < plan->d->nindicators; i++) {
        const th_fact *fact = th_dataset_stored(last_year, unit, i);
        if (fact && fact->value.state == TH_STATE_VALUE)
            plan->stored[i] = fact;
    }
}
