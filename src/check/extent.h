/* The smallest and the largest of one figure over the units, so that one unit can be held against the others. */
#ifndef TH_CHECK_EXTENT_H
#define TH_CHECK_EXTENT_H

#include "fact/dataset.h"

/* Begin with TH_EXTENT_OF_NONE.  The numbers are those that were taken, not copies. */
typedef struct th_extent {
    const th_exact *low, *high;           /* NULL: no figure was taken */
    const th_exact *next_low, *next_high; /* what they are without the unit they are of, or NULL */
    uint32_t lowest, highest;             /* the units they are of, or TH_NONE */
    size_t n;                             /* figures */
} th_extent;

#define TH_EXTENT_OF_NONE ((th_extent){.lowest = TH_NONE, .highest = TH_NONE})

/* One figure of each unit at most. */
void th_extent_take(th_extent *all, uint32_t unit, const th_exact *figure);
/* Of the other units; `unit` has a figure.  No further unit can be left out of it. */
th_extent th_extent_without(const th_extent *all, uint32_t unit);

#endif
