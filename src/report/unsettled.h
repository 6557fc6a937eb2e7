/* What keeps points and ranks from being final: rows that were entered during the period and are not in use, and
 * scores that the cluster has still to give. */
#ifndef TH_REPORT_UNSETTLED_H
#define TH_REPORT_UNSETTLED_H

#include "report/plan.h"

/* "2 dòng đã nhập chưa dùng được: Điều chỉnh!C7, Cụm chấm!C12"; "" when every row is in use. */
th_str th_unsettled_rows(const th_report *r);

/* What stands around the stamp: "Điểm và xếp hạng: " TẠM TÍNH ", " còn 3 điểm Cụm chưa chấm "." */
typedef struct th_stamp {
    const char *before, *between, *after;
} th_stamp;
/* CHÍNH THỨC, or TẠM TÍNH and why; it counts the scores that are typed into the workbook. */
th_live_text th_unsettled_stamp(const th_report *r, const th_stamp *stamp);

#endif
