/* The definition from the file system: a workbook, or a folder of .csv files. */
#ifndef TH_BATCH_DEFINITION_H
#define TH_BATCH_DEFINITION_H

#include "batch/trouble.h"
#include "form/layout.h"

/* Loads and hashes (SHA-256 over the names and bytes of its files, in order of name).
 * TH_FAILED: `faults` or `trouble` says why. */
th_status th_definition_open(th_arena *arena, const th_limits *limits, const char *path, th_definition **definition,
                             th_str *hash, th_findings *faults, th_trouble *trouble);

/* The same definition in its other form: `out` ends in .xlsx, or is a folder for one .csv a sheet.  TH_FAILED: as
 * above; no workbook was written, or a folder lacks some of its files. */
th_status th_definition_convert(th_arena *arena, const th_limits *limits, const char *path, const char *out,
                                int64_t created, th_findings *faults, th_trouble *trouble);
/* A laid out definition as a workbook (`out` ends in .xlsx) or a folder of .csv. */
th_status th_layout_publish(th_arena *arena, const th_layout *layout, const char *out, int64_t created,
                            th_trouble *trouble);

#endif
