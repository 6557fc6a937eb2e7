/* The clock, and how a moment is written: with the local time of the machine for people, in UTC for the store. */
#ifndef TH_BATCH_MOMENTS_H
#define TH_BATCH_MOMENTS_H

#include "base/str.h"

#include <stdint.h>

int64_t th_moment_now(void); /* seconds since 1970 */
/* "2023-01-05 01:30" or "2023-01-05", local time; false: it is no moment. */
bool th_moment_parse(th_str text, int64_t *moment);

int th_moment_day(int64_t moment);                         /* the local date, a serial of the 1900 system */
th_str th_moment_utc(th_arena *arena, int64_t moment);     /* "2023-01-05T01:30:00Z" */
th_str th_moment_shown(th_arena *arena, int64_t moment);   /* "01:30 05/01/2023" */
th_str th_moment_told(th_arena *arena, int64_t moment);    /* "01:30 thứ Năm 05/01/2023" */
th_str th_moment_of_mail(th_arena *arena, int64_t moment); /* "Thu, 05 Jan 2023 01:30:00 +0700" */
th_str th_moment_as_name(th_arena *arena, int64_t moment); /* "2023-01-05-0130" */
bool th_moment_of_utc(th_str text, int64_t *moment);       /* of th_moment_utc() */

#endif
