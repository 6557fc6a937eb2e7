/* Which functions there are, and checking what an expression combines. */
#include "expr/expr_types.h"

#include "expr/lexer.h"
#include "expr/number.h"

#include "base/banned.h"

enum { MOST_ARGUMENTS = 200 }; /* of a function that takes any number */

static const struct {
    th_str name, excel;
    size_t least, most;
    th_argument even, odd;
} functions[TH_FUNCS] = {
#define TH_FUNC(id, name, least, most, even, odd, excel)                                                               \
    [TH_FN_##id] = {{name, sizeof(name) - 1}, {excel, sizeof(excel) - 1}, least, most, TH_ARG_##even, TH_ARG_##odd},
#include "expr/functions.def"
#undef TH_FUNC
};

th_str th_func_name(th_func func)
{
    return functions[func].name;
}

th_str th_func_excel(th_func func)
{
    return functions[func].excel;
}

size_t th_func_least(th_func func)
{
    return functions[func].least;
}

size_t th_func_most(th_func func)
{
    /* "any" stands only where an argument is needed: SO_LOI() takes none at all */
    return functions[func].most || !functions[func].least ? functions[func].most : MOST_ARGUMENTS;
}

th_argument th_func_argument(th_func func, size_t i)
{
    return i % 2 ? functions[func].odd : functions[func].even;
}

static bool is_criterion(const th_expr *e, size_t i)
{
    return th_func_argument(e->func, 0) == TH_ARG_COLUMN && th_func_argument(e->func, i) == TH_ARG_VALUE;
}

bool th_expr_is_text(const th_expr *e)
{
    if (e->kind == TH_EX_CALL && e->func == TH_FN_IF && e->nargs == 3)
        return th_expr_is_text(e->args[1]) || th_expr_is_text(e->args[2]);
    return e->kind == TH_EX_TEXT || (e->kind == TH_EX_INDICATOR && e->textual);
}

static bool compares(const th_expr *e)
{
    return e->kind == TH_EX_OP && e->op >= TH_OP_EQ;
}

bool th_expr_is_bool(const th_expr *e)
{
    if (e->kind != TH_EX_CALL)
        return compares(e);
    if (e->func == TH_FN_IF && e->nargs == 3)
        return th_expr_is_bool(e->args[1]) && th_expr_is_bool(e->args[2]);
    return e->func == TH_FN_AND || e->func == TH_FN_OR || e->func == TH_FN_NOT;
}

static bool type_fault(th_expr_error *error, size_t at, th_str vi, th_str en)
{
    *error = (th_expr_error){at, vi, en};
    return false;
}

/* Text cannot stand where a number is computed with. */
static bool need_number(const th_expr *e, th_expr_error *error)
{
    if (!th_expr_is_text(e))
        return true;
    return type_fault(error, e->at, TH_STR("ở đây cần số, không phải chữ; với chỉ tiêu có/không, dùng CO(…) = 1"),
                      TH_STR("a number is needed here, not text; for a yes/no indicator use CO(…) = 1"));
}

static bool check_comparison(const th_expr *e, th_expr_error *error)
{
    const th_expr *a = e->args[0], *b = e->args[1];
    if (th_expr_is_text(a) == th_expr_is_text(b))
        return true;
    return type_fault(error, e->at, TH_STR("so sánh chữ với số"), TH_STR("text is compared with a number"));
}

/* CO needs a yes/no indicator, MAU a rank or a ratio, the others a number. */
static bool check_figure(const th_expr *e, const th_names *names, th_expr_error *error)
{
    const th_expr *figure = e->args[0];
    if (figure->kind != TH_EX_INDICATOR || !names->type)
        return true;
    th_type type = names->type(names->ctx, figure->index);
    if (e->func == TH_FN_CO && type != TH_TYPE_BOOL)
        return type_fault(error, figure->at, TH_STR("CO(…) cần một chỉ tiêu kiểu có/không"),
                          TH_STR("CO(…) needs a yes/no indicator"));
    if (e->func == TH_FN_MAU && type != TH_TYPE_RANK && type != TH_TYPE_RATIO)
        return type_fault(error, figure->at, TH_STR("MAU(…) cần một chỉ tiêu kiểu hạng hoặc tỷ số"),
                          TH_STR("MAU(…) needs a rank or a ratio"));
    return true;
}

/* All columns of a call must belong to one list, because its rows are counted. */
static bool check_one_list(const th_expr *e, const th_names *names, th_expr_error *error)
{
    if (e->func == TH_FN_SUM || !names->list)
        return true;
    const th_expr *first = NULL;
    for (size_t i = 0; i < e->nargs; i++) {
        const th_expr *argument = e->args[i];
        if (argument->kind != TH_EX_COLUMN)
            continue;
        if (!first)
            first = argument;
        if (names->list(names->ctx, argument->index) != names->list(names->ctx, first->index))
            return type_fault(error, argument->at, TH_STR("các cột phải cùng một danh sách"),
                              TH_STR("the columns must be of one list"));
    }
    return true;
}

th_wanted th_wanted_read(th_arena *arena, th_str text)
{
    th_wanted wanted = {.op = TH_OP_EQ, .rest = text};
    th_op op;
    size_t len;
    if (th_op_find(text, 0, &op, &len) && op >= TH_OP_EQ && (unsigned char)text.ptr[0] < 0x80) {
        wanted.op = op;
        wanted.rest = th_str_sub(text, len, text.len);
    }
    bool percent;
    if (th_number_read(arena, wanted.rest, &wanted.num, &percent) != TH_NUMBER_OK)
        wanted.num = NULL;
    return wanted;
}

static bool check_criterion(th_arena *arena, const th_expr *e, th_expr_error *error)
{
    if (e->kind != TH_EX_TEXT)
        return true;
    th_wanted wanted = th_wanted_read(arena, e->text);
    if (wanted.num || wanted.op == TH_OP_EQ || wanted.op == TH_OP_NE)
        return true;
    return type_fault(error, e->at, TH_STR("sau dấu < hoặc > trong điều kiện cần một số"),
                      TH_STR("a number must follow < or > in a criterion"));
}

static bool check_call(th_arena *arena, const th_expr *e, const th_names *names, th_expr_error *error)
{
    for (size_t i = 0; i < e->nargs; i++) {
        const th_expr *argument = e->args[i];
        bool free = th_func_argument(e->func, i) == TH_ARG_FIGURE || (e->func == TH_FN_IF && i > 0) ||
                    argument->kind == TH_EX_COLUMN;
        if (is_criterion(e, i) ? !check_criterion(arena, argument, error) : !free && !need_number(argument, error))
            return false;
    }
    if (th_func_argument(e->func, 0) == TH_ARG_FIGURE && !check_figure(e, names, error))
        return false;
    if (e->func == TH_FN_IF && th_expr_is_text(e->args[1]) != th_expr_is_text(e->args[2]))
        return type_fault(error, e->at, TH_STR("hai nhánh của IF phải cùng là số hoặc cùng là chữ"),
                          TH_STR("both branches of IF must be numbers, or both text"));
    if (e->func == TH_FN_COUNTIFS && e->nargs % 2)
        return type_fault(error, e->at, TH_STR("COUNTIFS cần từng cặp cột và điều kiện"),
                          TH_STR("COUNTIFS needs pairs of column and criterion"));
    return check_one_list(e, names, error);
}

bool th_expr_types(th_arena *arena, const th_expr *e, const th_names *names, th_expr_error *error)
{
    for (size_t i = 0; i < e->nargs; i++)
        if (!th_expr_types(arena, e->args[i], names, error))
            return false;
    if (e->kind == TH_EX_CALL)
        return check_call(arena, e, names, error);
    if (compares(e))
        return check_comparison(e, error);
    for (size_t i = 0; i < e->nargs; i++)
        if (!need_number(e->args[i], error))
            return false;
    return true;
}
