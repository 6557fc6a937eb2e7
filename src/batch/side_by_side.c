/* Two files with the same form: which figures are the same, which are not. */
#include "batch/side_by_side.h"

#include <stdlib.h>

#include "base/banned.h"

static int by_index_number(uint32_t one, uint32_t other)
{
    return (one > other) - (one < other);
}

static int by_slot(const th_fact *one, const th_fact *other)
{
    int order = by_index_number(one->item, other->item);
    if (!order)
        order = by_index_number(one->indicator, other->indicator);
    return order ? order : by_index_number((uint32_t)one->measure, (uint32_t)other->measure);
}

static int by_slot_in_array(const void *left, const void *right)
{
    const th_fact *const *one = left, *const *other = right;
    return by_slot(*one, *other);
}

void th_form_facts_sort(th_form_facts *facts)
{
    if (facts->n > 1)
        qsort(facts->at, facts->n, sizeof(const th_fact *), by_slot_in_array);
}

static bool states_nothing(const th_fact *fact)
{
    return !fact || fact->value.state == TH_STATE_BLANK || fact->value.state == TH_STATE_ABSENT;
}

/* Do both say the same?  What was understood decides, not how it is written: "1.542" and 1542 are the same. */
static bool same_figure(const th_fact *one, const th_fact *other)
{
    if (states_nothing(one) || states_nothing(other))
        return states_nothing(one) && states_nothing(other);
    const th_value *a = &one->value, *b = &other->value;
    if (a->state == TH_STATE_UNREADABLE && b->state == TH_STATE_UNREADABLE)
        return th_str_eq(one->raw, other->raw);
    return th_value_states_same(a, b);
}

/* Rows of the list that the facts are cells of. */
static uint32_t rows_of(const th_form_facts *facts)
{
    return facts->n ? facts->at[facts->n - 1]->item : 0;
}

th_pairs th_side_by_side(th_arena *arena, const th_form_facts *one, const th_form_facts *other)
{
    th_pairs pairs = {.rows_one = rows_of(one), .rows_other = rows_of(other)};
    bool same_rows = pairs.rows_one == pairs.rows_other;
    for (size_t i = 0, k = 0; i < one->n || k < other->n;) {
        int order = i == one->n ? 1 : -1;
        if (i < one->n && k < other->n)
            order = by_slot(one->at[i], other->at[k]);
        th_pair pair = {.there = order <= 0 ? one->at[i] : other->at[k]};
        if (order <= 0)
            pair.one = one->at[i];
        if (order >= 0)
            pair.other = other->at[k];
        i += order <= 0;
        k += order >= 0;
        if ((pair.there->item > 0 && !same_rows) || !same_figure(pair.one, pair.other))
            TH_PUSH(arena, pairs.at, pairs.n, pairs.cap, pair);
    }
    return pairs;
}
