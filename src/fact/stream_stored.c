/* In the record stream: last year's figures, of which each unit is to have one. */
#include "base/lookup.h"
#include "fact/stream_words.h"

#include "base/banned.h"

static bool is_same_value(const th_value *one, const th_value *other)
{
    if (one->state != other->state || !one->num != !other->num)
        return false;
    return one->num ? th_exact_cmp(one->num, other->num) == 0 : th_str_eq(one->text, other->text);
}

size_t th_stream_take_stored(th_dataset *ds, const th_dataset *from)
{
    enum { TAKEN = 0, SAID_ALREADY, DISPUTED };
    th_arena *scratch = th_arena_scratch(ds->arena);
    th_lookup first = {0}; /* 1 + the first fact about a figure */
    char *fate = th_arena_array(scratch, from->nfacts + 1, 1);
    size_t disputed = 0;
    for (size_t i = 0; i < from->nfacts; i++) {
        const th_fact *fact = &from->facts[i];
        const uint32_t key[] = {fact->unit, fact->indicator, (uint32_t)fact->measure, fact->item};
        uint32_t *at = th_lookup_at(&first, scratch, th_key_of(key));
        const th_fact *before = *at ? &from->facts[*at - 1] : NULL;
        if (!before)
            *at = (uint32_t)i + 1;
        else if (before->source != fact->source && is_same_value(&before->value, &fact->value))
            fate[i] = SAID_ALREADY;
        else if (before->source != fact->source)
            fate[i] = fate[*at - 1] = DISPUTED;
    }
    for (size_t i = 0; i < from->nfacts; i++) {
        th_fact fact = from->facts[i];
        fact.source = 0;
        disputed += fate[i] == DISPUTED;
        if (fate[i] == TAKEN)
            TH_PUSH(ds->arena, ds->stored, ds->nstored, ds->stored_cap, fact);
    }
    th_arena_free(scratch);
    return disputed;
}
