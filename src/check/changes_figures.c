/* Figures that moved: two sorted lists of facts walked side by side; and rows of lists, compared by what they say. */
#include "check/changes_figures.h"

#include "base/banned.h"

enum { EXACT_DECIMALS = 15 };

/* ---- figures ---- */

static int order_of_facts(const th_fact *a, const th_fact *b)
{
    if (a->indicator != b->indicator)
        return a->indicator < b->indicator ? -1 : 1;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return (a->measure > b->measure) - (a->measure < b->measure);
}

static bool holds_nothing(const th_fact *fact)
{
    return !fact || fact->value.state == TH_STATE_ABSENT || fact->value.state == TH_STATE_BLANK;
}

static bool says_the_same(const th_fact *before, const th_fact *now)
{
    if (holds_nothing(before) || holds_nothing(now))
        return holds_nothing(before) && holds_nothing(now);
    if (before->value.state == TH_STATE_UNREADABLE && now->value.state == TH_STATE_UNREADABLE)
        return th_str_eq(before->raw, now->raw) && before->value.withheld == now->value.withheld;
    return th_value_states_same(&before->value, &now->value);
}

static th_type type_of_fact(const th_definition *d, const th_fact *fact)
{
    if (fact->item)
        return d->columns[fact->indicator].type;
    return fact->measure == TH_COMPARED ? TH_TYPE_PERCENT
           : fact->measure == TH_REMARK ? TH_TYPE_TEXT
                                        : d->indicators[fact->indicator].type;
}

static th_words said(th_arena *arena, const th_definition *d, const th_fact *fact)
{
    if (holds_nothing(fact))
        return (th_words){0};
    if (fact->value.state == TH_STATE_VALUE)
        return th_value_words(arena, &fact->value, type_of_fact(d, fact));
    if (!fact->raw.len)
        return TH_WORDS_ARE("(không đọc được)", "(unreadable)");
    if (fact->value.withheld)
        return TH_WORDS(arena, "“" TH_FMT "” (chưa tính)", "“" TH_FMT "” (does not count)", TH_ARG(fact->raw));
    return TH_WORDS(arena, "“" TH_FMT "” (không đọc được)", "“" TH_FMT "” (unreadable)", TH_ARG(fact->raw));
}

/* Two figures that are shown alike are shown with all their digits. */
static void tell_figures_apart(th_arena *arena, th_figure_change *change)
{
    const th_exact *was = change->before ? change->before->value.num : NULL;
    const th_exact *is = change->now ? change->now->value.num : NULL;
    if (!was || !is || !th_str_eq(change->was.vi, change->is.vi))
        return;
    change->was = th_exact_words(arena, was, EXACT_DECIMALS, true);
    change->is = th_exact_words(arena, is, EXACT_DECIMALS, true);
}

typedef struct two_runs {
    th_arena *arena;
    const th_dataset *ds;
    th_run_changes *changes;
    size_t *before, *now; /* by unit and form: figures that say something */
    bool *misnumbered;    /* by unit and form: the first column does not just number the rows, in one of the runs */
} two_runs;

static size_t place_of_form(const th_dataset *ds, const th_fact *fact)
{
    return fact->unit * ds->definition->nforms + th_dataset_form_of(ds, fact);
}

/* Did the form of the figure come or go as a whole?  Then it has one line, and its figures have none. */
static bool is_of_whole_form(const two_runs *runs, const th_fact *fact)
{
    size_t at = place_of_form(runs->ds, fact);
    return !runs->before[at] != !runs->now[at];
}

static const th_source *source_of_figure(const th_dataset *ds, const th_fact *fact)
{
    return fact ? &ds->sources[fact->source] : NULL;
}

static void add_change(const two_runs *runs, th_figure_change change)
{
    const th_fact *known = change.now ? change.now : change.before;
    change.unit = known->unit;
    change.by =
        change.now ? source_of_figure(runs->ds, change.now) : source_of_figure(runs->changes->previous, change.before);
    TH_PUSH(runs->arena, runs->changes->figures, runs->changes->nfigures, runs->changes->figures_cap, change);
}

static void compare_figure(const two_runs *runs, const th_fact *before, const th_fact *now)
{
    const th_definition *d = runs->ds->definition;
    if (says_the_same(before, now) || is_of_whole_form(runs, before ? before : now))
        return;
    th_figure_change change = {
        .before = before, .now = now, .was = said(runs->arena, d, before), .is = said(runs->arena, d, now)};
    tell_figures_apart(runs->arena, &change);
    add_change(runs, change);
}

/* Where the figures end and the rows of lists begin. */
static size_t number_of_figures(const th_dataset *ds)
{
    size_t low = 0, high = ds->nfacts;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ds->facts[middle].item)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void compare_all_figures(const two_runs *runs)
{
    const th_dataset *previous = runs->changes->previous, *ds = runs->ds;
    size_t nbefore = number_of_figures(previous), nnow = number_of_figures(ds), i = 0, j = 0;
    while (i < nbefore || j < nnow) {
        const th_fact *before = i < nbefore ? &previous->facts[i] : NULL;
        const th_fact *now = j < nnow ? &ds->facts[j] : NULL;
        int order = 0;
        if (!before || !now)
            order = before ? -1 : 1;
        else
            order = order_of_facts(before, now);
        if (order > 0)
            before = NULL;
        if (order < 0)
            now = NULL;
        compare_figure(runs, before, now);
        i += order <= 0;
        j += order >= 0;
    }
}

/* ---- rows of lists ---- */

/* Cells of lists are sorted by form, unit, item and column: a row is a stretch of them. */
static size_t end_of_row(const th_dataset *ds, size_t first)
{
    const th_definition *d = ds->definition;
    const th_fact *start = &ds->facts[first];
    size_t at = first;
    while (at < ds->nfacts && ds->facts[at].unit == start->unit && ds->facts[at].item == start->item &&
           d->columns[ds->facts[at].indicator].form == d->columns[start->indicator].form)
        at++;
    return at;
}

/* What a row says, column by column, in both languages. */
static th_words row_said(th_arena *arena, const th_dataset *ds, size_t first, size_t end)
{
    th_buf vi, en;
    th_buf_init(&vi, arena);
    th_buf_init(&en, arena);
    for (size_t i = first; i < end; i++) {
        th_words cell = said(arena, ds->definition, &ds->facts[i]);
        const char *between = vi.len && cell.vi.len ? " · " : "";
        th_buf_fmt(&vi, "%s" TH_FMT, between, TH_ARG(cell.vi));
        th_buf_fmt(&en, "%s" TH_FMT, between, TH_ARG(cell.en));
    }
    return (th_words){th_buf_str(&vi), th_buf_str(&en)};
}

/* Finds out which lists count their rows 1, 2, 3 … in the first column.  Such a number is no part of what a row says,
 * since a row that is put in between moves the numbers of all that follow. */
static void look_for_numbers(const two_runs *runs, const th_dataset *ds)
{
    for (size_t at = number_of_figures(ds), end, n = 0; at < ds->nfacts; at = end) {
        const th_fact *cell = &ds->facts[at];
        end = end_of_row(ds, at);
        n = cell->item == 1 ? 1 : n + 1;
        const th_exact *number = th_exact_int(runs->arena, (long long)n);
        if (!cell->value.num || th_exact_cmp(cell->value.num, number) != 0)
            runs->misnumbered[place_of_form(ds, cell)] = true;
    }
}

/* The key of a row: list and unit, and what its columns say, each behind its number, so that rows that differ have
 * different keys. */
static th_str key_of_row(const two_runs *runs, const th_dataset *ds, size_t first, size_t end)
{
    const th_fact *start = &ds->facts[first];
    th_buf key;
    th_buf_init(&key, runs->arena);
    th_buf_fmt(&key, "%u/%u", ds->definition->columns[start->indicator].form, start->unit);
    for (size_t i = first; i < end; i++) {
        th_words cell = said(runs->arena, ds->definition, &ds->facts[i]);
        if (cell.vi.len && (i > first || runs->misnumbered[place_of_form(ds, start)]))
            th_buf_fmt(&key, "\x1f%u=" TH_FMT, ds->facts[i].indicator, TH_ARG(cell.vi));
    }
    return th_buf_str(&key);
}

/* Counts the rows of one run; then each row of the other takes one away, or is a change. */
static void count_rows(const two_runs *runs, const th_dataset *ds, th_lookup *rows)
{
    for (size_t at = number_of_figures(ds), end; at < ds->nfacts; at = end) {
        end = end_of_row(ds, at);
        *th_lookup_at(rows, runs->arena, key_of_row(runs, ds, at, end)) += 1;
    }
}

static void compare_rows(const two_runs *runs, const th_dataset *of, const th_dataset *with, bool is_now)
{
    th_lookup rows = {0};
    count_rows(runs, with, &rows);
    for (size_t at = number_of_figures(of), end; at < of->nfacts; at = end) {
        end = end_of_row(of, at);
        uint32_t *left = th_lookup_find(&rows, key_of_row(runs, of, at, end));
        if (left && *left) {
            *left -= 1;
            continue;
        }
        th_words row = row_said(runs->arena, of, at, end);
        const th_fact *first = &of->facts[at];
        if (!row.vi.len || is_of_whole_form(runs, first))
            continue;
        if (is_now)
            add_change(runs, (th_figure_change){.now = first, .is = row});
        else
            add_change(runs, (th_figure_change){.before = first, .was = row});
    }
}

/* ---- forms that came or went as a whole ---- */

static size_t *figures_by_form(th_arena *arena, const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    size_t *n = th_arena_array(arena, d->nunits * d->nforms + 1, sizeof *n);
    for (size_t i = 0; i < ds->nfacts; i++)
        n[place_of_form(ds, &ds->facts[i])] += !holds_nothing(&ds->facts[i]);
    return n;
}

static void add_form_change(const two_runs *runs, th_form_change change)
{
    if (!change.before != !change.now)
        TH_PUSH(runs->arena, runs->changes->forms, runs->changes->nforms, runs->changes->forms_cap, change);
}

static void say_whole_forms(const two_runs *runs)
{
    const th_definition *d = runs->ds->definition;
    for (uint32_t unit = 0; unit < d->nunits; unit++) {
        const size_t *before = runs->before + unit * d->nforms, *now = runs->now + unit * d->nforms;
        th_form_change all = {.unit = unit, .form = TH_NONE};
        for (size_t form = 0; form < d->nforms; form++) {
            all.before += before[form];
            all.now += now[form];
        }
        add_form_change(runs, all);
        for (uint32_t form = 0; form < d->nforms && all.before && all.now; form++)
            add_form_change(runs, (th_form_change){unit, form, before[form], now[form]});
    }
}

void th_changes_of_figures(th_arena *arena, const th_dataset *ds, th_run_changes *changes)
{
    two_runs runs = {arena, ds, changes, figures_by_form(arena, changes->previous), figures_by_form(arena, ds), NULL};
    const th_definition *d = ds->definition;
    runs.misnumbered = th_arena_array(arena, d->nunits * d->nforms + 1, sizeof *runs.misnumbered);
    look_for_numbers(&runs, changes->previous);
    look_for_numbers(&runs, ds);
    say_whole_forms(&runs);
    compare_all_figures(&runs);
    compare_rows(&runs, changes->previous, ds, false);
    compare_rows(&runs, ds, changes->previous, true);
}
