/* The memory of a night (fact/memory.h) as rows of the list of what its workbook is made of (report/made_from.h). */
#ifndef TH_BATCH_MADE_MEMORY_H
#define TH_BATCH_MADE_MEMORY_H

#include "fact/memory.h"
#include "report/made_from.h"

/* "2023-01-05" of a serial; "" of 0. */
th_str th_made_day(th_arena *arena, int serial);

/* Adds the rows; what was frozen is not among them. */
void th_made_memory(th_arena *arena, const th_memory *memory, th_made_from *made);
/* Takes one of them back.  False: it cannot be read. */
bool th_made_memory_take(th_arena *arena, const th_made *row, th_memory *memory);

#endif
