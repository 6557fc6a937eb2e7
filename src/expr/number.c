/* Numbers as they are typed into a definition. */
#include "expr/number.h"

#include "base/ascii.h"

#include "base/banned.h"

enum { GROUP = 3, MOST_DIGITS = 40 };

static bool digit_at(th_str s, size_t at)
{
    return at < s.len && th_is_digit(s.ptr[at]);
}

size_t th_number_span(th_str s, size_t at)
{
    size_t end = at;
    while (digit_at(s, end) ||
           (end > at && end < s.len && (s.ptr[end] == '.' || s.ptr[end] == ',') && digit_at(s, end + 1)))
        end++;
    return end - at;
}

/* "201.500.000": a first group of one to three digits that does not begin with 0, then groups of three. */
static bool is_grouped(th_str whole)
{
    th_str rest = whole, group;
    for (size_t i = 0; th_str_cut(&rest, '.', &group); i++)
        if (i ? group.len != GROUP : group.len == 0 || group.len > GROUP || group.ptr[0] == '0')
            return false;
    return true;
}

th_number_fault th_number_digits(th_arena *arena, th_str digits, const th_exact **num)
{
    size_t points = 0, commas = 0, last_point = 0, comma = digits.len;
    for (size_t i = 0; i < digits.len; i++) {
        points += digits.ptr[i] == '.';
        commas += digits.ptr[i] == ',';
        last_point = digits.ptr[i] == '.' ? i : last_point;
        comma = digits.ptr[i] == ',' && comma == digits.len ? i : comma;
    }
    if (commas > 1 || (points && last_point > comma) || digits.len > MOST_DIGITS)
        return TH_NUMBER_MALFORMED;
    th_str whole = th_str_sub(digits, 0, comma);
    bool grouped = points && is_grouped(whole);
    if (points == 1 && !commas && grouped)
        return TH_NUMBER_AMBIGUOUS;
    if (!grouped && (points > 1 || (points && commas)))
        return TH_NUMBER_MALFORMED;
    th_buf plain;
    th_buf_init(&plain, arena);
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] == '.' && grouped)
            continue;
        th_buf_byte(&plain, digits.ptr[i] == ',' ? '.' : digits.ptr[i]);
    }
    *num = th_exact_parse(arena, th_buf_str(&plain));
    return *num ? TH_NUMBER_OK : TH_NUMBER_MALFORMED;
}

th_number_fault th_number_read(th_arena *arena, th_str cell, const th_exact **num, bool *percent)
{
    th_str s = th_str_trim(cell);
    bool minus = th_str_starts(s, TH_STR("-"));
    if (minus || th_str_starts(s, TH_STR("+")))
        s = th_str_trim(th_str_sub(s, 1, s.len));
    *percent = th_str_ends(s, TH_STR("%"));
    if (*percent)
        s = th_str_trim(th_str_sub(s, 0, s.len - 1));
    if (s.len == 0 || th_number_span(s, 0) != s.len)
        return TH_NUMBER_MALFORMED;
    th_number_fault fault = th_number_digits(arena, s, num);
    if (fault == TH_NUMBER_OK && minus)
        *num = th_exact_neg(arena, *num);
    return fault;
}
