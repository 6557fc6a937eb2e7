/* A feedback workbook that a unit sent back: whose it is, of which year, and what is written in its reply column.
 *
 * The list is found by its headings, on whatever sheet and in whatever row and column it is by now, and each reply by
 * the rule and mark of its own row: rows may have been sorted, inserted and taken away, and the workbook saved in
 * another format.  Whose it is both the line “Gửi: …” and the rows with a reply say; where they disagree, nobody
 * knows. */
#ifndef TH_REPORT_RETURNED_H
#define TH_REPORT_RETURNED_H

#include "base/words.h"
#include "book/book.h"
#include "fact/dataset.h"

typedef struct th_returned {
    uint32_t unit;     /* TH_NONE: `unit_why` says why it is not known */
    th_words unit_why; /* inside a sentence */
    int year;          /* 0: none is stated */
    th_reply *replies; /* cells in which something is written; of unit `unit`, their source is left 0 */
    size_t n, cap;
} th_returned;

/* `book` is normalised. */
void th_returned_read(th_arena *arena, const th_book *book, const th_definition *d, th_returned *returned);

#endif
