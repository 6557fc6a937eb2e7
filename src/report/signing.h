/* Who signs, and where: settings of the definition that stand under a sheet that people sign, and over it.
 *
 *   Quyền hạn ký       "TM." (for the cluster, whose name follows), or in full "KT. CỤM TRƯỞNG"
 *   Chức vụ            "Cụm trưởng"
 *   Họ tên             who signs
 *   Địa danh           "Sơn La", before the date
 *   Kèm theo báo cáo   "Báo cáo số 12/BC-CTĐ ngày 12 tháng 01 năm 2023": what the sheets are annexes of */
#ifndef TH_REPORT_SIGNING_H
#define TH_REPORT_SIGNING_H

#include "draw/output.h"
#include "form/definition.h"

/* Fills what the settings say.  `decided`: figures or points are frozen; before, the date is left blank. */
void th_signing_fill(th_arena *arena, const th_definition *d, bool decided, th_letterhead *letterhead);
/* "II" */
th_str th_signing_roman(th_arena *arena, unsigned number);

#endif
