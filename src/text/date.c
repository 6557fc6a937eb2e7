/* Dates in Vietnamese writing, and serials of the 1900 system. */
#include "base/ascii.h"
#include "text/value.h"

#include "base/banned.h"

enum { LEAP_BUG = 60 /* 1900-02-29, which Excel believes in */ };

/* Days since 0000-03-01 of the proleptic Gregorian calendar. */
static long days_of(int y, int m, int d)
{
    long year = m <= 2 ? y - 1 : y;
    long month = m <= 2 ? m + 9 : m - 3;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + d - 1;
}

int th_date_serial(int year, int month, int day)
{
    long serial = days_of(year, month, day) - (days_of(1899, 12, 31));
    return (int)(serial >= LEAP_BUG ? serial + 1 : serial);
}

void th_date_of_serial(int serial, int *year, int *month, int *day)
{
    if (serial == LEAP_BUG) {
        *year = 1900;
        *month = 2;
        *day = 29;
        return;
    }
    long n = days_of(1899, 12, 31) + (serial > LEAP_BUG ? serial - 1 : serial);
    long y = (10000 * n + 14780) / 3652425;
    long rest = n - (365 * y + y / 4 - y / 100 + y / 400);
    if (rest < 0) {
        y--;
        rest = n - (365 * y + y / 4 - y / 100 + y / 400);
    }
    long mi = (100 * rest + 52) / 3060;
    *month = (int)((mi + 2) % 12 + 1);
    *year = (int)(y + (mi + 2) / 12);
    *day = (int)(rest - (mi * 306 + 5) / 10 + 1);
}

static bool valid(int y, int m, int d)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1900 || y > 9999 || m < 1 || m > 12 || d < 1 || d > lengths[m - 1])
        return false;
    return m != 2 || d < 29 || (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
}

typedef struct part {
    long value;
    size_t digits, at, end;
} part;

/* The first three whole numbers from `at` on; false when there are fewer or one is too long. */
static bool three_numbers(th_str s, size_t at, part parts[3])
{
    for (size_t n = 0; n < 3; n++) {
        while (at < s.len && !th_is_digit(s.ptr[at]))
            at++;
        parts[n] = (part){.at = at};
        for (; at < s.len && th_is_digit(s.ptr[at]); at++)
            if (++parts[n].digits <= 4)
                parts[n].value = parts[n].value * 10 + (s.ptr[at] - '0');
        parts[n].end = at;
        if (parts[n].digits == 0 || parts[n].digits > 4)
            return false;
    }
    return true;
}

/* What stands between two numbers: one of "/-." with or without spaces gives that sign; words give 'w'. */
static char between(th_str s, const part *a, const part *b)
{
    th_str gap = th_str_trim(th_str_sub(s, a->end, b->at - a->end));
    if (gap.len == 1)
        return gap.ptr[0];
    bool month = th_str_starts(gap, TH_STR("tháng")) || th_str_starts(gap, TH_STR("Tháng"));
    return month || th_str_starts(gap, TH_STR("năm")) || th_str_starts(gap, TH_STR("Năm")) ? 'w' : '\0';
}

/* Behind a date: nothing, a full stop, or a time of day. */
static bool ends_well(th_str tail)
{
    if (tail.len && (tail.ptr[0] == 'T' || tail.ptr[0] == 't'))
        return true;
    tail = th_str_trim(tail);
    for (size_t i = 0; i < tail.len; i++)
        if (!th_is_digit(tail.ptr[i]) && tail.ptr[i] != ':' && tail.ptr[i] != '.' && tail.ptr[i] != ' ')
            return false;
    return tail.len == 0 || !th_is_digit(tail.ptr[0]) || th_str_find(tail, TH_STR(":"), 0) != SIZE_MAX;
}

/* Before a date: nothing, or words whose last is "ngày" ("Sơn La, ngày"). */
static bool starts_well(th_str head)
{
    head = th_str_trim(head);
    return head.len == 0 || th_str_ends(head, TH_STR("ngày")) || th_str_ends(head, TH_STR("Ngày")) ||
           th_str_ends(head, TH_STR("NGÀY"));
}

bool th_date_parse(th_str text, int *year, int *month, int *day)
{
    part p[3];
    th_str s = th_str_trim(text);
    if (!three_numbers(s, 0, p) || !starts_well(th_str_sub(s, 0, p[0].at)) ||
        !ends_well(th_str_sub(s, p[2].end, s.len)))
        return false;
    char first = between(s, &p[0], &p[1]), second = between(s, &p[1], &p[2]);
    if (first != second || (first != '/' && first != '-' && first != '.' && first != 'w'))
        return false;
    bool iso = p[0].digits == 4 && first != 'w';
    if (iso ? p[2].digits > 2 : p[0].digits > 2 || (p[2].digits != 4 && p[2].digits != 2))
        return false;
    long y = iso ? p[0].value : p[2].value;
    long m = p[1].value;
    long d = iso ? p[2].value : p[0].value;
    if (!iso && p[2].digits == 2)
        y += y < 50 ? 2000 : 1900;
    if (!valid((int)y, (int)m, (int)d))
        return false;
    *year = (int)y;
    *month = (int)m;
    *day = (int)d;
    return true;
}
