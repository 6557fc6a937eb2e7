/* What Excel takes: a workbook beyond one of these it calls damaged, or cuts. */
#ifndef TH_DRAW_BOUNDS_H
#define TH_DRAW_BOUNDS_H

#include "base/str.h"

#include <stdint.h>

enum {
    TH_BOUND_ROWS = 1 << 20,
    TH_BOUND_COLUMNS = 1 << 14,
    TH_BOUND_LINKS = 65530,   /* of a sheet */
    TH_BOUND_TEXT = 32767,    /* UTF-16 units of a cell */
    TH_BOUND_FORMULA = 8192,  /* likewise, without its '=' */
    TH_BOUND_LEVELS = 64,     /* of functions in each other */
    TH_BOUND_ARGUMENTS = 255, /* of a function */
    TH_BOUND_HEADER = 255,    /* UTF-16 units of a header or a footer, with its codes */
    TH_BOUND_SHEET_NAME = 31  /* likewise */
};

size_t th_bounds_units(th_str text); /* UTF-16 units */
bool th_bounds_formula(th_str formula);
/* Length and characters; that it is there once is not asked. */
bool th_bounds_sheet_name(th_str name);

#endif
