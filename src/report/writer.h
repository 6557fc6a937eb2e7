/* A sheet of the consolidated workbook while it is written: what it is about, and the pen over it. */
#ifndef TH_REPORT_WRITER_H
#define TH_REPORT_WRITER_H

#include "draw/figure.h"
#include "report/plan.h"

typedef struct th_writer {
    const th_report *r;
    th_pen pen;
    bool spare_links; /* there is room for links beside those of figures */
} th_writer;

/* What a sheet says when it wants `all` links, of which figures have `figures`, and may not have so many: those of
 * figures come first.  "" when it may. */
th_str th_writer_links_left_out(th_arena *arena, size_t figures, size_t all);

th_writer th_writer_of(const th_report *r, th_sheet_id id);
th_writer th_writer_of_form(const th_report *r, uint32_t form);

#endif
