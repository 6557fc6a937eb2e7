/* A workbook that libxlsxwriter writes.  It lives outside the arena: whatever happens, it is released once. */
#ifndef TH_DRAW_OUTPUT_H
#define TH_DRAW_OUTPUT_H

#include "base/status.h"
#include "base/str.h"

#include <xlsxwriter.h>

typedef struct th_output th_output;

/* NULL: *trouble says why (Vietnamese). */
th_output *th_output_new(th_arena *arena, const char *path, th_str *trouble);
lxw_workbook *th_output_book(const th_output *output);
/* Writes the file; the workbook is gone, written or not. */
th_status th_output_close(th_arena *arena, th_output *output, th_str *trouble);

#endif
