/* Smallest and largest value (Nhỏ nhất, Lớn nhất) of an indicator. */
#ifndef TH_CHECK_RANGE_H
#define TH_CHECK_RANGE_H

#include "fact/dataset.h"

void th_check_ranges(th_arena *arena, th_dataset *ds);

#endif
