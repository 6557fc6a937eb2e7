/* Numbers inside a live sentence: "873,85", "-1.323", "60".  TEXT() would follow the separators of the country; these
 * are made of whole numbers, digit by digit, and read the same everywhere.  Rounded half up, away from 0, as numbers
 * are elsewhere; a carry moves through, so that 999,996 is "1.000,00". */
#ifndef TH_REPORT_LIVE_NUMBER_H
#define TH_REPORT_LIVE_NUMBER_H

#include "draw/tab.h"

typedef enum th_live_zeros {
    TH_ZEROS_KEPT = 0, /* 12,50 and 60,00 */
    TH_ZEROS_OF_WHOLE, /* 12,50 and 60 */
    TH_ZEROS_CUT       /* 12,5 and 60 */
} th_live_zeros;

typedef struct th_live_digits {
    int decimals; /* 0 to 6 */
    th_live_zeros zeros;
    int groups; /* 1 to 4, of three digits before the comma; what is larger has a first group that is longer */
} th_live_digits;

/* The formula of a text that shows the number of `cell` (a reference, or any formula of a number), and the text as it
 * is now.  It names the cell some five times for each group. */
th_live_text th_live_number(th_arena *arena, th_str cell, const th_exact *now, th_live_digits digits);
/* Points: two decimals, or none; of a number of at most two decimals and below a million. */
th_live_text th_live_points(th_arena *arena, th_str cell, const th_exact *points);

#endif
