/* From the tree of an expression to an Excel formula that recomputes it.
 *
 * Excel counts a blank cell as 0 and stops at #DIV/0!; we say "missing" (an empty
 * text).  So each piece of the tree brings, beside its formula, what must hold
 * before it may be computed: `figures` must be numbers, `texts` must be filled,
 * and no condition of `steps` may hold, asked in order (a divisor may itself have a
 * divisor).  guarded() writes them around the formula.  Functions: only what Excel
 * 2010 and LibreOffice 7 both compute.
 */
#include "expr/expr_types.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_FORMULA = 8000, MOST_STEPS = 40 };
enum { COMPARES = 1, ADDS, MULTIPLIES, SIGNS, STANDS_ALONE }; /* how tightly a formula binds */

typedef struct piece {
    th_strs figures, texts, steps;
    th_str formula;
    int binds;
    bool may_be_blank; /* the formula itself gives "" for missing */
    bool none;         /* no cell for something in it */
} piece;

typedef struct translation {
    th_arena *arena;
    const th_excel *map;
} translation;

static piece translate(const translation *t, const th_expr *e);

static piece nothing(void)
{
    return (piece){.none = true};
}

static piece plain(th_str formula, int binds)
{
    return (piece){.formula = formula, .binds = binds};
}

static void add_once(th_arena *arena, th_strs *list, th_str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (th_str_eq(list->at[i], s))
            return;
    th_strs_add(list, arena, s);
}

static void add_all(th_arena *arena, th_strs *to, const th_strs *from)
{
    for (size_t i = 0; i < from->n; i++)
        add_once(arena, to, from->at[i]);
}

static th_str wrapped(const translation *t, const piece *p, int least)
{
    return p->binds >= least ? p->formula : th_str_fmt(t->arena, "(" TH_FMT ")", TH_ARG(p->formula));
}

/* `part` is computed with, so what it needs is needed for the whole. */
static void needs(const translation *t, piece *whole, const piece *part)
{
    whole->none = whole->none || part->none;
    add_all(t->arena, &whole->figures, &part->figures);
    add_all(t->arena, &whole->texts, &part->texts);
    add_all(t->arena, &whole->steps, &part->steps);
    if (part->may_be_blank)
        add_once(t->arena, &whole->steps, th_str_fmt(t->arena, TH_FMT "=\"\"", TH_ARG(wrapped(t, part, ADDS))));
}

static bool is_guarded(const piece *p)
{
    return p->figures.n || p->texts.n || p->steps.n || p->may_be_blank;
}

/* The piece as a formula of its own: its value, or "". */
static th_str guarded(const translation *t, const piece *p)
{
    th_buf out;
    th_buf_init(&out, t->arena);
    size_t open = 0;
    size_t conditions = (p->figures.n ? 1 : 0) + p->texts.n;
    if (conditions) {
        th_buf_add(&out, conditions > 1 ? TH_STR("IF(OR(") : TH_STR("IF("));
        const char *comma = "";
        if (p->figures.n) {
            for (size_t i = 0; i < p->figures.n; i++)
                th_buf_fmt(&out, "%s" TH_FMT, i ? "," : "COUNT(", TH_ARG(p->figures.at[i]));
            th_buf_fmt(&out, ")<%zu", p->figures.n);
            comma = ",";
        }
        for (size_t i = 0; i < p->texts.n; i++, comma = ",")
            th_buf_fmt(&out, "%s" TH_FMT "=\"\"", comma, TH_ARG(p->texts.at[i]));
        th_buf_add(&out, conditions > 1 ? TH_STR("),\"\",") : TH_STR(",\"\","));
        open++;
    }
    for (size_t i = 0; i < p->steps.n; i++, open++)
        th_buf_fmt(&out, "IF(" TH_FMT ",\"\",", TH_ARG(p->steps.at[i]));
    th_buf_add(&out, p->formula);
    while (open--)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

static th_str quoted(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_byte(&out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            th_buf_byte(&out, '"');
        th_buf_byte(&out, text.ptr[i]);
    }
    th_buf_byte(&out, '"');
    return th_buf_str(&out);
}

static piece number(const translation *t, const th_exact *num)
{
    int sign = th_exact_sign(num);
    return plain(th_exact_text(t->arena, num), sign < 0 ? SIGNS : STANDS_ALONE);
}

static piece figure(const translation *t, const th_expr *e)
{
    th_buf ref;
    th_buf_init(&ref, t->arena);
    uint32_t index = e->kind == TH_EX_ROW ? t->map->row_indicator : e->index;
    if (index == UINT32_MAX || !t->map->indicator(t->map->ctx, index, e->measure, &ref))
        return nothing();
    piece p = plain(th_buf_str(&ref), STANDS_ALONE);
    th_strs_add(e->textual ? &p.texts : &p.figures, t->arena, p.formula);
    return p;
}

/* A truth value: a comparison as it is, a number by being no 0. */
static piece truth(const translation *t, const th_expr *e)
{
    piece p = translate(t, e);
    if (!p.none && !th_expr_is_bool(e)) {
        if (p.may_be_blank) /* what follows would make a 0 of "" */
            add_once(t->arena, &p.steps, th_str_fmt(t->arena, TH_FMT "=\"\"", TH_ARG(wrapped(t, &p, ADDS))));
        p.may_be_blank = false;
        bool mixed = e->kind == TH_EX_CALL && e->func == TH_FN_IF; /* TRUE<>0 is always true: N() makes it 1 */
        p.formula = mixed ? th_str_fmt(t->arena, "N(" TH_FMT ")<>0", TH_ARG(p.formula))
                          : th_str_fmt(t->arena, TH_FMT "<>0", TH_ARG(wrapped(t, &p, ADDS)));
        p.binds = COMPARES;
    }
    return p;
}

static th_str divisor_is_zero(const translation *t, const piece *b)
{
    return th_str_fmt(t->arena, TH_FMT "=0", TH_ARG(wrapped(t, b, ADDS)));
}

static bool is_safe_divisor(const th_expr *e)
{
    return e->kind == TH_EX_NUMBER && th_exact_sign(e->num) != 0;
}

static piece operation(const translation *t, const th_expr *e)
{
    static const struct {
        th_op op;
        const char *sign;
        int binds, left, right;
    } rows[] = {
        {TH_OP_ADD, "+", ADDS, ADDS, ADDS},
        {TH_OP_SUB, "-", ADDS, ADDS, MULTIPLIES},
        {TH_OP_MUL, "*", MULTIPLIES, MULTIPLIES, SIGNS},
        {TH_OP_DIV, "/", MULTIPLIES, MULTIPLIES, SIGNS},
        {TH_OP_EQ, "=", COMPARES, ADDS, ADDS},
        {TH_OP_NE, "<>", COMPARES, ADDS, ADDS},
        {TH_OP_LT, "<", COMPARES, ADDS, ADDS},
        {TH_OP_LE, "<=", COMPARES, ADDS, ADDS},
        {TH_OP_GT, ">", COMPARES, ADDS, ADDS},
        {TH_OP_GE, ">=", COMPARES, ADDS, ADDS},
    };
    piece a = translate(t, e->args[0]), whole = {0};
    needs(t, &whole, &a);
    if (e->op == TH_OP_NEG) {
        whole.formula = th_str_fmt(t->arena, "-" TH_FMT, TH_ARG(wrapped(t, &a, STANDS_ALONE)));
        whole.binds = SIGNS;
        return whole;
    }
    piece b = translate(t, e->args[1]);
    needs(t, &whole, &b);
    if (e->op == TH_OP_DIV && !b.none && !is_safe_divisor(e->args[1]))
        add_once(t->arena, &whole.steps, divisor_is_zero(t, &b));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].op == e->op) {
            /* a sign on the right gets its own parentheses: a-(-b) */
            int right = b.binds == SIGNS ? STANDS_ALONE : rows[i].right;
            whole.formula = th_str_fmt(t->arena, TH_FMT "%s" TH_FMT, TH_ARG(wrapped(t, &a, rows[i].left)), rows[i].sign,
                                       TH_ARG(wrapped(t, &b, right)));
            whole.binds = rows[i].binds;
        }
    return whole;
}

static piece ratio(const translation *t, const th_expr *e)
{
    piece a = translate(t, e->args[0]), b = translate(t, e->args[1]), whole = {.binds = MULTIPLIES};
    needs(t, &whole, &a);
    needs(t, &whole, &b);
    if (whole.none)
        return whole;
    if (!is_safe_divisor(e->args[1]))
        add_once(t->arena, &whole.steps, divisor_is_zero(t, &b));
    whole.formula = th_str_fmt(t->arena, "100*" TH_FMT "/" TH_FMT, TH_ARG(wrapped(t, &a, STANDS_ALONE)),
                               TH_ARG(wrapped(t, &b, STANDS_ALONE)));
    return whole;
}

static piece choice(const translation *t, const th_expr *e)
{
    piece c = truth(t, e->args[0]), yes = translate(t, e->args[1]), no = translate(t, e->args[2]);
    piece whole = {.binds = STANDS_ALONE, .may_be_blank = is_guarded(&yes) || is_guarded(&no)};
    needs(t, &whole, &c);
    whole.none = whole.none || yes.none || no.none;
    whole.formula = th_str_fmt(t->arena, "IF(" TH_FMT "," TH_FMT "," TH_FMT ")", TH_ARG(c.formula),
                               TH_ARG(guarded(t, &yes)), TH_ARG(guarded(t, &no)));
    return whole;
}

/* AND, OR.  Where an operand may be missing: decided by one that decides, else missing, else not. */
static piece junction(const translation *t, const th_expr *e)
{
    const char *name = e->func == TH_FN_AND ? "AND" : "OR";
    const char *decisive = e->func == TH_FN_AND ? "FALSE" : "TRUE",
               *otherwise = e->func == TH_FN_AND ? "TRUE" : "FALSE";
    th_buf all, decided, blank;
    th_buf_init(&all, t->arena);
    th_buf_init(&decided, t->arena);
    th_buf_init(&blank, t->arena);
    piece whole = {.binds = STANDS_ALONE};
    for (size_t i = 0; i < e->nargs; i++) {
        piece p = truth(t, e->args[i]);
        whole.none = whole.none || p.none;
        if (whole.none)
            return whole;
        th_str g = guarded(t, &p);
        th_str operand = is_guarded(&p) ? g : wrapped(t, &p, ADDS);
        th_buf_fmt(&all, "%s" TH_FMT, i ? "," : "", TH_ARG(g));
        th_buf_fmt(&decided, "%s" TH_FMT "=%s", i ? "," : "", TH_ARG(operand), decisive);
        if (is_guarded(&p))
            th_buf_fmt(&blank, "%s" TH_FMT "=\"\"", blank.len ? "," : "", TH_ARG(operand));
    }
    if (!blank.len)
        whole.formula = th_str_fmt(t->arena, "%s(" TH_FMT ")", name, TH_ARG(th_buf_str(&all)));
    else
        whole.formula = th_str_fmt(t->arena, "IF(OR(" TH_FMT "),%s,IF(OR(" TH_FMT "),\"\",%s))",
                                   TH_ARG(th_buf_str(&decided)), decisive, TH_ARG(th_buf_str(&blank)), otherwise);
    whole.may_be_blank = blank.len > 0;
    return whole;
}

/* A criterion: a number as it is; a text without wildcards; an operator joined to its number, so
 * that the decimal sign is the reader's own. */
static piece criterion(const translation *t, const th_expr *e)
{
    if (e->kind != TH_EX_TEXT)
        return translate(t, e);
    th_wanted w = th_wanted_read(t->arena, e->text);
    bool written = w.rest.len != e->text.len; /* the operator is there */
    if (w.num && written)
        return plain(th_str_fmt(t->arena, "\"" TH_FMT "\"&" TH_FMT, TH_ARG(th_op_text(w.op)),
                                TH_ARG(th_exact_text(t->arena, w.num))),
                     COMPARES);
    if (w.num)
        return number(t, w.num);
    th_buf out;
    th_buf_init(&out, t->arena);
    if (written)
        th_buf_add(&out, th_op_text(w.op));
    for (size_t i = 0; i < w.rest.len; i++) {
        if (w.rest.ptr[i] == '*' || w.rest.ptr[i] == '?' || w.rest.ptr[i] == '~')
            th_buf_byte(&out, '~');
        th_buf_byte(&out, w.rest.ptr[i]);
    }
    return plain(quoted(t->arena, th_buf_str(&out)), STANDS_ALONE);
}

/* The rows of this unit: "unit column,criterion," in front of the pairs; "" for all units. */
static th_str of_this_unit(const translation *t, uint32_t column)
{
    th_buf range, mark;
    th_buf_init(&range, t->arena);
    th_buf_init(&mark, t->arena);
    if (!t->map->unit_range || !t->map->unit_range(t->map->ctx, column, &range, &mark))
        return (th_str){0};
    return th_str_fmt(t->arena, TH_FMT "," TH_FMT, TH_ARG(th_buf_str(&range)), TH_ARG(th_buf_str(&mark)));
}

static bool column_range(const translation *t, const th_expr *e, th_str *range)
{
    th_buf out;
    th_buf_init(&out, t->arena);
    bool there = t->map->column && t->map->column(t->map->ctx, e->index, &out);
    *range = th_buf_str(&out);
    return there;
}

static piece column_sum(const translation *t, const th_expr *e)
{
    th_str range, unit = of_this_unit(t, e->index);
    if (!column_range(t, e, &range))
        return nothing();
    return plain(unit.len ? th_str_fmt(t->arena, "SUMIFS(" TH_FMT "," TH_FMT ")", TH_ARG(range), TH_ARG(unit))
                          : th_str_fmt(t->arena, "SUM(" TH_FMT ")", TH_ARG(range)),
                 STANDS_ALONE);
}

static piece list_function(const translation *t, const th_expr *e)
{
    piece whole = {.binds = STANDS_ALONE};
    th_buf out;
    th_buf_init(&out, t->arena);
    th_str range;
    bool sums = e->func == TH_FN_SUMIF;
    if (sums && !column_range(t, e->args[e->nargs > 2 ? 2 : 0], &range))
        return nothing();
    th_buf_add(&out, sums ? TH_STR("SUMIFS(") : TH_STR("COUNTIFS("));
    if (sums)
        th_buf_fmt(&out, TH_FMT ",", TH_ARG(range));
    th_str unit = of_this_unit(t, e->args[0]->index);
    if (unit.len)
        th_buf_fmt(&out, TH_FMT ",", TH_ARG(unit));
    size_t npairs = e->func == TH_FN_COUNTIFS ? e->nargs / 2 : 1;
    for (size_t i = 0; i < npairs; i++) {
        if (!column_range(t, e->args[2 * i], &range))
            return nothing();
        piece c = e->func == TH_FN_COUNT ? plain(TH_STR("\"<>\""), STANDS_ALONE) : criterion(t, e->args[2 * i + 1]);
        needs(t, &whole, &c);
        th_buf_fmt(&out, "%s" TH_FMT "," TH_FMT, i ? "," : "", TH_ARG(range), TH_ARG(c.formula));
    }
    th_buf_byte(&out, ')');
    whole.formula = th_buf_str(&out);
    return whole;
}

/* SUM, MIN, MAX, ROUND, ABS, NOT: the same function, of the same operands. */
static piece same_function(const translation *t, const th_expr *e)
{
    piece whole = {.binds = STANDS_ALONE};
    if (e->nargs == 1 && e->args[0]->kind == TH_EX_COLUMN)
        return column_sum(t, e->args[0]);
    th_buf out;
    th_buf_init(&out, t->arena);
    th_buf_fmt(&out, TH_FMT "(", TH_ARG(th_func_name(e->func)));
    for (size_t i = 0; i < e->nargs && !whole.none; i++) {
        const th_expr *x = e->args[i];
        piece p = x->kind == TH_EX_COLUMN ? column_sum(t, x) : e->func == TH_FN_NOT ? truth(t, x) : translate(t, x);
        needs(t, &whole, &p);
        th_buf_fmt(&out, "%s" TH_FMT, i ? "," : "", TH_ARG(p.formula));
    }
    th_buf_byte(&out, ')');
    whole.formula = th_buf_str(&out);
    return whole;
}

static piece yes_or_no(const translation *t, const th_expr *e)
{
    th_buf ref;
    th_buf_init(&ref, t->arena);
    const th_expr *x = e->args[0];
    uint32_t index = x->kind == TH_EX_ROW ? t->map->row_indicator : x->index;
    if (index == UINT32_MAX || !t->map->indicator(t->map->ctx, index, x->measure, &ref))
        return nothing();
    piece p = plain(th_str_fmt(t->arena, "IF(" TH_FMT "=\"Có\",1,0)", TH_ARG(th_buf_str(&ref))), STANDS_ALONE);
    th_strs_add(&p.texts, t->arena, th_buf_str(&ref));
    return p;
}

static piece special(const translation *t, const th_expr *e)
{
    th_buf ref;
    th_buf_init(&ref, t->arena);
    if (!t->map->special || !t->map->special(t->map->ctx, e->func, e->nargs ? e->args[0]->index : UINT32_MAX, &ref))
        return nothing();
    piece p = plain(th_buf_str(&ref), STANDS_ALONE);
    th_strs_add(&p.figures, t->arena, p.formula);
    return p;
}

static piece call(const translation *t, const th_expr *e)
{
    switch (e->func) {
    case TH_FN_SUM:
    case TH_FN_MIN:
    case TH_FN_MAX:
    case TH_FN_ROUND:
    case TH_FN_ABS:
    case TH_FN_NOT: return same_function(t, e);
    case TH_FN_IF: return choice(t, e);
    case TH_FN_AND:
    case TH_FN_OR: return junction(t, e);
    case TH_FN_COUNT:
    case TH_FN_COUNTIF:
    case TH_FN_COUNTIFS:
    case TH_FN_SUMIF: return list_function(t, e);
    case TH_FN_TY_LE: return ratio(t, e);
    case TH_FN_CO: return yes_or_no(t, e);
    case TH_FN_SO_LOI:
    case TH_FN_SO_NGAY_MUON:
    case TH_FN_BIEU_THIEU:
    case TH_FN_KY:
    case TH_FN_GIO_NHAN:
    case TH_FN_PHIEU_KIN:
    case TH_FN_DIEM: return special(t, e);
    case TH_FN_TANG: /* no cell holds these */
    case TH_FN_MAU:
    case TH_FN_LECH:  /* written out by the parser */
    case TH_FN_TRUOC: /* measures: part of the INDICATOR node */
    case TH_FN_KE_HOACH:
    case TH_FN_SO_SANH:
    case TH_FN_LUU:
    case TH_FUNCS:
    default: return nothing();
    }
}

static piece by_kind(const translation *t, const th_expr *e)
{
    switch (e->kind) {
    case TH_EX_NUMBER: return number(t, e->num);
    case TH_EX_TEXT: return plain(quoted(t->arena, e->text), STANDS_ALONE);
    case TH_EX_INDICATOR:
    case TH_EX_ROW: return figure(t, e);
    case TH_EX_OP: return operation(t, e);
    case TH_EX_CALL: return call(t, e);
    case TH_EX_COLUMN: /* only inside the functions that take them */
    case TH_EX_CRITERION:
    default: return nothing();
    }
}

static piece translate(const translation *t, const th_expr *e)
{
    piece p = by_kind(t, e);
    size_t bytes = p.formula.len;
    for (size_t i = 0; i < p.steps.n; i++)
        bytes += p.steps.at[i].len;
    /* a guard repeats what it guards: nested ones would grow without end */
    return bytes > (size_t)MOST_FORMULA * 4 ? nothing() : p;
}

bool th_expr_excel(th_arena *arena, const th_expr *expr, const th_excel *map, th_buf *out)
{
    translation t = {arena, map};
    piece p = translate(&t, expr);
    if (p.none || p.steps.n > MOST_STEPS)
        return false;
    th_str formula = guarded(&t, &p);
    if (th_utf8_count(formula) > MOST_FORMULA)
        return false;
    th_buf_add(out, formula);
    return true;
}
