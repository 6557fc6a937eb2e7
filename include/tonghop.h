/* tonghop as a library: the merge of a folder of departmental workbooks.
 *
 * Link with libtonghop.a and the libraries that README lists.  Strings are
 * NUL-terminated UTF-8 (NFC).  The calls fork one process per workbook; the
 * caller must not have other threads running.
 */
#ifndef TONGHOP_H
#define TONGHOP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

typedef enum tonghop_level { TONGHOP_NOTE = 0, TONGHOP_WARNING, TONGHOP_ERROR, TONGHOP_BLOCKED } tonghop_level;

/* One finding; every string is "" rather than NULL and valid during the call only. */
typedef struct tonghop_finding {
    tonghop_level level;
    const char *rule;                /* "KT-701", "TEP-003" */
    const char *unit;                /* code of the definition */
    const char *file, *sheet, *cell; /* cell as "G12" */
    const char *message_vi, *message_en, *fix_vi;
} tonghop_finding;

typedef struct tonghop_merge_options {
    const char *definition;    /* folder of .csv files, or a workbook */
    const char *output;        /* the consolidated .xlsx; appears whole or not at all */
    const char *const *inputs; /* files and folders, `ninputs` of them; never written to */
    size_t ninputs;
    const char *last_year; /* record stream of last year's accepted figures, or NULL */
    unsigned jobs;         /* workers at a time; 0 for one */
    int64_t created;       /* Unix time in the document properties; -1: Ngày lập of the definition */
    void (*finding)(void *ctx, const tonghop_finding *finding); /* may be NULL; grave ones first */
    void *ctx;
    int allow_empty;   /* not 0: write the output though no file of an inbox counts */
    int force;         /* not 0: replace an output that is there and is no earlier result */
    const char *as_of; /* the day that deadlines are compared with, "2023-01-06"; NULL: before all of them */
} tonghop_merge_options;

/* 0 clean, 1 written with warnings, 2 written with errors, 3 nothing written
 * (then the findings, if any, are faults of the definition and *trouble, when
 * not NULL, holds a sentence the caller frees with free()). */
int tonghop_merge(const tonghop_merge_options *options, char **trouble);

const char *tonghop_version(void); /* "tonghop 0.1.0" */

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
