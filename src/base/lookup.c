/* The hash table behind th_lookup. */
#include "base/lookup.h"

#include "base/banned.h"

enum { FEWEST_SLOTS = 16 };

static uint64_t hash_of_key(th_str key)
{
    uint64_t hash = 14695981039346656037U; /* FNV-1a */
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.ptr[i]) * 1099511628211U;
    return hash ^ hash >> 29;
}

/* The slot that holds the key, or the free one where it would stand. */
static th_lookup_entry *slot_of_key(const th_lookup *lookup, th_str key)
{
    for (size_t i = (size_t)hash_of_key(key);; i++) {
        th_lookup_entry *slot = &lookup->slots[i & (lookup->nslots - 1)];
        if (!slot->used || th_str_eq(slot->key, key))
            return slot;
    }
}

uint32_t *th_lookup_find(const th_lookup *lookup, th_str key)
{
    th_lookup_entry *slot = lookup->n ? slot_of_key(lookup, key) : NULL;
    return slot && slot->used ? &slot->value : NULL;
}

static void double_slots(th_lookup *lookup, th_arena *arena)
{
    th_lookup wider = {.nslots = lookup->nslots ? 2 * lookup->nslots : FEWEST_SLOTS, .n = lookup->n};
    wider.slots = th_arena_array(arena, wider.nslots, sizeof *wider.slots);
    for (size_t i = 0; i < lookup->nslots; i++)
        if (lookup->slots[i].used)
            *slot_of_key(&wider, lookup->slots[i].key) = lookup->slots[i];
    *lookup = wider;
}

uint32_t *th_lookup_at(th_lookup *lookup, th_arena *arena, th_str key)
{
    uint32_t *known = th_lookup_find(lookup, key);
    if (known)
        return known;
    if (2 * lookup->n >= lookup->nslots)
        double_slots(lookup, arena);
    th_lookup_entry *slot = slot_of_key(lookup, key);
    *slot = (th_lookup_entry){.key = th_str_copy(arena, key), .used = true};
    lookup->n++;
    return &slot->value;
}
