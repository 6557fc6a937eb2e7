/* What formulas in tokens refer to outside of their sheet ([MS-XLS] 2.5.198, [MS-XLSB] 2.2.2): a token names an entry
 * of a list of references, which names a book; is that another workbook? */
#ifndef TH_BOOK_OUTSIDE_H
#define TH_BOOK_OUTSIDE_H

#include "base/arena.h"

#include <stdint.h>

typedef struct th_outside {
    bool *books; /* another workbook? */
    size_t nbooks, books_cap;
    bool *references;
    size_t nreferences, references_cap;
} th_outside;

void th_outside_book(th_arena *arena, th_outside *outside, bool other);
void th_outside_reference(th_arena *arena, th_outside *outside, size_t book);

/* Do tokens of BIFF5, BIFF8 or (12) an .xlsb take something from another workbook?  What stands behind a token that is
 * not known is not looked at. */
bool th_outside_asked(const th_outside *outside, int version, const uint8_t *tokens, size_t len);

#endif
