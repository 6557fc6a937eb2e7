/* Points of one criterion for one unit, by its way of scoring (Cách chấm). */
#ifndef TH_SCORE_POINTS_H
#define TH_SCORE_POINTS_H

#include "score/score.h"

enum { TH_POINT_DECIMALS = 2 };

/* What the best unit reached; used by "so với đơn vị dẫn đầu", "theo mức vượt mục tiêu" and "… hoặc so với nhau".  A
 * number is NULL where nobody reports it. */
typedef struct th_leader {
    const th_exact *value, *over_target;
    const th_exact *without_target; /* of the units that have no target */
    th_str missing; /* "; chưa có số liệu của Cao Bằng": units that might have led; empty: there are none */
} th_leader;

/* Fills state, computed and why from `points->data` and `points->target`. */
void th_points_compute(th_arena *arena, const th_criterion *criterion, const th_leader *leader, th_points *points);

#endif
