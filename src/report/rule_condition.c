/* Compares both sides of a rule as the check does, in a formula. */
#include "report/rule_condition.h"

#include "draw/formula.h"

#include <limits.h>
#include <math.h>

#include "base/banned.h"

enum { CERTAIN_DIGITS = 12, MOST_DECIMALS = 9, UNKNOWN_DECIMALS = 6 };

/* A formula, and its value now, where there is one. */
typedef struct amount {
    th_str formula;
    const th_exact *value;
} amount;

static bool are_known(const th_rule_sides *of)
{
    return of->left.side.num && of->right.side.num;
}

/* How many decimals of the difference of two numbers of this size are certain in doubles, too. */
static th_str certain_decimals(const th_rule_sides *of, int *decimals)
{
    *decimals = UNKNOWN_DECIMALS;
    if (of->later)
        return TH_FORMULA(of->arena, "MAX(0,MIN(9,11-INT(LOG10(MAX(1,ABS({one}),ABS({other}))))))",
                          {"one", of->left.formula}, {"other", of->right.formula});
    if (are_known(of)) {
        double most = fmax(fabs(th_exact_to_double(of->left.side.num)), fabs(th_exact_to_double(of->right.side.num)));
        int digits = most < 1 ? 1 : (int)floor(log10(most)) + 1;
        *decimals = CERTAIN_DIGITS - digits;
        *decimals = *decimals < 0 ? 0 : *decimals;
        *decimals = *decimals > MOST_DECIMALS ? MOST_DECIMALS : *decimals;
    }
    return th_str_fmt(of->arena, "%d", *decimals);
}

/* "ROUND(difference,9)<=0" */
static th_condition against_nought(const th_rule_sides *of, amount difference, th_op op)
{
    int decimals, sign = 0;
    th_str shown = certain_decimals(of, &decimals);
    if (difference.value)
        sign = th_exact_sign(th_exact_round(of->arena, difference.value, decimals));
    bool holds = op == TH_OP_EQ ? sign == 0 : sign != 0;
    if (op == TH_OP_LT || op == TH_OP_LE)
        holds = op == TH_OP_LT ? sign < 0 : sign <= 0;
    else if (op == TH_OP_GT || op == TH_OP_GE)
        holds = op == TH_OP_GT ? sign > 0 : sign >= 0;
    return (th_condition){th_str_fmt(of->arena, "ROUND(" TH_FMT "," TH_FMT ")" TH_FMT "0", TH_ARG(difference.formula),
                                     TH_ARG(shown), TH_ARG(th_op_text(op))),
                          holds};
}

static amount difference_of(const th_rule_sides *of)
{
    return (amount){
        TH_FORMULA(of->arena, "{one}-{other}", {"one", of->left.formula}, {"other", of->right.formula}),
        are_known(of) ? th_exact_sub(of->arena, of->left.side.num, of->right.side.num) : NULL,
    };
}

/* What rounding leaves open of one side: half of its last decimal, or nine places of what nothing rounded. */
static amount slack_of(const th_rule_sides *of, const th_rule_side *one)
{
    th_side known = one->side;
    if (!known.num)
        known.num = th_exact_int(of->arena, 0);
    const th_exact *value = th_compare_slack(of->arena, &known);
    if (th_compare_is_printed(&known) && one->decimals.len)
        return (amount){TH_FORMULA(of->arena, "0.5/10^{d}", {"d", one->decimals}), value};
    bool unrounded = known.stated && !known.whole && known.decimals != INT_MAX && !th_compare_is_printed(&known);
    th_str formula = th_exact_text(of->arena, value);
    return (amount){unrounded ? TH_FORMULA(of->arena, "ABS({x})/10^9", {"x", one->formula}) : formula, value};
}

static const th_exact *amount_stated(const th_rule_sides *of, const th_rule_side *one)
{
    return one->side.num ? th_exact_abs(of->arena, one->side.num) : th_exact_int(of->arena, 0);
}

/* Percent of the larger side. */
static amount relative_tolerance(const th_rule_sides *of)
{
    const th_exact *percent = of->check->tolerance;
    const th_exact *left = amount_stated(of, &of->left), *right = amount_stated(of, &of->right);
    const th_exact *larger = th_exact_cmp(left, right) > 0 ? left : right;
    return (amount){TH_FORMULA(of->arena, "{t}*MAX(ABS({one}),ABS({other}))/100",
                               {"t", th_exact_text(of->arena, percent)}, {"one", of->left.formula},
                               {"other", of->right.formula}),
                    th_exact_div(of->arena, th_exact_mul(of->arena, percent, larger), th_exact_int(of->arena, 100))};
}

/* No formula: none is allowed. */
static amount tolerance_of_sides(const th_rule_sides *of)
{
    const th_exact *stated = of->check->tolerance;
    bool none = stated ? !th_exact_sign(stated) : of->check->op != TH_OP_EQ;
    if (none)
        return (amount){{0}, th_exact_int(of->arena, 0)};
    if (stated && of->check->tolerance_relative)
        return relative_tolerance(of);
    if (stated)
        return (amount){th_exact_text(of->arena, stated), stated};
    amount a = slack_of(of, &of->left), b = slack_of(of, &of->right);
    const th_exact *sum = th_exact_add(of->arena, a.value, b.value);
    if (!th_exact_sign(sum) && are_known(of))
        return (amount){{0}, sum};
    return (amount){th_str_fmt(of->arena, TH_FMT "+" TH_FMT, TH_ARG(a.formula), TH_ARG(b.formula)), sum};
}

/* A figure printed with its decimals against what is computed, rounded to them. */
static th_condition printed_alike(const th_rule_sides *of, const th_rule_side *stated, const th_rule_side *computed)
{
    th_str decimals = stated->decimals;
    if (!decimals.len)
        decimals = th_str_fmt(of->arena, "%d", stated->side.decimals);
    amount difference = {TH_FORMULA(of->arena, "ROUND({computed},{decimals})-{stated}", {"computed", computed->formula},
                                    {"decimals", decimals}, {"stated", stated->formula}),
                         NULL};
    if (are_known(of))
        difference.value = th_exact_sub(of->arena, th_exact_round(of->arena, computed->side.num, stated->side.decimals),
                                        stated->side.num);
    return against_nought(of, difference, TH_OP_EQ);
}

static th_condition pair_holds(const th_rule_sides *of)
{
    bool one = of->left.side.num && th_exact_sign(of->left.side.num) > 0,
         other = of->right.side.num && th_exact_sign(of->right.side.num) > 0;
    if (of->check->pairing == TH_PAIR_NOT_BOTH)
        return (th_condition){TH_FORMULA(of->arena, "NOT(AND(N({one})>0,N({other})>0))", {"one", of->left.formula},
                                         {"other", of->right.formula}),
                              !(one && other)};
    return (th_condition){
        TH_FORMULA(of->arena, "(N({one})>0)=(N({other})>0)", {"one", of->left.formula}, {"other", of->right.formula}),
        one == other};
}

th_condition th_rule_condition(const th_rule_sides *of)
{
    const th_check *check = of->check;
    if (check->pairing)
        return pair_holds(of);
    bool automatic = check->op == TH_OP_EQ && !check->tolerance;
    if (automatic && th_compare_is_printed(&of->left.side) && !of->right.side.stated)
        return printed_alike(of, &of->left, &of->right);
    if (automatic && th_compare_is_printed(&of->right.side) && !of->left.side.stated)
        return printed_alike(of, &of->right, &of->left);
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

/* Each number of decimals at which rounding still changes the number is one that it needs. */
th_str th_rule_decimals(th_arena *arena, th_str cell, int shown)
{
    if (shown == 0)
        return TH_STR("0");
    th_str all = TH_FORMULA(arena, "SUMPRODUCT(--(ROUND({x},{places})<>{x}))", {"x", cell},
                            {"places", TH_STR("{0,1,2,3,4,5,6,7,8}")});
    return shown < 0 ? all : th_str_fmt(arena, "MIN(%d," TH_FMT ")", shown, TH_ARG(all));
}
