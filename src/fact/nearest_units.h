/* Which units' names a title line nearly has: for people only, nothing is decided by it. */
#ifndef TH_FACT_NEAREST_UNITS_H
#define TH_FACT_NEAREST_UNITS_H

#include "form/definition.h"

/* The units whose name or alias is at most a quarter of its letters away from as many words of `line`: nearest first,
 * three at most, but all of those that are equally near.  "“Sơn La”, “Sơn Lâm”"; empty: there are none. */
th_str th_nearest_units(th_arena *arena, const th_definition *d, th_str line);

#endif
