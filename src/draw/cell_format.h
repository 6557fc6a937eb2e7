/* How a cell looks, said in full: for a cell drawn as another workbook had it.
 * Our own sheets take a look of draw/style.h. */
#ifndef TH_DRAW_CELL_FORMAT_H
#define TH_DRAW_CELL_FORMAT_H

#include "draw/output.h"

typedef struct th_cell_format th_cell_format; /* of one workbook */

/* Horizontal, in the order of the values that spreadsheets number from 0. */
typedef enum th_align {
    TH_ALIGN_GENERAL = 0,
    TH_ALIGN_LEFT,
    TH_ALIGN_CENTER,
    TH_ALIGN_RIGHT,
    TH_ALIGN_FILL,
    TH_ALIGN_JUSTIFY,
    TH_ALIGN_ACROSS, /* centred across the selection */
    TH_ALIGN_DISTRIBUTED,
    TH_ALIGNS
} th_align;

/* Zero: as a new workbook has it. */
typedef struct th_format_spec {
    th_str face;
    double points;
    bool bold, italic, underline, wrap;
    bool left, right, top, bottom; /* thin borders */
    th_align align;
    uint32_t fill;      /* RGB; 0 none */
    const char *number; /* number format; NULL: General */
} th_format_spec;

/* A new one each time: callers keep those they need again. */
th_cell_format *th_cell_format_new(th_output *output, const th_format_spec *spec);

#endif
