/* Figures put into a package after it was written: libxlsxwriter prints 16 digits of a number, which for one double in
 * a few is a neighbour; and it knows no error values. */
#ifndef TH_CONVERT_PATCH_H
#define TH_CONVERT_PATCH_H

#include "base/limits.h"
#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

typedef struct th_figure {
    size_t sheet; /* 0-based: the part xl/worksheets/sheet<n + 1>.xml */
    uint32_t row, col;
    th_str digits; /* "" where the cell is an error: its type is put right, libxlsxwriter makes it a text */
} th_figure;

/* `figures` in the order of sheet, row, column.  TH_FAILED: *trouble says why (Vietnamese). */
th_status th_package_put_figures(th_arena *arena, const th_limits *limits, th_str package, const th_figure *figures,
                                 size_t n, th_str *out, th_str *trouble);

#endif
