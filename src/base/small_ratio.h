/* Fractions of whole numbers of 64 bits: nearly all that a form holds.  Each function says false where the result needs
 * more, and whoever asked computes it in another way.
 *
 * Invariant: in lowest terms, the denominator above 0, the numerator not the least number of 64 bits.
 */
#ifndef TH_BASE_SMALL_RATIO_H
#define TH_BASE_SMALL_RATIO_H

#include <stdbool.h>
#include <stdint.h>

typedef struct th_small_ratio {
    int64_t num, den;
} th_small_ratio;

__extension__ typedef __int128 th_wide;
__extension__ typedef unsigned __int128 th_unsigned_wide;

enum { TH_SMALL_MOST_PLACES = 18 }; /* 10 to the 18 fits */

int64_t th_small_pow10(unsigned places);
/* Brings num/den, den > 0, to lowest terms. */
bool th_small_make(th_wide num, th_wide den, th_small_ratio *out);
bool th_small_add(th_small_ratio a, th_small_ratio b, th_small_ratio *out);
bool th_small_mul(th_small_ratio a, th_small_ratio b, th_small_ratio *out);
bool th_small_div(th_small_ratio a, th_small_ratio b, th_small_ratio *out); /* b is not 0 */
int th_small_cmp(th_small_ratio a, th_small_ratio b);                       /* -1 0 1 */
/* How many decimals it takes to write it; max + 1 when it takes more than `max`. */
int th_small_decimals(th_small_ratio value, int max);
/* |value| times 10 to the `places`, a whole number: what is left over is cut off, or rounds half up. */
bool th_small_scaled(th_small_ratio value, int places, bool half, uint64_t *out);

static inline th_small_ratio th_small_neg(th_small_ratio value)
{
    return (th_small_ratio){-value.num, value.den};
}

static inline uint64_t th_small_size(th_small_ratio value) /* of the numerator, without its sign */
{
    return (uint64_t)(value.num < 0 ? -value.num : value.num);
}

#endif
