/* Exact: immutable rational numbers, so that bands, ties and tolerances are decided on exact fractions.  Doubles exist
 * only where a workbook is read or written.  exact.c is the home of GMP.
 *
 * A value is a `const th_exact *` in an arena.  NULL means that there is no number, and a function that is given NULL
 * returns NULL, or 0.
 */
#ifndef TH_BASE_EXACT_H
#define TH_BASE_EXACT_H

#include "base/words.h"

typedef struct th_exact th_exact;

const th_exact *th_exact_int(th_arena *arena, long long value);
/* Reads "-12.5", "7", "1e3" or "123/216", with a decimal point and without grouping.  NULL when it is malformed, has
 * the denominator 0, or an exponent beyond 400 or below -400. */
const th_exact *th_exact_parse(th_arena *arena, th_str text);
/* The shortest decimal that reads back as the same double: 0.1 is one tenth.  NULL for NaN, infinity. */
const th_exact *th_exact_double(th_arena *arena, double value);

const th_exact *th_exact_add(th_arena *arena, const th_exact *a, const th_exact *b);
const th_exact *th_exact_sub(th_arena *arena, const th_exact *a, const th_exact *b);
const th_exact *th_exact_mul(th_arena *arena, const th_exact *a, const th_exact *b);
const th_exact *th_exact_div(th_arena *arena, const th_exact *a, const th_exact *b); /* NULL when b is 0 */
const th_exact *th_exact_neg(th_arena *arena, const th_exact *value);
const th_exact *th_exact_copy(th_arena *arena, const th_exact *value); /* NULL for NULL */
const th_exact *th_exact_abs(th_arena *arena, const th_exact *value);
/* To `decimals` places, 0 to 15: the first rounds half away from zero, the second cuts off. */
const th_exact *th_exact_round(th_arena *arena, const th_exact *value, int decimals);
const th_exact *th_exact_cut(th_arena *arena, const th_exact *value, int decimals);
const th_exact *th_exact_pow10(th_arena *arena, int exponent);

int th_exact_cmp(const th_exact *a, const th_exact *b);   /* -1 0 1; both must be numbers */
bool th_exact_same(const th_exact *a, const th_exact *b); /* equal, or both NULL */
int th_exact_sign(const th_exact *value);
bool th_exact_is_int(const th_exact *value);
/* How many decimals it takes to write the number exactly; max + 1 when it takes more than `max`. */
int th_exact_decimals(const th_exact *value, int max);

double th_exact_to_double(const th_exact *value); /* nearest */
/* The text for records: "1234.5" when it can be written in decimals, otherwise "123/216". */
th_str th_exact_text(th_arena *arena, const th_exact *value);
void th_exact_put(th_buf *out, const th_exact *value); /* the same behind what stands there; of NULL nothing */
/* The text for people, as Vietnamese write it: "1.234,5".  It is rounded half up to `decimals` places; with `trim`,
 * trailing zeros are left out. */
th_str th_exact_vi(th_arena *arena, const th_exact *value, int decimals, bool trim);
th_words th_exact_words(th_arena *arena, const th_exact *value, int decimals, bool trim); /* in English "1,234.5" */
/* How many decimals, `least` or more, tell the two apart once both are rounded: a sentence that holds one figure
 * against another must not show them alike.  `least` where they are equal. */
int th_exact_decimals_apart(th_arena *arena, const th_exact *one, const th_exact *other, int least);
/* The shortest text of a double that reads back as the same double, for `inspect`: "98.7". */
th_str th_double_text(th_arena *arena, double value);

#endif
