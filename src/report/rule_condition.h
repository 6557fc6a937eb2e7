/* How the two sides of a rule are compared, as a condition of a formula: with the tolerance of the rule, or by what
 * rounding leaves open (check/compare.h).  The sides are formulas; what they come to may be known beside, or come
 * later, when somebody fills in the cells. */
#ifndef TH_REPORT_RULE_CONDITION_H
#define TH_REPORT_RULE_CONDITION_H

#include "check/compare.h"

/* One side: its operand in a formula, and what is known of it.  `side.num` is NULL where it is missing, or where
 * figures come later; then `decimals` is the formula of how many decimals the operand is written with, which a bare
 * figure needs that is no whole number ("": side.decimals says it). */
typedef struct th_rule_side {
    th_str formula;
    th_side side;
    th_str decimals;
} th_rule_side;

typedef struct th_rule_sides {
    th_arena *arena;
    const th_check *check;
    th_rule_side left, right;
    bool later; /* figures come later */
} th_rule_sides;

/* A condition, and whether it holds now (of no meaning where figures come later). */
typedef struct th_condition {
    th_str formula;
    bool holds;
} th_condition;

th_condition th_rule_condition(const th_rule_sides *of);
/* How many decimals the number of a cell is written with, at most `shown` (-1: as many as it has, up to nine). */
th_str th_rule_decimals(th_arena *arena, th_str cell, int shown);

#endif
