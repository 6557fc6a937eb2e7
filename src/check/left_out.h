/* Rows that no indicator takes (BIEU-005) beside the rules that fail: a row whose figure is just what a sum lacks. */
#ifndef TH_CHECK_LEFT_OUT_H
#define TH_CHECK_LEFT_OUT_H

#include "check/check.h"

/* After the rules, and before findings are sorted. */
void th_left_out_rows(th_arena *arena, th_dataset *ds, const th_check_results *results);

#endif
