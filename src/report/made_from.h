/* What a consolidated workbook is made of: a table below NHẬT KÝ that people read, and that `verify` reads back.
 *
 * One row each: the options that decide a cell, the files of definition and ledger, last year's figures, the outcome of
 * the previous run, every input in the order in which it was read, and what the memory of a night brought along.  The
 * last row is a digest of the others, so that a row that was changed is seen.  No path of a machine, no clock, no
 * number of workers is among them: the same run gives the same table. */
#ifndef TH_REPORT_MADE_FROM_H
#define TH_REPORT_MADE_FROM_H

#include "base/str.h"

#include <stdint.h>

typedef enum th_made_kind {
#define TH_MADE(id, word) TH_MADE_##id,
#include "report/made_from.def"
#undef TH_MADE
    TH_MADE_KINDS
} th_made_kind;

typedef struct th_made {
    th_made_kind kind;
    th_str name;
    th_str when;    /* a day as "2023-01-05"; or empty */
    th_str detail;  /* of an option its value */
    uint64_t bytes; /* 0: not a file, or not known */
    th_str sha256;  /* hex; empty: there is none, or the file could not be read */
} th_made;

typedef struct th_made_from {
    th_made *at;
    size_t n, cap;
} th_made_from;

/* The option that says that it is the edition for the departments; of the working one there is no such row. */
#define TH_MADE_EDITION "--edition"
#define TH_MADE_SENT "gui"

th_str th_made_word(th_made_kind kind);
/* The digest of all rows but its own, in whatever order they stand. */
th_str th_made_digest(th_arena *arena, const th_made_from *made);
/* The labels of the columns, TH_MADE_COLUMNS of them. */
enum { TH_MADE_COLUMNS = 6 };
extern const char *const th_made_labels[TH_MADE_COLUMNS];

#endif
