/* A .csv that is written row by row, as it grows, and hashed meanwhile: UTF-8 with its mark, commas, quotes and line
 * ends as all of ours have them (book/book.h).  Memory does not grow with its rows. */
#ifndef TH_DRAW_CSV_FILE_H
#define TH_DRAW_CSV_FILE_H

#include "base/status.h"
#include "base/str.h"
#include "base/trouble.h"

#include <stdint.h>

typedef struct th_csv_file th_csv_file;

/* What its first row begins with: the mark, and the labels. */
th_str th_csv_file_head(th_arena *arena, const char *const *labels, size_t n);

/* `path` is made anew: what is there is not written over.  NULL: *trouble says why. */
th_csv_file *th_csv_file_new(th_arena *arena, const char *path, th_trouble *trouble);
/* A text of others never becomes a formula; what the program made itself, such as a number, stands as it is. */
void th_csv_file_text(th_csv_file *file, th_str text);
void th_csv_file_plain(th_csv_file *file, th_str text);
void th_csv_file_number(th_csv_file *file, size_t number);
void th_csv_file_end_row(th_csv_file *file);

typedef struct th_csv_written {
    uint64_t bytes;
    th_str sha256;
} th_csv_written;

/* Writes what is left, and reads the file back.  TH_FAILED: it could not be written.  TH_FATAL: it does not hold what
 * was written. */
th_status th_csv_file_close(th_csv_file *file, th_csv_written *written, th_trouble *trouble);

#endif
