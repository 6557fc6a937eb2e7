/* Units of measure that mean the same though they are other words (units.def): "người" and "cá nhân". */
#ifndef TH_TEXT_SAME_UNIT_H
#define TH_TEXT_SAME_UNIT_H

#include "base/str.h"

/* The words of the same meaning as `unit`, itself left out; position 0, 1, ...  Empty: there is no further one. */
th_str th_same_unit(th_arena *arena, th_str unit, size_t position);
/* Is each the other's word? */
bool th_means_same_unit(th_arena *arena, th_str one, th_str other);

#endif
