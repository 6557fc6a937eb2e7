/* The smallest and the largest of one figure over the units, so that one unit can be held against the others. */
#ifndef TH_CHECK_EXTENT_H
#define TH_CHECK_EXTENT_H

#include "fact/dataset.h"

/* Begin with TH_EXTENT_OF_NONE.  The numbers are those that were taken, not copies. */
typedef struct th_extent {
    const th_exact *low, *high;           /* NULL: no figure was taken */
    const th_exact *next_low, *next_high; /* what they would be without the unit that has them; or NULL */
    uint32_t lowest, highest;             /* the units they are of, or TH_NONE */
    size_t n;                             /* figures */
} th_extent;

#define TH_EXTENT_OF_NONE ((th_extent){.lowest = TH_NONE, .highest = TH_NONE})

/* Takes a figure in.  To be called at most once for each unit. */
void th_extent_take(th_extent *all, uint32_t unit, const th_exact *figure);
/* The extent over all units but `unit`, which must have a figure.  From the result no further unit can be left out. */
th_extent th_extent_without(const th_extent *all, uint32_t unit);

#endif
