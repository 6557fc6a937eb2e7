/* What stands around the figures: titles, the line of place and date, names. */
#ifndef TH_FACT_AROUND_H
#define TH_FACT_AROUND_H

#include "fact/reading.h"

/* Once all forms are read; `first_fact`: of the workbook, in reading->ds. */
void th_say_around(th_reading *reading, size_t first_fact);

#endif
