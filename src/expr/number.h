/* Numbers as they are typed into a definition, Vietnamese or plain:
 *
 *   12   0,5   0.5   1.234.567   1.234,5   80%   -3
 *
 * "1.234" may mean a thousand and more, or one and a little.  It is AMBIGUOUS, and nothing is guessed.
 */
#ifndef TH_EXPR_NUMBER_H
#define TH_EXPR_NUMBER_H

#include "base/exact.h"

typedef enum th_number_fault { TH_NUMBER_OK = 0, TH_NUMBER_AMBIGUOUS, TH_NUMBER_MALFORMED } th_number_fault;

/* How many bytes from `at` belong to a number: digits, and points and commas that stand before a digit. */
size_t th_number_span(th_str s, size_t at);
/* Reads such a span. */
th_number_fault th_number_digits(th_arena *arena, th_str digits, const th_exact **num);
/* Reads a whole cell: a sign, a span, and perhaps '%', which changes nothing, so that "80%" is 80. */
th_number_fault th_number_read(th_arena *arena, th_str cell, const th_exact **num, bool *percent);

#endif
