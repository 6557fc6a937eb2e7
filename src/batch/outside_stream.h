/* Reading a record stream from outside: an earlier run's outcome, or last year's figures.  Whoever made it may have
 * made it to harm, so that it is read behind walls before it is read here. */
#ifndef TH_BATCH_OUTSIDE_STREAM_H
#define TH_BATCH_OUTSIDE_STREAM_H

#include "base/limits.h"
#include "base/trouble.h"
#include "fact/dataset.h"
#include "fact/stream.h"

typedef struct th_outside_stream {
    th_arena *arena;
    const th_limits *limits;
    const char *path; /* its name in messages, and where its bytes are unless they are given */
    th_str bytes;     /* as they lie in the file, packed or not */
    th_stream_use use;
    th_dataset *into;
} th_outside_stream;

/* What one stream may cost that somebody has named.  It holds what was read of many files: it may have four times the
 * bytes of a file, twice those of a package once it is unpacked, and as many times the seconds of a file, and as much
 * more memory, as what it may hold asks for. */
th_limits th_outside_stream_limits(const th_limits *limits, const char *path);
/* Bytes that lie there, as far as they are allowed; 0 where nobody can say. */
size_t th_outside_stream_bytes(const th_limits *limits, const char *path);

/* Fills in `bytes` where they were not given.  TH_FAILED: *trouble says why, with the name. */
th_status th_outside_stream_read(th_outside_stream *stream, th_trouble *trouble);

/* A stream as it is read: what is packed by gzip is unpacked, within the limits of what a package may hold; what is not
 * stays as it is.  TH_FAILED: *trouble says why not. */
th_status th_outside_stream_unpack(th_arena *arena, const th_limits *limits, th_str *bytes, th_trouble *trouble);

#endif
