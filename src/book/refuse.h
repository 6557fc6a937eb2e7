/* What the readers of all formats say when something is wrong, in one way. */
#ifndef TH_BOOK_REFUSE_H
#define TH_BOOK_REFUSE_H

#include "book/grid.h"

/* A finding with one argument, given for either language. */
void th_book_say(th_findings *findings, th_arena *arena, th_finding_kind kind, const th_place *place, th_str vi,
                 th_str en);

/* The finding that ends the reading; only the first is kept.  `sheet` may be NULL.  Always TH_FAILED. */
th_status th_book_refuse(th_book *book, const th_sheet *sheet, th_finding_kind kind, th_str vi, th_str en);

/* th_sheet_push(), and the finding when the limit of cells, or of all their text, is reached. */
th_status th_book_push(th_book *book, th_sheet *sheet, const th_cell *cell);

/* th_book_sheet(), and the finding when the limit of sheets is reached: then NULL. */
th_sheet *th_book_add_sheet(th_book *book, th_str raw_name, th_visibility visibility);

/* The cell is there but what it holds cannot be known: never 0, never a neighbour's
 * text, never left out.  FILE_CELL with the place, and an ERROR cell TH_CELL_UNREADABLE
 * unless the address is outside the `rows` x `cols` a sheet of this format has.  TH_FAILED
 * when the cell limit is reached, or when there are so many that the file is damaged. */
th_status th_book_unreadable(th_book *book, th_sheet *sheet, const th_cell *cell, uint32_t rows, uint32_t cols,
                             th_str vi, th_str en);

#endif
