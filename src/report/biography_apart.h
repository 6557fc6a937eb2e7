/* What LÝ LỊCH SỐ LIỆU says where the sources of figures stand in a .csv (report/source_index.h): no formula reaches
 * into it, and so it says which rows of the file have the figures of a code. */
#ifndef TH_REPORT_BIOGRAPHY_APART_H
#define TH_REPORT_BIOGRAPHY_APART_H

#include "report/plan.h"

/* Formulas for the unit and for the code of the key in a cell. */
th_str th_biography_unit_of_key(th_arena *arena, th_str key);
th_str th_biography_code_of_key(th_arena *arena, th_str key);
/* Which row of the table in NGUỒN SỐ LIỆU is that of the code, from 1; 0: none. */
th_str th_biography_row_of_code(const th_report *r, th_str code);
size_t th_biography_row_of_fact(const th_report *r, const th_fact *f);
/* The rows of the file that such a row tells, with a link to it; and those of a fact now. */
th_str th_biography_rows_of_code(const th_report *r, th_str row);
th_str th_biography_rows_now(const th_report *r, const th_fact *f);
th_str th_biography_where(const th_report *r);

#endif
