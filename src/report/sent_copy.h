/* The edition for the departments (bản gửi đơn vị): what may be mailed to all of them.
 *
 * It is drawn from a copy of what a run has come to in which nothing is that it must not say: no figure of an indicator
 * that the definition marks sensitive (Nhạy cảm), no rows of a list with such a column, which is told as counts, no
 * finding, no proposal of what would be if, and none of the free words and names of what the secretariat entered.
 * Names and telephone numbers that stand in sensitive cells are taken out of other texts and of file names, too
 * (report/unnamed.h).  The sheets that would show findings are left out (th_plan_has). */
#ifndef TH_REPORT_SENT_COPY_H
#define TH_REPORT_SENT_COPY_H

#include "report/report.h"

/* input->whole is the dataset before anything was left out. */
th_report_input *th_sent_copy_of(th_arena *arena, const th_report_input *input);
/* Is the list of the form told as counts in that edition?  A form of scores is not: points rest on its rows. */
bool th_sent_counts_list(const th_definition *d, uint32_t form);
/* Is a column not shown there? */
bool th_sent_hides_column(const th_definition *d, uint32_t column);
/* Is it told how often each value of the column stands in a list that is told as counts?  So of catalogues. */
bool th_sent_tells_values(const th_definition *d, uint32_t column, uint32_t form);

#endif
