/* Inside the text room: the readers behind th_value_read(), one for each family of types. */
#ifndef TH_TEXT_VALUE_READ_H
#define TH_TEXT_VALUE_READ_H

#include "text/value.h"

th_value th_value_read_number(th_arena *arena, const th_raw *raw, th_type type, th_str unit);
th_value th_value_read_pair(th_arena *arena, const th_raw *raw, th_type type, th_str unit); /* ratio, rank */

/* Reads a number cell as a number of `type`, with regard to percent formats, decimals and binary noise. */
th_value th_value_of_number(th_arena *arena, const th_raw *raw, th_type type, th_str unit);
/* The value itself when it is whole but for binary noise; otherwise unreadable, with a guess. */
th_value th_value_need_integer(th_arena *arena, th_value value);
/* Does `rest`, which follows a number, mean the unit of measure `unit`? */
bool th_value_is_unit(th_arena *arena, th_str rest, th_str unit);

th_value th_value_unreadable(th_arena *arena, th_words why);

#endif
