/* The figures of one unit that a formula of its peers would compute with. */
#include "check/peers.h"

#include "base/banned.h"

static bool is_of_row(const th_peer_view *view, const th_fact *fact, uint32_t column, uint32_t criterion)
{
    return fact->item && fact->unit == view->home->unit && fact->indicator == column &&
           view->criterion[fact - view->ds->facts] == criterion;
}

static uint32_t criterion_of(const th_peer_view *view, th_str row)
{
    return th_definition_criterion(view->ds->definition, th_str_sub(row, 1, row.len));
}

static const th_fact *fact_of_criterion(const th_peer_view *view, uint32_t column, uint32_t criterion)
{
    for (size_t i = 0; i < view->ds->nfacts; i++)
        if (is_of_row(view, &view->ds->facts[i], column, criterion))
            return &view->ds->facts[i];
    return NULL;
}

/* The number of the row that "=3" or "-1" means; 0: there is none. */
static long item_of_row(const th_peer_view *view, th_str row)
{
    long item;
    bool fixed = th_str_starts(row, TH_STR("="));
    if (!th_str_to_long(fixed ? th_str_sub(row, 1, row.len) : row, &item))
        return 0;
    item += fixed ? 0 : (long)view->home->item;
    return item > 0 ? item : 0;
}

const th_fact *th_peer_fact(const th_peer_view *view, const th_computed *leaf)
{
    if (leaf->kind == TH_COMPUTED_FIGURE)
        return th_dataset_find(view->ds, view->home->unit, leaf->index, leaf->measure);
    if (leaf->kind != TH_COMPUTED_ITEM)
        return NULL;
    if (th_str_starts(leaf->text, TH_STR("#"))) {
        uint32_t criterion = criterion_of(view, leaf->text);
        return criterion == TH_NONE ? NULL : fact_of_criterion(view, leaf->index, criterion);
    }
    long item = item_of_row(view, leaf->text);
    return item ? th_dataset_list_cell(view->ds, view->home->unit, leaf->index, (uint32_t)item) : NULL;
}

/* Does this copy of the form have the column?  Where its heading is missing or unknown, no figure of it is a blank. */
static bool has_column(const th_peer_view *view, const th_computed *leaf)
{
    const th_definition *d = view->ds->definition;
    uint32_t form = d->indicators[leaf->index].form;
    for (uint32_t i = 0; i < d->nindicators; i++)
        if (d->indicators[i].form == form && th_dataset_find(view->ds, view->home->unit, i, leaf->measure))
            return true;
    return false;
}

/* Are the row and the column there, so that a figure without a fact is a blank of them? */
static bool has_row(const th_peer_view *view, const th_computed *leaf)
{
    const th_dataset *ds = view->ds;
    uint32_t unit = view->home->unit;
    if (leaf->kind == TH_COMPUTED_FIGURE) {
        bool found = false;
        for (th_measure m = TH_NOW; m < TH_MEASURES && !found; m++)
            found = th_dataset_find(ds, unit, leaf->index, m);
        return found && has_column(view, leaf);
    }
    uint32_t form = ds->definition->columns[leaf->index].form;
    if (!th_str_starts(leaf->text, TH_STR("#"))) {
        long item = item_of_row(view, leaf->text);
        return item && (size_t)item <= th_dataset_list_size(ds, unit, form);
    }
    uint32_t criterion = criterion_of(view, leaf->text);
    for (size_t i = 0; i < ds->nfacts && criterion != TH_NONE; i++)
        if (ds->facts[i].item && ds->facts[i].unit == unit && view->criterion[i] == criterion &&
            ds->definition->columns[ds->facts[i].indicator].form == form)
            return true;
    return false;
}

/* The sum of a list column. */
static const th_exact *value_of_column(const th_peer_view *view, uint32_t column)
{
    const th_dataset *ds = view->ds;
    const th_exact *sum = th_exact_int(view->arena, 0);
    for (size_t i = 0; i < ds->nfacts && sum; i++) {
        const th_fact *fact = &ds->facts[i];
        if (fact->item && fact->unit == view->home->unit && fact->indicator == column)
            sum = fact->value.state == TH_STATE_VALUE ? th_exact_add(view->arena, sum, fact->value.num) : NULL;
    }
    return sum;
}

static const th_exact *value_of_leaf(void *ctx, const th_computed *leaf, bool *blank)
{
    const th_peer_view *view = ctx;
    if (leaf->kind == TH_COMPUTED_ITEM && th_str_eq(leaf->text, TH_STR("*")))
        return value_of_column(view, leaf->index);
    const th_fact *fact = th_peer_fact(view, leaf);
    *blank = !fact || fact->value.state == TH_STATE_BLANK;
    if (*blank)
        return has_row(view, leaf) ? th_exact_int(view->arena, 0) : NULL;
    return fact->value.state == TH_STATE_VALUE ? fact->value.num : NULL;
}

const th_exact *th_peer_value(const th_peer_view *view, const th_computed *tree)
{
    th_peer_view seen = *view;
    const th_computed_figures figures = {&seen, value_of_leaf};
    return th_computed_value(view->arena, tree, &figures);
}
