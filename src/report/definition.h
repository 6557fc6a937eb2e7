/* A definition as a workbook for the secretariat: a sheet for each table with its columns, drop-down lists, frozen
 * headings, and a sheet that says what each column is for. */
#ifndef TH_REPORT_DEFINITION_H
#define TH_REPORT_DEFINITION_H

#include "base/status.h"
#include "base/trouble.h"
#include "form/layout.h"

/* Into the file at `path`.  `created`: Unix time of the properties.  TH_FAILED: *trouble says why (Vietnamese). */
th_status th_definition_write(th_arena *arena, const th_layout *layout, int64_t created, const char *path,
                              th_trouble *trouble);

#endif
