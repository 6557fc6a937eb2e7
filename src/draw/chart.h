/* A chart of columns: one figure for each of some rows, named beside them. */
#ifndef TH_DRAW_CHART_H
#define TH_DRAW_CHART_H

#include "draw/pen.h"

typedef struct th_chart {
    th_str title;
    const char *description; /* for those who cannot see it */
    th_area names, values;   /* of the same sheet */
    const char *format;      /* number format of the labels */
    double wide, high;       /* in sizes of the usual chart */
} th_chart;

/* Its upper left corner lies in column 0 of `row`. */
void th_pen_chart(th_pen *p, uint32_t row, const th_chart *chart);

#endif
