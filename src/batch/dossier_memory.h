/* bo-nho.tsv: what was known before a run (fact/memory.h), as a table of a dossier. */
#ifndef TH_BATCH_DOSSIER_MEMORY_H
#define TH_BATCH_DOSSIER_MEMORY_H

#include "base/status.h"
#include "base/trouble.h"
#include "fact/memory.h"

th_str th_dossier_memory_text(th_arena *arena, const th_memory *memory);
th_status th_dossier_memory_read(th_arena *arena, th_str bytes, th_memory *memory, th_trouble *trouble);

#endif
