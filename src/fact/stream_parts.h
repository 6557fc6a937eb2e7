/* A record stream as the parts that it is joined of, without a look at what they say: for whoever passes parts on. */
#ifndef TH_FACT_STREAM_PARTS_H
#define TH_FACT_STREAM_PARTS_H

#include "base/str.h"

typedef struct th_stream_part {
    th_str bytes;          /* from its first line to the end of its `end` record */
    size_t line;           /* how many lines of the stream stand before it */
    th_str name;           /* of the file that it is of, as written; empty: of none */
    th_str member, sha256; /* likewise */
    size_t size;           /* bytes of that file */
    size_t records;        /* before its `end` */
} th_stream_part;

/* Takes the next part off *stream; what is left when it returns false is no whole part.  part->line is that of the part
 * before, and 0 for the first. */
bool th_stream_part_next(th_str *stream, th_stream_part *part);

/* The next record of a part, without its line end; *at is the place behind the last one, and 0 at first.  False: only
 * the `end` record is left. */
bool th_stream_part_record(const th_stream_part *part, size_t *at, th_str *record);
/* The field of a record, as written; of few fields an empty one. */
th_str th_stream_record_field(th_str record, size_t field);

/* Behind `start` a part was written: its first line and `records` records.  Adds its `end`. */
void th_stream_seal(th_buf *out, size_t start, size_t records);
/* The `end` record itself; sha256: of all bytes of the part before it. */
void th_stream_put_end(th_buf *out, size_t records, th_str sha256);

/* The part with one more record, sealed anew. */
th_str th_stream_part_with(th_arena *arena, const th_stream_part *part, th_str record);

/* The digest of what the part says its file holds, whatever the file is called: forms, figures, texts, replies. */
th_str th_stream_part_content(th_arena *arena, const th_stream_part *part);

#endif
