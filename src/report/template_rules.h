/* The rules of the definition as the blank workbook asks them: which it can ask, in which row of TỰ KIỂM TRA each
 * stands, by what formulas, and which cells it marks when it is broken. */
#ifndef TH_REPORT_TEMPLATE_RULES_H
#define TH_REPORT_TEMPLATE_RULES_H

#include "fact/own_sheets.h"
#include "report/template_map.h"

#define TH_OWN_CHECK_NAME TH_OWN_CHECK_SHEET
#define TH_OWN_RIGHT "đạt"
#define TH_OWN_WRONG "sai"
#define TH_OWN_UNASKED "chưa xét"
#define TH_OWN_UNFILLED "chưa ghi" /* a list is empty, and so what is asked of it does not hold yet */

typedef enum th_template_asking { TH_ASKED_NOT_HERE = 0, TH_ASKED_OF_UNIT, TH_ASKED_OF_ROWS } th_template_asking;

/* A cell that a broken rule marks: a figure, or the head of a list column. */
typedef struct th_rule_mark {
    bool list;
    uint32_t index; /* indicator; TH_NONE: that of the row at hand; or column of the definition */
    th_measure measure;
} th_rule_mark;

typedef struct th_template_rule {
    th_template_asking asked;
    const char *why; /* TH_ASKED_NOT_HERE: who asks it, and why not this workbook; NULL: nobody does, it is off */
    uint32_t row;    /* of TỰ KIỂM TRA */
    uint32_t slot;   /* TH_ASKED_OF_ROWS: which hidden column */
    th_rule_mark *marks;
    size_t nmarks, marks_cap;
} th_template_rule;

typedef struct th_template_rules {
    th_arena *arena;
    const th_template_plan *plan;
    th_template_rule *at; /* by check */
    uint32_t nrows;       /* of rules that are asked */
    uint32_t nslots;
} th_template_rules;

/* `first`: the row of TỰ KIỂM TRA in which the first rule stands. */
th_template_rules th_template_rules_make(th_arena *arena, const th_template_plan *plan, uint32_t first);
/* One side as a formula of its own: its value, or "". */
th_str th_template_side(const th_template_rules *rules, uint32_t check, bool right);
/* What a rule comes to whose sides stand in the cells `left` and `right`. */
th_str th_template_result(const th_template_rules *rules, uint32_t check, th_str left, th_str right);
/* What a rule of single rows comes to in the row of an indicator: đạt, sai, "–" (not asked), or "" (nothing to ask);
 * the formula is "" where it cannot be asked there. */
th_str th_template_row_result(const th_template_rules *rules, uint32_t check, uint32_t indicator);

#endif
