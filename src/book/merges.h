/* Merged ranges of a sheet: which one covers a cell, found by search however many there are.
 *
 * Invariant: the ranges that are searched keep apart.  A spreadsheet writes no others, and repairs a file that has them
 * by leaving some out.  Here the first range in the order of top left cells stays, and what overlaps it is left out.
 */
#ifndef TH_BOOK_MERGES_H
#define TH_BOOK_MERGES_H

#include "base/arena.h"

#include <stdint.h>

/* A merged range; its last row and column belong to it. */
typedef struct th_merge {
    uint32_t row1, col1, row2, col2;
} th_merge;

/* Sorts by top left cell and puts those that overlap one before them behind all others.  The result is how many keep
 * apart: these come first. */
size_t th_merges_apart(th_arena *arena, th_merge *merges, size_t n);

typedef struct th_merge_index th_merge_index;

/* `merges` keep apart, and stay where they are. */
const th_merge_index *th_merge_index_new(th_arena *arena, const th_merge *merges, size_t n);

/* The range that covers (row, col), or NULL.  `index` may be NULL: there are none. */
const th_merge *th_merge_index_find(const th_merge_index *index, uint32_t row, uint32_t col);

#endif
