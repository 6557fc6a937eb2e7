/* Where conversions go: what the result of an input is called, and putting there what the clerk that converted it hands
 * over (batch/clerk.h).  A name comes from the command line and the input's, of a sheet from the sheet's; never a path
 * from the clerk. */
#ifndef TH_BATCH_CONVERTED_OUTPUT_H
#define TH_BATCH_CONVERTED_OUTPUT_H

#include "batch/clerk.h"
#include "batch/files.h"
#include "batch/guard.h"

typedef struct th_convert_options {
    const th_limits *limits;
    const char *out;    /* file; NULL: `folder` */
    const char *folder; /* the file keeps its name, with the ending of its new format */
    const char *to;     /* "xlsx", "csv", or NULL: as `out` ends, else .xlsx (.xlsm stays) */
    const char *sheet;  /* only this one; NULL: all */
    bool csv_told;      /* one sheet as .csv is told on TH_CLERK_OUT, and nothing is published */
    const char *fonts;  /* file with the user's font rules, or NULL */
    th_guard *guard;
    const th_str *taken; /* names in the folder that inputs before this one have */
    size_t ntaken;
    int64_t created; /* Unix time of the properties of a workbook written anew; -1: none of its own */
} th_convert_options;

/* The name `input` gets in a folder: its own, ending as `to` or as its kind asks. */
th_str th_convert_name(th_arena *arena, th_str input, const char *to);
/* The path of the result, of which those of single sheets are made. */
th_str th_converted_path(th_arena *arena, const th_input *input, const th_convert_options *options);

/* What a clerk says of bytes that it hands over: empty, the result; this, the result that was drawn anew; else one of
 * several sheets, by its number from 1 and its name. */
#define TH_CONVERTED_ANEW "anew"
th_str th_converted_about(th_arena *arena, size_t number, th_str sheet);

/* In the principal, one input's. */
typedef struct th_converted_output {
    th_arena *arena;
    const th_input *input;
    const th_convert_options *options;
    th_strs outputs; /* paths that hold what was handed over, in `arena` */
} th_converted_output;

/* Publishes.  The answer is the path; of what is not TH_OK nothing stands there. */
th_clerk_reply th_converted_publish(th_converted_output *output, th_arena *arena, const th_handed *what);

#endif
