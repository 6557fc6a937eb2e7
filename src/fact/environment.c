/* Where the values of an expression come from: one unit's facts, or the cluster's figures. */
#include "fact/dataset.h"

#include <limits.h>

#include "base/banned.h"

static th_operand operand_of(const th_dataset_env *binding, const th_fact *f, th_type type)
{
    const th_dataset *ds = binding->ds;
    if (!f)
        return (th_operand){.state = TH_STATE_ABSENT};
    bool unrounded = f->value.printed && !binding->printed;
    th_operand o = {.state = f->value.state,
                    .num = binding->printed ? th_value_printed(&f->value) : f->value.num,
                    .den = f->value.den,
                    .text = f->value.text,
                    .decimals = unrounded ? -1 : f->value.decimals,
                    .qualifiers = f->value.qualifiers,
                    .withheld = f->value.withheld};
    if (ds->facts && f >= ds->facts && f < ds->facts + ds->nfacts)
        o.source = (uint32_t)(f - ds->facts) + 1;
    if (type == TH_TYPE_BOOL)
        o.kind = TH_IS_BOOL;
    else if (!f->value.num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO)
        o.kind = TH_IS_TEXT;
    return o;
}

static th_operand environment_indicator(void *ctx, uint32_t i, th_measure m)
{
    const th_dataset_env *binding = ctx;
    th_type type = m == TH_COMPARED ? TH_TYPE_PERCENT
                   : m == TH_REMARK ? TH_TYPE_TEXT
                                    : binding->ds->definition->indicators[i].type;
    if (binding->unit == TH_NONE) {
        if (m == TH_STORED)
            return (th_operand){.state = TH_STATE_ABSENT};
        th_aggregated result = th_dataset_aggregate(binding->arena, binding->ds, i, m);
        return (th_operand){.state = result.num ? TH_STATE_VALUE : TH_STATE_ABSENT,
                            .num = result.num,
                            .decimals = INT_MAX,
                            .qualifiers = result.qualifiers};
    }
    const th_fact *f = m == TH_STORED ? th_dataset_stored(binding->ds, binding->unit, i)
                                      : th_dataset_find(binding->ds, binding->unit, i, m);
    th_operand o = operand_of(binding, f, type);
    if (m != TH_STORED && (o.state == TH_STATE_BLANK || o.state == TH_STATE_ABSENT) &&
        th_dataset_withholds(binding->ds, binding->unit, binding->ds->definition->indicators[i].form))
        return (th_operand){.state = TH_STATE_UNREADABLE, .withheld = true, .source = o.source};
    if (o.state == TH_STATE_BLANK && m == TH_NOW && binding->ds->definition->indicators[i].blank_is_zero)
        o = (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(binding->arena, 0), .source = o.source};
    return o;
}

static uint32_t first_unit(const th_dataset_env *binding)
{
    return binding->unit == TH_NONE ? 0 : binding->unit;
}

static uint32_t end_unit(const th_dataset_env *binding)
{
    return binding->unit == TH_NONE ? (uint32_t)binding->ds->definition->nunits : binding->unit + 1;
}

/* How long a list is that does not count nobody knows: it is one row of which nothing is known. */
static size_t rows_of_unit(const th_dataset *ds, uint32_t unit, uint32_t form)
{
    return th_dataset_withholds(ds, unit, form) ? 1 : th_dataset_list_size(ds, unit, form);
}

/* How many rows the list of a column has.  For the cluster the lists of all units follow each other. */
static size_t environment_list_size(void *ctx, uint32_t column)
{
    const th_dataset_env *binding = ctx;
    size_t n = 0;
    for (uint32_t u = first_unit(binding); u < end_unit(binding); u++)
        n += rows_of_unit(binding->ds, u, binding->ds->definition->columns[column].form);
    return n;
}

static th_operand environment_list_cell(void *ctx, uint32_t index, size_t row)
{
    const th_dataset_env *binding = ctx;
    const th_column *column = &binding->ds->definition->columns[index];
    for (uint32_t u = first_unit(binding); u < end_unit(binding); u++) {
        size_t n = rows_of_unit(binding->ds, u, column->form);
        if (row >= n) {
            row -= n;
            continue;
        }
        if (th_dataset_withholds(binding->ds, u, column->form) ||
            th_dataset_list_column_is_missing(binding->ds, u, index))
            return (th_operand){.state = TH_STATE_UNREADABLE, .withheld = true};
        const th_fact *f = th_dataset_list_cell(binding->ds, u, index, (uint32_t)row + 1);
        return f ? operand_of(binding, f, column->type) : (th_operand){.state = TH_STATE_BLANK};
    }
    return (th_operand){.state = TH_STATE_ABSENT};
}

static th_operand environment_special(void *ctx, th_func func, uint32_t criterion)
{
    const th_dataset_env *binding = ctx;
    if (binding->special)
        return binding->special(binding->special_ctx, func, criterion);
    if (func == TH_FN_KY)
        return (th_operand){.state = TH_STATE_VALUE,
                            .num = th_exact_int(binding->arena, binding->ds->definition->period),
                            .decimals = INT_MAX};
    return (th_operand){.state = TH_STATE_ABSENT};
}

th_env th_dataset_environment(th_dataset_env *binding)
{
    return (th_env){.ctx = binding,
                    .indicator = environment_indicator,
                    .list_size = environment_list_size,
                    .list_cell = environment_list_cell,
                    .special = environment_special,
                    .row_indicator = TH_NONE};
}
