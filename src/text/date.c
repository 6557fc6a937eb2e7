/* Dates in Vietnamese writing, and serials of the 1900 system. */
#include "text/value.h"

#include "text/fold.h"

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

/* Up to four whole numbers of a text and what stands between them. */
static size_t numbers_in(th_str s, long numbers[4], size_t digits[4], char between[4])
{
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            if (n > 0 && n <= 4 && between[n - 1] == 0)
                between[n - 1] = s.ptr[i];
            i++;
            continue;
        }
        if (n == 4)
            return 5;
        long value = 0;
        size_t from = i;
        while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && i - from < 9)
            value = value * 10 + (s.ptr[i++] - '0');
        numbers[n] = value;
        digits[n] = i - from;
        between[n++] = 0;
    }
    return n;
}

bool th_date_parse(th_str text, int *year, int *month, int *day)
{
    long n[4];
    size_t digits[4];
    char between[4];
    th_str s = th_str_trim(text);
    size_t t = th_str_find(s, TH_STR("T"), 0);
    if (s.len >= 10 && s.ptr[4] == '-' && (t == 10 || (s.len > 10 && s.ptr[10] == ' ')))
        s.len = 10; /* ISO with a time */
    size_t found = numbers_in(s, n, digits, between);
    if (found != 3)
        return false;
    bool iso = digits[0] == 4 && between[0] == '-';
    bool vietnamese = between[0] == ' ' && between[1] == ' ' && th_str_find(s, TH_STR("th"), 0) != SIZE_MAX;
    bool slashed = (between[0] == '/' || between[0] == '-' || between[0] == '.') && between[1] == between[0];
    if (!iso && !vietnamese && !slashed)
        return false;
    long y = iso ? n[0] : n[2], m = n[1], d = iso ? n[2] : n[0];
    if (!iso && digits[2] == 2)
        y += y < 50 ? 2000 : 1900;
    if (!valid((int)y, (int)m, (int)d))
        return false;
    *year = (int)y;
    *month = (int)m;
    *day = (int)d;
    return true;
}
