/* One thing in two places: figures with the same label and unit of measure that differ.  Two rows may bear one label
 * and mean two things; so the rows must have been the same before: last year in this unit's own form, or in those of
 * the other units. */
#include "check/plausible.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

enum {
    OTHERS_LEAST = 3, /* other units in which the two are the same */
    TELLING = 100     /* smaller figures may agree by chance, unless they are totals */
};

/* An indicator and the name under which others may be the same. */
typedef struct named_row {
    th_str name;
    uint32_t indicator;
    bool total, ruled; /* a rule of the definition equates it with another figure */
} named_row;

static int by_label_name(const void *left, const void *right)
{
    const named_row *a = left, *b = right;
    int order = th_str_cmp(a->name, b->name);
    return order ? order : (a->indicator > b->indicator) - (a->indicator < b->indicator);
}

static bool is_equated(const th_definition *d, uint32_t indicator)
{
    for (size_t i = 0; i < d->nchecks; i++) {
        const th_check *check = &d->checks[i];
        const th_expr *left = check->left, *right = check->right;
        if (check->op == TH_OP_EQ && left->kind == TH_EX_INDICATOR && right->kind == TH_EX_INDICATOR &&
            (left->index == indicator || right->index == indicator))
            return true;
    }
    return false;
}

static bool is_same(const th_dataset *ds, uint32_t unit, uint32_t i, uint32_t k, th_measure measure)
{
    const th_exact *one = th_plausible_number(ds, unit, i, measure), *other = th_plausible_number(ds, unit, k, measure);
    return one && other && th_exact_cmp(one, other) == 0;
}

/* One unit's figures of one year. */
typedef struct unit_year {
    th_arena *arena;
    const th_dataset *ds;
    uint32_t unit;
    th_measure measure;
} unit_year;

/* Are the two figures the same there, and hardly by chance? */
static bool are_telling(const unit_year *year, const named_row *a, const named_row *b)
{
    const th_exact *figure = th_plausible_number(year->ds, year->unit, a->indicator, year->measure);
    const th_exact *least = th_exact_int(year->arena, a->total ? 1 : TELLING);
    return is_same(year->ds, year->unit, a->indicator, b->indicator, year->measure) && th_exact_cmp(figure, least) >= 0;
}

/* Were they the same in the unit's other year? */
static bool was_same(const unit_year *year, const named_row *a, const named_row *b)
{
    unit_year other = *year;
    other.measure = year->measure == TH_NOW ? TH_PREVIOUS : TH_NOW;
    return are_telling(&other, a, b);
}

/* In how many units there are figures of two rows, and in how many of those they are the same. */
typedef struct pair_count {
    size_t told, same;
    bool counted;
} pair_count;

/* The rows that have one name, and a count for each year and each two of them. */
typedef struct named_rows {
    const named_row *at;
    size_t n;
    pair_count *pairs;
} named_rows;

static void count_pair(const unit_year *year, const named_row *a, const named_row *b, pair_count *count)
{
    if (!th_plausible_number(year->ds, year->unit, a->indicator, year->measure) ||
        !th_plausible_number(year->ds, year->unit, b->indicator, year->measure))
        return;
    count->told++;
    count->same += are_telling(year, a, b);
}

/* The count of two rows over all units.  It is made once and kept, however many units ask for it. */
static const pair_count *count_of_pair(const unit_year *year, const named_rows *rows, size_t a, size_t b)
{
    size_t of_year = year->measure == TH_NOW ? 0 : rows->n * rows->n;
    pair_count *count = &rows->pairs[of_year + a * rows->n + b];
    unit_year one = *year;
    if (count->counted)
        return count;
    count->counted = true;
    for (one.unit = 0; one.unit < year->ds->definition->nunits; one.unit++)
        count_pair(&one, &rows->at[a], &rows->at[b], count);
    return count;
}

/* Are they the same in the forms of the other units? */
static bool others_have_them_same(const unit_year *year, const named_rows *rows, size_t a, size_t b)
{
    pair_count own = {0};
    const pair_count *all = count_of_pair(year, rows, a, b);
    count_pair(year, &rows->at[a], &rows->at[b], &own);
    size_t told = all->told - own.told, same = all->same - own.same;
    return same >= OTHERS_LEAST && same * 4 >= told * 3;
}

/* "ô F10 của biểu “Quy mô trường lớp”". */
static th_words cell_of_form(th_arena *arena, const th_dataset *ds, const th_fact *fact)
{
    th_str cell = th_cell_name(arena, fact->row, fact->col);
    th_str form = ds->definition->forms[ds->definition->indicators[fact->indicator].form].title;
    return TH_WORDS(arena, "ô " TH_FMT " của biểu “" TH_FMT "”", "cell " TH_FMT " of form “" TH_FMT "”", TH_ARG(cell),
                    TH_ARG(form));
}

static void say_label(th_arena *arena, th_dataset *ds, const th_fact *odd, const th_fact *other)
{
    th_words figure = th_plausible_apart(arena, other->value.num, odd->value.num);
    th_finding *said = th_plausible_say(ds, TH_F_ODD_LABEL, odd,
                                        TH_WITH(ds->definition->indicators[odd->indicator].label,
                                                th_plausible_apart(arena, odd->value.num, other->value.num),
                                                cell_of_form(arena, ds, other), figure));
    if (said)
        said->expected = th_str_fmt(ds->arena, "= " TH_FMT, TH_ARG(figure.vi));
}

/* How many of the rows of one name have the figure of this one. */
static size_t votes(const unit_year *year, const named_rows *rows, const named_row *row)
{
    size_t same = 0;
    for (size_t i = 0; i < rows->n; i++)
        same += is_same(year->ds, year->unit, rows->at[i].indicator, row->indicator, year->measure);
    return same;
}

/* The rows of one name in one unit: those that differ from what most of them, or else the first, say. */
static void look_at_rows(th_dataset *ds, const unit_year *year, const named_rows *rows)
{
    size_t most = 0, usual = 0;
    for (size_t i = 0; i < rows->n; i++) {
        size_t same = votes(year, rows, &rows->at[i]);
        if (same <= most)
            continue;
        most = same;
        usual = i;
    }
    const th_fact *other = th_dataset_find(ds, year->unit, rows->at[usual].indicator, year->measure);
    for (size_t i = 0; most && i < rows->n; i++) {
        const named_row *row = &rows->at[i];
        const th_fact *odd = th_dataset_find(ds, year->unit, row->indicator, year->measure);
        if (!th_plausible_number(ds, year->unit, row->indicator, year->measure) ||
            is_same(ds, year->unit, row->indicator, rows->at[usual].indicator, year->measure) ||
            (row->ruled && rows->at[usual].ruled) || odd->value.qualifiers || other->value.qualifiers)
            continue;
        if (was_same(year, row, &rows->at[usual]) || others_have_them_same(year, rows, i, usual))
            say_label(year->arena, ds, odd, other);
    }
}

void th_plausible_labels(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    named_row *rows = th_arena_array(arena, d->nindicators + 1, sizeof *rows);
    size_t n = 0;
    for (uint32_t i = 0; i < d->nindicators; i++) {
        const th_indicator *indicator = &d->indicators[i];
        if (!th_plausible_counts(d, i))
            continue;
        th_str label = th_fold(arena, indicator->label);
        rows[n++] = (named_row){
            .name = th_str_fmt(arena, TH_FMT "\t" TH_FMT, TH_ARG(label), TH_ARG(th_fold(arena, indicator->unit))),
            .indicator = i,
            .total = th_str_starts(label, TH_STR("tổng")),
            .ruled = is_equated(d, i)};
    }
    if (n > 1)
        qsort(rows, n, sizeof *rows, by_label_name);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && th_str_eq(rows[from].name, rows[to].name);)
            to++;
        named_rows named = {.at = rows + from, .n = to - from};
        named.pairs = th_arena_array(arena, 2 * named.n * named.n, sizeof *named.pairs);
        for (uint32_t unit = 0; unit < d->nunits && named.n > 1; unit++) {
            const unit_year now = {arena, ds, unit, TH_NOW}, before = {arena, ds, unit, TH_PREVIOUS};
            look_at_rows(ds, &now, &named);
            look_at_rows(ds, &before, &named);
        }
    }
}
