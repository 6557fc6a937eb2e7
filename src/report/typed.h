/* Scores that somebody typed into the yellow cells of CHẤM ĐIỂM: what those cells hold now and neither the workbook was
 * written with nor Cụm chấm of the definition says.  Rows are found by the codes and names that stand in them, for a
 * sheet may have been sorted, and columns by their headings. */
#ifndef TH_REPORT_TYPED_H
#define TH_REPORT_TYPED_H

#include "book/book.h"
#include "form/definition.h"

typedef struct th_typed {
    uint32_t row, col; /* of the cell */
    th_str unit;       /* its code; the name in the row when the definition has no such unit */
    th_str criterion;  /* its code, as the row has it */
    th_str points;     /* as one writes it into Cụm chấm ("38,25", "không được giao"); "": it was emptied */
} th_typed;

typedef struct th_typed_list {
    th_typed *at;
    size_t n, cap;
    th_str sheet;
} th_typed_list;

th_str th_typed_sheet(void); /* the one sheet that is read: for th_book_file.only */
/* False: the book has no sheet of scores. */
bool th_typed_find(th_arena *arena, const th_book *book, const th_definition *d, th_typed_list *list);

#endif
