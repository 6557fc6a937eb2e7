/* Finds which figures are doubtful or were changed on the way, and what to say of them. */
#ifndef TH_REPORT_MARKS_H
#define TH_REPORT_MARKS_H

#include "draw/style.h"
#include "report/plan.h"

/* Fills mark, remark, finding_fact and first_finding. */
void th_marks_make(th_report *r);
/* The fill of the cell that shows a fact: that of an error, of a warning, of a changed figure, or none. */
th_look th_marks_fill(const th_report *r, size_t fact);
/* The signs of that fact, which print in black and white as well: "?", "!*"; empty: none. */
th_str th_marks_sign(const th_report *r, size_t fact);
#define TH_SIGN_ERROR "!"
#define TH_SIGN_DOUBT "?"
#define TH_SIGN_EXPLAINED "†"
#define TH_SIGN_ADJUSTED "*"
#define TH_SIGN_SCALED "×"
#define TH_SIGN_RECOVERED "°"

#endif
