/* What was frozen (chốt) in a period, when, and when it was opened again.
 *
 * A freeze begins with the first run that sees its row of Chốt, on the day of the row or later, and holds from the next
 * one on: what counted in that run counts in all that follow, until a run sees a row “mở chốt”, which opens figures and
 * points.  A row that was followed is not followed again, and to delete it opens nothing.  Rows go by their dates, and
 * on one day by their order.  A run without a store (`merge`) knows the rows of Chốt only, and holds nothing.
 */
#ifndef TH_FACT_FREEZE_H
#define TH_FACT_FREEZE_H

#include "form/definition.h"

typedef struct th_freeze {
    long long number; /* in the store, from 1; 0: it is not there */
    int version;      /* of its step in its period: 1, 2 … */
    int period;       /* a year */
    th_freeze_row by; /* its step is TH_FREEZE_FIGURES or TH_FREEZE_POINTS */
    long long run;    /* which made it; 0 without a store */
    long long opened; /* the first run that it did not hold for; 0: it holds */
    th_freeze_row opened_by;
    th_str program; /* "tonghop 0.1.0", with which it was made */
} th_freeze;

typedef struct th_freezes {
    th_freeze *at; /* in the order in which they were made */
    size_t n, cap;
} th_freezes;

/* The freeze of this step that holds in the period; NULL: there is none.  Valid until the list grows. */
const th_freeze *th_freeze_holding(const th_freezes *freezes, th_freeze_step step, int period);

/* Which run follows the rows of Chốt. */
typedef struct th_freeze_moment {
    long long run;
    th_str program;
    int day; /* of the run, a serial: a row of a later day is not followed yet; 0: rows of all days are */
} th_freeze_moment;

/* Opens and adds what the rows of the definition ask for and no earlier run has followed.  Texts stay the rows'. */
void th_freezes_follow(th_arena *arena, th_freezes *freezes, const th_definition *d, const th_freeze_moment *moment);

/* What the rows alone tell, for a run without a store; `opened` is -1 where a row opened. */
void th_freezes_of_rows(th_arena *arena, const th_definition *d, th_freezes *freezes);

/* "chốt số liệu", "chốt điểm", "mở chốt" */
th_str th_freeze_step_vi(int step);

/* Is the row that a freeze was made by still there? */
bool th_freeze_row_is_there(const th_freezes *freezes, const th_freeze *freeze, const th_definition *d);

#endif
