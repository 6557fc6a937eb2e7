/* A feedback workbook in the inbox: no submission, but what was written in its reply column is taken over. */
#ifndef TH_BATCH_RETURNED_H
#define TH_BATCH_RETURNED_H

#include "book/book.h"
#include "fact/dataset.h"

/* In the worker: a dataset of one source, set aside, and of the replies in its book (report/returned.h).  NULL: there
 * is none in it, or it is of another year; *year is that year, or 0. */
th_dataset *th_returned_dataset(const th_definition *definition, th_source source, const th_book *book, int *year);

#endif
