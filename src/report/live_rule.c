/* Translates both sides of a rule, and how they are compared. */
#include "report/live_rule.h"

#include "check/judge.h"
#include "draw/formula.h"
#include "report/cells.h"
#include "report/matrix_cells.h"

#include <limits.h>
#include <math.h>

#include "base/banned.h"

enum { CERTAIN_DIGITS = 12, MOST_DECIMALS = 9, UNKNOWN_DECIMALS = 6 };

/* ---- do the cells say what the check saw? ---- */

typedef struct asked {
    const th_report *r;
    const th_check *check;
    uint32_t unit;
} asked;

static bool shows_what_it_is(const th_fact *f, bool blank_is_zero)
{
    if (!f)
        return true;
    if (f->value.state == TH_STATE_UNREADABLE)
        return !blank_is_zero && !f->value.withheld;
    return f->value.state != TH_STATE_VALUE || !f->value.qualifiers;
}

static bool figure_is_plain(const asked *of, const th_expr *e, uint32_t unit, bool blank_is_zero)
{
    const th_dataset *ds = of->r->ds;
    if (e->measure >= TH_MEASURES || th_dataset_withholds(ds, unit, of->r->d->indicators[e->index].form))
        return false;
    return shows_what_it_is(th_dataset_find(ds, unit, e->index, e->measure), blank_is_zero);
}

static bool list_is_plain(const asked *of, const th_expr *e, uint32_t unit)
{
    const th_dataset *ds = of->r->ds;
    uint32_t form = of->r->d->columns[e->index].form;
    if (th_dataset_withholds(ds, unit, form) || th_dataset_list_column_is_missing(ds, unit, e->index))
        return false;
    size_t n = th_dataset_list_size(ds, unit, form);
    for (uint32_t item = 1; item <= n; item++) {
        const th_fact *f = th_dataset_list_cell(ds, unit, e->index, item);
        if (!shows_what_it_is(f, true) || (f && f->value.printed))
            return false;
    }
    return true;
}

static bool is_plain_of(const asked *of, const th_expr *e, uint32_t unit, bool blank_is_zero)
{
    if (e->kind == TH_EX_INDICATOR && !figure_is_plain(of, e, unit, blank_is_zero))
        return false;
    if (e->kind == TH_EX_COLUMN && !list_is_plain(of, e, unit))
        return false;
    for (size_t i = 0; i < e->nargs; i++)
        if (!is_plain_of(of, e->args[i], unit, blank_is_zero))
            return false;
    return true;
}

static bool side_is_plain(const asked *of, const th_expr *e, th_missing policy)
{
    uint32_t first = of->unit, end = of->unit + 1;
    if (of->unit == of->r->nunits)
        first = 0, end = of->r->nunits;
    if (policy == TH_MISSING_SKIP_ALL && th_expr_uses(e, TH_EX_COLUMN))
        return false;
    for (uint32_t u = first; u < end; u++)
        if (!is_plain_of(of, e, u, policy != TH_MISSING_SKIP))
            return false;
    return true;
}

static bool sources_are_plain(const th_sources *sources)
{
    for (size_t i = 0; i < sources->n; i++)
        if (sources->at[i].operand.qualifiers || sources->at[i].operand.withheld)
            return false;
    return true;
}

/* ---- comparing ---- */

/* Both sides, as formulas and as the check saw them; a number is NULL where it is missing. */
typedef struct compared_sides {
    th_arena *arena;
    const th_check *check;
    th_str one, other; /* the formulas of left and right */
    th_side left, right;
} compared_sides;

/* A condition, and whether it holds now. */
typedef struct condition {
    th_str formula;
    bool holds;
} condition;

/* A formula, and its value now, where there is one. */
typedef struct amount {
    th_str formula;
    const th_exact *value;
} amount;

/* To so many decimals a difference of numbers of this size is certain, in doubles as well. */
static int certain_decimals(const compared_sides *of)
{
    if (!of->left.num || !of->right.num)
        return UNKNOWN_DECIMALS;
    double most = fmax(fabs(th_exact_to_double(of->left.num)), fabs(th_exact_to_double(of->right.num)));
    int digits = most < 1 ? 1 : (int)floor(log10(most)) + 1;
    int decimals = CERTAIN_DIGITS - digits;
    if (decimals < 0)
        return 0;
    return decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals;
}

/* "ROUND(difference,9)<=0" */
static condition against_nought(const compared_sides *of, amount difference, th_op op)
{
    int decimals = certain_decimals(of), sign = 0;
    if (difference.value)
        sign = th_exact_sign(th_exact_round(of->arena, difference.value, decimals));
    bool holds = op == TH_OP_EQ ? sign == 0 : sign != 0;
    if (op == TH_OP_LT || op == TH_OP_LE)
        holds = op == TH_OP_LT ? sign < 0 : sign <= 0;
    else if (op == TH_OP_GT || op == TH_OP_GE)
        holds = op == TH_OP_GT ? sign > 0 : sign >= 0;
    return (condition){th_str_fmt(of->arena, "ROUND(" TH_FMT ",%d)" TH_FMT "0", TH_ARG(difference.formula), decimals,
                                  TH_ARG(th_op_text(op))),
                       holds};
}

static amount difference_of(const compared_sides *of)
{
    bool known = of->left.num && of->right.num;
    return (amount){TH_FORMULA(of->arena, "{one}-{other}", {"one", of->one}, {"other", of->other}),
                    known ? th_exact_sub(of->arena, of->left.num, of->right.num) : NULL};
}

/* What rounding leaves open of one side: half of its last decimal, or nine places of what nothing rounded. */
static amount slack_of(const compared_sides *of, const th_side *side, th_str formula)
{
    th_side known = *side;
    if (!known.num)
        known.num = th_exact_int(of->arena, 0);
    const th_exact *value = th_compare_slack(of->arena, &known);
    bool unrounded = side->stated && !side->whole && side->decimals != INT_MAX && !th_compare_is_printed(side);
    return (amount){
        unrounded ? TH_FORMULA(of->arena, "ABS({x})/10^9", {"x", formula}) : th_exact_text(of->arena, value), value};
}

static const th_exact *amount_stated(const compared_sides *of, const th_side *side)
{
    return side->num ? th_exact_abs(of->arena, side->num) : th_exact_int(of->arena, 0);
}

/* Percent of the larger side. */
static amount relative_tolerance(const compared_sides *of)
{
    const th_exact *percent = of->check->tolerance;
    const th_exact *left = amount_stated(of, &of->left), *right = amount_stated(of, &of->right);
    const th_exact *larger = th_exact_cmp(left, right) > 0 ? left : right;
    return (amount){TH_FORMULA(of->arena, "{t}*MAX(ABS({one}),ABS({other}))/100",
                               {"t", th_exact_text(of->arena, percent)}, {"one", of->one}, {"other", of->other}),
                    th_exact_div(of->arena, th_exact_mul(of->arena, percent, larger), th_exact_int(of->arena, 100))};
}

/* No formula: none is allowed. */
static amount tolerance_of_sides(const compared_sides *of)
{
    const th_exact *stated = of->check->tolerance;
    bool none = stated ? !th_exact_sign(stated) : of->check->op != TH_OP_EQ;
    if (none)
        return (amount){{0}, th_exact_int(of->arena, 0)};
    if (stated && of->check->tolerance_relative)
        return relative_tolerance(of);
    if (stated)
        return (amount){th_exact_text(of->arena, stated), stated};
    amount a = slack_of(of, &of->left, of->one), b = slack_of(of, &of->right, of->other);
    const th_exact *sum = th_exact_add(of->arena, a.value, b.value);
    if (!th_exact_sign(sum) && of->left.num && of->right.num)
        return (amount){{0}, sum};
    return (amount){th_str_fmt(of->arena, TH_FMT "+" TH_FMT, TH_ARG(a.formula), TH_ARG(b.formula)), sum};
}

/* A side with its formula. */
typedef struct one_side {
    const th_side *side;
    th_str formula;
} one_side;

/* A figure printed with its decimals against what is computed, rounded to them. */
static condition printed_alike(const compared_sides *of, one_side stated, one_side computed)
{
    amount difference = {TH_FORMULA(of->arena, "ROUND({computed},{decimals})-{stated}", {"computed", computed.formula},
                                    {"decimals", th_str_fmt(of->arena, "%d", stated.side->decimals)},
                                    {"stated", stated.formula}),
                         NULL};
    if (stated.side->num && computed.side->num)
        difference.value = th_exact_sub(of->arena, th_exact_round(of->arena, computed.side->num, stated.side->decimals),
                                        stated.side->num);
    return against_nought(of, difference, TH_OP_EQ);
}

static condition pair_holds(const compared_sides *of)
{
    bool one = of->left.num && th_exact_sign(of->left.num) > 0,
         other = of->right.num && th_exact_sign(of->right.num) > 0;
    if (of->check->pairing == TH_PAIR_NOT_BOTH)
        return (condition){
            TH_FORMULA(of->arena, "NOT(AND(N({one})>0,N({other})>0))", {"one", of->one}, {"other", of->other}),
            !(one && other)};
    return (condition){TH_FORMULA(of->arena, "(N({one})>0)=(N({other})>0)", {"one", of->one}, {"other", of->other}),
                       one == other};
}

static condition sides_agree(const compared_sides *of)
{
    const th_check *check = of->check;
    if (check->pairing)
        return pair_holds(of);
    bool automatic = check->op == TH_OP_EQ && !check->tolerance;
    one_side left = {&of->left, of->one}, right = {&of->right, of->other};
    if (automatic && th_compare_is_printed(&of->left) && !of->right.stated)
        return printed_alike(of, left, right);
    if (automatic && th_compare_is_printed(&of->right) && !of->left.stated)
        return printed_alike(of, right, left);
    amount apart = difference_of(of), tolerance = tolerance_of_sides(of);
    bool either_way = check->op == TH_OP_EQ || check->op == TH_OP_NE;
    if (either_way && tolerance.formula.len) {
        apart.formula = TH_FORMULA(of->arena, "ABS({apart})-({t})", {"apart", apart.formula}, {"t", tolerance.formula});
        if (apart.value)
            apart.value = th_exact_sub(of->arena, th_exact_abs(of->arena, apart.value), tolerance.value);
        return against_nought(of, apart, check->op == TH_OP_EQ ? TH_OP_LE : TH_OP_GT);
    }
    bool below = check->op == TH_OP_LT || check->op == TH_OP_LE;
    if (tolerance.formula.len) {
        apart.formula = th_str_fmt(of->arena, TH_FMT "%s(" TH_FMT ")", TH_ARG(apart.formula), below ? "-" : "+",
                                   TH_ARG(tolerance.formula));
        if (apart.value)
            apart.value = below ? th_exact_sub(of->arena, apart.value, tolerance.value)
                                : th_exact_add(of->arena, apart.value, tolerance.value);
    }
    return against_nought(of, apart, check->op);
}

/* ---- the formula ---- */

/* Both sides as evaluated, by what is printed or by what is exact. */
static compared_sides evaluated(const asked *of, bool printed, const th_excel_sides *formulas)
{
    const th_report *r = of->r;
    const th_check *check = of->check;
    th_dataset_env binding = {
        .ds = r->ds, .arena = r->arena, .unit = of->unit == r->nunits ? TH_NONE : of->unit, .printed = printed};
    th_env env = th_dataset_environment(&binding);
    const th_expr *sides[] = {check->left, check->right};
    const th_missing policies[] = {check->missing_left, check->missing_right};
    th_side found[2];
    for (size_t i = 0; i < 2; i++) {
        env.blank_is_zero = policies[i] != TH_MISSING_SKIP;
        th_operand o = th_expr_eval(r->arena, sides[i], &env, NULL);
        bool there = o.state == TH_STATE_VALUE && o.num;
        if (!there)
            o = (th_operand){.decimals = -1, .num = env.blank_is_zero ? th_exact_int(r->arena, 0) : NULL};
        found[i] = th_judge_side(r->d, &env, sides[i], &o);
    }
    return (compared_sides){r->arena, check, formulas->left, formulas->right, found[0], found[1]};
}

static bool translate_sides(const asked *of, bool printed, th_excel_sides *out)
{
    th_cells where = {.r = of->r, .unit = of->unit, .printed = printed};
    th_excel map = th_cells_map(&where);
    const th_check *check = of->check;
    const th_excel_side sides[] = {
        {check->left, check->missing_left != TH_MISSING_SKIP, check->missing_left == TH_MISSING_SKIP_ALL},
        {check->right, check->missing_right != TH_MISSING_SKIP, check->missing_right == TH_MISSING_SKIP_ALL}};
    return th_expr_excel_sides(of->r->arena, sides, &map, TH_STR("\"" TH_RULE_UNASKED "\""), out);
}

/* What fails as printed may hold exactly (check/judge.h). */
static bool rule_condition(const asked *of, const th_excel_sides *exact, condition *out)
{
    compared_sides sides = evaluated(of, false, exact);
    *out = sides_agree(&sides);
    if (of->check->op != TH_OP_EQ || of->check->tolerance || of->check->pairing)
        return true;
    th_excel_sides formulas;
    if (!translate_sides(of, true, &formulas))
        return false;
    sides = evaluated(of, true, &formulas);
    condition printed = sides_agree(&sides);
    if (th_str_eq(printed.formula, out->formula))
        return true;
    out->formula = th_str_fmt(of->r->arena, "OR(" TH_FMT "," TH_FMT ")", TH_ARG(printed.formula), TH_ARG(out->formula));
    out->holds = out->holds || printed.holds;
    return true;
}

/* Does the check come to the same again, and by figures that the cells show? */
static bool can_be_asked(const asked *of, uint32_t check, th_outcome was)
{
    th_judgement judged;
    uint32_t unit = of->unit == of->r->nunits ? TH_NONE : of->unit;
    th_judge(of->r->arena, of->r->ds, &(th_case){.check = check, .unit = unit, .row = TH_NONE}, &judged);
    bool both = judged.left.state == TH_STATE_VALUE && judged.left.num && judged.right.state == TH_STATE_VALUE &&
                judged.right.num;
    return judged.result.outcome == was && sources_are_plain(&judged.sources) &&
           (was != TH_NOT_EVALUATED || (judged.broken.check && !both)) &&
           side_is_plain(of, of->check->left, of->check->missing_left) &&
           side_is_plain(of, of->check->right, of->check->missing_right);
}

static th_str live_rule(const th_report *r, uint32_t check, uint32_t unit, th_outcome was)
{
    asked of = {r, &r->d->checks[check], unit};
    th_excel_sides sides;
    condition agree;
    if (of.check->scope == TH_SCOPE_ROW || !can_be_asked(&of, check, was) || !translate_sides(&of, false, &sides) ||
        !rule_condition(&of, &sides, &agree))
        return (th_str){0};
    if (was != TH_NOT_EVALUATED && agree.holds != (was == TH_PASS))
        return (th_str){0};
    return TH_FORMULA(r->arena, "{before}IF({agree},\"" TH_RULE_PASSES "\",\"" TH_RULE_FAILS "\"){after}",
                      {"before", sides.before}, {"agree", agree.formula}, {"after", sides.after});
}

/* What one cell of the matrix came to, where the rule was asked once. */
static bool asked_once(const th_matrix_cell *cell, th_outcome *was)
{
    *was = TH_NOT_EVALUATED;
    if (cell->failed)
        *was = TH_FAIL;
    else if (cell->passed)
        *was = TH_PASS;
    return cell->passed + cell->failed + cell->skipped == 1;
}

th_str *th_live_rules(const th_report *r)
{
    if (r->nunits > TH_CONTROL_MOST_UNITS)
        return NULL;
    size_t columns = (size_t)r->nunits + 1;
    th_str *formulas = th_arena_array(r->arena, r->d->nchecks * columns, sizeof *formulas);
    const th_matrix_cell *cells = th_matrix_cells(r->arena, r->in);
    for (uint32_t check = 0; check < r->d->nchecks; check++) {
        th_report scratch = *r;
        scratch.arena = th_arena_scratch(r->arena);
        for (uint32_t unit = 0; unit < columns; unit++) {
            th_outcome was;
            if (r->d->checks[check].state != TH_RULE_OFF && asked_once(&cells[check * columns + unit], &was))
                formulas[check * columns + unit] = th_str_copy(r->arena, live_rule(&scratch, check, unit, was));
        }
        th_arena_free(scratch.arena);
    }
    return formulas;
}

th_str th_live_rule_of(const th_report *r, uint32_t check, uint32_t unit)
{
    return r->live_rules ? r->live_rules[(size_t)check * (r->nunits + 1) + unit] : (th_str){0};
}
