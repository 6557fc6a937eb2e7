/* Converting one workbook: to Unicode in its own format, anew as .xlsx, or as .csv.
 *
 *   .xlsx, .xlsm → the same    only text and font names change (convert/change.h)
 *   .xls, .xlsb, .ods, .csv → .xlsx   written anew (convert/redraw.h)
 *   anything → .csv            UTF-8 with a mark, one file a sheet
 * The input is never written, whatever name or link leads to it. */
#ifndef TH_BATCH_CONVERT_H
#define TH_BATCH_CONVERT_H

#include "batch/converted_output.h"
#include "convert/change.h"

typedef struct th_converted {
    th_book_format from;
    th_strs outputs; /* paths written */
    th_rewriting what;
    th_findings findings;
    bool identical; /* nothing had to change */
} th_converted;

/* What is converted, and by whom: the clerk's walls are raised once the input is there, and the results are handed over
 * for th_converted_publish(). */
typedef struct th_convert_job {
    const th_input *input;
    const th_convert_options *options;
    th_clerk *clerk;
} th_convert_job;

/* In a clerk.  TH_FAILED: nothing was written; the last finding says why. */
th_status th_convert(th_arena *arena, const th_convert_job *conversion, th_converted *result);

#endif
