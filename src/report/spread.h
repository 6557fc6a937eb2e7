/* TỔNG HỢP of many units, whose figures stand in the sheets of the forms: the smallest and the largest of them. */
#ifndef TH_REPORT_SPREAD_H
#define TH_REPORT_SPREAD_H

#include "report/writer.h"

/* Columns, counted from that of the cluster, beside which the number of units stands. */
enum { TH_SPREAD_LOW = 2, TH_SPREAD_LOW_UNIT, TH_SPREAD_HIGH, TH_SPREAD_HIGH_UNIT, TH_SPREAD_COLUMNS };

void th_spread_heads(th_writer *writer, uint32_t row);
/* The row of an indicator, with the ways to the sheet of its form. */
void th_spread_row(th_writer *writer, uint32_t row, uint32_t indicator);
/* In the title row of a form, beside the cluster's column: how many figures its sheet has.  MỤC LỤC adds them up. */
void th_spread_stated(th_writer *writer, uint32_t row, uint32_t form, th_look look);

#endif
