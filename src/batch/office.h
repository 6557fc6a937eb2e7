/* LibreOffice, where the machine has it: a workbook as a .pdf.  It is started with a profile of its own, in which it is
 * told to write numbers as Vietnamese do, whatever the language of the machine; it needs no network, and is ended with
 * all it started when it takes too long. */
#ifndef TH_BATCH_OFFICE_H
#define TH_BATCH_OFFICE_H

#include "base/status.h"
#include "base/trouble.h"

#include <stdint.h>

typedef struct th_office_job {
    const char *workbook; /* "…/NAME.xlsx" */
    const char *folder;   /* which may be made and filled, */
    const char *profile;  /* and another one */
    int64_t created;      /* Unix time that the .pdf states as its own */
    unsigned seconds;     /* that it may take */
} th_office_job;

/* The bytes of the .pdf, which are the same for the same workbook.  TH_FAILED: there is none; *trouble says why, in a
 * few words. */
th_status th_office_pdf(th_arena *arena, const th_office_job *job, th_str *pdf, th_trouble *trouble);

/* How long it may take where reading a file may take so many seconds: 120 of the usual 20. */
enum { TH_OFFICE_TIMES = 6 };

#endif
