/* What becomes of the replies that came back in feedback workbooks, by these rules:
 *
 *   accepted   Giải trình has a row of the same unit, rule and mark; its words may be others (TH_REPLY_OTHER), for the
 *              secretariat shortens and mends
 *   gone       no finding of the unit bears the mark any more: it was mended, or its figures have changed
 *   asked      two different replies to one finding: neither the order of the files nor their names choose
 *   repeated   the same words once more, as in a copy of the workbook
 *   unplaced   its row has no rule or mark, or the unit is not known
 *
 * Replies are compared by folded words.  Nothing else is changed: neither findings nor their levels. */
#ifndef TH_CHECK_REPLIES_H
#define TH_CHECK_REPLIES_H

#include "fact/dataset.h"

/* After th_check_run(): decides, and sorts ds->replies by unit, rule and mark,
 * those of one finding side by side and those that wait first. */
void th_replies_judge(th_dataset *ds);

/* Waiting or asked, of the unit; TH_NONE: of all. */
size_t th_replies_waiting(const th_dataset *ds, uint32_t unit);
size_t th_replies_of_state(const th_dataset *ds, th_reply_state state);
/* What the unit has replied to the finding and nobody has decided yet; empty: nothing, or two different things. */
th_str th_replies_of_finding(const th_dataset *ds, const th_finding *finding);
/* Is the reply one for the finding, whose mark it has letter by letter? */
bool th_reply_is_to(const th_dataset *ds, const th_reply *reply, const th_finding *finding);

#endif
