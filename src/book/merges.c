/* Two trees over merged ranges: one over columns, which tells while ranges are added from the top down whether one
 * overlaps another, and one over rows, which finds the range of a cell.
 *
 * Both are complete binary trees in an array: the children of `node` are 2·node and 2·node + 1, and the leaves stand in
 * the second half.  A stretch of leaves is the union of O(log n) nodes.
 */
#include "book/merges.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/banned.h"

static int by_top_left(const void *left, const void *right)
{
    const th_merge *a = left, *b = right;
    if (a->row1 != b->row1)
        return a->row1 < b->row1 ? -1 : 1;
    return (a->col1 > b->col1) - (a->col1 < b->col1);
}

static size_t power_of_two(size_t least)
{
    size_t power = 1;
    while (power < least)
        power *= 2;
    return power;
}

/* ---- which overlap ---- */

/* How far down each column is taken: up to, but without, a row. */
typedef struct taken_columns {
    size_t leaves;
    uint32_t *furthest; /* of any column below the node */
    uint32_t *all;      /* every column below the node is taken at least so far */
} taken_columns;

static void raise_to(uint32_t *row, uint32_t at_least)
{
    if (*row < at_least)
        *row = at_least;
}

/* Is a column of the range taken in its first row? */
static bool overlaps_taken(const taken_columns *taken, const th_merge *merge)
{
    uint32_t furthest = 0;
    size_t first = merge->col1 + taken->leaves, end = merge->col2 + 1 + taken->leaves;
    for (size_t left = first, right = end; left < right; left /= 2, right /= 2) {
        if (left & 1)
            raise_to(&furthest, taken->furthest[left++]);
        if (right & 1)
            raise_to(&furthest, taken->furthest[--right]);
    }
    for (size_t left = first, right = end - 1; left; left /= 2, right /= 2) {
        raise_to(&furthest, taken->all[left]);
        raise_to(&furthest, taken->all[right]);
    }
    return furthest > merge->row1;
}

static void take_node(taken_columns *taken, size_t node, uint32_t end_row)
{
    raise_to(&taken->furthest[node], end_row);
    raise_to(&taken->all[node], end_row);
}

static void take_its_columns(taken_columns *taken, const th_merge *merge)
{
    uint32_t end_row = merge->row2 + 1;
    size_t first = merge->col1 + taken->leaves, end = merge->col2 + 1 + taken->leaves;
    for (size_t left = first, right = end; left < right; left /= 2, right /= 2) {
        if (left & 1)
            take_node(taken, left++, end_row);
        if (right & 1)
            take_node(taken, --right, end_row);
    }
    for (size_t left = first / 2, right = (end - 1) / 2; left; left /= 2, right /= 2) {
        raise_to(&taken->furthest[left], end_row);
        raise_to(&taken->furthest[right], end_row);
    }
}

size_t th_merges_apart(th_arena *arena, th_merge *merges, size_t n)
{
    if (n < 2)
        return n;
    qsort(merges, n, sizeof *merges, by_top_left);
    uint32_t last = 0;
    for (size_t i = 0; i < n; i++)
        raise_to(&last, merges[i].col2);
    taken_columns taken = {.leaves = power_of_two((size_t)last + 1)};
    taken.furthest = th_arena_array(arena, 2 * taken.leaves, sizeof *taken.furthest);
    taken.all = th_arena_array(arena, 2 * taken.leaves, sizeof *taken.all);
    th_merge *overlapping = th_arena_array(arena, n, sizeof *overlapping);
    size_t kept = 0, left_out = 0;
    for (size_t i = 0; i < n; i++) {
        if (overlaps_taken(&taken, &merges[i])) {
            overlapping[left_out++] = merges[i];
            continue;
        }
        take_its_columns(&taken, &merges[i]);
        merges[kept++] = merges[i];
    }
    for (size_t i = 0; i < left_out; i++)
        merges[kept + i] = overlapping[i];
    return kept;
}

/* ---- which covers a cell ---- */

/* A leaf is a stretch of rows in which no range begins or ends.  A node lists the ranges that span all its rows but not
 * all of its parent's; since these keep apart, they follow each other from left to right. */
struct th_merge_index {
    const th_merge *merges;
    uint32_t *rows; /* where stretches begin, ascending */
    size_t nrows, leaves;
    uint32_t *ends; /* by node: where its list ends in `list`; it begins where the one before ends */
    uint32_t *list; /* indexes into `merges` */
};

static int by_row_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* How many stretches begin at or above the row. */
static size_t stretches_to(const th_merge_index *index, uint32_t row)
{
    size_t low = 0, high = index->nrows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->rows[middle] <= row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void cut_rows(th_arena *arena, th_merge_index *index, size_t n)
{
    index->rows = th_arena_array(arena, 2 * n, sizeof *index->rows);
    for (size_t i = 0; i < n; i++) {
        index->rows[2 * i] = index->merges[i].row1;
        index->rows[2 * i + 1] = index->merges[i].row2 + 1;
    }
    qsort(index->rows, 2 * n, sizeof *index->rows, by_row_number);
    for (size_t i = 0; i < 2 * n; i++)
        if (!index->nrows || index->rows[index->nrows - 1] != index->rows[i])
            index->rows[index->nrows++] = index->rows[i];
    index->leaves = power_of_two(index->nrows);
}

static int by_first_column(const void *left, const void *right)
{
    const th_merge *const *a = left, *const *b = right;
    return ((*a)->col1 > (*b)->col1) - ((*a)->col1 < (*b)->col1);
}

/* Counts the range at a node, or, once there is a list, puts it there. */
static void place_at(th_merge_index *index, size_t node, const th_merge *merge)
{
    if (index->list)
        index->list[index->ends[node]] = (uint32_t)(merge - index->merges);
    index->ends[node]++;
}

static void place_merge(th_merge_index *index, const th_merge *merge)
{
    size_t left = stretches_to(index, merge->row1) - 1 + index->leaves;
    size_t right = stretches_to(index, merge->row2 + 1) - 1 + index->leaves;
    for (; left < right; left /= 2, right /= 2) {
        if (left & 1)
            place_at(index, left++, merge);
        if (right & 1)
            place_at(index, --right, merge);
    }
}

const th_merge_index *th_merge_index_new(th_arena *arena, const th_merge *merges, size_t n)
{
    if (!n)
        return NULL;
    th_merge_index *index = th_arena_alloc(arena, sizeof *index);
    index->merges = merges;
    cut_rows(arena, index, n);
    const th_merge **ordered = th_arena_array(arena, n, sizeof *ordered);
    for (size_t i = 0; i < n; i++)
        ordered[i] = &merges[i];
    qsort(ordered, n, sizeof *ordered, by_first_column);
    index->ends = th_arena_array(arena, 2 * index->leaves, sizeof *index->ends);
    for (size_t i = 0; i < n; i++)
        place_merge(index, ordered[i]);
    uint32_t before = 0;
    for (size_t node = 0; node < 2 * index->leaves; node++) {
        uint32_t count = index->ends[node];
        index->ends[node] = before;
        before += count;
    }
    index->list = th_arena_array(arena, before, sizeof *index->list);
    for (size_t i = 0; i < n; i++)
        place_merge(index, ordered[i]);
    return index;
}

/* The last range of the node that begins at or left of the column, if it reaches the column. */
static const th_merge *find_in_node(const th_merge_index *index, size_t node, uint32_t col)
{
    size_t first = index->ends[node - 1], low = first, high = index->ends[node];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->merges[index->list[middle]].col1 <= col)
            low = middle + 1;
        else
            high = middle;
    }
    const th_merge *merge = low > first ? &index->merges[index->list[low - 1]] : NULL;
    return merge && merge->col2 >= col ? merge : NULL;
}

const th_merge *th_merge_index_find(const th_merge_index *index, uint32_t row, uint32_t col)
{
    size_t stretch = index ? stretches_to(index, row) : 0;
    if (!stretch)
        return NULL;
    for (size_t node = stretch - 1 + index->leaves; node; node /= 2) {
        const th_merge *merge = find_in_node(index, node, col);
        if (merge)
            return merge;
    }
    return NULL;
}
