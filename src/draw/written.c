/* The list of what was written, and the values it holds. */
#include "draw/written.h"

#include <string.h>

#include "base/banned.h"

/* FNV-1a with 64 bits. */
static const uint64_t hash_start = 0xCBF29CE484222325, hash_prime = 0x100000001B3;

uint64_t th_written_of_text(th_str text)
{
    uint64_t hash = hash_start;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * hash_prime;
    return hash;
}

uint64_t th_written_of_number(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

uint64_t th_written_of_both(uint64_t formula, uint64_t result)
{
    return (formula ^ (result >> 32 | result << 32)) * hash_prime ^ result;
}

/* The list with room for so many, in a scratch arena of its own, which is given back with it. */
static void enlarge_list(th_written_cells *list, th_arena *arena, size_t cap)
{
    if (!list->room) {
        list->room = th_arena_scratch(arena);
        list->at = th_arena_array(list->room, cap, sizeof *list->at);
    } else
        list->at = th_arena_enlarge(list->room, list->at, list->cap * sizeof *list->at, cap * sizeof *list->at);
    list->cap = cap;
}

void th_written_add(th_written_cells *list, th_arena *arena, th_written_cell cell)
{
    enum { FEW = 4 };
    if (list->n && list->at[list->n - 1].row == cell.row && list->at[list->n - 1].col == cell.col)
        list->n--;
    if (list->n == list->cap)
        enlarge_list(list, arena, list->cap ? th_arena_next_room(list->cap * sizeof cell) / sizeof cell : FEW);
    list->at[list->n++] = cell;
}

void th_written_expect(th_written_cells *list, th_arena *arena, size_t more)
{
    enlarge_list(list, arena, list->n + more);
}

static bool is_before(const th_written_cell *a, const th_written_cell *b)
{
    return a->row != b->row ? a->row < b->row : a->col < b->col;
}

static bool is_sorted(const th_written_cells *list)
{
    for (size_t i = 1; i < list->n; i++)
        if (!is_before(&list->at[i - 1], &list->at[i]))
            return false;
    return true;
}

/* Merges two sorted halves; what is equal keeps its order. */
static void merge_halves(const th_written_cell *from, th_written_cell *to, size_t middle, size_t n)
{
    size_t left = 0, right = middle;
    for (size_t i = 0; i < n; i++) {
        bool take_right = left == middle || (right < n && is_before(&from[right], &from[left]));
        to[i] = take_right ? from[right++] : from[left++];
    }
}

/* The last run of a list, from `middle` on, into what stands before it, which is sorted too; of what is equal the run
 * comes behind.  It alone is copied: mostly it is a column that came last. */
static void merge_run(th_written_cell *at, size_t middle, size_t n, th_written_cell *room)
{
    size_t left = middle, right = n - middle;
    memcpy(room, at + middle, right * sizeof *room);
    for (size_t to = n; right; to--) {
        bool take_left = left && is_before(&room[right - 1], &at[left - 1]);
        at[to - 1] = take_left ? at[--left] : room[--right];
    }
}

/* False: it has too many runs for that. */
static bool merge_runs(th_written_cells *list, th_arena *arena)
{
    enum { FEW = 8 };
    size_t starts[FEW + 1], n = 0, longest = 0;
    for (size_t i = 1; i < list->n; i++)
        if (!is_before(&list->at[i - 1], &list->at[i])) {
            if (n == FEW)
                return false;
            starts[n++] = i;
        }
    starts[n] = list->n;
    for (size_t i = 0; i < n; i++)
        longest = starts[i + 1] - starts[i] > longest ? starts[i + 1] - starts[i] : longest;
    th_arena *scratch = th_arena_scratch(arena);
    th_written_cell *room = th_arena_array(scratch, longest, sizeof *room);
    for (size_t i = 0; i < n; i++)
        merge_run(list->at, starts[i], starts[i + 1], room);
    th_arena_free(scratch);
    return true;
}

static void keep_last_at_each_place(th_written_cells *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (i + 1 == list->n || is_before(&list->at[i], &list->at[i + 1]))
            list->at[kept++] = list->at[i];
    list->n = kept;
}

void th_written_settle(th_written_cells *list, th_arena *arena)
{
    if (is_sorted(list))
        return;
    if (merge_runs(list, arena)) {
        keep_last_at_each_place(list);
        return;
    }
    th_written_cell *from = list->at, *to = th_arena_array(arena, list->n, sizeof *to);
    for (size_t width = 1; width < list->n; width *= 2) {
        for (size_t start = 0; start < list->n; start += 2 * width) {
            size_t left = list->n - start;
            size_t n = left < 2 * width ? left : 2 * width;
            merge_halves(from + start, to + start, width < n ? width : n, n);
        }
        th_written_cell *done = to;
        to = from;
        from = done;
    }
    list->at = from;
    list->cap = list->n;
    keep_last_at_each_place(list);
}
