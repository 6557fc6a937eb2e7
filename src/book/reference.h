/* References to cells as they stand in the text of a formula, A1 notation. */
#ifndef TH_BOOK_REFERENCE_H
#define TH_BOOK_REFERENCE_H

#include "book/grid.h"

enum { TH_MOST_ROWS = 1048576 };

typedef struct th_reference {
    uint32_t row, col;         /* 0-based */
    bool fixed_row, fixed_col; /* "$": stays where it is when the formula is copied */
} th_reference;

/* The reference that begins at byte `at`, and where it ends.  0: none does; "LOG10(", "B12!" and "B12_3" hold none. */
size_t th_reference_read(th_str text, size_t at, th_reference *out);

/* The formula as every copy of it has it: cells in R1C1 notation, relative to the formula's own ("SUM(R[1]C:R[3]C)",
 * "R5C3" where both are fixed), the rest as written, without '='.  References to whole rows and columns stay in A1. */
th_str th_formula_relative(th_arena *arena, const th_formula *formula);
/* That formula as it stands in the cell at `row`, `col`, with '=': "=SUM(G13:G15)".  A reference that would lie outside
 * the sheet is #REF!. */
th_str th_formula_absolute(th_arena *arena, th_str relative, uint32_t row, uint32_t col);
/* Does a formula in R1C1 notation refer to whole rows or columns ("SUM(C[-1])")?  th_formula_absolute() leaves those as
 * they are, and in A1 notation they would be cells. */
bool th_formula_has_lines(th_str relative);

#endif
