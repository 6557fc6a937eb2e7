/* Two figures of one row that are far from each other: is it last year's that is wrong? */
#include "check/plausible.h"

#include "base/banned.h"

enum {
    OTHER_UNITS_LEAST = 3,
    AMONG = 200,    /* hundredths: among the others' figures lies what is at most so far beyond the outermost of them */
    NEAR_PLAN = 300 /* the same: what a plan and its outcome may differ by */
};

static th_extent others_of_year(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure year)
{
    th_extent all = TH_EXTENT_OF_NONE;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *figure = u == unit ? NULL : th_plausible_positive(ds, u, indicator, year);
        if (figure)
            th_extent_take(&all, u, figure);
    }
    return all;
}

static bool lies_among_others(th_arena *arena, const th_exact *figure, const th_extent *others)
{
    bool inside = th_exact_cmp(figure, others->low) >= 0 && th_exact_cmp(figure, others->high) <= 0;
    return inside || th_plausible_within(arena, figure, others->low, AMONG) ||
           th_plausible_within(arena, figure, others->high, AMONG);
}

bool th_plausible_last_year_is_off(th_arena *arena, const th_dataset *ds, uint32_t unit, uint32_t indicator)
{
    const th_exact *now = th_plausible_positive(ds, unit, indicator, TH_NOW),
                   *before = th_plausible_positive(ds, unit, indicator, TH_PREVIOUS),
                   *plan = th_plausible_positive(ds, unit, indicator, TH_PLAN);
    if (!now || !before || th_dataset_stored(ds, unit, indicator))
        return false;
    if (plan)
        return th_plausible_within(arena, now, plan, NEAR_PLAN);
    const th_extent now_others = others_of_year(ds, unit, indicator, TH_NOW),
                    before_others = others_of_year(ds, unit, indicator, TH_PREVIOUS);
    return now_others.n >= OTHER_UNITS_LEAST && before_others.n >= OTHER_UNITS_LEAST &&
           lies_among_others(arena, now, &now_others) && !lies_among_others(arena, before, &before_others);
}
