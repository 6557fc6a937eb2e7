/* What lies in the folder of feedback of units that the definition no longer has: a workbook and a text that nobody
 * makes anew would be taken for tonight's. */
#ifndef TH_BATCH_GONE_UNITS_H
#define TH_BATCH_GONE_UNITS_H

#include "batch/morning.h"

/* Removes both where the store knows the unit of an earlier run, they are ours, and nobody has saved them since.
 * TH_WARN: *trouble says which was saved and stays; TH_FAILED: which could not be removed. */
th_status th_gone_units_clear(const th_morning *morning, th_trouble *trouble);

#endif
