/* Where the values of an expression come from: one unit's facts, or the cluster's figures. */
#include "fact/dataset.h"

#include <limits.h>

#include "base/banned.h"

static th_operand operand_of(const th_dataset *ds, const th_fact *f, th_type type)
{
    if (!f)
        return (th_operand){.state = TH_STATE_ABSENT};
    th_operand o = {.state = f->value.state,
                    .num = f->value.num,
                    .den = f->value.den,
                    .text = f->value.text,
                    .decimals = f->value.decimals,
                    .qualifiers = f->value.qualifiers};
    if (ds->facts && f >= ds->facts && f < ds->facts + ds->nfacts)
        o.source = (uint32_t)(f - ds->facts) + 1;
    if (type == TH_TYPE_BOOL)
        o.kind = TH_IS_BOOL;
    else if (!f->value.num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO)
        o.kind = TH_IS_TEXT;
    return o;
}

static th_operand indicator(void *ctx, uint32_t i, th_measure m)
{
    const th_dataset_env *e = ctx;
    th_type type = m == TH_COMPARED ? TH_TYPE_PERCENT
                   : m == TH_REMARK ? TH_TYPE_TEXT
                                    : e->ds->definition->indicators[i].type;
    if (e->unit == TH_NONE) {
        if (m == TH_STORED)
            return (th_operand){.state = TH_STATE_ABSENT};
        th_aggregated a = th_dataset_aggregate(e->arena, e->ds, i, m);
        return (th_operand){.state = a.num ? TH_STATE_VALUE : TH_STATE_ABSENT,
                            .num = a.num,
                            .decimals = INT_MAX,
                            .qualifiers = a.qualifiers};
    }
    const th_fact *f = m == TH_STORED ? th_dataset_stored(e->ds, e->unit, i) : th_dataset_find(e->ds, e->unit, i, m);
    th_operand o = operand_of(e->ds, f, type);
    if (o.state == TH_STATE_BLANK && m == TH_NOW && e->ds->definition->indicators[i].blank_is_zero)
        o = (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(e->arena, 0), .source = o.source};
    return o;
}

static uint32_t first_unit(const th_dataset_env *e)
{
    return e->unit == TH_NONE ? 0 : e->unit;
}

static uint32_t end_unit(const th_dataset_env *e)
{
    return e->unit == TH_NONE ? (uint32_t)e->ds->definition->nunits : e->unit + 1;
}

/* Of the cluster: the lists of all units, one after the other. */
static size_t list_size(void *ctx, uint32_t column)
{
    const th_dataset_env *e = ctx;
    size_t n = 0;
    for (uint32_t u = first_unit(e); u < end_unit(e); u++)
        n += th_dataset_list_size(e->ds, u, e->ds->definition->columns[column].form);
    return n;
}

static th_operand list_cell(void *ctx, uint32_t column, size_t row)
{
    const th_dataset_env *e = ctx;
    const th_column *c = &e->ds->definition->columns[column];
    for (uint32_t u = first_unit(e); u < end_unit(e); u++) {
        size_t n = th_dataset_list_size(e->ds, u, c->form);
        if (row >= n) {
            row -= n;
            continue;
        }
        const th_fact *f = th_dataset_list_cell(e->ds, u, column, (uint32_t)row + 1);
        return f ? operand_of(e->ds, f, c->type) : (th_operand){.state = TH_STATE_BLANK};
    }
    return (th_operand){.state = TH_STATE_ABSENT};
}

static th_operand special(void *ctx, th_func func, uint32_t criterion)
{
    const th_dataset_env *e = ctx;
    if (e->special)
        return e->special(e->special_ctx, func, criterion);
    if (func == TH_FN_KY)
        return (th_operand){
            .state = TH_STATE_VALUE, .num = th_exact_int(e->arena, e->ds->definition->period), .decimals = INT_MAX};
    return (th_operand){.state = TH_STATE_ABSENT};
}

th_env th_dataset_environment(th_dataset_env *binding)
{
    return (th_env){.ctx = binding,
                    .indicator = indicator,
                    .list_size = list_size,
                    .list_cell = list_cell,
                    .special = special,
                    .row_indicator = TH_NONE};
}
