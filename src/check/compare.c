/* Figures as intervals: what is written stands for everything that would be written so. */
#include "check/compare.h"

#include <limits.h>

#include "base/banned.h"

enum { PRINTED_DECIMALS_MAX = 9 }; /* beyond that a number was computed, not written by a person */

typedef struct interval {
    const th_exact *low, *high; /* NULL: open */
} interval;

const th_exact *th_compare_slack(th_arena *arena, const th_side *side)
{
    const uint32_t bound = TH_Q_OVER | TH_Q_AT_LEAST | TH_Q_UNDER | TH_Q_NEAR | TH_Q_AT_MOST;
    /* "trên 97" means 97 itself, and nothing that rounds to it. */
    if (side->whole || !side->stated || side->decimals == INT_MAX || (side->qualifiers & bound))
        return th_exact_int(arena, 0);
    /* A double that nothing rounded: nine significant places of it are meant. */
    if (side->decimals < 0 || side->decimals > PRINTED_DECIMALS_MAX)
        return th_exact_mul(arena, th_exact_abs(arena, side->num), th_exact_pow10(arena, -PRINTED_DECIMALS_MAX));
    return th_exact_div(arena, th_exact_pow10(arena, -side->decimals), th_exact_int(arena, 2));
}

/* All values that a side may stand for; open where a qualifier leaves it open. */
static interval interval_of(th_arena *arena, const th_side *side, const th_exact *extra)
{
    const uint32_t upward = TH_Q_OVER | TH_Q_AT_LEAST, downward = TH_Q_UNDER | TH_Q_NEAR | TH_Q_AT_MOST;
    const th_exact *wide = extra;
    if (side->qualifiers & TH_Q_ABOUT) {
        /* "khoảng": five in a hundred either way. */
        const th_exact *twentieth = th_exact_parse(arena, TH_STR("0.05"));
        wide = th_exact_add(arena, wide, th_exact_mul(arena, th_exact_abs(arena, side->num), twentieth));
    }
    return (interval){
        side->qualifiers & downward ? NULL : th_exact_sub(arena, side->num, wide),
        side->qualifiers & upward ? NULL : th_exact_add(arena, side->num, wide),
    };
}

static bool meet(interval a, interval b)
{
    return (!a.low || !b.high || th_exact_cmp(a.low, b.high) <= 0) &&
           (!b.low || !a.high || th_exact_cmp(b.low, a.high) <= 0);
}

static bool can_be_below(interval a, interval b, bool strictly)
{
    if (!a.low || !b.high)
        return true;
    int order = th_exact_cmp(a.low, b.high);
    return strictly ? order < 0 : order <= 0;
}

/* A figure that was printed with its decimals, against an exact computation. */
static th_verdict printed(th_arena *arena, const th_side *stated, const th_exact *exact)
{
    if (th_exact_cmp(th_exact_round(arena, exact, stated->decimals), stated->num) == 0)
        return TH_HOLDS;
    if (th_exact_cmp(th_exact_cut(arena, exact, stated->decimals), stated->num) == 0)
        return TH_CUT_OFF;
    return TH_BROKEN;
}

bool th_compare_is_printed(const th_side *side)
{
    return side->stated && !side->whole && side->decimals >= 0 && side->decimals <= PRINTED_DECIMALS_MAX;
}

static th_verdict equal(th_arena *arena, const th_side *left, const th_side *right, const th_exact *tolerance)
{
    if (!tolerance && !left->qualifiers && !right->qualifiers && th_compare_is_printed(left) && !right->stated)
        return printed(arena, left, right->num);
    if (!tolerance && !left->qualifiers && !right->qualifiers && th_compare_is_printed(right) && !left->stated)
        return printed(arena, right, left->num);
    interval a = interval_of(arena, left, tolerance ? tolerance : th_compare_slack(arena, left));
    interval b = interval_of(arena, right, tolerance ? th_exact_int(arena, 0) : th_compare_slack(arena, right));
    return meet(a, b) ? TH_HOLDS : TH_BROKEN;
}

th_verdict th_compare(th_arena *arena, th_op op, const th_side *left, const th_side *right, const th_exact *tolerance)
{
    if (op == TH_OP_EQ)
        return equal(arena, left, right, tolerance);
    const th_exact *zero = th_exact_int(arena, 0);
    interval left_reach = interval_of(arena, left, tolerance ? tolerance : zero);
    interval right_reach = interval_of(arena, right, zero);
    bool holds;
    switch (op) {
    case TH_OP_NE: /* broken only by two plain figures that are the same */
        holds = left->qualifiers || right->qualifiers || !meet(left_reach, right_reach);
        break;
    case TH_OP_LT: holds = can_be_below(left_reach, right_reach, true); break;
    case TH_OP_LE: holds = can_be_below(left_reach, right_reach, false); break;
    case TH_OP_GT: holds = can_be_below(right_reach, left_reach, true); break;
    case TH_OP_GE: holds = can_be_below(right_reach, left_reach, false); break;
    case TH_OP_EQ:
    case TH_OP_ADD:
    case TH_OP_SUB:
    case TH_OP_MUL:
    case TH_OP_DIV:
    case TH_OP_NEG:
    default: holds = true; break; /* the definition admits comparisons only */
    }
    return holds ? TH_HOLDS : TH_BROKEN;
}
