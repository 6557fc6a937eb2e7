/* Parsing the text of an expression to its tree.  Precedence, from low to high: comparisons, which are not chained;
 * + and -; * and /; signs. */
#include "expr/expr_types.h"
#include "expr/lexer.h"
#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

/* People type definitions, but a file may come from anywhere, so expressions far beyond any use are refused. */
enum { MOST_BYTES = 8192, MOST_DEPTH = 64, MOST_NODES = 1000 };

typedef struct parsing {
    th_arena *arena;
    const th_names *names;
    th_lexer lexer;
    th_token token; /* the next one that is not yet part of the tree */
    unsigned depth, nodes;
    th_expr_error *error;
} parsing;

static const struct {
    th_func func;
    th_measure measure;
} measures[] = {
    {TH_FN_TRUOC, TH_PREVIOUS}, {TH_FN_KE_HOACH, TH_PLAN}, {TH_FN_SO_SANH, TH_COMPARED}, {TH_FN_LUU, TH_STORED}};

static th_expr *parse_expression(parsing *parser);

static th_expr *fail_at(parsing *parser, size_t at, th_str vi, th_str en)
{
    if (!parser->error->at)
        *parser->error = (th_expr_error){at, vi, en};
    return NULL;
}

static void next_token(parsing *parser)
{
    parser->token = th_lexer_next(&parser->lexer);
}

static th_expr *unexpected(parsing *parser)
{
    const th_token *token = &parser->token;
    if (token->kind == TH_TOKEN_BAD)
        return fail_at(parser, token->at, token->vi, token->en);
    if (token->kind == TH_TOKEN_END)
        return fail_at(parser, token->at, TH_STR("biểu thức chưa kết thúc, còn thiếu số hoặc mã"),
                       TH_STR("the expression ends where a number or a code is due"));
    if (token->kind == TH_TOKEN_CLOSE)
        return fail_at(parser, token->at, TH_STR("thừa dấu ngoặc đóng"),
                       TH_STR("there is no open parenthesis to close"));
    return fail_at(parser, token->at, TH_STR("ở đây cần một số, một mã hoặc một hàm"),
                   TH_STR("a number, a code or a function is due here"));
}

static th_expr *new_node(parsing *parser, th_expr_kind kind, size_t at)
{
    if (++parser->nodes > MOST_NODES)
        return fail_at(parser, at, TH_STR("biểu thức quá dài"), TH_STR("the expression is too long"));
    th_expr *e = th_arena_alloc(parser->arena, sizeof *e);
    e->kind = kind;
    e->at = at;
    e->index = UINT32_MAX;
    return e;
}

static th_expr *new_operation(parsing *parser, th_op op, size_t at, th_expr *a, th_expr *b)
{
    th_expr *e = new_node(parser, TH_EX_OP, at);
    if (!e)
        return NULL;
    e->op = op;
    e->nargs = b ? 2 : 1;
    e->args = th_arena_array(parser->arena, e->nargs, sizeof *e->args);
    e->args[0] = a;
    if (b)
        e->args[1] = b;
    return e;
}

static th_expr *unknown(parsing *parser, const th_token *token, const char *vi, const char *en, th_str nearest)
{
    th_str maybe_vi = {0}, maybe_en = {0};
    if (nearest.len) {
        maybe_vi = th_str_fmt(parser->arena, "; có phải “" TH_FMT "”", TH_ARG(nearest));
        maybe_en = th_str_fmt(parser->arena, "; did you mean “" TH_FMT "”", TH_ARG(nearest));
    }
    return fail_at(parser, token->at,
                   th_str_fmt(parser->arena, "%s “" TH_FMT "”" TH_FMT, vi, TH_ARG(token->text), TH_ARG(maybe_vi)),
                   th_str_fmt(parser->arena, "%s “" TH_FMT "”" TH_FMT, en, TH_ARG(token->text), TH_ARG(maybe_en)));
}

static th_expr *unknown_code(parsing *parser, const th_token *token, const char *vi, const char *en)
{
    th_str nearest =
        parser->names->nearest ? parser->names->nearest(parser->names->ctx, parser->arena, token->text) : (th_str){0};
    return unknown(parser, token, vi, en, nearest);
}

static bool is_text_type(th_type type)
{
    return type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_BOOL || type == TH_TYPE_DOCNO;
}

static th_expr *parse_indicator(parsing *parser, const th_token *token)
{
    uint32_t index = parser->names->indicator(parser->names->ctx, token->text);
    if (index == UINT32_MAX && th_str_eq(token->text, TH_STR("DONG")))
        return new_node(parser, TH_EX_ROW, token->at);
    if (index == UINT32_MAX && parser->names->column(parser->names->ctx, token->text) != UINT32_MAX)
        return fail_at(parser, token->at,
                       th_str_fmt(parser->arena,
                                  "“" TH_FMT "” là cột danh sách, chỉ dùng trong COUNT, COUNTIF, COUNTIFS, SUM, SUMIF",
                                  TH_ARG(token->text)),
                       th_str_fmt(parser->arena,
                                  "“" TH_FMT "” is a list column, for COUNT, COUNTIF, COUNTIFS, SUM, SUMIF only",
                                  TH_ARG(token->text)));
    if (index == UINT32_MAX)
        return unknown_code(parser, token, "không có chỉ tiêu nào mã", "there is no indicator");
    th_expr *e = new_node(parser, TH_EX_INDICATOR, token->at);
    if (e) {
        e->index = index;
        e->textual = parser->names->type && is_text_type(parser->names->type(parser->names->ctx, index));
    }
    return e;
}

static th_expr *parse_column(parsing *parser)
{
    th_token token = parser->token;
    if (token.kind != TH_TOKEN_NAME)
        return token.kind == TH_TOKEN_BAD ? unexpected(parser)
                                          : fail_at(parser, token.at, TH_STR("ở đây cần mã một cột danh sách"),
                                                    TH_STR("the code of a list column is due here"));
    uint32_t index = parser->names->column(parser->names->ctx, token.text);
    if (index == UINT32_MAX && parser->names->indicator(parser->names->ctx, token.text) != UINT32_MAX)
        return fail_at(
            parser, token.at,
            th_str_fmt(parser->arena, "“" TH_FMT "” là chỉ tiêu; ở đây cần mã một cột danh sách", TH_ARG(token.text)),
            th_str_fmt(parser->arena, "“" TH_FMT "” is an indicator; the code of a list column is due here",
                       TH_ARG(token.text)));
    if (index == UINT32_MAX)
        return unknown_code(parser, &token, "không có cột danh sách nào mã", "there is no list column");
    th_expr *e = new_node(parser, TH_EX_COLUMN, token.at);
    if (e)
        e->index = index;
    next_token(parser);
    return e;
}

static th_expr *parse_criterion(parsing *parser)
{
    th_token token = parser->token;
    if (token.kind != TH_TOKEN_NAME && token.kind != TH_TOKEN_NUMBER)
        return unexpected(parser);
    uint32_t index = parser->names->criterion(parser->names->ctx, token.text);
    if (index == UINT32_MAX)
        return unknown_code(parser, &token, "không có tiêu chí nào mã", "there is no criterion");
    th_expr *e = new_node(parser, TH_EX_CRITERION, token.at);
    if (e)
        e->index = index;
    next_token(parser);
    return e;
}

static bool is_column_here(const parsing *parser)
{
    return parser->token.kind == TH_TOKEN_NAME &&
           parser->names->column(parser->names->ctx, parser->token.text) != UINT32_MAX;
}

static th_expr *parse_argument(parsing *parser, th_func func, size_t i)
{
    switch (th_func_argument(func, i)) {
    case TH_ARG_COLUMN: return parse_column(parser);
    case TH_ARG_CRITERION: return parse_criterion(parser);
    case TH_ARG_EITHER: return is_column_here(parser) ? parse_column(parser) : parse_expression(parser);
    case TH_ARG_VALUE:
    case TH_ARG_FIGURE:
    default: return parse_expression(parser);
    }
}

/* TRUOC(x) and its like are no calls in the tree: they become the measure of x. */
static th_expr *parse_figure(parsing *parser, th_expr *call, size_t open)
{
    th_expr *figure = call->args[0];
    bool bare = figure->kind == TH_EX_INDICATOR || figure->kind == TH_EX_ROW;
    if (!bare || (figure->measure != TH_NOW && call->func != TH_FN_MAU && call->func != TH_FN_CO))
        return fail_at(
            parser, open, th_str_fmt(parser->arena, TH_FMT "(…) cần mã một chỉ tiêu", TH_ARG(th_func_name(call->func))),
            th_str_fmt(parser->arena, TH_FMT "(…) needs the code of an indicator", TH_ARG(th_func_name(call->func))));
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (measures[i].func == call->func) {
            figure->measure = measures[i].measure;
            if (figure->measure == TH_COMPARED)
                figure->textual = false; /* a percent, whatever the indicator is */
            return figure;
        }
    return call;
}

/* LECH(a;b;…) is written out: TY_LE(MAX(a;b;…) - MIN(a;b;…); MAX(a;b;…)). */
static th_expr *write_spread(parsing *parser, th_expr *all)
{
    th_expr *largest = new_node(parser, TH_EX_CALL, all->at), *smallest = new_node(parser, TH_EX_CALL, all->at);
    th_expr *range = new_node(parser, TH_EX_OP, all->at), *share = new_node(parser, TH_EX_CALL, all->at);
    if (!largest || !smallest || !range || !share)
        return NULL;
    size_t at = all->at;
    *largest = *smallest = *all;
    largest->func = TH_FN_MAX;
    smallest->func = TH_FN_MIN;
    th_expr **pair = th_arena_array(parser->arena, 2, sizeof *pair);
    pair[0] = largest;
    pair[1] = smallest;
    *range = (th_expr){.kind = TH_EX_OP, .at = at, .op = TH_OP_SUB, .args = pair, .nargs = 2};
    pair = th_arena_array(parser->arena, 2, sizeof *pair);
    pair[0] = range;
    pair[1] = largest;
    *share = (th_expr){.kind = TH_EX_CALL, .at = at, .func = TH_FN_TY_LE, .args = pair, .nargs = 2};
    return share;
}

static th_expr *wrong_count(parsing *parser, const th_expr *call)
{
    th_str name = th_func_name(call->func);
    size_t least = th_func_least(call->func), most = th_func_most(call->func);
    if (call->nargs < least)
        return fail_at(
            parser, call->at,
            th_str_fmt(parser->arena, TH_FMT " cần ít nhất %zu đối số, ở đây có %zu", TH_ARG(name), least, call->nargs),
            th_str_fmt(parser->arena, TH_FMT " takes at least %zu arguments, not %zu", TH_ARG(name), least,
                       call->nargs));
    return fail_at(parser, call->at,
                   th_str_fmt(parser->arena, TH_FMT " nhận nhiều nhất %zu đối số", TH_ARG(name), most),
                   th_str_fmt(parser->arena, TH_FMT " takes at most %zu arguments", TH_ARG(name), most));
}

static bool parse_arguments(parsing *parser, th_expr *call)
{
    size_t cap = 0;
    while (parser->token.kind != TH_TOKEN_CLOSE) {
        if (call->nargs && parser->token.kind != TH_TOKEN_SEPARATOR) {
            if (parser->token.kind == TH_TOKEN_END)
                fail_at(parser, parser->token.at, TH_STR("thiếu dấu ngoặc đóng"),
                        TH_STR("the closing parenthesis is missing"));
            else if (parser->token.kind == TH_TOKEN_BAD)
                unexpected(parser);
            else
                fail_at(parser, parser->token.at, TH_STR("ở đây cần dấu “;” hoặc ngoặc đóng"),
                        TH_STR("“;” or a closing parenthesis is due here"));
            return false;
        }
        if (call->nargs == th_func_most(call->func))
            return wrong_count(parser, call) != NULL; /* false: one argument too many */
        if (call->nargs)
            next_token(parser);
        th_expr *argument = parse_argument(parser, call->func, call->nargs);
        if (!argument)
            return false;
        TH_PUSH(parser->arena, call->args, call->nargs, cap, argument);
    }
    return true;
}

static th_expr *parse_function(parsing *parser, const th_token *token)
{
    th_str upper = th_text_upper(parser->arena, token->text);
    th_str all[TH_FUNCS];
    size_t which = TH_FUNCS;
    for (size_t i = 0; i < TH_FUNCS; i++) {
        all[i] = th_func_name((th_func)i);
        if (th_str_eq(all[i], upper))
            which = i;
    }
    if (which == TH_FUNCS) {
        size_t near = th_fold_nearest(parser->arena, token->text, all, TH_FUNCS);
        return unknown(parser, token, "không có hàm nào tên", "there is no function",
                       near < TH_FUNCS ? all[near] : (th_str){0});
    }
    th_expr *call = new_node(parser, TH_EX_CALL, token->at);
    if (!call)
        return NULL;
    call->func = (th_func)which;
    next_token(parser); /* the parenthesis */
    size_t first = parser->token.at;
    if (!parse_arguments(parser, call))
        return NULL;
    if (call->nargs < th_func_least((th_func)which))
        return wrong_count(parser, call);
    next_token(parser); /* ) */
    if (call->func == TH_FN_LECH)
        return write_spread(parser, call);
    return th_func_argument(call->func, 0) == TH_ARG_FIGURE ? parse_figure(parser, call, first) : call;
}

static th_expr *parse_primary(parsing *parser)
{
    th_token token = parser->token;
    th_expr *e;
    switch (token.kind) {
    case TH_TOKEN_NUMBER:
        e = new_node(parser, TH_EX_NUMBER, token.at);
        if (e) {
            e->num = token.num;
            e->percent = token.percent;
        }
        break;
    case TH_TOKEN_TEXT:
        e = new_node(parser, TH_EX_TEXT, token.at);
        if (e)
            e->text = token.text;
        break;
    case TH_TOKEN_NAME:
        next_token(parser);
        return parser->token.kind == TH_TOKEN_OPEN ? parse_function(parser, &token) : parse_indicator(parser, &token);
    case TH_TOKEN_OPEN:
        next_token(parser);
        e = parse_expression(parser);
        if (e && parser->token.kind != TH_TOKEN_CLOSE)
            return parser->token.kind == TH_TOKEN_BAD
                       ? unexpected(parser)
                       : fail_at(parser, parser->token.at, TH_STR("thiếu dấu ngoặc đóng"),
                                 TH_STR("the closing parenthesis is missing"));
        break;
    case TH_TOKEN_END:
    case TH_TOKEN_OP:
    case TH_TOKEN_CLOSE:
    case TH_TOKEN_SEPARATOR:
    case TH_TOKEN_BAD:
    default: return unexpected(parser);
    }
    if (e)
        next_token(parser);
    return e;
}

static th_expr *parse_sign(parsing *parser)
{
    th_token token = parser->token;
    if (token.kind != TH_TOKEN_OP || (token.op != TH_OP_SUB && token.op != TH_OP_ADD))
        return parse_primary(parser);
    if (++parser->depth > MOST_DEPTH)
        return fail_at(parser, token.at, TH_STR("biểu thức lồng quá sâu"),
                       TH_STR("the expression is nested too deeply"));
    next_token(parser);
    th_expr *e = parse_sign(parser);
    parser->depth--;
    return e && token.op == TH_OP_SUB ? new_operation(parser, TH_OP_NEG, token.at, e, NULL) : e;
}

static bool at_op(const parsing *parser, th_op first, th_op last)
{
    return parser->token.kind == TH_TOKEN_OP && parser->token.op >= first && parser->token.op <= last;
}

static th_expr *parse_chain(parsing *parser, th_op first, th_op last, th_expr *(*operand)(parsing *))
{
    th_expr *e = operand(parser);
    while (e && at_op(parser, first, last)) {
        th_token token = parser->token;
        next_token(parser);
        th_expr *right = operand(parser);
        e = right ? new_operation(parser, token.op, token.at, e, right) : NULL;
    }
    return e;
}

static th_expr *parse_product(parsing *parser)
{
    return parse_chain(parser, TH_OP_MUL, TH_OP_DIV, parse_sign);
}

static th_expr *parse_sum(parsing *parser)
{
    return parse_chain(parser, TH_OP_ADD, TH_OP_SUB, parse_product);
}

static th_expr *parse_expression(parsing *parser)
{
    if (++parser->depth > MOST_DEPTH)
        return fail_at(parser, parser->token.at, TH_STR("biểu thức lồng quá sâu"),
                       TH_STR("the expression is nested too deeply"));
    th_expr *e = parse_sum(parser);
    if (e && at_op(parser, TH_OP_EQ, TH_OP_GE)) {
        th_token token = parser->token;
        next_token(parser);
        th_expr *right = parse_sum(parser);
        e = right ? new_operation(parser, token.op, token.at, e, right) : NULL;
        if (e && at_op(parser, TH_OP_EQ, TH_OP_GE))
            return fail_at(parser, parser->token.at, TH_STR("không so sánh nối tiếp được; dùng AND(…;…)"),
                           TH_STR("comparisons cannot be chained; use AND(…;…)"));
    }
    parser->depth--;
    return e;
}

th_expr *th_expr_parse(th_arena *arena, th_str source, const th_names *names, th_expr_error *error)
{
    *error = (th_expr_error){0};
    parsing parser = {.arena = arena, .names = names, .lexer = {.arena = arena, .source = source}, .error = error};
    if (source.len > MOST_BYTES)
        return fail_at(&parser, 1, TH_STR("biểu thức quá dài"), TH_STR("the expression is too long"));
    next_token(&parser);
    th_expr *e = parse_expression(&parser);
    if (e && parser.token.kind != TH_TOKEN_END)
        e = parser.token.kind == TH_TOKEN_BAD || parser.token.kind == TH_TOKEN_CLOSE
                ? unexpected(&parser)
                : fail_at(&parser, parser.token.at, TH_STR("ở đây cần một phép tính (+ - * / hoặc so sánh)"),
                          TH_STR("an operator is due here"));
    return e && th_expr_types(arena, e, names, error) ? e : NULL;
}

bool th_expr_uses(const th_expr *e, th_expr_kind kind)
{
    if (!e)
        return false;
    if (e->kind == kind)
        return true;
    for (size_t i = 0; i < e->nargs; i++)
        if (th_expr_uses(e->args[i], kind))
            return true;
    return false;
}

bool th_expr_calls(const th_expr *e, th_func func)
{
    if (!e)
        return false;
    if (e->kind == TH_EX_CALL && e->func == func)
        return true;
    for (size_t i = 0; i < e->nargs; i++)
        if (th_expr_calls(e->args[i], func))
            return true;
    return false;
}
