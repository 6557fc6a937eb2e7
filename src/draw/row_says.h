/* What a row of a sheet says, in two ways that must agree: as a text made here (th_row_said), and as a formula that
 * gives the same text in a spreadsheet (th_row_asks).
 *
 *     texts ¦ joined | numbers | cells | check number        once for every TH_ROW_CHUNK columns
 *
 * The check number is the sum over the numbers of (n mod P + 7919) × weight of the column, mod P, where n is the number
 * times 10^exponent, rounded; the exponent is one for the row, so high that n keeps what the number says and so low
 * that no rounding is in doubt.  All steps are exact in doubles, in programs that compute with a tolerance as well.
 *
 * The formula of an ordinary row is the defined name of its sheet, which looks at the row it is used in.
 */
#ifndef TH_DRAW_ROW_SAYS_H
#define TH_DRAW_ROW_SAYS_H

#include "draw/noted.h"

enum { TH_ROW_PRIME = 999983, TH_ROW_CHUNK = 28 };

typedef struct th_row_mode {
    bool own;     /* a formula of its own, because its columns are not those of the sheet */
    bool lengths; /* texts too long to be joined: their lengths alone */
    int exponent;
} th_row_mode;

/* Which columns of a sheet hold texts, which numbers, in rows that use the names. */
typedef struct th_row_shape {
    th_arena *arena;
    uint32_t last;         /* column */
    bool *texts, *numbers; /* [0 … last] */
    bool *only_texts;      /* [0 … last]: nothing else stands there */
    bool lines;            /* some text has more than one line */
    th_str sheet;          /* "'TỔNG HỢP'!" */
    size_t index;          /* of the sheet */
    uint32_t exponents;    /* in use: bit 9 + exponent */
} th_row_shape;

bool th_row_says(const th_row_cells *row); /* is anything there? */
bool th_row_left_out(const th_row_cells *row);
size_t th_row_units(const th_row_cells *row); /* UTF-16 units of its texts */
int th_row_exponent(const th_row_cells *row);
uint32_t th_row_check(const th_row_cells *row, int exponent);

void th_row_shape_begin(th_row_shape *shape, th_arena *arena, uint32_t last);
/* Is a number loose in a column in which others are not? */
bool th_row_is_loose(const th_row_shape *shape, const th_row_cells *row);
void th_row_shape_learn(th_row_shape *shape, const th_row_cells *row);
th_str th_row_said(th_arena *arena, const th_row_shape *shape, const th_row_cells *row, th_row_mode mode);
th_str th_row_asks(th_row_shape *shape, const th_row_cells *row, th_row_mode mode);
/* The defined names that th_row_asks() used: the i-th of them, from 0; false: there are no more. */
typedef struct th_row_name {
    th_str name, formula;
} th_row_name;
bool th_row_shape_name(const th_row_shape *shape, size_t which, th_row_name *found);

#endif
