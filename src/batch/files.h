/* Files: what lies in an inbox, and reading it whole.  Inputs are opened for
 * reading only and never written, moved or locked. */
#ifndef TH_BATCH_FILES_H
#define TH_BATCH_FILES_H

#include "base/trouble.h"
#include "base/limits.h"

typedef struct th_input {
    th_str path; /* NUL-terminated in the arena, as given or found */
    th_str name; /* file name without folder, NFC, valid UTF-8 (other bytes as \xHH) */
} th_input;

typedef struct th_inputs {
    th_input *at;
    size_t n, cap;
} th_inputs;

/* Files named on the command line and the files of folders (not recursive), sorted by name
 * by bytes, so that the order of the directory decides nothing.  Left out of a folder: hidden files,
 * folders, and owner files "~$..." (a note says who has the workbook open).  TH_FAILED: a path cannot be listed. */
th_status th_inputs_list(th_arena *arena, const char *const *paths, size_t npaths, th_inputs *inputs,
                         th_findings *findings, th_trouble *trouble);

/* The whole file.  Never blocks on a FIFO; a file that changes while it is read is read
 * once more.  On TH_FAILED a finding says why (place.file is `name`). */
th_status th_file_read(th_arena *arena, const th_limits *limits, const th_input *input, th_str *bytes,
                       th_findings *findings);

#endif
