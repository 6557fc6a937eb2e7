/* One run at a time: a lock file that is held while it is open, so that the end of a process, whatever ends it, gives
 * it back.  It names the process and the machine, for people; what it names counts only while it is locked. */
#ifndef TH_BATCH_LOCK_H
#define TH_BATCH_LOCK_H

#include "base/trouble.h"

typedef struct th_lock {
    const char *path; /* NUL-terminated */
    int fd;           /* -1: not held */
} th_lock;

typedef enum th_locked {
    TH_LOCK_HELD = 0, /* by us now */
    TH_LOCK_BUSY,     /* by another run: *trouble says by which process, where, and since when */
    TH_LOCK_FAILED    /* the file cannot be made or locked */
} th_locked;

/* Never waits.  `what` is written by whoever holds the lock, as it is called in the sentence.  After anything but
 * TH_LOCK_HELD lock->fd is -1. */
th_locked th_lock_take(th_arena *arena, th_lock *lock, const char *what, th_trouble *trouble);
/* Removes the file and gives the lock back; nothing where it is not held. */
void th_lock_release(th_lock *lock);

#endif
