/* Names of units in a text. */
#ifndef TH_FACT_UNIT_NAMES_H
#define TH_FACT_UNIT_NAMES_H

#include "form/definition.h"

typedef th_str (*th_folding)(th_arena *, th_str);

/* A name of a unit, `len` bytes of a folded text from `at` on. */
typedef struct th_mention {
    uint32_t unit;
    size_t at, len;
} th_mention;
typedef struct th_mentions {
    th_mention *at;
    size_t n, cap;
} th_mentions;

/* Is the byte of folded text part of a word?  Its letters are lower case; beyond ASCII there are letters only. */
bool th_is_word_byte(char c);
/* Offset of `needle` as whole words inside `text` at or after `from`, or SIZE_MAX; both folded. */
size_t th_find_words(th_str text, th_str needle, size_t from);
/* Adds each place where the folded name stands in the folded text. */
void th_mentions_of_name(th_arena *arena, th_mentions *named, uint32_t unit, th_str text, th_str name);
/* A name inside a longer one ("Hà" in "Hà Giang") does not count. */
bool th_is_inside_another(const th_mentions *named, size_t i);
/* The one unit that the text names, folded by `fold`; TH_NONE: none, or *several. */
uint32_t th_unit_in(th_arena *arena, const th_definition *d, th_str text, th_folding fold, bool *several);

#endif
