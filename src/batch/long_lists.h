/* The files that go beside a workbook (report/long_list.h) are published with it: each has its digest in its name, so
 * that the old workbook keeps its own until the new one stands in its place.
 *
 *   draw    rows into temporary files, read back
 *   place   under their names, beside those of the old workbook
 *   commit  the workbook is renamed
 *   settle  what the old workbook had is removed, or goes along where that is kept
 *
 * Whatever ends a run in between, the workbook that is there has its files beside it; what is left over is removed by
 * the next run.  Removed, or taken for the same, is only what its digest tells to be what tonghop wrote: a file that
 * somebody changed stays, and stands in the way of one of its name. */
#ifndef TH_BATCH_LONG_LISTS_H
#define TH_BATCH_LONG_LISTS_H

#include "batch/publish.h"
#include "batch/report_drawing.h"

typedef struct th_long_file {
    const char *path; /* NULL: there is none */
    size_t rows;
    bool fresh; /* this run has put it there */
} th_long_file;

typedef struct th_long_files {
    th_arena *arena;
    th_publication *publication;
    th_report_job job;
    const char *const *kept; /* where the replaced workbook is kept, or a pointer to NULL */
    const char *placed_for;  /* the path of the workbook when they were put in place */
    th_long_file at[TH_LONG_LISTS];
    bool done;
} th_long_files;

/* After th_publish_begin(); committing the publication settles the files.  `kept` may be NULL. */
th_long_files *th_long_files_begin(th_arena *arena, th_publication *publication, const th_limits *limits,
                                   const char *const *kept);
/* Draws the workbook of files->job and puts its files in place.  After anything but TH_OK, as after an abandoned
 * publication, th_long_files_abandon() takes them away. */
th_status th_long_files_draw(th_long_files *files, th_trouble *trouble);
void th_long_files_abandon(th_long_files *files);

/* "FOLDER/Tong-hop" + ending: the file of a workbook; also of one in another folder, where its files go along. */
const char *th_long_file_name(th_arena *arena, const char *workbook, th_str ending);
/* Is it the name of a file beside the workbook of that name?  *ending is what follows the name of the workbook. */
bool th_long_file_is_of(const char *workbook_name, const char *name, th_str *ending);
/* The digest of a file of any size; empty: it cannot be read. */
th_str th_long_file_sha256(th_arena *arena, const char *path);
/* A new file with the same bytes, on the disk: 0, or the errno of what failed. */
int th_long_file_copy(const char *from, const char *to);
/* Copies all files that stand beside a workbook to another one: 0 or an errno. */
int th_long_files_copy(th_arena *arena, const char *workbook, const char *to);

#endif
