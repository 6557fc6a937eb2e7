/* Figures of a list out of all proportion to the other rows: a nought too many or too few, thousands for units, a
 * sign. */
#include "check/plausible.h"

#include <stdlib.h>

#include "base/banned.h"

enum {
    OWN_LEAST = 3,    /* other rows of the list, or else */
    POOLED_LEAST = 5, /* rows of all units, that must be there to compare with */
    FAR = 5,          /* how many times beyond all of them a figure must be */
    SPREAD_MOST = 8,  /* where the others differ by more, one nought proves nothing */
    SPREAD_FAR = 50
};

/* The figures that one is held against. */
typedef struct peer_rows {
    const th_exact *low, *high;
    size_t n;
    bool negative; /* one of them is below 0 */
} peer_rows;

/* Figures of one column above 0, the smallest first; and how many are below. */
typedef struct sorted_column {
    const th_fact **at;
    size_t n, negative;
} sorted_column;

static bool is_list_figure(const th_dataset *ds, const th_fact *fact)
{
    return fact->item && fact->value.state == TH_STATE_VALUE && fact->value.num && !fact->value.qualifiers &&
           ds->definition->columns[fact->indicator].role == TH_ROLE_VALUE;
}

static bool is_within(th_arena *arena, const th_exact *a, const th_exact *b, int times)
{
    const th_exact *factor = th_exact_int(arena, times);
    return th_exact_cmp(a, th_exact_mul(arena, b, factor)) <= 0 && th_exact_cmp(b, th_exact_mul(arena, a, factor)) <= 0;
}

static int by_figure(const void *left, const void *right)
{
    const th_fact *a = *(const th_fact *const *)left, *b = *(const th_fact *const *)right;
    int order = th_exact_cmp(a->value.num, b->value.num);
    return order ? order : (a > b) - (a < b);
}

/* The figures above 0 in a column of a list, sorted, and how many are below; of one unit, or of all (TH_NONE). */
static sorted_column sort_column(th_arena *arena, const th_dataset *ds, uint32_t column, uint32_t unit)
{
    sorted_column sorted = {.n = 0};
    size_t cap = 0;
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *fact = &ds->facts[i];
        if (fact->indicator != column || !is_list_figure(ds, fact) || (unit != TH_NONE && fact->unit != unit))
            continue;
        sorted.negative += th_exact_sign(fact->value.num) < 0;
        if (th_exact_sign(fact->value.num) > 0)
            TH_PUSH(arena, sorted.at, sorted.n, cap, fact);
    }
    if (sorted.n > 1)
        qsort(sorted.at, sorted.n, sizeof *sorted.at, by_figure);
    return sorted;
}

static size_t place_among(const sorted_column *column, const th_fact *fact)
{
    const th_fact **found = column->n ? bsearch(&fact, column->at, column->n, sizeof *column->at, by_figure) : NULL;
    return found ? (size_t)(found - column->at) : SIZE_MAX;
}

/* The figures of the column without this one. */
static peer_rows peers_of(const sorted_column *column, const th_fact *fact)
{
    size_t at = place_among(column, fact);
    peer_rows peers = {.n = column->n - (at != SIZE_MAX),
                       .negative = column->negative > (size_t)(th_exact_sign(fact->value.num) < 0)};
    if (peers.n) {
        peers.low = column->at[at == 0]->value.num;
        peers.high = column->at[column->n - 1 - (at == column->n - 1)]->value.num;
    }
    return peers;
}

/* Has another row, of whatever unit, a figure of this size? */
static bool is_alike(th_arena *arena, const sorted_column *pool, const th_fact *fact)
{
    size_t at = place_among(pool, fact);
    if (at == SIZE_MAX)
        return false;
    return (at > 0 && is_within(arena, pool->at[at - 1]->value.num, fact->value.num, 2)) ||
           (at + 1 < pool->n && is_within(arena, pool->at[at + 1]->value.num, fact->value.num, 2));
}

/* The power of ten that brings the figure among the others; 0: it is among them, or none does. */
static int power_among(th_arena *arena, const th_exact *figure, const peer_rows *peers)
{
    const th_exact *far = th_exact_int(arena, FAR);
    bool above = th_exact_cmp(figure, th_exact_mul(arena, peers->high, far)) >= 0;
    bool below = th_exact_cmp(th_exact_mul(arena, figure, far), peers->low) <= 0;
    if (!above && !below)
        return 0;
    for (int k = 1; k <= 6; k++) {
        int power = above ? -k : k;
        const th_exact *meant = th_exact_mul(arena, figure, th_exact_pow10(arena, power));
        if (!is_within(arena, peers->low, peers->high, k == 1 ? SPREAD_MOST : SPREAD_FAR))
            continue;
        if (th_exact_cmp(th_exact_mul(arena, meant, th_exact_parse(arena, TH_STR("1.5"))), peers->low) >= 0 &&
            th_exact_cmp(meant, th_exact_mul(arena, peers->high, th_exact_parse(arena, TH_STR("1.5")))) <= 0)
            return power;
    }
    return 0;
}

static void say_figure(th_arena *arena, th_dataset *ds, const th_fact *fact, const peer_rows *peers, th_words doubt)
{
    th_plausible_say(ds, TH_F_ODD_LIST_FIGURE, fact,
                     TH_WITH(ds->definition->columns[fact->indicator].label, th_plausible_words(arena, fact->value.num),
                             th_plausible_words(arena, peers->low), th_plausible_words(arena, peers->high), doubt));
}

static bool counts_in_list(const th_column *column)
{
    bool figure = column->type == TH_TYPE_INT || column->type == TH_TYPE_MONEY || column->type == TH_TYPE_REAL;
    return figure && column->form != TH_NONE && column->role == TH_ROLE_VALUE;
}

/* Does another figure of the same row lie beyond those of the unit's other rows on the same side?  An activity of a few
 * pupils costs little. */
static bool is_row_of_that_size(th_arena *arena, const th_dataset *ds, const th_fact *fact, bool above)
{
    enum { TIMES = 3 };
    const th_definition *d = ds->definition;
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_fact *beside = th_dataset_list_cell(ds, fact->unit, c, fact->item);
        if (c == fact->indicator || d->columns[c].form != d->columns[fact->indicator].form ||
            !counts_in_list(&d->columns[c]) || !beside || !is_list_figure(ds, beside))
            continue;
        const sorted_column own = sort_column(arena, ds, c, fact->unit);
        const peer_rows others = peers_of(&own, beside);
        const th_exact *times = th_exact_int(arena, TIMES);
        const th_exact *figure = beside->value.num;
        if (others.n && (above ? th_exact_cmp(figure, th_exact_mul(arena, others.high, times)) >= 0
                               : th_exact_cmp(th_exact_mul(arena, figure, times), others.low) <= 0))
            return true;
    }
    return false;
}

static void look_at_figure(th_arena *arena, th_dataset *ds, const th_fact *fact, const sorted_column *own,
                           const sorted_column *pool)
{
    peer_rows peers = peers_of(own, fact);
    size_t least = OWN_LEAST;
    if (peers.n < OWN_LEAST) {
        peers = peers_of(pool, fact);
        least = POOLED_LEAST;
    }
    if (peers.n < least || is_alike(arena, pool, fact))
        return;
    if (th_exact_sign(fact->value.num) < 0) {
        if (!peers.negative)
            say_figure(arena, ds, fact, &peers, TH_WORDS_ARE("có thể thừa dấu trừ", "perhaps a minus too many"));
        return;
    }
    int power = th_exact_sign(fact->value.num) ? power_among(arena, fact->value.num, &peers) : 0;
    bool one = power == 1 || power == -1;
    if (!power || (one && is_row_of_that_size(arena, ds, fact, power < 0)))
        return;
    th_words meant = th_plausible_words(arena, th_exact_mul(arena, fact->value.num, th_exact_pow10(arena, power)));
    const char *vi = power < 0 ? "thừa" : "thiếu";
    const char *en = power < 0 ? "too many" : "too few";
    int noughts = abs(power);
    say_figure(
        arena, ds, fact, &peers,
        (th_words){th_str_fmt(arena, "có thể %s %d số 0 (đúng là " TH_FMT "?)", vi, noughts, TH_ARG(meant.vi)),
                   th_str_fmt(arena, "perhaps %d noughts %s (meant " TH_FMT "?)", noughts, en, TH_ARG(meant.en))});
}

static void look_at_list_column(th_arena *arena, th_dataset *ds, uint32_t column)
{
    const sorted_column pool = sort_column(arena, ds, column, TH_NONE);
    for (uint32_t unit = 0; unit < ds->definition->nunits && pool.n + pool.negative; unit++) {
        const sorted_column own = sort_column(arena, ds, column, unit);
        for (size_t i = 0; i < ds->nfacts; i++)
            if (ds->facts[i].indicator == column && ds->facts[i].unit == unit && is_list_figure(ds, &ds->facts[i]))
                look_at_figure(arena, ds, &ds->facts[i], &own, &pool);
    }
}

void th_plausible_figures(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        if (counts_in_list(&d->columns[c]) && !(d->forms[d->columns[c].form].kind & TH_FORM_SCORES))
            look_at_list_column(arena, ds, c);
    }
}
