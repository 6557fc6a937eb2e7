/* Formulas that find a row by a key, so that they hold when rows are sorted or inserted.  MATCH and COUNTIF take '*',
 * '?' and '~' of what they look for as wildcards, COUNTIF also signs before it; a key that has such characters is
 * looked for in another way.  Only functions of Excel 2010, nothing volatile. */
#ifndef TH_REPORT_LOOKUPS_H
#define TH_REPORT_LOOKUPS_H

#include "base/str.h"

/* A cell and the text that stands in it. */
typedef struct th_key_cell {
    th_str cell, text;
} th_key_cell;

/* MATCH(cell,area,0), which is 1-based; "" where no formula can find the text. */
th_str th_lookup_match(th_arena *arena, th_key_cell key, th_str area);
/* How many cells of the area hold the text. */
th_str th_lookup_count(th_arena *arena, th_key_cell key, th_str area);
/* The text of a cell as MATCH takes it literally, whatever stands in it. */
th_str th_lookup_literal(th_arena *arena, th_str cell);

#endif
