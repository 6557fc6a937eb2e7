/* Figures of the cluster, by the indicator's Gộp.  Missing is not zero: each figure says
 * how many units it covers. */
#include "fact/dataset.h"

#include "base/banned.h"

/* A blank counts 0 where the definition says so ("Khi trống": coi là 0); a row that is not there never does. */
static const th_exact *number_of(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m)
{
    const th_fact *f = th_dataset_find(ds, unit, indicator, m);
    if (f && f->value.state == TH_STATE_BLANK && m == TH_NOW && ds->definition->indicators[indicator].blank_is_zero)
        return th_exact_int(ds->arena, 0);
    return f && f->value.state == TH_STATE_VALUE ? f->value.num : NULL;
}

static uint32_t qualifiers_of(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m)
{
    const th_fact *f = th_dataset_find(ds, unit, indicator, m);
    return f ? f->value.qualifiers : 0;
}

static void widen(th_aggregated *a, const th_exact *x)
{
    if (!a->low || th_exact_cmp(x, a->low) < 0)
        a->low = x;
    if (!a->high || th_exact_cmp(x, a->high) > 0)
        a->high = x;
}

static th_aggregated add_up(th_arena *arena, const th_dataset *ds, uint32_t i, th_measure m)
{
    th_aggregated a = {0};
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *x = number_of(ds, u, i, m);
        if (!x)
            continue;
        a.num = a.num ? th_exact_add(arena, a.num, x) : x;
        a.qualifiers |= qualifiers_of(ds, u, i, m);
        a.covered++;
    }
    return a;
}

/* 100 × Σ numerator / Σ denominator over the units that state both. */
static th_aggregated ratio(th_arena *arena, const th_dataset *ds, uint32_t i, th_measure m)
{
    const th_indicator *ind = &ds->definition->indicators[i];
    th_aggregated a = {0};
    const th_exact *top = NULL, *bottom = NULL;
    uint32_t stated = 0;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *x = number_of(ds, u, i, m);
        if (x) {
            widen(&a, x);
            stated++;
        }
        if (ind->numerator == TH_NONE || ind->denominator == TH_NONE)
            continue;
        const th_exact *n = number_of(ds, u, ind->numerator, m), *d = number_of(ds, u, ind->denominator, m);
        if (!n || !d)
            continue;
        top = top ? th_exact_add(arena, top, n) : n;
        bottom = bottom ? th_exact_add(arena, bottom, d) : d;
        a.qualifiers |= qualifiers_of(ds, u, ind->numerator, m) | qualifiers_of(ds, u, ind->denominator, m);
        a.covered++;
    }
    a.num = th_exact_mul(arena, th_exact_div(arena, top, bottom), th_exact_int(arena, 100));
    if (!a.num)
        a.covered = stated; /* without parts only the range can be shown */
    return a;
}

static th_aggregated extreme(const th_dataset *ds, uint32_t i, th_measure m, bool largest)
{
    th_aggregated a = {0};
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *x = number_of(ds, u, i, m);
        if (!x)
            continue;
        widen(&a, x);
        a.covered++;
    }
    a.num = largest ? a.high : a.low;
    return a;
}

static th_aggregated count(th_arena *arena, const th_dataset *ds, uint32_t i, th_measure m)
{
    th_aggregated a = {0};
    long long yes = 0;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_fact *f = th_dataset_find(ds, u, i, m);
        if (!f || f->value.state != TH_STATE_VALUE)
            continue;
        a.covered++;
        yes += f->value.num ? th_exact_sign(f->value.num) > 0 : f->value.text.len > 0;
    }
    a.num = a.covered ? th_exact_int(arena, yes) : NULL;
    return a;
}

th_aggregated th_dataset_aggregate(th_arena *arena, const th_dataset *ds, uint32_t indicator, th_measure m)
{
    const th_indicator *ind = &ds->definition->indicators[indicator];
    if (m == TH_REMARK || m == TH_COMPARED || m >= TH_MEASURES)
        return (th_aggregated){0};
    switch (ind->aggregate) {
    case TH_AGG_SUM: return add_up(arena, ds, indicator, m);
    case TH_AGG_RATIO: return ratio(arena, ds, indicator, m);
    case TH_AGG_MIN: return extreme(ds, indicator, m, false);
    case TH_AGG_MAX: return extreme(ds, indicator, m, true);
    case TH_AGG_BEST: return extreme(ds, indicator, m, ind->type != TH_TYPE_RANK && ind->better > 0);
    case TH_AGG_COUNT: return count(arena, ds, indicator, m);
    case TH_AGG_LIST:
    case TH_AGG_NONE:
    default: {
        th_aggregated a = {0};
        for (uint32_t u = 0; u < ds->definition->nunits; u++) {
            const th_fact *f = th_dataset_find(ds, u, indicator, m);
            a.covered += f && f->value.state == TH_STATE_VALUE;
        }
        return a;
    }
    }
}
