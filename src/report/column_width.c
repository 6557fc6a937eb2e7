/* The widest figure of each unit and of the cluster. */
#include "report/column_width.h"

#include "draw/lines.h"
#include "draw/style.h"

#include "base/banned.h"

#define BESIDE_A_NUMBER 1.8 /* characters: what a cell keeps free, and what bold letters take more */
enum { SHOWN_DECIMALS = 2 };

static void widen_to_hold(double *width, th_str text)
{
    double needed = th_line_width(text, th_look_points(0)) + BESIDE_A_NUMBER;
    *width = needed > *width ? needed : *width;
}

static bool stands_there(const th_definition *d, uint32_t form, uint32_t indicator, th_measure m)
{
    return form == TH_NONE ? m == TH_NOW : d->indicators[indicator].form == form && m != TH_REMARK;
}

void th_column_widths(th_arena *arena, const th_dataset *ds, uint32_t form, double *widths)
{
    const th_definition *d = ds->definition;
    for (size_t k = 0; k < ds->nfacts; k++) {
        const th_fact *f = &ds->facts[k];
        bool shown = !f->item && f->value.state == TH_STATE_VALUE && f->value.num;
        if (shown && stands_there(d, form, f->indicator, f->measure))
            widen_to_hold(&widths[f->unit], th_value_vi(arena, &f->value, d->indicators[f->indicator].type));
    }
    for (uint32_t i = 0; i < d->nindicators; i++) {
        th_aggregated sum = th_dataset_aggregate(arena, ds, i, TH_NOW);
        if (sum.num && stands_there(d, form, i, TH_NOW))
            widen_to_hold(&widths[d->nunits],
                          th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(th_qualifier_vi(arena, sum.qualifiers)),
                                     TH_ARG(th_exact_vi(arena, sum.num, SHOWN_DECIMALS, true))));
    }
}
