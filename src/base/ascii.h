/* Classes of ASCII characters, independent of the locale.
 *
 * Each takes a char, a byte or a code point: `long` holds all of them without a change of value.  Beyond ASCII, and for
 * the negative values of a signed char, every class says no and the conversions return their argument.
 */
#ifndef TH_BASE_ASCII_H
#define TH_BASE_ASCII_H

#include <stdbool.h>

static inline bool th_is_digit(long character)
{
    return character >= '0' && character <= '9';
}

static inline bool th_is_upper(long character)
{
    return character >= 'A' && character <= 'Z';
}

static inline bool th_is_lower(long character)
{
    return character >= 'a' && character <= 'z';
}

static inline bool th_is_letter(long character)
{
    return th_is_upper(character) || th_is_lower(character);
}

static inline bool th_is_alnum(long character)
{
    return th_is_letter(character) || th_is_digit(character);
}

/* Space, tab, line feed, vertical tab, form feed, carriage return: isspace() of the C locale. */
static inline bool th_is_space(long character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

/* Is it one of the characters of `list`?  NUL is none. */
static inline bool th_is_one_of(char character, const char *list)
{
    for (; *list; list++)
        if (*list == character)
            return true;
    return false;
}

/* The value of a hexadecimal digit; -1 for anything else. */
static inline int th_hex_value(long character)
{
    if (th_is_digit(character))
        return (int)(character - '0');
    if (character >= 'a' && character <= 'f')
        return (int)(character - 'a') + 10;
    return character >= 'A' && character <= 'F' ? (int)(character - 'A') + 10 : -1;
}

static inline long th_to_lower(long character)
{
    return th_is_upper(character) ? character - 'A' + 'a' : character;
}

static inline long th_to_upper(long character)
{
    return th_is_lower(character) ? character - 'a' + 'A' : character;
}

#endif
