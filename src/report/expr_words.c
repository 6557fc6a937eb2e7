/* Walks the tree of an expression and writes it in words.  Unlike the sentence of a finding (check/words.h) it has no
 * figures: it says what is asked of every unit. */
#include "report/expr_words.h"

#include "base/banned.h"

enum { MOST_DECIMALS = 10, LAST_YEAR_NUMBER = 9999 };

typedef struct expr_writer {
    th_buf *out;
    const th_definition *d;
    bool years; /* a number of four digits is a year: the rule is about years */
} expr_writer;

static void put_words(expr_writer *writer, const th_expr *e);

/* In front of the arguments; what is not here is written by put_call(). */
static const char *const names_of_functions[TH_FUNCS] = {
    [TH_FN_SUM] = "tổng của ",
    [TH_FN_MIN] = "số nhỏ nhất trong ",
    [TH_FN_MAX] = "số lớn nhất trong ",
    [TH_FN_ROUND] = "làm tròn ",
    [TH_FN_ABS] = "giá trị tuyệt đối của ",
    [TH_FN_NOT] = "không phải ",
    [TH_FN_COUNT] = "số dòng có ",
    [TH_FN_LECH] = "mức lệch (%) giữa ",
    [TH_FN_TANG] = "mức tăng (%) ghi bằng chữ của ",
    [TH_FN_MAU] = "mẫu số của ",
    [TH_FN_CO] = "có (1) hay không (0) ở ",
    [TH_FN_SO_LOI] = "số lỗi",
    [TH_FN_SO_NGAY_MUON] = "số ngày nộp muộn",
    [TH_FN_BIEU_THIEU] = "số biểu còn thiếu",
    [TH_FN_KY] = "năm báo cáo",
    [TH_FN_GIO_NHAN] = "lúc nhận",
    [TH_FN_PHIEU_KIN] = "số phiếu kín",
};

static void put_figure(expr_writer *writer, const th_expr *e)
{
    if (e->kind == TH_EX_ROW)
        th_buf_add(writer->out, TH_STR("số ở dòng đang xét"));
    else
        th_buf_fmt(writer->out, "“" TH_FMT "”", TH_ARG(writer->d->indicators[e->index].label));
    if (e->measure != TH_NOW)
        th_buf_fmt(writer->out, " (" TH_FMT ")", TH_ARG(th_measure_words(writer->out->arena, e->measure).vi));
}

static void put_constant(expr_writer *writer, const th_expr *e)
{
    double value = th_exact_to_double(e->num);
    bool year = writer->years && th_exact_is_int(e->num) && value >= TH_FIRST_YEAR && value <= LAST_YEAR_NUMBER;
    th_arena *arena = writer->out->arena;
    th_buf_add(writer->out, year ? th_exact_text(arena, e->num) : th_exact_vi(arena, e->num, MOST_DECIMALS, true));
    if (e->percent)
        th_buf_add(writer->out, TH_STR(" %"));
}

/* How strongly an operator binds; a comparison least. */
static int strength(const th_expr *e)
{
    if (e->kind != TH_EX_OP)
        return 9;
    if (e->op == TH_OP_NEG)
        return 3;
    if (e->op == TH_OP_MUL || e->op == TH_OP_DIV)
        return 2;
    return e->op == TH_OP_ADD || e->op == TH_OP_SUB;
}

static void put_operand(expr_writer *writer, const th_expr *whole, size_t at)
{
    const th_expr *part = whole->args[at];
    bool taken_away = at > 0 && (whole->op == TH_OP_SUB || whole->op == TH_OP_DIV);
    bool wrap = strength(part) < strength(whole) || (taken_away && strength(part) == strength(whole));
    if (wrap)
        th_buf_byte(writer->out, '(');
    put_words(writer, part);
    if (wrap)
        th_buf_byte(writer->out, ')');
}

static th_str sign_vi(th_op op)
{
    static const char *const signs[] = {
        [TH_OP_ADD] = " + ",        [TH_OP_SUB] = " - ",      [TH_OP_MUL] = " × ",   [TH_OP_DIV] = " : ",
        [TH_OP_NEG] = "-",          [TH_OP_EQ] = " bằng ",    [TH_OP_NE] = " khác ", [TH_OP_LT] = " nhỏ hơn ",
        [TH_OP_LE] = " không quá ", [TH_OP_GT] = " lớn hơn ", [TH_OP_GE] = " từ "};
    return th_str_of(signs[op]);
}

static void put_operation(expr_writer *writer, const th_expr *e)
{
    for (size_t i = 0; i < e->nargs; i++) {
        if (i || e->nargs == 1)
            th_buf_add(writer->out, sign_vi(e->op));
        put_operand(writer, e, i);
    }
}

/* “Loại” là “Tham mưu”, “Mức” >= 5: columns and what they are asked for, from one argument on. */
static void put_criteria(expr_writer *writer, const th_expr *e, size_t last)
{
    for (size_t i = 0; i + 1 < last; i += 2) {
        const th_expr *wanted = e->args[i + 1];
        if (i)
            th_buf_add(writer->out, TH_STR(" và "));
        put_words(writer, e->args[i]);
        bool compared = wanted->kind == TH_EX_TEXT && wanted->text.len &&
                        th_str_find(TH_STR("<>="), (th_str){wanted->text.ptr, 1}, 0) != SIZE_MAX;
        th_buf_add(writer->out, compared ? TH_STR(" ") : TH_STR(" là "));
        if (compared)
            th_buf_add(writer->out, wanted->text);
        else
            put_words(writer, wanted);
    }
}

static void put_arguments(expr_writer *writer, const th_expr *e, const char *between)
{
    bool wrap = e->nargs > 1 || (e->nargs == 1 && e->args[0]->kind == TH_EX_OP);
    if (wrap)
        th_buf_byte(writer->out, '(');
    for (size_t i = 0; i < e->nargs; i++) {
        if (i)
            th_buf_add(writer->out, th_str_of(between));
        put_words(writer, e->args[i]);
    }
    if (wrap)
        th_buf_byte(writer->out, ')');
}

/* The words of a function whose arguments do not simply follow its name: words, argument, words, argument, words. */
static void put_between(expr_writer *writer, const th_expr *e, const char *const *words)
{
    for (size_t i = 0; i < e->nargs; i++) {
        th_buf_add(writer->out, th_str_of(words[i]));
        put_words(writer, e->args[i]);
    }
    th_buf_add(writer->out, th_str_of(words[e->nargs]));
}

static void put_sum_if(expr_writer *writer, const th_expr *e)
{
    th_buf_add(writer->out, TH_STR("tổng "));
    put_words(writer, e->args[e->nargs > 2 ? 2 : 0]);
    th_buf_add(writer->out, TH_STR(" của các dòng có "));
    put_criteria(writer, e, 2);
}

static bool is_distance(const th_expr *e)
{
    return e->func == TH_FN_ABS && e->args[0]->kind == TH_EX_OP && e->args[0]->op == TH_OP_SUB;
}

static void put_points(expr_writer *writer, const th_expr *e)
{
    th_buf_add(writer->out, e->nargs ? TH_STR("điểm của ") : TH_STR("tổng điểm"));
    if (e->nargs)
        put_words(writer, e->args[0]);
}

static void put_call(expr_writer *writer, const th_expr *e)
{
    static const char *const share[] = {"tỷ lệ (%) của ", " trên ", ""},
                             *const condition[] = {"(nếu ", " thì ", ", không thì ", ")"},
                             *const distance[] = {"chênh lệch giữa ", " và ", ""};
    if (e->func == TH_FN_TY_LE && e->nargs == 2)
        put_between(writer, e, share);
    else if (e->func == TH_FN_IF && e->nargs == 3)
        put_between(writer, e, condition);
    else if (is_distance(e))
        put_between(writer, e->args[0], distance);
    else if (e->func == TH_FN_COUNTIF || e->func == TH_FN_COUNTIFS) {
        th_buf_add(writer->out, TH_STR("số dòng có "));
        put_criteria(writer, e, e->nargs);
    } else if (e->func == TH_FN_SUMIF)
        put_sum_if(writer, e);
    else if (e->func == TH_FN_DIEM)
        put_points(writer, e);
    else if (e->func == TH_FN_AND || e->func == TH_FN_OR)
        put_arguments(writer, e, e->func == TH_FN_AND ? " và " : " hoặc ");
    else {
        th_buf_add(writer->out, th_str_of(names_of_functions[e->func]));
        put_arguments(writer, e, "; ");
    }
}

static void put_words(expr_writer *writer, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER: put_constant(writer, e); break;
    case TH_EX_TEXT: th_buf_fmt(writer->out, "“" TH_FMT "”", TH_ARG(e->text)); break;
    case TH_EX_INDICATOR:
    case TH_EX_ROW: put_figure(writer, e); break;
    case TH_EX_COLUMN: th_buf_fmt(writer->out, "“" TH_FMT "”", TH_ARG(writer->d->columns[e->index].label)); break;
    case TH_EX_CRITERION: th_buf_fmt(writer->out, "“" TH_FMT "”", TH_ARG(writer->d->criteria[e->index].title)); break;
    case TH_EX_OP: put_operation(writer, e); break;
    case TH_EX_CALL:
    default: put_call(writer, e); break;
    }
}

static bool is_about_years(const th_definition *d, const th_expr *e)
{
    bool about = (e->kind == TH_EX_CALL && e->func == TH_FN_KY) ||
                 (e->kind == TH_EX_INDICATOR && th_indicator_is_year(&d->indicators[e->index]));
    for (size_t i = 0; i < e->nargs && !about; i++)
        about = is_about_years(d, e->args[i]);
    return about;
}

th_str th_expr_vi(th_arena *arena, const th_definition *d, const th_expr *expr)
{
    th_buf out;
    th_buf_init(&out, arena);
    if (expr)
        put_words(&(expr_writer){&out, d, is_about_years(d, expr)}, expr);
    return th_buf_str(&out);
}

static th_str wanted_vi(const th_check *check)
{
    static const char *const words[] = {
        [TH_OP_EQ] = "phải bằng",          [TH_OP_NE] = "phải khác",    [TH_OP_LT] = "phải nhỏ hơn",
        [TH_OP_LE] = "không được lớn hơn", [TH_OP_GT] = "phải lớn hơn", [TH_OP_GE] = "không được nhỏ hơn"};
    if (check->pairing)
        return check->pairing == TH_PAIR_NOT_BOTH ? TH_STR("không được cùng có với")
                                                  : TH_STR("phải cùng có hoặc cùng không với");
    return th_str_of(words[check->op]);
}

th_str th_check_vi(th_arena *arena, const th_definition *d, const th_check *check)
{
    th_buf out;
    th_buf_init(&out, arena);
    expr_writer writer = {&out, d, is_about_years(d, check->left) || is_about_years(d, check->right)};
    put_words(&writer, check->left);
    th_buf_fmt(&out, " " TH_FMT " ", TH_ARG(wanted_vi(check)));
    put_words(&writer, check->right);
    return th_buf_str(&out);
}

th_str th_check_sign(const th_check *check)
{
    if (check->pairing)
        return check->pairing == TH_PAIR_NOT_BOTH ? TH_STR("không cùng có") : TH_STR("cùng có");
    return th_op_text(check->op);
}
