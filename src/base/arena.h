/* Arena: memory that lives and dies together.
 *
 * A run has an arena of its own, and one for each workbook, with a budget of bytes.  What has to outlive a workbook is
 * copied into the arena of the run.  Work that is repeated, and of which little is kept, uses a scratch arena.
 *
 * Invariant: an allocation that returns has succeeded.  When the budget or the machine is exhausted, the arena jumps to
 * the recovery point that its owner set with TH_ARENA_GUARD; the owner then frees the arena and reports one finding.
 * No caller in between tests for NULL.  Handles that are not memory of the arena, such as a FILE, a z_stream or a GMP
 * number, are registered with th_arena_defer(), so that none leaks across the jump.
 */
#ifndef TH_BASE_ARENA_H
#define TH_BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct th_arena th_arena;

/* A new arena, which the caller owns.  `budget` is how many bytes it may hand out; 0 sets no limit.  NULL only when the
 * machine has no memory for the arena itself. */
th_arena *th_arena_new(size_t budget);

/* The same over `size` zeroed bytes at `memory`, aligned as malloc does, which are used first.  They stay the caller's,
 * and have to be there as long as the arena is. */
th_arena *th_arena_new_over(size_t budget, void *memory, size_t size);

/* Runs the deferred functions, the last one first, and then releases everything.  `arena` may be NULL. */
void th_arena_free(th_arena *arena);

/* An arena for what is needed for a while: its bytes count in the budget of `arena`, whose recovery point it shares,
 * and it is freed with it unless it was freed before. */
th_arena *th_arena_scratch(th_arena *arena);

/* Gives everything back that the arena handed out, as th_arena_free() does; the arena itself can be used again, and
 * keeps one block for that. */
void th_arena_reset(th_arena *arena);

/* Zeroed memory that is aligned for any type.  Never NULL; `size` may be 0. */
void *th_arena_alloc(th_arena *arena, size_t size);

/* A zeroed array.  An overflow of the product counts as exhaustion. */
void *th_arena_array(th_arena *arena, size_t count, size_t size);

/* Registers `run(what)` to be called by th_arena_free() and th_arena_reset(). */
void th_arena_defer(th_arena *arena, void (*run)(void *), void *what);

/* One pointer that a room keeps with the arena, to what it remembers in the arena's memory (text/fold.h); NULL at first
 * and after a reset. */
void **th_arena_memo(th_arena *arena);

/* How many bytes the arena and its scratch arenas have handed out and not taken back. */
size_t th_arena_used(const th_arena *arena);

/* For memory that others allocate on the arena's account: jumps to the recovery point as an allocation does. */
_Noreturn void th_arena_exhaust(th_arena *arena);

/* The recovery point: `if (TH_ARENA_GUARD(arena)) { ...there is no memory... }`.  The function that owns the arena
 * must set it, and it stays valid until that function returns. */
jmp_buf *th_arena_guard(th_arena *arena);
#define TH_ARENA_GUARD(arena) (setjmp(*th_arena_guard(arena)) != 0)

/* For an arena that is still to be allocated from when the function that set its recovery point returns: from here on
 * it jumps to the recovery point of `other`, until it gets one of its own again.  `other` NULL: it has none, and to run
 * out of memory then aborts the program. */
void th_arena_follow(th_arena *arena, th_arena *other);

/* Lets `memory`, of `size` bytes, grow to `room` bytes in its place; the new ones are zero.  False: it is not what was
 * allocated last, or there is no room behind it. */
bool th_arena_extend(th_arena *arena, const void *memory, size_t size, size_t room);
/* If `memory` is what was allocated last, frees all of it but its first `kept` bytes. */
void th_arena_give_back(th_arena *arena, void *memory, size_t size, size_t kept);

/* Enlarges `memory`, of `size` bytes as it was allocated, to `room` bytes, which are no fewer; the new ones are zero.
 * It may be moved, and then nobody may look at the old place, which a sanitizer watches.  Memory so large that it has a
 * block of its own is moved without being copied, and never takes twice its room. */
void *th_arena_enlarge(th_arena *arena, void *memory, size_t size, size_t room);

/* How much room an array or a buffer of so many bytes gets when it is full: twice as much; or, when it has megabytes
 * and can grow without being copied, a fourth or an eighth more.  SIZE_MAX: there is no more. */
size_t th_arena_next_room(size_t bytes);

/* Grows an array of `n` items with room for `*cap`, so that one more fits.  It may be moved, and then nobody may look
 * at the old place. */
void *th_arena_grow(th_arena *arena, void *array, size_t n, size_t *cap, size_t size);
#define TH_PUSH(arena, array, n, cap, item)                                                                            \
    ((array) = th_arena_grow((arena), (array), (n), &(cap), sizeof *(array)), (array)[(n)++] = (item))

#endif
