/* The rows of a sheet, written by the program itself in place of the library's table of cells: 32 bytes a cell for the
 * library's 130 and more, no call of printf for each, and the same bytes in the file.
 *
 * It works only in a program that answers what the library asks for (cli/library_files.c, th_zip_write_amends());
 * elsewhere no tab has such rows, and the library writes its own.  A few cells the library makes itself, those of
 * links out of the workbook, merged ranges and texts in several faces: of them only the places stand here.
 */
#ifndef TH_DRAW_ROWS_H
#define TH_DRAW_ROWS_H

#include "draw/tab.h"

typedef struct th_rows th_rows;

/* The shared strings of a workbook, by their hashes (th_written_of_text()). */
th_rows *th_rows_new(th_tab *tab);

/* Each takes a cell, or refuses it as the library does: false.  Of two at one place the later one counts. */
bool th_rows_text(th_rows *rows, uint32_t row, uint32_t col, th_str text, const th_cell_format *format);
bool th_rows_number(th_rows *rows, uint32_t row, uint32_t col, double number, const th_cell_format *format);
bool th_rows_bool(th_rows *rows, uint32_t row, uint32_t col, bool yes, const th_cell_format *format);
bool th_rows_blank(th_rows *rows, uint32_t row, uint32_t col, const th_cell_format *format);
/* Without its '='.  The result is the number, or the text.  All are copied. */
typedef struct th_row_formula {
    const char *formula, *text; /* text NULL: a number */
    double number;
} th_row_formula;
bool th_rows_formula(th_rows *rows, uint32_t row, uint32_t col, th_row_formula formula, const th_cell_format *format);

/* A link inside the workbook, and the text of its cell: 24 bytes and its place, where the library takes four pieces of
 * memory, two of them in trees.  False: the cell is refused.  Other links are the library's, and where it has one it
 * gets them all, since it numbers them. */
bool th_rows_keeps_link(const th_rows *rows, th_link link, const th_cell_format *format);
bool th_rows_link(th_rows *rows, uint32_t row, uint32_t col, th_link link, const th_cell_format *format);
void th_rows_links_to_library(th_rows *rows, const th_cell_format *format);

/* A text as the library takes it: what only looks like an escape ("_x0041_" typed by a person) gets one for its
 * underscore; control characters the library escapes itself, but for one at which it would stop, and two that XML
 * cannot hold. */
char *th_rows_library_text(th_arena *arena, th_str text);

/* To be called when the library has made this cell itself, or has given this row a height or hidden it.  `rows` may be
 * NULL. */
void th_rows_cell_of_library(th_rows *rows, uint32_t row, uint32_t col);
void th_rows_say(const th_rows *rows, uint32_t row, uint32_t col, th_str text); /* by the cell, where it is such */
void th_rows_row_of_library(th_rows *rows, uint32_t row);

#endif
