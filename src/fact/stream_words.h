/* Inside the record stream: the words it has for the values of enumerations, and lines cut into fields. */
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

/* A line of version 1 becomes what version 2 would have said.  False: it has not the fields of its record type, or a
 * number that version 1 did not know. */
bool th_stream_upgrade(th_stream_line *line);

#endif
