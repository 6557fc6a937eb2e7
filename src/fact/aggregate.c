/* Figures of the cluster, by the indicator's Gộp.  Missing is not zero: each figure says how many units it covers. */
#include "fact/dataset.h"

#include "base/banned.h"

/* A blank counts as 0 where the definition says so ("Khi trống": coi là 0); a row that is not there never does. */
static const th_exact *aggregated_number(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m)
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

static void widen(th_aggregated *result, const th_exact *figure)
{
    if (!result->low || th_exact_cmp(figure, result->low) < 0)
        result->low = figure;
    if (!result->high || th_exact_cmp(figure, result->high) > 0)
        result->high = figure;
}

static th_aggregated sum_of_units(th_arena *arena, const th_dataset *ds, uint32_t i, th_measure m)
{
    th_aggregated result = {0};
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *figure = aggregated_number(ds, u, i, m);
        if (!figure)
            continue;
        result.num = result.num ? th_exact_add(arena, result.num, figure) : figure;
        result.qualifiers |= qualifiers_of(ds, u, i, m);
        result.covered++;
    }
    return result;
}

/* 100 × Σ numerator / Σ denominator over the units that state both. */
static th_aggregated ratio_of_sums(th_arena *arena, const th_dataset *ds, uint32_t i, th_measure m)
{
    const th_indicator *ind = &ds->definition->indicators[i];
    th_aggregated result = {0};
    const th_exact *top = NULL, *bottom = NULL;
    uint32_t stated = 0;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *figure = aggregated_number(ds, u, i, m);
        if (figure) {
            widen(&result, figure);
            stated++;
        }
        if (ind->numerator == TH_NONE || ind->denominator == TH_NONE)
            continue;
        const th_exact *part = aggregated_number(ds, u, ind->numerator, m),
                       *whole = aggregated_number(ds, u, ind->denominator, m);
        if (!part || !whole)
            continue;
        top = top ? th_exact_add(arena, top, part) : part;
        bottom = bottom ? th_exact_add(arena, bottom, whole) : whole;
        result.qualifiers |= qualifiers_of(ds, u, ind->numerator, m) | qualifiers_of(ds, u, ind->denominator, m);
        result.covered++;
    }
    result.num = th_exact_mul(arena, th_exact_div(arena, top, bottom), th_exact_int(arena, 100));
    if (!result.num)
        result.covered = stated; /* without parts only the range can be shown */
    return result;
}

static th_aggregated extreme_of_units(const th_dataset *ds, uint32_t i, th_measure m, bool largest)
{
    th_aggregated result = {0};
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *figure = aggregated_number(ds, u, i, m);
        if (!figure)
            continue;
        widen(&result, figure);
        result.covered++;
    }
    result.num = largest ? result.high : result.low;
    return result;
}

static th_aggregated count_of_units(th_arena *arena, const th_dataset *ds, uint32_t i, th_measure m)
{
    th_aggregated result = {0};
    long long yes = 0;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_fact *f = th_dataset_find(ds, u, i, m);
        if (!f || f->value.state != TH_STATE_VALUE)
            continue;
        result.covered++;
        yes += f->value.num ? th_exact_sign(f->value.num) > 0 : f->value.text.len > 0;
    }
    result.num = result.covered ? th_exact_int(arena, yes) : NULL;
    return result;
}

th_aggregated th_dataset_aggregate(th_arena *arena, const th_dataset *ds, uint32_t indicator, th_measure m)
{
    const th_indicator *ind = &ds->definition->indicators[indicator];
    if (m == TH_REMARK || m == TH_COMPARED || m >= TH_MEASURES)
        return (th_aggregated){0};
    switch (ind->aggregate) {
    case TH_AGG_SUM: return sum_of_units(arena, ds, indicator, m);
    case TH_AGG_RATIO: return ratio_of_sums(arena, ds, indicator, m);
    case TH_AGG_MIN: return extreme_of_units(ds, indicator, m, false);
    case TH_AGG_MAX: return extreme_of_units(ds, indicator, m, true);
    case TH_AGG_BEST: return extreme_of_units(ds, indicator, m, ind->type != TH_TYPE_RANK && ind->better > 0);
    case TH_AGG_COUNT: return count_of_units(arena, ds, indicator, m);
    case TH_AGG_LIST:
    case TH_AGG_NONE:
    default: {
        th_aggregated result = {0};
        for (uint32_t u = 0; u < ds->definition->nunits; u++) {
            const th_fact *f = th_dataset_find(ds, u, indicator, m);
            result.covered += f && f->value.state == TH_STATE_VALUE;
        }
        return result;
    }
    }
}
