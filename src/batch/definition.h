/* The definition from the file system: a workbook, or a folder of .csv files. */
#ifndef TH_BATCH_DEFINITION_H
#define TH_BATCH_DEFINITION_H

#include "batch/guard.h"
#include "form/layout.h"

/* Loads and hashes (SHA-256 over the names and bytes of its files, in order of name).
 * TH_FAILED: `faults` or `trouble` says why. */
th_status th_definition_open(th_arena *arena, const th_limits *limits, const char *path, th_definition **definition,
                             th_str *hash, th_findings *faults, th_trouble *trouble);

/* Where a laid out definition goes. */
typedef struct th_layout_target {
    const char *out; /* a workbook when it ends in .xlsx, else a folder of .csv */
    int64_t created; /* Unix time of the properties of a workbook */
    th_guard *guard;
} th_layout_target;

/* The same definition in its other form.  TH_FAILED: as above; no workbook was written, or a folder lacks some of its
 * files. */
th_status th_definition_convert(th_arena *arena, const th_limits *limits, const char *path,
                                const th_layout_target *target, th_findings *faults, th_trouble *trouble);
th_status th_layout_publish(th_arena *arena, const th_layout_target *target, const th_layout *layout,
                            th_trouble *trouble);

#endif
