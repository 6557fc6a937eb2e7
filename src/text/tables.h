/* Inside the text room: the tables of the legacy encodings, as encodings.def includes them. */
#ifndef TH_TEXT_TABLES_H
#define TH_TEXT_TABLES_H

#include "text/encoding.h"

enum {
    TH_LEGACY_SECOND_FROM = 0x7F, /* second bytes are 80 and above, and column 0 stands for "no second byte" */
    TH_LEGACY_SECONDS = 0x100 - TH_LEGACY_SECOND_FROM
};

typedef struct th_legacy_row {
    uint16_t first, second, unicode; /* second: 0 when the code is one byte */
} th_legacy_row;

typedef struct th_legacy_table {
    const th_legacy_row *rows; /* in the order of the table, so that a letter is written with the first of its codes */
    size_t nrows;              /* 0: the encoding has a function of its own instead of a table */
    const uint16_t *letters;   /* the letter of a code, 0 when it is none: by the byte, or with pairs by
                                  [first * TH_LEGACY_SECONDS + (second ? second - TH_LEGACY_SECOND_FROM : 0)] */
    bool pairs;                /* some codes are two bytes */
    bool uses_c1;              /* some letters stand on the bytes 80..9F, where CP1252 has quotes and dashes */
} th_legacy_table;

th_legacy_table th_legacy_table_of(th_encoding encoding);

#endif
