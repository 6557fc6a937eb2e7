/* Expressions: the cases of tests/data/expressions.test, and what a line cannot say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "expr/expr.h"
#include "expr/number.h"
#include "text/utf8.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { LETTER = 10, ROWS_MAX = 32 };

typedef struct test_case {
    th_arena *arena;
    unsigned line;
    th_str expr, with, mode, value, excel, error;
    bool any;
} test_case;

/* ---- codes: "A.1" is its letter and its digit ---- */

static uint32_t code_of(th_str code, const char *letters)
{
    if (code.len != 3 || code.ptr[1] != '.' || code.ptr[2] < '1' || code.ptr[2] > '9' || !strchr(letters, code.ptr[0]))
        return UINT32_MAX;
    return (uint32_t)(code.ptr[0] - 'A') * LETTER + (uint32_t)(code.ptr[2] - '0');
}

static uint32_t find_indicator(const void *ctx, th_str code)
{
    (void)ctx;
    return code_of(code, "ATYR");
}

static uint32_t find_column(const void *ctx, th_str code)
{
    (void)ctx;
    return code_of(code, "LK");
}

static uint32_t find_criterion(const void *ctx, th_str code)
{
    (void)ctx;
    if (th_str_eq(code, TH_STR("I")))
        return 0;
    return th_str_eq(code, TH_STR("I.1")) ? 1 : UINT32_MAX;
}

static th_str nearest(const void *ctx, th_arena *scratch, th_str code)
{
    (void)ctx;
    (void)scratch;
    return th_str_eq(code, TH_STR("B.1")) ? TH_STR("A.1") : (th_str){0};
}

static th_type type_of(const void *ctx, uint32_t indicator)
{
    (void)ctx;
    switch ('A' + indicator / LETTER) {
    case 'T': return TH_TYPE_ENUM;
    case 'Y': return TH_TYPE_BOOL;
    case 'R': return TH_TYPE_RANK;
    default: return TH_TYPE_INT;
    }
}

static uint32_t list_of(const void *ctx, uint32_t column)
{
    (void)ctx;
    return column / LETTER;
}

static const th_names names = {NULL, find_indicator, find_column, find_criterion, nearest, type_of, list_of};

/* ---- values from the `with` line ---- */

static th_operand read_operand(th_arena *arena, th_str typed, bool text)
{
    static const struct {
        const char *word;
        uint32_t qualifier;
    } words[] = {{"tăng ", TH_Q_GROWTH}, {"giảm ", TH_Q_DECLINE}, {"trên ", TH_Q_OVER}};
    th_operand o = {.state = TH_STATE_VALUE, .source = 1};
    if (!typed.len)
        return (th_operand){.state = TH_STATE_BLANK};
    if (th_str_eq(typed, TH_STR("?")))
        return (th_operand){.state = TH_STATE_UNREADABLE, .text = TH_STR("chữ"), .source = 1};
    if (th_str_eq(typed, TH_STR("!")))
        return (th_operand){.state = TH_STATE_UNREADABLE, .withheld = true, .source = 1};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (th_str_starts(typed, th_str_of(words[i].word))) {
            o.qualifiers = words[i].qualifier;
            typed = th_str_sub(typed, strlen(words[i].word), typed.len);
        }
    size_t slash = th_str_find(typed, TH_STR("/"), 0);
    if (slash != SIZE_MAX) {
        o.den = th_exact_parse(arena, th_str_sub(typed, slash + 1, typed.len));
        typed = th_str_sub(typed, 0, slash);
    }
    bool percent;
    if (text || th_number_read(arena, typed, &o.num, &percent) != TH_NUMBER_OK) {
        o.kind = TH_IS_TEXT;
        o.num = NULL;
        o.text = typed;
    }
    if (th_str_eq(typed, TH_STR("Có")) || th_str_eq(typed, TH_STR("Không"))) {
        o.kind = TH_IS_BOOL;
        o.num = th_exact_int(arena, th_str_eq(typed, TH_STR("Có")));
    }
    size_t comma = th_str_find(typed, TH_STR(","), 0);
    o.decimals = comma == SIZE_MAX ? 0 : (int)(typed.len - comma - 1);
    return o;
}

static bool binding(const test_case *c, th_str name, th_str *typed)
{
    th_str rest = c->with, item;
    while (th_str_cut(&rest, ';', &item)) {
        item = th_str_trim(item);
        size_t eq = th_str_find(item, TH_STR("="), 0);
        if (eq != SIZE_MAX && th_str_eq(th_str_sub(item, 0, eq), name)) {
            *typed = th_str_sub(item, eq + 1, item.len);
            return true;
        }
    }
    return false;
}

static th_str name_of(th_arena *arena, uint32_t code, th_measure m)
{
    th_str code_text = th_str_fmt(arena, "%c.%u", (char)('A' + code / LETTER), code % LETTER);
    return m == TH_NOW ? code_text : th_str_fmt(arena, TH_FMT "@" TH_FMT, TH_ARG(code_text), TH_ARG(th_measure_key(m)));
}

static th_operand get_indicator(void *ctx, uint32_t indicator, th_measure m)
{
    const test_case *c = ctx;
    th_str typed;
    if (!binding(c, name_of(c->arena, indicator, m), &typed))
        return (th_operand){.state = TH_STATE_ABSENT};
    return read_operand(c->arena, typed, 'A' + indicator / LETTER == 'T');
}

static size_t list_size(void *ctx, uint32_t column)
{
    const test_case *c = ctx;
    th_str typed, cell;
    size_t n = 0;
    if (binding(c, name_of(c->arena, column, TH_NOW), &typed))
        while (th_str_cut(&typed, '|', &cell))
            n++;
    return n;
}

static th_operand list_cell(void *ctx, uint32_t column, size_t row)
{
    const test_case *c = ctx;
    th_str typed, cell = {0};
    assert_true(binding(c, name_of(c->arena, column, TH_NOW), &typed));
    for (size_t i = 0; i <= row; i++)
        assert_true(th_str_cut(&typed, '|', &cell));
    return read_operand(c->arena, cell, false);
}

static th_operand special(void *ctx, th_func func, uint32_t criterion)
{
    const test_case *c = ctx;
    int n = 0;
    if (func == TH_FN_KY)
        n = 2022;
    else if (func == TH_FN_DIEM)
        n = criterion == UINT32_MAX ? 90 : 60;
    return n ? (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(c->arena, n), .decimals = INT_MAX}
             : (th_operand){.state = TH_STATE_ABSENT};
}

/* ---- cells are named as the codes are ---- */

static bool excel_indicator(void *ctx, uint32_t indicator, th_measure m, th_buf *out)
{
    const test_case *c = ctx;
    th_str name = name_of(c->arena, indicator, m);
    size_t at = th_str_find(name, TH_STR("@"), 0);
    th_buf_add(out, th_str_sub(name, 0, at == SIZE_MAX ? name.len : at));
    if (at != SIZE_MAX)
        th_buf_fmt(out, "_" TH_FMT, TH_ARG(th_str_sub(name, at + 1, name.len)));
    return m != TH_STORED;
}

static bool excel_column(void *ctx, uint32_t column, th_buf *out)
{
    const test_case *c = ctx;
    th_buf_add(out, name_of(c->arena, column, TH_NOW));
    return true;
}

static bool excel_unit(void *ctx, uint32_t column, th_buf *range, th_buf *criterion)
{
    const test_case *c = ctx;
    th_buf_fmt(range, "%c.0", (char)('A' + column / LETTER));
    th_buf_add(criterion, TH_STR("\"u\""));
    return !th_str_eq(c->mode, TH_STR("all"));
}

static bool excel_special(void *ctx, th_func func, uint32_t criterion, th_buf *out)
{
    (void)ctx;
    if (func != TH_FN_KY && func != TH_FN_DIEM)
        return false;
    if (func == TH_FN_KY)
        th_buf_add(out, TH_STR("ky"));
    else
        th_buf_add(out, criterion == UINT32_MAX ? TH_STR("diem") : TH_STR("diem.I"));
    return true;
}

/* ---- running a case ---- */

static th_str shown(th_arena *arena, const th_operand *o)
{
    if (o->state != TH_STATE_VALUE)
        return o->division_by_zero               ? TH_STR("zero-divisor")
               : o->state == TH_STATE_BLANK      ? TH_STR("blank")
               : o->state == TH_STATE_UNREADABLE ? TH_STR("unreadable")
                                                 : TH_STR("absent");
    if (o->kind == TH_IS_TEXT)
        return th_str_fmt(arena, "\"" TH_FMT "\"", TH_ARG(o->text));
    if (o->kind == TH_IS_BOOL)
        return th_exact_sign(o->num) ? TH_STR("TRUE") : TH_STR("FALSE");
    return th_exact_text(arena, o->num);
}

static unsigned differ(const test_case *c, const char *what, th_str got, th_str want)
{
    if (th_str_eq(got, want))
        return 0;
    print_error("expressions.test:%u: " TH_FMT "\n  %s got  " TH_FMT "\n  %s want " TH_FMT "\n", c->line,
                TH_ARG(c->expr), what, TH_ARG(got), what, TH_ARG(want));
    return 1;
}

static th_excel cells_of_case(test_case *c, uint32_t row_indicator)
{
    return (th_excel){.ctx = c,
                      .indicator = excel_indicator,
                      .column = excel_column,
                      .unit_range = excel_unit,
                      .special = excel_special,
                      .row_indicator = row_indicator};
}

static unsigned run_case(test_case *c)
{
    th_expr_error error;
    th_expr *e = th_expr_parse(c->arena, c->expr, &names, &error);
    if (!e || c->error.len) {
        th_str got = e ? TH_STR("no error") : th_str_fmt(c->arena, "%zu " TH_FMT, error.at, TH_ARG(error.vi));
        size_t space = th_str_find(c->error, TH_STR(" "), 0);
        bool fits = !e && c->error.len && error.en.len && th_str_starts(got, th_str_sub(c->error, 0, space + 1)) &&
                    th_str_find(error.vi, th_str_sub(c->error, space + 1, c->error.len), 0) != SIZE_MAX;
        return fits ? 0 : differ(c, "error", got, c->error) + !c->error.len;
    }
    th_env env = {c,
                  get_indicator,
                  list_size,
                  list_cell,
                  special,
                  find_indicator(NULL, TH_STR("A.9")),
                  th_str_eq(c->mode, TH_STR("zero"))};
    th_sources sources = {0};
    th_operand o = th_expr_eval(c->arena, e, &env, &sources);
    unsigned bad = c->value.len ? differ(c, "value", shown(c->arena, &o), c->value) : 0;
    th_excel map = cells_of_case(c, env.row_indicator);
    th_buf out;
    th_buf_init(&out, c->arena);
    bool there = th_expr_excel(c->arena, e, &map, &out);
    if (c->excel.len)
        bad += differ(c, "excel", there ? th_buf_str(&out) : TH_STR("none"), c->excel);
    return bad;
}

static th_str read_file(th_arena *arena, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot open %s", path);
    th_buf out;
    th_buf_init(&out, arena);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        th_buf_add(&out, (th_str){piece, n});
    fclose(f);
    return th_buf_str(&out);
}

static void every_case_of_the_table(void **state)
{
    th_arena *a = *state;
    th_str rest = read_file(a, TH_TEST_DATA "/expressions.test"), line;
    test_case c = {.arena = a};
    unsigned cases = 0, bad = 0, number = 0;
    bool more = true;
    while (more) {
        more = th_str_cut(&rest, '\n', &line);
        number++;
        th_str trimmed = more ? th_str_trim(line) : (th_str){0};
        if (!trimmed.len) {
            if (c.any) {
                cases++;
                bad += run_case(&c);
            }
            c = (test_case){.arena = a};
            continue;
        }
        if (trimmed.ptr[0] == '#')
            continue;
        size_t space = th_str_find(trimmed, TH_STR(" "), 0);
        th_str key = th_str_sub(trimmed, 0, space), value = th_str_trim(th_str_sub(trimmed, space, trimmed.len));
        const struct {
            th_str key;
            th_str *into;
        } keys[] = {{TH_STR("expr"), &c.expr},   {TH_STR("with"), &c.with},   {TH_STR("mode"), &c.mode},
                    {TH_STR("value"), &c.value}, {TH_STR("excel"), &c.excel}, {TH_STR("error"), &c.error}};
        bool known = false;
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (th_str_eq(keys[i].key, key)) {
                *keys[i].into = value;
                known = c.any = true;
            }
        assert_true(known);
        if (!c.line)
            c.line = number;
    }
    assert_true(cases > 100);
    assert_int_equal(bad, 0);
}

static th_expr *parse(th_arena *a, const char *source)
{
    th_expr_error error;
    th_expr *e = th_expr_parse(a, th_str_of(source), &names, &error);
    if (!e)
        print_error(TH_FMT "\n", TH_ARG(error.vi));
    assert_non_null(e);
    return e;
}

static void a_bare_figure_comes_through_as_written(void **state)
{
    th_arena *a = *state;
    test_case c = {.arena = a, .with = TH_STR("A.1=trên 3,50; A.2=2")};
    th_env env = {.ctx = &c, .indicator = get_indicator, .row_indicator = UINT32_MAX};
    th_operand o = th_expr_eval(a, parse(a, "A.1"), &env, NULL);
    assert_int_equal(o.decimals, 2);
    assert_int_equal(o.qualifiers, TH_Q_OVER);
    assert_int_equal(o.source, 1);
    o = th_expr_eval(a, parse(a, "A.1 + A.2"), &env, NULL);
    assert_int_equal(o.decimals, INT_MAX);
    assert_int_equal(o.qualifiers, 0);
    assert_int_equal(th_expr_eval(a, parse(a, "DONG"), &env, NULL).state, TH_STATE_ABSENT); /* no row at hand */
}

static void the_cells_that_were_used_are_listed(void **state)
{
    th_arena *a = *state;
    test_case c = {.arena = a, .with = TH_STR("A.1=1; A.1@truoc=2; A.2=3; L.1=x|y")};
    th_env env = {c.arena ? (void *)&c : NULL, get_indicator, list_size, list_cell, special, UINT32_MAX, false};
    th_sources s = {0};
    th_expr_eval(a, parse(a, "IF(A.1 > 0;TRUOC(A.1) + A.3;A.2) + COUNTIF(L.1;\"x\")"), &env, &s);
    assert_int_equal(s.n, 4); /* A.2 stands in the branch that was not taken; A.3 is missing */
    assert_int_equal(s.at[0].indicator, find_indicator(NULL, TH_STR("A.1")));
    assert_int_equal(s.at[1].measure, TH_PREVIOUS);
    assert_int_equal(s.at[2].operand.source, 0);
    assert_int_equal(s.at[3].indicator, UINT32_MAX);
}

static void trees_are_searched(void **state)
{
    th_arena *a = *state;
    th_expr *e = parse(a, "IF(SO_LOI() > 0;A.1;COUNT(L.1))");
    assert_true(th_expr_calls(e, TH_FN_SO_LOI));
    assert_false(th_expr_calls(e, TH_FN_DIEM));
    assert_true(th_expr_calls(e, TH_FN_COUNT));
    assert_false(th_expr_calls(parse(a, "A.1"), TH_FN_COUNT));
    assert_true(th_expr_uses(e, TH_EX_COLUMN));
    assert_false(th_expr_uses(e, TH_EX_ROW));
}

static void depth_and_size_are_bounded(void **state)
{
    th_arena *a = *state;
    th_expr_error error;
    th_buf b;
    th_buf_init(&b, a);
    for (int i = 0; i < 4000; i++)
        th_buf_byte(&b, i % 2 ? '(' : '-');
    assert_null(th_expr_parse(a, th_buf_str(&b), &names, &error));
    assert_true(th_str_find(error.vi, TH_STR("quá sâu"), 0) != SIZE_MAX);
    th_buf_init(&b, a);
    th_buf_add(&b, TH_STR("1"));
    for (int i = 0; i < 2000; i++)
        th_buf_add(&b, TH_STR("+1"));
    assert_null(th_expr_parse(a, th_buf_str(&b), &names, &error));
    for (int i = 0; i < 10000; i++)
        th_buf_add(&b, TH_STR("+1"));
    assert_null(th_expr_parse(a, th_buf_str(&b), &names, &error));
    assert_int_equal(error.at, 1);
}

static void nested_guards_stop_before_they_explode(void **state)
{
    th_arena *a = *state;
    th_buf b;
    th_buf_init(&b, a);
    for (int i = 0; i < 50; i++)
        th_buf_add(&b, TH_STR("IF("));
    th_buf_add(&b, TH_STR("A.1"));
    for (int i = 0; i < 50; i++)
        th_buf_add(&b, TH_STR(" > 0;A.1;A.2)"));
    test_case c = {.arena = a};
    th_excel map = cells_of_case(&c, UINT32_MAX);
    th_buf out;
    th_buf_init(&out, a);
    assert_false(th_expr_excel(a, parse(a, th_str_cstr(a, th_buf_str(&b))), &map, &out));
    assert_int_equal(out.len, 0);
}

static th_str word_of_gap(void *ctx, uint32_t indicator, th_measure measure)
{
    (void)ctx, (void)indicator, (void)measure;
    return TH_STR("bỏ trống");
}

/* The word of a cell without a figure is no text that the unit wrote. */
static void a_word_in_place_of_a_figure_is_missing(void **state)
{
    th_arena *a = *state;
    test_case c = {.arena = a};
    th_excel map = cells_of_case(&c, UINT32_MAX);
    map.gap = word_of_gap;
    th_buf out;
    th_buf_init(&out, a);
    assert_true(th_expr_excel(a, parse(a, "CO(Y.1)"), &map, &out));
    assert_true(th_str_find(th_buf_str(&out), TH_STR("=\"\","), 0) != SIZE_MAX);
    assert_true(th_str_find(th_buf_str(&out), TH_STR("=\"bỏ trống\""), 0) != SIZE_MAX);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    th_arena *a = *state;
    th_expr_error error;
    for (int c = 0; c < 256; c++) {
        char source[] = {'A', '.', '1', (char)c, (char)(c ^ 0x55), '1'};
        th_expr_parse(a, (th_str){source, sizeof source}, &names, &error);
    }
    assert_null(th_expr_parse(a, TH_STR("A.1 \xff"), &names, &error));
    assert_int_equal(error.at, 5);
}

static void measures_have_keys(void **state)
{
    (void)state;
    th_measure m;
    for (int i = TH_NOW; i <= TH_STORED; i++) {
        assert_true(th_measure_find(th_measure_key((th_measure)i), &m));
        assert_int_equal(m, i);
        assert_true(th_measure_vi((th_measure)i).len > 0);
    }
    assert_false(th_measure_find(TH_STR("x"), &m));
    static const th_op ops[] = {TH_OP_ADD, TH_OP_SUB, TH_OP_MUL, TH_OP_DIV, TH_OP_NEG, TH_OP_EQ,
                                TH_OP_NE,  TH_OP_LT,  TH_OP_LE,  TH_OP_GT,  TH_OP_GE};
    static const char *const signs[] = {"+", "-", "*", "/", "-", "=", "<>", "<", "<=", ">", ">="};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        assert_true(th_str_eq(th_op_text(ops[i]), th_str_of(signs[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_table),
        cmocka_unit_test(a_bare_figure_comes_through_as_written),
        cmocka_unit_test(the_cells_that_were_used_are_listed),
        cmocka_unit_test(trees_are_searched),
        cmocka_unit_test(depth_and_size_are_bounded),
        cmocka_unit_test(nested_guards_stop_before_they_explode),
        cmocka_unit_test(a_word_in_place_of_a_figure_is_missing),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(measures_have_keys),
    };
    return cmocka_run_group_tests_name("expr", tests, setup, teardown);
}
