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

/* Writes the cluster's figure at `at`.  Ratios are written in TỔNG HỢP only, where both of their parts have rows. */
void th_aggregate_cell(th_writer *writer, th_cell_at at, const th_summed *summed, th_look look);
/* The number format of that figure. */
const char *th_aggregate_format(const th_report *r, uint32_t i, th_measure m, const th_aggregated *sum);
/* Writes beside it how many units the figure covers: "6/7 Sở". */
void th_aggregate_coverage(th_writer *writer, uint32_t row, uint32_t col, uint32_t i);
/* Is the cell blank, and does the definition let it count 0 (Khi trống is "coi là 0")? */
bool th_aggregate_zero(const th_report *r, const th_fact *f);

#endif
