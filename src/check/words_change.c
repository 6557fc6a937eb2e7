/* A rule that bounds the change against last year, as a clerk would say it: “giảm từ 121 xuống 0
 * (100 %), quá mức 50 %”. */
#include "check/words.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 2 };

/* ABS(x - TRUOC(x)) <= share * TRUOC(x) + margin, of one figure x. */
typedef struct change_rule {
    const th_expr *before;
    const th_exact *share, *margin; /* margin NULL: none */
    const th_exact *was;            /* the figure that it is held against */
} change_rule;

static bool is_figure_of(const th_expr *e, th_measure m)
{
    return (e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) && e->measure == m;
}

static bool is_same_figure(const th_expr *one, const th_expr *other)
{
    return one->kind == other->kind && (one->kind == TH_EX_ROW || one->index == other->index);
}

static bool is_op_of_two(const th_expr *e, th_op op)
{
    return e->kind == TH_EX_OP && e->op == op && e->nargs == 2;
}

/* TRUOC(x) of ABS(x - TRUOC(x)), whichever is taken from the other; NULL: the expression is another. */
static const th_expr *before_of_change(const th_expr *e)
{
    if (e->kind != TH_EX_CALL || e->func != TH_FN_ABS || e->nargs != 1 || !is_op_of_two(e->args[0], TH_OP_SUB))
        return NULL;
    const th_expr *one = e->args[0]->args[0], *other = e->args[0]->args[1];
    if (is_figure_of(one, TH_PREVIOUS) && is_figure_of(other, TH_NOW) && is_same_figure(one, other))
        return one;
    if (is_figure_of(one, TH_NOW) && is_figure_of(other, TH_PREVIOUS) && is_same_figure(one, other))
        return other;
    return NULL;
}

static bool read_share(const th_expr *e, change_rule *rule)
{
    if (!is_op_of_two(e, TH_OP_MUL))
        return false;
    size_t number = e->args[0]->kind == TH_EX_NUMBER ? 0 : 1;
    const th_expr *share = e->args[number], *of = e->args[1 - number];
    rule->share = share->num;
    return share->kind == TH_EX_NUMBER && !share->percent && is_figure_of(of, TH_PREVIOUS) &&
           is_same_figure(of, rule->before);
}

static bool read_change_rule(const th_check *check, change_rule *rule)
{
    const th_expr *most = check->right;
    *rule = (change_rule){.before = before_of_change(check->left)};
    if (!rule->before || check->op != TH_OP_LE || check->pairing || check->scope == TH_SCOPE_CLUSTER)
        return false;
    if (!is_op_of_two(most, TH_OP_ADD))
        return read_share(most, rule);
    size_t number = most->args[0]->kind == TH_EX_NUMBER ? 0 : 1;
    rule->margin = most->args[number]->num;
    return most->args[number]->kind == TH_EX_NUMBER && !most->args[number]->percent &&
           th_exact_sign(rule->margin) >= 0 && read_share(most->args[1 - number], rule);
}

static bool is_told_exactly(const th_operand *operand)
{
    return operand->state == TH_STATE_VALUE && operand->num && operand->kind != TH_IS_TEXT && !operand->qualifiers &&
           th_exact_sign(operand->num) >= 0;
}

static th_words shown_figure(th_arena *arena, const th_exact *number, const char *behind)
{
    th_words words = th_exact_words(arena, number, SHOWN_DECIMALS, true);
    return (th_words){th_str_fmt(arena, TH_FMT "%s", TH_ARG(words.vi), behind),
                      th_str_fmt(arena, TH_FMT "%s", TH_ARG(words.en), behind)};
}

/* The bound, and what the change is of last year's figure, " (100 %)": in percent, or of 0 as it stands. */
static bool measure_change(th_arena *arena, const th_broken *broken, const change_rule *rule, th_words *share,
                           th_words *most)
{
    const th_exact *hundred = th_exact_int(arena, 100);
    *share = (th_words){0};
    *most = shown_figure(arena, broken->right->num, "");
    if (th_exact_sign(rule->was) == 0)
        return true;
    const th_exact *part = th_exact_div(arena, broken->left->num, rule->was);
    th_words percent = shown_figure(arena, th_exact_mul(arena, hundred, part), " %");
    *share = (th_words){th_str_fmt(arena, " (" TH_FMT ")", TH_ARG(percent.vi)),
                        th_str_fmt(arena, " (" TH_FMT ")", TH_ARG(percent.en))};
    *most = shown_figure(arena, th_exact_mul(arena, hundred, rule->share), " %");
    return !th_str_eq(percent.vi, most->vi);
}

th_words th_check_change_words(th_arena *arena, const th_broken *broken)
{
    change_rule rule;
    if (broken->cut_off || !read_change_rule(broken->check, &rule))
        return (th_words){0};
    uint32_t index = rule.before->kind == TH_EX_ROW ? broken->env->row_indicator : rule.before->index;
    const th_indicator *ind = &broken->ds->definition->indicators[index];
    th_operand now = broken->env->indicator(broken->env->ctx, index, TH_NOW),
               before = broken->env->indicator(broken->env->ctx, index, TH_PREVIOUS);
    if (!is_told_exactly(&now) || !is_told_exactly(&before) || ind->type == TH_TYPE_PERCENT)
        return (th_words){0};
    rule.was = before.num;
    th_words share, most, from = shown_figure(arena, before.num, ""), to = shown_figure(arena, now.num, "");
    if (!measure_change(arena, broken, &rule, &share, &most) || th_str_eq(from.vi, to.vi))
        return (th_words){0};
    bool less = th_exact_cmp(now.num, before.num) < 0;
    th_words year = th_measure_words(arena, TH_PREVIOUS);
    static const char *const verbs[2][3] = {{"tăng", "lên", "rose"}, {"giảm", "xuống", "fell"}};
    th_words move = {th_str_fmt(arena, "%s từ " TH_FMT " %s " TH_FMT TH_FMT, verbs[less][0], TH_ARG(from.vi),
                                verbs[less][1], TH_ARG(to.vi), TH_ARG(share.vi)),
                     th_str_fmt(arena, "%s from " TH_FMT " (" TH_FMT ") to " TH_FMT TH_FMT, verbs[less][2],
                                TH_ARG(from.en), TH_ARG(year.en), TH_ARG(to.en), TH_ARG(share.en))};
    return (th_words){th_str_fmt(arena, "“" TH_FMT "” so với " TH_FMT " " TH_FMT ", quá mức " TH_FMT ".",
                                 TH_ARG(ind->label), TH_ARG(year.vi), TH_ARG(move.vi), TH_ARG(most.vi)),
                      th_str_fmt(arena, "“" TH_FMT "” " TH_FMT ", beyond " TH_FMT ".", TH_ARG(ind->label),
                                 TH_ARG(move.en), TH_ARG(most.en))};
}
