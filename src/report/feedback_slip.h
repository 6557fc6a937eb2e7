/* The slip of points in a unit's feedback: its own points, how and why.  It says nothing of rank, and names no other
 * unit: what somebody entered in free words is left out where it does. */
#ifndef TH_REPORT_FEEDBACK_SLIP_H
#define TH_REPORT_FEEDBACK_SLIP_H

#include "draw/tab.h"
#include "report/feedback.h"

/* The unit has a total. */
void th_feedback_slip(th_arena *arena, const th_feedback *in, th_tab *tab);

#endif
