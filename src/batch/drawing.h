/* A workbook is written in a process of its own, because libxlsxwriter neither checks its memory nor its temporary
 * files: there every call of the machine that fails ends the process (th_process_ends_on_fault), and the parent, which
 * holds the publication, says why and publishes nothing. */
#ifndef TH_BATCH_DRAWING_H
#define TH_BATCH_DRAWING_H

#include "batch/publish.h"

typedef struct th_drawing {
    /* Writes the part.  What it allocates from `arena` and whatever it changes is gone with the process. */
    th_status (*draw)(void *ctx, th_arena *arena, th_trouble *trouble);
    /* After TH_OK: what the parent is to be told; NULL: nothing more. */
    th_str (*tell)(void *ctx, th_arena *arena);
    th_str *told; /* where the parent has it then, in its arena; NULL: it does not ask */
    void *ctx;
} th_drawing;

/* TH_FAILED: *trouble says why, in `arena`; the caller abandons the publication.  So with TH_FATAL, which the drawing
 * returns of a file that reads back otherwise than it was written. */
th_status th_drawing_do(th_arena *arena, const th_drawing *drawing, th_trouble *trouble);

#endif
