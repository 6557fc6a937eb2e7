/* A list with more rows than a workbook is to hold (limit sheet-rows) stands in a .csv beside the workbook.  The sheet
 * of the list then says so: what the file is called, how many rows and bytes it has, its SHA-256, and how a row is
 * found.
 *
 * The name of the file is that of the workbook with an ending in which its digest stands: "Tong-hop.xlsx" goes with
 * "Tong-hop.nguon-so-lieu-3fa9c21b0d1e4f5a.csv".  The sheet tells the ending, so that the bytes of a workbook do not
 * depend on what it is called; and the file of another run has another name, so that the old workbook and the new one
 * each have theirs beside them while one takes the place of the other (batch/long_lists.h). */
#ifndef TH_REPORT_LONG_LIST_H
#define TH_REPORT_LONG_LIST_H

#include "base/status.h"
#include "base/str.h"
#include "base/trouble.h"

#include <stdint.h>

struct th_report;

typedef enum th_long_list_id {
    TH_LONG_SOURCES = 0, /* NGUỒN SỐ LIỆU */
    TH_LONG_CONVERSIONS, /* CHUYỂN MÃ */
    TH_LONG_LISTS
} th_long_list_id;

enum { TH_LONG_DIGEST = 16 }; /* digits of the digest in a name */

typedef struct th_long_list {
    const char *path; /* where the file is written, for the caller to put in its place */
    size_t rows;      /* without that of the labels; 0: the list stands in its sheet */
    uint64_t bytes;
    th_str sha256;
} th_long_list;

/* What th_report_write() goes by, and what it came to.  The paths are those of the caller. */
typedef struct th_long_lists {
    size_t most; /* rows of a list that stays in the workbook */
    th_long_list at[TH_LONG_LISTS];
} th_long_lists;

/* The sheet, as sheets.def calls it. */
th_str th_long_list_sheet(th_long_list_id id);
/* ".nguon-so-lieu-", and all of the ending: ".nguon-so-lieu-3fa9c21b0d1e4f5a.csv". */
th_str th_long_list_infix(th_long_list_id id);
th_str th_long_list_ending(th_arena *arena, th_long_list_id id, th_str sha256);
/* How every file of the list begins: its labels. */
th_str th_long_list_head(th_arena *arena, th_long_list_id id);

/* Does the list stand beside the workbook? */
bool th_long_list_apart(const struct th_report *r, th_long_list_id id);
/* Writes the files of the lists that are too long, before the first sheet is drawn.  TH_FAILED, TH_FATAL: *trouble says
 * why. */
th_status th_long_lists_write(const struct th_report *r, th_trouble *trouble);

/* The rows of a sheet that tell of the file: the label, and beside it what it says. */
typedef enum th_long_row { TH_LONG_FILE = 0, TH_LONG_ROWS, TH_LONG_BYTES, TH_LONG_SHA256, TH_LONG_TOLD } th_long_row;
enum { TH_LONG_FIRST = 4 }; /* row of the sheet */
th_str th_long_row_label(th_long_row row);
struct th_writer;
void th_long_list_tell(struct th_writer *writer, th_long_list_id id, uint32_t last_col);

#endif
