/* Writes ĐIỂM TẠM TÍNH. */
#include "report/template_points.h"

#include "draw/formula.h"
#include "draw/pen.h"
#include "fact/own_sheets.h"
#include "report/points_formula.h"
#include "report/template_map.h"
#include "report/way_words.h"

#include "base/banned.h"

enum { CODE = 0, TITLE, MOST, DATA, TARGET, POINTS, SELF, WAY, POINTS_COLUMNS };
enum { TOTAL_ROW = 2, NOTE_ROW = 3, HEAD_ROW_OF_POINTS = 5, FIRST_CRITERION };

typedef struct own_points {
    th_arena *arena;
    const th_template_plan *plan;
    const th_definition *d;
    th_pen *pen;
} own_points;

static th_str cell_of_points(const own_points *of, uint32_t criterion, uint32_t col)
{
    return th_ref_cell(of->arena, (th_str){0}, FIRST_CRITERION + criterion, col);
}

static bool translate_criterion(const own_points *of, const th_expr *expr, th_str *out)
{
    th_template_cells cells = {of->arena, of->plan, TH_NONE, false};
    th_excel map = th_template_map(&cells, TH_NONE);
    th_buf formula;
    th_buf_init(&formula, of->arena);
    if (!expr || !th_expr_excel(of->arena, expr, &map, &formula))
        return false;
    *out = th_buf_str(&formula);
    return true;
}

/* The formulas of data, target and points; false where the points are not to be computed here. */
typedef struct criterion_formulas {
    th_str data, target, points;
} criterion_formulas;

static bool formulas_of(const own_points *of, uint32_t criterion, criterion_formulas *out)
{
    const th_criterion *item = &of->d->criteria[criterion];
    *out = (criterion_formulas){0};
    if (!item->leaf || item->bonus || !item->max || !translate_criterion(of, item->expr, &out->data))
        return false;
    out->data = th_points_data(of->arena, item, out->data);
    if (item->scoring == TH_SCORE_RATIO && !translate_criterion(of, item->target, &out->target))
        return false;
    if (out->target.len && item->target_default)
        out->target = TH_FORMULA(of->arena, "IF(({target})=\"\",{default},{target})", {"target", out->target},
                                 {"default", th_exact_text(of->arena, item->target_default)});
    const th_points_cells cells = {cell_of_points(of, criterion, MOST), cell_of_points(of, criterion, DATA),
                                   cell_of_points(of, criterion, TARGET)};
    out->points = th_points_own_formula(of->arena, item, &cells);
    return out->points.len > 0;
}

bool th_template_has_points(th_arena *arena, const th_template_plan *plan)
{
    const own_points of = {arena, plan, plan->d, NULL};
    criterion_formulas formulas;
    for (uint32_t c = 0; c < plan->d->ncriteria; c++)
        if (formulas_of(&of, c, &formulas))
            return true;
    return false;
}

/* What the unit gives itself, where a form of the workbook asks for it. */
static th_str own_score(const own_points *of, uint32_t criterion)
{
    for (uint32_t form = 0; form < of->d->nforms; form++) {
        const th_template_form *place = &of->plan->forms[form];
        for (uint32_t k = 0; k < place->nlist_columns && (of->d->forms[form].kind & TH_FORM_SCORES); k++)
            if (place->list_columns[k].role == TH_ROLE_SELF_SCORE)
                return TH_FORMULA(of->arena, "IF(ISNUMBER({x}),{x},\"\")",
                                  {"x", th_ref_cell(of->arena, place->name, place->list_first + criterion, k)});
    }
    return (th_str){0};
}

/* The formula for the points of a group: what its computed parts come to. */
static th_str sum_of_parts(const own_points *of, uint32_t criterion)
{
    th_buf parts;
    th_buf_init(&parts, of->arena);
    for (uint32_t c = 0; c < of->d->ncriteria; c++)
        if (of->d->criteria[c].parent == criterion)
            th_buf_fmt(&parts, "%s" TH_FMT, parts.len ? "," : "", TH_ARG(cell_of_points(of, c, POINTS)));
    return TH_FORMULA(of->arena, "IF(COUNT({parts})=0,\"\",SUM({parts}))", {"parts", th_buf_str(&parts)});
}

static th_str why_no_points(const th_criterion *item)
{
    if (item->bonus)
        return TH_STR("không tính ở đây");
    if (!item->expr)
        return TH_STR("Cụm chấm");
    bool others = item->scoring == TH_SCORE_LEADER || item->scoring >= TH_SCORE_OVER_TARGET;
    return others ? TH_STR("so với các đơn vị khác") : TH_STR("chương trình tính khi nhận tệp");
}

static void criterion_row(const own_points *of, uint32_t c)
{
    const th_criterion *item = &of->d->criteria[c];
    th_pen *p = of->pen;
    uint32_t row = FIRST_CRITERION + c;
    th_look bold = item->leaf ? 0 : TH_LOOK_BOLD | TH_FILL_GROUP, figure = TH_LOOK_FIGURE | bold;
    criterion_formulas formulas;
    bool computed = formulas_of(of, c, &formulas);
    th_str points = computed ? formulas.points : (th_str){0};
    if (!item->leaf && !item->bonus)
        points = sum_of_parts(of, c);
    th_pen_text(p, row, CODE, item->code, TH_LOOK_MIDDLE | bold);
    th_pen_text(p, row, TITLE, item->title, TH_LOOK_CELL | bold);
    th_pen_exact(p, row, MOST, item->max, (th_style){figure, "#,##0.##"});
    th_pen_formula(p, row, DATA, (th_live){.formula = formulas.data}, (th_style){figure, "#,##0.##"});
    th_pen_formula(p, row, TARGET, (th_live){.formula = formulas.target}, (th_style){figure, "#,##0.##"});
    if (points.len)
        th_pen_formula(p, row, POINTS, (th_live){.formula = points}, (th_style){figure, "#,##0.00"});
    else
        th_pen_text(p, row, POINTS, why_no_points(item), TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY | bold);
    th_str self = item->leaf ? own_score(of, c) : (th_str){0};
    th_pen_formula(p, row, SELF, (th_live){.formula = self}, (th_style){figure, "#,##0.00"});
    th_pen_text(p, row, WAY, item->leaf ? th_way_words(of->arena, of->d, item) : (th_str){0},
                TH_LOOK_CELL | TH_LOOK_SMALL | bold);
}

static void points_together(const own_points *of)
{
    th_buf points, most;
    th_buf_init(&points, of->arena);
    th_buf_init(&most, of->arena);
    size_t n = 0;
    criterion_formulas formulas;
    for (uint32_t c = 0; c < of->d->ncriteria; c++) {
        if (!formulas_of(of, c, &formulas))
            continue;
        th_str cell = cell_of_points(of, c, POINTS);
        th_buf_fmt(&points, "+N(" TH_FMT ")", TH_ARG(cell));
        th_buf_fmt(&most, "+ISNUMBER(" TH_FMT ")*" TH_FMT, TH_ARG(cell), TH_ARG(cell_of_points(of, c, MOST)));
        n++;
    }
    th_str formula = TH_FORMULA(
        of->arena,
        "\"Tạm tính \"&FIXED(0{points},2)&\" trên \"&FIXED(0{most},2)&\" điểm, của những tiêu chí đã đủ "
        "số liệu (trong {n} tiêu chí tự tính được)\"",
        {"points", th_buf_str(&points)}, {"most", th_buf_str(&most)}, {"n", th_str_fmt(of->arena, "%zu", n)});
    th_pen_merge_live(of->pen, th_across(TOTAL_ROW, 0, WAY), (th_live_text){formula, TH_STR("Tạm tính")},
                      TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_CENTER | TH_LOOK_BORDER);
    th_pen_merge(
        of->pen, th_across(NOTE_ROW, 0, WAY),
        TH_STR("Tính theo số đang ghi trong mẫu này, để đơn vị tự xem; không phải điểm chính thức. Điểm do Cụm chấm, "
               "điểm so với các đơn vị khác, điểm thưởng và điểm trừ không tính ở đây."),
        TH_LOOK_ITALIC | TH_LOOK_WRAP | TH_LOOK_SMALL);
}

void th_template_points_sheet(th_arena *arena, const th_template_plan *plan, th_tab *tab, th_str unit)
{
    static const char *const labels[POINTS_COLUMNS] = {"Mã",       "Tiêu chí",      "Điểm tối đa",  "Số liệu",
                                                       "Mục tiêu", "Điểm tạm tính", "Điểm tự chấm", "Cách chấm"};
    static const double widths[POINTS_COLUMNS] = {9, 44, 10, 13, 11, 16, 11, 52};
    th_pen over = th_pen_over(tab);
    const own_points of = {arena, plan, plan->d, &over};
    th_pen_widths(of.pen, widths, POINTS_COLUMNS);
    th_pen_merge(of.pen, th_across(0, 0, WAY), th_str_fmt(arena, TH_OWN_POINTS_SHEET " NĂM %d", plan->d->period),
                 TH_LOOK_BOLD | TH_LOOK_HUGE | TH_LOOK_CENTER);
    th_pen_merge(of.pen, th_across(1, 0, WAY), unit, TH_LOOK_CENTER);
    points_together(&of);
    th_pen_header(of.pen, HEAD_ROW_OF_POINTS, labels, POINTS_COLUMNS);
    for (uint32_t c = 0; c < plan->d->ncriteria; c++)
        criterion_row(&of, c);
    th_pen_page(of.pen, HEAD_ROW_OF_POINTS, HEAD_ROW_OF_POINTS, 0);
    th_tab_protect(tab);
}
