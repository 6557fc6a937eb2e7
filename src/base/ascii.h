/* Classes of ASCII characters, independent of the locale.
 *
 * Each takes a char, a byte or a code point: `long` holds all of them without a change of value.  Beyond ASCII, and for
 * the negative values of a signed char, every class says no and the conversions return their argument.
 */
#ifndef TH_BASE_ASCII_H
#define TH_BASE_ASCII_H

#include <stdbool.h>

static inline bool th_is_digit(long c)
{
    return c >= '0' && c <= '9';
}

static inline bool th_is_upper(long c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool th_is_lower(long c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool th_is_letter(long c)
{
    return th_is_upper(c) || th_is_lower(c);
}

static inline bool th_is_alnum(long c)
{
    return th_is_letter(c) || th_is_digit(c);
}

/* Space, tab, line feed, vertical tab, form feed, carriage return: isspace() of the C locale. */
static inline bool th_is_space(long c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The value of a hexadecimal digit; -1 for anything else. */
static inline int th_hex_value(long c)
{
    if (th_is_digit(c))
        return (int)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (int)(c - 'a') + 10;
    return c >= 'A' && c <= 'F' ? (int)(c - 'A') + 10 : -1;
}

static inline long th_to_lower(long c)
{
    return th_is_upper(c) ? c - 'A' + 'a' : c;
}

static inline long th_to_upper(long c)
{
    return th_is_lower(c) ? c - 'a' + 'A' : c;
}

#endif
