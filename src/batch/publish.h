/* Publishing: the output appears whole or not at all, and one run at a time writes it.  The workbook is written to
 * ".NAME.part" beside the output, synced, and renamed over it; ".NAME.lock" is held meanwhile.  A link is followed:
 * what it leads to is replaced, and the link stays.  What somebody has open, or what is read-only, is left as it is,
 * where the command diverts its outputs (batch/diversion.h): then the output has another name. */
#ifndef TH_BATCH_PUBLISH_H
#define TH_BATCH_PUBLISH_H

#include "base/status.h"
#include "batch/guard.h"

typedef struct th_publication {
    char *out, *part, *lock, *folder; /* NUL-terminated, in the arena */
    int fd;                           /* of the lock */
    struct th_publication *of_arena;  /* the same, abandoned with the arena if nobody did before */
    th_guard *guard;                  /* in whose arena the output was allowed */
    th_outfile asked;                 /* as it was asked for; its path may be another than `out` */
    struct {
        void (*call)(void *ctx); /* once the output is in its place, and still locked; NULL: nothing */
        void *ctx;
    } in_place;
} th_publication;

/* TH_FAILED: the guard forbids it, another run holds the output, or the folder cannot be written; *trouble says
 * which. */
th_status th_publish_begin(th_arena *arena, th_guard *guard, const th_outfile *out, th_publication *publication,
                           th_trouble *trouble);
/* The bytes of the part, which are read back.  TH_FATAL: they are not what was written. */
th_status th_publish_write(const th_publication *publication, th_str bytes, th_arena *arena, th_trouble *trouble);
th_status th_publish_commit(th_arena *arena, th_publication *publication,
                            th_trouble *trouble); /* sync, rename, unlock */
/* To be called before a commit: keeps the file that will be replaced beside it, as *kept, under the next number ("NAME
 * (bản cũ 2).xlsx").  TH_FAILED: it cannot be kept, and is where it was. */
th_status th_publish_keep(th_arena *arena, const th_publication *publication, const char **kept, th_trouble *trouble);
/* The newest of the files that th_publish_keep() kept, the newest one first; at most `most` of them. */
size_t th_publish_kept(th_arena *arena, const char *out, const char **newest, size_t most);
/* What TH_FATAL of th_publish_write() or th_drawing_do() says where it stops a command: the sentence of its own finding
 * (TEP-039) with the reason in it. */
th_trouble th_publish_refusal(th_arena *arena, th_status status, th_trouble why);
void th_publish_abandon(th_publication *publication); /* removes the part, unlocks */

/* The path of a file called `name` in the folder of another one, such as proposals beside the workbook; in `arena`. */
const char *th_publish_beside(th_arena *arena, const char *other, const char *name);

#endif
