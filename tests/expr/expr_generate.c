/* Expressions made up at random, with what tonghop computes for each and the formula it writes.  In
 * tests/office/expressions_test.py LibreOffice computes the formulas, too.
 *
 *   expr_generate SEED COUNT
 *
 * prints "cell<TAB>address<TAB>value" for the cells of a sheet, then "expr<TAB>source<TAB>formula<TAB>value": the value
 * in 17 digits, TRUE, FALSE, or nothing when it is missing.  An expression that has no formula has "-" there. */
#include "expr/expr.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIGURES = 40, ROWS = 14, MOST_DEPTH = 5, SOURCE = 4096 };

static uint64_t state;

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state >> 33) % n);
}

/* ---- the world: figures A.01 … A.40 in three measures, yes/no Y.01 … Y.09, a list of numbers and words ---- */

typedef struct world {
    th_arena *arena;
    th_operand figure[FIGURES][3], yes[10];
    th_operand number[ROWS], word[ROWS];
} world;

static const char *const words[] = {"Tập thể", "Cá nhân", "Khác"};

static th_operand missing(th_state s)
{
    return (th_operand){.state = s};
}

/* Whole numbers, halves and eighths: binary fractions, so that sums and products are the same in doubles and in
 * fractions and no difference is a rounding of the machine's. */
static th_operand some_number(const world *w)
{
    static const char *const parts[] = {"", "", "", ".5", ".25", ".125"};
    if (below(6) == 0)
        return missing(below(2) ? TH_STATE_BLANK : TH_STATE_ABSENT);
    int n = (int)below(below(3) ? 200 : 100000);
    const char *sign = below(5) == 0 ? "-" : "", *part = parts[below(6)];
    th_str text = th_str_fmt(w->arena, "%s%d%s", sign, below(8) ? n : 0, part);
    return (th_operand){.state = TH_STATE_VALUE, .num = th_exact_parse(w->arena, text)};
}

static void make_world(world *w)
{
    for (int i = 0; i < FIGURES; i++)
        for (int m = 0; m < 3; m++)
            w->figure[i][m] = some_number(w);
    for (int i = 1; i < 10; i++) {
        w->yes[i] = below(4) ? (th_operand){.state = TH_STATE_VALUE, .kind = TH_IS_BOOL} : missing(TH_STATE_BLANK);
        if (w->yes[i].state == TH_STATE_VALUE)
            w->yes[i].num = th_exact_int(w->arena, below(2));
    }
    for (int i = 0; i < ROWS; i++) {
        w->number[i] = some_number(w);
        w->word[i] = below(6)
                         ? (th_operand){.state = TH_STATE_VALUE, .kind = TH_IS_TEXT, .text = th_str_of(words[below(3)])}
                         : missing(TH_STATE_BLANK);
    }
}

static uint32_t digits(th_str code)
{
    return code.len == 4 ? (uint32_t)((code.ptr[2] - '0') * 10 + (code.ptr[3] - '0')) : UINT32_MAX;
}
static uint32_t find_indicator(const void *ctx, th_str code)
{
    (void)ctx;
    if (th_str_starts(code, TH_STR("A.")) && digits(code) >= 1 && digits(code) <= FIGURES)
        return digits(code) - 1;
    if (th_str_starts(code, TH_STR("Y.")) && digits(code) >= 1 && digits(code) < 10)
        return FIGURES + digits(code);
    return UINT32_MAX;
}
static uint32_t find_column(const void *ctx, th_str code)
{
    (void)ctx;
    if (th_str_eq(code, TH_STR("DS.so")))
        return 0;
    return th_str_eq(code, TH_STR("DS.loai")) ? 1 : UINT32_MAX;
}
static uint32_t no_criterion(const void *ctx, th_str code)
{
    (void)ctx;
    (void)code;
    return UINT32_MAX;
}
static th_str no_suggestion(const void *ctx, th_arena *scratch, th_str code)
{
    (void)ctx;
    (void)scratch;
    (void)code;
    return (th_str){0};
}
static th_type type_of(const void *ctx, uint32_t i)
{
    (void)ctx;
    return i >= FIGURES ? TH_TYPE_BOOL : TH_TYPE_REAL;
}
static uint32_t one_list(const void *ctx, uint32_t column)
{
    (void)ctx;
    (void)column;
    return 0;
}

/* The column of a measure among the three that an indicator has figures in. */
static unsigned column_of(th_measure m)
{
    if (m == TH_NOW)
        return 0;
    return m == TH_PREVIOUS ? 1 : 2;
}

static th_operand indicator(void *ctx, uint32_t i, th_measure m)
{
    const world *w = ctx;
    if (i >= FIGURES)
        return w->yes[i - FIGURES];
    return w->figure[i][column_of(m)];
}
static size_t list_size(void *ctx, uint32_t column)
{
    (void)ctx;
    (void)column;
    return ROWS;
}
static th_operand list_cell(void *ctx, uint32_t column, size_t row)
{
    const world *w = ctx;
    return column ? w->word[row] : w->number[row];
}

/* Columns B, C, D: the measures; E: yes and no; G, H: the list. */
static bool cell_of(void *ctx, uint32_t i, th_measure m, th_buf *out)
{
    (void)ctx;
    if (i >= FIGURES)
        th_buf_fmt(out, "$E$%u", (unsigned)(i - FIGURES));
    else
        th_buf_fmt(out, "$%c$%u", 'B' + (int)column_of(m), (unsigned)i + 1);
    return true;
}
static bool range_of(void *ctx, uint32_t column, th_buf *out)
{
    (void)ctx;
    th_buf_fmt(out, column ? "$H$1:$H$%d" : "$G$1:$G$%d", ROWS);
    return true;
}

/* ---- expressions ---- */

static void number(char *out, unsigned depth);
static void truth(char *out, unsigned depth);

static void add(char *out, const char *text)
{
    size_t used = strlen(out);
    snprintf(out + used, SOURCE - used, "%s", text);
}
static void add_number(char *out, const char *before, unsigned n, const char *behind)
{
    char text[64];
    snprintf(text, sizeof text, "%s%02u%s", before, n, behind);
    add(out, text);
}

static void figure(char *out)
{
    static const char *const before[] = {"A.", "A.", "A.", "TRUOC(A.", "KE_HOACH(A."};
    unsigned kind = below(5);
    add_number(out, before[kind], below(FIGURES) + 1, kind >= 3 ? ")" : "");
}

static void many(char *out, unsigned depth, void (*one)(char *, unsigned))
{
    unsigned n = 1 + below(3);
    for (unsigned i = 0; i < n; i++) {
        if (i)
            add(out, "; ");
        one(out, depth + 1);
    }
    add(out, ")");
}

static void list(char *out)
{
    static const char *const calls[] = {"SUM(DS.so)",
                                        "COUNT(DS.so)",
                                        "COUNT(DS.loai)",
                                        "COUNTIF(DS.loai; \"Tập thể\")",
                                        "COUNTIF(DS.loai; \"<>Cá nhân\")",
                                        "COUNTIF(DS.so; \">=50\")",
                                        "SUMIF(DS.loai; \"Khác\"; DS.so)",
                                        "SUMIF(DS.so; \">0\")",
                                        "COUNTIFS(DS.loai; \"Tập thể\"; DS.so; \"<100\")",
                                        "COUNTIF(DS.so; 0)"};
    add(out, calls[below(sizeof calls / sizeof *calls)]);
}

static void number(char *out, unsigned depth)
{
    static const char *const signs[] = {" + ", " - ", " * ", " / "};
    unsigned kind = depth >= MOST_DEPTH ? below(2) : below(16);
    switch (kind) {
    case 0: figure(out); break;
    case 1: add_number(out, "", below(120), below(3) ? "" : ",5"); break;
    case 2:
    case 3:
    case 4:
    case 5:
        add(out, "(");
        number(out, depth + 1);
        add(out, signs[below(4)]);
        number(out, depth + 1);
        add(out, ")");
        break;
    case 6:
        add(out, "-");
        number(out, depth + 2);
        break;
    case 7:
        add(out, "SUM(");
        many(out, depth, number);
        break;
    case 8:
        add(out, below(2) ? "MIN(" : "MAX(");
        many(out, depth, number);
        break;
    case 9:
        add(out, "ABS(");
        number(out, depth + 1);
        add(out, ")");
        break;
    case 10: /* of a figure or a sum: a quotient may lie on the edge of a rounding */
        add(out, "ROUND(");
        figure(out);
        add(out, " + ");
        figure(out);
        add_number(out, "; ", below(3), ")");
        break;
    case 11:
        add(out, "IF(");
        truth(out, depth + 1);
        add(out, "; ");
        number(out, depth + 1);
        add(out, "; ");
        number(out, depth + 1);
        add(out, ")");
        break;
    case 12:
        add(out, "TY_LE(");
        number(out, depth + 1);
        add(out, "; ");
        number(out, depth + 1);
        add(out, ")");
        break;
    case 13: list(out); break;
    case 14: add_number(out, "CO(Y.", 1 + below(9), ")"); break;
    default:
        add(out, "LECH(");
        figure(out);
        add(out, "; ");
        figure(out);
        add(out, ")");
        break;
    }
}

static void truth(char *out, unsigned depth)
{
    static const char *const signs[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
    switch (depth >= MOST_DEPTH ? 0 : below(6)) {
    case 1:
        add(out, "AND(");
        many(out, depth, truth);
        break;
    case 2:
        add(out, "OR(");
        many(out, depth, truth);
        break;
    case 3:
        add(out, "NOT(");
        truth(out, depth + 1);
        add(out, ")");
        break;
    default:
        figure(out);
        if (below(2)) {
            add(out, " + ");
            figure(out);
        }
        add(out, signs[below(6)]);
        figure(out);
    }
}

/* ---- output ---- */

static void print_cell(char column, int row, const th_operand *o)
{
    if (o->state != TH_STATE_VALUE)
        return;
    if (o->kind == TH_IS_BOOL)
        printf("cell\t%c%d\t%s\n", column, row, th_exact_sign(o->num) ? "Có" : "Không");
    else if (o->kind == TH_IS_TEXT)
        printf("cell\t%c%d\t%.*s\n", column, row, (int)o->text.len, o->text.ptr);
    else
        printf("cell\t%c%d\t%.17g\n", column, row, th_exact_to_double(o->num));
}

static void print_world(const world *w)
{
    for (int i = 0; i < FIGURES; i++)
        for (int m = 0; m < 3; m++)
            print_cell((char)('B' + m), i + 1, &w->figure[i][m]);
    for (int i = 1; i < 10; i++)
        print_cell('E', i, &w->yes[i]);
    for (int i = 0; i < ROWS; i++) {
        print_cell('G', i + 1, &w->number[i]);
        print_cell('H', i + 1, &w->word[i]);
    }
}

static bool print_expr(world *w, const char *source)
{
    const th_names names = {NULL, find_indicator, find_column, no_criterion, no_suggestion, type_of, one_list};
    th_expr_error error;
    th_expr *e = th_expr_parse(w->arena, th_str_of(source), &names, &error);
    if (!e) {
        printf("fault\t%s\t%.*s\n", source, (int)error.en.len, error.en.ptr);
        return false;
    }
    th_env env = {
        .ctx = w, .indicator = indicator, .list_size = list_size, .list_cell = list_cell, .row_indicator = UINT32_MAX};
    th_excel map = {.ctx = w, .indicator = cell_of, .column = range_of, .row_indicator = UINT32_MAX};
    th_operand v = th_expr_eval(w->arena, e, &env, NULL);
    th_buf formula;
    th_buf_init(&formula, w->arena);
    bool has = th_expr_excel(w->arena, e, &map, &formula);
    if (has)
        printf("expr\t%s\t%.*s\t", source, (int)formula.len, formula.ptr);
    else
        printf("expr\t%s\t-\t", source);
    if (v.state == TH_STATE_VALUE && v.kind == TH_IS_BOOL)
        puts(th_exact_sign(v.num) ? "TRUE" : "FALSE");
    else if (v.state == TH_STATE_VALUE)
        printf("%.17g\n", th_exact_to_double(v.num));
    else
        puts("");
    return has;
}

int main(int argc, char **argv)
{
    world w = {.arena = th_arena_new(0)};
    long count = argc > 2 ? atol(argv[2]) : 1000;
    state = argc > 1 ? (uint64_t)atol(argv[1]) : 1;
    make_world(&w);
    print_world(&w);
    for (long i = 0; i < count;) {
        char source[SOURCE] = "";
        if (below(4))
            number(source, 0);
        else
            truth(source, 0);
        if (strlen(source) < 600)
            i += print_expr(&w, source);
    }
    th_arena_free(w.arena);
    return 0;
}
