/* The verdicts of report/verdict.h and report/situation.h as formulas over the workbook, with the same words now.
 *
 * The first, and what is open, stand on SỐ KIỂM SOÁT; MỤC LỤC and XẾP HẠNG take them from there.  Where the formula
 * would not say what was said when the workbook was made, and beyond TH_CONTROL_MOST_UNITS, there is the text alone: an
 * empty formula. */
#ifndef TH_REPORT_LIVE_VERDICT_H
#define TH_REPORT_LIVE_VERDICT_H

#include "report/situation.h"
#include "report/telling.h"
#include "draw/tab.h"

/* "SỐ LIỆU: đủ 7/7 Sở, 3 cảnh báo." */
th_live_text th_live_figures(const th_report *r, const th_situation *units);
/* What keeps the ranking from being presented, separated by "; ". */
th_live_text th_live_open(const th_report *r);
/* "XẾP HẠNG: TẠM TÍNH, chưa dùng được: …", over the cell of what is open. */
th_live_text th_live_ranking(const th_report *r);
/* "TẠM TÍNH: …", the same over the tables of XẾP HẠNG. */
th_live_text th_live_stamp(const th_report *r);
/* How many units that are not closed have sent nothing that counts. */
th_live_count th_live_units_missing(const th_report *r);
/* "thứ tự tạm trong 3/7 Sở" */
th_live_text th_live_partial(const th_report *r);

#endif
