/* The store as a folder of .csv, for whoever has a spreadsheet and no SQLite tool.
 *
 * The folder appears whole or not at all: it is filled under a name of its own (".NAME.part") and then put in place.
 * What stands there is replaced only where it is an earlier export that nobody changed: DOC-TOI.txt in it begins as
 * ours does and names every other file with its SHA-256.  The same store gives the same bytes. */
#ifndef TH_BATCH_EXPORT_H
#define TH_BATCH_EXPORT_H

#include "batch/guard.h"

#define TH_EXPORT_README "DOC-TOI.txt"

typedef struct th_export {
    const char *store, *folder; /* the folder to make */
    th_guard *guard;
    bool english;   /* the language of DOC-TOI.txt; names of columns are those of the store */
    size_t ntables; /* what was written */
    size_t nrows;
} th_export;

/* TH_FAILED: nothing was changed, and *trouble says why and what to do. */
th_status th_export_do(th_arena *arena, th_export *job, th_trouble *trouble);

#endif
