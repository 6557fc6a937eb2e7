/* Walls around a process that reads what others made.  Behind them it can compute, ask for memory, write into its one
 * descriptor, read from it and end; whatever else it asks the system for ends it by SIGSYS.  A reader that a hostile
 * file has taken over opens no file, starts no process and speaks to nobody else.
 *
 * What has to be opened is opened before: the input, the code pages (text/codepage.h).  A build with a sanitizer or
 * for coverage (-DTH_WALLS_WIDE) reads and writes files of its own at any time, and has a wider list: everything but
 * what is named as a danger. */
#ifndef TH_BATCH_WALLS_H
#define TH_BATCH_WALLS_H

#include "base/trouble.h"

/* The list of calls as a program of the kernel's, made once and raised by many processes.  NULL: processes go without
 * it. */
typedef struct th_walls {
    struct sock_filter *program;
    size_t n; /* its instructions */
} th_walls;

/* In a process of its own, which ends where memory is refused.  False: it cannot be made, and errno says why. */
bool th_walls_prepare(th_walls *walls);
/* In the process that reads, once what it needs is open.  No descriptor stays but the standard ones and `fd`, into
 * which alone it can write; -1: into none.  False: the kernel refused, and errno says why. */
bool th_walls_raise(const th_walls *walls, int fd);
/* Can walls be raised on this machine?  A child process tries.  If that fails by a fault of the machine, it proves
 * nothing, and the answer is yes. */
bool th_walls_hold(void);
th_trouble th_walls_refused(void); /* what is said where walls cannot be raised */
/* In a process that is there for one reading: opens what libraries would open when they first need it, makes the list
 * and raises the walls.  False: the kernel refused, and it goes on without; a fault of the machine ends it. */
bool th_walls_raise_here(int fd);

#endif
