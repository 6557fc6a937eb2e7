/* From the text of an expression to its tree.  Precedence, low to high: comparison
 * (not chained), + and -, * and /, sign. */
#include "expr/expr_types.h"
#include "expr/lexer.h"
#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

/* Bounds: a definition is typed by people, but may come from anywhere. */
enum { MOST_BYTES = 8192, MOST_DEPTH = 64, MOST_NODES = 1000, MOST_ARGUMENTS = 200 };

typedef struct parser {
    th_arena *arena;
    const th_names *names;
    th_lexer lexer;
    th_token token; /* the one to be understood next */
    unsigned depth, nodes;
    th_expr_error *error;
} parser;

static const struct {
    th_str name;
    size_t least, most;
} functions[TH_FUNCS] = {
#define TH_FUNC(id, name, min, max, excel)                                                                             \
    [TH_FN_##id] = {{name, sizeof(name) - 1}, min, (max) || !(min) ? (max) : MOST_ARGUMENTS},
#include "expr/functions.def"
#undef TH_FUNC
};

static const struct {
    th_func func;
    th_measure measure;
} measures[] = {
    {TH_FN_TRUOC, TH_PREVIOUS}, {TH_FN_KE_HOACH, TH_PLAN}, {TH_FN_SO_SANH, TH_COMPARED}, {TH_FN_LUU, TH_STORED}};

static th_expr *parse(parser *p);

static th_expr *fail(parser *p, size_t at, th_str vi, th_str en)
{
    if (!p->error->at)
        *p->error = (th_expr_error){at, vi, en};
    return NULL;
}

static void advance(parser *p)
{
    p->token = th_lexer_next(&p->lexer);
}

static th_expr *unexpected(parser *p)
{
    const th_token *t = &p->token;
    if (t->kind == TH_TOKEN_BAD)
        return fail(p, t->at, t->vi, t->en);
    if (t->kind == TH_TOKEN_END)
        return fail(p, t->at, TH_STR("biểu thức chưa kết thúc, còn thiếu số hoặc mã"),
                    TH_STR("the expression ends where a number or a code is due"));
    if (t->kind == TH_TOKEN_CLOSE)
        return fail(p, t->at, TH_STR("thừa dấu ngoặc đóng"), TH_STR("there is no open parenthesis to close"));
    return fail(p, t->at, TH_STR("ở đây cần một số, một mã hoặc một hàm"),
                TH_STR("a number, a code or a function is due here"));
}

static th_expr *node(parser *p, th_expr_kind kind, size_t at)
{
    if (++p->nodes > MOST_NODES)
        return fail(p, at, TH_STR("biểu thức quá dài"), TH_STR("the expression is too long"));
    th_expr *e = th_arena_alloc(p->arena, sizeof *e);
    e->kind = kind;
    e->at = at;
    e->index = UINT32_MAX;
    return e;
}

static th_expr *operation(parser *p, th_op op, size_t at, th_expr *a, th_expr *b)
{
    th_expr *e = node(p, TH_EX_OP, at);
    if (!e)
        return NULL;
    e->op = op;
    e->nargs = b ? 2 : 1;
    e->args = th_arena_array(p->arena, e->nargs, sizeof *e->args);
    e->args[0] = a;
    if (b)
        e->args[1] = b;
    return e;
}

static th_expr *unknown(parser *p, const th_token *t, const char *vi, const char *en, th_str nearest)
{
    th_str maybe_vi = {0}, maybe_en = {0};
    if (nearest.len) {
        maybe_vi = th_str_fmt(p->arena, "; có phải “" TH_FMT "”", TH_ARG(nearest));
        maybe_en = th_str_fmt(p->arena, "; did you mean “" TH_FMT "”", TH_ARG(nearest));
    }
    return fail(p, t->at, th_str_fmt(p->arena, "%s “" TH_FMT "”" TH_FMT, vi, TH_ARG(t->text), TH_ARG(maybe_vi)),
                th_str_fmt(p->arena, "%s “" TH_FMT "”" TH_FMT, en, TH_ARG(t->text), TH_ARG(maybe_en)));
}

static th_expr *unknown_code(parser *p, const th_token *t, const char *vi, const char *en)
{
    th_str nearest = p->names->nearest ? p->names->nearest(p->names->ctx, p->arena, t->text) : (th_str){0};
    return unknown(p, t, vi, en, nearest);
}

static bool is_text_type(th_type type)
{
    return type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_BOOL || type == TH_TYPE_DOCNO;
}

static th_expr *indicator(parser *p, const th_token *t)
{
    uint32_t index = p->names->indicator(p->names->ctx, t->text);
    if (index == UINT32_MAX && th_str_eq(t->text, TH_STR("DONG")))
        return node(p, TH_EX_ROW, t->at);
    if (index == UINT32_MAX && p->names->column(p->names->ctx, t->text) != UINT32_MAX)
        return fail(p, t->at,
                    th_str_fmt(p->arena,
                               "“" TH_FMT "” là cột danh sách, chỉ dùng trong COUNT, COUNTIF, COUNTIFS, SUM, SUMIF",
                               TH_ARG(t->text)),
                    th_str_fmt(p->arena, "“" TH_FMT "” is a list column, for COUNT, COUNTIF, COUNTIFS, SUM, SUMIF only",
                               TH_ARG(t->text)));
    if (index == UINT32_MAX)
        return unknown_code(p, t, "không có chỉ tiêu nào mã", "there is no indicator");
    th_expr *e = node(p, TH_EX_INDICATOR, t->at);
    if (e) {
        e->index = index;
        e->textual = p->names->type && is_text_type(p->names->type(p->names->ctx, index));
    }
    return e;
}

static th_expr *column(parser *p)
{
    th_token t = p->token;
    if (t.kind != TH_TOKEN_NAME)
        return t.kind == TH_TOKEN_BAD ? unexpected(p)
                                      : fail(p, t.at, TH_STR("ở đây cần mã một cột danh sách"),
                                             TH_STR("the code of a list column is due here"));
    uint32_t index = p->names->column(p->names->ctx, t.text);
    if (index == UINT32_MAX && p->names->indicator(p->names->ctx, t.text) != UINT32_MAX)
        return fail(p, t.at,
                    th_str_fmt(p->arena, "“" TH_FMT "” là chỉ tiêu; ở đây cần mã một cột danh sách", TH_ARG(t.text)),
                    th_str_fmt(p->arena, "“" TH_FMT "” is an indicator; the code of a list column is due here",
                               TH_ARG(t.text)));
    if (index == UINT32_MAX)
        return unknown_code(p, &t, "không có cột danh sách nào mã", "there is no list column");
    th_expr *e = node(p, TH_EX_COLUMN, t.at);
    if (e)
        e->index = index;
    advance(p);
    return e;
}

static th_expr *criterion(parser *p)
{
    th_token t = p->token;
    if (t.kind != TH_TOKEN_NAME && t.kind != TH_TOKEN_NUMBER)
        return unexpected(p);
    uint32_t index = p->names->criterion(p->names->ctx, t.text);
    if (index == UINT32_MAX)
        return unknown_code(p, &t, "không có tiêu chí nào mã", "there is no criterion");
    th_expr *e = node(p, TH_EX_CRITERION, t.at);
    if (e)
        e->index = index;
    advance(p);
    return e;
}

static bool is_column_here(const parser *p)
{
    return p->token.kind == TH_TOKEN_NAME && p->names->column(p->names->ctx, p->token.text) != UINT32_MAX;
}

static th_expr *argument(parser *p, th_func func, size_t i)
{
    switch (th_func_argument(func, i)) {
    case TH_ARG_COLUMN: return column(p);
    case TH_ARG_CRITERION: return criterion(p);
    case TH_ARG_EITHER: return is_column_here(p) ? column(p) : parse(p);
    case TH_ARG_VALUE:
    case TH_ARG_FIGURE:
    default: return parse(p);
    }
}

/* TRUOC(x) and its like become the measure of x itself. */
static th_expr *figure(parser *p, th_expr *call, size_t open)
{
    th_expr *x = call->args[0];
    bool bare = x->kind == TH_EX_INDICATOR || x->kind == TH_EX_ROW;
    if (!bare || (x->measure != TH_NOW && call->func != TH_FN_MAU && call->func != TH_FN_CO))
        return fail(
            p, open, th_str_fmt(p->arena, TH_FMT "(…) cần mã một chỉ tiêu", TH_ARG(th_func_name(call->func))),
            th_str_fmt(p->arena, TH_FMT "(…) needs the code of an indicator", TH_ARG(th_func_name(call->func))));
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (measures[i].func == call->func) {
            x->measure = measures[i].measure;
            if (x->measure == TH_COMPARED)
                x->textual = false; /* a percent, whatever the indicator is */
            return x;
        }
    return call;
}

/* LECH(a;b;…) is written out: TY_LE(MAX(a;b;…) - MIN(a;b;…); MAX(a;b;…)). */
static th_expr *spread(parser *p, th_expr *all)
{
    th_expr *largest = node(p, TH_EX_CALL, all->at), *smallest = node(p, TH_EX_CALL, all->at);
    th_expr *range = node(p, TH_EX_OP, all->at), *share = node(p, TH_EX_CALL, all->at);
    if (!largest || !smallest || !range || !share)
        return NULL;
    size_t at = all->at;
    *largest = *smallest = *all;
    largest->func = TH_FN_MAX;
    smallest->func = TH_FN_MIN;
    th_expr **pair = th_arena_array(p->arena, 2, sizeof *pair);
    pair[0] = largest;
    pair[1] = smallest;
    *range = (th_expr){.kind = TH_EX_OP, .at = at, .op = TH_OP_SUB, .args = pair, .nargs = 2};
    pair = th_arena_array(p->arena, 2, sizeof *pair);
    pair[0] = range;
    pair[1] = largest;
    *share = (th_expr){.kind = TH_EX_CALL, .at = at, .func = TH_FN_TY_LE, .args = pair, .nargs = 2};
    return share;
}

static th_expr *wrong_count(parser *p, const th_expr *call)
{
    th_str name = functions[call->func].name;
    size_t least = functions[call->func].least, most = functions[call->func].most;
    if (call->nargs < least)
        return fail(
            p, call->at,
            th_str_fmt(p->arena, TH_FMT " cần ít nhất %zu đối số, ở đây có %zu", TH_ARG(name), least, call->nargs),
            th_str_fmt(p->arena, TH_FMT " takes at least %zu arguments, not %zu", TH_ARG(name), least, call->nargs));
    return fail(p, call->at, th_str_fmt(p->arena, TH_FMT " nhận nhiều nhất %zu đối số", TH_ARG(name), most),
                th_str_fmt(p->arena, TH_FMT " takes at most %zu arguments", TH_ARG(name), most));
}

static bool arguments(parser *p, th_expr *call)
{
    size_t cap = 0;
    while (p->token.kind != TH_TOKEN_CLOSE) {
        if (call->nargs && p->token.kind != TH_TOKEN_SEPARATOR) {
            if (p->token.kind == TH_TOKEN_END)
                fail(p, p->token.at, TH_STR("thiếu dấu ngoặc đóng"), TH_STR("the closing parenthesis is missing"));
            else if (p->token.kind == TH_TOKEN_BAD)
                unexpected(p);
            else
                fail(p, p->token.at, TH_STR("ở đây cần dấu “;” hoặc ngoặc đóng"),
                     TH_STR("“;” or a closing parenthesis is due here"));
            return false;
        }
        if (call->nargs == functions[call->func].most)
            return wrong_count(p, call) != NULL; /* one too many */
        if (call->nargs)
            advance(p);
        th_expr *x = argument(p, call->func, call->nargs);
        if (!x)
            return false;
        TH_PUSH(p->arena, call->args, call->nargs, cap, x);
    }
    return true;
}

static th_expr *function(parser *p, const th_token *t)
{
    th_str upper = th_text_upper(p->arena, t->text);
    th_str all[TH_FUNCS];
    size_t f = TH_FUNCS;
    for (size_t i = 0; i < TH_FUNCS; i++) {
        all[i] = functions[i].name;
        if (th_str_eq(all[i], upper))
            f = i;
    }
    if (f == TH_FUNCS) {
        size_t near = th_fold_nearest(p->arena, t->text, all, TH_FUNCS);
        return unknown(p, t, "không có hàm nào tên", "there is no function", near < TH_FUNCS ? all[near] : (th_str){0});
    }
    th_expr *call = node(p, TH_EX_CALL, t->at);
    if (!call)
        return NULL;
    call->func = (th_func)f;
    advance(p); /* the parenthesis */
    size_t first = p->token.at;
    if (!arguments(p, call))
        return NULL;
    if (call->nargs < functions[f].least)
        return wrong_count(p, call);
    advance(p); /* ) */
    if (call->func == TH_FN_LECH)
        return spread(p, call);
    return th_func_argument(call->func, 0) == TH_ARG_FIGURE ? figure(p, call, first) : call;
}

static th_expr *primary(parser *p)
{
    th_token t = p->token;
    th_expr *e;
    switch (t.kind) {
    case TH_TOKEN_NUMBER:
        e = node(p, TH_EX_NUMBER, t.at);
        if (e) {
            e->num = t.num;
            e->percent = t.percent;
        }
        break;
    case TH_TOKEN_TEXT:
        e = node(p, TH_EX_TEXT, t.at);
        if (e)
            e->text = t.text;
        break;
    case TH_TOKEN_NAME: advance(p); return p->token.kind == TH_TOKEN_OPEN ? function(p, &t) : indicator(p, &t);
    case TH_TOKEN_OPEN:
        advance(p);
        e = parse(p);
        if (e && p->token.kind != TH_TOKEN_CLOSE)
            return p->token.kind == TH_TOKEN_BAD ? unexpected(p)
                                                 : fail(p, p->token.at, TH_STR("thiếu dấu ngoặc đóng"),
                                                        TH_STR("the closing parenthesis is missing"));
        break;
    case TH_TOKEN_END:
    case TH_TOKEN_OP:
    case TH_TOKEN_CLOSE:
    case TH_TOKEN_SEPARATOR:
    case TH_TOKEN_BAD:
    default: return unexpected(p);
    }
    if (e)
        advance(p);
    return e;
}

static th_expr *sign(parser *p)
{
    th_token t = p->token;
    if (t.kind != TH_TOKEN_OP || (t.op != TH_OP_SUB && t.op != TH_OP_ADD))
        return primary(p);
    if (++p->depth > MOST_DEPTH)
        return fail(p, t.at, TH_STR("biểu thức lồng quá sâu"), TH_STR("the expression is nested too deeply"));
    advance(p);
    th_expr *e = sign(p);
    p->depth--;
    return e && t.op == TH_OP_SUB ? operation(p, TH_OP_NEG, t.at, e, NULL) : e;
}

static bool at_op(const parser *p, th_op first, th_op last)
{
    return p->token.kind == TH_TOKEN_OP && p->token.op >= first && p->token.op <= last;
}

static th_expr *chain(parser *p, th_op first, th_op last, th_expr *(*operand)(parser *))
{
    th_expr *e = operand(p);
    while (e && at_op(p, first, last)) {
        th_token t = p->token;
        advance(p);
        th_expr *right = operand(p);
        e = right ? operation(p, t.op, t.at, e, right) : NULL;
    }
    return e;
}

static th_expr *product(parser *p)
{
    return chain(p, TH_OP_MUL, TH_OP_DIV, sign);
}

static th_expr *sum(parser *p)
{
    return chain(p, TH_OP_ADD, TH_OP_SUB, product);
}

static th_expr *parse(parser *p)
{
    if (++p->depth > MOST_DEPTH)
        return fail(p, p->token.at, TH_STR("biểu thức lồng quá sâu"), TH_STR("the expression is nested too deeply"));
    th_expr *e = sum(p);
    if (e && at_op(p, TH_OP_EQ, TH_OP_GE)) {
        th_token t = p->token;
        advance(p);
        th_expr *right = sum(p);
        e = right ? operation(p, t.op, t.at, e, right) : NULL;
        if (e && at_op(p, TH_OP_EQ, TH_OP_GE))
            return fail(p, p->token.at, TH_STR("không so sánh nối tiếp được; dùng AND(…;…)"),
                        TH_STR("comparisons cannot be chained; use AND(…;…)"));
    }
    p->depth--;
    return e;
}

th_expr *th_expr_parse(th_arena *arena, th_str source, const th_names *names, th_expr_error *error)
{
    *error = (th_expr_error){0};
    parser p = {.arena = arena, .names = names, .lexer = {.arena = arena, .source = source}, .error = error};
    if (source.len > MOST_BYTES)
        return fail(&p, 1, TH_STR("biểu thức quá dài"), TH_STR("the expression is too long"));
    advance(&p);
    th_expr *e = parse(&p);
    if (e && p.token.kind != TH_TOKEN_END)
        e = p.token.kind == TH_TOKEN_BAD || p.token.kind == TH_TOKEN_CLOSE
                ? unexpected(&p)
                : fail(&p, p.token.at, TH_STR("ở đây cần một phép tính (+ - * / hoặc so sánh)"),
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
