/* Inside the .csv reader.  csv_dialect.c finds out how a file is written, csv.c reads it. */
#ifndef TH_BOOK_CSV_H
#define TH_BOOK_CSV_H

#include "base/str.h"

typedef struct th_csv_dialect {
    char delimiter; /* , ; tab | or ^ */
    char quote;     /* " or ' */
    size_t start;   /* behind a first line "sep=;", which is no data (Excel writes and obeys it) */
} th_csv_dialect;

/* UTF-8 whatever the bytes are: by a mark, by the zeros of UTF-16 without one, as they are, or legacy bytes in
 * their CP1252 view. */
th_str th_csv_text(th_arena *arena, th_str bytes);
/* UTF-16 without a mark: nearly every second byte of a text of European letters and digits is zero. */
bool th_csv_is_utf16(th_str bytes, bool *little);

th_csv_dialect th_csv_dialect_of(th_str text);
/* Does it look like a table, by itself?  A tab does; any other delimiter when two lines, and half of those that are not
 * blank, have as many fields.  `bytes` may be in any encoding. */
bool th_csv_is_table(th_str bytes);

#endif
