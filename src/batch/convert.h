/* Converting one workbook: to Unicode in its own format, anew as .xlsx, or as .csv.
 *
 *   .xlsx, .xlsm → the same    only text and font names change (convert/change.h)
 *   .xls, .ods, .csv → .xlsx   written anew (convert/redraw.h)
 *   anything → .csv            UTF-8 with a mark, one file a sheet
 * The input is never written, whatever name or link leads to it. */
#ifndef TH_BATCH_CONVERT_H
#define TH_BATCH_CONVERT_H

#include "batch/files.h"
#include "batch/guard.h"
#include "convert/change.h"

typedef struct th_convert_options {
    const th_limits *limits;
    const char *out;    /* file; NULL: `folder` */
    const char *folder; /* the file keeps its name, with the ending of its new format */
    const char *to;     /* "xlsx", "csv", or NULL: as `out` ends, else .xlsx (.xlsm stays) */
    const char *sheet;  /* only this one; NULL: all */
    int csv_to;         /* descriptor for one sheet as .csv, or -1 */
    const char *fonts;  /* file with the user's font rules, or NULL */
    th_guard *guard;
    const th_str *taken; /* names in the folder that inputs before this one have */
    size_t ntaken;
    int64_t created; /* Unix time of the properties of a workbook written anew; -1: none of its own */
} th_convert_options;

typedef struct th_converted {
    th_book_format from;
    th_strs outputs; /* paths written */
    th_rewriting what;
    th_findings findings;
    bool identical; /* nothing had to change */
} th_converted;

/* TH_FAILED: nothing was written; the last finding says why. */
th_status th_convert(th_arena *arena, const th_input *input, const th_convert_options *options, th_converted *result);

/* The name `input` gets in a folder: its own, ending as `to` or as its kind asks. */
th_str th_convert_name(th_arena *arena, th_str input, const char *to);

#endif
