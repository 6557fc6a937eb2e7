/* A rule of the definition as a formula over the cells of the consolidated workbook: what it comes to as they stand
 * now, with the tolerance and the treatment of missing figures that the check applied. */
#ifndef TH_REPORT_LIVE_RULE_H
#define TH_REPORT_LIVE_RULE_H

#include "report/plan.h"

#define TH_RULE_PASSES "đạt"
#define TH_RULE_FAILS "sai"
#define TH_RULE_UNASKED "–"

/* The formulas of one of the three words above, by check * (units + 1) + unit, the cluster being the last unit; NULL
 * where nothing is live.  One is "" where the rule cannot be asked of cells: it is of single rows, of figures that no
 * cell holds or holds otherwise ("trên 97"), of the store, or rounding could make the formula say something else than
 * what the check came to. */
th_str *th_live_rules(const th_report *r);
/* One formula of th_live_rules(), which the report keeps. */
th_str th_live_rule_of(const th_report *r, uint32_t check, uint32_t unit);

#endif
