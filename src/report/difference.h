/* What parts the totals of two units: everything that a total is the sum of, the largest difference first.  The
 * differences add up to that of the totals, exactly. */
#ifndef TH_REPORT_DIFFERENCE_H
#define TH_REPORT_DIFFERENCE_H

#include "score/score.h"

/* Points as they stand in one line of a slip: of a criterion, or, TH_NONE, what the scale adds to the base. */
typedef struct th_term {
    uint32_t criterion;
    int sign;
} th_term;

/* A leaf; a bonus or deduction group whose cap takes something away; or all that was not assigned to one of the two,
 * together with the scale that makes up for it: one without the other would mislead. */
typedef struct th_addend {
    const th_criterion *criterion; /* NULL: what was not assigned */
    bool capped;                   /* of a group: what its cap takes away */
    th_term *terms;
    size_t nterms, terms_cap;
    const th_exact *own, *other, *difference; /* own - other */
} th_addend;

typedef struct th_difference {
    th_addend *at;
    size_t n, cap;
    size_t differing;                         /* the first so many are not equal */
    const th_exact *own, *other, *difference; /* the totals */
} th_difference;

/* Both units have a total. */
th_difference th_difference_of(th_arena *arena, const th_scores *scores, uint32_t own, uint32_t other);
/* What a line brings to the total of a unit, before its sign: 0 where nothing counts. */
const th_exact *th_difference_line(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit);

#endif
