/* Parsing a formula to a tree, computing it, and writing it again. */
#include "book/formula.h"

#include "base/ascii.h"
#include "book/decimal.h"
#include "book/reference.h"

#include <math.h>

#include "base/banned.h"

enum { MOST_DEPTH = 32, MOST_NODES = 2000 };

typedef struct formula_parser {
    th_arena *arena;
    th_str s;
    size_t at, nodes;
    int depth;
    int32_t down, right;
    bool any; /* th_formula_parse_any: functions, texts, comparisons and other sheets are read too */
} formula_parser;

static th_formula_node *sum(formula_parser *parser);
static th_formula_node *expression(formula_parser *parser);

static void skip_blanks(formula_parser *parser)
{
    while (parser->at < parser->s.len && (parser->s.ptr[parser->at] == ' ' || parser->s.ptr[parser->at] == '\n'))
        parser->at++;
}

static bool take_sign(formula_parser *parser, char c)
{
    skip_blanks(parser);
    if (parser->at == parser->s.len || parser->s.ptr[parser->at] != c)
        return false;
    parser->at++;
    return true;
}

/* Which of two signs stands here; NUL when neither does. */
static char take_either(formula_parser *parser, char one, char other)
{
    if (take_sign(parser, one))
        return one;
    return take_sign(parser, other) ? other : '\0';
}

static th_formula_node *new_formula_node(formula_parser *parser, th_formula_kind kind)
{
    if (++parser->nodes > MOST_NODES)
        return NULL;
    th_formula_node *made = th_arena_alloc(parser->arena, sizeof *made);
    made->kind = kind;
    return made;
}

static th_formula_node *operation(formula_parser *parser, char op, th_formula_node *a, th_formula_node *b)
{
    th_formula_node *made = a ? new_formula_node(parser, TH_FORMULA_OP) : NULL;
    if (!made || (!b && op != 'n' && op != '%'))
        return NULL;
    made->op = op;
    made->args = th_arena_array(parser->arena, 2, sizeof *made->args);
    made->args[0] = a;
    made->args[1] = b;
    made->nargs = b ? 2 : 1;
    return made;
}

static bool shift(uint32_t *at, int32_t by, bool fixed, uint32_t end)
{
    int64_t to = (int64_t)*at + (fixed ? 0 : by);
    *at = (uint32_t)to;
    return to >= 0 && to < end;
}

/* Reads a reference such as $B$12, moved as far as the formula was copied.  False, and nothing is taken, when none
 * stands here. */
static bool address(formula_parser *parser, uint32_t *row, uint32_t *col)
{
    th_reference reference;
    size_t end = th_reference_read(parser->s, parser->at, &reference);
    *row = reference.row;
    *col = reference.col;
    if (!end || !shift(row, parser->down, reference.fixed_row, TH_MOST_ROWS) ||
        !shift(col, parser->right, reference.fixed_col, TH_MOST_COLUMNS))
        return false;
    parser->at = end;
    return true;
}

static th_formula_node *number_operand(formula_parser *parser)
{
    size_t from = parser->at;
    while (parser->at < parser->s.len && (th_is_digit(parser->s.ptr[parser->at]) || parser->s.ptr[parser->at] == '.'))
        parser->at++;
    th_formula_node *made = new_formula_node(parser, TH_FORMULA_NUMBER);
    return made && parser->at > from && th_decimal_read(th_str_sub(parser->s, from, parser->at - from), &made->number)
               ? made
               : NULL;
}

static bool follows_word(const formula_parser *parser, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (parser->at + i >= parser->s.len || (parser->s.ptr[parser->at + i] & ~0x20) != word[i])
            return false;
    return true;
}

/* The name of another sheet and its '!', as in "'Biểu 2'!G12".  False, and nothing is taken, when none stands here. */
static bool name_of_sheet(formula_parser *parser, th_str *name)
{
    size_t from = parser->at, end = from;
    *name = (th_str){0};
    if (!parser->any || from == parser->s.len)
        return false;
    bool quoted = parser->s.ptr[from] == '\'';
    if (quoted)
        while (++end < parser->s.len && parser->s.ptr[end] != '\'')
            continue;
    else
        while (end < parser->s.len && (th_is_alnum(parser->s.ptr[end]) || parser->s.ptr[end] == '_' ||
                                       (unsigned char)parser->s.ptr[end] >= 0x80))
            end++;
    size_t mark = end + quoted;
    if (mark >= parser->s.len || parser->s.ptr[mark] != '!' || end == from + quoted)
        return false;
    *name = th_str_sub(parser->s, from + quoted, end - from - quoted);
    parser->at = mark + 1;
    return true;
}

/* An argument of a function: a range, or any expression. */
static th_formula_node *argument(formula_parser *parser)
{
    skip_blanks(parser);
    size_t back = parser->at;
    uint32_t r1, c1, r2, c2;
    th_str sheet;
    name_of_sheet(parser, &sheet);
    if (address(parser, &r1, &c1) && take_sign(parser, ':') && (skip_blanks(parser), address(parser, &r2, &c2)) &&
        r1 <= r2 && c1 <= c2) {
        th_formula_node *made = new_formula_node(parser, TH_FORMULA_RANGE);
        if (made) {
            made->row1 = r1;
            made->col1 = c1;
            made->row2 = r2;
            made->col2 = c2;
            made->text = sheet;
        }
        return made;
    }
    parser->at = back;
    return expression(parser);
}

/* The arguments up to the parenthesis that closes a call, one at least, as those of `made`; NULL: they are not read. */
static th_formula_node *with_arguments(formula_parser *parser, th_formula_node *made)
{
    size_t cap = 0;
    do {
        th_formula_node *operand = argument(parser);
        if (!operand)
            return NULL;
        TH_PUSH(parser->arena, made->args, made->nargs, cap, operand);
    } while (take_sign(parser, ',') || take_sign(parser, ';'));
    return take_sign(parser, ')') ? made : NULL;
}

static th_formula_node *sum_call(formula_parser *parser)
{
    th_formula_node *made = new_formula_node(parser, TH_FORMULA_SUM);
    parser->at += 3;
    return made && take_sign(parser, '(') ? with_arguments(parser, made) : NULL;
}

/* ROUND(x, places), where `places` is a plain number. */
static th_formula_node *rounding(formula_parser *parser)
{
    parser->at += 5;
    th_formula_node *operand = take_sign(parser, '(') ? expression(parser) : NULL;
    if (!operand || (!take_sign(parser, ',') && !take_sign(parser, ';')))
        return NULL;
    skip_blanks(parser);
    th_formula_node *places = number_operand(parser);
    return places && places->number <= 9 && take_sign(parser, ')') ? operation(parser, 'r', operand, places) : NULL;
}

/* A text in double quotes, kept with its quotes. */
static th_formula_node *text_operand(formula_parser *parser)
{
    size_t from = parser->at++;
    while (parser->at < parser->s.len && parser->s.ptr[parser->at] != '"')
        parser->at++;
    if (parser->at == parser->s.len)
        return NULL;
    parser->at++;
    th_formula_node *made = new_formula_node(parser, TH_FORMULA_TEXT);
    if (made)
        made->text = th_str_sub(parser->s, from, parser->at - from);
    return made;
}

/* How long the name of a function is that is called here; 0: none is. */
static size_t function_name(const formula_parser *parser)
{
    size_t end = parser->at;
    while (end < parser->s.len &&
           (th_is_alnum(parser->s.ptr[end]) || parser->s.ptr[end] == '.' || parser->s.ptr[end] == '_'))
        end++;
    return end < parser->s.len && parser->s.ptr[end] == '(' ? end - parser->at : 0;
}

static th_formula_node *call(formula_parser *parser, size_t len)
{
    th_formula_node *made = new_formula_node(parser, TH_FORMULA_CALL);
    if (!made)
        return NULL;
    char *name = th_arena_alloc(parser->arena, len);
    for (size_t i = 0; i < len; i++)
        name[i] = (char)th_to_upper(parser->s.ptr[parser->at + i]);
    made->text = (th_str){name, len};
    parser->at += len + 1;
    return take_sign(parser, ')') ? made : with_arguments(parser, made);
}

static th_formula_node *function_call(formula_parser *parser)
{
    if (!parser->any)
        return follows_word(parser, "SUM", 3)     ? sum_call(parser)
               : follows_word(parser, "ROUND", 5) ? rounding(parser)
                                                  : NULL;
    size_t len = function_name(parser);
    if (len == 3 && follows_word(parser, "SUM", 3))
        return sum_call(parser);
    if (len == 5 && follows_word(parser, "ROUND", 5))
        return rounding(parser);
    return len ? call(parser, len) : NULL;
}

static th_formula_node *primary(formula_parser *parser)
{
    skip_blanks(parser);
    if (parser->at == parser->s.len)
        return NULL;
    char c = parser->s.ptr[parser->at];
    if (c == '"')
        return parser->any ? text_operand(parser) : NULL;
    if (take_sign(parser, '(')) {
        th_formula_node *operand = expression(parser);
        return operand && take_sign(parser, ')') ? operand : NULL;
    }
    if (th_is_digit(c) || c == '.')
        return number_operand(parser);
    uint32_t row, col;
    th_str sheet;
    bool elsewhere = name_of_sheet(parser, &sheet);
    if (address(parser, &row, &col)) {
        th_formula_node *made = new_formula_node(parser, TH_FORMULA_CELL);
        if (made) {
            made->row1 = made->row2 = row;
            made->col1 = made->col2 = col;
            made->text = sheet;
        }
        return made;
    }
    return elsewhere ? NULL : function_call(parser);
}

static th_formula_node *signed_one(formula_parser *parser)
{
    if (++parser->depth > MOST_DEPTH)
        return NULL;
    th_formula_node *operand;
    if (take_sign(parser, '-'))
        operand = operation(parser, 'n', signed_one(parser), NULL);
    else if (take_sign(parser, '+'))
        operand = signed_one(parser);
    else
        operand = primary(parser);
    while (operand && take_sign(parser, '%'))
        operand = operation(parser, '%', operand, NULL);
    parser->depth--;
    return operand;
}

static th_formula_node *product(formula_parser *parser)
{
    th_formula_node *operand = signed_one(parser);
    for (;;) {
        char op = take_either(parser, '*', '/');
        if (!op && parser->any && take_sign(parser, '^'))
            op = '^';
        if (!operand || !op)
            return operand;
        operand = operation(parser, op, operand, signed_one(parser));
    }
}

static th_formula_node *sum(formula_parser *parser)
{
    if (++parser->depth > MOST_DEPTH)
        return NULL;
    th_formula_node *operand = product(parser);
    for (;;) {
        char op = take_either(parser, '+', '-');
        if (!operand || !op)
            break;
        operand = operation(parser, op, operand, product(parser));
    }
    parser->depth--;
    return operand;
}

/* Which comparison, or '&', stands here; NUL when none does.  '<' and '=' together are 'l', '>' and '=' 'g', "<>"
 * is 'd'. */
static char take_comparison(formula_parser *parser)
{
    for (const char *sign = "&=<>"; *sign; sign++) {
        if (!take_sign(parser, *sign))
            continue;
        if (*sign == '<' && take_sign(parser, '>'))
            return 'd';
        if ((*sign == '<' || *sign == '>') && take_sign(parser, '='))
            return *sign == '<' ? 'l' : 'g';
        return *sign;
    }
    return '\0';
}

static th_formula_node *expression(formula_parser *parser)
{
    th_formula_node *operand = sum(parser);
    for (;;) {
        char op = parser->any ? take_comparison(parser) : '\0';
        if (!operand || !op)
            return operand;
        operand = operation(parser, op, operand, sum(parser));
    }
}

static th_formula_node *parse(th_arena *arena, const th_formula *formula, bool any)
{
    formula_parser parser = {
        .arena = arena, .s = formula->text, .down = formula->down, .right = formula->right, .any = any};
    take_sign(&parser, '=');
    th_formula_node *operand = expression(&parser);
    skip_blanks(&parser);
    return parser.at == parser.s.len ? operand : NULL;
}

th_formula_node *th_formula_parse(th_arena *arena, const th_formula *formula)
{
    return parse(arena, formula, false);
}

th_formula_node *th_formula_parse_any(th_arena *arena, const th_formula *formula)
{
    return parse(arena, formula, true);
}

/* ---- value ---- */

static bool cell_value(const th_cell *cell, bool in_sum, double *value, bool *counts)
{
    *counts = false;
    *value = 0;
    if (!cell)
        return true;
    switch ((th_cell_type)cell->type) {
    case TH_CELL_NUMBER:
    case TH_CELL_DATE:
        *value = cell->number;
        *counts = true;
        return true;
    case TH_CELL_BOOL: return in_sum; /* as a plain operand TRUE would be 1, which nobody means */
    case TH_CELL_TEXT: return in_sum;
    case TH_CELL_ERROR:
    case TH_CELL_PENDING: return false;
    }
    return false;
}

static bool add_range(const th_sheet *sheet, const th_formula_node *made, double *total)
{
    for (size_t i = th_sheet_row(sheet, made->row1); i < sheet->ncells && sheet->cells[i].row <= made->row2; i++) {
        const th_cell *cell = &sheet->cells[i];
        double value;
        bool counts;
        if (cell->col < made->col1 || cell->col > made->col2)
            continue;
        if (!cell_value(cell, true, &value, &counts))
            return false;
        *total += value;
    }
    return true;
}

/* Rounds as a spreadsheet does: half away from zero, by the decimal number that the double stands for. */
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

bool th_formula_value(const th_sheet *sheet, const th_formula_node *made, double *value)
{
    double a = 0, b = 0, total = 0;
    bool counts;
    switch (made->kind) {
    case TH_FORMULA_NUMBER: *value = made->number; return true;
    case TH_FORMULA_CELL: return cell_value(th_sheet_at(sheet, made->row1, made->col1), false, value, &counts);
    case TH_FORMULA_OP:
        return th_formula_value(sheet, made->args[0], &a) &&
               (made->nargs < 2 || th_formula_value(sheet, made->args[1], &b)) && operate(made->op, a, b, value);
    case TH_FORMULA_SUM:
        for (size_t i = 0; i < made->nargs; i++) {
            const th_formula_node *operand = made->args[i];
            bool good = operand->kind == TH_FORMULA_RANGE ? add_range(sheet, operand, &total)
                        : operand->kind == TH_FORMULA_CELL
                            ? cell_value(th_sheet_at(sheet, operand->row1, operand->col1), true, &a, &counts)
                            : th_formula_value(sheet, operand, &a);
            if (!good)
                return false;
            total += operand->kind == TH_FORMULA_RANGE ? 0 : a;
        }
        *value = total;
        return true;
    case TH_FORMULA_RANGE:
    case TH_FORMULA_CALL:
    case TH_FORMULA_TEXT:
    default: return false;
    }
}

bool th_formula_differs(double shown, double computed)
{
    double size = fmax(fabs(shown), fabs(computed));
    return fabs(shown - computed) > 1e-9 * fmax(size, 1);
}

/* ---- text ---- */

/* Which operations need parentheses where they stand: none; sums; or products too, behind '/' and before '%'. */
typedef enum formula_place { STANDS_ALONE, IN_PRODUCT, BOUND_TIGHTLY } formula_place;

static formula_place behind(char op)
{
    if (op == '+')
        return STANDS_ALONE;
    return op == '/' ? BOUND_TIGHTLY : IN_PRODUCT;
}

static void write(th_arena *arena, th_buf *out, const th_formula_node *made, formula_place place)
{
    switch (made->kind) {
    case TH_FORMULA_NUMBER: th_buf_add(out, th_double_text(arena, made->number)); break;
    case TH_FORMULA_CELL: th_buf_add(out, th_cell_name(arena, made->row1, made->col1)); break;
    case TH_FORMULA_RANGE:
        th_buf_fmt(out, TH_FMT ":" TH_FMT, TH_ARG(th_cell_name(arena, made->row1, made->col1)),
                   TH_ARG(th_cell_name(arena, made->row2, made->col2)));
        break;
    case TH_FORMULA_OP:
        if (made->op == 'r') {
            th_buf_add(out, TH_STR("ROUND("));
            write(arena, out, made->args[0], STANDS_ALONE);
            th_buf_byte(out, ',');
            write(arena, out, made->args[1], STANDS_ALONE);
            th_buf_byte(out, ')');
            break;
        }
        if (made->op == 'n' || made->op == '%') {
            if (made->op == 'n')
                th_buf_byte(out, '-');
            write(arena, out, made->args[0], made->op == '%' ? BOUND_TIGHTLY : IN_PRODUCT);
            if (made->op == '%')
                th_buf_byte(out, '%');
            break;
        }
        bool is_sum = made->op == '+' || made->op == '-', wrap = place >= (is_sum ? IN_PRODUCT : BOUND_TIGHTLY);
        if (wrap)
            th_buf_byte(out, '(');
        write(arena, out, made->args[0], is_sum ? STANDS_ALONE : IN_PRODUCT);
        th_buf_byte(out, made->op);
        write(arena, out, made->args[1], behind(made->op));
        if (wrap)
            th_buf_byte(out, ')');
        break;
    case TH_FORMULA_SUM:
        th_buf_add(out, TH_STR("SUM("));
        for (size_t i = 0; i < made->nargs; i++) {
            if (i)
                th_buf_byte(out, ',');
            write(arena, out, made->args[i], STANDS_ALONE);
        }
        th_buf_byte(out, ')');
        break;
    case TH_FORMULA_CALL:
    case TH_FORMULA_TEXT:
    default: break;
    }
}

th_str th_formula_text(th_arena *arena, const th_formula_node *made)
{
    th_buf out;
    th_buf_init(&out, arena);
    write(arena, &out, made, STANDS_ALONE);
    return th_buf_str(&out);
}
