/* Charts that are read in black and white and by colour-blind eyes as well: series are parted by how dark they are, and
 * by hatching, with an outline around each piece. */
#ifndef TH_DRAW_CHART_H
#define TH_DRAW_CHART_H

#include "draw/pen.h"

typedef enum th_chart_kind {
    TH_CHART_STACKED = 0, /* bars from the left, one for each name, their series behind each other from 0 */
    TH_CHART_PAIRS        /* columns beside each other */
} th_chart_kind;

typedef struct th_chart_series {
    th_str name, sheet;
    th_area values;
} th_chart_series;

typedef struct th_chart {
    th_chart_kind kind;
    th_str title;
    const char *description; /* for those who cannot see it */
    th_str sheet;            /* of the names */
    th_area names;
    const th_chart_series *series;
    size_t nseries;
    bool below_zero;   /* some figure may be */
    uint32_t col;      /* where its upper left corner lies */
    double wide, high; /* in pixels */
} th_chart;

/* Draws a chart whose upper left corner lies in `row`; the rows it covers stay on one page.  th_chart_rows(): how many
 * of the usual height they are. */
uint32_t th_chart_rows(double high);
void th_pen_chart(th_pen *p, uint32_t row, const th_chart *chart);

#endif
