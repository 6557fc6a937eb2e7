/* One line of a slip of points, as values: what CHẤM ĐIỂM shows of a criterion of one unit, and why.  The consolidated
 * workbook looks the same values up in CHẤM ĐIỂM; the unit's feedback, which has no such sheet, shows these. */
#ifndef TH_REPORT_SLIP_LINE_H
#define TH_REPORT_SLIP_LINE_H

#include "score/score.h"

enum {
    TH_LINE_DATA = 0,
    TH_LINE_TARGET,
    TH_LINE_SELF,
    TH_LINE_COMPUTED,
    TH_LINE_GIVEN,
    TH_LINE_OFFICIAL,
    TH_LINE_CELLS
};

/* A number in its format, or else a text, which may be empty. */
typedef struct th_line_cell {
    const th_exact *number;
    const char *format;
    th_str text;
} th_line_cell;

typedef struct th_slip_line_values {
    th_line_cell cells[TH_LINE_CELLS];
    th_str why;   /* in Vietnamese; names no other unit */
    th_str brief; /* the same without what data and target say already */
    th_str given; /* "Cụm chấm 38,25: who, when, ground", which somebody entered; or "" */
} th_slip_line_values;

/* The line of a criterion on the page of a unit that has reported. */
th_slip_line_values th_slip_line_values_of(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit);
/* "Điển hình tiên tiến (20)": with the most points it can give. */
th_str th_slip_title(th_arena *arena, const th_criterion *criterion);
const th_award *th_slip_award(const th_definition *d, uint32_t criterion, uint32_t unit);

#endif
