/* What the program answers when libxlsxwriter writes the rows of a sheet (cli/library_files.c). */
#ifndef TH_DRAW_SHEET_DATA_H
#define TH_DRAW_SHEET_DATA_H

#include "draw/output.h"

/* The workbook whose sheets are written from here on; NULL: none. */
void th_sheet_data_of(const th_output *output);
/* Before: the library looks up what its charts show in its own table. */
void th_sheet_data_lend(const th_output *output);
/* `sheet` is the library's lxw_worksheet.  The element <sheetData> goes into its part of the package, past the file
 * that the library holds of it.  False: it has no rows of ours. */
bool th_sheet_data_write(void *sheet);
/* The element <hyperlinks>, likewise, into the file that the library holds.  False: its links are the library's. */
bool th_sheet_links_write(void *sheet);

#endif
