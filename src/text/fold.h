/* Label folding: the keys by which labels are compared.
 *
 * The strong key is NFC and lower case.  The ways of placing a tone are one (hoà = hòa), and so are kỹ and kĩ, the
 * look-alikes of đ, all kinds of dashes, of quotes and of spaces.  Invisible characters, trailing punctuation, a
 * trailing "(*)" and leading bullets ("- ", "+ ") are dropped.
 * The weak key is the strong one without diacritics (đ = d), with '-' and '_' as spaces.
 */
#ifndef TH_TEXT_FOLD_H
#define TH_TEXT_FOLD_H

#include "base/str.h"

#include <stdint.h>

/* From here on each key of a text is made only once in this arena: a workbook and a definition hold few different
 * texts, which are folded again and again. */
void th_fold_remember(th_arena *arena);
/* Where a caller may keep a pointer of its own with a text that is remembered; the pointer is NULL at first.  Returns
 * NULL when the text is not remembered. */
void **th_fold_kept(th_arena *arena, th_str text);

th_str th_fold(th_arena *arena, th_str label);
th_str th_fold_weak(th_arena *arena, th_str label);
bool th_fold_eq(th_arena *scratch, th_str a, th_str b); /* by the strong key */
/* The edit distance of two folded labels in characters; most + 1 when it is larger than `most`. */
size_t th_fold_distance(th_str a, th_str b, size_t most);
/* The nearest of `names` to `label`, at most a third of its length away, or SIZE_MAX.  For suggestions only. */
size_t th_fold_nearest(th_arena *scratch, th_str label, const th_str *names, size_t n);

/* Returns a lower-case vowel without its tone, which goes to *tone: 0 level, 1 grave, 2 acute, 3 hook, 4 tilde, 5
 * dot. */
uint32_t th_fold_split_tone(uint32_t c, unsigned *tone);

#endif
