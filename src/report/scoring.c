/* Writes CHẤM ĐIỂM: every criterion for every unit, with data, target, the three scores, and the one that counts.  Data
 * come live from TỔNG HỢP and the form sheets, points from the row's own cells, and parents from their children.  The
 * cluster's score is typed into the yellow cells, or read from Cụm chấm. */
#include "report/sheets.h"

#include "expr/expr_types.h"
#include "report/award_note.h"
#include "report/cells.h"
#include "draw/figure.h"
#include "draw/formula.h"
#include "draw/validation.h"
#include "report/points_formula.h"
#include "report/score_home.h"
#include "report/score_key.h"
#include "report/scoring_totals.h"
#include "text/fold.h"

#include "base/banned.h"

static const char points_format[] = "#,##0.00";

typedef struct self_score {
    th_str sheet;
    uint32_t row, col;
} self_score; /* where a unit's own score stands */

typedef struct scoring {
    th_pen p;
    const th_report *r;
    self_score *selfs; /* [criterion * nunits + unit]; the sheet is "" where there is none */
} scoring;

static th_str at(const th_report *r, uint32_t row, uint32_t col)
{
    return th_ref_cell(r->arena, (th_str){0}, row, col);
}

/* ---- where the units' own scores stand, in rows of the score forms ---- */

static void find_selfs_of(scoring *sheet, uint32_t unit, uint32_t code_col, uint32_t score_col, const th_str *codes)
{
    const th_report *r = sheet->r;
    uint32_t form = r->d->columns[score_col].form;
    size_t rows = th_dataset_list_size(r->ds, unit, form);
    for (uint32_t item = 1; item <= rows; item++) {
        const th_fact *code = th_dataset_list_cell(r->ds, unit, code_col, item),
                      *score = th_dataset_list_cell(r->ds, unit, score_col, item);
        if (!code || !score || score->value.state != TH_STATE_VALUE)
            continue;
        th_str folded = th_fold(r->arena, code->value.text);
        for (uint32_t c = 0; c < r->d->ncriteria; c++) {
            const th_points *points = th_score_points(r->in->scores, c, unit);
            if (!r->d->criteria[c].leaf || !points->self || !th_str_eq(codes[c], folded) ||
                th_exact_cmp(points->self, score->value.num) != 0)
                continue;
            sheet->selfs[(size_t)c * r->nunits + unit] = (self_score){
                r->forms[form].name, r->list_start[(size_t)form * r->nunits + unit] + item - 1, r->list_col[score_col]};
        }
    }
}

static void find_selfs(scoring *sheet)
{
    const th_report *r = sheet->r;
    th_str *codes = th_arena_array(r->arena, r->d->ncriteria, sizeof *codes);
    for (uint32_t c = 0; c < r->d->ncriteria; c++)
        codes[c] = th_fold(r->arena, r->d->criteria[c].code);
    for (uint32_t k = 0; k < r->d->ncolumns; k++) {
        if (r->d->columns[k].role != TH_ROLE_SELF_SCORE || r->list_col[k] == TH_NONE)
            continue;
        uint32_t code = TH_NONE;
        for (uint32_t j = 0; j < r->d->ncolumns; j++)
            if (r->d->columns[j].form == r->d->columns[k].form && r->d->columns[j].role == TH_ROLE_CRITERION)
                code = j;
        for (uint32_t u = 0; code != TH_NONE && u < r->nunits; u++)
            find_selfs_of(sheet, u, code, k, codes);
    }
}

/* ---- the cells of a row ---- */

static th_str kind_of_scoring(const th_criterion *criterion)
{
    static const char *const kinds[] = {
#define TH_SCORING(id, vi, kind) kind,
#include "form/scorings.def"
#undef TH_SCORING
    };
    bool group = criterion->scoring == TH_SCORE_SUM || criterion->scoring == TH_SCORE_BONUS ||
                 criterion->scoring == TH_SCORE_DEDUCTION;
    return th_str_of(kinds[criterion->leaf && (group || !criterion->expr) ? TH_SCORE_CLUSTER : criterion->scoring]);
}

/* Writes whether the criterion is met, as computed; nothing when its data have no value. */
static th_str pass_words(const th_operand *data)
{
    if (data->state != TH_STATE_VALUE || !data->num)
        return (th_str){0};
    return th_exact_sign(data->num) ? TH_STR(TH_PASSED) : TH_STR(TH_NOT_PASSED);
}

/* Writes whether the criterion is met over the cell that holds its data; as plain text where no cell does. */
static void pass_data(scoring *sheet, uint32_t row, const th_criterion *criterion, th_live_text data, th_look look)
{
    if (!data.formula.len) {
        th_pen_text(&sheet->p, row, TH_SCORE_DATA, data.text, look | TH_LOOK_CENTER);
        return;
    }
    th_str formula = th_points_data(sheet->r->arena, criterion, data.formula);
    th_pen_formula_text(&sheet->p, row, TH_SCORE_DATA, (th_live_text){formula, data.text}, look | TH_LOOK_CENTER);
}

static void data_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_report *r = sheet->r;
    const th_criterion *asked = &r->d->criteria[criterion];
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    if (!asked->expr || !th_plan_reported(r, unit)) {
        th_pen_blank(&sheet->p, row, TH_SCORE_DATA, look);
        return;
    }
    th_str formula = th_cells_formula(r, asked->expr, unit);
    if (asked->scoring == TH_SCORE_PASS) {
        pass_data(sheet, row, asked, (th_live_text){formula, pass_words(&points->data)}, look);
        return;
    }
    formula = th_points_data(r->arena, asked, formula);
    const th_exact *num = points->data.state == TH_STATE_VALUE ? points->data.num : NULL;
    th_pen_formula(
        &sheet->p, row, TH_SCORE_DATA, (th_live){formula, num},
        (th_style){look | TH_LOOK_RIGHT, th_figure_format(r->arena, th_figure_decimals(TH_DECIMALS_UNSTATED, num),
                                                          points->data.qualifiers, points->data.den)});
}

static void target_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_report *r = sheet->r;
    const th_criterion *asked = &r->d->criteria[criterion];
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    const th_exact *num = points->target.state == TH_STATE_VALUE ? points->target.num : NULL;
    const char *format = th_figure_format(r->arena, th_figure_decimals(TH_DECIMALS_UNSTATED, num), 0, NULL);
    look |= TH_LOOK_RIGHT;
    if (!asked->target || asked->target->kind == TH_EX_NUMBER || !th_plan_reported(r, unit)) {
        th_pen_exact(&sheet->p, row, TH_SCORE_TARGET, num, (th_style){look, format});
        return;
    }
    th_str target = th_cells_formula(r, asked->target, unit);
    if (target.len && asked->target_default && !points->target.division_by_zero)
        target = TH_FORMULA(r->arena, "IF(({target})=\"\",{default},{target})", {"target", target},
                            {"default", th_exact_text(r->arena, asked->target_default)});
    th_pen_formula(&sheet->p, row, TH_SCORE_TARGET, (th_live){target, num}, (th_style){look, format});
}

static void self_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_points *points = th_score_points(sheet->r->in->scores, criterion, unit);
    const self_score *where = &sheet->selfs[(size_t)criterion * sheet->r->nunits + unit];
    if (where->sheet.len) {
        th_pen_link(&sheet->p, row, TH_SCORE_SELF, (th_target){where->sheet, where->row, where->col});
        th_pen_formula(&sheet->p, row, TH_SCORE_SELF,
                       (th_live){th_ref_cell(sheet->r->arena, where->sheet, where->row, where->col), points->self},
                       (th_style){look, points_format});
    } else
        th_pen_exact(&sheet->p, row, TH_SCORE_SELF, points->self, (th_style){look, points_format});
}

static const th_award *award_of(const th_report *r, uint32_t criterion, uint32_t unit)
{
    for (size_t i = 0; i < r->d->nawards; i++)
        if (r->d->awards[i].unit == unit && r->d->awards[i].criterion == criterion)
            return &r->d->awards[i];
    return NULL;
}

static void computed_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_points *points = th_score_points(sheet->r->in->scores, criterion, unit);
    th_str formula = th_points_formula(sheet->r, criterion, unit);
    if (!formula.len || !sheet->r->d->criteria[criterion].expr)
        th_pen_exact(&sheet->p, row, TH_SCORE_COMPUTED, points->computed, (th_style){look, points_format});
    else if (th_points_not_assigned(&sheet->r->d->criteria[criterion], points))
        th_pen_formula_text(&sheet->p, row, TH_SCORE_COMPUTED, (th_live_text){formula, TH_STR(TH_NOT_ASSIGNED)},
                            look | TH_LOOK_WRAP | TH_LOOK_SMALL);
    else
        th_pen_formula(&sheet->p, row, TH_SCORE_COMPUTED, (th_live){formula, points->computed},
                       (th_style){look, points_format});
}

static void given_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_award *award = award_of(sheet->r, criterion, unit);
    look |= TH_FILL_INPUT | TH_LOOK_INPUT;
    bool confirmed = th_score_points(sheet->r->in->scores, criterion, unit)->from == TH_FROM_CONFIRMED;
    if (award && (award->kind == TH_AWARD_NOT_ASSIGNED || confirmed))
        th_pen_text(&sheet->p, row, TH_SCORE_GIVEN, th_award_text(sheet->r->arena, award),
                    look | TH_LOOK_WRAP | TH_LOOK_SMALL);
    else
        th_pen_exact(&sheet->p, row, TH_SCORE_GIVEN, award ? award->points : NULL, (th_style){look, points_format});
}

/* What stands in Đang tính of a leaf where nothing counts, and the formula of what counts when nobody has scored it. */
typedef struct unsettled {
    const char *words;
    th_str formula;
} unsettled;

static unsettled unsettled_leaf(const scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit)
{
    const th_report *r = sheet->r;
    const th_criterion *asked = &r->d->criteria[criterion];
    th_str computed = at(r, row, TH_SCORE_COMPUTED), self = at(r, row, TH_SCORE_SELF);
    if (!th_score_is_computed(asked))
        return (unsettled){TH_TO_SCORE, TH_FORMULA(r->arena, "IF(COUNT({self})=1,ROUND({self},2),\"{to score}\")",
                                                   {"self", self}, {"to score", TH_STR(TH_TO_SCORE)})};
    if (asked->sign < 0)
        return (unsettled){th_score_points(r->in->scores, criterion, unit)->computed ? TH_UNCONFIRMED : TH_NO_DATA,
                           TH_FORMULA(r->arena, "IF(COUNT({computed})=1,\"{unconfirmed}\",\"{no data}\")",
                                      {"computed", computed}, {"unconfirmed", TH_STR(TH_UNCONFIRMED)},
                                      {"no data", TH_STR(TH_NO_DATA)})};
    return (unsettled){TH_NO_DATA, TH_FORMULA(r->arena, "IF(COUNT({computed})=1,ROUND({computed},2),\"{no data}\")",
                                              {"computed", computed}, {"no data", TH_STR(TH_NO_DATA)})};
}

static void official_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_report *r = sheet->r;
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    unsettled without = unsettled_leaf(sheet, row, criterion, unit);
    th_str formula = TH_FORMULA(r->arena,
                                "IF(OR({given}=\"{not assigned}\",{computed}=\"{not assigned}\"),\"{not assigned}\","
                                "IF(COUNT({given})=1,ROUND({given},2),IF(AND({given}=\"{by machine}\","
                                "COUNT({computed})=1),ROUND({computed},2),{unsettled})))",
                                {"given", at(r, row, TH_SCORE_GIVEN)}, {"computed", at(r, row, TH_SCORE_COMPUTED)},
                                {"by machine", TH_STR(TH_BY_MACHINE)}, {"unsettled", without.formula},
                                {"not assigned", TH_STR(TH_NOT_ASSIGNED)});
    bool assigned = points->state != TH_POINTS_NOT_ASSIGNED;
    if (assigned && points->official)
        th_pen_formula(&sheet->p, row, TH_SCORE_OFFICIAL, (th_live){formula, points->official},
                       (th_style){look, points_format});
    else
        th_pen_formula_text(&sheet->p, row, TH_SCORE_OFFICIAL,
                            (th_live_text){formula, th_str_of(assigned ? without.words : TH_NOT_ASSIGNED)},
                            (look & ~(th_look)TH_LOOK_BOLD) | TH_LOOK_WRAP | TH_LOOK_SMALL);
}

static void unconfirmed_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_report *r = sheet->r;
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    if (r->d->criteria[criterion].sign > 0 || !th_score_is_computed(&r->d->criteria[criterion])) {
        th_pen_blank(&sheet->p, row, TH_SCORE_UNCONFIRMED, look);
        return;
    }
    th_str formula = TH_FORMULA(r->arena, "IF({official}=\"{unconfirmed}\",{computed},\"\")",
                                {"official", at(r, row, TH_SCORE_OFFICIAL)}, {"unconfirmed", TH_STR(TH_UNCONFIRMED)},
                                {"computed", at(r, row, TH_SCORE_COMPUTED)});
    th_pen_formula(&sheet->p, row, TH_SCORE_UNCONFIRMED, (th_live){formula, points->unconfirmed},
                   (th_style){look, points_format});
}

static void why_cell(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit, th_look look)
{
    const th_report *r = sheet->r;
    const th_criterion *asked = &r->d->criteria[criterion];
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    const th_award *award = award_of(r, criterion, unit);
    th_buf out;
    th_buf_init(&out, r->arena);
    if (!th_plan_reported(r, unit))
        th_buf_add(&out, TH_STR("chưa có số liệu của đơn vị"));
    else
        th_buf_add(&out, points->why);
    th_buf_add(&out, th_plan_reported(r, unit) ? points->beside : (th_str){0});
    if (points->differs)
        th_buf_add(&out, TH_STR("; tự chấm lệch quá 5 %"));
    if (points->from == TH_FROM_SELF)
        th_buf_add(&out, TH_STR("; Cụm chưa chấm, đang lấy điểm tự chấm"));
    if (points->unconfirmed)
        th_buf_add(&out, TH_STR("; máy đề xuất trừ, chưa tính, chờ Cụm xác nhận"));
    else if (points->proposed)
        th_buf_add(&out, TH_STR("; máy đề xuất, chờ Cụm xác nhận"));
    if (points->stale)
        th_buf_fmt(&out,
                   "; chờ xác nhận lại: dòng “theo máy” của " TH_FMT
                   " hết hiệu lực: điểm, số liệu đã đổi hoặc mã của ô khác",
                   TH_ARG(award->who));
    /* The row of a unit without a file shows no score of the cluster; named here, it would be taken for one that
     * somebody emptied. */
    if (award && !points->stale && th_plan_reported(r, unit)) {
        th_buf_fmt(&out, "; " TH_FMT TH_FMT, TH_ARG(th_award_note(r->arena, th_award_text(r->arena, award))),
                   TH_ARG(award->who));
        if (award->date.len)
            th_buf_fmt(&out, ", " TH_FMT, TH_ARG(award->date));
        if (award->basis.len)
            th_buf_fmt(&out, ", " TH_FMT, TH_ARG(award->basis));
    }
    if (award && award->remark.len)
        th_buf_fmt(&out, "; nhận xét: " TH_FMT, TH_ARG(award->remark));
    if (award && award->reply.len)
        th_buf_fmt(&out, "; đơn vị giải trình: " TH_FMT, TH_ARG(award->reply));
    if (asked->expr_text.len && unit == 0) /* It is the same for all units, and the first row says it for them. */
        th_buf_fmt(&out, "%s[" TH_FMT "]", out.len ? "\n" : "", TH_ARG(asked->expr_text));
    th_pen_text(&sheet->p, row, TH_SCORE_WHY, th_buf_str(&out),
                (look & ~(th_look)(TH_LOOK_RIGHT | TH_LOOK_BOLD)) | TH_LOOK_WRAP | TH_LOOK_SMALL | TH_LOOK_INDENT);
}

/* ---- rows ---- */

static void leaf(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit)
{
    const th_points *score = th_score_points(sheet->r->in->scores, criterion, unit);
    th_look cell = TH_LOOK_BORDER, points = TH_LOOK_FIGURE, doubt = score->differs ? TH_FILL_WARNING : 0;
    const th_criterion *asked = &sheet->r->d->criteria[criterion];
    th_target home;
    bool reported = th_plan_reported(sheet->r, unit);
    if (reported && th_score_home(sheet->r, asked->expr, unit, &home))
        th_pen_link(&sheet->p, row, TH_SCORE_DATA, home);
    data_cell(sheet, row, criterion, unit, cell);
    if (reported && th_score_home(sheet->r, asked->target, unit, &home))
        th_pen_link(&sheet->p, row, TH_SCORE_TARGET, home);
    target_cell(sheet, row, criterion, unit, cell);
    self_cell(sheet, row, criterion, unit, points | doubt);
    if (th_plan_reported(sheet->r, unit)) {
        computed_cell(sheet, row, criterion, unit, points | doubt);
        unconfirmed_cell(sheet, row, criterion, unit, points);
        given_cell(sheet, row, criterion, unit, points);
        official_cell(sheet, row, criterion, unit, points | TH_LOOK_BOLD);
    } else
        th_pen_blanks(&sheet->p, row, TH_SCORE_COMPUTED, TH_SCORE_OFFICIAL, points);
    why_cell(sheet, row, criterion, unit, cell);
    th_pen_text(&sheet->p, row, TH_SCORE_MARK, score->mark, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY);
}

/* References to the cells of the children in one column, for one unit. */
static th_str children(const scoring *sheet, uint32_t criterion, uint32_t unit, uint32_t col)
{
    const th_report *r = sheet->r;
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t c = 0; c < r->d->ncriteria; c++)
        if (r->d->criteria[c].parent == criterion) {
            if (out.len)
                th_buf_byte(&out, ',');
            th_ref_add(&out, (th_str){0}, r->criterion_row[c] + unit, col);
        }
    return th_buf_str(&out);
}

/* The maximum of a group is what all of its deductions may come to, those that count first. */
static th_str room_of(const scoring *sheet, uint32_t row, uint32_t col)
{
    th_str most = at(sheet->r, row, TH_SCORE_MOST);
    if (col != TH_SCORE_UNCONFIRMED)
        return most;
    return TH_FORMULA(sheet->r->arena, "{most}-{official}", {"most", most},
                      {"official", at(sheet->r, row, TH_SCORE_OFFICIAL)});
}

static void parent(scoring *sheet, uint32_t row, uint32_t criterion, uint32_t unit)
{
    const th_report *r = sheet->r;
    const th_criterion *asked = &r->d->criteria[criterion];
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    const struct {
        uint32_t col;
        const th_exact *sum;
    } sums[] = {{TH_SCORE_SELF, points->self},
                {TH_SCORE_COMPUTED, points->computed},
                {TH_SCORE_UNCONFIRMED, points->unconfirmed},
                {TH_SCORE_GIVEN, points->cluster},
                {TH_SCORE_OFFICIAL, points->official}};
    th_look look = TH_LOOK_FIGURE | TH_LOOK_BOLD | TH_FILL_GROUP;
    th_pen_blanks(&sheet->p, row, TH_SCORE_DATA, TH_SCORE_TARGET, look);
    for (size_t k = 0; k < sizeof sums / sizeof *sums; k++) {
        bool official = sums[k].col == TH_SCORE_OFFICIAL;
        if (!th_plan_reported(r, unit)) {
            th_pen_blank(&sheet->p, row, sums[k].col, look);
            continue;
        }
        th_str list = children(sheet, criterion, unit, sums[k].col);
        th_str sum = TH_FORMULA(r->arena, "ROUND(SUM({children}),{decimals})", {"children", list},
                                {"decimals", official ? TH_STR("2") : TH_STR("6")});
        if (asked->bonus && asked->max) /* The maximum of a bonus group is a cap. */
            sum = TH_FORMULA(r->arena, "MIN({most},{sum})", {"most", room_of(sheet, row, sums[k].col)}, {"sum", sum});
        if (!official)
            sum = TH_FORMULA(r->arena, "IF(COUNT({children})=0,\"\",{sum})", {"children", list}, {"sum", sum});
        th_pen_formula(&sheet->p, row, sums[k].col, (th_live){sum, sums[k].sum}, (th_style){look, points_format});
    }
    th_pen_text(&sheet->p, row, TH_SCORE_WHY, asked->bonus ? TH_STR("không quá trần của nhóm") : (th_str){0},
                TH_LOOK_CELL | TH_LOOK_SMALL | TH_FILL_GROUP);
    th_pen_blank(&sheet->p, row, TH_SCORE_MARK, TH_LOOK_CELL | TH_FILL_GROUP);
}

static void criterion_rows(scoring *sheet, uint32_t criterion)
{
    const th_report *r = sheet->r;
    const th_criterion *asked = &r->d->criteria[criterion];
    th_look fill = asked->leaf ? 0 : TH_FILL_GROUP | TH_LOOK_BOLD;
    for (uint32_t u = 0; u < r->nunits; u++) {
        uint32_t row = r->criterion_row[criterion] + u;
        th_pen_text(&sheet->p, row, TH_SCORE_KEY, th_score_key(r, criterion, u), TH_INK_GREY);
        th_look repeated = u ? TH_INK_GREY | (fill & ~(th_look)TH_LOOK_BOLD) : fill;
        th_pen_text(&sheet->p, row, TH_SCORE_CODE, asked->code, TH_LOOK_CELL | repeated);
        th_pen_text(&sheet->p, row, TH_SCORE_TITLE, asked->title, TH_LOOK_CELL | repeated);
        th_pen_text(&sheet->p, row, TH_SCORE_UNIT, r->d->units[u].name, TH_LOOK_CELL | fill);
        th_pen_exact(&sheet->p, row, TH_SCORE_MOST, asked->max, (th_style){TH_LOOK_FIGURE | repeated, "#,##0.##"});
        th_pen_text(&sheet->p, row, TH_SCORE_KIND, kind_of_scoring(asked), TH_LOOK_MIDDLE | TH_LOOK_SMALL | repeated);
        if (asked->leaf)
            leaf(sheet, row, criterion, u);
        else
            parent(sheet, row, criterion, u);
    }
    if (!asked->leaf || !asked->max)
        return;
    th_validation rule = {.kind = TH_VALID_DECIMAL,
                          .bounds = TH_BETWEEN,
                          .most = th_exact_to_double(asked->max),
                          .title = "Chấm thử",
                          .hint = "Chấm thử: chỉ là đề xuất, chưa tính. Điểm được tính khi có dòng ở trang Cụm chấm "
                                  "của bộ biểu mẫu.",
                          .warning_title = "Điểm Cụm chấm",
                          .warning = "Điểm ngoài khoảng từ 0 đến điểm tối đa. Vẫn ghi?"};
    uint32_t first = r->criterion_row[criterion];
    th_tab_validate(sheet->p.tab, th_down(TH_SCORE_GIVEN, first, first + r->nunits - 1), &rule);
}

/* ---- the sheet ---- */

void th_report_scoring(const th_report *r)
{
    static const char *const labels[TH_SCORE_COLUMNS] = {
        "Mã",       "Tiêu chí",  "Đơn vị",          "Tối đa",      "Cách chấm",
        "Số liệu",  "Mục tiêu",  "Tự chấm",         "Máy tính",    TH_SCORE_UNCONFIRMED_TITLE,
        "Cụm chấm", "Đang tính", "Ghi chú, căn cứ", "Mã xác nhận", "Khóa"};
    static const double widths[TH_SCORE_COLUMNS] = {9, 42, 13, 8, 11, 13, 11, 11, 11, 13, 11, 12, 54, 12, 12};
    scoring sheet = {.p = th_pen_over(r->tabs[TH_SHEET_SCORING]), .r = r};
    th_pen_widths(&sheet.p, widths, TH_SCORE_COLUMNS);
    th_tab_width(sheet.p.tab, TH_SCORE_KEY, TH_SCORE_KEY, widths[TH_SCORE_KEY], true);
    th_pen_heading(&sheet.p, TH_STR("Bảng chấm điểm"),
                   TH_STR("Đang tính = Cụm chấm; chưa có thì lấy Máy tính (điểm trừ thì chưa tính); tiêu chí máy không "
                          "tính thì lấy Tự chấm. Ô vàng là chấm thử: chỉ là đề xuất, chưa tính. Bản in là PHIẾU ĐIỂM; "
                          "trang này khi in chỉ ra trang đầu."),
                   TH_SCORE_MARK);
    th_pen_header(&sheet.p, TH_SCORE_HEAD, labels, TH_SCORE_COLUMNS);
    if (!r->d->ncriteria) {
        th_pen_text(&sheet.p, TH_SCORE_FIRST, 0, TH_STR("Bộ biểu mẫu không có thang điểm."), TH_LOOK_ITALIC);
        th_pen_page(&sheet.p, TH_SCORE_HEAD, TH_SCORE_HEAD, TH_SCORE_MOST);
        return;
    }
    sheet.selfs = th_arena_array(r->arena, r->d->ncriteria * r->nunits, sizeof *sheet.selfs);
    find_selfs(&sheet);
    for (uint32_t i = 0; i < r->d->ncriteria; i++)
        criterion_rows(&sheet, r->criterion_order[i]);
    th_scoring_totals(&sheet.p, r);
    th_pen_first_page_only(&sheet.p, TH_SCORE_HEAD, TH_SCORE_MARK);
    th_tab_filter(sheet.p.tab, (th_area){TH_SCORE_HEAD, 0, r->totals_end - 1, TH_SCORE_COLUMNS - 1});
    th_pen_page(&sheet.p, TH_SCORE_HEAD, TH_SCORE_HEAD, TH_SCORE_MOST);
    th_tab_protect_figures(sheet.p.tab);
}
