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

void th_written_add(th_written_cells *list, th_arena *arena, th_written_cell cell)
{
    if (list->n && list->at[list->n - 1].row == cell.row && list->at[list->n - 1].col == cell.col)
        list->n--;
    TH_PUSH(arena, list->at, list->n, list->cap, cell);
}

void th_written_expect(th_written_cells *list, th_arena *arena, size_t more)
{
    th_written_cell *room = th_arena_array(arena, list->n + more, sizeof *room);
    for (size_t i = 0; i < list->n; i++)
        room[i] = list->at[i];
    *list = (th_written_cells){room, list->n, list->n + more};
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

void th_written_settle(th_written_cells *list, th_arena *arena)
{
    if (is_sorted(list))
        return;
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
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (i + 1 == list->n || is_before(&from[i], &from[i + 1]))
            from[kept++] = from[i];
    *list = (th_written_cells){from, kept, list->n};
}
