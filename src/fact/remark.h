/* What else stands in the cell of a figure: "7 (tăng 1, đang trình 2)" is 7 with a remark, "750 (điều chỉnh 800)"
 * states two figures for one thing, "giảm 2" in a row of increases and decreases is -2.  Private to the room. */
#ifndef TH_FACT_REMARK_H
#define TH_FACT_REMARK_H

#include "fact/reading.h"

typedef struct th_cell_remark {
    bool said;      /* beside the figure stands something that is neither its unit of measure nor qualifies it */
    bool plain;     /* the words of increase or decrease say no more than the sign of the figure does */
    bool negative;  /* the figure is a decrease, and is to be taken with a minus */
    th_words doubt; /* why no figure can be taken; empty: it can */
} th_cell_remark;

/* What a cell says besides its figure: it holds `text` (NFC), read as `value` in `unit`. */
th_cell_remark th_cell_remark_of(th_reading *reading, const th_wanted *wanted, th_str text, const th_value *value,
                                 th_str unit);

#endif
