/* Where two sides that must be equal are not: does one cell explain the difference?
 *
 * A cell explains it when exactly one other figure there would balance both sides, and that figure differs from what
 * stands there as clerks err: a thousands slip, two digits swapped (the difference is divisible by 9), a sign, a
 * blank, a figure counted once too often. */
#ifndef TH_CHECK_IMBALANCE_H
#define TH_CHECK_IMBALANCE_H

#include "check/words.h"

typedef enum th_slip {
    TH_SLIP_NONE = 0,
    TH_SLIP_SCALE,
    TH_SLIP_SWAP,
    TH_SLIP_SIGN,
    TH_SLIP_BLANK,
    TH_SLIP_EXTRA
} th_slip;

typedef struct th_culprit {
    th_slip slip;            /* NONE: no cell, or more than one, explains the difference */
    const th_expr *figure;   /* the figure of the rule */
    th_operand stands;       /* what is there */
    const th_exact *instead; /* what would balance */
    th_str vi, en;           /* the sentence, empty for NONE */
} th_culprit;

th_culprit th_imbalance_explain(th_arena *arena, const th_broken *broken);

#endif
