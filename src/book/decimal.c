/* Reading numbers of XML as doubles: short ones by exact arithmetic, all others by strtod. */
#include "book/decimal.h"

#include "base/ascii.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/banned.h"

enum { LONGEST = 400, EXACT_DIGITS = 15 };

/* Few digits and a small power of ten are both exact as doubles, so their quotient is rounded only once, to the
 * nearest double (Clinger). */
static bool read_short(th_str s, double *out)
{
    static const double tens[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    if (s.len == 0 || s.len > EXACT_DIGITS + 2) /* a sign and a point */
        return false;
    const char *at = s.ptr, *end = s.ptr + s.len;
    bool minus = *at == '-';
    at += minus;
    uint64_t mantissa = 0;
    const char *from = at;
    while (at < end && th_is_digit(*at))
        mantissa = mantissa * 10 + (uint64_t)(*at++ - '0');
    size_t digits = (size_t)(at - from), scale = 0;
    if (at < end && *at == '.') {
        from = ++at;
        while (at < end && th_is_digit(*at))
            mantissa = mantissa * 10 + (uint64_t)(*at++ - '0');
        scale = (size_t)(at - from);
        digits += scale;
    }
    if (at != end || digits == 0 || digits > EXACT_DIGITS)
        return false;
    *out = scale ? (double)mantissa / tens[scale] : (double)mantissa;
    if (minus)
        *out = -*out;
    return true;
}

bool th_decimal_read(th_str text, double *out)
{
    char copy[LONGEST], *end;
    if (read_short(text, out))
        return true;
    text = th_str_trim(text);
    if (text.len == 0 || text.len >= sizeof copy)
        return false;
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!(th_is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'))
            return false;
        digit = digit || th_is_digit(c);
        copy[i] = c;
    }
    copy[text.len] = '\0';
    *out = strtod(copy, &end); /* the program never leaves the C locale */
    return digit && *end == '\0' && isfinite(*out);
}
