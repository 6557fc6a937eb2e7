/* Inside the record stream: the words it has for the values of enumerations, lines cut into fields, and what these
 * say. */
#ifndef TH_FACT_STREAM_WORDS_H
#define TH_FACT_STREAM_WORDS_H

#include "fact/dataset.h"

#define TH_STREAM_FIRST_LINE "tonghop-records\t2"
#define TH_STREAM_FIRST_LINE_1 "tonghop-records\t1"

enum { TH_STREAM_MOST_FIELDS = 24 };

typedef struct th_stream_line {
    th_str fields[TH_STREAM_MOST_FIELDS]; /* as written, escapes and all */
    size_t n;
} th_stream_line;

typedef enum th_stream_words {
    TH_STREAM_STATES = 0, /* th_state */
    TH_STREAM_STATUSES,   /* status of a th_source */
    TH_STREAM_LEVELS,     /* th_level */
    TH_STREAM_ENCODINGS,  /* th_encoding */
    TH_STREAM_EVIDENCES   /* th_evidence */
} th_stream_words;

th_str th_stream_word(th_stream_words of, long value);
bool th_stream_word_find(th_stream_words of, th_str word, long *value);

/* What a field says, without its escapes. */
th_str th_stream_text(th_arena *arena, th_str field);
bool th_stream_whole(th_str field, long low, long high, long *out);
/* NULL where the field is empty. */
bool th_stream_exact(th_arena *arena, th_str field, const th_exact **out);
/* "G12" to 0-based row and column; empty: no cell.  No sheet has cells beyond these bounds. */
bool th_stream_cell(th_str name, uint32_t *row, uint32_t *col);

/* "2023-01-05" to a serial of the 1900 system; empty: 0. */
bool th_stream_day(th_str field, int *serial);

/* The eight fields "state exact den printed text decimals qualifiers did"; what is kept of them is in `arena`. */
bool th_stream_value(th_arena *arena, th_arena *scratch, const th_str *field, th_value *value);

/* A tab, and the field behind it. */
void th_stream_put_field(th_buf *out, th_str text);
void th_stream_put_day(th_buf *out, int serial);

/* The records `run` and `rank` of an outcome, behind the name of their type; false: they are wrong.  A rank of a unit
 * that the definition does not know is left out. */
bool th_stream_run(th_dataset *ds, const th_stream_line *line);
bool th_stream_rank(th_dataset *ds, const th_stream_line *line);
/* Both, written; how many records they are. */
size_t th_stream_put_outcome(th_buf *out, const th_dataset *ds);

/* The records `inbox`, `listed` and `unread` (fact/stream.h), which are for whoever joins streams (batch/stated.h). */
bool th_stream_is_of_inbox(th_str type);
bool th_stream_of_inbox(const th_stream_line *line);

/* Moves the figures of an earlier period from `from` to ds->stored.  Of one that two files state otherwise neither is
 * taken, for nothing here says which counted; returns how many records that leaves out. */
size_t th_stream_take_stored(th_dataset *ds, const th_dataset *from);

/* A line of version 1 becomes what version 2 would have said.  False: it has not the fields of its record type, or a
 * number that version 1 did not know. */
bool th_stream_upgrade(th_stream_line *line);

#endif
