/* What may be typed into cells, and what the spreadsheet says there.  A value outside is warned of, never refused: what
 * people rightly write ("trên 3.071", "05/63") fits no such rule. */
#ifndef TH_DRAW_VALIDATION_H
#define TH_DRAW_VALIDATION_H

#include "draw/tab.h"

typedef enum th_validation_kind {
    TH_VALID_ANY = 0,  /* only the hint is shown */
    TH_VALID_WHOLE,    /* a whole number of the bounds */
    TH_VALID_DECIMAL,  /* a number of the bounds */
    TH_VALID_OF_WORDS, /* one of `words` */
    TH_VALID_OF_RANGE  /* what stands in the cells of `source` */
} th_validation_kind;

typedef enum th_bounds { TH_AT_LEAST = 0, TH_AT_MOST, TH_BETWEEN } th_bounds;

typedef struct th_validation {
    th_validation_kind kind;
    th_bounds bounds;
    double least, most;
    const char *const *words; /* ends with NULL; none holds a comma, which parts them in the file */
    th_str source;            /* "='Sheet'!$A$1:$A$9" */
    const char *title, *hint; /* shown while the cell is chosen; at most 32 and 255 characters; NULL: none */
    const char *warning_title, *warning;
} th_validation;

void th_tab_validate(th_tab *tab, th_area area, const th_validation *validation);

#endif
