/* Says a criterion's computation in words: first what is measured, then how points follow from it. */
#include "report/way_words.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 6, MOST_BANDS_SAID = 8 };

typedef struct way_writer {
    th_arena *arena;
    const th_definition *d;
    th_buf out;
} way_writer;

static void add_expr(way_writer *writer, const th_expr *e);

static th_str way_number(const way_writer *writer, const th_exact *number)
{
    return th_exact_vi(writer->arena, number, SHOWN_DECIMALS, true);
}

static void add_label(way_writer *writer, const th_expr *e)
{
    th_buf_add(&writer->out, writer->d->indicators[e->index].label);
    if (e->measure != TH_NOW)
        th_buf_fmt(&writer->out, " (" TH_FMT ")", TH_ARG(th_measure_words(writer->arena, e->measure).vi));
}

/* ---- operators ---- */

static bool is_product(th_op op)
{
    return op == TH_OP_MUL || op == TH_OP_DIV;
}

static bool is_sum_of(const th_expr *e)
{
    return e->kind == TH_EX_OP && (e->op == TH_OP_ADD || e->op == TH_OP_SUB);
}

static void add_side(way_writer *writer, const th_expr *part, bool wrap)
{
    th_buf_add(&writer->out, wrap ? TH_STR("(") : (th_str){0});
    add_expr(writer, part);
    th_buf_add(&writer->out, wrap ? TH_STR(")") : (th_str){0});
}

/* CO(x) = 1 asks whether x is "Có"; anything else is written as it stands. */
static bool add_yes_no(way_writer *writer, const th_expr *e)
{
    const th_expr *call = e->args[0], *number = e->nargs > 1 ? e->args[1] : NULL;
    if (e->op != TH_OP_EQ || call->kind != TH_EX_CALL || call->func != TH_FN_CO || !number ||
        number->kind != TH_EX_NUMBER)
        return false;
    add_expr(writer, call->args[0]);
    th_buf_add(&writer->out, th_exact_sign(number->num) ? TH_STR(": có") : TH_STR(": không"));
    return true;
}

static void add_operation(way_writer *writer, const th_expr *e)
{
    static const char *const signs[] = {
        [TH_OP_ADD] = " + ", [TH_OP_SUB] = " − ", [TH_OP_MUL] = " × ", [TH_OP_DIV] = " / ",
        [TH_OP_EQ] = " = ",  [TH_OP_NE] = " ≠ ",  [TH_OP_LT] = " < ",  [TH_OP_LE] = " ≤ ",
        [TH_OP_GT] = " > ",  [TH_OP_GE] = " ≥ ",  [TH_OP_NEG] = "−"};
    if (add_yes_no(writer, e))
        return;
    if (e->nargs == 1) {
        th_buf_add(&writer->out, th_str_of(signs[TH_OP_NEG]));
        add_side(writer, e->args[0], e->args[0]->kind == TH_EX_OP);
        return;
    }
    bool second = is_sum_of(e->args[1]) ? e->op == TH_OP_SUB || is_product(e->op)
                                        : e->op == TH_OP_DIV && e->args[1]->kind == TH_EX_OP;
    add_side(writer, e->args[0], is_product(e->op) && is_sum_of(e->args[0]));
    th_buf_add(&writer->out, th_str_of(signs[e->op]));
    add_side(writer, e->args[1], second);
}

/* ---- functions ---- */

static void add_list(way_writer *writer, const th_expr *e, const char *between)
{
    for (size_t i = 0; i < e->nargs; i++) {
        th_buf_add(&writer->out, i ? th_str_of(between) : (th_str){0});
        add_side(writer, e->args[i],
                 e->args[i]->kind == TH_EX_CALL && (e->args[i]->func == TH_FN_AND || e->args[i]->func == TH_FN_OR));
    }
}

static void add_condition(way_writer *writer, const th_expr *e)
{
    static const char *const before[] = {"nếu ", " thì ", ", không thì "};
    for (size_t i = 0; i < e->nargs && i < sizeof before / sizeof *before; i++) {
        th_buf_add(&writer->out, th_str_of(before[i]));
        add_expr(writer, e->args[i]);
    }
}

/* TY_LE(a;b) is 100 × a / b. */
static void add_share(way_writer *writer, const th_expr *e)
{
    add_side(writer, e->args[0], is_sum_of(e->args[0]));
    th_buf_add(&writer->out, TH_STR(" / "));
    add_side(writer, e->args[1], e->args[1]->kind == TH_EX_OP);
    th_buf_add(&writer->out, TH_STR(" (%)"));
}

/* Pairs of a column and what it is asked for. */
static void add_conditions(way_writer *writer, const th_expr *e, size_t from)
{
    for (size_t i = from; i + 1 < e->nargs && i < from + 8; i += 2) {
        const th_expr *wanted = e->args[i + 1];
        bool sign = wanted->kind == TH_EX_TEXT && wanted->text.len &&
                    th_str_find(TH_STR("<>="), th_str_sub(wanted->text, 0, 1), 0) != SIZE_MAX;
        th_buf_add(&writer->out, i > from ? TH_STR(" và ") : (th_str){0});
        add_expr(writer, e->args[i]);
        th_buf_add(&writer->out, sign ? TH_STR(" ") : TH_STR(" là "));
        if (sign)
            th_buf_add(&writer->out, wanted->text);
        else
            add_expr(writer, wanted);
    }
}

static void add_counted(way_writer *writer, const th_expr *e)
{
    if (e->func == TH_FN_SUMIF) {
        th_buf_add(&writer->out, TH_STR("tổng "));
        add_expr(writer, e->args[e->nargs > 2 ? 2 : 0]);
        th_buf_add(&writer->out, TH_STR(" của các dòng có "));
        th_expr pair = *e;
        pair.nargs = 2;
        add_conditions(writer, &pair, 0);
        return;
    }
    th_buf_add(&writer->out, TH_STR("số dòng có "));
    if (e->func == TH_FN_COUNT)
        add_expr(writer, e->args[0]);
    else
        add_conditions(writer, e, 0);
}

/* What a function is called before its arguments, or alone. */
static const char *const function_names[TH_FUNCS] = {
    [TH_FN_SUM] = "tổng của ",
    [TH_FN_MIN] = "số nhỏ nhất trong ",
    [TH_FN_MAX] = "số lớn nhất trong ",
    [TH_FN_ROUND] = "làm tròn ",
    [TH_FN_ABS] = "giá trị tuyệt đối của ",
    [TH_FN_NOT] = "không phải ",
    [TH_FN_LECH] = "mức lệch (%) giữa ",
    [TH_FN_TANG] = "mức tăng của ",
    [TH_FN_MAU] = "mẫu số của ",
    [TH_FN_CO] = "có (1) hay không (0): ",
    [TH_FN_SO_LOI] = "số lỗi phải sửa còn lại của đơn vị",
    [TH_FN_SO_NGAY_MUON] = "số ngày nộp muộn",
    [TH_FN_BIEU_THIEU] = "số biểu bắt buộc còn thiếu",
    [TH_FN_KY] = "năm báo cáo",
    [TH_FN_GIO_NHAN] = "lúc nhận báo cáo",
    [TH_FN_PHIEU_KIN] = "số phiếu kín",
};

static void add_call(way_writer *writer, const th_expr *e)
{
    switch ((int)e->func) {
    case TH_FN_TY_LE: add_share(writer, e); return;
    case TH_FN_IF: add_condition(writer, e); return;
    case TH_FN_AND: add_list(writer, e, " và "); return;
    case TH_FN_OR: add_list(writer, e, " hoặc "); return;
    case TH_FN_COUNT:
    case TH_FN_COUNTIF:
    case TH_FN_COUNTIFS:
    case TH_FN_SUMIF: add_counted(writer, e); return;
    case TH_FN_DIEM:
        th_buf_add(&writer->out, e->nargs ? TH_STR("điểm ") : TH_STR("tổng điểm"));
        add_list(writer, e, "");
        return;
    default: break;
    }
    if (e->func < TH_FUNCS && function_names[e->func])
        th_buf_add(&writer->out, th_str_of(function_names[e->func]));
    bool wrap = e->nargs > 1 || (e->nargs == 1 && e->args[0]->kind == TH_EX_OP);
    th_buf_add(&writer->out, wrap ? TH_STR("(") : (th_str){0});
    add_list(writer, e, "; ");
    th_buf_add(&writer->out, wrap ? TH_STR(")") : (th_str){0});
}

static void add_expr(way_writer *writer, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER:
        th_buf_fmt(&writer->out, TH_FMT "%s", TH_ARG(way_number(writer, e->num)), e->percent ? " %" : "");
        return;
    case TH_EX_TEXT: th_buf_fmt(&writer->out, "“" TH_FMT "”", TH_ARG(e->text)); return;
    case TH_EX_INDICATOR: add_label(writer, e); return;
    case TH_EX_COLUMN: th_buf_fmt(&writer->out, "“" TH_FMT "”", TH_ARG(writer->d->columns[e->index].label)); return;
    case TH_EX_ROW: th_buf_add(&writer->out, TH_STR("dòng đang xét")); return;
    case TH_EX_CRITERION: th_buf_add(&writer->out, writer->d->criteria[e->index].code); return;
    case TH_EX_OP: add_operation(writer, e); return;
    case TH_EX_CALL:
    default: add_call(writer, e); return;
    }
}

th_str th_expr_in_words(th_arena *arena, const th_definition *d, const th_expr *expr)
{
    way_writer writer = {.arena = arena, .d = d};
    th_buf_init(&writer.out, arena);
    if (expr)
        add_expr(&writer, expr);
    return th_buf_str(&writer.out);
}

/* ---- from data to points ---- */

static void add_band(way_writer *writer, const th_band *band)
{
    if (band->from && band->to && th_exact_cmp(band->from, band->to) == 0)
        th_buf_add(&writer->out, way_number(writer, band->from));
    else if (band->from && band->to)
        th_buf_fmt(&writer->out, TH_FMT "–" TH_FMT, TH_ARG(way_number(writer, band->from)),
                   TH_ARG(way_number(writer, band->to)));
    else if (band->from)
        th_buf_fmt(&writer->out, "≥ " TH_FMT, TH_ARG(way_number(writer, band->from)));
    else if (band->to)
        th_buf_fmt(&writer->out, "≤ " TH_FMT, TH_ARG(way_number(writer, band->to)));
    else
        th_buf_add(&writer->out, TH_STR("còn lại"));
    th_buf_fmt(&writer->out, ": " TH_FMT, TH_ARG(way_number(writer, band->points)));
}

static void add_bands(way_writer *writer, const th_criterion *criterion)
{
    for (size_t i = 0; i < criterion->nbands && i < MOST_BANDS_SAID; i++) {
        th_buf_add(&writer->out, i ? TH_STR("; ") : (th_str){0});
        add_band(writer, &criterion->bands[i]);
    }
    if (criterion->nbands > MOST_BANDS_SAID)
        th_buf_fmt(&writer->out, "; và %zu bậc nữa", criterion->nbands - MOST_BANDS_SAID);
}

static void add_way(way_writer *writer, const th_criterion *criterion)
{
    th_buf *out = &writer->out;
    th_str most = criterion->max ? way_number(writer, criterion->max) : TH_STR("tối đa");
    switch (criterion->scoring) {
    case TH_SCORE_RATIO:
    case TH_SCORE_RATIO_OR_PEERS:
        th_buf_fmt(out, TH_FMT " × số liệu / mục tiêu", TH_ARG(most));
        if (criterion->target_strict)
            th_buf_fmt(out, ", vượt mục tiêu mới đủ " TH_FMT, TH_ARG(most));
        break;
    case TH_SCORE_BANDS:
    case TH_SCORE_RANK: add_bands(writer, criterion); break;
    case TH_SCORE_PASS: th_buf_fmt(out, "đạt " TH_FMT ", không đạt 0", TH_ARG(most)); break;
    case TH_SCORE_EVENTS:
        th_buf_fmt(out, "số liệu × " TH_FMT,
                   TH_ARG(criterion->per_event ? way_number(writer, criterion->per_event) : TH_STR("1")));
        break;
    case TH_SCORE_LEADER: th_buf_fmt(out, TH_FMT " × số liệu / số liệu cao nhất", TH_ARG(most)); break;
    case TH_SCORE_OVER_TARGET:
    case TH_SCORE_OVER_TARGET_OR_PEERS:
        th_buf_fmt(out, "nửa của " TH_FMT " theo số liệu / mục tiêu, nửa kia theo phần vượt so với mức vượt cao nhất",
                   TH_ARG(most));
        break;
    case TH_SCORE_SUM:
    case TH_SCORE_CLUSTER:
    case TH_SCORE_BONUS:
    case TH_SCORE_DEDUCTION:
    case TH_SCORINGS:
    default: break;
    }
    if (criterion->scoring == TH_SCORE_RATIO_OR_PEERS || criterion->scoring == TH_SCORE_OVER_TARGET_OR_PEERS)
        th_buf_add(out, TH_STR("; không có mục tiêu thì so với đơn vị cao nhất cũng không có mục tiêu"));
}

th_str th_way_words(th_arena *arena, const th_definition *d, const th_criterion *criterion)
{
    if (!criterion->leaf)
        return TH_STR("cộng các dòng con");
    bool computed = criterion->expr && criterion->scoring != TH_SCORE_CLUSTER;
    if (!computed)
        return TH_STR("Cụm chấm theo minh chứng");
    way_writer writer = {.arena = arena, .d = d};
    th_buf_init(&writer.out, arena);
    add_expr(&writer, criterion->expr);
    th_buf_add(&writer.out, TH_STR(" → "));
    add_way(&writer, criterion);
    return th_buf_str(&writer.out);
}
