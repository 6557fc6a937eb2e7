/* Texts whose bytes nothing in the file explains. */
#ifndef TH_BOOK_GUESSED_H
#define TH_BOOK_GUESSED_H

#include "book/grid.h"

/* Settles a text that is TH_CELL_GUESSED, once it was read by its content: decodes it by the DOS page that the file
 * states, or marks it as doubtful.  Other cells are left as they are. */
void th_guessed_settle(const th_book *book, th_cell *cell);

#endif
