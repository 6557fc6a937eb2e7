#include "book/decimal.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/banned.h"

enum { LONGEST = 400, EXACT_DIGITS = 15, EXACT_TENS = 22 };

/* Few digits and a small power of ten are both exact doubles, so their quotient is the nearest one (Clinger). */
static bool read_short(th_str s, double *out)
{
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    bool minus = s.len > 0 && s.ptr[0] == '-', point = false;
    uint64_t m = 0;
    unsigned digits = 0, scale = 0;
    for (size_t i = minus; i < s.len; i++) {
        if (s.ptr[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || digits == EXACT_DIGITS || scale == EXACT_TENS)
            return false;
        m = m * 10 + (uint64_t)(s.ptr[i] - '0');
        digits++;
        scale += point;
    }
    *out = (double)m / tens[scale];
    if (minus)
        *out = -*out;
    return digits > 0;
}

bool th_decimal_read(th_str text, double *out)
{
    char copy[LONGEST], *end;
    text = th_str_trim(text);
    if (read_short(text, out))
        return true;
    if (text.len == 0 || text.len >= sizeof copy)
        return false;
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'))
            return false;
        digit = digit || (c >= '0' && c <= '9');
        copy[i] = c;
    }
    copy[text.len] = '\0';
    *out = strtod(copy, &end); /* the program never leaves the C locale */
    return digit && *end == '\0' && isfinite(*out);
}
