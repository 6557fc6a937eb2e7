/* Label folding: the keys under which labels are compared.
 *
 * Strong key: NFC, lower case, tone placement (hoà = hòa), kỹ = kĩ, Ð/Ɖ = Đ, dash
 * and quote kinds, every kind of space to one, invisible characters dropped,
 * trailing punctuation, a trailing "(*)" and leading bullets ("- ", "+ ") dropped.
 * Weak key: the strong key without diacritics (đ = d), with '-' and '_' as spaces.
 */
#ifndef TH_TEXT_FOLD_H
#define TH_TEXT_FOLD_H

#include "base/str.h"

#include <stdint.h>

th_str th_fold(th_arena *arena, th_str label);
th_str th_fold_weak(th_arena *arena, th_str label);
bool th_fold_eq(th_arena *scratch, th_str a, th_str b); /* by the strong key */
/* Edit distance of two folded labels, in characters, given up beyond `most` (returns most + 1). */
size_t th_fold_distance(th_str a, th_str b, size_t most);
/* The nearest of `names` to `label` within a third of its length, or SIZE_MAX. For suggestions only. */
size_t th_fold_nearest(th_arena *scratch, th_str label, const th_str *names, size_t n);

/* The tone of a lower-case vowel (0 level, 1 grave, 2 acute, 3 hook, 4 tilde, 5 dot) and the vowel without it. */
uint32_t th_fold_split_tone(uint32_t c, unsigned *tone);

#endif
