/* How the points of a criterion come about, in words, from what the definition says: "Số thôn có sóng / Tổng số thôn
 * (%) → 30 × số liệu / mục tiêu".  That points are never more than the maximum goes without saying there: whoever shows
 * it says so.  The same for every unit: no figure of a unit stands in it. */
#ifndef TH_REPORT_WAY_WORDS_H
#define TH_REPORT_WAY_WORDS_H

#include "form/definition.h"

/* An expression in words, by the labels of its figures; "" for NULL. */
th_str th_expr_in_words(th_arena *arena, const th_definition *d, const th_expr *expr);
/* Data and way of scoring of a leaf; of a group, how its parts are added up. */
th_str th_way_words(th_arena *arena, const th_definition *d, const th_criterion *criterion);

#endif
