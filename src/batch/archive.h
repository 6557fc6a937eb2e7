/* An archive in an inbox: each workbook in it is a file of its own, "bo-sung.zip › SL.xlsx", with its own bytes and
 * hash; the archive itself stands in the list of files with what lies in it.  One level is opened.  All of it happens
 * in the worker of the archive. */
#ifndef TH_BATCH_ARCHIVE_H
#define TH_BATCH_ARCHIVE_H

#include "batch/one_file.h"

/* Is the file an archive?  Its content decides: a workbook that is a package is none, whatever its name. */
bool th_archive_is(const th_one_file *file);

/* Puts a part of a record stream for the archive, and one for each member in the order of their names.  A member that
 * uses up the memory of a file costs itself only.  False when the sink said so. */
bool th_archive_read_members(th_arena *arena, const th_one_file *archive, th_stream_sink sink);

/* The bytes of the member that has this hash, once more; false when it is not there.  `archive` as above. */
bool th_archive_member(th_arena *arena, const th_one_file *archive, th_str sha256, th_str *bytes);

#endif
