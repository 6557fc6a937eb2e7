/* Moments by the local time of the machine. */
#define _DEFAULT_SOURCE /* timegm */
#include "batch/moments.h"

#include "text/value.h"

#include <time.h>

#include "base/banned.h"

enum { LONGEST_MOMENT = 64 };

int64_t th_moment_now(void)
{
    return (int64_t)time(NULL);
}

bool th_moment_parse(th_str text, int64_t *moment)
{
    int year, month, day;
    size_t gap = th_str_find(text, TH_STR(" "), 0);
    th_str clock = gap == SIZE_MAX ? (th_str){0} : th_str_sub(text, gap + 1, text.len);
    if (!th_date_parse(th_str_sub(text, 0, gap), &year, &month, &day))
        return false;
    long hours = 0, minutes = 0;
    if (clock.len) {
        th_str head;
        if (!th_str_cut(&clock, ':', &head) || !th_str_to_long(head, &hours) || !th_str_to_long(clock, &minutes) ||
            hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
            return false;
    }
    struct tm local = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_isdst = -1};
    local.tm_hour = (int)hours;
    local.tm_min = (int)minutes;
    *moment = (int64_t)mktime(&local);
    return *moment != -1;
}

static struct tm local_of(int64_t moment)
{
    struct tm local = {0};
    time_t seconds = (time_t)moment;
    if (!localtime_r(&seconds, &local))
        local = (struct tm){.tm_mday = 1, .tm_year = 70};
    return local;
}

int th_moment_day(int64_t moment)
{
    struct tm local = local_of(moment);
    return th_date_serial(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

th_str th_moment_utc(th_arena *arena, int64_t moment)
{
    char text[LONGEST_MOMENT] = "";
    struct tm utc = {0};
    time_t seconds = (time_t)moment;
    if (gmtime_r(&seconds, &utc))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return th_str_copy(arena, th_str_of(text));
}

th_str th_moment_shown(th_arena *arena, int64_t moment)
{
    char text[LONGEST_MOMENT] = "";
    struct tm local = local_of(moment);
    strftime(text, sizeof text, "%H:%M %d/%m/%Y", &local);
    return th_str_copy(arena, th_str_of(text));
}

th_str th_moment_told(th_arena *arena, int64_t moment)
{
    static const char *const days[] = {"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"};
    char clock[LONGEST_MOMENT] = "", date[LONGEST_MOMENT] = "";
    struct tm local = local_of(moment);
    strftime(clock, sizeof clock, "%H:%M", &local);
    strftime(date, sizeof date, "%d/%m/%Y", &local);
    return th_str_fmt(arena, "%s %s %s", clock, days[local.tm_wday], date);
}

th_str th_moment_of_mail(th_arena *arena, int64_t moment)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char clock[LONGEST_MOMENT] = "";
    struct tm local = local_of(moment);
    strftime(clock, sizeof clock, "%Y %H:%M:%S %z", &local);
    return th_str_fmt(arena, "%s, %02d %s %s", days[local.tm_wday], local.tm_mday, months[local.tm_mon], clock);
}

th_str th_moment_as_name(th_arena *arena, int64_t moment)
{
    char text[LONGEST_MOMENT] = "";
    struct tm local = local_of(moment);
    strftime(text, sizeof text, "%Y-%m-%d-%H%M", &local);
    return th_str_copy(arena, th_str_of(text));
}

bool th_moment_of_utc(th_str text, int64_t *moment)
{
    int year, month, day;
    long hour, minute, second;
    if (text.len != sizeof "2023-01-05T01:30:00Z" - 1 || text.ptr[10] != 'T' || !th_str_ends(text, TH_STR("Z")) ||
        !th_date_parse(th_str_sub(text, 0, 10), &year, &month, &day) ||
        !th_str_to_long(th_str_sub(text, 11, 2), &hour) || !th_str_to_long(th_str_sub(text, 14, 2), &minute) ||
        !th_str_to_long(th_str_sub(text, 17, 2), &second))
        return false;
    struct tm utc = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = (int)hour};
    utc.tm_min = (int)minute;
    utc.tm_sec = (int)second;
    *moment = (int64_t)timegm(&utc);
    return true;
}
