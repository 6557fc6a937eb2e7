/* A ledger that somebody is saving at this moment, or that was cut off while it was copied, must not empty a run of its
 * decisions: then the last copy that could be read takes its place, and that is said. */
#ifndef TH_BATCH_LEDGER_H
#define TH_BATCH_LEDGER_H

#include "base/limits.h"
#include "base/status.h"
#include "base/trouble.h"

/* Which of two is to be read. */
typedef struct th_ledger_choice {
    const char *ledger; /* a workbook or a folder of .csv */
    const char *kept;   /* the last copy of it that could be read; NULL: there is none */
    const char *used;   /* result: one of the two */
} th_ledger_choice;

/* Can all files of the ledger be opened?  Nothing is said of what stands in them.  TH_FAILED: *trouble says why not. */
th_status th_ledger_is_whole(th_arena *arena, const th_limits *limits, const char *ledger, th_trouble *trouble);

/* TH_OK: the ledger itself is whole.  TH_WARN: the copy is used, *trouble says so and why.  TH_FAILED: neither can be
 * read, `used` is NULL, and *trouble is that of the ledger. */
th_status th_ledger_choose(th_arena *arena, const th_limits *limits, th_ledger_choice *choice, th_trouble *trouble);

#endif
