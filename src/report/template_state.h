/* The hidden cells of a form in the blank workbook, by which its figures take their colours and its heading says how
 * many of them are to be looked at: conditional formats look at cells of their own sheet only. */
#ifndef TH_REPORT_TEMPLATE_STATE_H
#define TH_REPORT_TEMPLATE_STATE_H

#include "draw/tab.h"
#include "report/template_rules.h"

enum { TH_STATE_LINE = 3 /* of a form's heading: how many of its cells are to be looked at */ };

/* Where the flags of a form stand. */
th_area th_template_flag_area(const th_template_rules *rules, uint32_t form);
/* "COUNTIF(…,4)": how many figures of the form have this flag. */
th_str th_template_flagged(const th_template_rules *rules, uint32_t form, th_template_flag flag);
/* How many cells of the form must still be filled in, as a formula on whatever sheet. */
th_str th_template_unfilled(const th_template_rules *rules, uint32_t form);
/* How many there are while nothing is filled in. */
size_t th_template_to_fill(const th_template_rules *rules, uint32_t form);
void th_template_states(const th_template_rules *rules, th_tab *tab, uint32_t form);

#endif
