/* The sheets, one file each. */
#ifndef TH_REPORT_SHEETS_H
#define TH_REPORT_SHEETS_H

#include "report/writer.h"

void th_report_contents(const th_report *r);            /* MỤC LỤC */
void th_report_summary(const th_report *r);             /* TỔNG HỢP */
void th_report_form(const th_report *r, uint32_t form); /* the sheet of a form */
void th_report_ranking(const th_report *r);             /* XẾP HẠNG */
void th_report_scoring(const th_report *r);             /* CHẤM ĐIỂM */
void th_report_findings(const th_report *r);            /* KIỂM TRA */
void th_report_matrix(const th_report *r);              /* MA TRẬN KIỂM TRA */
void th_report_sources(const th_report *r);             /* NGUỒN SỐ LIỆU */
void th_report_conversions(const th_report *r);         /* CHUYỂN MÃ */
void th_report_journal(const th_report *r);             /* NHẬT KÝ */

#endif
