/* The figures of one form in two files, side by side. */
#ifndef TH_BATCH_SIDE_BY_SIDE_H
#define TH_BATCH_SIDE_BY_SIDE_H

#include "fact/dataset.h"

/* The facts of a form in one file, by item, indicator and measure. */
typedef struct th_form_facts {
    const th_fact **at;
    size_t n, cap;
} th_form_facts;
void th_form_facts_sort(th_form_facts *facts);

/* A figure as two files have it; NULL: this one has none. */
typedef struct th_pair {
    const th_fact *one, *other;
    const th_fact *there; /* the first of the two that is */
} th_pair;
typedef struct th_pairs {
    th_pair *at;
    size_t n, cap;
    uint32_t rows_one, rows_other; /* of the list on the form */
} th_pairs;
/* The figures that are not the same in both, in order.  A blank and a figure that is not there are the same: neither
 * states anything.  Where a list has more rows in one file than in the other all its cells differ, for nothing says
 * which row is which. */
th_pairs th_side_by_side(th_arena *arena, const th_form_facts *one, const th_form_facts *other);

#endif
