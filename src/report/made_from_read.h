/* What a consolidated workbook says it is made of (report/made_from.h), read back from an opened one. */
#ifndef TH_REPORT_MADE_FROM_READ_H
#define TH_REPORT_MADE_FROM_READ_H

#include "book/book.h"
#include "report/made_from.h"

/* What stands in NHẬT KÝ of a workbook. */
typedef struct th_made_read {
    th_made_from rows;
    th_str program; /* "tonghop 0.1.0" */
    th_made *files; /* the table of sources: name and hash of each file; no kind */
    size_t nfiles, files_cap;
} th_made_read;

/* False: the workbook has no such table.  Texts are those of the book. */
bool th_made_from_read(th_arena *arena, const th_book *book, th_made_read *out);
/* Is the digest of the list that of its rows? */
bool th_made_is_intact(th_arena *arena, const th_made_from *rows);

#endif
