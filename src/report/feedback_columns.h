/* What the list of findings in a feedback workbook is read back by: its headings, and the lines above it. */
#ifndef TH_REPORT_FEEDBACK_COLUMNS_H
#define TH_REPORT_FEEDBACK_COLUMNS_H

#define TH_FEEDBACK_TITLE "PHIẾU PHẢN HỒI SỐ LIỆU NĂM " /* and the year */
#define TH_FEEDBACK_TO "Gửi: "                          /* and the unit's name */
#define TH_FEEDBACK_RULE "Quy tắc"
#define TH_FEEDBACK_TEXT "Vấn đề"
#define TH_FEEDBACK_MARK "Mã giải trình"
#define TH_FEEDBACK_CHOICE "Đơn vị trả lời"
#define TH_FEEDBACK_MENDED "đã sửa"
#define TH_FEEDBACK_STANDS "số đúng (ghi lý do ở cột bên)" /* a comma would part the words of a list */
#define TH_FEEDBACK_REPLY "Giải trình của đơn vị"
#define TH_FEEDBACK_UNIT "Mã đơn vị" /* of each row, hidden: rows are copied from one workbook into another */

#endif
