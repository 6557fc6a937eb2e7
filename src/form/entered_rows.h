/* What the secretariat entered, as one list of rows in words: what the store keeps of it, and what two states of a
 * ledger differ in. */
#ifndef TH_FORM_ENTERED_ROWS_H
#define TH_FORM_ENTERED_ROWS_H

#include "form/definition.h"

typedef struct th_entered_row {
    const char *sheet; /* as definitions call it */
    size_t number;     /* in its sheet, from 1, as the definition has the rows */
    uint32_t unit;     /* TH_NONE: about none; TH_ANY: about all */
    th_str text;       /* its other fields, " · " between them; those that are empty left out */
} th_entered_row;

typedef struct th_entered_rows {
    th_entered_row *at;
    size_t n, cap;
} th_entered_rows;

/* Sheet by sheet, in the order of the definition; rows that are set aside are in no list of it, and not here. */
void th_entered_rows_of(th_arena *arena, const th_definition *d, th_entered_rows *rows);

#endif
