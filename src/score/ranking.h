/* Ranks: 1-2-2-4, ties broken step by step, absent units last and unranked. */
#ifndef TH_SCORE_RANKING_H
#define TH_SCORE_RANKING_H

#include "score/score.h"

/* The units of a ranking, and how the scorer evaluates an expression of unit scope for one of them. */
typedef struct th_ranked_units {
    size_t n;
    const bool *reported; /* by unit: it takes part */
    th_operand (*value)(void *ctx, const th_expr *expr, uint32_t unit);
    /* The same of a step that breaks ties, and of the condition of a title.  Both take points on the share of what was
     * assigned, so that nobody is behind for what was not; a step takes them as they are shown, to two places. */
    th_operand (*step)(void *ctx, const th_expr *expr, uint32_t unit);
    th_operand (*condition)(void *ctx, const th_expr *expr, uint32_t unit);
    void *ctx;
} th_ranked_units;

/* What decided between two units that are ranked: 0 the value itself, k the k-th step, nsteps + 1 nothing did. */
uint32_t th_ranking_decided_by(const th_ranking *ranking, const th_standing *one, const th_standing *other);
/* One standing a unit, in order of presentation. */
th_standing *th_ranking_run(th_arena *arena, const th_ranking *ranking, const th_ranked_units *units);

#endif
