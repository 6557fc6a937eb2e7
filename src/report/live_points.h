/* Points inside a live sentence: "873,85", "1.323", "60". */
#ifndef TH_REPORT_LIVE_POINTS_H
#define TH_REPORT_LIVE_POINTS_H

#include "draw/tab.h"

/* The formula of a text that shows the points of `cell` (a reference, or any formula of a number of at most two
 * decimals and below a million), and the text as it is now.  TEXT() would follow the separators of the country; this is
 * made of whole numbers, and reads the same everywhere. */
th_live_text th_live_points(th_arena *arena, th_str cell, const th_exact *points);

#endif
