/* Inside the store: the memory and the outcome of a run. */
#ifndef TH_STORE_MEMORY_H
#define TH_STORE_MEMORY_H

#include "fact/memory.h"
#include "store/sqlite.h"

/* SHA-256 over all that a memory says, which tells whether it came back as it went in. */
th_str th_memory_hash(th_arena *arena, const th_memory *memory);
/* But for the files in the inbox, which are a table of spans.def; inside a transaction. */
void th_memory_record(th_sql *sql, const th_memory *memory, long long run);
/* A stream is kept part by part, each part once. */
void th_outcome_record(th_sql *sql, th_str outcome, long long run);

#endif
