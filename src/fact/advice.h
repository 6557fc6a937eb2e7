/* How a figure that was not understood is to be written: by its type, and by what stands there instead.  Private to the
 * room. */
#ifndef TH_FACT_ADVICE_H
#define TH_FACT_ADVICE_H

#include "text/value.h"

th_words th_advice_for(th_arena *arena, th_type type, th_str raw);
/* How a unit should write the points that it gives itself. */
th_words th_advice_for_points(void);

#endif
