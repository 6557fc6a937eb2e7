/* The two verdicts of a run in words: may the figures be used, may the ranking be presented, and what is still open.
 * They tell how things stood when the workbook was made: scores that are typed into it are only tried. */
#ifndef TH_REPORT_VERDICT_H
#define TH_REPORT_VERDICT_H

#include "draw/style.h"
#include "report/plan.h"

typedef struct th_verdict {
    th_str text;
    th_look fill; /* of the colours good, warning, error */
} th_verdict;

/* "2 dòng đã nhập chưa dùng được: Điều chỉnh!C7, Cụm chấm!C12"; "" when every row is in use. */
th_str th_verdict_rows_aside(const th_report *r);
/* "TẠM TÍNH", "ĐỦ ĐIỀU KIỆN TRÌNH", "ĐÃ THẨM ĐỊNH (biên bản số 3/BB-CTĐ, ngày 12/01/2023)", "ĐÃ CÔNG NHẬN (…)". */
th_str th_verdict_stage(th_arena *arena, const th_readiness *readiness);
/* The stage in which the ranking is once nothing is open. */
th_str th_verdict_stage_if_ready(const th_report *r);
/* "đã thẩm định theo biên bản số 3/BB-CTĐ, ngày 12/01/2023": what Trạng thái says of one unit; "" where nothing. */
th_str th_verdict_of_unit(const th_report *r, uint32_t unit);
/* What keeps the ranking from being presented, separated by "; "; "" when nothing does.  The parts of it: the reasons;
 * "; Trạng thái đã ghi … nhưng chưa đủ điều kiện", where a step was taken too early; " (8 tiêu chí × 7 Sở)", where that
 * is the number of scores that the cluster has to give. */
th_str th_verdict_reasons(const th_report *r);
th_str th_verdict_step_too_early(const th_report *r);
th_str th_verdict_product(const th_report *r);
#define TH_STALE_ROWS " dòng “theo máy” hết hiệu lực: điểm, số liệu đã đổi hoặc mã của ô khác (xem CHẤM ĐIỂM)"
th_str th_verdict_open(const th_report *r);
/* "thứ tự tạm trong 3/7 Sở": what a rank is called before all units are in or closed. */
th_str th_verdict_partial(const th_report *r);
/* "XẾP HẠNG: chưa dùng được: Cụm chưa chấm 322 ô (46 tiêu chí × 7 Sở)." */
th_verdict th_verdict_ranking(const th_report *r);
/* As th_verdict_ranking(), for what goes beyond the secretariat: "điểm của Sơn La do đơn vị tự chấm" says no points. */
th_verdict th_verdict_ranking_without_points(const th_report *r);

#endif
