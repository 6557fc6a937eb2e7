/* Where MA TRẬN KIỂM TRA says what: a row a rule and a column a unit, the cluster last; of many units a column a rule
 * and a row a unit, the cluster first. */
#ifndef TH_REPORT_MATRIX_PLACE_H
#define TH_REPORT_MATRIX_PLACE_H

#include "report/plan.h"

/* `unit` is the number of units for the cluster. */
th_cell_at th_matrix_result_at(const th_report *r, uint32_t check, uint32_t unit);
/* TH_MATRIX_CODE and what follows it. */
th_cell_at th_matrix_field_at(const th_report *r, uint32_t check, uint32_t field);
/* TH_MATRIX_HOW and what follows it. */
th_cell_at th_matrix_since_at(const th_report *r, uint32_t check, uint32_t field);
/* Where units are many, the cells that say for how many units the rule fails, and how many rules fail for the unit. */
th_cell_at th_matrix_failing_units_at(const th_report *r, uint32_t check);
th_cell_at th_matrix_failing_rules_at(const th_report *r, uint32_t unit);
/* Where the letter of a unit stands in TH_MATRIX_PATTERN, from 1. */
uint32_t th_matrix_letter(const th_report *r, uint32_t unit);

/* The results of some rules, of all units. */
th_area th_matrix_area(const th_report *r, uint32_t first, uint32_t last, bool with_cluster);
/* Areas of that sheet, as formulas of others name them: the codes of all rules, a field of TH_MATRIX_HOW and what
 * follows, the results of a unit, those of all units. */
th_str th_matrix_codes(const th_report *r);
th_str th_matrix_since(const th_report *r, uint32_t field);
th_str th_matrix_results(const th_report *r, uint32_t unit);
th_str th_matrix_units(const th_report *r, bool with_cluster);
/* "INDEX(area,rule,unit)" whichever way it lies; "0": all of them. */
th_str th_matrix_index(const th_report *r, th_str area, th_str rule, th_str unit);

#endif
