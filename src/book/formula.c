#include "book/formula.h"

#include "book/decimal.h"
#include "book/reference.h"

#include <math.h>

#include "base/banned.h"

enum { MOST_DEPTH = 32, MOST_NODES = 2000 };

typedef struct parser {
    th_arena *arena;
    th_str s;
    size_t at, nodes;
    int depth;
    int32_t down, right;
} parser;

static th_formula_node *sum(parser *p);

static void skip(parser *p)
{
    while (p->at < p->s.len && (p->s.ptr[p->at] == ' ' || p->s.ptr[p->at] == '\n'))
        p->at++;
}

static bool take(parser *p, char c)
{
    skip(p);
    if (p->at == p->s.len || p->s.ptr[p->at] != c)
        return false;
    p->at++;
    return true;
}

static th_formula_node *node(parser *p, th_formula_kind kind)
{
    if (++p->nodes > MOST_NODES)
        return NULL;
    th_formula_node *n = th_arena_alloc(p->arena, sizeof *n);
    n->kind = kind;
    return n;
}

static th_formula_node *operation(parser *p, char op, th_formula_node *a, th_formula_node *b)
{
    th_formula_node *n = a ? node(p, TH_FORMULA_OP) : NULL;
    if (!n || (!b && op != 'n' && op != '%'))
        return NULL;
    n->op = op;
    n->args = th_arena_array(p->arena, 2, sizeof *n->args);
    n->args[0] = a;
    n->args[1] = b;
    n->nargs = b ? 2 : 1;
    return n;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool shift(uint32_t *at, int32_t by, bool fixed, uint32_t end)
{
    int64_t to = (int64_t)*at + (fixed ? 0 : by);
    *at = (uint32_t)to;
    return to >= 0 && to < end;
}

/* $B$12, moved as the formula was copied; false, and nothing taken, when no reference stands here. */
static bool address(parser *p, uint32_t *row, uint32_t *col)
{
    th_reference reference;
    size_t end = th_reference_read(p->s, p->at, &reference);
    *row = reference.row;
    *col = reference.col;
    if (!end || !shift(row, p->down, reference.fixed_row, TH_MOST_ROWS) ||
        !shift(col, p->right, reference.fixed_col, TH_MOST_COLUMNS))
        return false;
    p->at = end;
    return true;
}

static th_formula_node *number(parser *p)
{
    size_t from = p->at;
    while (p->at < p->s.len && (is_digit(p->s.ptr[p->at]) || p->s.ptr[p->at] == '.'))
        p->at++;
    th_formula_node *n = node(p, TH_FORMULA_NUMBER);
    return n && p->at > from && th_decimal_read(th_str_sub(p->s, from, p->at - from), &n->number) ? n : NULL;
}

static bool is_word(const parser *p, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (p->at + i >= p->s.len || (p->s.ptr[p->at + i] & ~0x20) != word[i])
            return false;
    return true;
}

/* An argument of SUM: a range, or any expression. */
static th_formula_node *argument(parser *p)
{
    skip(p);
    size_t back = p->at;
    uint32_t r1, c1, r2, c2;
    if (address(p, &r1, &c1) && take(p, ':') && (skip(p), address(p, &r2, &c2)) && r1 <= r2 && c1 <= c2) {
        th_formula_node *n = node(p, TH_FORMULA_RANGE);
        if (n) {
            n->row1 = r1;
            n->col1 = c1;
            n->row2 = r2;
            n->col2 = c2;
        }
        return n;
    }
    p->at = back;
    return sum(p);
}

static th_formula_node *call(parser *p)
{
    size_t cap = 0;
    th_formula_node *n = node(p, TH_FORMULA_SUM);
    p->at += 3;
    if (!n || !take(p, '('))
        return NULL;
    do {
        th_formula_node *x = argument(p);
        if (!x)
            return NULL;
        TH_PUSH(p->arena, n->args, n->nargs, cap, x);
    } while (take(p, ',') || take(p, ';'));
    return take(p, ')') ? n : NULL;
}

/* ROUND(x, places): places a plain number. */
static th_formula_node *rounding(parser *p)
{
    p->at += 5;
    th_formula_node *x = take(p, '(') ? sum(p) : NULL;
    if (!x || (!take(p, ',') && !take(p, ';')))
        return NULL;
    skip(p);
    th_formula_node *places = number(p);
    return places && places->number <= 9 && take(p, ')') ? operation(p, 'r', x, places) : NULL;
}

static th_formula_node *primary(parser *p)
{
    skip(p);
    if (p->at == p->s.len)
        return NULL;
    char c = p->s.ptr[p->at];
    if (take(p, '(')) {
        th_formula_node *x = sum(p);
        return x && take(p, ')') ? x : NULL;
    }
    if (is_digit(c) || c == '.')
        return number(p);
    uint32_t row, col;
    if (address(p, &row, &col)) {
        th_formula_node *n = node(p, TH_FORMULA_CELL);
        if (n) {
            n->row1 = n->row2 = row;
            n->col1 = n->col2 = col;
        }
        return n;
    }
    return is_word(p, "SUM", 3) ? call(p) : is_word(p, "ROUND", 5) ? rounding(p) : NULL;
}

static th_formula_node *signed_one(parser *p)
{
    if (++p->depth > MOST_DEPTH)
        return NULL;
    th_formula_node *x;
    if (take(p, '-'))
        x = operation(p, 'n', signed_one(p), NULL);
    else if (take(p, '+'))
        x = signed_one(p);
    else
        x = primary(p);
    while (x && take(p, '%'))
        x = operation(p, '%', x, NULL);
    p->depth--;
    return x;
}

static th_formula_node *product(parser *p)
{
    th_formula_node *x = signed_one(p);
    for (;;) {
        char op = take(p, '*') ? '*' : take(p, '/') ? '/' : '\0';
        if (!x || !op)
            return x;
        x = operation(p, op, x, signed_one(p));
    }
}

static th_formula_node *sum(parser *p)
{
    if (++p->depth > MOST_DEPTH)
        return NULL;
    th_formula_node *x = product(p);
    for (;;) {
        char op = take(p, '+') ? '+' : take(p, '-') ? '-' : '\0';
        if (!x || !op)
            break;
        x = operation(p, op, x, product(p));
    }
    p->depth--;
    return x;
}

th_formula_node *th_formula_parse(th_arena *arena, const th_formula *f)
{
    parser p = {.arena = arena, .s = f->text, .down = f->down, .right = f->right};
    take(&p, '=');
    th_formula_node *x = sum(&p);
    skip(&p);
    return p.at == p.s.len ? x : NULL;
}

/* ---- value ---- */

static bool cell_value(const th_cell *c, bool in_sum, double *value, bool *counts)
{
    *counts = false;
    *value = 0;
    if (!c)
        return true;
    switch ((th_cell_type)c->type) {
    case TH_CELL_NUMBER:
    case TH_CELL_DATE:
        *value = c->number;
        *counts = true;
        return true;
    case TH_CELL_BOOL: return in_sum; /* as a plain operand it would be 1: nobody means that */
    case TH_CELL_TEXT: return in_sum;
    case TH_CELL_ERROR:
    case TH_CELL_PENDING: return false;
    }
    return false;
}

static bool add_range(const th_sheet *sheet, const th_formula_node *n, double *total)
{
    for (size_t i = th_sheet_row(sheet, n->row1); i < sheet->ncells && sheet->cells[i].row <= n->row2; i++) {
        const th_cell *c = &sheet->cells[i];
        double value;
        bool counts;
        if (c->col < n->col1 || c->col > n->col2)
            continue;
        if (!cell_value(c, true, &value, &counts))
            return false;
        *total += value;
    }
    return true;
}

/* As a spreadsheet rounds: half away from zero, of the decimal that the double is meant to be. */
static double rounded(double value, double places)
{
    double scale = pow(10, places), up = fabs(value) * scale, whole = floor(up);
    bool half = up - whole >= 0.5 - 1e-12 * fmax(1, up); /* 1.005 is stored a little below */
    return copysign((half ? whole + 1 : whole) / scale, value);
}

static bool operate(char op, double a, double b, double *value)
{
    switch (op) {
    case '+': *value = a + b; return true;
    case '-': *value = a - b; return true;
    case '*': *value = a * b; return true;
    case '/': *value = b == 0 ? 0 : a / b; return b != 0;
    case 'n': *value = -a; return true;
    case '%': *value = a / 100; return true;
    case 'r': *value = rounded(a, b); return true;
    default: return false;
    }
}

bool th_formula_value(const th_sheet *sheet, const th_formula_node *n, double *value)
{
    double a = 0, b = 0, total = 0;
    bool counts;
    switch (n->kind) {
    case TH_FORMULA_NUMBER: *value = n->number; return true;
    case TH_FORMULA_CELL: return cell_value(th_sheet_at(sheet, n->row1, n->col1), false, value, &counts);
    case TH_FORMULA_OP:
        return th_formula_value(sheet, n->args[0], &a) && (n->nargs < 2 || th_formula_value(sheet, n->args[1], &b)) &&
               operate(n->op, a, b, value);
    case TH_FORMULA_SUM:
        for (size_t i = 0; i < n->nargs; i++) {
            const th_formula_node *x = n->args[i];
            bool good = x->kind == TH_FORMULA_RANGE ? add_range(sheet, x, &total)
                        : x->kind == TH_FORMULA_CELL
                            ? cell_value(th_sheet_at(sheet, x->row1, x->col1), true, &a, &counts)
                            : th_formula_value(sheet, x, &a);
            if (!good)
                return false;
            total += x->kind == TH_FORMULA_RANGE ? 0 : a;
        }
        *value = total;
        return true;
    case TH_FORMULA_RANGE:
    default: return false;
    }
}

bool th_formula_differs(double shown, double computed)
{
    double size = fmax(fabs(shown), fabs(computed));
    return fabs(shown - computed) > 1e-9 * fmax(size, 1);
}

/* ---- text ---- */

static void write(th_arena *arena, th_buf *out, const th_formula_node *n, bool inside)
{
    switch (n->kind) {
    case TH_FORMULA_NUMBER: th_buf_add(out, th_double_text(arena, n->number)); break;
    case TH_FORMULA_CELL: th_buf_add(out, th_cell_name(arena, n->row1, n->col1)); break;
    case TH_FORMULA_RANGE:
        th_buf_fmt(out, TH_FMT ":" TH_FMT, TH_ARG(th_cell_name(arena, n->row1, n->col1)),
                   TH_ARG(th_cell_name(arena, n->row2, n->col2)));
        break;
    case TH_FORMULA_OP:
        if (n->op == 'r') {
            th_buf_add(out, TH_STR("ROUND("));
            write(arena, out, n->args[0], false);
            th_buf_byte(out, ',');
            write(arena, out, n->args[1], false);
            th_buf_byte(out, ')');
            break;
        }
        if (n->op == 'n' || n->op == '%') {
            if (n->op == 'n')
                th_buf_byte(out, '-');
            write(arena, out, n->args[0], true);
            if (n->op == '%')
                th_buf_byte(out, '%');
            break;
        }
        bool wrap = inside && (n->op == '+' || n->op == '-');
        if (wrap)
            th_buf_byte(out, '(');
        write(arena, out, n->args[0], n->op == '*' || n->op == '/');
        th_buf_byte(out, n->op);
        write(arena, out, n->args[1], n->op != '+');
        if (wrap)
            th_buf_byte(out, ')');
        break;
    case TH_FORMULA_SUM:
        th_buf_add(out, TH_STR("SUM("));
        for (size_t i = 0; i < n->nargs; i++) {
            if (i)
                th_buf_byte(out, ',');
            write(arena, out, n->args[i], false);
        }
        th_buf_byte(out, ')');
        break;
    default: break;
    }
}

th_str th_formula_text(th_arena *arena, const th_formula_node *n)
{
    th_buf out;
    th_buf_init(&out, arena);
    write(arena, &out, n, false);
    return th_buf_str(&out);
}
