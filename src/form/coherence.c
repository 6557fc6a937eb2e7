/* What must fit together once every sheet has been read: roles and types, ratios and their parts, ranges, and what an
 * expression may use where it stands. */
#include "expr/expr_types.h"
#include "form/load.h"

#include "base/banned.h"

/* Which cell of an item is at fault, and what was expected there. */
typedef struct complaint {
    const char *column, *vi, *en;
} complaint;

/* One cause is one line: a cell that could not be read has been reported, and nothing more is said of it. */
static void complain_once(th_loading *l, th_table_id id, size_t i, complaint about)
{
    th_field_spot spot = th_table_spot(l, id, i, about.column);
    for (size_t k = 0; spot.col != TH_NO_CELL && k < l->findings->n; k++) {
        const th_place *place = &l->findings->at[k].place;
        if (place->row == spot.row && place->col == spot.col && th_str_eq(place->file, l->tables[id].file) &&
            th_str_eq(place->sheet, l->tables[id].sheet->name))
            return;
    }
    th_fault_value(&spot, about.vi, about.en, (th_str){0});
}

/* The columns shared by all forms ("*") are those of indicators. */
static unsigned kind_of(const th_loading *l, uint32_t form)
{
    return form == TH_NONE ? TH_FORM_INDICATORS : l->d->forms[form].kind;
}

bool th_column_is_of_list(const th_definition *d, const th_column *column)
{
    return th_role_is_of_list(column->role) ||
           (column->form != TH_NONE && !(d->forms[column->form].kind & TH_FORM_INDICATORS));
}

static void check_column(th_loading *l, size_t i)
{
    const th_column *column = &l->d->columns[i];
    bool list = th_column_is_of_list(l->d, column);
    if (list && (column->form == TH_NONE || !(kind_of(l, column->form) & TH_FORM_LIST)))
        complain_once(l, TH_TABLE_COLUMNS, i,
                      (complaint){"Biểu", "một biểu có danh sách cho cột này", "a form with a list for this column"});
    if (list && !column->code.len)
        complain_once(l, TH_TABLE_COLUMNS, i,
                      (complaint){"Mã", "một mã vì là cột danh sách", "a code, since it is a list column"});
    if (column->role == TH_ROLE_VALUE && (column->type == TH_TYPE_ENUM) != (column->catalogue != TH_NONE))
        complain_once(
            l, TH_TABLE_COLUMNS, i,
            (complaint){"Danh mục",
                        column->type == TH_TYPE_ENUM ? "mã một danh mục" : "để trống vì cột không thuộc kiểu danh mục",
                        column->type == TH_TYPE_ENUM ? "the code of a catalogue"
                                                     : "nothing, since the column is no catalogue"});
}

bool th_type_adds_up(th_type type)
{
    return type == TH_TYPE_INT || type == TH_TYPE_REAL || type == TH_TYPE_MONEY;
}

static bool has_order(th_type type)
{
    return th_type_is_number(type) || type == TH_TYPE_RANK || type == TH_TYPE_RATIO || type == TH_TYPE_DATE;
}

/* Percents and ranks are never summed, a ratio has both of its parts or neither, and "the best" must be told whether
 * more or less is better. */
static void check_aggregate(th_loading *l, size_t i)
{
    const th_indicator *ind = &l->d->indicators[i];
    th_aggregate how = ind->aggregate;
    bool parts[2] = {ind->numerator != TH_NONE, ind->denominator != TH_NONE};
    if (how == TH_AGG_SUM && !th_type_adds_up(ind->type))
        complain_once(l, TH_TABLE_INDICATORS, i,
                      (complaint){"Gộp", "cách gộp khác, vì chỉ số nguyên, số thực và tiền mới cộng được",
                                  "another way: only whole numbers, numbers and money can be summed"});
    if ((how == TH_AGG_MIN || how == TH_AGG_MAX || how == TH_AGG_BEST) && !has_order(ind->type))
        complain_once(l, TH_TABLE_INDICATORS, i,
                      (complaint){"Gộp", "cách gộp khác, vì kiểu này không so lớn nhỏ được",
                                  "another way: this type has no order"});
    if (how == TH_AGG_RATIO && ind->type != TH_TYPE_PERCENT && ind->type != TH_TYPE_REAL && ind->type != TH_TYPE_RATIO)
        complain_once(l, TH_TABLE_INDICATORS, i,
                      (complaint){"Gộp", "cách gộp khác, vì tỷ số chỉ dùng cho phần trăm, số thực, tỷ số",
                                  "another way: only percents, numbers and ratios are ratios of sums"});
    if (how == TH_AGG_BEST && !ind->better)
        complain_once(l, TH_TABLE_INDICATORS, i,
                      (complaint){"Chiều tốt", "“tăng” hoặc “giảm” vì Gộp là “tốt nhất”",
                                  "“tăng” (more) or “giảm” (less), since “Gộp” is “tốt nhất”"});
    if (parts[0] != parts[1])
        complain_once(
            l, TH_TABLE_INDICATORS, i,
            (complaint){parts[0] ? "Mẫu số" : "Tử số", "cả tử số và mẫu số", "both numerator and denominator"});
    const char *const columns[] = {"Tử số", "Mẫu số"};
    const uint32_t indexes[] = {ind->numerator, ind->denominator};
    for (size_t k = 0; k < 2; k++)
        if (parts[k] && (indexes[k] == i || !th_type_is_number(l->d->indicators[indexes[k]].type)))
            complain_once(l, TH_TABLE_INDICATORS, i,
                          (complaint){columns[k], "mã một chỉ tiêu khác, kiểu số",
                                      "the code of another indicator that is a number"});
}

static void check_indicator(th_loading *l, size_t i)
{
    th_indicator *ind = &l->d->indicators[i];
    if (ind->form != TH_NONE && !(kind_of(l, ind->form) & TH_FORM_INDICATORS))
        complain_once(l, TH_TABLE_INDICATORS, i,
                      (complaint){"Biểu", "một biểu kiểu “chỉ tiêu”", "a form with indicators"});
    if (ind->type == TH_TYPE_ENUM && ind->catalogue == TH_NONE)
        complain_once(l, TH_TABLE_INDICATORS, i, (complaint){"Danh mục", "mã một danh mục", "the code of a catalogue"});
    if (ind->min && ind->max && th_exact_cmp(ind->min, ind->max) > 0)
        complain_once(
            l, TH_TABLE_INDICATORS, i,
            (complaint){"Lớn nhất", "một số không nhỏ hơn cột Nhỏ nhất", "a number not below column “Nhỏ nhất”"});
    if (ind->decimals < -1 || ind->decimals > 15)
        complain_once(l, TH_TABLE_INDICATORS, i, (complaint){"Số lẻ", "một số từ 0 đến 15", "a number from 0 to 15"});
    check_aggregate(l, i);
    if (!ind->printed_code.len)
        ind->printed_code = ind->code;
}

/* ---- expressions ---- */

/* Where an expression stands, in bits: it decides what the expression may use. */
enum { IN_CHECK = 1, IN_CRITERION = 2, IN_RANKING = 4, OF_EACH_ROW = 8 };

/* Functions of what was sent in, of the points and of the ballots, and where they have a value.  While checks run
 * none of this is known yet; while criteria are scored the points are still being made; a ballot only decides between
 * equals. */
static const struct {
    th_func func;
    unsigned places;
} places[] = {
    {TH_FN_SO_LOI, IN_CRITERION | IN_RANKING},
    {TH_FN_SO_NGAY_MUON, IN_CRITERION | IN_RANKING},
    {TH_FN_BIEU_THIEU, IN_CRITERION | IN_RANKING},
    {TH_FN_GIO_NHAN, IN_CRITERION | IN_RANKING},
    {TH_FN_PHIEU_KIN, IN_RANKING},
    {TH_FN_DIEM, IN_RANKING},
};

/* Writes a text as its catalogue lists it.  Values read from workbooks are kept in that writing, so that both sides
 * of a comparison are then spelt alike. */
static bool spell(th_loading *l, th_expr *text, uint32_t catalogue, th_expr_error *error)
{
    th_wanted wanted = th_wanted_read(l->arena, text->text);
    if (catalogue == TH_NONE || wanted.num || !wanted.rest.len)
        return true;
    const th_catalogue *listed = &l->d->catalogues[catalogue];
    th_str canonical;
    if (th_catalogue_find(l->arena, listed, wanted.rest, &canonical)) {
        th_str sign = th_str_sub(text->text, 0, text->text.len - wanted.rest.len);
        text->text = th_str_fmt(l->arena, TH_FMT TH_FMT, TH_ARG(sign), TH_ARG(canonical));
        return true;
    }
    th_str maybe_vi = {0}, maybe_en = {0}, nearest = th_catalogue_nearest(l->arena, listed, wanted.rest);
    if (nearest.len) {
        maybe_vi = th_str_fmt(l->arena, "; có phải “" TH_FMT "”", TH_ARG(nearest));
        maybe_en = th_str_fmt(l->arena, "; did you mean “" TH_FMT "”", TH_ARG(nearest));
    }
    *error = (th_expr_error){text->at,
                             th_str_fmt(l->arena, "“" TH_FMT "” không có trong danh mục “" TH_FMT "”" TH_FMT,
                                        TH_ARG(wanted.rest), TH_ARG(listed->code), TH_ARG(maybe_vi)),
                             th_str_fmt(l->arena, "“" TH_FMT "” is not in catalogue “" TH_FMT "”" TH_FMT,
                                        TH_ARG(wanted.rest), TH_ARG(listed->code), TH_ARG(maybe_en))};
    return false;
}

/* The catalogue that the text at args[i] is a value of: that of the indicator on the other side of a comparison, or
 * that of the list column before it, as in COUNTIF(column; "text"). */
static uint32_t catalogue_for(const th_definition *d, const th_expr *e, size_t i)
{
    if (e->kind == TH_EX_OP && e->op >= TH_OP_EQ && e->args[1 - i]->kind == TH_EX_INDICATOR)
        return d->indicators[e->args[1 - i]->index].catalogue;
    if (e->kind == TH_EX_CALL && i > 0 && e->args[i - 1]->kind == TH_EX_COLUMN)
        return d->columns[e->args[i - 1]->index].catalogue;
    return TH_NONE;
}

static bool spell_all(th_loading *l, th_expr *e, th_expr_error *error)
{
    for (size_t i = 0; i < e->nargs; i++)
        if (!spell_all(l, e->args[i], error))
            return false;
    for (size_t i = 0; i < e->nargs; i++) {
        if (e->args[i]->kind == TH_EX_TEXT && !spell(l, e->args[i], catalogue_for(l->d, e, i), error))
            return false;
    }
    return true;
}

static bool may_stand(th_loading *l, const th_expr *e, unsigned place, th_expr_error *error)
{
    if (e->kind == TH_EX_ROW && !(place & OF_EACH_ROW)) {
        *error = (th_expr_error){e->at, TH_STR("DONG chỉ dùng trong kiểm tra có phạm vi “từng dòng”"),
                                 TH_STR("DONG is for checks of scope “từng dòng” only")};
        return false;
    }
    if (e->kind == TH_EX_INDICATOR && l->d->indicators[e->index].sensitive && place & (IN_CRITERION | IN_RANKING)) {
        th_str code = l->d->indicators[e->index].code;
        *error = (th_expr_error){
            e->at,
            th_str_fmt(l->arena,
                       TH_FMT " ghi Nhạy cảm là “Có”: đơn vị không được thấy thì không chấm điểm, "
                              "không xếp hạng theo nó",
                       TH_ARG(code)),
            th_str_fmt(l->arena, TH_FMT " is sensitive: what units may not see, nobody is scored or ranked by",
                       TH_ARG(code))};
        return false;
    }
    for (size_t k = 0; e->kind == TH_EX_CALL && k < sizeof places / sizeof *places; k++)
        if (places[k].func == e->func && !(places[k].places & place)) {
            th_str name = th_func_name(e->func);
            *error = (th_expr_error){e->at, th_str_fmt(l->arena, TH_FMT "() không dùng được ở đây", TH_ARG(name)),
                                     th_str_fmt(l->arena, TH_FMT "() has no value here", TH_ARG(name))};
            return false;
        }
    for (size_t i = 0; i < e->nargs; i++)
        if (!may_stand(l, e->args[i], place, error))
            return false;
    return true;
}

/* The cell that holds an expression. */
typedef struct origin {
    th_table_id id;
    size_t item;
    const char *column;
} origin;

static void check_expression(th_loading *l, origin from, th_expr *e, unsigned place)
{
    if (!e)
        return;
    th_expr_error error;
    if (th_expr_is_text(e))
        error = (th_expr_error){e->at, TH_STR("biểu thức này phải là số; với chỉ tiêu có/không, dùng CO(…) = 1"),
                                TH_STR("this must be a number; for a yes/no indicator use CO(…) = 1")};
    else if (may_stand(l, e, place, &error) && spell_all(l, e, &error))
        return;
    th_field_spot spot = th_table_spot(l, from.id, from.item, from.column);
    th_fault_expression(&spot, &error);
}

static void check_check(th_loading *l, size_t i)
{
    const th_check *check = &l->d->checks[i];
    bool of_each_row = check->scope == TH_SCOPE_ROW;
    unsigned place = of_each_row ? IN_CHECK | OF_EACH_ROW : IN_CHECK;
    check_expression(l, (origin){TH_TABLE_CHECKS, i, "Vế trái"}, check->left, place);
    check_expression(l, (origin){TH_TABLE_CHECKS, i, "Vế phải"}, check->right, place);
    if (of_each_row && check->left && !th_expr_uses(check->left, TH_EX_ROW))
        complain_once(
            l, TH_TABLE_CHECKS, i,
            (complaint){"Vế trái", "có DONG vì phạm vi là “từng dòng”", "DONG in it, since the scope is “từng dòng”"});
}

void th_coherence_check(th_loading *l)
{
    const th_definition *d = l->d;
    for (size_t i = 0; i < d->ncolumns; i++)
        check_column(l, i);
    for (size_t i = 0; i < d->nindicators; i++)
        check_indicator(l, i);
    for (size_t i = 0; i < d->nchecks; i++)
        check_check(l, i);
    for (size_t i = 0; i < d->ncriteria; i++) {
        check_expression(l, (origin){TH_TABLE_CRITERIA, i, "Biểu thức"}, d->criteria[i].expr, IN_CRITERION);
        check_expression(l, (origin){TH_TABLE_CRITERIA, i, "Mục tiêu"}, d->criteria[i].target, IN_CRITERION);
    }
    for (size_t i = 0; i < d->nrankings; i++)
        check_expression(l, (origin){TH_TABLE_RANKINGS, i, "Biểu thức"}, d->rankings[i].expr, IN_RANKING);
    for (size_t i = 0; i < l->nstep_rows; i++)
        check_expression(l, (origin){TH_TABLE_STEPS, i, "Biểu thức"}, l->step_rows[i].step.expr, IN_RANKING);
    for (size_t i = 0; i < l->ntitle_rows; i++)
        check_expression(l, (origin){TH_TABLE_TITLES, i, "Điều kiện"}, l->title_rows[i].title.condition, IN_RANKING);
}
