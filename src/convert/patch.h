/* Putting figures into a package after it was written.  libxlsxwriter prints 16 digits of a number, from which many
 * doubles read back as their neighbour, and it cannot write error values. */
#ifndef TH_CONVERT_PATCH_H
#define TH_CONVERT_PATCH_H

#include "base/limits.h"
#include "base/status.h"
#include "base/str.h"
#include "base/trouble.h"

#include <stdint.h>

typedef struct th_figure {
    size_t sheet; /* 0-based: the part xl/worksheets/sheet<n + 1>.xml */
    uint32_t row, col;
    th_str digits; /* "" for an error value, which libxlsxwriter wrote as a text: only the type of the cell changes */
} th_figure;

/* In the order of sheet, row and column. */
typedef struct th_figures {
    th_figure *at;
    size_t n, cap;
} th_figures;

/* Replaces *package by one that has the figures.  TH_FAILED: *trouble says why. */
th_status th_package_put_figures(th_arena *arena, const th_limits *limits, th_str *package, const th_figures *figures,
                                 th_trouble *trouble);

#endif
