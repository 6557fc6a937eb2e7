/* The mark of our own workbooks: a custom property of the document (docProps/custom.xml) that says which kind of ours a
 * workbook is.  Excel, WPS and LibreOffice keep it when the workbook is saved as .xlsx, so that a template which a
 * department filled in still carries TH_MARK_TEMPLATE; th_book.resaved tells it from one that nobody touched.  It is a
 * help against slips, not a proof: whoever wants to can write it into any workbook. */
#ifndef TH_BOOK_MARK_H
#define TH_BOOK_MARK_H

#include "base/str.h"

#define TH_MARK_PROPERTY "tonghop"

typedef enum th_mark {
    TH_MARK_NONE = 0,
#define TH_MARK(id, word, vi, en) TH_MARK_##id,
#include "book/marks.def"
#undef TH_MARK
    TH_MARKS
} th_mark;

const char *th_mark_word(th_mark mark); /* of TH_MARK_NONE all three are "" */
th_str th_mark_vi(th_mark mark);        /* "bảng tổng hợp" */
th_str th_mark_en(th_mark mark);        /* "a consolidated workbook" */
th_mark th_mark_of_word(th_str word);   /* TH_MARK_NONE when there is no such row */

#endif
