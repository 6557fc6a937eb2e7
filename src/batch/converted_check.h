/* A conversion is read again before it is published: every cell that was read is there. */
#ifndef TH_BATCH_CONVERTED_CHECK_H
#define TH_BATCH_CONVERTED_CHECK_H

#include "base/trouble.h"
#include "book/book.h"

typedef struct th_conversion_check {
    const th_book *book;  /* as it was read, normalised */
    const th_sheet *only; /* NULL: all of its sheets */
    const th_limits *limits;
    bool drawn_anew; /* formulas without a result, and other kinds of cells, may have changed their kind */
} th_conversion_check;

/* TH_FAILED: a sheet or a cell is missing, or a number is another; *trouble says where. */
th_status th_converted_check(th_arena *arena, const th_conversion_check *check, th_str bytes, th_trouble *trouble);

#endif
