/* Writes PHIẾU ĐIỂM: a page for each unit.  Its points are looked up in CHẤM ĐIỂM by key, so that they follow what is
 * changed there and stand after that sheet was sorted; the rows about its neighbours are sums over its own cells and
 * theirs.  Words tell how things stood when the workbook was made, and say so once a figure has changed since. */
#include "report/sheets.h"

#include "draw/control.h"
#include "draw/formula.h"
#include "report/score_home.h"
#include "report/score_key.h"
#include "report/slip_line.h"
#include "report/slip_page.h"
#include "report/slip_plan.h"
#include "report/slip_words.h"
#include "report/verdict.h"
#include "report/way_words.h"
#include "text/utf8.h"

#include "base/banned.h"

static const char points_format[] = "#,##0.00";

typedef struct slip {
    th_pen *p;
    const th_report *r;
    uint32_t unit, top; /* first row of its block */
    th_slip_place place;
} slip;

static th_str slip_cell(const th_report *r, uint32_t row, uint32_t col)
{
    return th_ref_cell(r->arena, (th_str){0}, row, col);
}

/* Where the points of a line stand that count. */
static th_str counting_cell(const th_report *r, uint32_t unit, uint32_t criterion)
{
    return slip_cell(r, r->slip_row[unit] + th_slip_line(r, criterion), TH_SLIP_OFFICIAL);
}

/* ---- the lines ---- */

static void put_looked_up(const slip *page, th_cell_at at, uint32_t score_col, const th_line_cell *value, th_look look)
{
    const th_report *r = page->r;
    th_str formula = th_score_cell_of(r, slip_cell(r, at.row, TH_SLIP_ROW), score_col);
    if (value->number)
        th_pen_formula(page->p, at.row, at.col, (th_live){formula, value->number},
                       (th_style){(look & ~(th_look)TH_LOOK_WRAP) | TH_LOOK_RIGHT | TH_LOOK_SHRINK, value->format});
    else
        th_pen_formula_text(page->p, at.row, at.col, (th_live_text){formula, value->text},
                            look | (value->text.len ? TH_LOOK_CENTER : TH_LOOK_RIGHT));
}

static th_str why_of_slip(const slip *page, uint32_t criterion, const th_slip_line_values *values)
{
    const th_report *r = page->r;
    const char *between = values->brief.len && values->given.len ? "; " : "";
    return th_str_fmt(r->arena, TH_FMT TH_FMT "%s" TH_FMT, TH_ARG(values->brief),
                      TH_ARG(th_score_points(r->in->scores, criterion, page->unit)->beside), between,
                      TH_ARG(values->given));
}

static void criterion_line(const slip *page, uint32_t criterion)
{
    static const uint32_t from[TH_LINE_CELLS] = {TH_SCORE_DATA,     TH_SCORE_TARGET, TH_SCORE_SELF,
                                                 TH_SCORE_COMPUTED, TH_SCORE_GIVEN,  TH_SCORE_OFFICIAL};
    static const uint32_t to[TH_LINE_CELLS] = {TH_SLIP_DATA,     TH_SLIP_TARGET, TH_SLIP_SELF,
                                               TH_SLIP_COMPUTED, TH_SLIP_GIVEN,  TH_SLIP_OFFICIAL};
    const th_report *r = page->r;
    const th_criterion *asked = &r->d->criteria[criterion];
    uint32_t row = page->top + th_slip_line(r, criterion), scored = r->criterion_row[criterion] + page->unit;
    th_look look = TH_LOOK_BORDER | TH_LOOK_SMALL | (asked->leaf ? 0 : TH_LOOK_BOLD | TH_FILL_GROUP);
    th_slip_line_values values = th_slip_line_values_of(r->arena, r->in->scores, criterion, page->unit);
    th_pen_link(page->p, row, TH_SLIP_CODE, (th_target){r->names[TH_SHEET_SCORING], scored, TH_SCORE_DATA});
    th_pen_text(page->p, row, TH_SLIP_CODE, asked->code, look);
    th_pen_text(page->p, row, TH_SLIP_TITLE, th_slip_title(r->arena, asked), look | TH_LOOK_WRAP);
    th_look words = (look & ~(th_look)TH_LOOK_BOLD) | TH_LOOK_WRAP | TH_LOOK_INDENT;
    th_pen_text(page->p, row, TH_SLIP_WAY, th_way_words(r->arena, r->d, asked), words);
    th_target home;
    if (th_score_home(r, asked->expr, page->unit, &home))
        th_pen_link(page->p, row, TH_SLIP_DATA, home);
    if (th_score_home(r, asked->target, page->unit, &home))
        th_pen_link(page->p, row, TH_SLIP_TARGET, home);
    for (size_t i = 0; i < TH_LINE_CELLS; i++) {
        th_look more = to[i] == TH_SLIP_OFFICIAL ? TH_LOOK_BOLD | TH_LOOK_WRAP : TH_LOOK_WRAP;
        put_looked_up(page, (th_cell_at){row, to[i]}, from[i], &values.cells[i], look | more);
    }
    th_pen_text(page->p, row, TH_SLIP_WHY, why_of_slip(page, criterion, &values), words);
    th_control_loosen(page->p->tab, true);
    th_pen_formula(page->p, row, TH_SLIP_ROW, th_score_row_of(r, criterion, page->unit), (th_style){TH_INK_GREY, "0"});
    th_control_loosen(page->p->tab, false);
}

/* The points of all uppermost criteria of one kind, as operands of SUM(). */
static th_str root_cells(const slip *page, bool bonus, int sign)
{
    const th_report *r = page->r;
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t c = 0; c < r->d->ncriteria; c++) {
        const th_criterion *root = &r->d->criteria[c];
        if (root->parent == TH_NONE && root->bonus == bonus && (!bonus || (root->sign < 0) == (sign < 0)))
            th_buf_fmt(&out, "%s" TH_FMT, out.len ? "," : "", TH_ARG(counting_cell(r, page->unit, c)));
    }
    return out.len ? th_buf_str(&out) : TH_STR("0");
}

static void frame_of_sum(const slip *page, uint32_t row, const char *title, uint32_t key)
{
    th_look look = TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_BOLD | TH_FILL_TOTAL;
    th_pen_blanks(page->p, row, 0, TH_SLIP_PRINTED - 1, look);
    th_pen_text(page->p, row, TH_SLIP_TITLE, th_str_of(title), look);
    th_control_loosen(page->p->tab, true);
    th_pen_formula(page->p, row, TH_SLIP_ROW, th_score_row_of(page->r, key, page->unit), (th_style){TH_INK_GREY, "0"});
    th_control_loosen(page->p->tab, false);
}

/* What the scale adds to the points of the parts: 0 where everything was assigned. */
static void put_scale(const slip *page)
{
    const th_report *r = page->r;
    uint32_t row = page->top + th_slip_line(r, TH_KEY_BASE);
    frame_of_sum(page, row, "Quy đổi phần không được giao", TH_KEY_BASE);
    th_str base = th_score_cell_of(r, slip_cell(r, row, TH_SLIP_ROW), TH_SCORE_OFFICIAL);
    th_str formula =
        TH_FORMULA(r->arena, "ROUND(N({base})-SUM({roots}),2)", {"base", base}, {"roots", root_cells(page, false, 1)});
    th_pen_formula(page->p, row, TH_SLIP_OFFICIAL,
                   (th_live){formula, th_difference_line(r->arena, r->in->scores, TH_NONE, page->unit)},
                   (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL | TH_LOOK_BOLD | TH_FILL_TOTAL, points_format});
}

/* Does the total equal what stands above it, and what the unit is ranked by? */
static void put_agreement(const slip *page, uint32_t row)
{
    const th_report *r = page->r;
    th_look look = TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_WRAP | TH_FILL_TOTAL;
    th_str total = slip_cell(r, row, TH_SLIP_OFFICIAL);
    th_str sums = TH_FORMULA(r->arena, "ROUND(SUM({base},{scale},{bonuses})-SUM({deductions})-N({total}),2)",
                             {"base", root_cells(page, false, 1)}, {"scale", counting_cell(r, page->unit, TH_KEY_BASE)},
                             {"bonuses", root_cells(page, true, 1)}, {"deductions", root_cells(page, true, -1)},
                             {"total", total});
    if (page->place.standing && page->place.standing->ranked) {
        th_str sheet = r->names[TH_SHEET_RANKING];
        uint32_t first = r->board_row[page->place.ranking], last = first + page->place.ranked - 1;
        th_str values = th_ref_area(r->arena, sheet, th_down(r->board_value[page->place.ranking], first, last)),
               names = th_ref_area(r->arena, sheet, th_down(1, first, last));
        sums = TH_FORMULA(r->arena, "ABS({sums})+ABS(ROUND(INDEX({values},MATCH({name},{names},0))-N({total}),2))",
                          {"sums", sums}, {"values", values}, {"names", names}, {"total", total},
                          {"name", th_match_literal(r->arena, r->d->units[page->unit].name)});
        th_pen_formula_text(
            page->p, row, TH_SLIP_WHY,
            (th_live_text){TH_FORMULA(r->arena,
                                      "IF({sums}=0,\"khớp các phần và XẾP HẠNG\",\"KHÁC các phần hoặc XẾP HẠNG\")",
                                      {"sums", sums}),
                           TH_STR("khớp các phần và XẾP HẠNG")},
            look);
        return;
    }
    th_pen_formula_text(
        page->p, row, TH_SLIP_WHY,
        (th_live_text){TH_FORMULA(r->arena, "IF({sums}=0,\"khớp các phần\",\"KHÁC các phần\")", {"sums", sums}),
                       TH_STR("khớp các phần")},
        look);
}

static void put_total(const slip *page)
{
    const th_report *r = page->r;
    uint32_t row = page->top + th_slip_line(r, TH_KEY_TOTAL);
    const th_exact *total = r->in->scores->totals[page->unit].total;
    frame_of_sum(page, row, "TỔNG ĐIỂM", TH_KEY_TOTAL);
    if (!total)
        return;
    const th_line_cell cell = {.number = total, .format = points_format};
    put_looked_up(page, (th_cell_at){row, TH_SLIP_OFFICIAL}, TH_SCORE_OFFICIAL, &cell,
                  TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_BOLD | TH_FILL_TOTAL);
    put_agreement(page, row);
}

/* ---- the head ---- */

/* "ROUND(total-873.92,2)=0": the total of a unit is what it was. */
static th_str as_it_was(const th_report *r, uint32_t unit)
{
    const th_exact *total = r->in->scores->totals[unit].total;
    return TH_FORMULA(r->arena, "ROUND(N({cell})-({total}),2)=0", {"cell", counting_cell(r, unit, TH_KEY_TOTAL)},
                      {"total", total ? th_exact_text(r->arena, total) : TH_STR("0")});
}

/* The sentence itself is of when the workbook was made.  Before it stands, live, that something has changed since. */
static void put_answer(const slip *page)
{
    const th_report *r = page->r;
    th_str answer = th_slip_answer(r, page->unit, &page->place);
    th_buf same;
    th_buf_init(&same, r->arena);
    th_buf_add(&same, as_it_was(r, page->unit));
    for (size_t k = 0; k < 2; k++)
        if (page->place.beside[k].standing)
            th_buf_fmt(&same, "," TH_FMT, TH_ARG(as_it_was(r, page->place.beside[k].standing->unit)));
    th_str formula = TH_FORMULA(r->arena, "IF(AND({same}),\"\",\"ĐIỂM ĐÃ ĐỔI SAU KHI LẬP SỔ. Lúc lập sổ: \")&{answer}",
                                {"same", th_buf_str(&same)}, {"answer", th_long_literal(r->arena, answer)});
    th_look look = TH_LOOK_BOLD | TH_LOOK_WRAP | TH_LOOK_BORDER | TH_FILL_CHANGED;
    th_pen_merge_live(page->p, th_across(page->top + TH_SLIP_ANSWER, 0, TH_SLIP_PRINTED - 1),
                      (th_live_text){formula, answer}, look);
}

static void slip_head(const slip *page)
{
    const th_report *r = page->r;
    th_pen_text(page->p, page->top, 0, th_text_upper(r->arena, r->d->cluster), TH_LOOK_BOLD | TH_LOOK_SMALL);
    th_pen_merge(page->p, th_across(page->top + TH_SLIP_NAME, 0, TH_SLIP_PRINTED - 1),
                 th_str_fmt(r->arena, "PHIẾU ĐIỂM NĂM %d · " TH_FMT, r->d->period,
                            TH_ARG(th_text_upper(r->arena, r->d->units[page->unit].name))),
                 TH_LOOK_BOLD | TH_LOOK_HUGE | TH_LOOK_CENTER);
    th_pen_height(page->p, page->top + TH_SLIP_NAME, 26);
    th_pen_merge(page->p, th_across(page->top + TH_SLIP_STAGE, 0, TH_SLIP_PRINTED - 1),
                 th_verdict_stage(r->arena, &r->in->scores->readiness), TH_LOOK_ITALIC | TH_LOOK_CENTER);
    put_answer(page);
    th_pen_link(page->p, page->top + TH_SLIP_BACK, 0, (th_target){r->names[TH_SHEET_CONTENTS], 0, 0});
    th_pen_text(page->p, page->top + TH_SLIP_BACK, 0, TH_STR("← Mục lục"), TH_INK_LINK | TH_LOOK_SMALL);
    th_slip_page_header(page->p, page->top + TH_SLIP_HEAD);
}

/* ---- a neighbour ---- */

typedef struct beside {
    const slip *page;
    int below;
    const th_neighbour *neighbour;
    uint32_t top; /* row */
} beside;

/* "SUM(a,b)-SUM(c)" over the lines of the addends from `first` to `last`, of one unit. */
static th_str sum_formula(const beside *of, uint32_t unit, size_t first, size_t last)
{
    enum { MOST_ARGUMENTS = 200 };
    const th_report *r = of->page->r;
    th_buf out;
    th_buf_init(&out, r->arena);
    for (int sign = 1; sign >= -1; sign -= 2) {
        size_t n = 0;
        for (size_t i = first; i < last; i++)
            for (size_t k = 0; k < of->neighbour->difference.at[i].nterms; k++) {
                const th_term *term = &of->neighbour->difference.at[i].terms[k];
                if (term->sign != sign)
                    continue;
                const char *begins = sign < 0 ? "-SUM(" : "+SUM(";
                th_str lead = n % MOST_ARGUMENTS ? TH_STR(",") : th_str_of(begins);
                if (n && n % MOST_ARGUMENTS == 0)
                    th_buf_byte(&out, ')');
                th_buf_add(&out, lead);
                th_buf_add(&out, counting_cell(r, unit, term->criterion));
                n++;
            }
        th_buf_add(&out, n ? TH_STR(")") : (th_str){0});
    }
    th_str sum = th_buf_str(&out);
    if (!sum.len)
        return TH_STR("0");
    if (sum.ptr[0] == '+')
        sum = th_str_sub(sum, 1, sum.len);
    return TH_FORMULA(r->arena, "ROUND({sum},2)", {"sum", sum});
}

static void put_beside_numbers(const beside *of, uint32_t row, size_t first, size_t last)
{
    const th_report *r = of->page->r;
    const uint32_t units[2] = {of->page->unit, of->neighbour->standing->unit};
    const th_exact *sums[2] = {th_exact_int(r->arena, 0), th_exact_int(r->arena, 0)};
    th_look look = TH_LOOK_FIGURE | TH_LOOK_SMALL;
    for (size_t i = first; i < last; i++) {
        sums[0] = th_exact_add(r->arena, sums[0], of->neighbour->difference.at[i].own);
        sums[1] = th_exact_add(r->arena, sums[1], of->neighbour->difference.at[i].other);
    }
    for (uint32_t k = 0; k < 2; k++)
        th_pen_formula(of->page->p, row, TH_SLIP_SELF + k, (th_live){sum_formula(of, units[k], first, last), sums[k]},
                       (th_style){look, points_format});
    th_str difference = TH_FORMULA(r->arena, "ROUND({own}-{other},2)", {"own", slip_cell(r, row, TH_SLIP_SELF)},
                                   {"other", slip_cell(r, row, TH_SLIP_COMPUTED)});
    th_pen_formula(of->page->p, row, TH_SLIP_GIVEN, (th_live){difference, th_exact_sub(r->arena, sums[0], sums[1])},
                   (th_style){look | TH_LOOK_BOLD, "+#,##0.00;-#,##0.00;0.00"});
}

/* "SUM" of a column over the rows of differences down to `last`. */
static th_str sum_down(const beside *of, uint32_t col, uint32_t last)
{
    return TH_FORMULA(of->page->r->arena, "ROUND(SUM({rows}),2)",
                      {"rows", th_ref_area(of->page->r->arena, (th_str){0}, th_down(col, of->top + 2, last))});
}

static const th_exact *differences_up_to(const beside *of, size_t last)
{
    const th_exact *sum = th_exact_int(of->page->r->arena, 0);
    for (size_t i = 0; i < last; i++)
        sum = th_exact_add(of->page->r->arena, sum, of->neighbour->difference.at[i].difference);
    return sum;
}

static void put_running_sum(const beside *of, uint32_t row, size_t last)
{
    th_pen_formula(of->page->p, row, TH_SLIP_OFFICIAL,
                   (th_live){sum_down(of, TH_SLIP_GIVEN, row), differences_up_to(of, last)},
                   (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL, points_format});
}

/* The data of a line: a cell of this sheet, as it is shown there. */
static void put_beside_data(const beside *of, th_cell_at at, uint32_t unit, uint32_t criterion)
{
    const th_report *r = of->page->r;
    th_str cell = slip_cell(r, r->slip_row[unit] + th_slip_line(r, criterion), TH_SLIP_DATA);
    th_str formula = TH_FORMULA(r->arena, "IF({cell}=\"\",\"\",{cell})", {"cell", cell});
    th_slip_line_values values = th_slip_line_values_of(r->arena, r->in->scores, criterion, unit);
    const th_line_cell *data = &values.cells[TH_LINE_DATA];
    th_look look = TH_LOOK_FIGURE | TH_LOOK_SMALL;
    if (data->number)
        th_pen_formula(of->page->p, at.row, at.col, (th_live){formula, data->number},
                       (th_style){look | TH_LOOK_SHRINK, data->format});
    else
        th_pen_formula_text(of->page->p, at.row, at.col, (th_live_text){formula, data->text}, look);
}

static th_str why_beside(const beside *of, uint32_t unit, const th_addend *addend)
{
    const th_report *r = of->page->r;
    if (addend->criterion && addend->criterion->leaf) {
        th_slip_line_values values =
            th_slip_line_values_of(r->arena, r->in->scores, (uint32_t)(addend->criterion - r->d->criteria), unit);
        const th_points *points = th_score_points(r->in->scores, (uint32_t)(addend->criterion - r->d->criteria), unit);
        if (values.given.len)
            return values.given;
        return points->state == TH_POINTS_WAITING || points->unconfirmed ? values.brief : points->why;
    }
    if (addend->criterion)
        return TH_STR("cộng các dòng con rồi lấy không quá trần");
    th_buf out;
    th_buf_init(&out, r->arena);
    for (size_t i = 1; i < addend->nterms; i++)
        if (th_score_points(r->in->scores, addend->terms[i].criterion, unit)->state == TH_POINTS_NOT_ASSIGNED)
            th_buf_fmt(&out, "%s" TH_FMT, out.len ? ", " : "không được giao ",
                       TH_ARG(r->d->criteria[addend->terms[i].criterion].code));
    return out.len ? th_buf_str(&out) : TH_STR("được giao đủ");
}

static void put_difference(const beside *of, uint32_t row, size_t i)
{
    const th_report *r = of->page->r;
    const th_addend *addend = &of->neighbour->difference.at[i];
    uint32_t other = of->neighbour->standing->unit;
    th_look look = TH_LOOK_CELL | TH_LOOK_SMALL;
    bool leaf = addend->criterion && addend->criterion->leaf;
    th_pen_blanks(of->page->p, row, 0, TH_SLIP_PRINTED - 1, look);
    if (leaf) {
        uint32_t criterion = (uint32_t)(addend->criterion - r->d->criteria);
        th_pen_link(of->page->p, row, TH_SLIP_CODE,
                    (th_target){of->page->p->name, r->slip_row[other] + th_slip_line(r, criterion), TH_SLIP_CODE});
        th_pen_text(of->page->p, row, TH_SLIP_CODE, addend->criterion->code, look & ~(th_look)TH_LOOK_WRAP);
        th_pen_text(of->page->p, row, TH_SLIP_TITLE, addend->criterion->title, look);
        put_beside_data(of, (th_cell_at){row, TH_SLIP_DATA}, of->page->unit, criterion);
        put_beside_data(of, (th_cell_at){row, TH_SLIP_TARGET}, other, criterion);
    } else
        th_pen_text(of->page->p, row, TH_SLIP_TITLE, th_text_capital(r->arena, th_addend_name(r->arena, addend)), look);
    put_beside_numbers(of, row, i, i + 1);
    put_running_sum(of, row, i + 1);
    th_str own_why = why_beside(of, of->page->unit, addend), other_why = why_beside(of, other, addend);
    th_str both = own_why, nothing = TH_STR("–");
    if (!own_why.len)
        own_why = nothing;
    if (!other_why.len)
        other_why = nothing;
    if (!th_str_eq(own_why, other_why))
        both =
            th_str_fmt(r->arena, TH_FMT ": " TH_FMT "\n" TH_FMT ": " TH_FMT, TH_ARG(r->d->units[of->page->unit].name),
                       TH_ARG(own_why), TH_ARG(r->d->units[other].name), TH_ARG(other_why));
    th_pen_text(of->page->p, row, TH_SLIP_WHY, both, look | TH_LOOK_INDENT);
}

/* All that is not shown one by one; then the sum, which must be the difference of the two totals. */
static void put_rest_and_sum(const beside *of, uint32_t row, size_t shown)
{
    const th_report *r = of->page->r;
    const th_difference *all = &of->neighbour->difference;
    th_look look = TH_LOOK_CELL | TH_LOOK_SMALL, total = look | TH_LOOK_BOLD | TH_FILL_TOTAL;
    th_pen_blanks(of->page->p, row, 0, TH_SLIP_PRINTED - 1, look);
    th_str rest = all->differing > shown
                      ? th_str_fmt(r->arena, "Các tiêu chí khác, chênh ít hơn (%zu)", all->differing - shown)
                      : TH_STR("Các tiêu chí khác, không chênh");
    th_pen_text(of->page->p, row, TH_SLIP_TITLE, rest, look);
    put_beside_numbers(of, row, shown, all->n);
    put_running_sum(of, row, all->n);
    row++;
    th_pen_blanks(of->page->p, row, 0, TH_SLIP_PRINTED - 1, total);
    th_pen_text(of->page->p, row, TH_SLIP_TITLE, TH_STR("Cộng"), total);
    const th_exact *sums[3] = {all->own, all->other, all->difference};
    for (uint32_t k = 0; k < 3; k++)
        th_pen_formula(of->page->p, row, TH_SLIP_SELF + k, (th_live){sum_down(of, TH_SLIP_SELF + k, row - 1), sums[k]},
                       (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL | TH_LOOK_BOLD | TH_FILL_TOTAL,
                                  k < 2 ? points_format : "+#,##0.00;-#,##0.00;0.00"});
    th_str formula = TH_FORMULA(
        r->arena, "IF(ROUND({sum}-(N({own})-N({other})),2)=0,\"khớp hiệu hai tổng điểm\",\"KHÁC hiệu hai tổng điểm\")",
        {"sum", slip_cell(r, row, TH_SLIP_GIVEN)}, {"own", counting_cell(r, of->page->unit, TH_KEY_TOTAL)},
        {"other", counting_cell(r, of->neighbour->standing->unit, TH_KEY_TOTAL)});
    th_pen_formula_text(of->page->p, row, TH_SLIP_WHY, (th_live_text){formula, TH_STR("khớp hiệu hai tổng điểm")},
                        total);
}

static void heads_beside(const beside *of, th_str other)
{
    const th_report *r = of->page->r;
    th_str own = r->d->units[of->page->unit].name;
    const th_str heads[TH_SLIP_PRINTED] = {TH_STR("Mã"),
                                           TH_STR("Tiêu chí làm nên chênh lệch"),
                                           own,
                                           other,
                                           own,
                                           other,
                                           TH_STR("Chênh"),
                                           TH_STR("Cộng dồn"),
                                           TH_STR("Lý do")};
    for (uint32_t c = 0; c < TH_SLIP_PRINTED; c++)
        th_pen_text(of->page->p, of->top + 1, c, heads[c], TH_LOOK_HEADER | TH_LOOK_SMALL);
}

static void hide_rows(const slip *page, uint32_t first, uint32_t end)
{
    for (uint32_t row = first; row < end; row++)
        th_slip_page_hide(page->p, row);
}

static void put_beside(const slip *page, int below)
{
    const th_report *r = page->r;
    uint32_t top = page->top + th_slip_neighbour(r, below);
    const beside of = {page, below, &page->place.beside[below], top};
    const char *side = below ? "liền dưới" : "liền trên";
    th_area title = th_across(top, 0, TH_SLIP_PRINTED - 1);
    th_tab_tie(page->p->tab, top, top + TH_SLIP_NEIGHBOUR - 1);
    if (!of.neighbour->standing) {
        th_str alone = page->place.compared ? th_str_fmt(r->arena, "không có đơn vị %s", side)
                                            : th_slip_why_alone(r, page->unit, &page->place);
        th_pen_merge(page->p, title, th_str_fmt(r->arena, "So với đơn vị %s: " TH_FMT ".", side, TH_ARG(alone)),
                     TH_LOOK_BOLD | TH_LOOK_SMALL | TH_LOOK_WRAP);
        hide_rows(page, top + 1, top + TH_SLIP_NEIGHBOUR);
        return;
    }
    const th_difference *all = &of.neighbour->difference;
    th_str other = r->d->units[of.neighbour->standing->unit].name,
           note = th_slip_note(r, page->unit, &page->place, below);
    th_pen_merge(page->p, title,
                 th_str_fmt(r->arena, "So với đơn vị %s lúc lập sổ: " TH_FMT " (thứ %u). " TH_FMT, side, TH_ARG(other),
                            of.neighbour->standing->rank, TH_ARG(note)),
                 TH_LOOK_BOLD | TH_LOOK_SMALL | TH_LOOK_WRAP);
    heads_beside(&of, other);
    size_t shown = all->differing < TH_SLIP_DIFFERENCES ? all->differing : TH_SLIP_DIFFERENCES;
    for (size_t i = 0; i < shown; i++)
        put_difference(&of, top + 2 + (uint32_t)i, i);
    hide_rows(page, top + 2 + (uint32_t)shown, top + 2 + TH_SLIP_DIFFERENCES);
    put_rest_and_sum(&of, top + 2 + TH_SLIP_DIFFERENCES, shown);
}

/* ---- the sheet ---- */

static void put_slip(const slip *page)
{
    slip_head(page);
    for (uint32_t i = 0; i < page->r->d->ncriteria; i++)
        criterion_line(page, page->r->criterion_order[i]);
    put_scale(page);
    put_total(page);
    for (int below = 0; below < 2; below++)
        put_beside(page, below);
}

void th_report_slips(const th_report *r)
{
    th_writer writer = th_writer_of(r, TH_SHEET_SLIPS);
    th_pen *p = &writer.pen;
    th_slip_page_columns(p);
    th_tab_width(p->tab, TH_SLIP_ROW, TH_SLIP_ROW, 6, true);
    uint32_t pages = 0;
    uint32_t *tops = th_arena_array(r->arena, r->nunits, sizeof *tops);
    for (uint32_t u = 0; u < r->nunits; u++) {
        if (r->slip_row[u] == TH_NONE)
            continue;
        tops[pages++] = r->slip_row[u];
        const slip page = {.p = p, .r = r, .unit = u, .top = r->slip_row[u], .place = th_slip_place_of(r, u)};
        put_slip(&page);
    }
    if (!pages) {
        th_pen_heading(p, TH_STR("Phiếu điểm"), TH_STR("Chưa có điểm của đơn vị nào."), TH_SLIP_PRINTED - 1);
        th_pen_page_upright(p);
        return;
    }
    th_control_show(p->tab, TH_SLIP_PRINTED - 1);
    th_slip_page_finish(p, tops, pages,
                        th_slip_page_ways(p, r->d, r->criterion_order, tops[pages - 1] + th_slip_height(r)));
}
