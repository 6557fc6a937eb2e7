/* The readers behind th_value_read(), one per family of types. */
#ifndef TH_TEXT_VALUE_READ_H
#define TH_TEXT_VALUE_READ_H

#include "text/value.h"

th_value th_value_read_number(th_arena *arena, const th_raw *raw, th_type type, th_str unit);
th_value th_value_read_pair(th_arena *arena, const th_raw *raw, th_type type, th_str unit); /* ratio, rank */

/* A number cell as a number of `type`: percent formats, decimals, binary noise. */
th_value th_value_of_number(th_arena *arena, const th_raw *raw, th_type type, th_str unit);
/* The same value when it is whole (or whole but for binary noise), else unreadable with a guess. */
th_value th_value_need_integer(th_arena *arena, th_value value);
/* Is `rest`, what follows a number, a unit of measure as `unit` has it? */
bool th_value_is_unit(th_arena *arena, th_str rest, th_str unit);

th_value th_value_unreadable(th_str why);

#endif
