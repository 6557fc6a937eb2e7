/* Numbers by keys, found in a moment however many there are.  A key is bytes: a text, or th_key_of() some numbers.
 *
 * Memory is that of the arena that each call names, which must be the same one.  `= {0}` is an empty lookup.
 */
#ifndef TH_BASE_LOOKUP_H
#define TH_BASE_LOOKUP_H

#include "base/str.h"

#include <stdint.h>

typedef struct th_lookup_entry {
    th_str key; /* its bytes are the lookup's */
    uint32_t value;
    bool used;
} th_lookup_entry;

typedef struct th_lookup {
    th_lookup_entry *slots; /* open addressing */
    size_t nslots, n;       /* a power of two, at most half of them used */
} th_lookup;

/* The value at the key, which may be written to, or NULL.  It is valid until the next new key. */
uint32_t *th_lookup_find(const th_lookup *lookup, th_str key);

/* The value at the key; a new key has the value 0, and is copied. */
uint32_t *th_lookup_at(th_lookup *lookup, th_arena *arena, th_str key);

/* A key of numbers: a view of the array. */
#define th_key_of(numbers) ((th_str){(const char *)(numbers), sizeof(numbers)})

#endif
