/* A slip of points on paper: its columns, and A4 pages upright, so that each block of rows begins a new one. */
#ifndef TH_REPORT_SLIP_PAGE_H
#define TH_REPORT_SLIP_PAGE_H

#include "draw/pen.h"
#include "form/definition.h"

/* Widths of the columns of report/slip_plan.h. */
void th_slip_page_columns(th_pen *p);
/* The heads of the columns of points. */
void th_slip_page_header(th_pen *p, uint32_t row);
/* A row that is not needed on this page; its height counts for nothing. */
void th_slip_page_hide(th_pen *p, uint32_t row);
/* How each criterion is scored, on a page of its own, in the order that is given, or that of the definition.  Returns
 * the first row below. */
uint32_t th_slip_page_ways(th_pen *p, const th_definition *d, const uint32_t *order, uint32_t row);
/* Last call of the sheet: a page begins at each of `tops`, and the last one ends before `end`. */
void th_slip_page_finish(th_pen *p, const uint32_t *tops, uint32_t n, uint32_t end);

#endif
