/* A workbook being written, sheet by sheet (draw/tab.h, draw/pen.h).
 *
 * The library's part of it lives outside the arena: whatever happens, it is released once.  Tabs and formats belong to
 * their workbook and are not used after th_output_close().
 */
#ifndef TH_DRAW_OUTPUT_H
#define TH_DRAW_OUTPUT_H

#include "base/status.h"
#include "base/str.h"
#include "base/trouble.h"
#include "book/mark.h"

#include <stdint.h>

typedef struct th_output th_output;
typedef struct th_tab th_tab; /* one sheet of it */

/* What headings, footers and signatures say, the same on all sheets. */
typedef struct th_letterhead {
    th_str cluster, host, made_on; /* made_on: a date, or "" for a blank one to be filled in by hand */
    int period;
    th_str contents; /* the sheet every other one links back to */
    /* Who signs (report/signing.h); what is empty is not said. */
    th_str place, authority, position, signer;
    bool undated;    /* nothing is decided yet: the date is left blank, whatever made_on says */
    th_str attached; /* what annexes come along with */
    th_str footing;  /* how far the ranking has come, of when the figures are, which edition: in every footer; or "" */
} th_letterhead;

/* Properties of the document.  `mark` makes the workbook known as one of ours (book/mark.h).  `created`: Unix time, an
 * input, so that the same inputs give the same bytes; below 1 counts as 1, because the library would ask the clock for
 * a date of 0.  What is NULL is left out. */
typedef struct th_about {
    th_mark mark;
    const char *title, *subject, *author, *company, *comments;
    int64_t created;
} th_about;

/* Where a workbook is drawn. */
typedef struct th_drawn {
    const char *path; /* NULL: into memory */
    th_str bytes;     /* of the file, once it is drawn */
} th_drawn;

/* A workbook that th_output_close() writes to `path`.  Where that is NULL it is written into memory, for a process that
 * can make no file; this works only in a program that answers what the library asks of the machine
 * (cli/library_files.c).  Returns NULL when it cannot be made; *trouble says why. */
th_output *th_output_new(th_arena *arena, const char *path, th_trouble *trouble);
/* One face for the whole workbook, and the looks of draw/style.h; before the first pen. */
void th_output_dress(th_output *output, const th_letterhead *letterhead);
void th_output_describe(th_output *output, const th_about *about);
/* A sheet behind those that are there; NULL when the name is taken or not one that Excel takes. */
th_tab *th_output_add(th_output *output, th_str name);
/* For a text that is written into a cell and then needed no more, since the library copies it: it is valid until the
 * next cell is written. */
th_arena *th_output_texts(const th_output *output);
/* Writes the file and reads it back (draw/readback.h); the workbook is gone, written or not.  TH_FAILED: it was not
 * written.  TH_FATAL: what was written is not what the file says. */
th_status th_output_close(th_output *output, th_trouble *trouble);
/* After TH_OK: the file, byte by byte; in the arena. */
th_str th_output_bytes(const th_output *output);

#endif
