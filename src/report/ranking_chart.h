/* The chart of a ranking: a bar for each ranked unit, its parts behind each other from 0, and beside its name the total
 * and how far it is behind the rank above. */
#ifndef TH_REPORT_RANKING_CHART_H
#define TH_REPORT_RANKING_CHART_H

#include "report/writer.h"

typedef struct th_ranking_chart {
    th_str title;
    const th_standing *at; /* in the order of the rows */
    int direction;
    uint32_t first, ranked;   /* rows of the ranked units */
    uint32_t name, value;     /* columns */
    uint32_t parts, nparts;   /* the first column of the parts; none: the value alone */
    const uint32_t *criteria; /* of the parts */
    uint32_t spare;           /* from here on columns are free; they get hidden ones */
    double wide;              /* pixels */
} th_ranking_chart;

/* The first row below it. */
uint32_t th_ranking_chart_put(th_writer *writer, uint32_t row, const th_ranking_chart *chart);

#endif
