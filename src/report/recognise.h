/* Which of our own workbooks an opened book is: by its mark (book/mark.h), else by the sheets that results had before
 * there were marks.  Sheets also tell it of an .xls or .ods as which one of ours was saved, and of what `convert` made
 * of such a file. */
#ifndef TH_REPORT_RECOGNISE_H
#define TH_REPORT_RECOGNISE_H

#include "book/book.h"

th_mark th_report_recognise(const th_book *book);
/* The one sheet whose cells that takes: for th_book_file.only. */
th_str th_report_recognised_by(void);

#endif
