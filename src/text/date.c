/* Dates as Vietnamese write them, and the serial numbers of the 1900 date system. */
#include "base/ascii.h"
#include "text/value.h"

#include "base/banned.h"

/* The serial of 1900-02-29, a day that only Excel knows: it takes 1900 for a leap year, as Lotus 1-2-3 did. */
enum { LEAP_BUG = 60 };

/* Days from 0000-03-01 to the first of March of `year`. */
static long days_before(long year)
{
    return 365 * year + year / 4 - year / 100 + year / 400;
}

/* Days since 0000-03-01 of the proleptic Gregorian calendar.  Years are counted from March, which puts the leap day at
 * their end. */
static long days_of(int year, int month, int day)
{
    long since = month <= 2 ? year - 1 : year;
    long months = month <= 2 ? month + 9 : month - 3;
    return days_before(since) + (153 * months + 2) / 5 + day - 1;
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
    long days = days_of(1899, 12, 31) + (serial > LEAP_BUG ? serial - 1 : serial);
    /* The mean year of 365.2425 days gives the year, or the one after it. */
    long since = (10000 * days + 14780) / 3652425;
    if (days < days_before(since))
        since--;
    long rest = days - days_before(since);
    long months = (100 * rest + 52) / 3060;
    *month = (int)((months + 2) % 12 + 1);
    *year = (int)(since + (months + 2) / 12);
    *day = (int)(rest - (months * 306 + 5) / 10 + 1);
}

static bool valid(int year, int month, int day)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1])
        return false;
    return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

typedef struct part {
    long value;
    size_t digits, at, end;
} part;

/* Finds the first three whole numbers from `at` on.  False when there are fewer, or one has more than four digits. */
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

/* What separates two numbers of a date: a single character for itself, 'w' for the words "tháng" and "năm", NUL for
 * anything else. */
static char between(th_str s, const part *a, const part *b)
{
    th_str gap = th_str_trim(th_str_sub(s, a->end, b->at - a->end));
    if (gap.len == 1)
        return gap.ptr[0];
    bool month = th_str_starts(gap, TH_STR("tháng")) || th_str_starts(gap, TH_STR("Tháng"));
    return month || th_str_starts(gap, TH_STR("năm")) || th_str_starts(gap, TH_STR("Năm")) ? 'w' : '\0';
}

/* May `tail` follow a date?  It may be empty, a full stop, or a time of day. */
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

/* May `head` precede a date?  It may be empty, or words that end in "ngày", as in "Sơn La, ngày 5 tháng 1". */
static bool starts_well(th_str head)
{
    head = th_str_trim(head);
    return head.len == 0 || th_str_ends(head, TH_STR("ngày")) || th_str_ends(head, TH_STR("Ngày")) ||
           th_str_ends(head, TH_STR("NGÀY"));
}

bool th_date_parse(th_str text, int *year, int *month, int *day)
{
    part parts[3];
    th_str s = th_str_trim(text);
    if (!three_numbers(s, 0, parts) || !starts_well(th_str_sub(s, 0, parts[0].at)) ||
        !ends_well(th_str_sub(s, parts[2].end, s.len)))
        return false;
    char first = between(s, &parts[0], &parts[1]), second = between(s, &parts[1], &parts[2]);
    if (first != second || (first != '/' && first != '-' && first != '.' && first != 'w'))
        return false;
    bool iso = parts[0].digits == 4 && first != 'w';
    const part *of_year = iso ? &parts[0] : &parts[2];
    const part *of_day = iso ? &parts[2] : &parts[0];
    if (of_day->digits > 2 || (!iso && of_year->digits != 4 && of_year->digits != 2))
        return false;
    int full = (int)of_year->value;
    if (of_year->digits == 2)
        full += full < 50 ? 2000 : 1900;
    if (!valid(full, (int)parts[1].value, (int)of_day->value))
        return false;
    *year = full;
    *month = (int)parts[1].value;
    *day = (int)of_day->value;
    return true;
}
