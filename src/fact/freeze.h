/* What was frozen (chốt) in a period, when, and when it was opened again.
 *
 * A freeze begins with the run that was first made after its row of Chốt was entered, and holds from the next one on:
 * what counted in that run counts in all that follow, until a run sees a row “mở chốt”.  It keeps what it was made
 * with, also where its row is deleted.  A run without a store (`merge`) knows the rows of Chốt only, and holds nothing.
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

#endif
