/* How much a figure has changed since last year, held against how much those of the other units have. */
#include "check/plausible.h"

#include "base/banned.h"

th_extent th_pace_of(th_arena *arena, const th_dataset *ds, uint32_t indicator)
{
    th_extent pace = TH_EXTENT_OF_NONE;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *now = th_plausible_positive(ds, u, indicator, TH_NOW),
                       *before = th_plausible_positive(ds, u, indicator, TH_PREVIOUS);
        if (now && before)
            th_extent_take(&pace, u, th_exact_div(arena, now, before));
    }
    return pace;
}

bool th_pace_keeps(th_arena *arena, const th_extent *others, const th_exact *figure, const th_exact *before,
                   int hundredths)
{
    const th_exact *hundred = th_exact_int(arena, 100), *slack = th_exact_int(arena, hundredths);
    const th_exact *most = th_exact_mul(arena, th_exact_mul(arena, before, others->high), slack),
                   *least = th_exact_mul(arena, th_exact_mul(arena, before, others->low), hundred);
    return th_exact_cmp(th_exact_mul(arena, figure, hundred), most) <= 0 &&
           th_exact_cmp(th_exact_mul(arena, figure, slack), least) >= 0;
}

enum {
    LEAST = 100,        /* smaller figures jump */
    OTHERS_LEAST = 3,   /* other units that must report */
    HARDLY = 106,       /* hundredths: what the others' figures may have changed */
    JUMP = 125,         /* the same: what this one has changed */
    NEAR_THE_PLAN = 106 /* the same: this year's figure is what was planned, so last year's is the odd one */
};

/* Population, households, communes: what hardly changes anywhere, and changes much here. */
static void look_at_pace(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i, const th_extent *all)
{
    const th_exact *now = th_plausible_positive(ds, unit, i, TH_NOW),
                   *before = th_plausible_positive(ds, unit, i, TH_PREVIOUS),
                   *plan = th_plausible_positive(ds, unit, i, TH_PLAN), *least = th_exact_int(arena, LEAST),
                   *one = th_exact_int(arena, 1);
    if (!now || !before || th_exact_cmp(now, least) < 0 || th_exact_cmp(before, least) < 0)
        return;
    const th_extent others = th_extent_without(all, unit);
    if (others.n < OTHERS_LEAST || !th_plausible_within(arena, others.low, one, HARDLY) ||
        !th_plausible_within(arena, others.high, one, HARDLY) || th_plausible_within(arena, now, before, JUMP))
        return;
    bool is_last_year = plan && th_plausible_within(arena, now, plan, NEAR_THE_PLAN);
    const th_fact *fact = th_dataset_find(ds, unit, i, is_last_year ? TH_PREVIOUS : TH_NOW);
    if (fact->formula || fact->value.qualifiers)
        return;
    th_plausible_say(ds, TH_F_ODD_PACE, fact,
                     TH_WITH(ds->definition->indicators[i].label, th_plausible_words(arena, before),
                             th_plausible_words(arena, now), th_str_fmt(arena, "%zu", others.n)));
}

void th_plausible_paces(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (!th_plausible_counts(d, i))
            continue;
        const th_extent all = th_pace_of(arena, ds, i);
        for (uint32_t unit = 0; unit < d->nunits && all.n > OTHERS_LEAST; unit++)
            look_at_pace(arena, ds, unit, i, &all);
    }
}
