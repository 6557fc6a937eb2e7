/* A figure as its source wrote it: the value of a fact with the number format that shows "trên 3.071" or 5/63. */
#ifndef TH_DRAW_FIGURE_H
#define TH_DRAW_FIGURE_H

#include "draw/pen.h"
#include "fact/dataset.h"

enum { TH_DECIMALS_UNSTATED = -1, TH_PLAIN = -2 }; /* TH_PLAIN: decimals of a year, no grouping either */

typedef struct th_shown {
    const th_fact *fact; /* NULL: none */
    th_type type;
    int decimals; /* of the indicator, or TH_DECIMALS_UNSTATED */
    bool raw;     /* an unreadable value stands as its raw text; without it its cell is blank */
} th_shown;

void th_pen_figure(th_pen *p, uint32_t row, uint32_t col, th_shown shown, th_look look);
/* Does th_pen_figure() write anything for it? */
bool th_figure_shows(const th_fact *f, th_type type);
/* Number format: decimals, words in front, "/63" behind. */
const char *th_figure_format(th_arena *arena, int decimals, uint32_t qualifiers, const th_exact *of);
/* Decimals to show: those stated, else as many as the number needs, at most 2. */
int th_figure_decimals(int stated, const th_exact *number);

#endif
