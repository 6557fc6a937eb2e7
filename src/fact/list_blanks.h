/* Required cells of a list that a row leaves blank. */
#ifndef TH_FACT_LIST_BLANKS_H
#define TH_FACT_LIST_BLANKS_H

#include "fact/reading.h"

/* A list as it was read: its facts are those from `first_fact` on, and `rows` holds the row of each item. */
typedef struct th_list_blanks {
    th_reading *reading;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *block;
    size_t first_fact;
    const uint32_t *rows;
    size_t nrows;
} th_list_blanks;

void th_say_list_blanks(const th_list_blanks *list);

#endif
