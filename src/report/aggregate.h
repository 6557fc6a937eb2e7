/* The cluster's figure of one row of cells, as a live formula that follows Gộp of the definition. */
#ifndef TH_REPORT_AGGREGATE_H
#define TH_REPORT_AGGREGATE_H

#include "report/writer.h"

/* Which figures of the units the cluster's is made of. */
typedef struct th_summed {
    uint32_t indicator;
    th_measure measure;
    th_str units; /* the range of their cells */
} th_summed;

/* Writes the cluster's figure at `at`.  A ratio is that of its parts, where both of them have cells. */
void th_aggregate_cell(th_writer *writer, th_cell_at at, const th_summed *summed, th_look look);
/* The number format of that figure. */
const char *th_aggregate_format(const th_report *r, uint32_t i, th_measure m, const th_aggregated *sum);
/* What stands there instead of a figure: "từ 86 đến 104", "x"; empty: a figure, or nothing. */
th_str th_aggregate_words(const th_report *r, uint32_t i, th_measure m);
/* Writes the cluster's figure of this year where it stands once more, as a formula that points at it. */
void th_aggregate_again(th_writer *writer, th_cell_at at, uint32_t i, th_look look);
/* Writes beside it how many units the figure covers: "6/7 Sở".  `look`: that of the cell. */
void th_aggregate_coverage(th_writer *writer, th_cell_at at, const th_summed *summed, th_look look);
/* Writes how many units it covers beside a figure of th_aggregate_again(). */
void th_aggregate_coverage_again(th_writer *writer, th_cell_at at, uint32_t i, th_look look);

#endif
