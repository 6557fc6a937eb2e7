/* What a reader has seen beside cells, and people should know: sheets that are none, sheets that no menu shows,
 * results that came from other workbooks, pictures in the place of values, programs. */
#ifndef TH_BOOK_NOTED_H
#define TH_BOOK_NOTED_H

#include "book/grid.h"

/* Keeps that the sheet is passed over, and what it is. */
void th_book_passes_sheet(th_book *book, th_str name, th_other_sheet what);

/* Is this what WPS keeps of a picture in a cell, "=DISPIMG("ID_…",1)"? */
bool th_is_text_of_picture(th_str text);
/* Makes of the cell one that shows a picture, and counts it. */
void th_cell_becomes_picture(th_sheet *sheet, th_cell *cell);

/* Adds the notes about a book whose texts are normalised. */
void th_book_note(th_book *book);

#endif
