/* TỰ KIỂM TRA of the blank workbook: how to fill it in, how far it is, and every rule of a unit with both sides as they
 * stand, what it comes to, what to do and where; then what only the cluster or the program can ask. */
#ifndef TH_REPORT_TEMPLATE_CHECK_H
#define TH_REPORT_TEMPLATE_CHECK_H

#include "draw/tab.h"
#include "report/template_rules.h"

enum { TH_OWN_CHECK_FIRST = 20 /* row of the first rule; what is asked of single figures stands above */ };

void th_template_check_sheet(const th_template_rules *rules, th_tab *tab, th_str unit);

#endif
