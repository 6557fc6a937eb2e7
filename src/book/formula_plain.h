/* A formula written in one way, whoever saved it: without blanks, `$`, quotes around sheets and prefixes of later
 * functions, names in capitals, references moved to where the cell of a shared formula stands.  For laying formulas
 * beside each other, never for computing them. */
#ifndef TH_BOOK_FORMULA_PLAIN_H
#define TH_BOOK_FORMULA_PLAIN_H

#include "book/grid.h"

typedef enum th_plain {
    TH_PLAIN_PLACES = 0, /* references as they stand: "A!B3+B4" */
    TH_PLAIN_MOVES,      /* how far each is from the cell, so that a formula that was copied along is the same */
    TH_PLAIN_BONES       /* without places: "A!#+#" */
} th_plain;

th_str th_formula_plain(th_arena *arena, const th_formula *formula, th_plain how);

#endif
