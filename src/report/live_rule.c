/* Translates both sides of a rule, and how they are compared. */
#include "report/live_rule.h"

#include "check/judge.h"
#include "draw/formula.h"
#include "report/cells.h"
#include "report/matrix_cells.h"
#include "report/rule_condition.h"

#include "base/banned.h"

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

/* ---- the formula ---- */

/* Both sides of the rule as evaluated now, from printed figures or from exact ones. */
static th_rule_sides evaluated(const asked *of, bool printed, const th_excel_sides *formulas)
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
    return (th_rule_sides){.arena = r->arena,
                           .check = check,
                           .left = {.formula = formulas->left, .side = found[0]},
                           .right = {.formula = formulas->right, .side = found[1]}};
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
static bool printed_or_exact(const asked *of, const th_excel_sides *exact, th_condition *out)
{
    th_rule_sides sides = evaluated(of, false, exact);
    *out = th_rule_condition(&sides);
    if (of->check->op != TH_OP_EQ || of->check->tolerance || of->check->pairing)
        return true;
    th_excel_sides formulas;
    if (!translate_sides(of, true, &formulas))
        return false;
    sides = evaluated(of, true, &formulas);
    th_condition printed = th_rule_condition(&sides);
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
    th_condition agree;
    if (of.check->scope == TH_SCOPE_ROW || !can_be_asked(&of, check, was) || !translate_sides(&of, false, &sides) ||
        !printed_or_exact(&of, &sides, &agree))
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
