/* What the edition for the departments says of the whole (report/sent_copy.h): how many units it covers and how far the
 * ranking has come; not whom to call, and not what is open. */
#ifndef TH_REPORT_SENT_WORDS_H
#define TH_REPORT_SENT_WORDS_H

#include "report/plan.h"

/* "SỐ LIỆU: đủ 7/7 Sở." */
th_str th_sent_figures(const th_report *r);
/* "TẠM TÍNH: còn nội dung đang kiểm tra, thứ tự có thể đổi"; else the stage. */
th_str th_sent_stage(const th_report *r);
/* "XẾP HẠNG: TẠM TÍNH: …" */
th_str th_sent_ranking(const th_report *r);
/* What the edition is, and what it leaves out. */
th_str th_sent_is(void);

#endif
