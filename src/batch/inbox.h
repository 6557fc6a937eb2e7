/* What lies in an inbox.  Folders are read with their sub-folders: one folder a unit is how offices work. */
#ifndef TH_BATCH_INBOX_H
#define TH_BATCH_INBOX_H

#include "batch/files.h"

typedef struct th_listing {
    const char *const *paths; /* files and folders, as on the command line */
    size_t npaths;
    const char *const *records; /* files that were named as record streams */
    size_t nrecords;
    const th_limits *limits; /* inbox_files, inbox_depth */
    bool flat;               /* without sub-folders and limits; a link is as good as a file */
} th_listing;

/* Files named on the command line, whatever they are, and the files of folders, sorted by name by bytes, so that the
 * order of the directory decides nothing.  A name is relative to the folder that was given; where two folders hold the
 * same name the folder's own name stands in front.
 *
 * The marker of an inbox (batch/litter.h) is passed by.  Owner files, half copied files and litter of systems are
 * counted in `left` and nothing else.  Hidden files, symbolic links, folders called like a workbook and what lies
 * beyond the limits are not followed, and each is a finding.
 * TH_FAILED: a path that was given cannot be listed. */
th_status th_inbox_list(th_arena *arena, const th_listing *listing, th_inputs *inputs, th_findings *findings,
                        th_trouble *trouble);

/* Says of each input whether its names are its own; once more after kept copies were added. */
void th_inputs_mark_names(th_arena *arena, th_inputs *inputs);

/* Lists one folder as th_inbox_list() does, but not the folders in it, and without findings. */
th_status th_folder_list(th_arena *arena, const char *path, th_inputs *inputs, th_trouble *trouble);

/* Is the marker in the folder (batch/litter.h)?  Where it is not, the folder is not there, or not mounted. */
bool th_inbox_is_marked(th_arena *arena, const char *path);
th_trouble th_inbox_unmarked(th_arena *arena, const char *path);

/* "2 tệp tạm …, 1 tệp của hệ điều hành …"; empty when there are none. */
th_str th_leftovers_vi(th_arena *arena, th_leftovers left);

#endif
