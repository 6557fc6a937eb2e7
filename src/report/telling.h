/* A sentence told twice at once: as the formula of a text, and as the text that it gives now.  So no sentence on a
 * sheet says one thing when the workbook is opened and another when it is computed again.
 *
 * What is told where a condition holds is a telling of its own.  Numbers are whole ones, which read the same in every
 * country; others go through report/live_number.h. */
#ifndef TH_REPORT_TELLING_H
#define TH_REPORT_TELLING_H

#include "draw/tab.h"

typedef struct th_telling {
    th_arena *arena;
    th_buf formula, text;
} th_telling;

/* A whole number: of a formula, and now. */
typedef struct th_live_count {
    th_str formula;
    size_t n;
} th_live_count;

/* A condition: as a formula, and whether it holds now. */
typedef struct th_live_condition {
    th_str formula;
    bool holds;
} th_live_condition;

th_telling th_telling_new(th_arena *arena);
void th_telling_say(th_telling *told, th_str constant);
void th_telling_live(th_telling *told, th_live_text part);
void th_telling_count(th_telling *told, th_live_count count);
/* `yes` where the condition holds, else `no`; NULL: nothing. */
void th_telling_choose(th_telling *told, th_live_condition condition, const th_telling *yes, const th_telling *no);
/* "before", the number, "after", where it is not 0. */
void th_telling_some(th_telling *told, th_live_count count, const char *before, const char *after);
th_live_text th_telling_end(const th_telling *told);
th_live_condition th_telling_not_nought(th_arena *arena, th_live_count count);

#endif
