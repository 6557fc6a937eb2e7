/* One file becomes one part of a record stream: a workbook with what was read in it, or one source that says why
 * nothing was. */
#ifndef TH_BATCH_ONE_FILE_H
#define TH_BATCH_ONE_FILE_H

#include "base/trouble.h"
#include "batch/files.h"
#include "fact/dataset.h"
#include "fact/stream.h"

typedef struct th_one_file {
    const th_definition *definition;
    const struct th_known_labels *labels; /* of the definition, or NULL (fact/extract.h) */
    struct th_timings *timings;           /* NULL: nobody asks */
    const th_limits *limits;
    const th_input *input; /* name: of a member of an archive "archive › member" */
    th_str member;         /* which member; empty: a file of its own */
    th_str bytes;
    const th_findings *said; /* of the file already, such as how its name was read; may be NULL */
} th_one_file;

/* The part of a file whose bytes are there. */
th_str th_one_file_read(th_arena *arena, const th_one_file *file);
/* The same part, passed on piece by piece; false when the sink said so. */
bool th_one_file_pass(th_arena *arena, const th_one_file *file, th_stream_sink sink);
/* The part of a file that is refused before it is opened; file->said has the reasons, and there may be no bytes. */
th_str th_one_file_refused(th_arena *arena, const th_one_file *file);
/* The part of a file that is no submission, but in the list of files. */
th_str th_one_file_aside(th_arena *arena, const th_one_file *file, th_source_status status, th_str format,
                         th_str reason);

#endif
