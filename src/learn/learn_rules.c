/* What formulas imply: a total is the sum of its parts, a share is the ratio of its parts, So sánh is this year over last year. */
#include "book/formula.h"
#include "learn/learn.h"

#include "base/banned.h"

enum { MOST_DEPTH = 32 };

typedef struct cell_place { /* an indicator's cell */
    const th_learn_form *form;
    size_t row; /* index in form->rows */
    th_role role;
} cell_place;

static bool place_of(const th_learn_form *f, uint32_t row, uint32_t col, cell_place *place)
{
    for (size_t i = 0; i < f->nrows; i++)
        if (f->rows[i].row == row)
            for (size_t k = 0; k < f->figures.n; k++)
                if (f->figures.columns[k].col == col) {
                    *place = (cell_place){f, i, f->figures.columns[k].role};
                    return true;
                }
    return false;
}

/* What is computed with is a number, whatever stands in its cells. */
static th_str number_code(th_learn_form *f, size_t row)
{
    if (!th_type_is_number(f->rows[row].type))
        f->rows[row].type = TH_TYPE_REAL;
    return f->rows[row].code;
}

/* The expression over codes; false when the formula uses anything but figures of the same column. */
static bool express(th_learning *l, th_learn_form *f, th_role role, const th_formula_node *n, th_buf *out, bool inside)
{
    cell_place place;
    switch (n->kind) {
    case TH_FORMULA_NUMBER:
        th_buf_add(out, th_exact_vi(l->arena, th_exact_double(l->arena, n->number), 9, true));
        return true;
    case TH_FORMULA_CELL:
        if (!place_of(f, n->row1, n->col1, &place) || place.role != role)
            return false;
        th_buf_add(out, number_code(f, place.row));
        return true;
    case TH_FORMULA_OP:
        if (n->op == 'r')
            return false;
        if (n->op == '%' || n->op == 'n') {
            th_buf_add(out, n->op == 'n' ? TH_STR("-(") : TH_STR("("));
            if (!express(l, f, role, n->args[0], out, false))
                return false;
            th_buf_add(out, n->op == 'n' ? TH_STR(")") : TH_STR(")/100"));
            return true;
        }
        if (inside)
            th_buf_byte(out, '(');
        if (!express(l, f, role, n->args[0], out, n->op == '*' || n->op == '/'))
            return false;
        th_buf_fmt(out, " %c ", n->op);
        if (!express(l, f, role, n->args[1], out, n->op != '+'))
            return false;
        if (inside)
            th_buf_byte(out, ')');
        return true;
    case TH_FORMULA_SUM: {
        size_t added = 0;
        if (inside)
            th_buf_byte(out, '(');
        for (size_t i = 0; i < n->nargs; i++) {
            const th_formula_node *x = n->args[i];
            if (x->kind != TH_FORMULA_RANGE) {
                th_buf_add(out, added++ ? TH_STR(" + ") : (th_str){0});
                if (!express(l, f, role, x, out, false))
                    return false;
                continue;
            }
            for (size_t k = 0; k < f->nrows; k++) /* rows of the range that are indicators; other rows hold no figure */
                if (f->rows[k].row >= x->row1 && f->rows[k].row <= x->row2 &&
                    place_of(f, f->rows[k].row, x->col1, &place) && place.role == role && x->col1 == x->col2)
                    th_buf_fmt(out, "%s" TH_FMT, added++ ? " + " : "", TH_ARG(number_code(f, k)));
        }
        if (inside)
            th_buf_byte(out, ')');
        return added > 0;
    }
    case TH_FORMULA_RANGE:
    default: return false;
    }
}

static bool is_number(const th_formula_node *n, double value)
{
    return n->kind == TH_FORMULA_NUMBER && n->number == value;
}

/* a/b*100, 100*a/b, a/b in a percent cell, with their two sides; false when it is no share. */
static bool is_share(const th_formula_node *n, const th_formula_node **a, const th_formula_node **b)
{
    if (n->kind != TH_FORMULA_OP)
        return false;
    if (n->op == '*' && is_number(n->args[1], 100))
        return is_share(n->args[0], a, b);
    if (n->op == '*' && is_number(n->args[0], 100))
        return is_share(n->args[1], a, b);
    if (n->op != '/')
        return false;
    *a = n->args[0];
    *b = n->args[1];
    if ((*a)->kind == TH_FORMULA_OP && (*a)->op == '*') { /* 100*a/b, a*100/b */
        if (is_number((*a)->args[0], 100))
            *a = (*a)->args[1];
        else if (is_number((*a)->args[1], 100))
            *a = (*a)->args[0];
    }
    return true;
}

static size_t row_of(const th_learn_form *f, const th_formula_node *n)
{
    cell_place place;
    return n->kind == TH_FORMULA_CELL && place_of(f, n->row1, n->col1, &place) ? place.row + 1 : 0;
}

static void add_rule(th_learning *l, th_learn_rule rule)
{
    for (size_t i = 0; i < l->nrules; i++)
        if (th_str_eq(l->rules[i].left, rule.left) && th_str_eq(l->rules[i].right, rule.right))
            return;
    TH_PUSH(l->arena, l->rules, l->nrules, l->rules_cap, rule);
}

/* The rule of one formula; false when it says nothing about figures of its column. */
static bool rule_of(th_learning *l, th_learn_form *f, size_t row, th_role role, const th_formula_node *n, th_str cell)
{
    const th_formula_node *a, *b;
    th_learn_row *r = &f->rows[row];
    th_buf right;
    th_buf_init(&right, l->arena);
    th_learn_rule rule = {.scope = TH_STR("đơn vị"), .left = r->code, .level = TH_STR("lỗi")};
    rule.basis =
        th_str_fmt(l->arena, "Công thức ô " TH_FMT " của trang “" TH_FMT "”", TH_ARG(cell), TH_ARG(f->sheet->name));
    if (is_share(n, &a, &b)) {
        th_buf top, bottom;
        th_buf_init(&top, l->arena);
        th_buf_init(&bottom, l->arena);
        if (!express(l, f, role, a, &top, false) || !express(l, f, role, b, &bottom, false))
            return false;
        bool percent = r->type == TH_TYPE_PERCENT;
        th_buf_fmt(&right, percent ? "TY_LE(" TH_FMT "; " TH_FMT ")" : "(" TH_FMT ")/(" TH_FMT ")",
                   TH_ARG(th_buf_str(&top)), TH_ARG(th_buf_str(&bottom)));
        bool own = row_of(f, a) == row + 1 || row_of(f, b) == row + 1; /* it would be its own part */
        r->numerator = percent && !own ? row_of(f, a) : 0;
        r->denominator = percent && !own ? row_of(f, b) : 0;
        rule.name = th_str_fmt(l->arena, "Tỷ lệ khớp tử số và mẫu số: " TH_FMT, TH_ARG(r->label));
    } else {
        if (n->kind == TH_FORMULA_NUMBER || !express(l, f, role, n, &right, false))
            return false;
        rule.name = th_str_fmt(
            l->arena, n->kind == TH_FORMULA_CELL ? TH_FMT ": khớp với chỉ tiêu kia" : TH_FMT ": bằng tổng các phần",
            TH_ARG(r->label));
    }
    number_code(f, row);
    rule.right = th_buf_str(&right);
    add_rule(l, rule);
    return true;
}

/* =G12/E12*100 in So sánh. */
static bool is_comparison(const th_learn_form *f, const th_formula_node *n, uint32_t row)
{
    const th_formula_node *a, *b;
    const th_learn_column *now = th_learn_column_of(&f->figures, TH_ROLE_NOW),
                          *before = th_learn_column_of(&f->figures, TH_ROLE_PREVIOUS);
    return now && before && is_share(n, &a, &b) && a->kind == TH_FORMULA_CELL && b->kind == TH_FORMULA_CELL &&
           a->row1 == row && b->row1 == row && a->col1 == now->col && b->col1 == before->col;
}

static void look_at(th_learning *l, th_learn_form *f, const th_formula *formula)
{
    cell_place place;
    if (!place_of(f, formula->row, formula->col, &place) || place.role == TH_ROLE_LABEL || place.role == TH_ROLE_STT)
        return;
    th_formula_node *n = th_formula_parse(l->arena, formula);
    while (n && n->kind == TH_FORMULA_OP && n->op == 'r') /* a printed share is compared as it is rounded */
        n = n->args[0];
    th_str cell = th_cell_name(l->arena, formula->row, formula->col);
    if (n && place.role == TH_ROLE_COMPARED && is_comparison(f, n, formula->row)) {
        add_rule(l, (th_learn_rule){.name = TH_STR("So sánh bằng năm nay chia năm trước"),
                                    .scope = TH_STR("từng dòng"),
                                    .left = TH_STR("SO_SANH(DONG)"),
                                    .right = TH_STR("TY_LE(DONG; TRUOC(DONG))"),
                                    .level = TH_STR("cảnh báo"),
                                    .basis = TH_STR("Công thức của cột So sánh")});
        return;
    }
    bool figures = place.role == TH_ROLE_NOW || place.role == TH_ROLE_PREVIOUS || place.role == TH_ROLE_PLAN;
    if (!n || !figures || !rule_of(l, f, place.row, place.role, n, cell))
        th_learn_note(l, f->sheet, formula->row, formula->col, "công thức này không thành quy tắc");
}

void th_learn_rules(th_learning *l)
{
    for (size_t k = 0; k < l->nforms; k++)
        for (size_t i = 0; i < l->forms[k].sheet->nformulas; i++)
            look_at(l, &l->forms[k], &l->forms[k].sheet->formulas[i]);
}
