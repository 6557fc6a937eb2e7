/* What is to be known of a night beside its findings: of a clock that went back, a ledger that is half saved. */
#ifndef TH_BATCH_NIGHT_SAID_H
#define TH_BATCH_NIGHT_SAID_H

#include "batch/nightly.h"

enum { TH_LEAST_CLEAN = 0, TH_LEAST_WARNING = 1, TH_LEAST_ERROR = 2 };

/* `least` is the least exit code of a night of which this is said. */
void th_night_say(th_nightly *night, th_trouble what, int least);

/* The text for whoever reads it on another machine: paths begin at the folder of the cluster. */
th_str th_night_told(const th_nightly *night, th_str text);

#endif
