/* The smallest and the largest of a figure, and what comes next. */
#include "check/extent.h"

#include "base/banned.h"

void th_extent_take(th_extent *all, uint32_t unit, const th_exact *figure)
{
    all->n++;
    if (!all->low || th_exact_cmp(figure, all->low) < 0) {
        all->next_low = all->low;
        all->low = figure;
        all->lowest = unit;
    } else if (!all->next_low || th_exact_cmp(figure, all->next_low) < 0) {
        all->next_low = figure;
    }
    if (!all->high || th_exact_cmp(figure, all->high) > 0) {
        all->next_high = all->high;
        all->high = figure;
        all->highest = unit;
    } else if (!all->next_high || th_exact_cmp(figure, all->next_high) > 0) {
        all->next_high = figure;
    }
}

th_extent th_extent_without(const th_extent *all, uint32_t unit)
{
    th_extent others = TH_EXTENT_OF_NONE;
    others.low = all->lowest == unit ? all->next_low : all->low;
    others.high = all->highest == unit ? all->next_high : all->high;
    others.n = all->n - (all->n > 0);
    return others;
}
