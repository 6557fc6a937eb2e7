/* Limits on what one file may cost.  Each is named in the message when it is hit
 * and can be set by an option; names, units and defaults stand in limits.def. */
#ifndef TH_BASE_LIMITS_H
#define TH_BASE_LIMITS_H

#include "base/str.h"

typedef struct th_limits {
#define TH_LIMIT(field, name, unit, value, vi, en) size_t field;
#include "base/limits.def"
#undef TH_LIMIT
} th_limits;

extern const th_limits th_limits_default;

/* "cells=5000000", in the unit of the limit.  False, and nothing set: no such limit, or not a number above 0. */
bool th_limits_set(th_limits *limits, th_str assignment);

#endif
