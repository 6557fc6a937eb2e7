/* What printed forms have in common, whatever the definition: headers over merged cells, rows that number the columns,
 * lines that close a form.  `weak` is text folded without diacritics (text/fold.h). */
#ifndef TH_FACT_PRINTED_H
#define TH_FACT_PRINTED_H

#include "book/book.h"

enum { TH_TITLE_ROWS = 12 }; /* titles stand in the first rows of a sheet */

/* The text of a cell; within a merge that of its first cell. */
th_str th_shown_at(th_arena *arena, const th_book *book, const th_sheet *sheet, uint32_t row, uint32_t col);
/* The last column in use in the two rows that a header at `row` may have. */
uint32_t th_header_last_col(const th_sheet *sheet, uint32_t row);
/* "A | B | C | 1 | 2 | 3=2/1": a row that numbers the columns. */
bool th_is_column_numbering(th_arena *arena, const th_book *book, const th_sheet *sheet, uint32_t row);
/* phrases.c */
bool th_is_date_line(th_str weak); /* "…, ngày 28 tháng 12 năm 2022": what closes a form */
bool th_is_subtotal(th_str weak);  /* "Tổng cộng", "Cộng mục I": a label that every form may hold */
/* "Người lập biểu", "(Ký, họ tên)", "Nơi nhận": what stands below a form. */
bool th_is_signature(th_str weak);

#endif
