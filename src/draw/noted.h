/* What a tab notes of its cells while they are written, for draw/control.h: their texts and numbers, not their looks.
 * A cell may be written several times; the last one counts. */
#ifndef TH_DRAW_NOTED_H
#define TH_DRAW_NOTED_H

#include "base/str.h"

#include <stdint.h>

typedef enum th_noted_kind {
    TH_NOTED_BLANK = 0,
    TH_NOTED_NUMBER,
    TH_NOTED_TEXT,
    TH_NOTED_LOOSE,
    TH_NOTED_LEFT_OUT
} th_noted_kind;

typedef struct th_noted_cell {
    uint32_t row;
    uint16_t col;
    uint8_t kind; /* th_noted_kind */
    size_t order;
    double number;
    th_str text; /* also "", the result of a formula */
} th_noted_cell;

typedef struct th_noted {
    th_arena *arena; /* its own, until the sheet is finished */
    th_noted_cell *at;
    size_t n, cap;
    bool paused, loose;
} th_noted;

/* NULL: nothing is noted.  While `loose`, a number is noted as one whose value does not matter. */
void th_noted_blank(th_noted *noted, uint32_t row, uint32_t col);
void th_noted_number(th_noted *noted, uint32_t row, uint32_t col, double number);
void th_noted_text(th_noted *noted, uint32_t row, uint32_t col, th_str text);
/* Sorts by row, then column; one is left of each cell. */
void th_noted_settle(th_noted *noted);

#endif
