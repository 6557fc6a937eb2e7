/* Parts of a year in titles: "6 tháng đầu năm 2022", "9 tháng năm 2022", "quý I năm 2022" are no report of 2022. */
#ifndef TH_FACT_PART_OF_YEAR_H
#define TH_FACT_PART_OF_YEAR_H

#include "base/str.h"

/* The part that ends `before`, which is what stands before "năm" in a title folded by th_fold(), which writes "quý"
 * as "quí": "6 tháng đầu"; empty when none does. */
th_str th_part_of_year(th_str before);

#endif
