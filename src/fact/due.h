/* Rows that wait for their day: a step of Trạng thái or Chốt that is dated after the run's day has no effect before
 * it (waiting_rows.h says so). */
#ifndef TH_FACT_DUE_H
#define TH_FACT_DUE_H

#include "text/value.h"

/* The day of a date as it was entered, with or without an hour, as a serial of the 1900 system; 0: it is none. */
int th_due_day(th_str date);
/* False where `day`, that of the run, is not known, which is 0, or the date is none. */
bool th_due_later(th_str date, int day);

#endif
