/* Years in headers: "Thực hiện năm 2022" says itself which year its figures are of, whatever alias it is. */
#ifndef TH_FACT_HEADER_YEAR_H
#define TH_FACT_HEADER_YEAR_H

#include "form/definition.h"

/* The only year in a text; 0 where there is none, or more than one ("so sánh 2022/2021"). */
long th_year_in(th_str text);
/* The text without its years and without brackets, to compare what is left. */
th_str th_without_years(th_arena *arena, th_str text);
/* "thuc hien 2024" of "thuc hien nam 2024": folded labels say the same with and without the word before a year. */
th_str th_without_year_words(th_arena *arena, th_str weak);
/* The year that figures of a role are of; 0: its header states none. */
long th_year_of_role(const th_definition *d, th_role role);

#endif
