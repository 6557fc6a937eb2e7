/* Learns what formulas imply: that a total is the sum of its parts, a share the ratio of its parts, and So sánh this
 * year over the last. */
#include "book/formula.h"
#include "learn/learning.h"

#include "base/banned.h"

enum { PRINTED_DECIMALS = 9 };

/* Which figure of which indicator a cell holds. */
typedef struct cell_place {
    th_learn_form *form;
    size_t row; /* the index in form->rows */
    th_role role;
} cell_place;

/* An expression over codes while it is written from a formula.  A rule compares figures of one column, and so the
 * formula may use cells of that column of the form only. */
typedef struct expression_writer {
    th_arena *arena;
    th_learn_form *form;
    th_role role;
    th_buf out;
} expression_writer;

static bool find_place(th_learn_form *form, uint32_t row, uint32_t col, cell_place *place)
{
    for (size_t i = 0; i < form->nrows; i++)
        for (size_t k = 0; form->rows[i].row == row && k < form->figures.n; k++)
            if (form->figures.columns[k].col == col) {
                *place = (cell_place){form, i, form->figures.columns[k].role};
                return true;
            }
    return false;
}

/* A row with which a formula computes is a number, even where blank or odd cells made it look like text. */
static th_str code_of_number(th_learn_form *form, size_t row)
{
    if (!th_type_is_number(form->rows[row].type))
        form->rows[row].type = TH_TYPE_REAL;
    return form->rows[row].code;
}

static bool write_node(expression_writer *writer, const th_formula_node *node, bool inside);

/* Writes -x and x%. */
static bool write_sign(expression_writer *writer, const th_formula_node *node)
{
    bool minus = node->op == 'n';
    th_buf_add(&writer->out, minus ? TH_STR("-(") : TH_STR("("));
    if (!write_node(writer, node->args[0], false))
        return false;
    th_buf_add(&writer->out, minus ? TH_STR(")") : TH_STR(")/100"));
    return true;
}

static bool write_operation(expression_writer *writer, const th_formula_node *node)
{
    bool factor = node->op == '*' || node->op == '/';
    if (!write_node(writer, node->args[0], factor))
        return false;
    th_buf_fmt(&writer->out, " %c ", node->op);
    return write_node(writer, node->args[1], node->op != '+');
}

/* Writes the indicators among the rows of a range; its other rows hold no figure and add nothing to the sum. */
static void write_range(expression_writer *writer, const th_formula_node *range, size_t *added)
{
    cell_place place;
    for (size_t i = 0; i < writer->form->nrows; i++) {
        uint32_t row = writer->form->rows[i].row;
        if (row >= range->row1 && row <= range->row2 && range->col1 == range->col2 &&
            find_place(writer->form, row, range->col1, &place) && place.role == writer->role)
            th_buf_fmt(&writer->out, "%s" TH_FMT, (*added)++ ? " + " : "", TH_ARG(code_of_number(writer->form, i)));
    }
}

static bool write_sum(expression_writer *writer, const th_formula_node *node)
{
    size_t added = 0;
    for (size_t i = 0; i < node->nargs; i++) {
        if (node->args[i]->kind == TH_FORMULA_RANGE) {
            write_range(writer, node->args[i], &added);
            continue;
        }
        if (added++)
            th_buf_add(&writer->out, TH_STR(" + "));
        if (!write_node(writer, node->args[i], false))
            return false;
    }
    return added > 0;
}

/* Writes a formula as an expression.  False when it uses anything but numbers and figures of the column; what has been
 * written by then is of no use.  `inside` says that an operator around the node binds more tightly than a sum, which
 * then needs parentheses. */
static bool write_node(expression_writer *writer, const th_formula_node *node, bool inside)
{
    cell_place place;
    switch (node->kind) {
    case TH_FORMULA_NUMBER:
        th_buf_add(&writer->out,
                   th_exact_vi(writer->arena, th_exact_double(writer->arena, node->number), PRINTED_DECIMALS, true));
        return true;
    case TH_FORMULA_CELL:
        if (!find_place(writer->form, node->row1, node->col1, &place) || place.role != writer->role)
            return false;
        th_buf_add(&writer->out, code_of_number(writer->form, place.row));
        return true;
    case TH_FORMULA_OP:
        if (node->op == 'r') /* No rule of a definition says how figures are rounded on the way. */
            return false;
        if (node->op == '%' || node->op == 'n')
            return write_sign(writer, node);
        break;
    case TH_FORMULA_SUM: break;
    case TH_FORMULA_RANGE:
    case TH_FORMULA_CALL:
    case TH_FORMULA_TEXT:
    default: return false;
    }
    if (inside)
        th_buf_byte(&writer->out, '(');
    if (!(node->kind == TH_FORMULA_SUM ? write_sum(writer, node) : write_operation(writer, node)))
        return false;
    if (inside)
        th_buf_byte(&writer->out, ')');
    return true;
}

static expression_writer writer_of(const th_learning *learning, const cell_place *place)
{
    expression_writer writer = {.arena = learning->arena, .form = place->form, .role = place->role};
    th_buf_init(&writer.out, learning->arena);
    return writer;
}

static bool is_hundred(const th_formula_node *node)
{
    return node->kind == TH_FORMULA_NUMBER && node->number == 100;
}

/* Is the formula a share?  Then its two sides are found: a/b*100, 100*a/b, or a/b in a cell formatted in percent. */
static bool is_share(const th_formula_node *node, const th_formula_node **a, const th_formula_node **b)
{
    if (node->kind != TH_FORMULA_OP)
        return false;
    if (node->op == '*' && is_hundred(node->args[1]))
        return is_share(node->args[0], a, b);
    if (node->op == '*' && is_hundred(node->args[0]))
        return is_share(node->args[1], a, b);
    if (node->op != '/')
        return false;
    *a = node->args[0];
    *b = node->args[1];
    if ((*a)->kind != TH_FORMULA_OP || (*a)->op != '*')
        return true;
    if (is_hundred((*a)->args[0])) /* 100*a/b */
        *a = (*a)->args[1];
    else if (is_hundred((*a)->args[1])) /* a*100/b */
        *a = (*a)->args[0];
    return true;
}

/* The indicator whose cell the node is: 1 + its index, or 0 when the node is no such cell. */
static size_t row_of_node(th_learn_form *form, const th_formula_node *node)
{
    cell_place place;
    return node->kind == TH_FORMULA_CELL && find_place(form, node->row1, node->col1, &place) ? place.row + 1 : 0;
}

static void add_rule(th_learning *learning, th_learn_rule rule)
{
    for (size_t i = 0; i < learning->nrules; i++)
        if (th_str_eq(learning->rules[i].left, rule.left) && th_str_eq(learning->rules[i].right, rule.right))
            return;
    TH_PUSH(learning->arena, learning->rules, learning->nrules, learning->rules_cap, rule);
}

/* Writes a share: TY_LE(a; b) where the row is a percentage, a quotient where it is anything else.  A percentage whose
 * sides are indicators is aggregated over them, as its numerator and denominator, unless it is one of them itself. */
static bool write_share(th_learning *learning, const cell_place *place, const th_formula_node *const sides[2],
                        th_learn_rule *rule)
{
    expression_writer top = writer_of(learning, place), bottom = writer_of(learning, place);
    if (!write_node(&top, sides[0], false) || !write_node(&bottom, sides[1], false))
        return false;
    th_learn_row *row = &place->form->rows[place->row];
    bool percent = row->type == TH_TYPE_PERCENT;
    size_t numerator = row_of_node(place->form, sides[0]), denominator = row_of_node(place->form, sides[1]);
    bool own = numerator == place->row + 1 || denominator == place->row + 1;
    row->numerator = percent && !own ? numerator : 0;
    row->denominator = percent && !own ? denominator : 0;
    rule->right = th_str_fmt(learning->arena, percent ? "TY_LE(" TH_FMT "; " TH_FMT ")" : "(" TH_FMT ")/(" TH_FMT ")",
                             TH_ARG(th_buf_str(&top.out)), TH_ARG(th_buf_str(&bottom.out)));
    rule->name = th_str_fmt(learning->arena, "Tỷ lệ khớp tử số và mẫu số: " TH_FMT, TH_ARG(row->label));
    return true;
}

static bool write_total(th_learning *learning, const cell_place *place, const th_formula_node *node,
                        th_learn_rule *rule)
{
    expression_writer writer = writer_of(learning, place);
    if (node->kind == TH_FORMULA_NUMBER || !write_node(&writer, node, false))
        return false;
    bool copy = node->kind == TH_FORMULA_CELL;
    rule->right = th_buf_str(&writer.out);
    rule->name = th_str_fmt(learning->arena, copy ? TH_FMT ": khớp với chỉ tiêu kia" : TH_FMT ": bằng tổng các phần",
                            TH_ARG(place->form->rows[place->row].label));
    return true;
}

/* Adds the rule that one formula implies; false when the formula says nothing about the figures of its column. */
static bool learn_rule(th_learning *learning, const cell_place *place, const th_formula_node *node, th_str cell)
{
    const th_formula_node *sides[2];
    th_learn_rule rule = {.scope = TH_STR("đơn vị"), .level = TH_LEVEL_ERROR};
    rule.left = place->form->rows[place->row].code;
    rule.basis = th_str_fmt(learning->arena, "Công thức ô " TH_FMT " của trang “" TH_FMT "”", TH_ARG(cell),
                            TH_ARG(place->form->sheet->name));
    bool share = is_share(node, &sides[0], &sides[1]);
    if (!(share ? write_share(learning, place, sides, &rule) : write_total(learning, place, node, &rule)))
        return false;
    if (th_str_eq(rule.left, rule.right)) /* The cell refers to itself, and its rule could not fail. */
        return false;
    code_of_number(place->form, place->row);
    add_rule(learning, rule);
    return true;
}

/* Does the formula of a cell of So sánh divide this year by the last, as =G12/E12*100 does? */
static bool is_comparison(const th_learn_form *form, const th_formula_node *node, uint32_t row)
{
    const th_formula_node *a, *b;
    const th_learn_column *now = th_learn_column_of(&form->figures, TH_ROLE_NOW),
                          *before = th_learn_column_of(&form->figures, TH_ROLE_PREVIOUS);
    return now && before && is_share(node, &a, &b) && a->kind == TH_FORMULA_CELL && b->kind == TH_FORMULA_CELL &&
           a->row1 == row && b->row1 == row && a->col1 == now->col && b->col1 == before->col;
}

static void learn_formula(th_learning *learning, th_learn_form *form, const th_formula *formula)
{
    cell_place place;
    if (!find_place(form, formula->row, formula->col, &place) || place.role == TH_ROLE_LABEL ||
        place.role == TH_ROLE_STT)
        return;
    th_formula_node *node = th_formula_parse(learning->arena, formula);
    /* A share that is printed rounded is compared as it is printed; its ROUND says nothing further. */
    while (node && node->kind == TH_FORMULA_OP && node->op == 'r')
        node = node->args[0];
    if (node && place.role == TH_ROLE_COMPARED && is_comparison(form, node, formula->row)) {
        add_rule(learning, (th_learn_rule){.name = TH_STR("So sánh bằng năm nay chia năm trước"),
                                           .scope = TH_STR("từng dòng"),
                                           .left = TH_STR("SO_SANH(DONG)"),
                                           .right = TH_STR("TY_LE(DONG; TRUOC(DONG))"),
                                           .basis = TH_STR("Công thức của cột So sánh"),
                                           .level = TH_LEVEL_WARNING});
        return;
    }
    bool figures = place.role == TH_ROLE_NOW || place.role == TH_ROLE_PREVIOUS || place.role == TH_ROLE_PLAN;
    th_str cell = th_cell_name(learning->arena, formula->row, formula->col);
    if (!node || !figures || !learn_rule(learning, &place, node, cell))
        th_learn_note(learning, form->sheet, formula->row, formula->col,
                      TH_WORDS_ARE("công thức này không thành quy tắc", "no rule follows from this formula"));
}

void th_learn_rules(th_learning *learning)
{
    for (size_t i = 0; i < learning->nforms; i++)
        for (size_t k = 0; k < learning->forms[i].sheet->nformulas; k++)
            learn_formula(learning, &learning->forms[i], &learning->forms[i].sheet->formulas[k]);
}
