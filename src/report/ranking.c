/* Writes XẾP HẠNG: points of each part, total, rank, title, and the step that broke a tie, all live over CHẤM ĐIỂM.  A
 * rank is 1 + the number of ranked units that are ahead, either on the total, or, where that is equal, on the first
 * step that parts them (1-2-2-4). */
#include "report/sheets.h"

#include "check/close.h"
#include "draw/lines.h"
#include "report/cells.h"
#include "report/scoring_totals.h"
#include "report/live_verdict.h"
#include "report/ranking_chart.h"
#include "report/writer.h"
#include "score/what_if.h"

#include "base/banned.h"

enum { RANK = 0, UNIT, PARTS, TABLE_TOP = 4, MOST_NESTED = 40, SIGNED_ROWS = 3, COLUMN_WIDTH = 14, ROW_HEIGHT = 20 };

static const char points_format[] = "#,##0.00";

/* Beside a total of points: what it leaves open. */
enum { SCALED = 0, WAITING, SELF_SCORED, UNCONFIRMED, OPEN_COLUMNS };
static const char *const open_titles[OPEN_COLUMNS] = {"Quy đổi phần không được giao", "Điểm còn chờ số liệu",
                                                      "Trong tổng: đơn vị tự chấm", TH_SCORE_UNCONFIRMED_TITLE};

typedef struct table {
    th_pen *p;
    const th_report *r;
    const th_ranking *ranking;
    const th_standing *at; /* nunits, ranked ones first */
    uint32_t index;        /* of the ranking */
    uint32_t *parts;       /* the criteria that are shown as columns */
    uint32_t nparts;
    uint32_t value, open, steps, label, step, last; /* columns; `open` is the first of OPEN_COLUMNS, or `steps` */
    uint32_t first;                                 /* first row */
    uint32_t ranked;                                /* how many units are ranked */
    bool complete;                                  /* every unit is in or closed: ranks have names */
} table;

/* ---- ranges and conditions over the ranked units ---- */

static th_str range(const table *board, uint32_t col)
{
    return th_ref_area(board->r->arena, (th_str){0}, th_down(col, board->first, board->first + board->ranked - 1));
}

static th_str cell_of_board(const table *board, uint32_t row, uint32_t col)
{
    return th_ref_cell(board->r->arena, (th_str){0}, row, col);
}

/* "(X>x)": the figure of others is ahead of this one.  To a spreadsheet any text, such as the "" of a missing figure,
 * is greater than every number; but a unit without the figure comes after one that has it. */
static th_str ahead(const table *board, uint32_t row, uint32_t col, int direction)
{
    th_str all = range(board, col), own = cell_of_board(board, row, col);
    if (direction < 0)
        return th_str_fmt(board->r->arena, "(" TH_FMT "<" TH_FMT ")", TH_ARG(all), TH_ARG(own));
    if (col == board->value)
        return th_str_fmt(board->r->arena, "(" TH_FMT ">" TH_FMT ")", TH_ARG(all), TH_ARG(own));
    return th_str_fmt(board->r->arena, "ISNUMBER(" TH_FMT ")*((" TH_FMT ">" TH_FMT ")+(" TH_FMT "=\"\"))", TH_ARG(all),
                      TH_ARG(all), TH_ARG(own), TH_ARG(own));
}

static void add_equal(const table *board, th_buf *out, uint32_t row, uint32_t upto)
{
    for (uint32_t k = 0; k <= upto; k++) {
        uint32_t col = k ? board->steps + k - 1 : board->value;
        th_buf_fmt(out, "%s(" TH_FMT "=" TH_FMT ")", k ? "*" : "", TH_ARG(range(board, col)),
                   TH_ARG(cell_of_board(board, row, col)));
    }
}

static th_str rank_formula(const table *board, uint32_t row)
{
    th_buf out;
    th_buf_init(&out, board->r->arena);
    th_buf_fmt(&out, "1+SUMPRODUCT(" TH_FMT, TH_ARG(ahead(board, row, board->value, board->ranking->direction)));
    for (uint32_t k = 0; k < board->ranking->nsteps; k++) {
        th_buf_byte(&out, '+');
        add_equal(board, &out, row, k);
        th_buf_fmt(&out, "*" TH_FMT, TH_ARG(ahead(board, row, board->steps + k, board->ranking->steps[k].direction)));
    }
    /* A single factor would be an array of truth values, which SUMPRODUCT leaves out of its sum. */
    th_buf_add(&out, board->ranking->nsteps ? TH_STR(")") : TH_STR("*1)"));
    return th_buf_str(&out);
}

/* What is said of units that no step has parted. */
static th_str still_equal(const table *board)
{
    return board->ranking->conference ? TH_STR("đồng hạng, Hội nghị quyết định") : TH_STR("vẫn bằng nhau");
}

/* The step that parted this unit from those with the same total: the first on which nobody equals it any more. */
static th_str step_formula(const table *board, uint32_t row)
{
    th_buf out;
    th_buf_init(&out, board->r->arena);
    for (uint32_t k = (uint32_t)board->ranking->nsteps + 1; k-- > 0;) {
        th_buf_add(&out, TH_STR("IF(SUMPRODUCT(1*"));
        add_equal(board, &out, row, k);
        th_str said = k == board->ranking->nsteps ? still_equal(board) : board->ranking->steps[k].name;
        th_buf_fmt(&out, ")>1," TH_FMT ",", TH_ARG(th_excel_quoted(board->r->arena, said)));
    }
    th_buf_add(&out, TH_STR("\"–\""));
    for (size_t k = 0; k <= board->ranking->nsteps; k++)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

static th_str step_text(const table *board, const th_standing *standing)
{
    if (standing->step == 0)
        return TH_STR("–");
    return standing->step > board->ranking->nsteps ? still_equal(board)
                                                   : board->ranking->steps[standing->step - 1].name;
}

static th_str label_formula(const table *board, uint32_t row)
{
    th_arena *arena = board->r->arena;
    th_str rank = cell_of_board(board, row, RANK);
    th_buf out;
    th_buf_init(&out, arena);
    size_t n = board->ranking->labels.n < MOST_NESTED ? board->ranking->labels.n : MOST_NESTED;
    th_buf_fmt(&out, "IF(COUNTIF(" TH_FMT "," TH_FMT ")>1,\"Đồng hạng \",\"\")&", TH_ARG(range(board, RANK)),
               TH_ARG(rank));
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&out, "IF(" TH_FMT "=%zu," TH_FMT ",", TH_ARG(rank), i + 1,
                   TH_ARG(th_excel_quoted(arena, board->ranking->labels.at[i])));
    th_buf_fmt(&out, "\"thứ \"&" TH_FMT, TH_ARG(rank));
    for (size_t i = 0; i < n; i++)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

/* ---- the table ---- */

static void step_cell(const table *board, uint32_t row, uint32_t k, const th_standing *standing)
{
    const th_report *r = board->r;
    const th_operand *o = &standing->steps[k];
    const th_exact *num = o->state == TH_STATE_VALUE ? o->num : NULL;
    th_str formula = th_cells_step_formula(r, board->ranking->steps[k].expr, standing->unit);
    bool time = th_expr_calls(board->ranking->steps[k].expr, TH_FN_GIO_NHAN);
    const char *format = time ? "dd/mm/yyyy hh:mm" : points_format;
    if (!formula.len && !num)
        formula = TH_STR("\"\""); /* A blank cell would count 0 in a comparison. */
    th_pen_formula(board->p, row, board->steps + k, (th_live){formula, num},
                   (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL, format});
}

static void open_cells(const table *board, uint32_t row, uint32_t unit)
{
    const th_report *r = board->r;
    const th_total *total = &r->in->scores->totals[unit];
    const struct {
        uint32_t row, col;
        const th_exact *points;
    } cells[OPEN_COLUMNS] = {[WAITING] = {r->waiting_row, TH_SCORE_OFFICIAL, total->waiting},
                             [SELF_SCORED] = {r->self_row, TH_SCORE_OFFICIAL, total->self_scored},
                             [UNCONFIRMED] = {r->total_row, TH_SCORE_UNCONFIRMED, total->unconfirmed}};
    th_str scaled = th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], r->base_row + unit, TH_SCORE_WHY);
    th_pen_formula_text(board->p, row, board->open + SCALED, (th_live_text){scaled, th_scoring_scaled(r, unit)},
                        TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_LOOK_WRAP);
    for (uint32_t k = WAITING; k < OPEN_COLUMNS; k++) {
        th_str there = th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], cells[k].row + unit, cells[k].col);
        th_pen_formula(board->p, row, board->open + k, (th_live){there, cells[k].points},
                       (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL, points_format});
    }
}

static void ranked_row(const table *board, uint32_t row, const th_standing *standing)
{
    const th_report *r = board->r;
    th_look middle = TH_LOOK_MIDDLE | TH_LOOK_BOLD;
    if (r->slip_row[standing->unit] != TH_NONE)
        th_pen_link(board->p, row, RANK, (th_target){r->names[TH_SHEET_SLIPS], r->slip_row[standing->unit], 0});
    th_pen_formula(board->p, row, RANK, (th_live){rank_formula(board, row), th_exact_int(r->arena, standing->rank)},
                   (th_style){middle, "0"});
    th_cell_at begin;
    th_str figures = th_plan_unit_cell(r, standing->unit, &begin);
    th_pen_link(board->p, row, UNIT, (th_target){figures, begin.row, begin.col});
    th_pen_text(board->p, row, UNIT, r->d->units[standing->unit].name, TH_LOOK_CELL | TH_LOOK_BOLD);
    for (uint32_t k = 0; k < board->nparts; k++) {
        uint32_t at = r->criterion_row[board->parts[k]] + standing->unit;
        const th_points *points = th_score_points(r->in->scores, board->parts[k], standing->unit);
        th_str there = th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], at, TH_SCORE_OFFICIAL);
        th_pen_link(board->p, row, PARTS + k, (th_target){r->names[TH_SHEET_SCORING], at, TH_SCORE_OFFICIAL});
        th_str official =
            r->d->criteria[board->parts[k]].leaf ? th_str_fmt(r->arena, "N(" TH_FMT ")", TH_ARG(there)) : there;
        th_pen_formula(board->p, row, PARTS + k,
                       (th_live){official, points->official ? points->official : th_exact_int(r->arena, 0)},
                       (th_style){TH_LOOK_FIGURE, points_format});
    }
    th_str value = th_cells_formula(r, board->ranking->expr, standing->unit);
    th_pen_formula(board->p, row, board->value, (th_live){value, standing->value},
                   (th_style){TH_LOOK_FIGURE | TH_LOOK_BOLD | TH_FILL_TOTAL, points_format});
    if (board->open != board->steps)
        open_cells(board, row, standing->unit);
    for (uint32_t k = 0; k < board->ranking->nsteps; k++)
        step_cell(board, row, k, standing);
    if (board->complete)
        th_pen_formula_text(board->p, row, board->label, (th_live_text){label_formula(board, row), standing->label},
                            middle);
    else
        th_pen_formula_text(board->p, row, board->label, th_live_partial(r),
                            TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY);
    th_pen_formula_text(board->p, row, board->step,
                        (th_live_text){step_formula(board, row), step_text(board, standing)},
                        TH_LOOK_MIDDLE | TH_LOOK_SMALL);
}

static th_str why_absent(const table *board, uint32_t unit)
{
    const th_closing *closed = th_close_of_unit(board->r->d, unit);
    if (closed)
        return th_str_fmt(board->r->arena, TH_FMT ", căn cứ " TH_FMT, TH_ARG(closed->why), TH_ARG(closed->basis));
    if (!th_plan_reported(board->r, unit))
        return TH_STR("chưa báo cáo");
    const th_total *total = &board->r->in->scores->totals[unit];
    bool nothing_assigned = board->r->d->ncriteria && !total->total && th_exact_sign(total->assigned) == 0;
    return nothing_assigned ? TH_STR("không được giao tiêu chí nào") : TH_STR("thiếu số liệu");
}

static void absent_row(const table *board, uint32_t row, const th_standing *standing)
{
    th_pen_blanks(board->p, row, 0, board->last, TH_LOOK_CELL | TH_INK_GREY);
    th_pen_text(board->p, row, RANK, TH_STR("–"), TH_LOOK_MIDDLE | TH_INK_GREY);
    th_pen_text(board->p, row, UNIT, board->r->d->units[standing->unit].name, TH_LOOK_CELL | TH_INK_GREY);
    th_pen_text(board->p, row, board->label, TH_STR("Không xếp hạng"), TH_LOOK_MIDDLE | TH_INK_GREY);
    th_pen_text(board->p, row, board->step, why_absent(board, standing->unit),
                TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY);
}

static void board_header(const table *board)
{
    const th_report *r = board->r;
    uint32_t row = board->first - 1;
    th_pen_text(board->p, row, RANK, board->complete ? TH_STR("Xếp thứ") : TH_STR("Thứ tự tạm"), TH_LOOK_HEADER);
    th_pen_text(board->p, row, UNIT, TH_STR("Đơn vị"), TH_LOOK_HEADER);
    for (uint32_t k = 0; k < board->nparts; k++) {
        const th_criterion *criterion = &r->d->criteria[board->parts[k]];
        th_str most = {0};
        if (criterion->max)
            most = th_str_fmt(r->arena, " (%s" TH_FMT ")", criterion->bonus ? "tối đa " : "",
                              TH_ARG(th_exact_vi(r->arena, criterion->max, 2, true)));
        th_pen_text(board->p, row, PARTS + k,
                    th_str_fmt(r->arena, TH_FMT ". " TH_FMT TH_FMT, TH_ARG(criterion->code), TH_ARG(criterion->title),
                               TH_ARG(most)),
                    TH_LOOK_HEADER | TH_LOOK_SMALL);
    }
    bool points = th_expr_calls(board->ranking->expr, TH_FN_DIEM);
    th_pen_text(board->p, row, board->value, points ? TH_STR("Tổng điểm đang tính") : TH_STR("Giá trị xếp hạng"),
                TH_LOOK_HEADER);
    for (uint32_t k = 0; k < OPEN_COLUMNS && board->open != board->steps; k++)
        th_pen_text(board->p, row, board->open + k, th_str_of(open_titles[k]), TH_LOOK_HEADER | TH_LOOK_SMALL);
    for (uint32_t k = 0; k < board->ranking->nsteps; k++)
        th_pen_text(board->p, row, board->steps + k,
                    th_str_fmt(r->arena, "Phân định %u: " TH_FMT, k + 1, TH_ARG(board->ranking->steps[k].name)),
                    TH_LOOK_HEADER | TH_LOOK_SMALL);
    th_pen_text(board->p, row, board->label, TH_STR("Danh hiệu hạng"), TH_LOOK_HEADER);
    th_pen_text(board->p, row, board->step, TH_STR("Phân định khi bằng điểm"), TH_LOOK_HEADER | TH_LOOK_SMALL);
}

/* Says how far the ranking has come, and what is open: scores typed into the workbook are tried, and settle nothing. */
static void stamp(th_writer *writer, uint32_t row, uint32_t last)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_pen_merge_live(p, th_across(row, 0, last), th_live_stamp(r),
                      TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_CENTER | TH_LOOK_WRAP | TH_INK_RED);
}

static uint32_t put_chart(const table *board, th_writer *writer, uint32_t row, uint32_t spare)
{
    if (!board->ranked || !board->complete)
        return row + 1;
    th_ranking_chart picture = {.title = board->ranking->name,
                                .at = board->at,
                                .direction = board->ranking->direction,
                                .first = board->first,
                                .ranked = board->ranked,
                                .name = UNIT,
                                .value = board->value,
                                .parts = PARTS,
                                .nparts = board->nparts,
                                .criteria = board->parts,
                                .spare = spare,
                                .wide = 7.0 * (8 + 16 + COLUMN_WIDTH * (double)(board->last - PARTS + 1)) +
                                        5.0 * board->last};
    return th_ranking_chart_put(writer, row, &picture);
}

static uint32_t put_table(table *board, uint32_t top)
{
    board->first = top + 2;
    board->r->board_row[board->index] = board->first;
    board->r->board_value[board->index] = board->value;
    th_pen_text(board->p, top, 0, board->ranking->name, TH_LOOK_BOLD | TH_LOOK_LARGE);
    board_header(board);
    for (uint32_t k = 0; k < board->r->nunits; k++) {
        th_pen_height(board->p, board->first + k, ROW_HEIGHT);
        if (board->at[k].ranked)
            ranked_row(board, board->first + k, &board->at[k]);
        else
            absent_row(board, board->first + k, &board->at[k]);
    }
    uint32_t row = board->first + board->r->nunits;
    th_pen_merge(
        board->p, th_across(row, 0, board->last),
        th_str_fmt(
            board->r->arena,
            "Xếp %u/" TH_FMT
            ". Bằng nhau thì xét lần lượt các cột phân định; vẫn bằng nhau thì đồng hạng%s và bỏ qua hạng kế tiếp.",
            board->ranked, TH_ARG(th_plan_of_units(board->r)),
            board->ranking->conference ? ", Hội nghị quyết định," : ""),
        TH_LOOK_ITALIC | TH_LOOK_SMALL);
    return row + 1;
}

/* ---- titles: who meets what a title asks for ---- */

/* The machine never says that a title is due: what it did not look at is for people to judge.  "Cờ thi đua: chưa thấy
 * điều kiện nào không đạt (máy xét 5 điều kiện)", or else every condition that fails or cannot be told. */
static th_str title_words(const table *board, const th_standing *standing, th_str name, bool *good)
{
    th_arena *arena = board->r->arena;
    th_buf no, unknown;
    size_t tested = 0;
    th_buf_init(&no, arena);
    th_buf_init(&unknown, arena);
    for (size_t k = 0; k < board->ranking->ntitles; k++) {
        const th_title *title = &board->ranking->titles[k];
        if (!th_str_eq(title->name, name))
            continue;
        tested += standing->titles[k] != TH_MET_UNKNOWN;
        if (standing->titles[k] == TH_MET_YES)
            continue;
        th_buf *out = standing->titles[k] == TH_MET_NO ? &no : &unknown;
        th_str words = title->words.len ? title->words : title->condition_text;
        th_buf_fmt(out, "%s" TH_FMT, out->len ? "; " : "", TH_ARG(words));
    }
    *good = !no.len && !unknown.len;
    th_str failed = TH_STR("chưa thấy điều kiện nào không đạt");
    if (no.len)
        failed = th_str_fmt(arena, "không đạt: " TH_FMT, TH_ARG(th_buf_str(&no)));
    th_str left = TH_STR("");
    if (unknown.len)
        left =
            th_str_fmt(arena, "; chưa xét, vì chờ số liệu hoặc không được giao: " TH_FMT, TH_ARG(th_buf_str(&unknown)));
    return th_str_fmt(arena, TH_FMT ": " TH_FMT " (máy xét %zu điều kiện" TH_FMT ").", TH_ARG(name), TH_ARG(failed),
                      tested, TH_ARG(left));
}

static uint32_t put_titles(const table *board, uint32_t row)
{
    if (!board->ranking->ntitles || !board->complete)
        return row;
    th_pen_text(board->p, ++row, 0, TH_STR("Điều kiện xét danh hiệu (theo số liệu và điểm lúc lập sổ)"), TH_LOOK_BOLD);
    row++;
    for (uint32_t k = 0; k < board->r->nunits; k++) {
        const th_standing *standing = &board->at[k];
        for (size_t i = 0; i < board->ranking->ntitles && standing->ranked; i++) {
            bool first = true, good = false;
            for (size_t before = 0; before < i; before++)
                first = first && !th_str_eq(board->ranking->titles[before].name, board->ranking->titles[i].name);
            if (!first)
                continue;
            th_str words = title_words(board, standing, board->ranking->titles[i].name, &good);
            th_pen_text(board->p, row, RANK, (th_str){0}, TH_LOOK_MIDDLE);
            th_pen_text(board->p, row, UNIT, board->r->d->units[standing->unit].name, TH_LOOK_CELL);
            th_pen_merge(board->p, th_across(row, PARTS, board->last), words,
                         TH_LOOK_CELL | (good ? TH_FILL_GOOD : TH_FILL_WARNING));
            row++;
        }
    }
    return row;
}

/* ---- what would be if the disputed figures were as the checks propose ---- */

static th_str what_if_words(const table *board, const th_what_if *what_if)
{
    th_arena *arena = board->r->arena;
    th_buf out;
    th_buf_init(&out, arena);
    if (what_if->unit == TH_NONE) {
        th_buf_add(&out, TH_STR("Sửa tất cả các số trên: "));
    } else {
        const th_fact *f = &board->r->ds->facts[what_if->fact - 1];
        const th_indicator *ind = &board->r->d->indicators[f->indicator];
        th_str now = f->value.state == TH_STATE_VALUE ? th_value_vi(arena, &f->value, ind->type) : TH_STR("trống");
        th_buf_fmt(&out, "“" TH_FMT "” (ô " TH_FMT ", " TH_FMT ") đang ghi " TH_FMT "; nếu là " TH_FMT ": ",
                   TH_ARG(ind->label), TH_ARG(th_cell_name(arena, f->row, f->col)), TH_ARG(what_if->rule), TH_ARG(now),
                   TH_ARG(th_exact_vi(arena, what_if->instead, 6, true)));
        if (what_if->total_before && what_if->total_after)
            th_buf_fmt(&out, "điểm " TH_FMT " → " TH_FMT ", ",
                       TH_ARG(th_exact_vi(arena, what_if->total_before, 2, true)),
                       TH_ARG(th_exact_vi(arena, what_if->total_after, 2, true)));
        if (what_if->rank_before == what_if->rank_after)
            th_buf_fmt(&out, "hạng vẫn là %u", what_if->rank_before);
        else
            th_buf_fmt(&out, "hạng %u → %u", what_if->rank_before, what_if->rank_after);
    }
    if (what_if->others.len)
        th_buf_fmt(&out, "%s" TH_FMT,
                   what_if->unit == TH_NONE ? "hạng đổi: " : "; đơn vị khác: ", TH_ARG(what_if->others));
    else
        th_buf_add(&out, what_if->unit == TH_NONE ? TH_STR("không hạng nào đổi")
                                                  : TH_STR("; không đơn vị nào khác đổi hạng"));
    th_buf_byte(&out, '.');
    return th_buf_str(&out);
}

static size_t what_ifs_that_matter(const th_scores *scores)
{
    size_t n = 0;
    for (size_t i = 0; i < scores->nwhat_ifs; i++)
        n += th_what_if_moves(&scores->what_ifs[i]);
    return n;
}

static uint32_t put_what_ifs(const table *board, uint32_t row)
{
    const th_report *r = board->r;
    const th_scores *scores = r->in->scores;
    if (!what_ifs_that_matter(scores))
        return row;
    th_pen_text(board->p, row++, 0,
                TH_STR("Nếu sửa các số liệu đang có dấu hiệu nhầm (chưa sửa số nào; tính lúc lập sổ)"), TH_LOOK_BOLD);
    for (size_t i = 0; i < scores->nwhat_ifs; i++) {
        const th_what_if *what_if = &scores->what_ifs[i];
        if (!th_what_if_moves(what_if))
            continue;
        uint32_t source = what_if->unit == TH_NONE ? TH_NONE : th_plan_fact_row(r, what_if->fact - 1);
        if (source != TH_NONE)
            th_pen_link(board->p, row, RANK, (th_target){r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE});
        th_pen_text(board->p, row, RANK, source != TH_NONE ? TH_STR("xem ›") : (th_str){0},
                    TH_LOOK_MIDDLE | TH_INK_LINK);
        th_pen_text(board->p, row, UNIT, what_if->unit == TH_NONE ? TH_STR("Tất cả") : r->d->units[what_if->unit].name,
                    TH_LOOK_CELL);
        th_pen_merge(board->p, th_across(row++, PARTS, board->last), what_if_words(board, what_if), TH_LOOK_CELL);
    }
    return row + 1;
}

static void set_columns(table *board, const th_report *r, uint32_t index)
{
    board->index = index;
    board->ranking = &r->d->rankings[index];
    board->at = r->in->scores->standings[index];
    board->nparts = 0;
    bool points = board->ranking->expr && th_expr_calls(board->ranking->expr, TH_FN_DIEM);
    for (uint32_t k = 0; points && k < r->d->ncriteria; k++)
        if (r->d->criteria[r->criterion_order[k]].parent == TH_NONE)
            board->parts[board->nparts++] = r->criterion_order[k];
    board->value = PARTS + board->nparts;
    board->open = board->value + 1;
    board->steps = board->open + (points && board->nparts ? OPEN_COLUMNS : 0);
    board->complete = r->in->scores->readiness.complete;
    board->label = board->steps + (uint32_t)board->ranking->nsteps;
    board->step = board->last = board->label + 1;
    board->ranked = 0;
    for (uint32_t k = 0; k < r->nunits; k++)
        board->ranked += board->at[k].ranked;
}

/* Linked text does not wrap in every program: a name has to fit on its line. */
static double width_of_names(const th_report *r)
{
    enum { LEAST = 16, MOST = 42, BESIDE = 2 };
    double width = LEAST;
    for (uint32_t u = 0; u < r->nunits; u++) {
        double needed = 1.1 * th_line_width(r->d->units[u].name, th_look_points(0)) + BESIDE; /* bold */
        width = needed > width ? needed : width;
    }
    return width > MOST ? MOST : width;
}

void th_report_ranking(const th_report *r)
{
    th_writer writer = th_writer_of(r, TH_SHEET_RANKING);
    th_pen *p = &writer.pen;
    table board = {.p = p, .r = r, .parts = th_arena_array(r->arena, r->d->ncriteria, sizeof(uint32_t))};
    uint32_t last = 7, row = TABLE_TOP + 1;
    for (uint32_t i = 0; i < r->d->nrankings; i++) {
        set_columns(&board, r, i);
        last = board.last > last ? board.last : last;
    }
    th_pen_width(p, RANK, RANK, 8);
    th_pen_width(p, UNIT, UNIT, width_of_names(r));
    th_pen_width(p, PARTS, last, COLUMN_WIDTH);
    th_pen_heading(p, TH_STR("Xếp hạng"), th_str_fmt(r->arena, "Kỳ báo cáo: %d", r->d->period), last);
    stamp(&writer, TABLE_TOP, last);
    for (uint32_t i = 0; i < r->d->nrankings; i++) {
        set_columns(&board, r, i);
        row = put_titles(&board, put_table(&board, row)) + 1;
        if (i == 0)
            row = put_what_ifs(&board, row);
        row = put_chart(&board, &writer, row, last + 2); /* hidden numbers do not touch the page */
    }
    if (r->d->nrankings) {
        th_pen_signatures(p, row, last);
        th_tab_print_area(p->tab, (th_area){0, 0, row + SIGNED_ROWS - 1, last}); /* without the hidden columns */
    } else
        th_pen_text(p, row, 0, TH_STR("Bộ biểu mẫu không có bảng xếp hạng."), TH_LOOK_ITALIC);
    uint32_t head = TABLE_TOP; /* of many units the head of the only table goes along */
    if (r->many && r->d->nrankings == 1)
        head = r->board_row[0] - 1;
    th_pen_page(p, 1, head, UNIT + 1);
    th_tab_protect_figures(p->tab);
}
