/* Whom to call, where these are too many to be named. */
#ifndef TH_REPORT_CALLS_H
#define TH_REPORT_CALLS_H

#include "report/situation.h"
#include "report/telling.h"

/* "30 đơn vị chưa có tệp được tính, 5 đơn vị có lỗi: danh sách ở MỤC LỤC", for the sheet MỤC LỤC itself. */
void th_calls_tell(const th_report *r, th_telling *told, const th_situation *units);

#endif
