/* Reading dates, times and durations of ISO 8601 as days. */
#include "book/iso.h"

#include "base/ascii.h"

#include "text/value.h"

#include "base/banned.h"

enum { EPOCH_1904 = 1462 };

/* Reads `least` to `most` digits at *at. */
static bool take_int(th_str s, size_t *at, size_t least, size_t most, uint32_t *out)
{
    size_t n = 0;
    *out = 0;
    while (n < most && *at < s.len && th_is_digit(s.ptr[*at])) {
        *out = *out * 10 + (uint32_t)(s.ptr[(*at)++] - '0');
        n++;
    }
    return n >= least;
}

static bool take_char(th_str s, size_t *at, char c)
{
    if (*at >= s.len || s.ptr[*at] != c)
        return false;
    (*at)++;
    return true;
}

static double take_fraction(th_str s, size_t *at)
{
    double value = 0, unit = 0.1;
    if (!take_char(s, at, '.') && !take_char(s, at, ','))
        return 0;
    for (; *at < s.len && th_is_digit(s.ptr[*at]); (*at)++, unit /= 10)
        value += unit * (s.ptr[*at] - '0');
    return value;
}

static bool is_day(uint32_t year, uint32_t month, uint32_t day_number)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day_number >= 1 &&
           day_number <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* Reads a time such as "13:30" or "13:30:00.5", with or without "Z". */
static bool take_clock(th_str s, size_t *at, double *seconds)
{
    uint32_t hours, min, sec = 0;
    double fraction = 0;
    if (!take_int(s, at, 2, 2, &hours) || !take_char(s, at, ':') || !take_int(s, at, 2, 2, &min) || hours > 24 ||
        min > 59)
        return false;
    if (take_char(s, at, ':')) {
        if (!take_int(s, at, 2, 2, &sec) || sec > 60)
            return false;
        fraction = take_fraction(s, at);
    }
    take_char(s, at, 'Z');
    *seconds = (double)(hours * 3600 + min * 60 + sec) + fraction;
    return true;
}

bool th_iso_clock(th_str text, double *days)
{
    size_t at = 0;
    double seconds = 0;
    text = th_str_trim(text);
    take_char(text, &at, 'T');
    if (!take_clock(text, &at, &seconds) || at != text.len)
        return false;
    *days = seconds / 86400;
    return true;
}

bool th_iso_date(th_str text, double *serial)
{
    uint32_t year, month, day_number;
    double seconds = 0;
    size_t at = 0;
    text = th_str_trim(text);
    if (!take_int(text, &at, 4, 4, &year) || !take_char(text, &at, '-') || !take_int(text, &at, 2, 2, &month) ||
        !take_char(text, &at, '-') || !take_int(text, &at, 2, 2, &day_number))
        return false;
    bool leap_bug = year == 1900 && month == 2 && day_number == 29; /* day 60 of Excel's calendar, which never was */
    if (!leap_bug && !is_day(year, month, day_number))
        return false;
    if (take_char(text, &at, 'T') && !take_clock(text, &at, &seconds))
        return false;
    if (at != text.len)
        return false;
    /* A time of day is the day 0 of OpenDocument's own calendar, 1899-12-30. */
    bool zero = year == 1899 && month == 12 && day_number == 30;
    if (year < 1900 && !zero)
        return false;
    int day = 0;
    if (leap_bug)
        day = 60;
    else if (!zero)
        day = th_date_serial((int)year, (int)month, (int)day_number);
    *serial = day + seconds / 86400;
    return true;
}

bool th_iso_duration(th_str text, double *days)
{
    size_t at = 0;
    double seconds = 0;
    text = th_str_trim(text);
    bool minus = take_char(text, &at, '-'), in_time = false, any = false;
    if (!take_char(text, &at, 'P'))
        return false;
    while (at < text.len) {
        uint32_t n;
        if (!in_time && take_char(text, &at, 'T')) {
            in_time = true;
            continue;
        }
        if (!take_int(text, &at, 1, 9, &n))
            return false;
        double part = n + take_fraction(text, &at);
        char unit = at < text.len ? text.ptr[at++] : 0;
        if (!in_time && unit == 'D')
            seconds += part * 86400;
        else if (in_time && unit == 'H')
            seconds += part * 3600;
        else if (in_time && unit == 'M')
            seconds += part * 60;
        else if (in_time && unit == 'S')
            seconds += part;
        else
            return false;
        any = true;
    }
    *days = (minus ? -seconds : seconds) / 86400;
    return any;
}

bool th_iso_serial(th_str text, bool date1904, double *serial)
{
    text = th_str_trim(text);
    if (th_str_eq(text, TH_STR("1899-12-31"))) /* Excel's day 0 */
        text = TH_STR("00:00");
    else if (th_str_starts(text, TH_STR("1899-12-31T")))
        text = th_str_sub(text, 10, text.len);
    if (!th_iso_date(text, serial))
        return th_iso_clock(text, serial) || th_iso_duration(text, serial);
    *serial -= date1904 && *serial >= 1 ? EPOCH_1904 : 0;
    return true;
}
