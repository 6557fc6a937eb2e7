/* The figures of two neighbouring rows that may have changed places: each is near what the other row had last year, and
 * far from what its own had. */
#include "check/plausible.h"

#include "base/banned.h"

static const th_exact *typed_number(const th_dataset *ds, uint32_t unit, uint32_t indicator)
{
    const th_fact *fact = th_dataset_find(ds, unit, indicator, TH_NOW);
    return fact && !fact->formula ? th_plausible_positive(ds, unit, indicator, TH_NOW) : NULL;
}

static void look_at_neighbours(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t one, uint32_t other)
{
    enum { NEAR = 130, FAR = 200 }; /* hundredths */
    const th_indicator *indicators = ds->definition->indicators;
    const th_exact *now = typed_number(ds, unit, one), *other_now = typed_number(ds, unit, other),
                   *before = th_plausible_positive(ds, unit, one, TH_PREVIOUS),
                   *other_before = th_plausible_positive(ds, unit, other, TH_PREVIOUS);
    if (!now || !other_now || !before || !other_before || !th_plausible_within(arena, now, other_before, NEAR) ||
        !th_plausible_within(arena, other_now, before, NEAR) || th_plausible_within(arena, now, before, FAR) ||
        th_plausible_within(arena, other_now, other_before, FAR))
        return;
    th_plausible_say(ds, TH_F_ODD_PLACES, th_dataset_find(ds, unit, one, TH_NOW),
                     TH_WITH(indicators[one].label, th_plausible_words(arena, now), indicators[other].label,
                             th_plausible_words(arena, other_now), th_plausible_words(arena, before),
                             th_plausible_words(arena, other_before)));
}

void th_plausible_places(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t i = 0; i + 1 < d->nindicators; i++) {
        if (d->indicators[i].form != d->indicators[i + 1].form || !th_plausible_counts(d, i) ||
            !th_plausible_counts(d, i + 1))
            continue;
        for (uint32_t unit = 0; unit < d->nunits; unit++)
            look_at_neighbours(arena, ds, unit, i, i + 1);
    }
}
