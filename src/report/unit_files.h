/* Which files the figures of a unit are from, in a few words. */
#ifndef TH_REPORT_UNIT_FILES_H
#define TH_REPORT_UNIT_FILES_H

#include "report/writer.h"

/* "12 biểu: bản 30/12 · B07_CCHC: bổ sung 05/01" where figures of the unit are from several files, the date being that
 * of Sổ nhận, else of the signature line; empty where they are from one. */
th_str th_unit_files(const th_report *r, uint32_t unit);

/* Below NHẬT KÝ: the figures of forms that were taken from another file, where they differ from what counts.  Returns
 * the row after. */
uint32_t th_unit_files_passed_over(th_writer *writer, uint32_t row);

#endif
