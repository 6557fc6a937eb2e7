/* What came of verifying a consolidated workbook: for the terminal (cli/verify.c) and for the page that is filed
 * (report/verified_page.h). */
#ifndef TH_REPORT_VERIFICATION_H
#define TH_REPORT_VERIFICATION_H

#include "base/trouble.h"
#include "book/differences.h"
#include "report/made_from_read.h"

typedef enum th_verified_as {
    TH_VERIFIED_SAME = 0, /* the workbook is what its inputs come to */
    TH_VERIFIED_CHANGED,  /* so it is, and an input has changed since */
    TH_VERIFIED_VERSION,  /* another version of the program made it, and this one comes to something else */
    TH_VERIFIED_DIFFERS,
    TH_VERIFIED_NOT /* it cannot be verified; `why` says it */
} th_verified_as;

typedef enum th_listed_state {
    TH_LISTED_SAME = 0,
    TH_LISTED_RENAMED,  /* the same bytes under another name */
    TH_LISTED_REPLACED, /* other bytes have its name now, and the listed ones were found elsewhere */
    TH_LISTED_CHANGED,  /* other bytes have its name, and the listed ones are nowhere */
    TH_LISTED_MISSING,
    TH_LISTED_NEW, /* it lies in the inbox, and the workbook does not list it */
    TH_LISTED_STATES
} th_listed_state;

/* One of the things that the workbook lists. */
typedef struct th_verified_part {
    th_made made;
    th_listed_state state;
    th_str found; /* where: a name */
    th_str now;   /* the hash of what has its name now; empty: nothing has */
} th_verified_part;

typedef enum th_memory_check {
    TH_MEMORY_NONE = 0, /* the workbook was made without a memory */
    TH_MEMORY_UNPROVED, /* the memory is what the workbook says, since nothing else was at hand */
    TH_MEMORY_PROVED,   /* it was taken from the store or the dossier */
    TH_MEMORY_UNKNOWN   /* the store has no such run */
} th_memory_check;

typedef struct th_verification {
    th_verified_as as;
    th_trouble why;
    th_str book, book_sha256;        /* name and bytes of the workbook */
    th_str made_with, verified_with; /* programs */
    th_str definition_sha256;        /* of all its parts, as they were read now */
    th_verified_part *parts;
    size_t nparts, parts_cap;
    th_memory_check memory;
    th_differences differences; /* between the workbook and what was derived */
    bool *explained;            /* [difference]: a changed input, or the version of the program, explains it */
    size_t nexplained;
    size_t unproved; /* cells that tell what has changed since a previous run whose outcome is not at hand */
    /* Files beside the workbook that are not there, or not what it says; and their rows that differ, which are among
     * the differences, too. */
    size_t missing_beside, changed_beside, rows_beside;
    th_differences since; /* TH_VERIFIED_CHANGED: what the inputs of today change, derived now as `saved` */
} th_verification;

th_words th_listed_state_words(th_listed_state state);
/* In one sentence each. */
th_words th_verification_words(th_arena *arena, const th_verification *verification);
th_words th_difference_words(th_arena *arena, const th_difference *difference);
/* What kind of difference it is, in a few words; of another value "". */
th_words th_difference_note(th_difference_kind kind);
th_words th_memory_check_words(th_memory_check memory);

#endif
