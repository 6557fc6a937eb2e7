/* Rows of CHẤM ĐIỂM by key: "I.1.1 · 14" is criterion I.1.1 of unit 14.  A key stands in a hidden column and travels
 * with its row, so that whatever looks a row up by it finds it after the sheet was sorted. */
#ifndef TH_REPORT_SCORE_KEY_H
#define TH_REPORT_SCORE_KEY_H

#include "report/plan.h"

/* In place of a criterion: the rows below all criteria.  Macros, since no enumeration goes beyond int. */
#define TH_KEY_BASE TH_NONE
#define TH_KEY_TOTAL (TH_NONE - 1)
#define TH_KEY_WAITING (TH_NONE - 2)
#define TH_KEY_SELF (TH_NONE - 3)

th_str th_score_key(const th_report *r, uint32_t criterion, uint32_t unit);
/* Text as MATCH() looks for it: what would stand for any character is marked. */
th_str th_match_literal(th_arena *arena, th_str text);
/* A text constant of any length: pieces that a formula may hold, joined by '&'. */
th_str th_long_literal(th_arena *arena, th_str text);
/* The formula of which of the rows of CHẤM ĐIỂM has the key, from 1, and which one it is now. */
th_live th_score_row_of(const th_report *r, uint32_t criterion, uint32_t unit);
/* A cell of the row whose number stands in `row`; what is blank there is blank here. */
th_str th_score_cell_of(const th_report *r, th_str row, uint32_t col);

#endif
