/* The arena: blocks that grow with it, a budget, and what is to be closed with it. */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MADV_HUGEPAGE */
#include "base/arena.h"

#include "base/sanitizer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/banned.h"

/* Blocks grow with the arena, so that a large workbook needs few of them.  An item that does not fit the running block
 * gets a block of its own. */
enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024, HUGE_PAGE = 2 * LARGEST_BLOCK, ALIGNMENT = 16 };

/* Blocks of one huge page that a run keeps for its next scratch arena: the system takes several times as long to hand
 * out a page as it takes to empty one that is there. */
enum { MOST_SPARE = 6 };

typedef struct block {
    struct block *next;
    size_t size, used; /* of `bytes` */
    size_t mapped;     /* bytes that are the system's, block and all; 0: they are of malloc */
    bool lent;         /* its memory is the caller's */
    _Alignas(ALIGNMENT) unsigned char bytes[];
} block;

typedef struct deferred {
    struct deferred *next;
    void (*run)(void *);
    void *what;
} deferred;

struct th_arena {
    block *blocks; /* the first is the one that allocations are taken from */
    deferred *deferred;
    void *memo;
    size_t budget, used, next_size;
    jmp_buf guard;
    int guarded;
    th_arena *followed;         /* whose recovery point it shares while it has none of its own */
    th_arena *parent, *scratch; /* of a scratch arena, whose it is; the first scratch arena of this one */
    th_arena *next, *before;    /* among the scratch arenas of `parent` */
    block *spare;               /* of an arena that is nobody's scratch: empty blocks for it and for those below it */
    size_t nspare;
};

th_arena *th_arena_new(size_t budget)
{
    th_arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        return NULL;
    arena->budget = budget;
    arena->next_size = FIRST_BLOCK;
    return arena;
}

th_arena *th_arena_new_over(size_t budget, void *memory, size_t size)
{
    th_arena *arena = th_arena_new(budget);
    if (arena && size > sizeof(block)) {
        arena->blocks = memory;
        *arena->blocks = (block){.size = size - sizeof(block), .lent = true};
    }
    return arena;
}

th_arena *th_arena_scratch(th_arena *arena)
{
    th_arena *scratch = th_arena_new(0);
    if (!scratch)
        th_arena_exhaust(arena);
    scratch->parent = arena;
    scratch->next = arena->scratch;
    if (arena->scratch)
        arena->scratch->before = scratch;
    arena->scratch = scratch;
    return scratch;
}

/* Every allocation is zeroed, so a block that is used again must be zero, as a fresh one is. */
static void empty_block(block *kept)
{
    memset(kept->bytes, 0, kept->used);
    kept->used = 0;
    kept->next = NULL;
}

static th_arena *topmost(th_arena *arena)
{
    while (arena->parent)
        arena = arena->parent;
    return arena;
}

static void free_block(th_arena *arena, block *old)
{
    th_arena *top = topmost(arena);
    if (old && old->mapped == HUGE_PAGE && top->nspare < MOST_SPARE) {
        empty_block(old);
        old->next = top->spare;
        top->spare = old;
        top->nspare++;
    } else if (old && old->mapped)
        munmap(old, old->mapped);
    else if (old && !old->lent)
        free(old);
}

static void free_spare(th_arena *top)
{
    for (block *at = top->spare, *next; at; at = next) {
        next = at->next;
        munmap(at, at->mapped);
    }
    top->spare = NULL;
    top->nspare = 0;
}

/* Frees all blocks but one, which it empties and returns: the lent one, or else the largest that is no larger than a
 * huge page.  NULL: there is none. */
static block *free_blocks_but_one(th_arena *arena)
{
    block *kept = NULL;
    for (block *at = arena->blocks, *next; at; at = next) {
        next = at->next;
        block *worse = at;
        if (at->lent || (at->size <= HUGE_PAGE && (!kept || (!kept->lent && at->size > kept->size)))) {
            worse = kept;
            kept = at;
        }
        free_block(arena, worse);
    }
    if (kept)
        empty_block(kept);
    return kept;
}

static void free_blocks(th_arena *arena)
{
    for (block *at = arena->blocks, *next; at; at = next) {
        next = at->next;
        free_block(arena, at);
    }
    arena->blocks = NULL;
}

static void close_all(th_arena *arena)
{
    for (th_arena *scratch = arena->scratch, *next; scratch; scratch = next) {
        next = scratch->next;
        close_all(scratch);
        free_blocks(scratch);
        free(scratch);
    }
    arena->scratch = NULL;
    for (deferred *closing = arena->deferred; closing; closing = closing->next)
        closing->run(closing->what);
    for (th_arena *above = arena->parent; above; above = above->parent)
        above->used -= arena->used;
    arena->deferred = NULL;
    arena->memo = NULL;
    arena->used = 0;
}

/* With a sanitizer every block is freed, so that it catches whoever still uses what was given back. */
void th_arena_reset(th_arena *arena)
{
    close_all(arena);
    if (TH_SANITIZED) {
        free_blocks(arena);
        arena->next_size = FIRST_BLOCK;
        return;
    }
    arena->blocks = free_blocks_but_one(arena);
    size_t next = arena->blocks ? 2 * arena->blocks->size : FIRST_BLOCK;
    arena->next_size = next < LARGEST_BLOCK ? next : LARGEST_BLOCK;
}

static void leave_parent(const th_arena *scratch)
{
    if (scratch->before)
        scratch->before->next = scratch->next;
    else
        scratch->parent->scratch = scratch->next;
    if (scratch->next)
        scratch->next->before = scratch->before;
}

void th_arena_free(th_arena *arena)
{
    if (!arena)
        return;
    close_all(arena);
    free_blocks(arena);
    free_spare(arena);
    if (arena->parent)
        leave_parent(arena);
    free(arena);
}

jmp_buf *th_arena_guard(th_arena *arena)
{
    arena->guarded = 1;
    return &arena->guard;
}

void th_arena_follow(th_arena *arena, th_arena *other)
{
    arena->guarded = 0;
    arena->followed = other;
}

_Noreturn void th_arena_exhaust(th_arena *arena)
{
    while (!arena->guarded) {
        th_arena *above = arena->parent ? arena->parent : arena->followed;
        if (!above)
            abort(); /* only a fault of the program leaves an arena without its owner's recovery point */
        arena = above;
    }
    longjmp(arena->guard, 1);
}

/* Maps a block for a run that needs many large ones.  Whole huge pages, where the system has them: with small pages,
 * fetching each one costs as much as filling it.  NULL: there is no memory. */
static block *map_block(size_t bytes)
{
    if (bytes > SIZE_MAX - 2 * (size_t)HUGE_PAGE)
        return NULL;
    size_t mapped = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    unsigned char *from = mmap(NULL, mapped + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (from == MAP_FAILED)
        return NULL;
    size_t before = (HUGE_PAGE - (uintptr_t)from % HUGE_PAGE) % HUGE_PAGE;
    if (before)
        munmap(from, before);
    munmap(from + before + mapped, HUGE_PAGE - before); /* never nothing: `before` is less than HUGE_PAGE */
    block *made = (void *)(from + before);
    madvise(made, mapped, MADV_HUGEPAGE);
    *made = (block){.size = mapped - sizeof *made, .mapped = mapped};
    return made;
}

/* A block of as many huge pages as `bytes` take: a spare one if one will do.  Where there is no memory, the spare
 * blocks are given back to the system and it is asked again. */
static block *large_block(th_arena *top, size_t bytes)
{
    block *made = bytes <= HUGE_PAGE ? top->spare : NULL;
    if (made) {
        top->spare = made->next;
        top->nspare--;
        made->next = NULL;
        return made;
    }
    made = map_block(bytes);
    if (made || !top->spare)
        return made;
    free_spare(top);
    return map_block(bytes);
}

/* Fresh pages of the system are zero already, and calloc, unlike memset, leaves them untouched. */
static block *new_block(th_arena *arena, size_t size)
{
    if (size >= LARGEST_BLOCK && !TH_SANITIZED)
        return large_block(topmost(arena), sizeof(block) + size);
    block *made = calloc(1, sizeof *made + size);
    if (made)
        made->size = size;
    return made;
}

static block *add_block(th_arena *arena, size_t size)
{
    size_t want = size > arena->next_size ? size : arena->next_size;
    if (want > SIZE_MAX - sizeof(block))
        th_arena_exhaust(arena);
    block *added = new_block(arena, want);
    if (!added)
        th_arena_exhaust(arena);
    /* A block made for one large item goes behind the running one, which still has room for others. */
    if (arena->blocks && size > arena->next_size / 2) {
        added->next = arena->blocks->next;
        arena->blocks->next = added;
    } else {
        added->next = arena->blocks;
        arena->blocks = added;
        if (arena->next_size < LARGEST_BLOCK)
            arena->next_size *= 2;
    }
    return added;
}

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* Do the budgets of the arena and of those above it allow `size` more bytes? */
static bool is_granted(const th_arena *arena, size_t size)
{
    for (const th_arena *payer = arena; payer; payer = payer->parent)
        if (payer->budget && (size > payer->budget || payer->used > payer->budget - size))
            return false;
    return true;
}

/* Takes memory from the running block, or from a new one if that has no room.  `own`: from a new one in any case. */
static void *take_room(th_arena *arena, size_t size, bool own)
{
    if (size > SIZE_MAX - ALIGNMENT)
        th_arena_exhaust(arena);
    size = aligned(size);
    if (!is_granted(arena, size))
        th_arena_exhaust(arena);
    block *running = arena->blocks;
    if (own || !running || running->size - running->used < size)
        running = add_block(arena, size);
    void *memory = running->bytes + running->used;
    running->used += size;
    for (th_arena *owner = arena; owner; owner = owner->parent)
        owner->used += size;
    return memory;
}

void *th_arena_alloc(th_arena *arena, size_t size)
{
    return take_room(arena, size, false);
}

static bool is_last(const block *running, const void *memory, size_t size)
{
    return running && (const unsigned char *)memory + size == running->bytes + running->used;
}

bool th_arena_extend(th_arena *arena, const void *memory, size_t size, size_t room)
{
    block *running = arena->blocks;
    if (room > SIZE_MAX - ALIGNMENT || room < size || !is_last(running, memory, aligned(size)))
        return false;
    size_t more = aligned(room) - aligned(size);
    if (more > running->size - running->used || !is_granted(arena, more))
        return false;
    running->used += more;
    for (th_arena *owner = arena; owner; owner = owner->parent)
        owner->used += more;
    return true;
}

void th_arena_give_back(th_arena *arena, void *memory, size_t size, size_t kept)
{
    block *running = arena->blocks;
    if (!is_last(running, memory, aligned(size)))
        return;
    size_t less = aligned(size) - aligned(kept);
    memset((unsigned char *)memory + kept, 0, aligned(size) - kept); /* what is allocated next is zero */
    running->used -= less;
    for (th_arena *owner = arena; owner; owner = owner->parent)
        owner->used -= less;
}

void *th_arena_array(th_arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        th_arena_exhaust(arena);
    return th_arena_alloc(arena, total);
}

void th_arena_defer(th_arena *arena, void (*run)(void *), void *what)
{
    deferred *closing = th_arena_alloc(arena, sizeof *closing);
    closing->run = run;
    closing->what = what;
    closing->next = arena->deferred;
    arena->deferred = closing;
}

void **th_arena_memo(th_arena *arena)
{
    return &arena->memo;
}

size_t th_arena_used(const th_arena *arena)
{
    return arena->used;
}

/* The link that leads to the block which holds this memory and nothing else; NULL: there is no such block. */
static block **own_block(th_arena *arena, const void *memory, size_t size)
{
    if (size < LARGEST_BLOCK)
        return NULL;
    for (block **at = &arena->blocks; *at; at = &(*at)->next)
        if ((const void *)(*at)->bytes == memory && (*at)->used == aligned(size) && !(*at)->lent)
            return at;
    return NULL;
}

/* For memory at which nobody looks any more: frees its block where it has one of its own. */
static void outgrown(th_arena *arena, void *memory, size_t size)
{
    TH_HIDE_FROM_ALL(memory, size);
    block **at = own_block(arena, memory, size);
    if (!at)
        return;
    block *old = *at;
    *at = old->next;
    for (th_arena *owner = arena; owner; owner = owner->parent)
        owner->used -= old->used;
    free_block(arena, old);
}

/* A block with room for so many bytes: the system gives its pages other addresses, and adds fresh ones. */
static bool is_remapped(block **at, size_t room)
{
    block *old = *at;
    if (room <= old->size)
        return true;
    if (!old->mapped || room > SIZE_MAX - 2 * (size_t)HUGE_PAGE)
        return false;
    size_t mapped = (sizeof *old + room + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    block *moved = mremap(old, old->mapped, mapped, MREMAP_MAYMOVE);
    if (moved == MAP_FAILED)
        return false;
    moved->mapped = mapped;
    moved->size = mapped - sizeof *moved;
    *at = moved;
    return true;
}

void *th_arena_enlarge(th_arena *arena, void *memory, size_t size, size_t room)
{
    if (th_arena_extend(arena, memory, size, room))
        return memory;
    block **own = own_block(arena, memory, size);
    size_t more = room < SIZE_MAX - ALIGNMENT ? aligned(room) - aligned(size) : SIZE_MAX;
    if (own && is_granted(arena, more) && is_remapped(own, aligned(room))) {
        (*own)->used += more;
        for (th_arena *owner = arena; owner; owner = owner->parent)
            owner->used += more;
        return (*own)->bytes;
    }
    void *grown = take_room(arena, room, room >= LARGEST_BLOCK); /* what has grown so large will grow on */
    if (size)
        memcpy(grown, memory, size);
    outgrown(arena, memory, size);
    return grown;
}

size_t th_arena_next_room(size_t bytes)
{
    size_t more = bytes;
    if (bytes >= LARGEST_BLOCK)
        more = bytes < 16 * LARGEST_BLOCK ? bytes / 4 : bytes / 8;
    return more < SIZE_MAX - bytes ? bytes + more : SIZE_MAX;
}

void *th_arena_grow(th_arena *arena, void *array, size_t n, size_t *cap, size_t size)
{
    enum { FEW = 4 };
    if (n < *cap)
        return array;
    size_t bytes = *cap * size, room = th_arena_next_room(bytes) / size;
    if (!*cap) {
        *cap = FEW;
        return th_arena_array(arena, FEW, size);
    }
    if (room > SIZE_MAX / 2)
        th_arena_exhaust(arena);
    array = th_arena_enlarge(arena, array, bytes, room * size);
    *cap = room;
    return array;
}
