/* A small spreadsheet: computes the formulas of a workbook from its cells, as far as our own sheets use them.  A cell
 * with a formula is computed again, whatever result is stored beside it. */
#ifndef TH_TESTS_REPORT_SPREADSHEET_H
#define TH_TESTS_REPORT_SPREADSHEET_H

#include "base/ascii.h"
#include "book/book.h"
#include "book/decimal.h"
#include "book/formula.h"
#include "book/reference.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct sheet_value {
    enum { VALUE_BLANK, VALUE_NUMBER, VALUE_TEXT, VALUE_TRUTH, VALUE_ERROR } kind;
    double number; /* of a truth 0 or 1 */
    th_str text;
} sheet_value;

typedef struct sheet_values {
    size_t rows, cols;
    sheet_value *at;
    bool is_range; /* blanks and texts in it are passed over by SUM and the like */
} sheet_values;

typedef struct spreadsheet {
    th_arena *arena;
    const th_book *book;
    unsigned depth;
    const sheet_values **known; /* what was computed: the formulas of all sheets, one after the other */
} spreadsheet;

enum { SPREADSHEET_DEEPEST = 60 };

static inline sheet_values spreadsheet_compute(spreadsheet *work, const th_sheet *sheet, const th_formula_node *node);

/* The formula with AREA() around each range, for ranges are read as arguments only. */
static inline th_str with_areas(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0, start = 0; at < text.len; start = at) {
        th_reference first, last;
        /* A text, or the name of a sheet and the mark behind it. */
        if (text.ptr[at] == '"' || text.ptr[at] == '\'') {
            bool is_sheet = text.ptr[at] == '\'';
            at = th_str_find(text, is_sheet ? TH_STR("'") : TH_STR("\""), at + 1) + 1 + is_sheet;
            if (!is_sheet) {
                th_buf_add(&out, th_str_sub(text, start, at - start));
                continue;
            }
        }
        size_t end = th_reference_read(text, at, &first);
        size_t behind = end && end < text.len && text.ptr[end] == ':' ? th_reference_read(text, end + 1, &last) : 0;
        at = end ? end : at + 1;
        if (behind)
            at = behind;
        th_buf_fmt(&out, behind ? "AREA(" TH_FMT ")" : TH_FMT, TH_ARG(th_str_sub(text, start, at - start)));
    }
    return th_buf_str(&out);
}

/* ---- values ---- */

static inline sheet_values one_value(const spreadsheet *work, sheet_value value)
{
    sheet_values one = {1, 1, th_arena_alloc(work->arena, sizeof value), false};
    *one.at = value;
    return one;
}

static inline sheet_value number_value(double number)
{
    return (sheet_value){VALUE_NUMBER, number, {0}};
}

static inline sheet_value truth_value(bool truth)
{
    return (sheet_value){VALUE_TRUTH, truth, {0}};
}

static inline sheet_value text_value(th_str text)
{
    return (sheet_value){VALUE_TEXT, 0, text};
}

static inline sheet_value error_value(void)
{
    return (sheet_value){VALUE_ERROR, 0, {0}};
}

static inline th_str value_as_text(const spreadsheet *work, sheet_value value)
{
    if (value.kind == VALUE_NUMBER)
        return th_double_text(work->arena, value.number);
    if (value.kind == VALUE_TRUTH)
        return value.number != 0 ? TH_STR("TRUE") : TH_STR("FALSE");
    return value.text;
}

/* The operand of arithmetic: blanks are 0, texts none. */
static inline bool value_as_number(sheet_value value, double *number)
{
    *number = value.kind == VALUE_BLANK ? 0 : value.number;
    return value.kind != VALUE_TEXT && value.kind != VALUE_ERROR;
}

static inline const sheet_values **known_result(const spreadsheet *work, const th_sheet *sheet,
                                                const th_formula *formula)
{
    size_t before = 0;
    for (size_t i = 0; &work->book->sheets[i] != sheet; i++)
        before += work->book->sheets[i].nformulas;
    return &work->known[before + (size_t)(formula - sheet->formulas)];
}

static inline sheet_values value_of_cell(spreadsheet *work, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_formula *formula = th_sheet_formula_at(sheet, row, col);
    const th_cell *cell = th_sheet_at(sheet, row, col);
    const sheet_values **known = formula ? known_result(work, sheet, formula) : NULL;
    if (known && *known)
        return **known;
    if (formula && work->depth < SPREADSHEET_DEEPEST) {
        th_formula read = *formula;
        read.text = with_areas(work->arena, formula->text);
        const th_formula_node *node = th_formula_parse_any(work->arena, &read);
        work->depth++;
        sheet_values computed = node ? spreadsheet_compute(work, sheet, node) : one_value(work, error_value());
        work->depth--;
        if (computed.rows * computed.cols != 1)
            computed = one_value(work, error_value());
        sheet_values *kept = th_arena_alloc(work->arena, sizeof *kept);
        *kept = computed;
        *known = kept;
        return computed;
    }
    if (!cell)
        return one_value(work, (sheet_value){0});
    switch ((th_cell_type)cell->type) {
    case TH_CELL_NUMBER:
    case TH_CELL_DATE: return one_value(work, number_value(cell->number));
    case TH_CELL_TEXT: return one_value(work, text_value(cell->text));
    case TH_CELL_BOOL: return one_value(work, truth_value(cell->number != 0));
    case TH_CELL_ERROR:
    case TH_CELL_PENDING: break;
    }
    return one_value(work, error_value());
}

static inline const th_sheet *sheet_called(const spreadsheet *work, const th_sheet *own, th_str name)
{
    for (size_t i = 0; name.len && i < work->book->nsheets; i++)
        if (th_str_eq(work->book->sheets[i].name, name))
            return &work->book->sheets[i];
    return name.len ? NULL : own;
}

static inline sheet_values values_of_range(spreadsheet *work, const th_sheet *own, const th_formula_node *node)
{
    const th_sheet *sheet = sheet_called(work, own, node->text);
    sheet_values range = {node->row2 - node->row1 + 1, node->col2 - node->col1 + 1, NULL, true};
    if (!sheet)
        return one_value(work, error_value());
    range.at = th_arena_array(work->arena, range.rows * range.cols, sizeof *range.at);
    for (uint32_t row = node->row1; row <= node->row2; row++)
        for (uint32_t col = node->col1; col <= node->col2; col++)
            range.at[(row - node->row1) * range.cols + col - node->col1] = *value_of_cell(work, sheet, row, col).at;
    return range;
}

/* ---- operations ---- */

/* Numbers come before texts, and a blank is both 0 and "". */
static inline int compare_values(const spreadsheet *work, sheet_value a, sheet_value b)
{
    bool text_a = a.kind == VALUE_TEXT || (a.kind == VALUE_BLANK && b.kind == VALUE_TEXT);
    bool text_b = b.kind == VALUE_TEXT || (b.kind == VALUE_BLANK && a.kind == VALUE_TEXT);
    if (text_a != text_b)
        return text_a ? 1 : -1;
    if (text_a)
        return th_str_cmp(th_text_lower(work->arena, a.text), th_text_lower(work->arena, b.text));
    return (a.number > b.number) - (a.number < b.number);
}

static inline sheet_value operate_on(const spreadsheet *work, char op, sheet_value a, sheet_value b)
{
    double x, y;
    if (a.kind == VALUE_ERROR || b.kind == VALUE_ERROR)
        return error_value();
    switch (op) {
    case '=': return truth_value(compare_values(work, a, b) == 0);
    case '<': return truth_value(compare_values(work, a, b) < 0);
    case '>': return truth_value(compare_values(work, a, b) > 0);
    case 'l': return truth_value(compare_values(work, a, b) <= 0);
    case 'g': return truth_value(compare_values(work, a, b) >= 0);
    case 'd': return truth_value(compare_values(work, a, b) != 0);
    case '&':
        return text_value(
            th_str_fmt(work->arena, TH_FMT TH_FMT, TH_ARG(value_as_text(work, a)), TH_ARG(value_as_text(work, b))));
    default: break;
    }
    if (!value_as_number(a, &x) || !value_as_number(b, &y) || (op == '/' && y == 0))
        return error_value();
    switch (op) {
    case '+': return number_value(x + y);
    case '-': return number_value(x - y);
    case '*': return number_value(x * y);
    case '/': return number_value(x / y);
    case '^': return number_value(pow(x, y));
    case 'n': return number_value(-x);
    case '%': return number_value(x / 100);
    default: break;
    }
    double scale = pow(10, y), up = fabs(x) * scale; /* 'r': half away from zero */
    return number_value(copysign(floor(up + 0.5 + 1e-9) / scale, x));
}

/* Of two ranges of one size, or a range and one value, cell by cell. */
static inline sheet_values operate_on_all(const spreadsheet *work, char op, sheet_values a, sheet_values b)
{
    size_t na = a.rows * a.cols, nb = b.rows * b.cols;
    sheet_values all = na > nb ? a : b;
    all.is_range = false;
    if (na != nb && na != 1 && nb != 1)
        return one_value(work, error_value());
    all.at = th_arena_array(work->arena, all.rows * all.cols, sizeof *all.at);
    for (size_t i = 0; i < all.rows * all.cols; i++)
        all.at[i] = operate_on(work, op, a.at[i % na], b.at[i % nb]);
    return all;
}

/* ---- functions ---- */

typedef struct tally_of_values {
    size_t numbers, filled;
    double sum, least, most;
    bool error, all, any; /* of truths */
} tally_of_values;

static inline void tally_value(tally_of_values *tally, sheet_value value)
{
    tally->error = tally->error || value.kind == VALUE_ERROR;
    tally->filled += value.kind != VALUE_BLANK;
    if (value.kind == VALUE_TRUTH || value.kind == VALUE_NUMBER) {
        tally->all = tally->all && value.number != 0;
        tally->any = tally->any || value.number != 0;
    }
    if (value.kind != VALUE_NUMBER)
        return;
    tally->least = tally->numbers && tally->least < value.number ? tally->least : value.number;
    tally->most = tally->numbers && tally->most > value.number ? tally->most : value.number;
    tally->sum += value.number;
    tally->numbers++;
}

static inline tally_of_values tally_values(const sheet_values *args, size_t n)
{
    tally_of_values tally = {.all = true};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < args[i].rows * args[i].cols; k++)
            tally_value(&tally, args[i].at[k]);
    return tally;
}

/* A criterion of COUNTIF: a value that is equal, or a comparison in front of one. */
static inline bool value_meets(const spreadsheet *work, sheet_value value, sheet_value criterion)
{
    static const struct {
        const char *sign;
        char op;
    } signs[] = {{"<>", 'd'}, {"<=", 'l'}, {">=", 'g'}, {"<", '<'}, {">", '>'}, {"=", '='}};
    char op = '=';
    for (size_t i = 0; criterion.kind == VALUE_TEXT && op == '=' && i < sizeof signs / sizeof *signs; i++) {
        if (!th_str_starts(criterion.text, th_str_of(signs[i].sign)))
            continue;
        op = signs[i].op;
        criterion.text = th_str_sub(criterion.text, strlen(signs[i].sign), criterion.text.len);
        double number;
        if (th_decimal_read(criterion.text, &number))
            criterion = number_value(number);
    }
    if (op == 'd' && criterion.kind == VALUE_TEXT && !criterion.text.len)
        return value.kind != VALUE_BLANK;
    if (op != 'd' && criterion.kind == VALUE_NUMBER && value.kind != VALUE_NUMBER && value.kind != VALUE_BLANK)
        return false;
    return operate_on(work, op, value, criterion).number != 0 && (op != '=' || value.kind != VALUE_BLANK);
}

/* COUNTIF(S) from args[0], SUMIFS of args[0] from args[1]. */
static inline sheet_value count_or_sum(const spreadsheet *work, const sheet_values *args, size_t n, bool sums)
{
    double total = 0;
    for (size_t k = 0; k < args[0].rows * args[0].cols; k++) {
        bool meets = true;
        for (size_t i = sums; i + 1 < n; i += 2)
            meets = meets && value_meets(work, args[i].at[k], *args[i + 1].at);
        if (meets)
            total += sums ? args[0].at[k].number : 1;
    }
    return number_value(total);
}

static inline sheet_value sum_of_products(const spreadsheet *work, const sheet_values *args, size_t n)
{
    double total = 0;
    for (size_t k = 0; k < args[0].rows * args[0].cols; k++) {
        double product = 1;
        for (size_t i = 0; i < n; i++) {
            if (args[i].at[k].kind == VALUE_ERROR || args[i].rows * args[i].cols != args[0].rows * args[0].cols)
                return error_value();
            product *= args[i].at[k].kind == VALUE_NUMBER ? args[i].at[k].number : 0;
        }
        total += product;
    }
    (void)work;
    return number_value(total);
}

static inline sheet_values are_numbers(const spreadsheet *work, sheet_values of)
{
    sheet_values all = {of.rows, of.cols, th_arena_array(work->arena, of.rows * of.cols, sizeof *all.at), false};
    for (size_t i = 0; i < of.rows * of.cols; i++)
        all.at[i] = truth_value(of.at[i].kind == VALUE_NUMBER);
    return all;
}

static inline sheet_value right_of(const spreadsheet *work, sheet_value text, sheet_value n)
{
    th_str all = value_as_text(work, text);
    size_t from = th_utf8_count(all), at = 0;
    for (from = from > (size_t)n.number ? from - (size_t)n.number : 0; from; from--)
        th_utf8_next(all, &at);
    return text_value(th_str_sub(all, at, all.len));
}

/* MATCH(value, cells, 0): which cell is equal, from 1.  A text may have '~' before what would stand for others. */
static inline sheet_value match_exactly(const spreadsheet *work, const sheet_values *args)
{
    sheet_value wanted = *args[0].at;
    th_buf plain;
    th_buf_init(&plain, work->arena);
    for (size_t i = 0; wanted.kind == VALUE_TEXT && i < wanted.text.len; i++)
        if (wanted.text.ptr[i] != '~' || i + 1 == wanted.text.len)
            th_buf_byte(&plain, wanted.text.ptr[i]);
    if (wanted.kind == VALUE_TEXT)
        wanted.text = th_buf_str(&plain);
    for (size_t k = 0; k < args[1].rows * args[1].cols; k++)
        if (args[1].at[k].kind == wanted.kind && operate_on(work, '=', args[1].at[k], wanted).number != 0)
            return number_value((double)k + 1);
    return error_value();
}

/* INDEX(cells, n) of one column. */
static inline sheet_value index_of(const sheet_values *args)
{
    double n = args[1].at->number;
    bool inside = args[1].at->kind == VALUE_NUMBER && n >= 1 && n <= (double)(args[0].rows * args[0].cols);
    return inside ? args[0].at[(size_t)n - 1] : error_value();
}

static inline sheet_value left_of(const spreadsheet *work, sheet_value text, sheet_value n)
{
    th_str all = value_as_text(work, text);
    size_t at = 0;
    for (size_t i = 0; i < (size_t)n.number && at < all.len; i++)
        th_utf8_next(all, &at);
    return text_value(th_str_sub(all, 0, at));
}

static inline sheet_value middle_of(const spreadsheet *work, const sheet_values *args)
{
    th_str all = value_as_text(work, *args[0].at);
    size_t at = 0;
    for (size_t i = 1; i < (size_t)args[1].at->number && at < all.len; i++)
        th_utf8_next(all, &at);
    return left_of(work, text_value(th_str_sub(all, at, SIZE_MAX)), *args[2].at);
}

static inline sheet_value all_joined(const spreadsheet *work, const sheet_values *args, size_t n)
{
    th_buf out;
    th_buf_init(&out, work->arena);
    for (size_t i = 0; i < n; i++)
        th_buf_add(&out, value_as_text(work, *args[i].at));
    return text_value(th_buf_str(&out));
}

static inline sheet_value substituted(const spreadsheet *work, const sheet_values *args)
{
    th_str text = value_as_text(work, *args[0].at), old = value_as_text(work, *args[1].at);
    th_buf out;
    th_buf_init(&out, work->arena);
    for (size_t at = 0, found; at < text.len; at = found + old.len) {
        found = th_str_find(text, old, at);
        th_buf_add(&out, th_str_sub(text, at, found == SIZE_MAX ? text.len : found - at));
        if (found == SIZE_MAX)
            break;
        th_buf_add(&out, value_as_text(work, *args[2].at));
    }
    return text_value(th_buf_str(&out));
}

/* Functions of texts. */
static inline sheet_value call_on_texts(const spreadsheet *work, th_str name, const sheet_values *args)
{
    sheet_value first = *args[0].at;
    if (th_str_eq(name, TH_STR("T")))
        return first.kind == VALUE_TEXT ? first : text_value((th_str){0});
    if (th_str_eq(name, TH_STR("EXACT")))
        return truth_value(th_str_eq(value_as_text(work, first), value_as_text(work, *args[1].at)));
    if (th_str_eq(name, TH_STR("MID")))
        return middle_of(work, args);
    if (th_str_eq(name, TH_STR("CHAR")))
        return text_value(th_str_fmt(work->arena, "%c", (int)first.number));
    if (th_str_eq(name, TH_STR("SUBSTITUTE")))
        return substituted(work, args);
    if (th_str_eq(name, TH_STR("LEFT")))
        return left_of(work, first, *args[1].at);
    return th_str_eq(name, TH_STR("RIGHT")) ? right_of(work, first, *args[1].at) : error_value();
}

static inline sheet_value call_on(const spreadsheet *work, th_str name, const sheet_values *args, size_t n)
{
    tally_of_values tally = tally_values(args, n);
    double x = args[0].at->number, y = args[n - 1].at->number;
    if (th_str_eq(name, TH_STR("COUNT")))
        return number_value((double)tally.numbers);
    if (th_str_eq(name, TH_STR("COUNTA")))
        return number_value((double)tally.filled);
    if (th_str_eq(name, TH_STR("COUNTIF")) || th_str_eq(name, TH_STR("COUNTIFS")))
        return count_or_sum(work, args, n, false);
    if (th_str_eq(name, TH_STR("IFERROR")))
        return args[0].at->kind == VALUE_ERROR ? *args[1].at : *args[0].at;
    if (th_str_eq(name, TH_STR("MATCH")))
        return match_exactly(work, args);
    if (th_str_eq(name, TH_STR("INDEX")))
        return index_of(args);
    if (tally.error)
        return error_value();
    if (th_str_eq(name, TH_STR("SUMIFS")))
        return count_or_sum(work, args, n, true);
    if (th_str_eq(name, TH_STR("SUMPRODUCT")))
        return sum_of_products(work, args, n);
    if (th_str_eq(name, TH_STR("MAX")))
        return number_value(tally.most);
    if (th_str_eq(name, TH_STR("MIN")))
        return number_value(tally.least);
    if (th_str_eq(name, TH_STR("AND")))
        return truth_value(tally.all);
    if (th_str_eq(name, TH_STR("OR")))
        return truth_value(tally.any);
    if (th_str_eq(name, TH_STR("N")))
        return number_value(args[0].at->kind == VALUE_NUMBER ? x : 0);
    if (th_str_eq(name, TH_STR("ABS")))
        return number_value(fabs(x));
    if (th_str_eq(name, TH_STR("INT")))
        return number_value(floor(x));
    if (th_str_eq(name, TH_STR("MOD")))
        return y != 0 ? number_value(x - y * floor(x / y)) : error_value();
    if (th_str_eq(name, TH_STR("CONCATENATE")))
        return all_joined(work, args, n);
    return call_on_texts(work, name, args);
}

static inline sheet_values compute_call(spreadsheet *work, const th_sheet *sheet, const th_formula_node *node)
{
    if (th_str_eq(node->text, TH_STR("IF"))) {
        sheet_value test = *spreadsheet_compute(work, sheet, node->args[0]).at;
        if (test.kind == VALUE_ERROR || test.kind == VALUE_TEXT)
            return one_value(work, error_value());
        if (test.number == 0 && node->nargs < 3)
            return one_value(work, truth_value(false));
        return spreadsheet_compute(work, sheet, node->args[test.number != 0 ? 1 : 2]);
    }
    sheet_values *args = th_arena_array(work->arena, node->nargs + 1, sizeof *args);
    for (size_t i = 0; i < node->nargs; i++)
        args[i] = spreadsheet_compute(work, sheet, node->args[i]);
    if (th_str_eq(node->text, TH_STR("AREA")))
        return args[0];
    if (node->nargs == 1 && th_str_eq(node->text, TH_STR("ISNUMBER")))
        return are_numbers(work, args[0]);
    return one_value(work, call_on(work, node->text, args, node->nargs));
}

static inline sheet_values compute_sum(spreadsheet *work, const th_sheet *sheet, const th_formula_node *node)
{
    sheet_values *args = th_arena_array(work->arena, node->nargs, sizeof *args);
    for (size_t i = 0; i < node->nargs; i++)
        args[i] = spreadsheet_compute(work, sheet, node->args[i]);
    tally_of_values tally = tally_values(args, node->nargs);
    return one_value(work, tally.error ? error_value() : number_value(tally.sum));
}

/* Without its quotation marks; two inside it stand for one. */
static inline th_str typed_text(const spreadsheet *work, th_str literal)
{
    th_buf out;
    th_buf_init(&out, work->arena);
    for (size_t i = 1; i + 1 < literal.len; i++) {
        th_buf_byte(&out, literal.ptr[i]);
        i += literal.ptr[i] == '"';
    }
    return th_buf_str(&out);
}

static inline sheet_values spreadsheet_compute(spreadsheet *work, const th_sheet *sheet, const th_formula_node *node)
{
    const th_sheet *named;
    switch (node->kind) {
    case TH_FORMULA_NUMBER: return one_value(work, number_value(node->number));
    case TH_FORMULA_TEXT: return one_value(work, text_value(typed_text(work, node->text)));
    case TH_FORMULA_CELL:
        named = sheet_called(work, sheet, node->text);
        return named ? value_of_cell(work, named, node->row1, node->col1) : one_value(work, error_value());
    case TH_FORMULA_RANGE: return values_of_range(work, sheet, node);
    case TH_FORMULA_SUM: return compute_sum(work, sheet, node);
    case TH_FORMULA_CALL: return compute_call(work, sheet, node);
    case TH_FORMULA_OP: break;
    }
    sheet_values a = spreadsheet_compute(work, sheet, node->args[0]), b = one_value(work, number_value(0));
    if (node->nargs > 1)
        b = spreadsheet_compute(work, sheet, node->args[1]);
    return operate_on_all(work, node->op, a, b);
}

static inline spreadsheet spreadsheet_of(th_arena *arena, const th_book *book)
{
    size_t n = 1;
    for (size_t i = 0; i < book->nsheets; i++)
        n += book->sheets[i].nformulas;
    return (spreadsheet){.arena = arena, .book = book, .known = th_arena_array(arena, n, sizeof(const sheet_values *))};
}

/* The result of the formula in a cell, computed from the cells of the workbook. */
static inline sheet_value spreadsheet_result(spreadsheet *work, const th_sheet *sheet, const th_formula *formula)
{
    return *value_of_cell(work, sheet, formula->row, formula->col).at;
}

/* The same of a formula that stands nowhere, on this sheet. */
static inline sheet_value spreadsheet_once(spreadsheet *work, const th_sheet *sheet, const th_formula *formula)
{
    th_formula read = *formula;
    read.text = with_areas(work->arena, formula->text);
    const th_formula_node *node = th_formula_parse_any(work->arena, &read);
    return node ? *spreadsheet_compute(work, sheet, node).at : error_value();
}

#endif
