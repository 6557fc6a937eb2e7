/* A slip of points on paper: its columns, and one A4 page upright for each block of rows, in the largest print that
 * still fits. */
#ifndef TH_REPORT_SLIP_PAGE_H
#define TH_REPORT_SLIP_PAGE_H

#include "draw/pen.h"

/* Widths of the columns of report/slip_plan.h. */
void th_slip_page_columns(th_pen *p);
/* The heads of the columns of points. */
void th_slip_page_header(th_pen *p, uint32_t row);
/* A row that is not needed on this page; its height counts for nothing. */
void th_slip_page_hide(th_pen *p, uint32_t row);
/* Last call of the sheet: a page begins at each of `tops`, and the last one ends before `end`.  Blocks that would be
 * printed too small for one page take more. */
void th_slip_page_finish(th_pen *p, const uint32_t *tops, uint32_t n, uint32_t end);

#endif
