/* Which rows wait for their day. */
#include "fact/due.h"

#include "base/banned.h"

int th_due_day(th_str date)
{
    int year, month, day;
    bool known = th_date_parse(th_str_sub(date, 0, th_str_find(date, TH_STR(" "), 0)), &year, &month, &day);
    return known ? th_date_serial(year, month, day) : 0;
}

bool th_due_later(th_str date, int day)
{
    return day && th_due_day(date) > day;
}
