/* The same thing said of many cells: a column typed with dots that Excel took for decimals, or one rule that most rows
 * break; and what one cell is said of only because another of its row is in doubt. */
#include "check/together.h"

#include "check/fold.h"

#include <stdlib.h>

#include "base/banned.h"

enum {
    ONE_BY_ONE = 4, /* so many stand each by itself */
    NAMED = 8       /* cells that the first one names */
};

/* Kinds about a single cell that come in columns.  Where `same` what stands in the cells must be the same, too: two
 * texts that are not understood are two causes. */
typedef struct repeated_kind {
    th_finding_kind kind;
    bool same;
} repeated_kind;

static const repeated_kind repeated[] = {
    {TH_F_VALUE_UNREADABLE, true},    {TH_F_VALUE_NOT_INTEGER, false},  {TH_F_VALUE_ERROR, true},
    {TH_F_VALUE_NO_CACHE, false},     {TH_F_VALUE_FROM_DATE, false},    {TH_F_VALUE_RANGE, false},
    {TH_F_VALUE_ENUM, true},          {TH_F_VALUE_UNIT, false},         {TH_F_VALUE_UNIT_SCALED, false},
    {TH_F_VALUE_PERCENT_BARE, false}, {TH_F_VALUE_SHORT_YEAR, false},   {TH_F_ODD_STALE, false},
    {TH_F_ODD_DATE_YEAR, false},      {TH_F_ODD_DOCNO, false},          {TH_F_ODD_LAST_YEAR, false},
    {TH_F_ODD_LIST_FIGURE, false},    {TH_F_ODD_RANK_OF, false},        {TH_F_PEER_TYPED_SAME, false},
    {TH_F_ODD_DATE, false},           {TH_F_ODD_DOC_YEAR, false},       {TH_F_ODD_ROW_TWICE, false},
    {TH_F_ODD_BARE_NUMBER, false},    {TH_F_ODD_DOCUMENT_TWICE, false},
};

static const repeated_kind *repeats(const th_finding *finding)
{
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++)
        if (repeated[i].kind == finding->kind && finding->place.row != TH_NO_CELL && !finding->folded.len)
            return &repeated[i];
    return NULL;
}

/* One finding and its place in the list, so that those of a column can be put side by side. */
typedef struct listed {
    const th_finding *finding;
    size_t index;
    bool same; /* of its kind */
} listed;

static int by_column(const void *left, const void *right)
{
    const listed *a = left, *b = right;
    const th_finding *one = a->finding, *other = b->finding;
    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    int order = th_str_cmp(one->place.unit, other->place.unit);
    if (!order)
        order = th_str_cmp(one->place.file, other->place.file);
    if (!order)
        order = th_str_cmp(one->place.sheet, other->place.sheet);
    if (!order)
        order = (one->place.col > other->place.col) - (one->place.col < other->place.col);
    if (!order && a->same)
        order = th_str_cmp(one->raw, other->raw);
    if (!order)
        order = (one->place.row > other->place.row) - (one->place.row < other->place.row);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

static bool is_one_column(const listed *a, const listed *b)
{
    const th_finding *one = a->finding, *other = b->finding;
    return one->kind == other->kind && th_str_eq(one->place.unit, other->place.unit) &&
           th_str_eq(one->place.file, other->place.file) && th_str_eq(one->place.sheet, other->place.sheet) &&
           one->place.col == other->place.col && (!a->same || th_str_eq(one->raw, other->raw));
}

/* " Cùng như vậy ở 11 ô khác: G13, G14." */
static void name_others(th_dataset *ds, const listed *list, size_t n)
{
    th_finding *first = &ds->findings.at[list[0].index];
    th_buf cells;
    th_buf_init(&cells, ds->arena);
    for (size_t i = 1; i < n && i <= NAMED; i++)
        th_buf_fmt(&cells, "%s" TH_FMT, i > 1 ? ", " : "",
                   TH_ARG(th_cell_name(ds->arena, list[i].finding->place.row, list[i].finding->place.col)));
    th_str named = th_buf_str(&cells);
    const char *end = n - 1 > NAMED ? "…" : ".";
    first->vi = th_str_fmt(ds->arena, TH_FMT " Cùng như vậy ở %zu ô khác: " TH_FMT "%s", TH_ARG(first->vi), n - 1,
                           TH_ARG(named), end);
    first->en = th_str_fmt(ds->arena, TH_FMT " So it is in %zu other cells: " TH_FMT "%s", TH_ARG(first->en), n - 1,
                           TH_ARG(named), end);
}

static void fold_listed(th_dataset *ds, const listed *list, size_t n)
{
    if (n <= ONE_BY_ONE)
        return;
    name_others(ds, list, n);
    for (size_t i = 1; i < n; i++)
        th_fold_under(ds, list[i].index, list[0].index);
}

static void fold_columns(th_arena *arena, th_dataset *ds)
{
    listed *list = th_arena_array(arena, ds->findings.n + 1, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < ds->findings.n; i++) {
        const repeated_kind *kind = repeats(&ds->findings.at[i]);
        if (kind)
            list[n++] = (listed){&ds->findings.at[i], i, kind->same};
    }
    if (n > 1)
        qsort(list, n, sizeof *list, by_column);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && is_one_column(&list[from], &list[to]);)
            to++;
        fold_listed(ds, list + from, to - from);
    }
}

/* Results of one rule for the rows of one form of one unit, which lie side by side (th_check_results). */
static void fold_rows_of_rule(th_arena *arena, th_dataset *ds, const th_check_result *at, size_t n)
{
    listed *list = th_arena_array(arena, n + 1, sizeof *list);
    size_t failed = 0, evaluated = 0, open = 0;
    for (size_t i = 0; i < n; i++) {
        evaluated += at[i].outcome != TH_NOT_EVALUATED;
        failed += at[i].outcome == TH_FAIL;
        const th_finding *finding = at[i].finding ? &ds->findings.at[at[i].finding - 1] : NULL;
        if (finding && !finding->folded.len && finding->place.row != TH_NO_CELL)
            list[open++] = (listed){finding, at[i].finding - 1, false};
    }
    if (failed * 2 > evaluated)
        fold_listed(ds, list, open);
}

/* ---- what follows from the row ---- */

/* By unit and indicator: 1 + the first open finding of level cảnh báo or graver about one of its figures; 0 none. */
static size_t *causes_by_row(th_arena *arena, const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    size_t *cause = th_arena_array(arena, d->nunits * d->nindicators + 1, sizeof *cause);
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        uint32_t unit = finding->place.unit.len ? th_definition_unit(d, finding->place.unit) : TH_NONE;
        uint32_t row = finding->indicator.len ? th_definition_indicator(d, finding->indicator) : TH_NONE;
        if (unit == TH_NONE || row == TH_NONE || finding->place.row == TH_NO_CELL || finding->folded.len ||
            finding->level < TH_LEVEL_WARNING || finding->kind == TH_F_VALUE_PERCENT_BARE || finding->about_rule)
            continue;
        size_t *first = &cause[(size_t)unit * d->nindicators + row];
        *first = *first ? *first : i + 1;
    }
    return cause;
}

/* A note at a cell about which something graver is said, or an odd comparison in a row whose figures are in doubt. */
static bool is_follower(const th_dataset *ds, const th_finding *finding, const th_finding *cause)
{
    const th_definition *d = ds->definition;
    const bool same_cell = finding->place.row == cause->place.row && finding->place.col == cause->place.col &&
                           th_str_eq(finding->place.sheet, cause->place.sheet);
    if (finding->kind == TH_F_VALUE_UNIT_SCALED || finding->kind == TH_F_ODD_RANK_OF)
        return same_cell;
    if ((finding->kind != TH_F_VALUE_PERCENT_BARE && finding->kind != TH_F_VALUE_ERROR) || same_cell)
        return false;
    const th_fact *compared = th_dataset_find(ds, th_definition_unit(d, finding->place.unit),
                                              th_definition_indicator(d, finding->indicator), TH_COMPARED);
    return compared && compared->formula && compared->row == finding->place.row && compared->col == finding->place.col;
}

static void fold_followers(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    const size_t *causes = causes_by_row(arena, ds);
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        uint32_t unit = finding->place.unit.len ? th_definition_unit(d, finding->place.unit) : TH_NONE;
        uint32_t row = finding->indicator.len ? th_definition_indicator(d, finding->indicator) : TH_NONE;
        if (unit == TH_NONE || row == TH_NONE || finding->folded.len)
            continue;
        size_t cause = causes[(size_t)unit * d->nindicators + row];
        if (cause && cause != i + 1 && is_follower(ds, finding, &ds->findings.at[cause - 1]))
            th_fold_under(ds, i, cause - 1);
    }
}

static bool is_of_one_form(const th_definition *d, const th_check_result *one, const th_check_result *other)
{
    return one->check == other->check && one->unit == other->unit && one->indicator != TH_NONE &&
           other->indicator != TH_NONE && d->indicators[one->indicator].form == d->indicators[other->indicator].form;
}

/* A rule that names the cell as its cause says more than two digits that look exchanged. */
static void fold_explained_swaps(th_dataset *ds, const th_check_results *results)
{
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *swap = &ds->findings.at[i];
        for (size_t k = 0; swap->kind == TH_F_ODD_SWAP && !swap->folded.len && k < results->nproposals; k++) {
            const th_fact *fact = &ds->facts[results->proposals[k].fact - 1];
            if (fact->row == swap->place.row && fact->col == swap->place.col &&
                th_str_eq(fact->sheet, swap->place.sheet) &&
                th_str_eq(ds->sources[fact->source].file, swap->place.file))
                th_fold_under(ds, i, results->proposals[k].finding);
        }
    }
}

void th_together_run(th_arena *arena, th_dataset *ds, const th_check_results *results)
{
    th_arena *scratch = th_arena_scratch(arena);
    fold_followers(scratch, ds);
    fold_explained_swaps(ds, results);
    fold_columns(scratch, ds);
    for (size_t from = 0, to; from < results->n; from = to) {
        const th_check_result *first = &results->at[from];
        for (to = from + 1; to < results->n && is_of_one_form(ds->definition, first, &results->at[to]);)
            to++;
        if (first->indicator != TH_NONE)
            fold_rows_of_rule(scratch, ds, first, to - from);
    }
    th_arena_free(scratch);
}
