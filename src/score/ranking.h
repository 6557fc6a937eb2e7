/* Ranks: 1-2-2-4, ties broken step by step, absent units last and unranked. */
#ifndef TH_SCORE_RANKING_H
#define TH_SCORE_RANKING_H

#include "score/score.h"

/* What an expression of unit scope is worth for `unit`: handed down by the scorer. */
typedef th_operand (*th_unit_value)(void *ctx, const th_expr *expr, uint32_t unit);

/* nunits standings in order of presentation. `reported[unit]`: takes part. */
th_standing *th_ranking_run(th_arena *arena, const th_definition *d, const th_ranking *ranking, const bool *reported,
                            th_unit_value value, void *ctx);

#endif
