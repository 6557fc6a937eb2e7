/* Fractions of 64 bits, computed with 128. */
#include "base/small_ratio.h"

#include "base/banned.h"

int64_t th_small_pow10(unsigned places)
{
    static const int64_t powers[TH_SMALL_MOST_PLACES + 1] = {1,
                                                             10,
                                                             100,
                                                             1000,
                                                             10000,
                                                             100000,
                                                             1000000,
                                                             10000000,
                                                             100000000,
                                                             1000000000,
                                                             10000000000,
                                                             100000000000,
                                                             1000000000000,
                                                             10000000000000,
                                                             100000000000000,
                                                             1000000000000000,
                                                             10000000000000000,
                                                             100000000000000000,
                                                             1000000000000000000};
    return powers[places];
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static th_unsigned_wide wide_common_divisor(th_unsigned_wide a, th_unsigned_wide b)
{
    while (b >> 64) {
        th_unsigned_wide rest = a % b;
        a = b;
        b = rest;
    }
    if (!b)
        return a;
    return common_divisor((uint64_t)b, (uint64_t)(a % b));
}

bool th_small_make(th_wide num, th_wide den, th_small_ratio *out)
{
    th_unsigned_wide size = num < 0 ? 0 - (th_unsigned_wide)num : (th_unsigned_wide)num;
    th_unsigned_wide below = (th_unsigned_wide)den;
    if (below != 1) {
        th_unsigned_wide common = wide_common_divisor(size, below);
        size /= common;
        below /= common;
    }
    if (size > INT64_MAX || below > INT64_MAX)
        return false;
    *out = (th_small_ratio){num < 0 ? -(int64_t)size : (int64_t)size, (int64_t)below};
    return true;
}

bool th_small_add(th_small_ratio a, th_small_ratio b, th_small_ratio *out)
{
    if (a.den == b.den)
        return th_small_make((th_wide)a.num + b.num, a.den, out);
    return th_small_make((th_wide)a.num * b.den + (th_wide)b.num * a.den, (th_wide)a.den * b.den, out);
}

bool th_small_mul(th_small_ratio a, th_small_ratio b, th_small_ratio *out)
{
    return th_small_make((th_wide)a.num * b.num, (th_wide)a.den * b.den, out);
}

bool th_small_div(th_small_ratio a, th_small_ratio b, th_small_ratio *out)
{
    th_wide num = (th_wide)a.num * b.den, den = (th_wide)a.den * b.num;
    return den < 0 ? th_small_make(-num, -den, out) : th_small_make(num, den, out);
}

int th_small_cmp(th_small_ratio a, th_small_ratio b)
{
    th_wide left = (th_wide)a.num * b.den, right = (th_wide)b.num * a.den;
    return (left > right) - (left < right);
}

int th_small_decimals(th_small_ratio value, int max)
{
    int64_t den = value.den;
    int twos = 0, fives = 0;
    for (; den % 2 == 0; den /= 2)
        twos++;
    for (; den % 5 == 0; den /= 5)
        fives++;
    int needed = twos > fives ? twos : fives;
    return den != 1 || needed > max ? max + 1 : needed;
}

bool th_small_scaled(th_small_ratio value, int places, bool half, uint64_t *out)
{
    if (places < 0 || places > TH_SMALL_MOST_PLACES)
        return false;
    th_unsigned_wide scaled = (th_unsigned_wide)th_small_size(value) * (uint64_t)th_small_pow10((unsigned)places);
    th_unsigned_wide den = (uint64_t)value.den;
    /* At most 63 + 60 bits, and one more for the double. */
    if (den != 1)
        scaled = half ? (2 * scaled + den) / (2 * den) : scaled / den;
    if (scaled > INT64_MAX)
        return false;
    *out = (uint64_t)scaled;
    return true;
}
