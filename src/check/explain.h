/* Explain instead of correct: a unit's reason for a finding, carried from run to run as long as the data stay that it
 * was given for.
 *
 * The mark ("Mã giải trình") of a finding is the first eight digits of a SHA-256 over unit, rule, period and data: of
 * a rule the figures it used, and every cell of the columns of lists it names; of a finding about one cell what
 * stands in its row, which are the figures of the indicator or the cells of that row of the list.  Where the cells
 * are is no part of it.  Where Giải trình holds unit, rule and mark, a warning becomes a note that shows the reason;
 * a graver finding keeps its level and shows it too.  When the data change the mark changes, and the reason is
 * dropped with a finding. */
#ifndef TH_CHECK_EXPLAIN_H
#define TH_CHECK_EXPLAIN_H

#include "check/words.h"

/* The mark of a finding that rests on these figures: eight digits, in `arena`. */
th_str th_explain_mark(th_arena *arena, const th_definition *d, uint32_t unit, th_str rule, const th_sources *sources);
/* The mark of a rule that failed, from its figures and the columns of lists that it names. */
th_str th_explain_mark_of_rule(th_arena *arena, const th_broken *broken, uint32_t unit);
/* A reason as it is shown: "Theo kế hoạch mới (Ban thư ký, 2023-01-08)". */
th_str th_explain_text(th_arena *arena, const th_explanation *explanation);
/* Marks findings of units that have none yet, then applies Giải trình.  After all checks. */
void th_explain_run(th_dataset *ds);
/* Marks those findings without a mark that need one: also those about no single value, such as a form that is missing.
 * The dataset is sealed. */
void th_explain_mark_findings(th_dataset *ds, bool (*needs)(const th_finding *));

#endif
