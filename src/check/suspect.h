/* Rules that fail too often to be the units' fault. */
#ifndef TH_CHECK_SUSPECT_H
#define TH_CHECK_SUSPECT_H

#include "check/check.h"

/* A rule that fails for more than a third of the units it was evaluated for, and for two at least, is reported once
 * (QT-001), above the units' findings, with the cells it fails at; of a rule of scope "từng dòng" each row is counted
 * for itself, and those that fail too often are named together.  Where every unit fails, and three do at least, what is
 * said of each is folded under that. */
void th_suspect_rules(th_arena *arena, th_dataset *ds, const th_check_results *results);

/* Which rules of the definition are suspect by these results, by index; in `arena`. */
bool *th_suspect_list(th_arena *arena, const th_definition *d, const th_check_results *results);

#endif
