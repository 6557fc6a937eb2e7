/* What stands around the rows of CHẤM ĐIỂM: above them how many points nobody has settled, below them the totals. */
#ifndef TH_REPORT_SCORING_TOTALS_H
#define TH_REPORT_SCORING_TOTALS_H

#include "draw/pen.h"
#include "report/plan.h"

#define TH_SCORE_UNCONFIRMED_TITLE "Điểm trừ máy đề xuất (chưa tính)"

/* "quy đổi 868,45 × 950/890" of a unit that has a total; "" where all was assigned. */
th_str th_scoring_scaled(const th_report *r, uint32_t unit);
void th_scoring_totals(th_pen *p, const th_report *r);

#endif
