/* Facts in their sealed order, and looking them up. */
#include "fact/dataset.h"

#include <stdlib.h>

#include "base/banned.h"

th_dataset *th_dataset_new(th_arena *arena, const th_definition *definition)
{
    th_dataset *ds = th_arena_alloc(arena, sizeof *ds);
    ds->arena = ds->facts_arena = arena;
    ds->definition = definition;
    return ds;
}

const th_fact_formula *th_fact_formula_keep(th_arena *arena, th_fact_formula formula)
{
    if (!formula.relative.len && !formula.computes.len)
        return NULL;
    th_fact_formula *kept = th_arena_alloc(arena, sizeof *kept);
    kept->relative = th_str_copy(arena, formula.relative);
    kept->computes = th_str_copy(arena, formula.computes);
    return kept;
}

/* Facts come sheet by sheet. */
static th_str sheet_kept(th_dataset *ds, th_str sheet)
{
    if (ds->nfacts && th_str_eq(ds->facts[ds->nfacts - 1].sheet, sheet))
        return ds->facts[ds->nfacts - 1].sheet;
    return th_str_copy(ds->arena, sheet);
}

void th_dataset_add(th_dataset *ds, const th_fact *fact)
{
    th_fact f = *fact;
    f.value.num = th_exact_copy(ds->arena, f.value.num);
    f.value.printed = th_exact_copy(ds->arena, f.value.printed);
    f.value.den = th_exact_copy(ds->arena, f.value.den);
    const th_words why = th_value_trouble(&fact->value);
    f.value.trouble =
        th_words_keep(ds->arena, (th_words){th_str_copy(ds->arena, why.vi), th_str_copy(ds->arena, why.en)});
    f.sheet = sheet_kept(ds, f.sheet);
    f.raw = th_str_copy(ds->arena, fact->raw);
    f.value.text = th_str_eq(fact->value.text, fact->raw) ? f.raw : th_str_copy(ds->arena, fact->value.text);
    f.kept_formula = th_fact_formula_keep(ds->arena, th_fact_formula_of(fact));
    TH_PUSH(ds->facts_arena, ds->facts, ds->nfacts, ds->facts_cap, f);
}

static int by_index(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* A fact with the list it is in, which has to be looked up in the definition.  The order is: indicators first, by
 * (indicator, unit, measure); then list cells by (list, unit, item, column). */
typedef struct fact_key {
    uint32_t list, at; /* at: where it stands in the dataset */
    const th_fact *fact;
} fact_key;

static int by_fact_key(const void *left, const void *right)
{
    const fact_key *a = left, *b = right;
    const th_fact *one = a->fact, *other = b->fact;
    if ((one->item > 0) != (other->item > 0))
        return one->item > 0 ? 1 : -1;
    uint32_t first[2] = {0, 0}; /* within a list, units and items come before columns; outside, indicators come first */
    if (one->item == 0) {
        first[0] = one->indicator;
        first[1] = other->indicator;
    }
    const uint32_t order[][2] = {
        {a->list, b->list},
        {first[0], first[1]},
        {one->unit, other->unit},
        {one->item, other->item},
        {one->indicator, other->indicator},
        {(uint32_t)one->measure, (uint32_t)other->measure},
        {one->source, other->source},
        {one->row, other->row},
        {one->col, other->col},
    };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        int difference = by_index(order[i][0], order[i][1]);
        if (difference)
            return difference;
    }
    return 0;
}

static int by_file(const void *left, const void *right)
{
    const th_source *const *a = left, *const *b = right;
    int order = th_str_cmp((*a)->file, (*b)->file);
    return order ? order : th_str_cmp((*a)->sha256, (*b)->sha256);
}

static uint32_t list_of(const th_dataset *ds, const th_fact *f)
{
    return f->item ? ds->definition->columns[f->indicator].form : 0;
}

static void sort_sources(th_dataset *ds)
{
    const th_source **order = th_arena_array(ds->arena, ds->nsources, sizeof *order);
    th_source *sorted = th_arena_array(ds->arena, ds->nsources, sizeof *sorted);
    uint32_t *moved = th_arena_array(ds->arena, ds->nsources, sizeof *moved);
    for (size_t i = 0; i < ds->nsources; i++)
        order[i] = &ds->sources[i];
    if (ds->nsources > 1)
        qsort(order, ds->nsources, sizeof *order, by_file);
    for (size_t i = 0; i < ds->nsources; i++) {
        sorted[i] = *order[i];
        moved[order[i] - ds->sources] = (uint32_t)i;
    }
    for (size_t i = 0; i < ds->nfacts; i++)
        ds->facts[i].source = moved[ds->facts[i].source];
    for (size_t i = 0; i < ds->nconversions; i++)
        ds->conversions[i].source = moved[ds->conversions[i].source];
    for (size_t i = 0; i < ds->nheld; i++)
        ds->held[i].source = moved[ds->held[i].source];
    for (size_t i = 0; i < ds->nreplies; i++)
        ds->replies[i].source = moved[ds->replies[i].source];
    for (size_t i = 0; i < ds->npassed_over; i++)
        ds->passed_over[i].fact.source = moved[ds->passed_over[i].fact.source];
    ds->sources = sorted;
    ds->sources_cap = ds->nsources;
}

static int by_conversion(const void *left, const void *right)
{
    const th_conversion *a = left, *b = right;
    int order = by_index(a->source, b->source);
    if (!order)
        order = th_str_cmp(a->sheet, b->sheet);
    if (!order)
        order = by_index(a->row, b->row);
    return order ? order : by_index(a->col, b->col);
}

/* Each fact to the place of its key, around each circle of places: a second list of all facts may be hundreds of
 * megabytes. */
static void move_to_keys(th_fact *facts, fact_key *keys, size_t n)
{
    for (size_t first = 0; first < n; first++) {
        if (keys[first].at == first)
            continue;
        const th_fact moved = facts[first];
        size_t to = first;
        while (keys[to].at != first) {
            size_t from = keys[to].at;
            facts[to] = facts[from];
            keys[to].at = (uint32_t)to;
            to = from;
        }
        facts[to] = moved;
        keys[to].at = (uint32_t)to;
    }
}

static void sort_facts(th_dataset *ds, th_fact *facts, size_t n)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    fact_key *keys = th_arena_array(scratch, n, sizeof *keys);
    for (size_t i = 0; i < n; i++)
        keys[i] = (fact_key){list_of(ds, &facts[i]), (uint32_t)i, &facts[i]};
    if (n > 1)
        qsort(keys, n, sizeof *keys, by_fact_key);
    move_to_keys(facts, keys, n);
    th_arena_free(scratch);
}

/* A form that another file of the unit brings as well is not withheld. */
static void mark_withheld(th_dataset *ds)
{
    size_t nforms = ds->definition->nforms;
    ds->withheld = th_arena_array(ds->arena, ds->definition->nunits * nforms + 1, sizeof *ds->withheld);
    for (int counted = 0; counted < 2; counted++)
        for (size_t i = 0; i < ds->nheld; i++) {
            const th_held_form *held = &ds->held[i];
            const th_source *source = &ds->sources[held->source];
            if (source->unit == TH_NONE || source->status != TH_SOURCE_ACCEPTED)
                continue;
            bool *withheld = &ds->withheld[source->unit * nforms + held->form];
            if (counted ? held->counts : held->withheld)
                *withheld = !counted;
        }
}

static void mark_filled(th_dataset *ds)
{
    size_t ncolumns = ds->definition->ncolumns;
    ds->filled = th_arena_array(ds->arena, ds->definition->nunits * ncolumns + 1, sizeof *ds->filled);
    for (size_t i = 0; i < ds->nfacts; i++)
        if (ds->facts[i].item && ds->facts[i].unit < ds->definition->nunits &&
            ds->facts[i].value.state != TH_STATE_BLANK)
            ds->filled[ds->facts[i].unit * ncolumns + ds->facts[i].indicator] = true;
}

static void extend_run(th_fact_run *run, size_t at, bool withheld)
{
    if (!run->n)
        run->first = (uint32_t)at;
    run->n = (uint32_t)at - run->first + 1;
    run->withheld = run->withheld || withheld;
}

static th_fact_run *index_figures(const th_dataset *ds, const th_fact *facts, size_t n)
{
    const th_definition *d = ds->definition;
    th_fact_run *runs = th_arena_array(ds->arena, d->nunits * d->nindicators + 1, sizeof *runs);
    for (size_t i = 0; i < n; i++)
        if (!facts[i].item && facts[i].unit < d->nunits)
            extend_run(&runs[facts[i].unit * d->nindicators + facts[i].indicator], i, false);
    return runs;
}

void th_dataset_index(th_dataset *ds)
{
    const th_definition *d = ds->definition;
    ds->figures = index_figures(ds, ds->facts, ds->nfacts);
    ds->stored_figures = index_figures(ds, ds->stored, ds->nstored);
    ds->lists = th_arena_array(ds->arena, d->nunits * d->nforms + 1, sizeof *ds->lists);
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *fact = &ds->facts[i];
        uint32_t form = list_of(ds, fact);
        if (fact->item && fact->unit < d->nunits && form < d->nforms)
            extend_run(&ds->lists[fact->unit * d->nforms + form], i, fact->value.withheld);
    }
}

/* Every rule asks of every unit whether it has sent anything: none of them walks all files for that. */
static void find_counting_sources(th_dataset *ds)
{
    uint32_t *forms = th_arena_array(ds->arena, ds->nsources, sizeof *forms);
    uint32_t *counting = th_arena_array(ds->arena, ds->definition->nunits + 1, sizeof *counting);
    for (size_t i = 0; i < ds->nheld; i++)
        forms[ds->held[i].source] += ds->held[i].counts;
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        if (source->unit >= ds->definition->nunits || source->status != TH_SOURCE_ACCEPTED)
            continue;
        uint32_t *found = &counting[source->unit];
        if (!*found || forms[i] > forms[*found - 1])
            *found = (uint32_t)i + 1;
    }
    ds->counting = counting;
}

void th_dataset_seal(th_dataset *ds)
{
    if (ds->sealed)
        return;
    ds->sealed = true;
    sort_sources(ds);
    find_counting_sources(ds);
    sort_facts(ds, ds->facts, ds->nfacts);
    sort_facts(ds, ds->stored, ds->nstored);
    mark_withheld(ds);
    mark_filled(ds);
    th_dataset_index(ds);
    if (ds->nconversions > 1)
        qsort(ds->conversions, ds->nconversions, sizeof *ds->conversions, by_conversion);
}

/* The facts of a unit in one list; none of what is not sealed, or is unknown. */
static th_fact_run list_run(const th_dataset *ds, uint32_t unit, uint32_t form)
{
    const th_fact_run none = {0};
    const th_definition *d = ds->definition;
    return ds->lists && unit < d->nunits && form < d->nforms ? ds->lists[unit * d->nforms + form] : none;
}

static const th_fact *find_figure(const th_dataset *ds, const th_fact *facts, const th_fact_run *runs,
                                  const th_fact *wanted)
{
    const th_definition *d = ds->definition;
    if (!runs || wanted->unit >= d->nunits || wanted->indicator >= d->nindicators)
        return NULL;
    const th_fact_run *run = &runs[wanted->unit * d->nindicators + wanted->indicator];
    for (uint32_t i = run->first; i < run->first + run->n; i++)
        if (facts[i].measure == wanted->measure)
            return &facts[i];
    return NULL;
}

const th_fact *th_dataset_find(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m)
{
    return find_figure(ds, ds->facts, ds->figures, &(th_fact){.unit = unit, .indicator = indicator, .measure = m});
}

const th_fact *th_dataset_stored(const th_dataset *ds, uint32_t unit, uint32_t indicator)
{
    const th_fact wanted = {.unit = unit, .indicator = indicator, .measure = TH_NOW};
    return find_figure(ds, ds->stored, ds->stored_figures, &wanted);
}

/* By bisection, for a list may be long, and of a row there are no more than its columns. */
th_fact_run th_dataset_list_row(const th_dataset *ds, uint32_t unit, uint32_t form, uint32_t item)
{
    const th_fact_run list = list_run(ds, unit, form);
    size_t low = list.first, end = low + list.n, high = end;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (ds->facts[mid].item < item)
            low = mid + 1;
        else
            high = mid;
    }
    th_fact_run row = {.first = (uint32_t)low};
    while (low + row.n < end && ds->facts[low + row.n].item == item)
        row.n++;
    return row;
}

const th_fact *th_dataset_list_cell(const th_dataset *ds, uint32_t unit, uint32_t column, uint32_t item)
{
    const th_fact_run row = th_dataset_list_row(ds, unit, ds->definition->columns[column].form, item);
    for (size_t i = row.first; i < (size_t)row.first + row.n; i++)
        if (ds->facts[i].indicator == column)
            return ds->facts[i].measure == TH_NOW ? &ds->facts[i] : NULL;
    return NULL;
}

/* The last list cell of the unit has the largest item. */
size_t th_dataset_list_size(const th_dataset *ds, uint32_t unit, uint32_t form)
{
    th_fact_run run = list_run(ds, unit, form);
    return run.n ? ds->facts[run.first + run.n - 1].item : 0;
}

bool th_dataset_withholds(const th_dataset *ds, uint32_t unit, uint32_t form)
{
    return ds->withheld && ds->withheld[unit * ds->definition->nforms + form];
}

bool th_dataset_list_column_is_missing(const th_dataset *ds, uint32_t unit, uint32_t column)
{
    return ds->filled && ds->definition->columns[column].required &&
           !ds->filled[unit * ds->definition->ncolumns + column];
}

bool th_dataset_list_withheld(const th_dataset *ds, uint32_t unit, uint32_t form)
{
    return th_dataset_withholds(ds, unit, form) || list_run(ds, unit, form).withheld;
}

const th_source *th_dataset_source(const th_dataset *ds, uint32_t unit)
{
    const th_source *found = NULL;
    if (ds->counting && unit < ds->definition->nunits)
        return ds->counting[unit] ? &ds->sources[ds->counting[unit] - 1] : NULL;
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        if (source->unit == unit && source->status == TH_SOURCE_ACCEPTED &&
            (!found || th_dataset_source_forms(ds, source) > th_dataset_source_forms(ds, found)))
            found = source;
    }
    return found;
}

uint32_t th_dataset_source_forms(const th_dataset *ds, const th_source *source)
{
    uint32_t n = 0;
    for (size_t i = 0; i < ds->nheld; i++)
        n += ds->held[i].counts && &ds->sources[ds->held[i].source] == source;
    return n;
}

uint32_t th_dataset_unit_forms(const th_dataset *ds, uint32_t unit)
{
    uint32_t n = 0;
    for (size_t i = 0; i < ds->nheld; i++)
        n += ds->held[i].counts && ds->sources[ds->held[i].source].unit == unit;
    return n;
}

bool th_receipt_fits(const th_receipt *receipt, th_str sha256)
{
    return !receipt->mark.len || th_str_starts(sha256, receipt->mark);
}

th_str th_source_name(const th_source *source)
{
    return source->named.len ? source->named : source->file;
}

const th_receipt *th_dataset_receipt(const th_dataset *ds, const th_source *source)
{
    return source->receipt < ds->definition->nreceipts ? &ds->definition->receipts[source->receipt] : NULL;
}

uint32_t th_dataset_form_of(const th_dataset *ds, const th_fact *fact)
{
    return fact->item ? ds->definition->columns[fact->indicator].form
                      : ds->definition->indicators[fact->indicator].form;
}
