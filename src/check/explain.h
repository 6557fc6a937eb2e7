/* Explain instead of correct: a unit's reason for a finding, carried from run to run as long as the values stay.
 *
 * The mark ("Mã giải trình") of a finding is the first eight digits of a SHA-256 over unit, rule, period and the
 * values the finding rests on.  Where Giải trình holds unit, rule and mark, a warning becomes a note that shows the
 * reason; a graver finding keeps its level and shows it too.  When a value changes the mark changes, and the reason is
 * dropped with a finding. */
#ifndef TH_CHECK_EXPLAIN_H
#define TH_CHECK_EXPLAIN_H

#include "fact/dataset.h"

/* Of a rule that failed; eight digits, in `arena`. */
th_str th_explain_mark(th_arena *arena, const th_definition *d, uint32_t unit, th_str rule, const th_sources *sources);
/* "Theo kế hoạch mới (Ban thư ký, 2023-01-08)". */
th_str th_explain_text(th_arena *arena, const th_explanation *explanation);
/* Marks findings of units that have none yet, then applies Giải trình.  After all checks. */
void th_explain_run(th_dataset *ds);

#endif
