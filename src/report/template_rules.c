/* Translates the rules over the cells of the blank workbook. */
#include "report/template_rules.h"

#include "check/judge.h"
#include "draw/formula.h"
#include "draw/reference.h"
#include "expr/expr_types.h"
#include "report/rule_condition.h"

#include "base/banned.h"

/* One rule, asked of one row or of the unit, on one sheet. */
typedef struct own_rule {
    const th_template_rules *rules;
    const th_check *check;
    uint32_t indicator; /* of the row, or TH_NONE */
    uint32_t form;      /* on whose sheet, or TH_NONE */
} own_rule;

static bool translate_own(const own_rule *of, bool printed, const char *missing, th_excel_sides *out)
{
    th_template_cells cells = {of->rules->arena, of->rules->plan, of->form, printed};
    th_excel map = th_template_map(&cells, of->indicator);
    const th_check *check = of->check;
    const th_excel_side sides[] = {
        {check->left, check->missing_left != TH_MISSING_SKIP, check->missing_left == TH_MISSING_SKIP_ALL},
        {check->right, check->missing_right != TH_MISSING_SKIP, check->missing_right == TH_MISSING_SKIP_ALL}};
    return th_expr_excel_sides(of->rules->arena, sides, &map, th_str_of(missing), out);
}

/* A truth value as 1 or 0. */
static th_str truth_as_number(th_arena *arena, const th_expr *e, th_str operand)
{
    return th_expr_is_bool(e) ? th_str_fmt(arena, "N(" TH_FMT ")", TH_ARG(operand)) : operand;
}

/* ---- comparing ---- */

/* To how many decimals a cell shows its figure, where the operand is just that figure; -1: to all, or it is not. */
static int shown_decimals(const own_rule *of, const th_expr *e)
{
    if (e->kind != TH_EX_INDICATOR && e->kind != TH_EX_ROW)
        return -1;
    return th_template_shown(of->rules->plan->d, e->kind == TH_EX_ROW ? of->indicator : e->index, e->measure);
}

static th_rule_side own_side(const own_rule *of, const th_expr *e, th_str operand, bool printed)
{
    const th_env env = {.row_indicator = of->indicator};
    const th_operand later = {.decimals = 0};
    int shown = shown_decimals(of, e);
    th_rule_side side = {operand, th_judge_side(of->rules->plan->d, &env, e, &later), {0}};
    if (!side.side.stated || side.side.whole)
        return side;
    if (shown >= 0 && !printed)
        side.side.decimals = -1;
    else
        side.decimals = th_rule_decimals(of->rules->arena, operand, shown);
    return side;
}

static th_str own_condition(const own_rule *of, th_str left, th_str right, bool printed)
{
    return th_rule_condition(&(th_rule_sides){.arena = of->rules->arena,
                                              .check = of->check,
                                              .left = own_side(of, of->check->left, left, printed),
                                              .right = own_side(of, of->check->right, right, printed),
                                              .later = true})
        .formula;
}

/* "ROUND(x,shown)=x": the cell has no more than it shows.  "" where a side is no figure that is rounded. */
static th_str is_as_shown(const own_rule *of, const th_expr *e, th_str operand)
{
    int shown = shown_decimals(of, e);
    th_rule_side side = own_side(of, e, operand, false);
    if (shown < 0 || !side.side.stated || side.side.whole)
        return (th_str){0};
    return th_str_fmt(of->rules->arena, "ROUND(" TH_FMT ",%d)=" TH_FMT, TH_ARG(operand), shown, TH_ARG(operand));
}

/* The figures themselves are compared: one with more decimals than it shows by nine significant digits, one that is as
 * it is shown by those that it has. */
static th_str exact_condition(const own_rule *of, th_str left, th_str right)
{
    th_arena *arena = of->rules->arena;
    th_str one = is_as_shown(of, of->check->left, left), other = is_as_shown(of, of->check->right, right);
    th_str unrounded = own_condition(of, left, right, false), both = one.len ? one : other;
    if (!both.len)
        return unrounded;
    if (one.len && other.len)
        both = th_str_fmt(arena, "AND(" TH_FMT "," TH_FMT ")", TH_ARG(one), TH_ARG(other));
    return TH_FORMULA(arena, "IF({both},{typed},{unrounded})", {"both", both},
                      {"typed", own_condition(of, left, right, true)}, {"unrounded", unrounded});
}

/* What fails as printed may hold exactly (check/judge.h). */
static th_str own_agreement(const own_rule *of, th_str left, th_str right)
{
    th_excel_sides exact, printed;
    if (of->check->op != TH_OP_EQ || of->check->tolerance || of->check->pairing ||
        !translate_own(of, false, "\"\"", &exact) || !translate_own(of, true, "\"\"", &printed))
        return own_condition(of, left, right, false);
    bool same = th_str_eq(exact.left, printed.left) && th_str_eq(exact.right, printed.right);
    if (same && shown_decimals(of, of->check->left) < 0 && shown_decimals(of, of->check->right) < 0)
        return own_condition(of, left, right, false);
    return th_str_fmt(of->rules->arena, "OR(" TH_FMT "," TH_FMT ")",
                      TH_ARG(own_condition(of, printed.left, printed.right, true)),
                      TH_ARG(exact_condition(of, left, right)));
}

/* ---- formulas ---- */

static own_rule rule_of_unit(const th_template_rules *rules, uint32_t check)
{
    return (own_rule){rules, &rules->plan->d->checks[check], TH_NONE, TH_NONE};
}

th_str th_template_side(const th_template_rules *rules, uint32_t check, bool right)
{
    own_rule of = rule_of_unit(rules, check);
    const th_expr *e = right ? of.check->right : of.check->left;
    th_missing policy = right ? of.check->missing_right : of.check->missing_left;
    th_template_cells cells = {rules->arena, rules->plan, TH_NONE, false};
    th_excel map = th_template_map(&cells, TH_NONE);
    const th_excel_side side = {e, policy != TH_MISSING_SKIP, policy == TH_MISSING_SKIP_ALL}, sides[] = {side, side};
    th_excel_sides out;
    if (!th_expr_excel_sides(rules->arena, sides, &map, TH_STR("\"\""), &out))
        return (th_str){0};
    return TH_FORMULA(rules->arena, "{before}{side}{after}", {"before", out.before},
                      {"side", truth_as_number(rules->arena, e, out.left)}, {"after", out.after});
}

static bool add_empty_lists(const own_rule *of, const th_expr *e, th_buf *out)
{
    bool any = false;
    if (e->kind == TH_EX_COLUMN) {
        const th_template_plan *plan = of->rules->plan;
        const th_template_form *place = &plan->forms[plan->d->columns[e->index].form];
        if (plan->d->forms[place->form].kind & TH_FORM_SCORES)
            return false;
        uint32_t first = place->list_columns[0].role == TH_ROLE_STT;
        th_area all = {place->list_first, first, place->list_first + place->list_rows, place->nlist_columns - 1};
        th_buf_fmt(out, "%s" TH_FMT, out->len ? "," : "", TH_ARG(th_ref_area(of->rules->arena, place->name, all)));
        any = true;
    }
    for (size_t i = 0; i < e->nargs; i++)
        any = add_empty_lists(of, e->args[i], out) || any;
    return any;
}

/* Adds ",COUNTA(…)=0" for each required column, which asks whether nothing stands in it.  Where the list has rows, such
 * a column was lost or is still to be filled in, and what is asked of it cannot be told. */
static void add_blank_columns(const own_rule *of, const th_expr *e, th_buf *out)
{
    const th_template_plan *plan = of->rules->plan;
    if (e->kind == TH_EX_COLUMN && plan->d->columns[e->index].required) {
        th_template_cells cells = {of->rules->arena, plan, TH_NONE, false};
        th_excel map = th_template_map(&cells, TH_NONE);
        th_buf range;
        th_buf_init(&range, of->rules->arena);
        if (map.column(map.ctx, e->index, &range))
            th_buf_fmt(out, ",COUNTA(" TH_FMT ")=0", TH_ARG(th_buf_str(&range)));
    }
    for (size_t i = 0; i < e->nargs; i++)
        add_blank_columns(of, e->args[i], out);
}

th_str th_template_result(const th_template_rules *rules, uint32_t check, th_str left, th_str right)
{
    own_rule of = rule_of_unit(rules, check);
    th_buf lists, blank;
    th_buf_init(&lists, rules->arena);
    th_buf_init(&blank, rules->arena);
    bool any = add_empty_lists(&of, of.check->left, &lists);
    any = add_empty_lists(&of, of.check->right, &lists) || any;
    add_blank_columns(&of, of.check->left, &blank);
    add_blank_columns(&of, of.check->right, &blank);
    const th_field lists_of_rule[] = {{"lists", th_buf_str(&lists)}, {"blank", th_buf_str(&blank)}, {NULL, {0}}};
    th_str holds = TH_STR("\"" TH_OWN_RIGHT "\""), fails = TH_STR("\"" TH_OWN_WRONG "\"");
    if (any)
        fails =
            th_formula(rules->arena, "IF(OR(COUNTA({lists})=0{blank}),\"" TH_OWN_UNFILLED "\",\"" TH_OWN_WRONG "\")",
                       lists_of_rule);
    if (any && blank.len)
        holds = th_formula(rules->arena,
                           "IF(AND(COUNTA({lists})>0,OR(FALSE{blank})),\"" TH_OWN_UNFILLED "\",\"" TH_OWN_RIGHT "\")",
                           lists_of_rule);
    return TH_FORMULA(rules->arena, "IF(COUNT({left},{right})<2,\"" TH_OWN_UNASKED "\",IF({agree},{holds},{fails}))",
                      {"left", left}, {"right", right}, {"agree", own_agreement(&of, left, right)}, {"holds", holds},
                      {"fails", fails});
}

static bool is_of_rows(const th_indicator *ind)
{
    return th_type_is_number(ind->type) || ind->type == TH_TYPE_RANK;
}

th_str th_template_row_result(const th_template_rules *rules, uint32_t check, uint32_t indicator)
{
    const th_template_plan *plan = rules->plan;
    own_rule of = {rules, &plan->d->checks[check], indicator, plan->d->indicators[indicator].form};
    th_template_cells cells = {rules->arena, plan, of.form, false};
    th_excel map = th_template_map(&cells, indicator);
    th_excel_sides sides;
    th_buf left;
    th_buf_init(&left, rules->arena);
    if (!is_of_rows(&plan->d->indicators[indicator]) || !translate_own(&of, false, "\"–\"", &sides) ||
        !th_expr_excel(rules->arena, of.check->left, &map, &left))
        return (th_str){0};
    th_str asked = TH_FORMULA(rules->arena, "{before}IF({agree},\"" TH_OWN_RIGHT "\",\"" TH_OWN_WRONG "\"){after}",
                              {"before", sides.before}, {"after", sides.after},
                              {"agree", own_agreement(&of, truth_as_number(rules->arena, of.check->left, sides.left),
                                                      truth_as_number(rules->arena, of.check->right, sides.right))});
    /* A row without a left side has nothing to say. */
    bool bare = of.check->left->kind == TH_EX_ROW;
    return TH_FORMULA(rules->arena, bare ? "IF({left}=\"\",\"\",{asked})" : "IF(({left})=\"\",\"\",{asked})",
                      {"left", th_buf_str(&left)}, {"asked", asked});
}

/* ---- which ---- */

static bool marks_figure(const th_template_rule *rule, uint32_t index, th_measure measure)
{
    for (size_t i = 0; i < rule->nmarks; i++)
        if (!rule->marks[i].list && rule->marks[i].index == index && rule->marks[i].measure == measure)
            return true;
    return false;
}

/* The figures and columns below `e`; last year's figure only where this year's is not among them. */
static void collect_marks(th_template_rules *rules, th_template_rule *rule, const th_expr *e)
{
    bool figure = e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW;
    uint32_t index = e->kind == TH_EX_ROW ? TH_NONE : e->index;
    if (e->kind == TH_EX_COLUMN || (figure && e->measure != TH_STORED && !marks_figure(rule, index, e->measure) &&
                                    !(e->measure == TH_PREVIOUS && marks_figure(rule, index, TH_NOW)))) {
        const th_rule_mark mark = {!figure, index, e->measure};
        TH_PUSH(rules->arena, rule->marks, rule->nmarks, rule->marks_cap, mark);
    }
    for (size_t i = 0; i < e->nargs; i++)
        collect_marks(rules, rule, e->args[i]);
}

static bool reads_stored(const th_expr *e)
{
    bool stored = (e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) && e->measure == TH_STORED;
    for (size_t i = 0; i < e->nargs && !stored; i++)
        stored = reads_stored(e->args[i]);
    return stored;
}

static bool is_asked_of_any_row(const th_template_rules *rules, uint32_t check)
{
    for (uint32_t i = 0; i < rules->plan->d->nindicators; i++)
        if (th_template_row_result(rules, check, i).len)
            return true;
    return false;
}

static const char *why_not(const th_template_rules *rules, uint32_t c)
{
    const th_check *check = &rules->plan->d->checks[c];
    if (check->scope == TH_SCOPE_CLUSTER)
        return "phép của cả cụm: chỉ xét được khi có số liệu của các đơn vị";
    if (!rules->plan->stored && (reads_stored(check->left) || reads_stored(check->right)))
        return "so với số đã chốt của năm trước, mẫu này lập khi chưa có số đó";
    bool rows = check->scope == TH_SCOPE_ROW;
    if (rows && th_expr_calls(check->left, TH_FN_TANG))
        return "đọc chữ trong cột So sánh (“tăng 5 %”): chương trình xét khi nhận tệp";
    bool there = rows ? rules->nslots < TH_MOST_ROW_RULES && is_asked_of_any_row(rules, c)
                      : th_template_side(rules, c, false).len && th_template_side(rules, c, true).len;
    return there ? NULL : "dùng số liệu không có ô nào trong mẫu: chương trình xét khi nhận tệp";
}

th_template_rules th_template_rules_make(th_arena *arena, const th_template_plan *plan, uint32_t first)
{
    th_template_rules rules = {.arena = arena, .plan = plan};
    rules.at = th_arena_array(arena, plan->d->nchecks + 1, sizeof *rules.at);
    for (uint32_t i = 0; i < plan->d->nchecks; i++) {
        const th_check *check = &plan->d->checks[i];
        th_template_rule *rule = &rules.at[i];
        if (check->state == TH_RULE_OFF)
            continue;
        rule->why = why_not(&rules, i);
        if (rule->why)
            continue;
        rule->asked = check->scope == TH_SCOPE_ROW ? TH_ASKED_OF_ROWS : TH_ASKED_OF_UNIT;
        rule->row = first + rules.nrows++;
        rule->slot = rule->asked == TH_ASKED_OF_ROWS ? rules.nslots++ : 0;
        collect_marks(&rules, rule, check->left);
        if (!rule->nmarks)
            collect_marks(&rules, rule, check->right);
    }
    return rules;
}
