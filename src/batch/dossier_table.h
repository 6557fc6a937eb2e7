/* Tables of a dossier: a header line, then a row a line, fields with tabs between; tabs, line ends and backslashes in
 * them are escaped (base/str.h).  A dossier is read by people and by programs of years to come: what stands in the
 * columns, their headers say. */
#ifndef TH_BATCH_DOSSIER_TABLE_H
#define TH_BATCH_DOSSIER_TABLE_H

#include "base/status.h"
#include "base/str.h"
#include "base/trouble.h"

enum { TH_TABLE_MOST_FIELDS = 16 };

/* A row from `n` texts. */
void th_table_put(th_buf *out, const th_str *fields, size_t n);
th_str th_table_number(th_arena *arena, long long number);
th_str th_table_day(th_arena *arena, int serial); /* "2023-01-05"; "" of 0 */

typedef struct th_table_reader {
    th_arena *arena;
    const char *file; /* what it is called in what is said */
    th_str rest;
    size_t line, columns;
    th_str fields[TH_TABLE_MOST_FIELDS];
    th_trouble *trouble;
} th_table_reader;

/* TH_FAILED: the first line is not `header`, which has the columns. */
th_status th_table_begin(th_table_reader *reader, th_str bytes, th_str header);
/* The next row into `fields`; false behind the last one, or where a line is wrong: then *trouble says so. */
bool th_table_next(th_table_reader *reader);
/* Says that the row at hand is wrong; always false. */
bool th_table_refuse(th_table_reader *reader);
/* Fields as numbers and days; false, and refused, where they are none. */
bool th_table_take_number(th_table_reader *reader, size_t column, long low, long high, long *number);
bool th_table_take_day(th_table_reader *reader, size_t column, int *serial);

#endif
