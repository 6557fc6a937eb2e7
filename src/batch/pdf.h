/* A workbook as a .pdf beside it, through LibreOffice (batch/office.h).  It is an output as any other: the guard is
 * asked before a run begins, and it appears whole or not at all.  Whatever goes wrong after that leaves the workbook as
 * it is.
 *
 * LibreOffice works on a copy, in a private folder, so that nothing of it lies beside what people look at. */
#ifndef TH_BATCH_PDF_H
#define TH_BATCH_PDF_H

#include "batch/publish.h"

/* How a .pdf of ours ends: a comment, which readers pass over. */
#define TH_PDF_ENDS "%tonghop\n"

typedef struct th_pdf_job {
    const char *workbook;  /* which was published */
    const char *temporary; /* where the private folder is made, or NULL: "/tmp" */
    int64_t created;       /* Unix time that it states */
    const th_limits *limits;
} th_pdf_job;

/* In the guard's arena; the lock of the output is held from here on.  TH_FAILED: it may not be written, as *trouble
 * says. */
th_status th_pdf_begin(th_guard *guard, const char *path, th_publication *publication, th_trouble *trouble);
/* Puts it in its place.  TH_FAILED: what was there is as it was, and *trouble says why, the workbook being written. */
th_status th_pdf_finish(th_arena *arena, th_publication *publication, const th_pdf_job *job, th_trouble *trouble);

#endif
