/* Arena: memory that lives and dies together.
 *
 * Two arenas exist in a run: one per workbook, with a byte budget, and one per
 * run.  What has to outlive a workbook is copied into the arena of the run.
 *
 * Invariant: an allocation that returns, succeeded.  When the budget or the
 * machine is exhausted the arena jumps to the recovery point its owner set with
 * TH_ARENA_GUARD; the owner then frees the arena and reports one finding.  No
 * caller in between tests for NULL.  Handles that are not arena memory (a FILE,
 * a z_stream, a GMP number) are registered with th_arena_defer(), so nothing
 * leaks across the jump.
 */
#ifndef TH_BASE_ARENA_H
#define TH_BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

typedef struct th_arena th_arena;

/* New arena.  budget: bytes it may hand out, 0 for no limit.  NULL only when
 * the machine has no memory for the arena itself.  Owner: the caller. */
th_arena *th_arena_new(size_t budget);

/* Runs the deferred functions, last first, then releases everything.  NULL is fine. */
void th_arena_free(th_arena *arena);

/* Zeroed memory, aligned for any type.  Never NULL (see above); size 0 is fine. */
void *th_arena_alloc(th_arena *arena, size_t size);

/* Zeroed array; the product is checked for overflow. */
void *th_arena_array(th_arena *arena, size_t count, size_t size);

/* Registers `run(what)` to be called by th_arena_free(). */
void th_arena_defer(th_arena *arena, void (*run)(void *), void *what);

/* Bytes handed out so far. */
size_t th_arena_used(const th_arena *arena);

/* The recovery point: `if (TH_ARENA_GUARD(arena)) { ...no memory... }`.
 * It must be set by the function that owns the arena and stays valid until that
 * function returns. */
jmp_buf *th_arena_guard(th_arena *arena);
#define TH_ARENA_GUARD(arena) (setjmp(*th_arena_guard(arena)) != 0)

/* Grows `array` (count `n`, capacity `cap`) so that one more item fits. */
void *th_arena_grow(th_arena *arena, void *array, size_t n, size_t *cap, size_t size);
#define TH_PUSH(arena, array, n, cap, item)                                                                            \
    ((array) = th_arena_grow((arena), (array), (n), &(cap), sizeof *(array)), (array)[(n)++] = (item))

#endif
