/* "Theo máy": the cluster accepts computed points, for as long as they and their data stay what they were. */
#ifndef TH_SCORE_CONFIRM_H
#define TH_SCORE_CONFIRM_H

#include "score/score.h"

/* Mã xác nhận: "x" and the first eight digits of a SHA-256 over unit, criterion, period, points, data and target.  The
 * letter keeps a spreadsheet from taking it for a number.  "" where nothing is computed. */
th_str th_confirm_mark(th_arena *arena, const th_definition *d, uint32_t criterion, uint32_t unit,
                       const th_points *points);

#endif
