/* Numbers as the XML of workbooks writes them, to the nearest double. */
#ifndef TH_BOOK_DECIMAL_H
#define TH_BOOK_DECIMAL_H

#include "base/str.h"

/* "1542", "-0.5", "1.5E-7": decimal point, no grouping, no "NaN", no hexadecimal, white
 * space around allowed.  False when malformed or beyond a double. */
bool th_decimal_read(th_str text, double *out);

#endif
